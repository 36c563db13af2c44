"""Requests as the contract has them."""

from __future__ import annotations

import base64
from typing import Any

import httpx

from tests.helpers.vendors import each_vendor
from visionapis_testing.contracts.contract import load
from visionapis_testing.drift.exchanges import parsed
from visionapis_testing.drift.routing import route

from .archives import recorded


def sent(entry: dict[str, Any]) -> httpx.Request:
    """Return the request of an entry of an archive."""
    request = entry["request"]
    headers = [(each["name"], each["value"]) for each in request["headers"]]
    return httpx.Request(
        request["method"], request["url"], headers=headers, content=base64.b64decode(request["postData"]["text"])
    )


@each_vendor
def test_bodies_of_clients_are_of_the_documented_type(vendor: str) -> None:
    """The contract rejects no body of a client as a whole, such as base64 text with the content type of a form."""
    found = [route(load(vendor), parsed(sent(each))) for each in recorded(vendor)]
    problems = [each.rejection.problems[0] for each in found if each and each.rejection]

    assert found
    assert [each for each in problems if not each.path] == []
