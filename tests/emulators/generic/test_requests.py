"""Invalid requests are rejected with the documented status and body."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.helpers.invented import contract, gallery, shelter
from visionapis_testing.generic.emulator import GenericEmulator

ANIMAL = {"name": "Tom", "kind": "cat"}


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "reason"),
    [
        ("POST", "/animals", {"json": {"kind": "cat"}}, 400, "body"),
        ("POST", "/animals", {"json": {**ANIMAL, "kind": "cow"}}, 400, "body"),
        ("POST", "/animals", {"json": {**ANIMAL, "weight": 0}}, 400, "body"),
        ("POST", "/animals", {"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "invalid JSON"),
        ("POST", "/animals", {}, 400, "body: missing"),
        ("POST", "/animals", {"data": ANIMAL}, 415, "content type"),
        ("GET", "/animals", {"params": {"page": "first"}}, 400, "query"),
        ("GET", "/animals", {"params": {"page_size": 6}}, 400, "query"),
        ("GET", "/drawings", {}, 422, "header parameter X-Tenant is missing"),
        ("GET", "/drawings", {"headers": {"X-Tenant": "NORTH"}}, 422, "header parameter X-Tenant"),
        ("POST", "/classify", {"files": {"other": b"x"}}, 422, "body"),
        ("POST", "/classify", {"files": {"file": b"x"}, "data": {"limit": "0"}}, 422, "body"),
        ("POST", "/classify", {"files": {"file": b""}}, 422, "the image is missing"),
        ("DELETE", "/animals/a/photos/first", {}, 404, "path parameter photo_id"),
    ],
)
def test_invalid_request(
    api: httpx.Client, method: str, path: str, options: dict[str, Any], status: int, reason: str
) -> None:
    """The status is the first documented one that fits, and a header says what is wrong."""
    response = api.request(method, path, **options)

    assert (response.status_code, response.json().keys()) == (status, {"code", "message"})
    assert reason in response.headers["x-visionapis-reason"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"params": {"upload_id": "u1"}}, None),
        ({"params": {"photo_url": "https://photos.example.com/1.png"}}, None),
        ({"params": {"photo_url": "no address"}}, 'photo_url: "no address" is not a "uri"'),
        ({}, "missing: photo_url or upload_id"),
    ],
)
def test_parameters_that_exclude_each_other(options: dict[str, Any], reason: str | None) -> None:
    """A request has what one of the calls of its operation requires, and texts are of their format."""
    emulator = GenericEmulator(contract(gallery(), "gallery"))
    with httpx.Client(transport=emulator.transport(), auth=("test-id", "test-key")) as client:
        for path in ("tags", "colors"):
            response = client.get(f"https://api.gallery.example.com/v1/{path}", **options)
            assert response.status_code == (400 if reason else 200)
            assert response.headers.get("x-visionapis-reason") == reason


@pytest.mark.parametrize(("site", "status"), [("https://cats.example.com", 201), ("cats", 400)])
def test_field_of_a_format(site: str, status: int) -> None:
    """A field of JSON that is not of its format is rejected."""
    document = shelter()
    document["components"]["schemas"]["NewAnimal"]["properties"]["site"] = {"type": "string", "format": "uri"}
    emulator = GenericEmulator(contract(document, "shelter"))
    with httpx.Client(transport=emulator.transport(), headers={"Authorization": "Bearer test-key"}) as client:
        response = client.post("https://api.shelter.example.com/v1/animals", json={**ANIMAL, "site": site})

    assert response.status_code == status


def test_status_without_a_documented_one() -> None:
    """Where the contract documents no status for invalid requests, 400 has a plain body, and is no violation."""
    document = shelter()
    for status in ("400", "415"):
        del document["paths"]["/animals"]["post"]["responses"][status]
    emulator = GenericEmulator(contract(document, "shelter"))
    with httpx.Client(transport=emulator.transport(), headers={"Authorization": "Bearer test-key"}) as client:
        response = client.post("https://api.shelter.example.com/v1/animals", json={})

    assert response.status_code == 400
    assert response.json() == {"message": response.headers["x-visionapis-reason"]}
    emulator.verify()


def test_requests_outside_of_operations(api: httpx.Client, emulator: GenericEmulator) -> None:
    """An unknown path gets status 404, another method of a known one 405, and too large a body 413."""
    assert (api.get("/unknown").status_code, api.get("/unknown").json()) == (404, {"message": "Not Found"})
    without_prefix = api.get("https://api.shelter.example.com/animals")
    assert (without_prefix.status_code, without_prefix.json()) == (404, {"message": "Not Found: paths begin with /v1"})
    response = api.put("/animals", json={})
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")
    assert [request.operation_id for request in emulator.requests] == [None] * 4
    assert api.post("/animals", content=b"x" * (2**26 + 1)).status_code == 413


def test_deeply_nested_body(api: httpx.Client) -> None:
    """A body that is nested too deeply is rejected, also where the contract allows any value."""
    nested = '{"name": "Tom", "kind": "cat", "extra": ' + "[" * 400 + "]" * 400 + "}"
    for text in (nested, nested.replace("[" * 400, "[" * 40).replace("]" * 400, "]" * 40)):
        response = api.post("/animals", content=text, headers={"Content-Type": "application/json"})
        assert response.status_code == (400 if text == nested else 201)
    assert api.get("/animals").json()["count"] == 1


MANY: dict[str, str] = {
    "lists": '{"name": "Tom", "kind": "cat", "x": [' + "[]," * 700_000 + "[]]}",
    "fields": '{"name": "Tom", "kind": "cat"' + "".join(f', "k{number}": 0' for number in range(200_000)) + "}",
    "objects": '{"name": "Tom", "kind": "cat", "x": [' + "{}," * 700_000 + "{}]}",
}


@pytest.mark.parametrize("name", MANY)
def test_body_with_many_values(emulator: GenericEmulator, api: httpx.Client, name: str) -> None:
    """More values than memory and time allow are rejected before they are parsed; a long text is not one of them."""
    start = time.process_time()
    response = api.post("/animals", content=MANY[name], headers={"Content-Type": "application/json"})

    assert (response.status_code, time.process_time() - start < 1) == (400, True)
    assert "more than 100,000 values" in response.headers["x-visionapis-reason"]
    assert emulator.requests[0].json == "[more than 100,000 values]"
    assert api.post("/animals", json={**ANIMAL, "name": 'a,"[{' * 100_000}).status_code == 201


def test_pattern_that_backtracks() -> None:
    """A text for which a pattern with look-around takes exponential time is rejected after milliseconds."""
    document = shelter()
    tags = document["components"]["schemas"]["NewAnimal"]["properties"]["tags"]
    tags["items"] = {"type": "string", "pattern": "^(?=a)(a+)+b$"}
    emulator = GenericEmulator(contract(document, "shelter"))
    with httpx.Client(transport=emulator.transport(), headers={"Authorization": "Bearer test-key"}) as client:
        start = time.monotonic()
        response = client.post("https://api.shelter.example.com/v1/animals", json={**ANIMAL, "tags": ["a" * 2000] * 30})

    assert response.status_code == 400
    assert time.monotonic() - start < 5


def test_variant_with_the_id_elsewhere() -> None:
    """A variant whose path has no id, and one with another method, get the documented response."""
    document = shelter()
    document["paths"]["/animals/{animal_id}"]["get"]["x-variants"] = [
        {
            "name": "query",
            "path": "/animal",
            "parameters": [{"name": "id", "in": "query", "schema": {"type": "string"}}],
        }
    ]
    emulator = GenericEmulator(contract(document, "shelter"))
    with httpx.Client(transport=emulator.transport(), headers={"Authorization": "Bearer test-key"}) as client:
        response = client.get("https://api.shelter.example.com/v1/animal", params={"id": "a1"})

    assert (response.status_code, response.json()["id"]) == (200, "a1")
    emulator.verify()


def test_unknown_query_parameters_are_ignored(api: httpx.Client) -> None:
    """A query parameter that the contract does not have changes nothing."""
    assert api.get("/animals", params={"colour": "red"}).status_code == 200


def test_server_with_variables() -> None:
    """Host and path of a server have the defaults of its variables."""
    document = shelter()
    names = {"host": {"default": "api.shelter.example.com"}, "version": {"default": "v1"}}
    document["servers"] = [{"url": "https://{host}/{version}", "variables": names}]
    emulator = GenericEmulator(contract(document, "shelter"))
    with httpx.Client(transport=emulator.transport(), headers={"Authorization": "Bearer test-key"}) as client:
        statuses = [
            client.get(f"https://api.shelter.example.com/{version}/animals").status_code for version in ("v1", "v2")
        ]

    assert statuses == [200, 404]
