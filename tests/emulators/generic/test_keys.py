"""Each security scheme of a contract requires the key, in its place."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.invented import SCHEMES, contract, secured, shelter
from visionapis_testing.faults import AnyKeyAccepted
from visionapis_testing.generic.emulator import GenericEmulator

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://api.things.example.com/things"


def basic(text: str) -> dict[str, Any]:
    """Return the arguments of a request with HTTP Basic authentication."""
    return {"headers": {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}}


PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "bearer": lambda key: {"headers": {"Authorization": f"Bearer {key}"}},
    "basic": basic,
    "basic-key": lambda key: basic(f"{key}:"),
    "header": lambda key: {"headers": {"X-Api-Key": key}},
    "prefix": lambda key: {"headers": {"Authorization": f"Token {key}"}},
    "query": lambda key: {"params": {"api_key": key}},
    "cookie": lambda key: {"headers": {"Cookie": f"session={key}"}},
}


def emulated(document: dict[str, Any]) -> tuple[GenericEmulator, httpx.Client]:
    """Return an emulator of a contract, and a client without a key."""
    emulator = GenericEmulator(contract(document, "things"))
    return emulator, httpx.Client(transport=emulator.transport())


@pytest.mark.parametrize("name", PLACES)
def test_key_is_required(name: str) -> None:
    """The right key is accepted in the place of the scheme; another one, none, and one elsewhere get status 401."""
    emulator, client = emulated(secured(SCHEMES[name]))
    place, key = PLACES[name], emulator.api_key
    others = [each for each in PLACES if each != name]
    elsewhere = [PLACES[each](key) for each in others if {name, each} != {"basic", "basic-key"}]

    assert client.get(URL, **place(key)).status_code == 200
    assert client.get(URL, **place("other:key")).status_code == 401
    assert {client.get(URL, **each).status_code for each in ({}, *elsewhere)} == {401}
    emulator.verify()


def test_requests_do_not_show_keys() -> None:
    """Recorded requests have no key, wherever the scheme puts it."""
    for name, place in PLACES.items():
        emulator, client = emulated(secured(SCHEMES[name]))
        client.get(URL, **place(emulator.api_key))
        assert emulator.api_key not in repr(emulator.requests)


@pytest.mark.parametrize("reference", [False, True])
def test_requests_do_not_show_keys_in_arguments(reference: bool) -> None:
    """Neither do they have a key in an argument that is marked as secret, nor in a request for a token."""
    document = secured(SCHEMES["oauth"])
    secret: dict[str, Any] = {"type": "string", "x-secret": True}
    if reference:
        document["components"]["schemas"] = {"Secret": secret}
        secret = {"$ref": "#/components/schemas/Secret"}
    operation = document["paths"]["/things"]["get"]
    operation["security"] = []
    operation["parameters"] = [{"name": "Pass-Word", "in": "query", "x-secret": True, "schema": {"type": "string"}}]
    content = {"application/json": {"schema": {"type": "object", "properties": {"access": secret}}}}
    document["paths"]["/things"]["post"] = {**operation, "operationId": "create", "requestBody": {"content": content}}
    emulator, client = emulated(document)
    id_, _, key = emulator.api_key.partition(":")
    client.get(URL, params={"Pass-Word": emulator.api_key})
    client.post(URL, json={"access": emulator.api_key})
    grant = {"grant_type": "client_credentials", "client_id": id_, "client_secret": key}
    client.post("https://api.things.example.com/oauth/token", data=grant)

    assert len(emulator.requests) == 3
    assert [each for each in (id_, key) if each in repr(emulator.requests)] == []


def test_token_is_exchanged_for_client_credentials() -> None:
    """The token URL issues bearer tokens for id and secret, in the form or in the header; they expire."""
    emulator, client = emulated(secured(SCHEMES["oauth"]))
    id_, _, secret = emulator.api_key.partition(":")
    url, grant = "https://api.things.example.com/oauth/token", {"grant_type": "client_credentials"}
    by_header = client.post(url, data=grant, auth=(id_, secret)).json()
    by_form = client.post(url, data={**grant, "client_id": id_, "client_secret": secret}).json()

    assert by_header["token_type"] == "bearer"
    assert by_header["access_token"] != by_form["access_token"]
    for token in (by_header, by_form):
        assert client.get(URL, **PLACES["bearer"](token["access_token"])).status_code == 200
    emulator.clock.advance(by_header["expires_in"])
    assert client.get(URL, **PLACES["bearer"](by_header["access_token"])).status_code == 401
    assert client.post(url, data=grant, auth=(id_, "wrong")).status_code == 401
    assert client.post(url, data={"grant_type": "password"}, auth=(id_, secret)).status_code == 400


def test_key_is_optional_where_the_contract_says_so() -> None:
    """An operation whose security has an empty alternative, or none, needs no key."""
    alternatives: list[list[dict[str, Any]]] = [[{"key": []}, {}], [{}], []]
    for security in alternatives:
        emulator, client = emulated(secured(SCHEMES["bearer"], security=security))
        assert client.get(URL).status_code == 200
        emulator.verify()


def test_status_is_the_documented_one() -> None:
    """Status 403 is used where 401 is not documented, and 401 with a plain body where neither is."""
    document = secured(SCHEMES["bearer"])
    responses = document["paths"]["/things"]["get"]["responses"]
    responses["403"] = responses.pop("401")
    emulator, client = emulated(document)
    assert client.get(URL).status_code == 403
    emulator.verify()

    del responses["403"]
    emulator, client = emulated(document)
    assert (client.get(URL).status_code, client.get(URL).json()) == (401, {"message": "the key is missing"})
    emulator.verify()


def test_any_key_can_be_accepted() -> None:
    """The fault `AnyKeyAccepted` accepts a wrong key, not a missing one."""
    emulator, client = emulated(secured(SCHEMES["header"]))
    emulator.faults.add(AnyKeyAccepted())

    assert client.get(URL, headers={"X-Api-Key": "wrong"}).status_code == 200
    assert client.get(URL).status_code == 401


def test_field_with_a_key() -> None:
    """A field that is marked with `x-secret` must be the key."""
    document = shelter()
    operation = document["paths"]["/animals"]["post"]
    operation["security"] = [{}]
    document["components"]["schemas"]["NewAnimal"]["properties"]["apikey"] = {"type": "string", "x-secret": True}
    _, client = emulated(document)
    url, animal = "https://api.shelter.example.com/v1/animals", {"name": "Tom", "kind": "cat"}

    statuses = [
        client.post(url, json={**animal, **key}).status_code for key in ({"apikey": "test-key"}, {"apikey": "x"}, {})
    ]
    assert statuses == [201, 401, 401]


def test_token_url_that_is_an_operation() -> None:
    """Where the contract has an operation at the token URL, requests for client credentials get a token nevertheless.

    All others are for the operation.
    """
    document = secured(SCHEMES["oauth"])
    fields = {"grant_type": {"type": "string"}, "code": {"type": "string"}}
    content = {"schema": {"type": "object", "properties": fields, "required": ["grant_type"]}}
    form, json = "application/x-www-form-urlencoded", "application/json"
    issued = {"type": "object", "properties": {"access_token": {"type": "string", "const": "of the operation"}}}
    document["paths"]["/oauth/token"] = {
        "post": {
            "operationId": "tokens_create",
            "security": [],
            "requestBody": {"required": True, "content": {form: content, json: content}},
            "responses": {
                "200": {"description": "A token.", "content": {json: {"schema": issued}}},
                "400": {"description": "Wrong."},
            },
        }
    }
    emulator, client = emulated(document)
    url, code = (
        "https://api.things.example.com/oauth/token",
        {"grant_type": "authorization_code", "code": "x" * 100_000},
    )
    grant = {"grant_type": "client_credentials"}
    id_, _, secret = emulator.api_key.partition(":")
    token = client.post(url, data=grant, auth=(id_, secret)).json()["access_token"]
    others = [client.post(url, data=code), client.post(url, json=code), client.post(url, json=grant)]

    assert client.get(URL, **PLACES["bearer"](token)).status_code == 200
    assert [each.json()["access_token"] for each in others] == ["of the operation"] * 3
    assert client.post(url, data={"code": "x"}).status_code == 400
    emulator.verify()
