"""The emulator with Roboflow's older client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis_testing.vendors.roboflow.errors import LOADING_ERRORS

if TYPE_CHECKING:
    from pathlib import Path

    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .conftest import Emulate, OpenClient, Scans
    from .emulated import Emulated

KEY = "test-key"


def predict(open_client: OpenClient, emulator: Emulated, **arguments: Any) -> list[Any]:
    """Return the client's predictions; its requests and the responses must match the contract."""
    result: list[Any] = open_client("roboflow", url=emulator.url, key=KEY).call("predictions", **arguments)
    emulator.verify()
    assert {request.operation_id for request in emulator.requests} == {"classification_infer"}
    return result


@pytest.mark.parametrize("profile", ["classify", "serverless", "self-hosted"])
def test_digits(open_client: OpenClient, emulate: Emulate, scans: Scans, profile: ProfileName) -> None:
    """Each profile classifies unseen digits correctly."""
    emulator = emulate("roboflow", "--profile", profile, "--model", f"digits/1={scans.folder}")
    result = predict(open_client, emulator, model="digits/1", images=[*scans.unseen])
    responses = [(group["image"], group["predictions"][0]) for group in result]
    assert [(image, each["image"], each["image_path"]) for image, each in responses] == [
        ([64, 64], {"width": 64, "height": 64}, file) for file in scans.unseen
    ]
    tops = [each["top"] for _, each in responses]
    assert sum(top == label for top, label in zip(tops, scans.unseen.values(), strict=True)) >= 45


def test_multi_label(open_client: OpenClient, emulate: Emulate, scans: Scans, tmp_path: Path) -> None:
    """The client returns the predicted labels of an image."""

    def kinds(label: str) -> list[str]:
        return ["large" if label > "4" else "small", "odd" if int(label) % 2 else "even"]

    described = scans.describe(tmp_path / "kinds.json", kinds)
    result = predict(
        open_client, emulate("roboflow", "--model", f"kinds/1={described}"), model="kinds/1", images=[*scans.unseen]
    )
    predicted = [set(group["predictions"][0]["predicted_classes"]) for group in result]
    assert sum(each == {*kinds(label)} for each, label in zip(predicted, scans.unseen.values(), strict=True)) >= 45


NOT_FOUND = f'{{"message":"{LOADING_ERRORS[404]}"}}'


@pytest.mark.parametrize(
    ("profile", "status", "body"),
    [("classify", 403, '{"message":"Forbidden"}'), ("serverless", 404, NOT_FOUND), ("self-hosted", 404, NOT_FOUND)],
)
def test_unknown_model(
    open_client: OpenClient, emulate: Emulate, scans: Scans, profile: ProfileName, status: int, body: str
) -> None:
    """The client raises an error with the response about an unknown model."""
    emulator = emulate("roboflow", "--profile", profile, "--model", f"digits/1={scans.folder}")
    assert predict(open_client, emulator, model="unknown/1", images=[*scans.unseen][:1]) == [body]
    assert [request.status_code for request in emulator.requests] == [status]


def test_url(open_client: OpenClient, emulate: Emulate, scans: Scans) -> None:
    """The client checks a URL and passes it to the server, which rejects local URLs."""
    emulator = emulate("roboflow", "--profile", "classify", "--model", f"digits/1={scans.folder}")
    with RecordingServer(make_response("")) as images:
        result = predict(open_client, emulator, model="digits/1", images=[f"{images.url}/digit.png"], hosted=True)
        assert [request.method for request in images.received] == ["HEAD"]
    cause = "Providing images via non https:// URL is not supported in this configuration of `inference`."
    assert result == [f'{{"message":"Could not load input image. Cause: {cause}"}}']
    (request,) = emulator.requests
    assert (request.query["image"], request.body_bytes) == ([f"{images.url}/digit.png"], 0)
