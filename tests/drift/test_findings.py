"""Findings: each planted change of a response is told at its place, and unchanged traffic gives none."""

from __future__ import annotations

import base64
import json
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.vendors import VENDORS
from visionapis._observations.bodies import bodies
from visionapis_testing.contracts.contract import load
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.routing import route
from visionapis_testing.drift.traffic import Traffic

from .archives import archive, body_of, objects, put_body, recorded, successes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from visionapis._observations.places import Alternative, Place
    from visionapis_testing.drift.finding import Finding

each_vendor = pytest.mark.parametrize("vendor", VENDORS)
seeds = pytest.mark.parametrize("seed", range(2))


def judge(vendor: str, found: Sequence[dict[str, Any]]) -> list[Finding]:
    """Return the findings about an archive with these entries."""
    traffic = Traffic(vendor)
    for each in exchanges(archive(list(found)), "test.har"):
        traffic.add(each)
    return [each for observation in traffic.observations for each in findings(observation)]


def at(found: Sequence[Finding]) -> set[tuple[str, str | None]]:
    """Return the kinds of findings with their JSON pointers."""
    return {(each.kind, each.pointer) for each in found}


def operation_of(vendor: str, each: dict[str, Any]) -> str:
    """Return the operation that an entry calls."""
    (parsed,) = exchanges(archive([each]), "test.har")
    assert parsed
    found = route(load(vendor), parsed.request)
    assert found
    return found.operation.id


@each_vendor
def test_unchanged_traffic_has_no_findings(vendor: str) -> None:
    """The calls of a client to an emulator differ in nothing from the contract."""
    assert judge(vendor, recorded(vendor)) == []


@dataclass
class Target:
    """A documented member of an object in a response."""

    entry: dict[str, Any]
    pointer: str
    parent: dict[str, Any]
    name: str
    place: Place
    alternatives: Sequence[Alternative]
    body: Any

    @property
    def is_required(self) -> bool:
        """Whether every alternative of the object requires the member."""
        return all(self.name in each.required for each in self.alternatives)

    @property
    def field(self) -> str:
        """The JSON pointer of the member."""
        return f"{self.pointer}/{self.name}"


def targets(vendor: str, found: list[dict[str, Any]]) -> list[Target]:
    """Return the documented members of all successful responses whose object is described."""
    all_targets: list[Target] = []
    for each in successes(found):
        body, operation_id = body_of(each), operation_of(vendor, each)
        media_type = next(h["value"] for h in each["response"]["headers"] if h["name"] == "content-type").split(";")[0]
        root = bodies(vendor).response(operation_id, each["response"]["status"], media_type)
        for pointer, node in objects(body):
            place: Any = root
            for part in pointer.split("/")[1:]:
                place = place and (place.items if part == "*" else place.names.get(part))
            if place and not place.rest:
                all_targets += [
                    Target(each, pointer, node, name, place.names[name], place.alternatives, body)
                    for name in node
                    if name in place.names
                ]
    return all_targets


def _rename(target: Target) -> tuple[str, str]:
    target.parent["renamed"] = target.parent.pop(target.name)
    return "missing_field", target.field


def _add(target: Target) -> tuple[str, str]:
    target.parent["added"] = {"deep": [1]}
    return "undocumented_field", f"{target.pointer}/added"


def _null(target: Target) -> tuple[str, str]:
    target.parent[target.name] = None
    return "undocumented_null", target.field


def _retype(target: Target) -> tuple[str, str]:
    samples: dict[str, Any] = {"string": "a", "integer": 1, "boolean": True, "array": [], "object": {}}
    type_ = next(each for each in samples if not target.place.allows(each))
    target.parent[target.name] = samples[type_]
    return "undocumented_type", target.field


def _new_value(target: Target) -> tuple[str, str]:
    target.parent[target.name] = "brand_new"
    return "undocumented_value", target.field


CHANGES: dict[str, tuple[Callable[[Target], tuple[str, str]], Callable[[Target], bool]]] = {
    "required field renamed": (_rename, lambda target: target.is_required),
    "field added": (_add, lambda target: True),
    "null": (_null, lambda target: bool(target.place.types) and not target.place.allows("null")),
    "other type": (_retype, lambda target: bool(target.place.types)),
    "new word of an enum": (_new_value, lambda target: target.place.values is not None),
}


def has_words(root: Place | None, seen: set[int]) -> bool:
    """Return whether a body has a word of an enum anywhere."""
    if root is None or id(root) in seen:
        return False
    seen.add(id(root))
    return root.values is not None or any(
        has_words(each, seen) for each in (*root.names.values(), root.items, root.rest)
    )


def cases() -> list[Any]:
    """Return each change with each vendor in whose contract there is a place for it."""
    documents = {vendor: bodies(vendor) for vendor in VENDORS}
    words = [
        vendor
        for vendor, each in documents.items()
        if any(has_words(each.response(name, 200, ""), set()) for name in each.operations)
    ]
    return [
        pytest.param(change, vendor, id=f"{change}-{vendor}")
        for change in CHANGES
        for vendor in (words if change == "new word of an enum" else VENDORS)
    ]


