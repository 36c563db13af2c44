"""Emulators check their responses against the contract, and report violations."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from visionapis_testing import ContractViolationError, MissingHandlerError
from visionapis_testing.contracts.contract import Contract, load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.state import State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from visionapis_testing.emulator.backend import Handler

    from .channels import Channel

PAIR = {
    "oneOf": [
        {
            "type": "object",
            "required": ["left"],
            "properties": {"left": {"type": "array", "items": {"type": "number"}}},
        },
        {"type": "object", "required": ["right"]},
    ]
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/things/{id}": {
            "parameters": [{"$ref": "#/components/parameters/Limit"}],
            "get": {
                "operationId": "things_get",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pair"}}},
                    },
                    "204": {"description": ""},
                    "404": {"$ref": "#/components/responses/Gone"},
                },
            },
        }
    },
    "components": {
        "parameters": {
            "Limit": {"name": "limit", "in": "query", "schema": {"anyOf": [{"$ref": "#/components/schemas/Word"}]}},
            "Pass": {"name": "Pass", "in": "query", "x-secret": True, "schema": {"type": "string"}},
        },
        "responses": {"Gone": {"description": "", "content": {"text/plain": {"schema": {"type": "string"}}}}},
        "schemas": {"Pair": PAIR, "Word": {"type": "string", "enum": ["all"]}},
        "securitySchemes": {
            "token": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "query", "name": "api_key"},
        },
    },
}


class Fixed:
    """A backend that returns a given response."""

    def __init__(self, response: Callable[[], Response], *operations: str) -> None:
        self._response = response
        self._operations = operations or ("things_get",)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The same handler for each operation."""
        return dict.fromkeys(self._operations, self._handle)

    async def _handle(self, request: Request) -> Response:
        return self._response()

    async def authenticate(self, request: Request) -> Response | None:
        """Accept every request."""
        return None

    def unrouted(self, request: Request) -> Response:
        """Return status 404."""
        return PlainTextResponse("nowhere", 404)

    def too_large(self) -> Response:
        """Return status 413."""
        return PlainTextResponse("too much", 413)


def emulate(response: Callable[[], Response], *operations: str) -> Emulator:
    """Return an emulator of the contract above."""
    contract = Contract.from_document("things", DOCUMENT)
    return Emulator(contract, Fixed(response, *operations), State(), max_body_bytes=1_000)


@pytest.mark.parametrize(
    ("status", "body", "pointer", "problem"),
    [
        (
            200,
            {"left": [1, "two"]},
            "/left/1",
            "schema keyword components/schemas/Pair/oneOf/0/properties/left/items/type",
        ),
        (200, {"left": "one", "right": 1}, None, ""),
        (200, {"middle": 1}, "", "schema keyword components/schemas/Pair/oneOf"),
        (200, {"left": [], "right": 1}, "", "schema keyword components/schemas/Pair/oneOf"),
        (201, {"left": []}, "", "application/json is not documented"),
        (404, {"left": []}, "", "application/json is not documented"),
    ],
)
def test_violation(
    open_new: Callable[[Emulator], Channel], status: int, body: dict[str, object], pointer: str | None, problem: str
) -> None:
    """A response that violates the contract is replaced by a 500 that says where, and raised by verify."""
    emulator = emulate(lambda: JSONResponse(body, status))
    response = open_new(emulator).request("GET", "/things/1")
    if pointer is None:
        assert (response.status_code, emulator.violations) == (200, ())
        return
    location = f" at {pointer}" if pointer else ""
    message = f"response {status} of things_get violates the contract{location}: {problem}"
    assert (response.status_code, response.json()["message"]) == (500, message)
    with pytest.raises(ContractViolationError) as caught:
        emulator.verify()
    error = caught.value
    assert (str(error), error.operation_id, error.status_code, error.pointer) == (
        message,
        "things_get",
        status,
        pointer,
    )
    assert [request.status_code for request in emulator.requests] == [500]
    emulator.reset()
    emulator.verify()


def test_malformed_response(open_new: Callable[[Emulator], Channel]) -> None:
    """Truncated JSON, an undocumented media type, a missing and an undocumented body violate the contract."""
    for response in (
        Response('{"left": [', media_type="application/json"),
        Response("{}", media_type="text/html"),
        Response(),
        Response("{}", 204),
    ):
        emulator = emulate(lambda parsed=response: parsed)  # type: ignore[misc] # mypy cannot infer a lambda's default
        assert open_new(emulator).request("GET", "/things/1").status_code == 500
        assert len(emulator.violations) == 1
        emulator.reset()


def test_documented_responses(open_new: Callable[[Emulator], Channel]) -> None:
    """Documented responses are sent unchanged."""
    for response in (JSONResponse({"left": [1.5]}), Response(status_code=204), PlainTextResponse("gone", 404)):
        emulator = emulate(lambda parsed=response: parsed)  # type: ignore[misc] # mypy cannot infer a lambda's default
        found = open_new(emulator).request("GET", "/things/1")
        assert (found.status_code, found.content) == (response.status_code, response.body)
        emulator.verify()


def test_violation_has_no_values() -> None:
    """The message of a violation does not contain the invalid value."""
    operation = Contract.from_document("things", DOCUMENT).operations[0]
    with pytest.raises(ContractViolationError) as caught:
        operation.check(200, "application/json", json.dumps({"left": ["hidden"]}).encode())
    assert "hidden" not in str(caught.value)


def test_missing_handler() -> None:
    """An operation without a handler, and a handler without an operation, are errors at creation."""
    with pytest.raises(MissingHandlerError, match="things_get, things_put"):
        emulate(Response, "things_put")
    document = deepcopy(DOCUMENT)
    document["paths"]["/things/{id}"]["delete"] = {"operationId": "things_delete", "responses": {}}
    with pytest.raises(MissingHandlerError, match="things: things_delete"):
        Emulator(Contract.from_document("things", document), Fixed(Response), State(), max_body_bytes=1)


def test_contract_from_document() -> None:
    """A contract has the document's operations, resolved parameters, responses and names of secrets."""
    contract = Contract.from_document("things", DOCUMENT)
    operation = contract.operations[0]
    assert (operation.id, operation.method, operation.path) == ("things_get", "GET", "/things/{id}")
    assert operation.query_parameters == {"limit": {"anyOf": [{"type": "string", "enum": ["all"]}]}}
    assert list(operation.responses) == [(200, "application/json"), (204, ""), (404, "text/plain")]
    assert contract.secret_parameters == {"authorization", "api_key", "pass"}


def test_bundled_contract() -> None:
    """Roboflow's bundled contract has both methods of its path with parameters, and is loaded once."""
    operations = [each for each in load("roboflow").operations if "{" in each.path]
    assert sorted((each.id, each.method) for each in operations) == [
        ("classification_infer", "POST"),
        ("classification_infer_get", "GET"),
    ]
    assert load("roboflow") is load("roboflow")
