"""Proposals for an invented contract: unions, references, lists, maps, constants, formats and what is shared."""

from __future__ import annotations

import copy
import json
from typing import Any, TypeAlias

import pytest

from visionapis._observations.bodies import Bodies
from visionapis._observations.observer import NO_JSON, Observer
from visionapis_testing.contracts.contract import Contract
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.overlays import apply
from visionapis_testing.drift.proposals import Proposal, propose

from .proposing import changes_elsewhere, kinds

Json: TypeAlias = dict[str, Any]

VENDOR = "ximilar"  # any that exists: the contract is another one
TEXT = {"type": "string"}
NAMED = {"type": "object", "required": ["name"], "properties": {"name": TEXT}}


def contract(schema: Json, **components: Json) -> Json:
    """Return a document with two operations that respond with a schema, the second one by a shared response."""
    content = {"application/json": {"schema": schema}}

    def operation(name: str, response: Json) -> Json:
        return {"get": {"operationId": name, "responses": {"200": response}, "x-evidence": [{"kind": "wire"}]}}

    return {
        "openapi": "3.1.0",
        "info": {"title": "Cats", "version": "1.0"},
        "paths": {
            "/cats": operation("cats_list", {"description": "Cats.", "content": content}),
            "/dogs": operation("dogs_list", {"$ref": "#/components/responses/Shared"}),
        },
        "components": {"schemas": components, "responses": {"Shared": {"description": "Shared.", "content": content}}},
    }


