"""The schemes of a generated client, from `security` and `components.securitySchemes`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.tools.regenerate.contract import Contract, load
from scripts.tools.regenerate.projection import calls
from scripts.tools.regenerate.security import Auth

CONTRACT = Path(__file__).parents[2] / "default_clients" / "openapi.yaml"

SCHEMES: dict[str, Any] = {
    "code": {"type": "oauth2", "flows": {"authorizationCode": {}}},
    "query": {"type": "apiKey", "in": "query", "name": "k"},
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "bearer": {"type": "http", "scheme": "Bearer"},
}
QUERY, HEADER, BEARER = 'QueryAuth("k")', 'HeaderAuth.with_prefix("", "X-Key")', 'HeaderAuth.with_prefix("Bearer")'


def auth(**security: object) -> Auth:
    """Return the authentication of the client of a contract with this `security` of its three calls."""
    document = load(CONTRACT).copy()
    document["components"]["securitySchemes"] = SCHEMES
    places = {"file": ("/tags", "post"), "url": ("/tags/by-url", "get"), "health": ("/health", "get")}
    for name, (path, method) in places.items():
        document["paths"][path][method]["security"] = security[name]
    contract = Contract("tags", "specs/tags/openapi.yaml", document)
    return Auth.of(contract, calls(contract))


CASES: dict[str, tuple[dict[str, object], str | None, dict[str, str | None], bool]] = {
    "first of several": (
        {"file": [{"header": []}, {"query": []}], "url": [{"header": []}], "health": [{"header": []}]},
        HEADER,
        {},
        True,
    ),
    "first that is supported": (
        {"file": [{"code": []}, {"query": []}], "url": [{"query": []}], "health": [{"query": []}]},
        QUERY,
        {},
        True,
    ),
    "both together are not one": (
        {"file": [{"header": [], "query": []}, {"bearer": []}], "url": [{"bearer": []}], "health": []},
        BEARER,
        {"service_health": None},
        True,
    ),
    "an operation that differs": (
        {"file": [{"bearer": []}], "url": [{"bearer": []}], "health": [{"query": []}]},
        BEARER,
        {"service_health": QUERY},
        True,
    ),
    "an optional key": (
        {"file": [{}, {"bearer": []}], "url": [{"bearer": []}, {}], "health": [{}]},
        BEARER,
        {"service_health": None},
        False,
    ),
    "no key": ({"file": [], "url": [], "health": [{}]}, None, {}, False),
}


@pytest.mark.parametrize("name", CASES)
def test_scheme_of_each_call(name: str) -> None:
    """The first supported scheme of a call counts; the scheme of most calls is that of the client."""
    security, default, others, requires_key = CASES[name]
    found = auth(**security)

    assert (found.default and found.default.expression) == default
    assert {call: scheme and scheme.expression for call, scheme in found.others.items()} == others
    assert found.requires_key == requires_key
