"""The emulator with Roboflow's SDK, in the mode that uses the route of the contract."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis_testing import RoboflowEmulator
from visionapis_testing.vendors.roboflow.errors import LOADING_ERRORS, WRONG_KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .conftest import OpenClient, Scans
    from .vendor_client import VendorClient

KEY = "test-key"


@contextmanager
def sdk_client(open_client: OpenClient, emulator: RoboflowEmulator) -> Iterator[VendorClient]:
    """Open a client of an emulator; its requests and the responses must match the contract."""
    with emulator.serve() as url:
        yield open_client("inference-sdk", url=url, key=KEY)
    emulator.verify()
    assert {request.operation_id for request in emulator.requests} == {"classification_infer"}


def trained_emulator(scans: Scans, profile: ProfileName = "serverless") -> RoboflowEmulator:
    """Return an emulator with a model of digits."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    emulator.register("digits/1", scans.training.items())
    return emulator


@pytest.mark.parametrize(
    ("profile", "transport", "in_query"),
    [
        ("serverless", "header", False),
        ("self-hosted", "legacy", True),
        ("classify", "legacy", True),
    ],
)
def test_digits(open_client: OpenClient, scans: Scans, profile: ProfileName, transport: str, *, in_query: bool) -> None:
    """Each profile classifies unseen digits correctly, with the key where the server reads it."""
    emulator = trained_emulator(scans, profile)
    with sdk_client(open_client, emulator) as client:
        tops = client.call("classes", model="digits/1", files=[*scans.unseen], transport=transport)
    assert sum(top == label for top, label in zip(tops, scans.unseen.values(), strict=True)) >= 45
    assert {("api_key" in dict(request.query), request.media_type) for request in emulator.requests} == {
        (in_query, "application/json")
    }


def test_inputs(open_client: OpenClient, scans: Scans) -> None:
    """A file, a URL that the client fetches, PIL and NumPy images, and asyncio yield the same result."""
    file, label = next(iter(scans.unseen.items()))
    served = make_response(Path(file).read_bytes(), content_type="image/png")
    with sdk_client(open_client, trained_emulator(scans)) as client, RecordingServer(served) as images:
        result = client.call("inputs", model="digits/1", file=file, image_url=f"{images.url}/digit.png")
    assert result == dict.fromkeys(("file", "url", "PIL", "NumPy", "async"), label)


def test_options(open_client: OpenClient, scans: Scans) -> None:
    """The client's threshold is applied, and its requested drawing can be decoded."""
    with sdk_client(open_client, trained_emulator(scans)) as client:
        result = client.call("options", model="digits/1", file=next(iter(scans.unseen)))
    assert result == {
        "json": {"predictions": 1, "drawing": None},
        "image_and_json": {"predictions": 1, "drawing": [64, 64]},
        "image": {"predictions": 0, "drawing": [64, 64]},
    }


def test_multi_label(open_client: OpenClient, scans: Scans) -> None:
    """The client returns the predicted labels of an image."""

    def kinds(label: str) -> list[str]:
        return ["large" if label > "4" else "small", "odd" if int(label) % 2 else "even"]

    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("kinds/1", ((file, kinds(label)) for file, label in scans.training.items()), multi_label=True)
    with sdk_client(open_client, emulator) as client:
        predicted = client.call("labels", model="kinds/1", files=[*scans.unseen])
    assert sum(each == sorted(kinds(label)) for each, label in zip(predicted, scans.unseen.values(), strict=True)) >= 45


MODEL_NOT_FOUND = LOADING_ERRORS[404]
INVALID_IMAGE = "Could not load input image. Cause: Malformed base64 input image."


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (
            "serverless",
            {
                "wrong key": [401, WRONG_KEY],
                "unknown model": [404, MODEL_NOT_FOUND],
                "not an image": [400, INVALID_IMAGE],
            },
        ),
        (
            "classify",
            {
                "wrong key": [403, "Forbidden"],
                "unknown model": [403, "Forbidden"],
                "not an image": [400, INVALID_IMAGE],
            },
        ),
    ],
)
def test_errors(
    open_client: OpenClient,
    scans: Scans,
    tmp_path: Path,
    profile: ProfileName,
    expected: dict[str, object],
) -> None:
    """The client raises an error with the status and message of the response."""
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not an image")
    with sdk_client(open_client, trained_emulator(scans, profile)) as client:
        result = client.call("errors", model="digits/1", file=next(iter(scans.unseen)), broken=str(broken))
    assert result == expected