def ref(name: str) -> Json:
    """Return a reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def proposal_for(
    document: Json,
    *bodies: object,
    operation: str = "cats_list",
    status: int = 200,
    media_type: str = "application/json",
) -> Proposal:
    """Return the proposal for responses; what it settles then conforms, and nothing changes but the targets."""
    before = copy.deepcopy(document)
    observer = Observer(VENDOR, Bodies(document))
    for body in bodies:
        for _ in range(10):
            observer.response(operation, status, media_type, body, 1.0)
    observation = observer.observation
    proposal = propose(document, findings(observation, Bodies(document)), observation)
    new = apply(document, proposal.overlay)
    observer = Observer(VENDOR, Bodies(new))
    for body in bodies:
        observer.response(operation, status, media_type, body, 1.0)
        if not proposal.open and body is not NO_JSON:
            Contract.from_document(VENDOR, new).operation(operation).check_value(status, media_type, body)
    left = kinds(findings(observer.observation, Bodies(new)))
    assert left <= kinds([each for each, _ in proposal.open])
    assert document == before
    assert not changes_elsewhere(document, proposal.overlay)
    return proposal


def changed_schema(document: Json, *bodies: object, **where: Any) -> Any:
    """Return the schema of the first operation with the proposal for responses, which leaves nothing open."""
    proposal = proposal_for(document, *bodies, **where)
    assert proposal.open == []
    new = apply(document, proposal.overlay)
    return new["paths"]["/cats"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]


def reasons(document: Json, *bodies: object) -> list[str]:
    """Return why findings are not proposed, when nothing is."""
    proposal = proposal_for(document, *bodies)
    assert proposal.overlay["actions"] == []
    return [reason for _, reason in proposal.open]


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        (TEXT, None, {"type": ["string", "null"]}),
        (TEXT, 1, {"type": ["string", "integer"]}),
        ({"type": ["string", "null"]}, True, {"type": ["string", "null", "boolean"]}),
        ({"type": "integer", "minimum": 0}, 1.5, {"type": "number", "minimum": 0}),
        ({"type": ["integer", "null"]}, 1.5, {"type": ["null", "number"]}),
        (TEXT, [1], {"anyOf": [TEXT, {"type": "array", "items": {}}]}),
        (TEXT, {"a": 1}, {"anyOf": [TEXT, {"type": "object", "additionalProperties": True}]}),
        ({"anyOf": [TEXT, {"type": "integer"}]}, None, {"anyOf": [TEXT, {"type": "integer"}, {"type": "null"}]}),
        ({"oneOf": [TEXT, {"type": "integer"}]}, None, {"oneOf": [TEXT, {"type": "integer"}, {"type": "null"}]}),
        (
            {"type": "string", "enum": ["a"], "description": "A."},
            1,
            {"description": "A.", "anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer"}]},
        ),
        ({"type": "integer", "const": 1}, None, {"anyOf": [{"type": "integer", "enum": [1]}, {"type": "null"}]}),
        ({"allOf": [TEXT]}, None, {"anyOf": [{"allOf": [TEXT]}, {"type": "null"}]}),
        ({"type": "string", "enum": ["a"]}, "b", {"type": "string", "enum": ["a", "b"]}),
        ({"anyOf": [{"enum": ["a"]}, TEXT]}, "b", {"anyOf": [{"enum": ["a", "b"]}, TEXT]}),
        ({"type": "string", "const": "a"}, "b", {"anyOf": [{"type": "string", "enum": ["a", "b"]}, TEXT]}),
        ({"type": "string", "format": "date"}, "2026-11-21T08:00:00Z", TEXT),
    ],
)
def test_values(old: Json, value: object, new: Json) -> None:
    """A schema of each form is widened by what was seen in a member, and by no more."""
    document = contract({"type": "object", "properties": {"x": old}})

    assert changed_schema(document, {"x": value}) == {"type": "object", "properties": {"x": new}}


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ({"type": "array", "items": TEXT}, [None]),
        ({"type": "object", "additionalProperties": TEXT}, {"some name": None}),
        ({"type": "array", "items": {"type": "object", "properties": {"a/b": TEXT}}}, [{"a/b": None}]),
        ({"type": "array", "items": {"type": "array", "items": TEXT}}, [[None]]),
    ],
)
def test_places(place: Json, body: object) -> None:
    """Items of lists, also of lists in lists, values of maps and members with any name are found."""
    text = json.dumps(changed_schema(contract(place), body))

    assert text == json.dumps(place).replace('{"type": "string"}', '{"type": ["string", "null"]}')


def test_body() -> None:
    """The body itself can have another type."""
    assert changed_schema(contract(ref("Cat"), Cat=NAMED), [1]) == {
        "anyOf": [ref("Cat"), {"type": "array", "items": {}}]
    }


def test_references_are_followed_to_the_place() -> None:
    """A member of a component is changed there; of what it refers to, which others can have, nothing changes."""
    document = contract(
        {"type": "array", "items": ref("Cat")},
        Cat={"type": "object", "properties": {"name": ref("Name")}},
        Name={"type": "string", "description": "A name."},
    )
    proposal = proposal_for(document, [{"name": None, "age": 1}])
    new = apply(document, proposal.overlay)["components"]["schemas"]

    name = {"description": "A name.", "anyOf": [ref("Name"), {"type": "null"}]}
    age = {"description": "Its meaning is not documented.", "type": "integer"}
    assert new["Cat"]["properties"] == {"name": name, "age": age}
    assert new["Name"] == document["components"]["schemas"]["Name"]
    assert {tuple(each["x-also-concerns"]) for each in proposal.overlay["actions"]} == {("dogs_list",)}


def test_same_finding_of_several_operations_is_one_change() -> None:
    """Findings of two operations about one component are one change, with the sum of the evidence."""
    document = contract(ref("Cat"), Cat=NAMED)
    observer = Observer(VENDOR, Bodies(document))
    for at, name in enumerate(["cats_list"] * 10 + ["dogs_list"] * 3):
        observer.response(name, 200, "application/json", {"name": None, "new": 1}, float(at))
    observation = observer.observation
    proposal = propose(document, findings(observation, Bodies(document)), observation)

    assert proposal.open == []  # although one of them was seen 3 times only
    assert {each["x-evidence"]["count"] for each in proposal.overlay["actions"]} == {13}
    assert {each["x-evidence"]["last"] for each in proposal.overlay["actions"]} == {"1970-01-01T00:00:12Z"}
    new = apply(document, proposal.overlay)["components"]["schemas"]["Cat"]["properties"]
    assert new["name"] == {"type": ["string", "null"]}


def test_several_findings_at_one_place() -> None:
    """Null, two more types and a value at one place, a missing member and a new one beside it are settled together."""
    schema = {
        "type": "object",
        "required": ["x", "y"],
        "properties": {"x": {"enum": ["a"], "type": "string"}, "y": TEXT},
    }
    bodies = [
        {"x": None, "y": "1"},
        {"x": 1, "y": "1"},
        {"x": [1], "y": None},
        {"x": "b"},
        {"x": "a", "z": None},
        {"z": 1.5},
    ]
    new = changed_schema(contract(schema), *bodies)

    assert "required" not in new
    assert new["properties"]["z"]["type"] == ["null", "number"]
    assert new["properties"]["x"]["anyOf"][0] == {"enum": ["a", "b"], "type": "string"}


UNION = {"anyOf": [ref("Cat"), ref("Dog")]}
KINDS = {
    "Cat": {
        "type": "object",
        "required": ["kind", "name"],
        "properties": {"kind": {"const": "cat"}, "name": TEXT, "age": {"type": "integer"}},
    },
    "Dog": {
        "type": "object",
        "required": ["kind", "name"],
        "properties": {"kind": {"const": "dog"}, "name": TEXT, "age": {"type": "integer"}},
    },
}


@pytest.mark.parametrize("word", ["anyOf", "oneOf"])
@pytest.mark.parametrize("body", [{"name": None}, {"age": "1", "name": "a"}, {"name": "a", "new": 1}, {}])
def test_branch_is_told_from_constants(word: str, body: Json) -> None:
    """Of a union only the branch changes that the constants in the traffic name, whatever was found in it."""
    document = contract({word: UNION["anyOf"]}, **KINDS)
    proposal = proposal_for(document, {"kind": "dog", **body})

    assert proposal.open == []
    assert {each["target"].split("'")[5] for each in proposal.overlay["actions"]} == {"Dog"}


def test_all_branches_that_match_are_widened() -> None:
    """If the traffic has both branches, both are widened: the observation does not tell which one it was."""
    bodies = [{"kind": "dog", "name": None}, {"kind": "cat", "name": "a"}]
    proposal = proposal_for(contract(UNION, **KINDS), *bodies)

    assert proposal.open == []
    assert {each["target"].split("'")[5] for each in proposal.overlay["actions"]} == {"Cat", "Dog"}


def test_branch_is_told_from_members() -> None:
    """A branch without a member that every object has, or whose required member none has, does not change."""
    one = {"type": "object", "required": ["score"], "properties": {"name": TEXT, "score": {"type": "number"}}}
    two = {"type": "object", "required": ["value"], "properties": {"name": TEXT, "value": {"type": "number"}}}
    document = contract({"anyOf": [ref("One"), ref("Two")]}, One=one, Two=two)

    for body, changed in ({"name": None, "score": 1}, "One"), ({"name": None, "value": 1}, "Two"):
        proposal = proposal_for(document, body)
        assert {each["target"].split("'")[5] for each in proposal.overlay["actions"]} == {changed}


def test_what_tells_branches_apart_stays_open() -> None:
    """A constant that tells branches apart, or a required member that does, is not given up."""
    apart = ["the value tells branches of a union apart: add one by hand"]
    assert reasons(contract(UNION, **KINDS), {"kind": "bird", "name": "a"}) == apart
    one, two = (
        {"type": "object", "required": [name], "properties": {name: TEXT, "id": TEXT}} for name in ("one", "two")
    )
    document = contract({"oneOf": [ref("One"), ref("Two")]}, One=one, Two=two)
    assert reasons(document, {"id": "a"}) == ["the branches of a union could not be told apart"]


def test_added_field_of_a_combined_object() -> None:
    """An object that is combined of a shared schema and its own members gets a new one among its own."""
    own = {"type": "object", "properties": {"size": TEXT}}
    document = contract({"allOf": [ref("Named"), own]}, Named=NAMED, Other={"allOf": [ref("Named")]})

    new = changed_schema(document, {"name": "a", "size": "1", "new": {"deep": 1}, "list": []})

    fields = new["allOf"][1]["properties"]
    assert new["allOf"][0] == ref("Named")
    assert fields["new"] == {
        "description": "Its meaning is not documented.",
        "type": "object",
        "additionalProperties": True,
    }
    assert fields["list"]["items"] == {}


def test_required_by_both_parts_of_a_combination() -> None:
    """A missing member is dropped from each schema that requires it."""
    document = contract({"allOf": [ref("Named"), {"required": ["name", "size"], "type": "object"}]}, Named=NAMED)
    new = apply(document, proposal_for(document, {"size": 1}).overlay)

    assert "required" not in new["components"]["schemas"]["Named"]


def test_schema_of_requests_is_not_changed() -> None:
    """A schema that a request has too stays as it is, as of requests nothing was seen; an enum gets its new value."""
    cat = {"type": "object", "properties": {"name": TEXT, "kind": ref("Kind")}}
    document = contract(ref("Cat"), Cat=cat, Kind={"type": "string", "enum": ["a"]})
    body = {"content": {"application/json": {"schema": ref("Cat")}}}
    document["paths"]["/cats"]["post"] = {"operationId": "cats_create", "requestBody": body, "responses": {}}

    shared = "its schema is also one of requests, of cats_create: split it first"
    assert reasons(document, {"name": None}) == [shared]
    assert reasons(document, {"new": 1}) == [shared]
    assert proposal_for(document, {"kind": "b"}).open == []


@pytest.mark.parametrize(
    ("body", "media_type", "schema"),
    [
        ({"a": 1}, "application/json", {"type": "object", "additionalProperties": True}),
        ([1], "application/json", {"type": "array", "items": {}}),
        ("text", "application/json", TEXT),
        (NO_JSON, "text/html", TEXT),
        (NO_JSON, "image/jpeg", {"type": "string", "format": "binary"}),
        (NO_JSON, "", None),
    ],
)
def test_new_status(body: object, media_type: str, schema: Json | None) -> None:
    """An undocumented status is described with the type of the bodies that were seen, and with no body if none was."""
    document = contract(NAMED)
    proposal = proposal_for(document, body, status=418, media_type=media_type)
    new = apply(document, proposal.overlay)["paths"]["/cats"]["get"]["responses"]["418"]

    assert proposal.open == []
    assert new["description"] == "I'm a Teapot."
    assert new.get("content", {}).get(media_type, {}).get("schema") == schema


def test_new_content_type_of_a_shared_response() -> None:
    """JSON of another content type has the documented schema; the response that others share says so for all."""
    document = contract(ref("Cat"), Cat=NAMED)
    proposal = proposal_for(document, {"name": "a"}, operation="dogs_list", media_type="application/vnd.api+json")
    (action,) = proposal.overlay["actions"]

    assert action["target"] == "$['components']['responses']['Shared']"
    assert action["update"] == {"content": {"application/vnd.api+json": {"schema": ref("Cat")}}}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"name": "a", "odd name": 1}, "the name is not kept"),
        ({"name": "a", "kind": "no word"}, "the value is not kept"),
    ],
)
def test_texts_that_are_not_kept(body: Json, reason: str) -> None:
    """A name or a value that the observation does not have cannot be proposed."""
    kind = {"type": "string", "enum": ["a"]}
    schema = {"type": "object", "properties": {"name": TEXT, "kind": kind}}

    assert reasons(contract(schema), body) == [reason]


def test_deprecation_and_what_a_contract_cannot_say() -> None:
    """A notice of deprecation is one in the contract; a date, a redirect and a vanished field stay open."""
    document = contract({"type": "object", "properties": {"x": TEXT}})
    observer = Observer(VENDOR, Bodies(document))
    for at, body in enumerate([{"x": "a"}] * 10 + [{}] * 10):
        observer.response("cats_list", 200, "application/json", body, float(at))
    observer.headers("cats_list", 200, {"deprecation": "true", "sunset": "Sat, 31 Jan 2032 23:59:59 GMT"}, 1.0)
    observer.response("cats_list", 308, "", NO_JSON, 1.0)
    observer.headers("cats_list", 308, {"location": "/v2/cats"}, 1.0)
    observation = observer.observation
    proposal = propose(document, findings(observation, Bodies(document)), observation)
    new = apply(document, proposal.overlay)

    assert new["paths"]["/cats"]["get"]["deprecated"] is True
    assert {each.kind for each, _ in proposal.open} == {"sunset", "redirect", "vanished_field"}
    assert len({reason for _, reason in proposal.open}) == 3
    assert kinds(findings(observation, Bodies(new))) == kinds([each for each, _ in proposal.open])
