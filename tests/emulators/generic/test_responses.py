"""Responses are those of the contract: its examples, or drawn from its schemas."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.helpers.invented import contract, shelter
from visionapis_testing import FaultError, SampleError
from visionapis_testing.contracts.documented import documented, statuses
from visionapis_testing.contracts.sampling import Sampler
from visionapis_testing.contracts.schemas import Schemas
from visionapis_testing.faults import DocumentedResponse
from visionapis_testing.generic.emulator import GenericEmulator

SHELTER = contract(shelter(), "shelter")
HEADERS = {"Authorization": "Bearer test-key", "X-Tenant": "north"}
DRAWINGS = "https://api.shelter.example.com/v1/drawings"


def draw(seed: int) -> tuple[httpx.Response, GenericEmulator]:
    """Return a drawn response, and its emulator."""
    emulator = GenericEmulator(SHELTER, seed=seed)
    with httpx.Client(transport=emulator.transport()) as client:
        return client.get(DRAWINGS, headers=HEADERS), emulator


@pytest.mark.parametrize("seed", range(20))
def test_drawn_responses_are_valid(seed: int) -> None:
    """Values drawn from unions, discriminators, nullable lists, patterns, tuples and maps satisfy the contract."""
    response, emulator = draw(seed)

    assert response.status_code == 200
    assert 3 <= int(response.headers["x-rest"]) <= 9
    shapes = response.json()["shapes"]
    assert {each["shape"] for each in shapes} <= {"circle", "box"}
    assert all(("radius" in each) == (each["shape"] == "circle") for each in shapes)
    assert "secret" not in response.json()
    emulator.verify()


def test_every_documented_response_is_valid() -> None:
    """The documented response of each status of each operation satisfies the contract, whatever the seed."""
    for operation in SHELTER.operations:
        for status in statuses(operation):
            for seed in range(5):
                found = documented(operation, status, str(seed))
                operation.check(status, found.media_type, found.content)


def test_responses_depend_on_the_seed_alone() -> None:
    """Equal seeds and requests give equal responses, other seeds others."""
    assert draw(1)[0].content == draw(1)[0].content
    assert len({draw(seed)[0].content for seed in range(5)}) == 5


def test_equal_sequences_of_requests_get_equal_responses() -> None:
    """Two emulators with one seed respond alike to a sequence of requests, ids included."""

    def responses() -> list[bytes]:
        emulator = GenericEmulator(SHELTER)
        base_url = "https://api.shelter.example.com/v1"
        with httpx.Client(transport=emulator.transport(), base_url=base_url, headers=HEADERS) as client:
            found = [client.post("/animals", json={"name": str(each), "kind": "dog"}) for each in range(3)]
            found += [client.get(path) for path in ("/animals", "/drawings", "/breeds/manx")]
            found.append(client.post("/classify", files={"file": b"some bytes"}))
            return [each.content for each in found]

    assert responses() == responses()


def test_response_of_another_media_type(api: httpx.Client) -> None:
    """A binary response without an example is an image of the documented type."""
    response = api.get("/thumbnails/tom")

    assert response.headers["content-type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")


def test_status_on_demand(emulator: GenericEmulator, api: httpx.Client) -> None:
    """Any documented status of an operation can be injected, with its documented body and headers."""
    emulator.faults.add(DocumentedResponse(429), operation="images_draw", times=1)
    response = api.get("/drawings", headers=HEADERS)

    assert (response.status_code, response.headers["retry-after"]) == (429, "2")
    assert response.json() == {"code": "rate", "message": "Too many requests."}
    assert api.get("/drawings", headers=HEADERS).status_code == 200


def test_status_on_demand_by_control_api(api: httpx.Client) -> None:
    """The control API injects a documented status; one that is not documented is an error of the test's plan."""
    rule: dict[str, Any] = {"fault": {"kind": "documented_response", "status_code": 404}, "operation": "animals_get"}
    url = "http://127.0.0.1/__visionapis__/faults"
    assert api.post(url, json=rule).status_code == 200
    assert api.get("/animals/tom").json() == {"code": "missing", "message": "It does not exist."}

    api.delete(url)
    api.post(url, json={**rule, "fault": {"kind": "documented_response", "status_code": 418}})
    response = api.get("/animals/tom")
    assert (response.status_code, "expected one of those of animals_get: 200, 401, 404" in response.text) == (500, True)


def test_documented_response_needs_an_operation() -> None:
    """A request outside of the contract has no documented response."""
    with pytest.raises(FaultError, match="no operation"):
        DocumentedResponse(404).alter(None, None)  # type: ignore[arg-type]  # neither is looked at


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": "(?=a)b"},
        {"type": "string", "pattern": r"^\p{L}+$"},
        {"type": "integer", "minimum": 3, "maximum": 2},
        {"allOf": [{"type": "string"}, {"type": "integer"}]},
    ],
)
def test_schema_that_cannot_be_drawn_needs_an_example(schema: dict[str, Any]) -> None:
    """The error names the response, says why, and asks for an example; with one, the emulator starts."""
    document = shelter()
    media = document["paths"]["/drawings"]["get"]["responses"]["200"]["content"]["application/json"]
    media["schema"] = schema
    with pytest.raises(SampleError, match=r"response 200 of images_draw: .*; give the contract an example"):
        GenericEmulator(contract(document, "shelter"))

    media["examples"] = {"one": {"value": "anything"}}
    GenericEmulator(contract(document, "shelter"))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "minLength": 30, "maxLength": 31},
        {"type": "string", "maxLength": 0},
        {"type": "string", "pattern": r"^(?:[A-F0-9]{2}:){5}[A-F0-9]{2}$"},
        {"type": "string", "pattern": r"^[^\s@]+@\w+\.(com|org)$"},
        {"type": "string", "contentMediaType": "application/json", "contentSchema": {"type": "array"}},
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        {"type": "number", "minimum": -1.5, "maximum": -1.25},
        {"type": "integer", "multipleOf": 7, "minimum": 50, "maximum": 60},
        {"type": "array", "items": {"enum": [1, 2, 3]}, "uniqueItems": True, "minItems": 3},
        {"type": "array", "contains": {"const": "x"}, "minItems": 1},
        {"type": "object", "minProperties": 3, "propertyNames": {"pattern": "^[a-z]{3}$"}},
        {"type": "object", "required": ["a"], "additionalProperties": {"type": "boolean"}},
        {"type": "object", "properties": {"a": True, "b": True}, "dependentRequired": {"a": ["b"]}},
        {"anyOf": [{"type": "null"}, {"type": "integer"}], "not": {"type": "null"}},
        {"oneOf": [{"type": "integer", "minimum": 10}, {"type": "integer", "multipleOf": 3}]},
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "type": "object", "required": ["a"]},
        {"allOf": [{"minimum": 5, "type": "number"}, {"maximum": 6, "type": ["integer", "string"]}]},
        {"properties": {"next": {"anyOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]}}},
        {},
    ],
)
def test_keywords(schema: dict[str, Any]) -> None:
    """Each keyword of JSON Schema has an effect on what is drawn."""
    following = {"anyOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]}
    node = {"type": "object", "required": ["next"], "properties": {"next": following}}
    schemas = Schemas({"components": {"schemas": {"Node": node}}})
    for seed in range(30):
        value = Sampler(schemas, str(seed)).sample(schema)
        assert schemas.is_valid(schema, value)
