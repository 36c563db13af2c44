"""A check requests its access token as clients do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.helpers.invented import SCHEMES, installed, secured
from tests.helpers.recording import RecordingServer, make_response
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.errors import TokenError
from visionapis_testing.conformance.suites import KEY

from .live_servers import served

Json = dict[str, Any]

SCOPES: dict[str, tuple[list[Json], list[Json], str | None]] = {
    "none": ([{"key": []}], [], None),
    "one": ([{"key": ["read"]}], [], "read"),
    "several": ([{"key": ["read", "tag"]}], [{"key": ["tag", "write"]}], "read tag write"),
    "of all operations": ([{}, {"key": ["read"]}], [{"key": ["read"]}], "read"),
}
"""The security of one operation and that of the whole document, and the scope that is requested."""


@pytest.mark.parametrize("name", SCOPES)
def test_scopes(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The token is requested with the scopes that the contract names, each once."""
    own, shared, expected = SCOPES[name]
    document = secured(SCHEMES["oauth"], security=own)
    document["security"] = shared
    document["paths"]["/others"] = {"get": {**document["paths"]["/things"]["get"], "operationId": "others_list"}}
    del document["paths"]["/others"]["get"]["security"]
    vendor = f"scopes_{name.replace(' ', '_')}"
    with installed(tmp_path_factory.mktemp(vendor), vendor, document), served(vendor) as (target, prepared):
        check(replace(target, key=f"id:{KEY}"))
        (request,) = [each for each in prepared.emulator.requests if each.path == "/oauth/token"]

    scope = {"scope": (expected,)} if expected else {}
    assert request.form == {"grant_type": ("client_credentials",), **scope}


REDIRECTS = {
    "elsewhere": ("302 Found", {"location": "https://login.example.com/?next=/token"}, "status 302"),
    "nowhere": ("308 Permanent Redirect", {}, "status 308"),
    "a page": ("200 OK", {"content_type": "text/html"}, "the response has none that is valid"),
}


@pytest.mark.parametrize("name", REDIRECTS)
def test_redirected_request(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A token request that is redirected ends the check with its status, and is no rejected key."""
    status, headers, words = REDIRECTS[name]
    vendor = f"redirects_{name.replace(' ', '_')}"
    with (
        installed(tmp_path_factory.mktemp(vendor), vendor, secured(SCHEMES["oauth"])),
        RecordingServer(make_response("", status=status, **headers)) as server,
        served(vendor) as (target, _),
        pytest.raises(TokenError) as caught,
    ):
        check(replace(target, url=server.url, key=f"id:{KEY}"))

    assert type(caught.value) is TokenError
    assert str(caught.value) == f"no access token from {httpx.URL(server.url).host}: {words}"
