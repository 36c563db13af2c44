"""Changes of a server, each of a kind that a vendor makes."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import httpx

from visionapis._observations.bodies import bodies
from visionapis_testing.contracts.contract import load
from visionapis_testing.drift.exchanges import parsed
from visionapis_testing.drift.routing import route

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_testing.drift.finding import Finding

    from .spots import Spot

    Edit = Callable[[httpx.Response], httpx.Response]

SLOW = 0.27
"""Seconds."""

_SAMPLES: dict[str, Any] = {"string": "a", "integer": 1, "boolean": True, "array": [], "object": {}}


@dataclass(frozen=True)
class Change:
    """A change of the responses of one operation."""

    kind: str
    spot: Spot
    edit: Edit
    others: frozenset[str] = frozenset()
    """The kinds of findings that it causes beside its own."""

    def is_told_by(self, finding: Finding) -> bool:
        """Return whether a finding is the one that tells the change."""
        places = {"undocumented_field": f"{self.spot.parent}/added", "invalid_json": ""}
        place = places.get(self.kind, self.spot.pointer if self.kind in MEMBERS else None)
        return (finding.kind, finding.operation_id, finding.pointer) == (self.kind, self.spot.operation_id, place)

    def explains(self, finding: Finding) -> bool:
        """Return whether a finding is one that the change causes."""
        return finding.operation_id == self.spot.operation_id and finding.kind in {self.kind, *self.others}

    def __call__(self, request: httpx.Request, response: httpx.Response) -> httpx.Response:
        """Return the response that the changed server sends."""
        found = route(load(self.spot.vendor), parsed(request))
        same = found is not None and found.operation.id == self.spot.operation_id
        return self.edit(response) if same and response.is_success else response


def _with_json(response: httpx.Response, value: Any) -> httpx.Response:
    return _with_content(response, json.dumps(value).encode())


def _with_content(response: httpx.Response, content: bytes, **headers: str) -> httpx.Response:
    kept = {name: value for name, value in response.headers.items() if name not in ("content-length", *headers)}
    return httpx.Response(response.status_code, headers={**kept, **headers}, content=content)


def _inner(node: Any, part: str) -> list[Any]:
    if isinstance(node, list):
        return node if part == "*" else []
    return [node[part]] if isinstance(node, dict) and part in node else []


def _at_objects(value: Any, pointer: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change all objects at a JSON pointer, in which `*` stands for every index."""
    nodes = [value]
    for part in pointer.split("/")[1:]:
        nodes = [inner for node in nodes for inner in _inner(node, part)]
    for node in nodes:
        if isinstance(node, dict):
            change(node)


def _members(spot: Spot, change: Callable[[dict[str, Any]], object]) -> Edit:
    def edit(response: httpx.Response) -> httpx.Response:
        value = response.json()
        _at_objects(value, spot.parent, change)
        return _with_json(response, value)

    return edit


def _put(spot: Spot, value: Any) -> Edit:
    return _members(spot, lambda node: node.update({spot.name: value} if spot.name in node else {}))


def _rename(node: dict[str, Any], name: str) -> None:
    if name in node:
        node["renamed"] = node.pop(name)


def _new_type(spot: Spot) -> Change:
    value = next(value for type_, value in _SAMPLES.items() if not spot.place.allows(type_))
    return Change("undocumented_type", spot, _put(spot, value))


MEMBERS: Mapping[str, tuple[Callable[[Spot], Change], Callable[[Spot], bool]]] = {
    "undocumented_field": (
        lambda spot: Change("undocumented_field", spot, _members(spot, lambda node: node.update(added={"deep": [1]}))),
        lambda spot: True,
    ),
    "undocumented_type": (_new_type, lambda spot: bool(spot.place.types) and spot.place.types < {*_SAMPLES, "number"}),
    "undocumented_null": (
        lambda spot: Change("undocumented_null", spot, _put(spot, None)),
        lambda spot: bool(spot.place.types) and not spot.place.allows("null"),
    ),
    "missing_field": (
        lambda spot: Change(
            "missing_field",
            spot,
            _members(spot, lambda node: _rename(node, spot.name)),
            frozenset({"undocumented_field"}),
        ),
        lambda spot: spot.is_required,
    ),
    "undocumented_value": (
        lambda spot: Change("undocumented_value", spot, _put(spot, "brand_new")),
        lambda spot: spot.place.values is not None,
    ),
    "format": (
        lambda spot: Change("format", spot, _put(spot, "tomorrow")),
        lambda spot: spot.place.formats < {"date", "date-time", "uri", "uuid"} and bool(spot.place.formats),
    ),
    "vanished_field": (
        lambda spot: Change("vanished_field", spot, _members(spot, lambda node: node.pop(spot.name, None))),
        lambda spot: spot.is_optional,
    ),
}
"""By kind: how a member is changed, and whether it can be."""


def _refuse(spot: Spot) -> Change:
    status = max(each for each in bodies(spot.vendor).statuses(spot.operation_id) if each >= 400)
    calls = iter(range(10**9))

    def edit(response: httpx.Response) -> httpx.Response:
        refused = httpx.Response(status, json={"message": "Rate limit exceeded"})
        return response if next(calls) % 5 == 0 else refused

    # What is in a refusal is not what is changed here.
    others = {"undocumented_field", "undocumented_type", "undocumented_content_type", "missing_field"}
    return Change("frequent_status", spot, edit, frozenset(others))


def _slow_down(response: httpx.Response) -> httpx.Response:
    time.sleep(SLOW)
    return response


def _shorten(spot: Spot) -> Change:
    items = bodies(spot.vendor).pages[spot.operation_id].items
    parent, _, name = items.rpartition("/")
    shorter = replace(spot, parent=parent, name=name)
    return Change("page_size", spot, _members(shorter, lambda node: node.update({name: node[name][:4]})))


def _head(kind: str, name: str, value: str) -> Callable[[Spot], Change]:
    return lambda spot: Change(kind, spot, lambda response: _with_content(response, response.content, **{name: value}))


RESPONSES: Mapping[str, Callable[[Spot], Change]] = {
    "undocumented_status": lambda spot: Change(
        "undocumented_status", spot, lambda response: httpx.Response(418, json=response.json())
    ),
    "undocumented_content_type": _head("undocumented_content_type", "content-type", "application/vnd.v2+json"),
    "redirect": lambda spot: Change(
        "redirect", spot, lambda response: httpx.Response(308, headers={"Location": "https://new.example.com/v3"})
    ),
    "deprecation": _head("deprecation", "deprecation", "@1798761599"),
    "sunset": _head("sunset", "sunset", "Sat, 31 Jan 2032 23:59:59 GMT"),
    "invalid_json": lambda spot: Change(
        "invalid_json", spot, lambda response: _with_content(response, b"<html>maintenance</html>")
    ),
    "frequent_status": _refuse,
    "latency": lambda spot: Change("latency", spot, _slow_down),
    "page_size": _shorten,
}
"""By kind: how a response is changed."""

SERIES = {"frequent_status": 25, "latency": 21, "page_size": 4, "vanished_field": 11}
"""How often a call is repeated before a change, and after it, for the kinds that a single response does not show."""
