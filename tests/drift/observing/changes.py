"""Changes in responses of a vendor, as the server could plant them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.helpers.canary_calls import all_calls
from visionapis._observations.bodies import bodies
from visionapis_testing.faults.response import PlainResponse

from .senders import Sent, sent_requests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis._observations.places import Place

Json = dict[str, Any]


@dataclass(frozen=True)
class Exchange:
    """A request with the successful response of the contract's example."""

    operation_id: str
    sent: Sent
    response: PlainResponse


@dataclass(frozen=True)
class Change:
    """A response that breaks the contract."""

    kind: str
    """The kind of the finding that is expected."""
    exchange: Exchange
    response: PlainResponse
    pointer: str | None = None
    """The place in the body."""


def exchanges(vendor: str) -> Iterator[Exchange]:
    """Yield the exchanges of every call of a vendor's client."""
    for call, sent in zip(all_calls(vendor), sent_requests(vendor), strict=True):
        assert call.example
        for response in call.success_responses():
            yield Exchange(call.example.call.operation.id, sent, response)


def _with_json(exchange: Exchange, body: object) -> PlainResponse:
    return PlainResponse(exchange.response.status_code, exchange.response.headers, json.dumps(body).encode())


def _members(place: Place, value: object, pointer: str = "") -> Iterator[tuple[Json, str, Place, Place, str]]:
    """Yield each documented member of the objects in a body: object, name, places of both, pointer."""
    if isinstance(value, dict):
        for name, member in value.items():
            if inner := place.names.get(name):
                yield value, name, place, inner, f"{pointer}/{name}"
                yield from _members(inner, member, f"{pointer}/{name}")
    elif isinstance(value, list) and place.items:
        for item in value[:1]:
            yield from _members(place.items, item, f"{pointer}/*")


def _in_member(kind: str, suits: Callable[[Place, str, Place, Any], bool], new: object) -> Callable[[str], Change]:
    def change(vendor: str) -> Change:
        for exchange in exchanges(vendor):
            status_code = exchange.response.status_code
            media_type = dict(exchange.response.headers).get("content-type", "")
            place = bodies(vendor).response(exchange.operation_id, status_code, media_type)
            body = json.loads(exchange.response.body) if place else None
            for owner, name, outer, inner, pointer in _members(place, body) if place else ():
                if suits(outer, name, inner, owner[name]):
                    if new is KeyError:
                        del owner[name]
                    else:
                        owner[name] = new
                    return Change(kind, exchange, _with_json(exchange, body), pointer)
        raise AssertionError(f"no member for {kind}")

    return change


def _first_json(vendor: str) -> Exchange:
    return next(each for each in exchanges(vendor) if each.response.body.startswith(b"{"))


def _status(vendor: str) -> Change:
    exchange = _first_json(vendor)
    return Change("undocumented_status", exchange, PlainResponse(299, exchange.response.headers, b"{}"))


def _content_type(vendor: str) -> Change:
    exchange = _first_json(vendor)
    return Change("undocumented_content_type", exchange, PlainResponse(200, [("content-type", "text/csv")], b"a,b"))


def _redirect(vendor: str) -> Change:
    exchange = _first_json(vendor)
    return Change("redirect", exchange, PlainResponse(307, [("location", "/elsewhere")], b""))


def _not_json(vendor: str) -> Change:
    exchange = _first_json(vendor)
    headers = exchange.response.headers
    return Change(
        "invalid_json", exchange, PlainResponse(exchange.response.status_code, headers, b"<html>no</html>"), ""
    )


def _is_required(outer: Place, name: str, *_: object) -> bool:
    return bool(outer.alternatives) and all(name in each.required for each in outer.alternatives)


CHANGES: dict[str, Callable[[str], Change]] = {
    "required field": _in_member("missing_field", _is_required, KeyError),
    "type": _in_member("undocumented_type", lambda _, __, inner, ___: not inner.allows("object"), {"nested": 1}),
    "null": _in_member("undocumented_null", lambda _, __, inner, ___: not inner.allows("null"), None),
    "status": _status,
    "content type": _content_type,
    "redirect": _redirect,
    "body": _not_json,
}
