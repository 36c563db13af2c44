"""From the entries of recordings to observations, one per vendor."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from visionapis._http.messages import server_message
from visionapis._observations.observation import Observation
from visionapis._observations.observer import NO_JSON, Observer
from visionapis._vendors import vendors
from visionapis_testing.contracts.contract import Contract, Operation, load
from visionapis_testing.contracts.matching import RULES, RejectedRequestError, is_json
from visionapis_testing.contracts.parsing import ParsedRequest

from .files import is_observation, merged, observation, read
from .har import Entry, entries

_MIN_SECRET = 4
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "x-api-key"})
_FIRST_ERROR = 400


@dataclass(slots=True)
class Recordings:
    """The entries of recordings, as observations of the vendors that they concern."""

    vendor: str | None = None
    """The vendor of all entries; None to tell it from the host of each."""
    observers: dict[str, Observer] = field(default_factory=dict[str, Observer])
    skipped: Counter[str] = field(default_factory=Counter[str])
    """How many entries were not used, by reason."""

    def add(self, entry: Entry | None) -> None:
        """Count an entry of an archive; None is one without a response."""
        if entry is None:
            self.skipped["no response"] += 1
            return
        vendor = self.vendor or _vendor_of(entry)
        if vendor is None:
            self.skipped["another host"] += 1
            return
        observer = self.observers.setdefault(vendor, Observer(vendor))
        contract = load(vendor)
        observer.hide(_secrets(entry.request, contract.secret_parameters))
        _observe(observer, contract, entry)
        if not entry.has_body:
            self.skipped["no body recorded"] += 1

    @property
    def observations(self) -> list[Observation]:
        """The observations by name of vendor."""
        return [observer.observation for _, observer in sorted(self.observers.items())]


def read_files(paths: Iterable[Path], vendor: str | None = None) -> tuple[list[Observation], Counter[str]]:
    """Return the observations of archives and observations, one per vendor, and what was skipped by reason.

    `vendor` is that of all requests in archives; None to tell it from the host of each. Raises RecordingError.
    """
    recordings = Recordings(vendor)
    observations: dict[str, list[Observation]] = {}
    for path in paths:
        document = read(path)
        if is_observation(document):
            found = observation(document, path)
            observations.setdefault(found.vendor, []).append(found)
        else:
            for entry in entries(document, str(path)):
                recordings.add(entry)
    for found in recordings.observations:
        observations.setdefault(found.vendor, []).append(found)
    return [merged(found) for _, found in sorted(observations.items())], recordings.skipped


def route(contract: Contract, request: ParsedRequest) -> Operation | None:
    """Return the operation that a request calls, by method and path; its query and body decide between several.

    A path without parameters precedes a template that it also matches.
    """
    candidates = [
        (variant.paths[0].count("{"), operation, variant)
        for operation in contract.operations
        for variant in operation.variants
        if variant.method == request.method and variant.has_path(request.path)
    ]
    fewest = min((parameters for parameters, _, _ in candidates), default=0)
    closest: tuple[int, Operation] | None = None
    for parameters, operation, variant in candidates:
        if parameters > fewest:
            continue
        try:
            variant.read(request)
        except RejectedRequestError as rejection:
            rank = RULES.index(rejection.rule)
            if closest is None or rank > closest[0]:
                closest = rank, operation
        else:
            return operation
    return closest[1] if closest else None


def _observe(observer: Observer, contract: Contract, entry: Entry) -> None:
    request, response, at = entry.request, entry.response, entry.started
    operation = route(contract, request)
    if operation is None:
        observer.unknown_route(request.method, request.path, response.status_code, at)
        return
    status_code, name = response.status_code, operation.id
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = _json(response.content)
    sent = _request_body(request)
    observer.response(name, status_code, media_type, body, at, entry.elapsed, sent)
    observer.headers(name, status_code, response.headers, at)
    if status_code < _FIRST_ERROR:
        query = [each for each, _ in request.query if each.lower() not in contract.secret_parameters]
        observer.request(name, request.media_type or "", query, sent, at)
    elif entry.has_body:
        text = response.content.decode("utf-8", "replace") if body is NO_JSON else body
        observer.refusal(name, status_code, server_message(response, text), at)


def _request_body(request: ParsedRequest) -> object:
    if isinstance(request.body, str):
        return _json(request.body.encode("utf-8", "surrogateescape")) if is_json(request.media_type or "") else NO_JSON
    return NO_JSON if request.body is None else {name: "text" for name, _ in request.body}


def _json(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return NO_JSON


def _vendor_of(entry: Entry) -> str | None:
    """Return the vendor that owns the host of an entry, or that `visionapis check` wrote into its comment."""
    known = vendors()
    noted, colon, _ = entry.comment.partition(": ")
    if colon and noted in known:
        return noted
    return next((name for name, vendor in known.items() if vendor.owns(entry.url.host)), None)


def _secrets(request: ParsedRequest, names: frozenset[str]) -> Iterator[str]:
    """Yield the keys that a request carries."""
    found = [value for name, value in request.query if name.lower() in names]
    found += [value for name, value in request.headers.items() if name.lower() in names | _SECRET_HEADERS]
    found += [value for name, value in request.form if name.lower() in names and isinstance(value, str)]
    found += [text for value in found for text in value.split()]
    yield from (each for each in (*found, *request.cookies.values()) if len(each) >= _MIN_SECRET)
