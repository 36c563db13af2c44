"""The drift of a checked server: what `visionapis drift` finds in the exchanges of a check."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

import httpx

from visionapis._observations.bodies import bodies
from visionapis._observations.names import PLACEHOLDER
from visionapis._observations.observation import Observation, timestamp
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.pointers import unescape
from visionapis_testing.drift.exchanges import Exchange as Observed
from visionapis_testing.drift.finding import Finding as Difference
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.history import history
from visionapis_testing.drift.report import finding_lines
from visionapis_testing.drift.traffic import Traffic

from .checks import documented_fields
from .proxy import Locate, relocate
from .report import Exchange, Finding

_OF_VALUES = ("type", "enum", "const")
_OF_BRANCHES = ("anyOf", "oneOf")


def with_drift(vendor: str, url: str, exchanges: Sequence[Exchange], failed: Iterable[Finding]) -> list[Finding]:
    """Return the findings of failed checks with the differences that each reports, and then those that none does.

    `url` is the base URL of the server. Failures of the check `documented_fields` are left out: the same fields are
    differences, counted by place.
    """
    locate = relocate(load(vendor).base_url, httpx.URL(url).raw_path.decode().rstrip("/"))
    observation = _observation(vendor, exchanges, locate)
    differences = findings(observation)
    reporting = [
        replace(each, differences=[one for one in differences if _reports(each, one)])
        for each in failed
        if each.check != documented_fields.__name__
    ]
    reported = {id(one) for each in reporting for one in each.differences}

    @cache
    def alone(exchange: Exchange) -> Sequence[Difference]:
        return findings(_observation(vendor, [exchange], locate))

    drift = [one for one in differences if id(one) not in reported]
    return [*reporting, *(_finding(one, observation, exchanges, alone) for one in drift)]


def _observation(vendor: str, exchanges: Iterable[Exchange], locate: Locate) -> Observation:
    traffic = Traffic(vendor)
    for each in exchanges:
        request = httpx.Request(
            each.request.method, locate(each.request.url), headers=each.request.headers, content=each.request.content
        )
        observed = Observed.of(request, each.response, each.started.timestamp(), each.elapsed, vendor=vendor)
        traffic.add(replace(observed, is_generated=True))
    return next(iter(traffic.observations), Observation(vendor, bodies(vendor).version))


def _reports(failed: Finding, difference: Difference) -> bool:
    """Return whether a failed check reports a difference."""
    if failed.check != difference.check or failed.exchange is None:
        return False
    request, response = failed.exchange.request, failed.exchange.response
    if not difference.operation_id:
        return request.method == difference.detail.partition(" ")[0]
    if (failed.operation_id, response.status_code) != (difference.operation_id, difference.status_code):
        return False
    if difference.pointer is None:
        media_type = failed.exchange.media_types[1].strip().lower()
        return difference.kind != "undocumented_content_type" or difference.detail == media_type
    place, parts = failed.place or (), difference.pointer.split("/")[1:]
    if failed.keyword == "required":
        is_named = bool(parts) and f'"{unescape(parts[-1])}" is a required property' in failed.message
        return difference.kind == "missing_field" and is_named and _is_at(place, parts[:-1])
    if failed.keyword in _OF_VALUES:
        return difference.kind != "missing_field" and _is_at(place, parts)
    if failed.keyword in _OF_BRANCHES:
        return _is_at(place, parts[: len(place)])
    return difference.kind == "invalid_json" and not failed.keyword


def _is_at(place: Sequence[str | int], parts: Sequence[str]) -> bool:
    """Return whether a path into a response is that of a JSON pointer, in which `*` is an index and `{}` any name."""
    return len(place) == len(parts) and all(
        part == "*" if isinstance(step, int) else part == PLACEHOLDER or unescape(part) == step
        for step, part in zip(place, parts, strict=True)
    )


def _finding(
    difference: Difference,
    observation: Observation,
    exchanges: Sequence[Exchange],
    alone: Callable[[Exchange], Sequence[Difference]],
) -> Finding:
    """Return a difference as a finding, with one of the exchanges that have it if a single one shows it."""
    example = next(_examples(difference, exchanges, alone), None)
    shown = example or exchanges[0]
    since = history(observation, difference, bodies(observation.vendor))
    return Finding(
        check=difference.check or difference.kind,
        operation_id=difference.operation_id or shown.operation_id,
        phase=shown.phase,
        title=f"{difference.severity} {difference.kind}",
        message="\n".join(finding_lines(difference, since)),
        identity=(difference.operation_id, difference.kind, difference.place, difference.detail),
        exchange=example,
        differences=[difference],
        is_drift=True,
    )


def _examples(
    difference: Difference, exchanges: Sequence[Exchange], alone: Callable[[Exchange], Sequence[Difference]]
) -> Iterator[Exchange]:
    for each in exchanges:
        if timestamp(each.started.timestamp()) != difference.first:
            continue
        if difference.operation_id in ("", each.operation_id) and difference.status_code in (
            None,
            each.response.status_code,
        ):
            details = {part for one in alone(each) if _is_like(one, difference) for part in one.detail.split(", ")}
            if details & {*difference.detail.split(", ")}:
                yield each


def _is_like(one: Difference, other: Difference) -> bool:
    return (one.kind, one.operation_id, one.place) == (other.kind, other.operation_id, other.place)
