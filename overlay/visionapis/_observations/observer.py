"""An observer of one vendor's traffic: it counts shapes, and expands them when its observation is read."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from copy import deepcopy
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import Final, cast
from urllib.parse import urlsplit

from visionapis._http.responses import REDIRECTS

from .bodies import Bodies, bodies
from .names import OTHER, PLACEHOLDER, is_name, media_type_name, message_template, path_template, without_secrets
from .observation import Observation, Period, Seen, latency_bucket, timestamp
from .places import Place
from .shapes import Shape, facts, member_names, shape_of

MAX_SECRETS = 1_000
"""Keys that are looked for; a program can have one per call."""

MAX_SHAPES = 1_000
"""Distinct shapes that are counted before they are expanded."""

NO_JSON: Final = object()
"""The body of a message that has none, or whose body was not read."""

INVALID: Final = object()
"""A body that is not JSON, where the contract documents JSON."""

NOTICES = ("deprecation", "sunset")
"""Headers that announce the end of an operation."""

_NO_PLACE = Place()

# Names in the format of observations.
_OWN_WORDS = frozenset(
    {
        *("operations", "routes", "calls", "timeline", "statuses", "latency", "page_sizes", "query", "requests"),
        *("responses", "refusals", "redirects", "notices", "total", "fields", "types", "values", "formats"),
        *("absent", "required", "optional", "true", "invalid"),
        *("array", "boolean", "integer", "null", "number", "object", "string", "date", "date-time", "uri", "uuid"),
        *("application/json", "deprecation", "sunset", OTHER),
    }
)

_ID = tuple[str, ...]
_Key = tuple[Hashable, ...]


class Observer:
    """Counts the traffic of a vendor. It may be used by several threads."""

    def __init__(self, vendor: str, contract: Bodies | None = None) -> None:
        """Begin an observation; `contract` is in place of the vendor's own. Raises KeyError for an unknown vendor."""
        self._bodies = contract or bodies(vendor)
        self._observation = Observation(vendor, self._bodies.version)
        # The count, the first and the last time.
        self._counts: dict[_Key, list[float]] = {}
        self._repeated: dict[_Key, frozenset[str]] = {}
        self._secrets: dict[str, str] = {}
        self._lock = Lock()

    def knows(self, operation_id: str) -> bool:
        """Return whether the contract has an operation; requests for access tokens are none."""
        return operation_id in self._bodies.operations

    def hide(self, secrets: Iterable[str]) -> None:
        """Keep no text that contains one of these, such as a key that a server repeats."""
        new = [each for each in secrets if each and each not in self._secrets]
        if new:
            with self._lock:
                if len(self._secrets) >= MAX_SECRETS:
                    self._expand()  # what was counted until now is the last that these can be in
                    self._secrets.clear()
                self._secrets.update((each, each.casefold()) for each in new)

    def reads(self, operation_id: str, status_code: int, media_type: str) -> bool:
        """Return whether the contract documents JSON for a response, so that its body is to be parsed."""
        return self._bodies.response(operation_id, status_code, media_type) is not None

    def response(
        self,
        operation_id: str,
        status_code: int,
        media_type: str,
        body: object,
        at: float,
        elapsed: float | None = None,
        *,
        sent: object = None,
        is_ordinary: bool = True,
    ) -> None:
        """Count a response to a call that began at a time since the epoch and took `elapsed` seconds, if that is known.

        `body` is parsed JSON, NO_JSON or INVALID; `media_type` is empty for a response without a body. `sent` is the
        body of the request, whose undocumented fields a server may repeat. The status and latency of a call that is not
        ordinary, such as one with an invalid request, say nothing about the traffic.
        """
        shape: Shape = None
        if body is INVALID:
            shape = "invalid" if media_type in self._bodies.media_types(operation_id, status_code) else None
        elif body is not NO_JSON:
            shape = shape_of(body, self._bodies.response(operation_id, status_code, media_type) or _NO_PLACE)
        bucket = None if elapsed is None else latency_bucket(elapsed)
        call = ("call", operation_id, status_code, media_type, int(at) if is_ordinary else None, bucket)
        with self._lock:
            self._count(call, at)
            if shape is not None:
                key = ("shape", operation_id, status_code, media_type, shape)
                if sent is not None and key not in self._counts:
                    self._repeated[key] = member_names(sent)
                self._count(key, at)
            self._bound()

    def page(self, operation_id: str, body: object, query: Iterable[str], at: float) -> None:
        """Count the size of a page that has a next one, unless a parameter of the request names a size."""
        pages = self._bodies.pages.get(operation_id)
        if pages is not None and isinstance(body, dict) and not any(map(pages.is_size, query)):
            size = pages.full_size(cast("dict[str, object]", body))
            if size is not None:
                self._count_one("page", operation_id, size, at=at)

    def request(self, operation_id: str, media_type: str, query: Iterable[str], body: object, at: float) -> None:
        """Count a request; `body` is parsed JSON, the fields of a form by name, or NO_JSON."""
        known = self._bodies.parameters[operation_id]
        shape = None if body is NO_JSON else shape_of(body, self._bodies.request(operation_id, media_type))
        names = frozenset(name if name in known or is_name(name) else OTHER for name in query)
        self._count_one("request", operation_id, media_type, names, shape, at=at)

    def refusal(self, operation_id: str, status_code: int, message: str, at: float) -> None:
        """Count the message of a response with an error status."""
        template = message_template(message, self._bodies.words)
        self._count_one("refusal", operation_id, status_code, template, at=at)

    def headers(self, operation_id: str, status_code: int, headers: Mapping[str, str], at: float) -> None:
        """Count the redirect and the notices of an end in the headers of a response."""
        if status_code in REDIRECTS:
            target = path_template(_path(headers.get("location", "")), self._bodies.words)
            self._count_one("redirect", operation_id, status_code, target, at=at)
        for name in NOTICES:
            if name in headers:
                self._count_one("notice", operation_id, name, _date(headers[name]), at=at)

    def unknown_route(self, method: str, path: str, status_code: int, at: float) -> None:
        """Count a request that calls no operation of the contract."""
        name = f"{method if method.isalpha() else OTHER} {path_template(path, self._bodies.words)}"
        self._count_one("route", name, status_code, at=at)

    @property
    def observation(self) -> Observation:
        """A copy of the observation of all that was counted until now."""
        with self._lock:
            self._expand()
            return deepcopy(self._observation)

    def take(self) -> Observation:
        """Return the observation of what was counted since the last time, and begin a new one."""
        with self._lock:
            self._expand()
            taken = self._observation
            self._observation = Observation(taken.vendor, self._bodies.version)
            return taken

    def _count_one(self, *key: Hashable, at: float) -> None:
        with self._lock:
            self._count(key, at)
            self._bound()

    def _count(self, key: _Key, at: float) -> None:
        counted = self._counts.get(key)
        if counted is None:
            self._counts[key] = [1, at, at]
            return
        counted[0] += 1
        if at > counted[2]:
            counted[2] = at
        elif at < counted[1]:
            counted[1] = at

    def _bound(self) -> None:
        if len(self._counts) >= MAX_SHAPES:
            self._expand()

    def _expand(self) -> None:
        counts, self._counts = self._counts, {}
        sent, self._repeated = self._repeated, {}
        for key, (count, first, last) in counts.items():
            kind, *what = key
            seen = Seen(int(count), timestamp(first), timestamp(last))
            if kind == "call" and what[3] is not None:
                name, status_code, _, second, latency = what
                period = Period(cast("int", second))
                self._observation.add_to_timeline(str(name), period, ("statuses", str(status_code)), seen)
                if latency is not None:
                    self._observation.add_to_timeline(str(name), period, ("latency", str(latency)), seen)
            for path in set(self._paths(str(kind), what, sent.get(key, frozenset()))):
                self._observation.add([self._hidden(each) for each in path], seen)

    def _paths(self, kind: str, what: list[Hashable], repeated: frozenset[str]) -> Iterable[_ID]:
        """Yield where an entry of the counts is counted in the observation."""
        name = str(what[0])
        own = ("operations", name)
        texts = [str(each) for each in what[1:]]
        if kind == "call":
            yield *own, "calls"
            yield *own, "responses", texts[0], media_type_name(texts[1]), "total"
        elif kind == "shape":
            place = self._bodies.response(name, cast("int", what[1]), texts[1])
            yield from _fields((*own, "responses", texts[0], media_type_name(texts[1])), what[3], place, repeated)
        elif kind == "request":
            request = (*own, "requests", media_type_name(texts[0]))
            yield *request, "total"
            for each in cast("frozenset[str]", what[2]):
                yield *own, "query", each
            if (shape := what[3]) is not None:
                yield from _fields(request, shape, self._bodies.request(name, texts[0]))
        elif kind == "page":
            yield *own, "page_sizes", texts[0]
        elif kind == "route":
            yield "routes", name, texts[0]
        else:
            section = {"refusal": "refusals", "redirect": "redirects", "notice": "notices"}[kind]
            yield *own, section, *texts

    def _hidden(self, text: str) -> str:
        """Return a text without the parts between slashes in which there is a key; none is in a word of the format."""
        return text if text in _OWN_WORDS else without_secrets(text, self._secrets.values(), self._bodies.texts)


def _fields(start: _ID, shape: Shape, place: Place | None, repeated: frozenset[str] = frozenset()) -> Iterable[_ID]:
    for pointer, kind, detail in facts(shape, place or _NO_PLACE, repeated):
        yield *start, "fields", pointer, kind, detail


def _path(location: str) -> str:
    """Return the path of a redirect's target; one that stands for it if that is not a URL."""
    try:
        return urlsplit(location).path
    except ValueError:
        return PLACEHOLDER


def _date(text: str) -> str:
    """Return the day that a header names; `true` or another text without one is kept as such a word only."""
    if re.fullmatch(r"@\d{1,11}", text):
        return datetime.fromtimestamp(int(text[1:]), UTC).date().isoformat()
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, OverflowError):
        return text if text == "true" else OTHER
