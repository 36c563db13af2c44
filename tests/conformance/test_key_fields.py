"""Fields of bodies that are the key have it in each request, whatever the contract's examples show."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.invented import SCHEMES, installed, secured
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.suites import KEY, suite

if TYPE_CHECKING:
    from visionapis_testing.conformance.scenarios import Scenario

Json = dict[str, Any]

JSON = "application/json"

SCHEMA: Json = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "access_token": {"type": "string", "x-secret": True}},
}

SHOWN: dict[str, tuple[Json, Json]] = {
    "another key": (SCHEMA, {"name": "Tom", "access_token": "other"}),
    "no key": (SCHEMA, {"name": "Tom"}),
    "required": ({**SCHEMA, "required": ["name", "access_token"]}, {"name": "Tom", "access_token": "other"}),
    "a union": ({"anyOf": [SCHEMA, {"type": "object", "properties": {"note": {"type": "string"}}}]},
                {"name": "Tom", "access_token": "other"}),
}  # fmt: skip
"""The schema of a body, and the example of it, by what the example has."""


def _document(schema: Json, example: Json, *, by_reference: bool) -> Json:
    """Return the contract of things that can be created, listed and read with a key in the body."""
    shown: Json = {"$ref": "#/components/examples/one"} if by_reference else {"value": example}
    thing: Json = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}
    body = {"required": True, "content": {JSON: {"schema": schema, "examples": {"one": shown}}}}
    document = secured(SCHEMES["bearer"])
    document["components"]["examples"] = {"one": {"value": example}}
    responses: Json = {"201": {"description": "Made.", "content": {JSON: {"schema": thing}}}}
    responses |= {each: {"description": "No."} for each in ("400", "401")}
    parameter = {"name": "thing_id", "in": "path", "required": True, "schema": {"type": "string"}}
    document["paths"] = {
        "/things": {"post": {"operationId": "things_create", "tags": ["things"], "security": [], "requestBody": body,
                             "x-effect": ["mutating"], "responses": responses}},
        "/things/{thing_id}": {"delete": {"operationId": "things_delete", "tags": ["things"], "parameters": [parameter],
                               "security": [], "x-effect": ["mutating"], "responses": {
                                   "204": {"description": "Gone."}, "404": {"description": "None."}}}},
    }  # fmt: skip
    return document


@pytest.mark.parametrize("by_reference", [False, True], ids=["value", "reference"])
@pytest.mark.parametrize("kind", SHOWN)
def test_examples_have_the_key(kind: str, by_reference: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Requests of the examples phase, and those that prepare objects, have the key and the example's other fields."""
    vendor = f"keys_{kind.replace(' ', '_')}_{by_reference}".lower()
    with installed(tmp_path_factory.mktemp(vendor), vendor, _document(*SHOWN[kind], by_reference=by_reference)):
        server = suite(vendor).servers["default"]()
        scenarios: list[Scenario] = list(suite(vendor).scenarios("default", server.resources, KEY))
        (creations,) = [each for each in scenarios if "creations" in each.name]
        report = execute(creations, server.emulator.app, max_examples=1, phases=["examples"])

    sent = [json.loads(each.request.content) for each in report.exchanges if each.response.is_success]
    assert [str(each) for each in report.findings] == []
    assert {"name": "Tom", "access_token": "***"} in sent  # as reports show the key
    assert len(server.resources["spare_things"]) > 1  # created with the key
