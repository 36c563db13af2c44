"""The emulator with Roboflow's older client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis_testing import RoboflowEmulator
from visionapis_testing.vendors.roboflow.errors import LOADING_ERRORS

if TYPE_CHECKING:
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .conftest import OpenClient, Scans

KEY = "test-key"


def predict(open_client: OpenClient, emulator: RoboflowEmulator, **arguments: Any) -> list[Any]:
    """Return the client's predictions; its requests and the responses must match the contract."""
    with emulator.serve() as url:
        result: list[Any] = open_client("roboflow", url=url, key=KEY).call("predictions", **arguments)
    emulator.verify()
    assert {request.operation_id for request in emulator.requests} == {"classification_infer"}
    return result


@pytest.mark.parametrize("profile", ["classify", "serverless", "self-hosted"])
def test_digits(open_client: OpenClient, scans: Scans, profile: ProfileName) -> None:
    """Each profile classifies unseen digits correctly."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    emulator.register("digits/1", scans.training.items())
    result = predict(open_client, emulator, model="digits/1", images=[*scans.unseen])
    responses = [(group["image"], group["predictions"][0]) for group in result]
    assert [(image, each["image"], each["image_path"]) for image, each in responses] == [
        ([64, 64], {"width": 64, "height": 64}, file) for file in scans.unseen
    ]
    tops = [each["top"] for _, each in responses]
    assert sum(top == label for top, label in zip(tops, scans.unseen.values(), strict=True)) >= 45


def test_multi_label(open_client: OpenClient, scans: Scans) -> None:
    """The client returns the predicted labels of an image."""
    emulator = RoboflowEmulator("classify", api_key=KEY)

    def kinds(label: str) -> set[str]:
        return {"large" if label > "4" else "small", "odd" if int(label) % 2 else "even"}

    emulator.register("kinds/1", ((file, kinds(label)) for file, label in scans.training.items()), multi_label=True)
    result = predict(open_client, emulator, model="kinds/1", images=[*scans.unseen])
    predicted = [set(group["predictions"][0]["predicted_classes"]) for group in result]
    assert sum(each == kinds(label) for each, label in zip(predicted, scans.unseen.values(), strict=True)) >= 45


NOT_FOUND = f'{{"message":"{LOADING_ERRORS[404]}"}}'


@pytest.mark.parametrize(
    ("profile", "status", "body"),
    [("classify", 403, '{"message":"Forbidden"}'), ("serverless", 404, NOT_FOUND), ("self-hosted", 404, NOT_FOUND)],
)
def test_unknown_model(open_client: OpenClient, scans: Scans, profile: ProfileName, status: int, body: str) -> None:
    """The client raises an error with the response about an unknown model."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    assert predict(open_client, emulator, model="unknown/1", images=[*scans.unseen][:1]) == [body]
    assert [request.status_code for request in emulator.requests] == [status]


def test_url(open_client: OpenClient, scans: Scans) -> None:
    """The client checks a URL and passes it to the server, which rejects local URLs."""
    emulator = RoboflowEmulator("classify", api_key=KEY)
    emulator.register("digits/1", [(file, label) for file, label in scans.training.items()][:20])
    with RecordingServer(make_response("")) as images:
        result = predict(open_client, emulator, model="digits/1", images=[f"{images.url}/digit.png"], hosted=True)
        assert [request.method for request in images.received] == ["HEAD"]
    cause = "Providing images via non https:// URL is not supported in this configuration of `inference`."
    assert result == [f'{{"message":"Could not load input image. Cause: {cause}"}}']
    (request,) = emulator.requests
    assert (dict(request.query)["image"], request.body_bytes) == ((f"{images.url}/digit.png",), 0)
