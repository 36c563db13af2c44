"""The emulator responds to the recorded requests as the vendor's own server did."""

from __future__ import annotations

import json
import math
from io import BytesIO
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image, ImageStat

from visionapis_testing import RoboflowEmulator

from . import recorded_server

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from visionapis_testing.vendors.roboflow.authentication import AccountError

LABELS = {"colours/1": ("red", "green", "blue"), "traits/2": ("reddish", "greenish", "blueish")}
ACCOUNT_ERRORS: dict[str, AccountError] = {"nocredit": 402, "forbidden": 403, "paused": 423, "broken": 502}
EMULATORS: dict[str, dict[str, Any]] = {
    "new": {"profile": "self-hosted", "any_url": True},
    "legacy": {"profile": "self-hosted", "engine": "legacy"},
    "hosted": {"profile": "serverless"},
    "offline": {"profile": "offline", "engine": "legacy"},
}
ENGINES = {
    "new": "inference-models",
    "hosted": "inference-models",
    "legacy": "old-inference",
    "offline": "old-inference",
}

# Headers whose values differ from call to call.
VOLATILE = {
    "execution_id",
    "x-inference-engine",
    "x-model-load-details",
    "x-model-load-time",
    "x-processing-time",
    "x-request-id",
    "x-workspace-id",
}

REASON = "the vendor's billing service gives a reason, which the server appends"
ORDER = "the recorded model scores the two other colours of a green image otherwise"
DIFFERENCES = {
    ("new", "141_v1_batch"): ORDER,
    ("hosted", "121_key_nocredit_loaded_model"): REASON,
    ("hosted", "131_key_nocredit_unloaded_model"): REASON,
}
"""The requests to which the emulator responds otherwise, by configuration and case, each with the reason."""


class ToyModel:
    """Scores like the recorded models: by the mean colour."""

    def fit(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Remember the labels."""
        self.labels = [label for _, labels in examples for label in labels]
        self.multi_label = multi_label

    def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
        """Return the score of each label."""
        means = [mean / 255 for mean in ImageStat.Stat(image).mean]
        if self.multi_label:
            scores = [1 / (1 + math.exp(4 - 8 * mean)) for mean in means]
        else:
            powers = [math.exp(4.2 * mean) for mean in means]
            scores = [power / sum(powers) for power in powers]
        return dict(zip(self.labels, scores, strict=True))


def emulator(mode: str) -> RoboflowEmulator:
    """Return an emulator of the recorded server."""
    emulator = RoboflowEmulator(
        **EMULATORS[mode], api_key=recorded_server.KEY, account_errors=ACCOUNT_ERRORS, classifier=ToyModel
    )
    for model_id, labels in LABELS.items():
        emulator.register(
            model_id, [(Image.new("RGB", (1, 1)), label) for label in labels], multi_label=model_id == "traits/2"
        )
    emulator.register_url("http://127.0.0.1:9100/files/img/red.jpg", recorded_server.JPEG)
    return emulator


def without_values(value: Any, name: str = "") -> Any:
    """Return a JSON value with its type in place of a value that differs from call to call."""
    if isinstance(value, dict):
        return {key: without_values(each, key) for key, each in value.items() if key != "resolved_model"}
    if isinstance(value, list):
        return [without_values(each, name) for each in value]
    return type(value).__name__ if name in {"inference_id", "time", "visualization", "id", "confidence"} else value


def observed(response: httpx.Response) -> dict[str, Any]:
    """Return what is compared of a response."""
    media_type = response.headers.get("content-type", "")
    body: Any = response.text if not media_type.startswith("image/") else None
    if body is None:
        with Image.open(BytesIO(response.content)) as image:
            body = {"format": image.format, "size": list(image.size)}
    elif "json" in media_type and body:
        body = json.loads(body)
    names = {name for name in response.headers if name != "content-length"}
    return {
        "status": response.status_code,
        "headers": {name: response.headers[name] for name in sorted(names - VOLATILE)},
        "other_headers": " ".join(sorted(names & VOLATILE)),
        "body": without_values(body),
    }


def expected(recording: dict[str, Any]) -> dict[str, Any]:
    """Return the recorded response in the same form."""
    found = {name: recording[name] for name in ("status", "headers", "other_headers", "body")}
    return {**found, "body": without_values(found["body"])}


@pytest.mark.parametrize("mode", EMULATORS)
def test_recorded_requests(mode: str) -> None:
    """Status, headers, messages and the shape of the body are those of the real server, but for named differences."""
    server, recordings = emulator(mode), recorded_server.responses(mode)
    differences: dict[str, tuple[Any, Any]] = {}
    with httpx.Client(transport=server.transport()) as client:
        for case, request in recorded_server.requests().items():
            response = client.send(request)
            found, wanted = observed(response), expected(recordings[case])
            if found != wanted:
                differences[case] = (
                    {k: v for k, v in found.items() if v != wanted[k]},
                    {k: v for k, v in wanted.items() if v != found[k]},
                )
            assert response.headers.get("x-inference-engine", ENGINES[mode]) == ENGINES[mode]
    known = {case for configuration, case in DIFFERENCES if configuration == mode}
    assert {case: both for case, both in differences.items() if case not in known} == {}
    assert known <= differences.keys(), "a named difference is none any more"
