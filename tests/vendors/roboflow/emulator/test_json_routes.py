"""The routes with JSON bodies, for models and for the state of the server respond as those of the vendor's server.

The requests were sent in this order to `inference-cpu` 1.8.3 from PyPI with two models of colours, `colours/1`
(single-label) and `traits/2` (multi-label), in three configurations. Values that differ from call to call are empty in
the recordings, numbers are rounded, and `resolved_model` is left out.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image, ImageStat

from tests.helpers.contracts import ROOT
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

RECORDINGS = ROOT / "tests" / "captures" / "roboflow" / "json_routes.jsonl"
LABELS = {"colours/1": ("red", "green", "blue"), "traits/2": ("reddish", "greenish", "blueish")}
EMULATORS: dict[str, dict[str, Any]] = {
    "new": {"profile": "self-hosted"},
    "legacy": {"profile": "self-hosted", "engine": "legacy"},
    "hosted": {"profile": "serverless"},
}
VOLATILE = {"inference_id", "time", "visualization", "id", "uuid"}
VOLATILE_HEADERS = {
    "content-length",
    "execution_id",
    "x-inference-engine",
    "x-model-load-details",
    "x-model-load-time",
    "x-processing-time",
    "x-request-id",
    "x-workspace-id",
}


class ToyModel:
    """Scores like the recorded models: by the mean colour."""

    def fit(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Remember the labels."""
        self.labels = [label for _, labels in examples for label in labels]
        self.multi_label = multi_label

    def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
        """Return the score of each label."""
        values = [6 * mean / 255 - 3 for mean in ImageStat.Stat(image).mean]
        if self.multi_label:
            scores = [1 / (1 + math.exp(-value)) for value in values]
        else:
            powers = [math.exp(value) for value in values]
            scores = [power / sum(powers) for power in powers]
        return dict(zip(self.labels, scores, strict=True))


def emulator(mode: str) -> RoboflowEmulator:
    """Return an emulator of the recorded server."""
    emulator = RoboflowEmulator(
        **EMULATORS[mode],
        api_key="valid",
        account_errors={"nocredit": 402, "forbidden": 403, "paused": 423, "broken": 502},
        classifier=ToyModel,
    )
    for model_id, labels in LABELS.items():
        emulator.register(
            model_id, [(Image.new("RGB", (1, 1)), label) for label in labels], multi_label=model_id == "traits/2"
        )
    return emulator


def comparable(value: Any, name: str = "") -> Any:
    """Return a JSON value without what differs from call to call, with rounded numbers."""
    if isinstance(value, dict):
        return {key: comparable(each, key) for key, each in value.items() if key != "resolved_model"}
    if isinstance(value, list):
        return [comparable(each, name) for each in value]
    if name in VOLATILE:
        return ""
    return pytest.approx(value, abs=0.002) if isinstance(value, float) else value


def observed(response: httpx.Response) -> dict[str, Any]:
    """Return what is compared of a response."""
    is_json = response.headers.get("content-type") == "application/json" and response.content
    return {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in response.headers if name not in VOLATILE_HEADERS},
        "body": comparable(response.json()) if is_json else response.text,
    }


@pytest.mark.parametrize("mode", EMULATORS)
def test_recorded_requests(mode: str) -> None:
    """Status, headers, and body of each response are those of the real server in this configuration."""
    server = emulator(mode)
    recordings = [json.loads(line) for line in RECORDINGS.read_text("utf-8").splitlines()]
    differences: dict[str, Any] = {}
    with httpx.Client(transport=server.transport(), base_url="http://localhost:9001") as client:
        for recording in recordings:
            sent = recording["request"]
            response = client.request(
                sent["method"],
                sent["path"],
                params=sent.get("query"),
                headers=sent.get("headers"),
                content=sent.get("body", "").encode("latin-1"),
            )
            wanted = recording.get(mode)
            if wanted and (found := observed(response)) != wanted:
                differences[recording["case"]] = {
                    name: (found[name], wanted[name]) for name in found if found[name] != wanted[name]
                }
    assert differences == {}
    server.verify()