@seeds
@pytest.mark.parametrize(("change", "vendor"), cases())
def test_planted_change_is_found(vendor: str, change: str, seed: int) -> None:
    """A change of one member, drawn at random, is found with its kind and place, and nothing else beside it."""
    apply, suits = CHANGES[change]
    found = recorded(vendor)
    possible = [each for each in targets(vendor, found) if suits(each)]
    target = random.Random(seed).choice(possible)
    expected = apply(target)
    put_body(target.entry, target.body)

    told = judge(vendor, found)

    allowed = {expected, ("undocumented_field", f"{target.pointer}/renamed")}
    assert expected in at(told)
    assert at(told) <= allowed
    finding = next(each for each in told if (each.kind, each.pointer) == expected)
    assert finding.operation_id == operation_of(vendor, target.entry)
    assert finding.count == 1 <= finding.of
    assert finding.effect.methods
    assert finding.effect.attribute


@each_vendor
def test_status_content_type_route_redirect_and_notice_are_found(vendor: str) -> None:
    """An undocumented status, content type and route, a redirect and a notice of an end are found."""
    found = recorded(vendor)
    one, two, three, four, five = (dict(each) for each in (successes(found) * 5)[:5])
    one["response"] = {**one["response"], "status": 418}
    two["response"] = {**two["response"], "headers": [{"name": "Content-Type", "value": "application/xml"}]}
    three["request"] = {**three["request"], "url": "https://example.com/api/v9/new/route/of/things"}
    moved = {"name": "Location", "value": "https://other.example.com/v2"}
    four["response"] = {**four["response"], "status": 308, "headers": [moved]}
    notice = {"name": "Sunset", "value": "Sat, 31 Jan 2032 23:59:59 GMT"}
    five["response"] = {**five["response"], "headers": [*five["response"]["headers"], notice]}

    told = judge(vendor, [one, two, three, four, five])

    kinds = {"undocumented_status", "undocumented_content_type", "undocumented_route", "redirect", "sunset"}
    assert {each.kind for each in told} == kinds
    assert "2032-01-31" in next(each.message for each in told if each.kind == "sunset")
    assert {each.kind for each in told if each.severity == "breaking"} == {"redirect"}


def test_vanished_field_is_found() -> None:
    """An optional field that every response had, and none has any more, is told with the time of the change."""
    found = recorded("ximilar")
    optional = [
        each for each in targets("ximilar", found) if not any(each.name in a.required for a in each.alternatives)
    ]
    target = random.Random(1).choice(optional)
    before = [{**target.entry, "startedDateTime": f"2026-11-21T08:00:{second:02}Z"} for second in range(12)]
    del target.parent[target.name]
    changed = {**target.entry, "response": dict(target.entry["response"])}
    changed["response"]["content"] = dict(changed["response"]["content"])
    put_body(changed, target.body)
    after = [{**changed, "startedDateTime": f"2026-11-22T08:00:{second:02}Z"} for second in range(12)]

    (finding,) = judge("ximilar", before + after)

    assert (finding.kind, finding.pointer) == ("vanished_field", target.field)
    assert (finding.count, finding.of, finding.first) == (12, 24, "2026-11-22T08:00:00Z")
    assert judge("ximilar", before + after[:3]) == []
    assert judge("ximilar", after) == []


@each_vendor
def test_repeated_field_is_no_finding(vendor: str) -> None:
    """A field that a server repeats from the request is the caller's; the same one by the server alone is told."""
    found = [each for each in recorded(vendor) if each["request"]["postData"]["mimeType"] == "application/json"]
    for each in successes(found, lambda body: isinstance(body, dict))[:1]:
        sent = json.loads(base64.b64decode(each["request"]["postData"]["text"]))
        text = base64.b64encode(json.dumps({**sent, "mine": 1, "a b": 2}).encode()).decode()
        body = body_of(each)
        put_body(each, {**body, "mine": 1, "a b": 2})
        repeated = {**each, "request": {**each["request"], "postData": {**each["request"]["postData"], "text": text}}}

        assert judge(vendor, [repeated]) == []
        assert {finding.pointer for finding in judge(vendor, [each])} == {"/mine", "/(other)"}


@each_vendor
@pytest.mark.parametrize("content", [b"", b"<html>busy</html>", b'{"a": ', b"\xff\xfe{", b"[1, 2] and more"])
def test_body_that_is_not_json_is_found(vendor: str, content: bytes) -> None:
    """A body of a JSON content type that cannot be parsed is told; it is nothing else."""
    found = recorded(vendor)
    target = next(each for each in successes(found) if isinstance(body_of(each), dict))
    target["response"]["content"]["text"] = base64.b64encode(content).decode()

    told = judge(vendor, found)

    assert [(each.kind, each.severity) for each in told] == [("invalid_json", "breaking")]


@each_vendor
@pytest.mark.parametrize(("body", "type_"), [(None, "null"), (1, "integer"), ("a", "string"), (True, "boolean")])
def test_scalar_in_place_of_a_body_is_found(vendor: str, body: object, type_: str) -> None:
    """A body of JSON that is no object or array where the contract has one is told by its type."""
    found = recorded(vendor)
    target = next(each for each in successes(found) if isinstance(body_of(each), dict))
    put_body(target, body)

    (finding,) = judge(vendor, found)

    assert finding.kind == ("undocumented_null" if body is None else "undocumented_type")
    assert (finding.detail, finding.pointer) == (type_, "")


@each_vendor
@pytest.mark.parametrize("name", ["Sunset", "Deprecation"])
def test_notice_of_a_response_without_content_type_is_found(vendor: str, name: str) -> None:
    """A header that announces an end is told also if it is the only one."""
    (each, *_) = recorded(vendor)
    each["response"] = {"status": 204, "headers": [{"name": name, "value": "@1798761599"}], "content": {}}

    assert name.lower() in {finding.kind for finding in judge(vendor, [each])}
