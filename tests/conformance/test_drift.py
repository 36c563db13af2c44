"""A check tells the drift of a server once: as a failed check, or else in the words of `visionapis drift`."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.vendors import each_vendor
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.drift import with_drift
from visionapis_testing.drift.report import CONSEQUENCES

from .live_servers import served
from .mutations import put, with_json, with_status
from .reports.outcomes import add_faults, keep, outcome, report

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing.conformance.outcome import Outcome
    from visionapis_testing.conformance.proxy import ResponseEdit

OPERATION = {
    "imagerecognize": "recognition_recognize",
    "nanonets": "ocr_get_model",
    "roboflow": "classification_infer",
    "ximilar": "tasks_list",
}


def checked(vendor: str, edit: ResponseEdit, *, strict: bool = False) -> Outcome:
    """Return the outcome of a check of one operation of an emulator whose successful responses are edited."""

    def edit_successes(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        return edit(request, response) if response.status_code == 200 else response

    with served(vendor, edit_successes) as (target, _):
        return check(replace(target, only=[OPERATION[vendor]]), strict=strict)


def kinds(found: Outcome, verdict: str) -> set[str]:
    """Return the kinds of the drift with a verdict."""
    return {finding.drift.kind for finding, given in found.verdicts if finding.drift and given == verdict}


def with_header(**headers: str) -> ResponseEdit:
    """Return an edit that adds headers."""

    def edit(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        return httpx.Response(response.status_code, headers={**response.headers, **headers}, content=response.content)

    return edit


def moved(_: httpx.Request, response: httpx.Response) -> httpx.Response:
    """Return a redirect."""
    return httpx.Response(308, headers={"location": "https://other.example.com/v2"})


def not_json(_: httpx.Request, response: httpx.Response) -> httpx.Response:
    """Return a body that is cut off."""
    return httpx.Response(200, headers={"content-type": response.headers["content-type"]}, content=b'{"a": ')


def _each_top(change: Callable[[dict[str, object], str], object]) -> ResponseEdit:
    def edit(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        body = response.json()
        change(body, next(iter(body)))
        content = json.dumps(body).encode()
        return httpx.Response(200, headers={"content-type": response.headers["content-type"]}, content=content)

    return edit


FAILED: dict[str, tuple[ResponseEdit, set[str]]] = {
    "status": (with_status(218, when=200), {"undocumented_status"}),
    "redirect": (moved, {"redirect"}),
    "content type": (with_header(**{"content-type": "application/xml"}), {"undocumented_content_type"}),
    "null": (_each_top(lambda body, name: body.update({name: None})), {"undocumented_null"}),
    "type": (_each_top(lambda body, name: body.update({name: [[]]})), {"undocumented_type"}),
    "missing": (_each_top(lambda body, name: body.pop(name)), {"missing_field"}),
}


@pytest.mark.parametrize("name", FAILED)
@pytest.mark.parametrize("vendor", ["nanonets", "ximilar"])
def test_what_a_failed_check_reports_is_told_once(vendor: str, name: str) -> None:
    """A difference for which a check fails is reported by that failure, and not told as drift."""
    edit, expected = FAILED[name]
    found = checked(vendor, edit)

    reported = {each.kind for finding in found.failures for each in finding.differences}
    assert reported >= expected
    assert kinds(found, "drift") & expected == set()


def test_body_that_is_no_json_is_told_once() -> None:
    """A body that is cut off is reported by the check of schemas alone."""
    found = checked("ximilar", not_json)

    assert {each.kind for finding in found.failures for each in finding.differences} == {"invalid_json"}
    assert kinds(found, "drift") == set()


DRIFT: dict[str, tuple[ResponseEdit, str, str]] = {
    "field": (with_json(put(brand_new=1)), "undocumented_field", "the field is not documented (integer)"),
    "deprecation": (with_header(deprecation="@1800000000"), "deprecation", "announces an end (2027-01-15)"),
    "sunset": (with_header(sunset="Sat, 31 Jan 2032 23:59:59 GMT"), "sunset", "announces an end (2032-01-31)"),
}


@pytest.mark.parametrize("name", DRIFT)
@each_vendor
def test_drift_is_told_in_words(vendor: str, name: str) -> None:
    """Differences without a failing check are drift, with counts, place and effect; `strict` makes them failures."""
    edit, kind, words = DRIFT[name]
    found, strict = checked(vendor, edit), checked(vendor, edit, strict=True)

    (drift,) = [finding for finding, _ in found.verdicts]
    assert (found.failures, kinds(found, "drift")) == ([], {kind})
    assert drift.drift
    assert drift.drift.count <= drift.drift.of
    assert drift.drift.effect.methods
    lines = drift.message.splitlines()
    assert words in lines[0]
    assert lines[0].startswith(OPERATION[vendor])
    assert lines[1].startswith(f"{drift.drift.count} of {drift.drift.of} response")
    assert lines[2].startswith(f"{CONSEQUENCES[drift.drift.severity]} {drift.drift.effect.usage}")
    assert [finding.drift and finding.drift.kind for finding in strict.failures] == [kind]


def test_worst_drift_is_first() -> None:
    """Drift is sorted by severity: a notice of an end comes before a new field."""
    found = outcome(
        report(lambda request, response: with_header(sunset="true")(request, add_faults(request, response)))
    )

    severities = [finding.drift.severity for finding, _ in found.verdicts if finding.drift]
    assert severities == sorted(severities, reverse=True) == ["suspicious", "additive"]


def test_server_at_another_path() -> None:
    """The operations of a server whose base URL has a path of its own are those of the contract."""
    found = report(keep)
    base = httpx.URL("http://127.0.0.1:9001/deep/below")
    exchanges = [
        replace(
            each,
            request=httpx.Request(
                each.request.method,
                base.copy_with(raw_path=base.raw_path + each.request.url.raw_path),
                headers=each.request.headers,
                content=each.request.content,
            ),
        )
        for each in found.exchanges
    ]

    assert with_drift("roboflow", str(base), exchanges, []) == []
    assert with_drift("roboflow", "http://127.0.0.1:9001", exchanges, []) != []


def test_accepted_method_is_told_once() -> None:
    """A method that the contract does not have, and the server accepts, fails its check and is no unknown route."""

    def accept(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        return httpx.Response(200, json={}) if response.status_code == 405 else response

    found = outcome(report(accept))

    counts = Counter(finding.check for finding in found.failures)
    assert counts["unsupported_method"]
    reported = {each.kind for finding in found.failures for each in finding.differences}
    assert "undocumented_route" in reported
    assert kinds(found, "drift") == set()
