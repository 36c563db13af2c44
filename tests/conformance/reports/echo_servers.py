"""Scenarios with a marked key, in each place where vendors require it, against a server that repeats it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx

from tests.helpers.canary import KEY, echo
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.proxy import Proxy
from visionapis_testing.conformance.scenarios import Scenario
from visionapis_testing.conformance.suites import suite

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from visionapis_testing.conformance.report import Report

    Send = Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


def _roboflow(server: str) -> Scenario:
    roboflow = suite("roboflow")
    scenario = next(iter(roboflow.scenarios(server, roboflow.servers[server]().resources, KEY)))
    return replace(scenario, phases=["examples"])


def _scenario(vendor: str, operation: str, keys: Mapping[str, Mapping[str, str]]) -> Scenario:
    document = json.loads(json.dumps(contract(vendor)).replace('"YOUR-API-KEY"', json.dumps(KEY)))
    return Scenario(
        name=operation,
        vendor=vendor,
        server_type="",
        document=document,
        operations=[operation],
        keys=keys,
        phases=["examples"],
    )


SCENARIOS = {
    "bearer": _roboflow("serverless"),
    "query": _roboflow("classify"),
    "basic": _scenario("nanonets", "image_classification_get_model", {"basicAuth": {"username": KEY, "password": ""}}),
    "prefix": _scenario("ximilar", "labels_list", {"token": {"api_key": f"Token {KEY}"}}),
    "part": _scenario("imagerecognize", "recognition_recognize", {"query": {"api_key": KEY}}),
}
"""By place of the key."""


async def repeat(request: httpx.Request) -> httpx.Response:
    """Return an undocumented response with the key and the request in all spellings that servers use."""
    text = echo(str(request.url), request.headers.get("authorization", ""))
    return httpx.Response(418, json={"message": text, text: [text]}, headers={"x-repeated": text})


async def repeat_in_utf_16(request: httpx.Request) -> httpx.Response:
    """Return an undocumented response with the same in UTF-16."""
    content = (await repeat(request)).text.encode("utf-16")
    return httpx.Response(418, content=content, headers={"content-type": "text/xml; charset=utf-16"})


def report(scenario: Scenario, server: Send = repeat) -> Report:
    """Return the report of such a server."""
    return execute(scenario, Proxy(server), max_examples=1)
