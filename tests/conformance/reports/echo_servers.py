"""Runs with a marked key, in each place where vendors want theirs, against a server that repeats it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx

from tests.helpers.canary import KEY, echoed
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.proxy import Relay
from visionapis_testing.conformance.scenarios import Run
from visionapis_testing.conformance.suites import suite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visionapis_testing.conformance.report import Report


def _roboflow(server: str) -> Run:
    roboflow = suite("roboflow")
    run = next(iter(roboflow.runs(server, roboflow.servers[server]().known, KEY)))
    return replace(run, phases=["examples"])


def _run(vendor: str, operation: str, keys: Mapping[str, Mapping[str, str]]) -> Run:
    document = json.loads(json.dumps(contract(vendor)).replace('"YOUR-API-KEY"', json.dumps(KEY)))
    return Run(
        name=operation,
        vendor=vendor,
        server="",
        document=document,
        operations=[operation],
        keys=keys,
        phases=["examples"],
    )


RUNS = {
    "bearer": _roboflow("serverless"),
    "query": _roboflow("classify"),
    "basic": _run("nanonets", "image_classification_get_model", {"basicAuth": {"username": KEY, "password": ""}}),
    "word": _run("ximilar", "labels_list", {"token": {"api_key": f"Token {KEY}"}}),
    "part": _run("imagerecognize", "recognition_recognize", {"query": {"api_key": KEY}}),
}
"""By where the key is."""


async def repeat(request: httpx.Request) -> httpx.Response:
    """An answer that no contract has, with the key and the request in all the spellings that servers write."""
    text = echoed(str(request.url), request.headers.get("authorization", ""))
    return httpx.Response(418, json={"message": text, text: [text]}, headers={"x-repeated": text})


def report(run: Run) -> Report:
    """What such a server comes to."""
    return execute(run, Relay(repeat), examples=1)
