"""Recorded responses of the vendor's own inference server, as an archive."""

from __future__ import annotations

import json
from typing import Any

from tests.helpers.wire import FOLDER
from visionapis_testing.drift.findings import findings
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.traffic import Traffic

HOST = "https://serverless.roboflow.com"


def lines(name: str) -> list[dict[str, Any]]:
    """Return the lines of a recording."""
    return [json.loads(line) for line in (FOLDER / "roboflow" / name).read_text(encoding="utf-8").splitlines()]


def entry(request: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    """Return an entry of an archive; the recordings have neither the bodies of requests nor images."""
    body, is_json = response.get("body"), response["headers"].get("content-type") == "application/json"
    content = {"text": json.dumps(body)} if is_json else {"size": 1}
    return {
        "startedDateTime": "2026-11-21T11:05:20Z",
        "request": {
            "method": request["method"],
            "url": f"{HOST}{request['target']}",
            "headers": [{"name": "content-type", "value": request.get("content_type", "")}],
        },
        "response": {
            "status": response["status"],
            "headers": [{"name": name, "value": value} for name, value in response["headers"].items()],
            "content": content,
        },
    }


def test_recorded_responses_have_no_findings() -> None:
    """In all modes the responses of the server are those of the contract."""
    requests = {each["case"]: each for each in lines("requests.jsonl")}
    found = [entry(requests[each["case"]], each) for each in lines("responses.jsonl")]
    traffic = Traffic()
    for each in exchanges({"log": {"entries": found}}, "recorded.har"):
        traffic.add(each)
    (observation,) = traffic.observations

    told = {(each.kind, each.place) for each in findings(observation)}

    assert told == set()
    assert set(traffic.skipped) == {"no body recorded"}
