"""The emulator with Roboflow's SDK, in its v0 mode and in its default mode, which is for self-hosted servers."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis_testing.contracts.contract import load
from visionapis_testing.vendors.roboflow.errors import LOADING_ERRORS, WRONG_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .conftest import Emulate, OpenClient, Scans
    from .emulated import Emulated
    from .vendor_client import VendorClient

    TrainedEmulator: TypeAlias = Callable[..., Emulated]

KEY = "test-key"
OPERATIONS = {operation.id for operation in load("roboflow").operations}


@contextmanager
def sdk_client(open_client: OpenClient, emulator: Emulated) -> Iterator[VendorClient]:
    """Open a client of an emulator; its requests and the responses must match the contract."""
    yield open_client("inference-sdk", url=emulator.url, key=KEY)
    emulator.verify()
    assert {request.operation_id for request in emulator.requests} <= OPERATIONS


@pytest.fixture
def trained_emulator(emulate: Emulate, scans: Scans) -> TrainedEmulator:
    """Run emulators with a model of digits."""

    def trained_emulator_(profile: ProfileName = "serverless") -> Emulated:
        return emulate("roboflow", "--profile", profile, "--model", f"digits/1={scans.folder}")

    return trained_emulator_


@pytest.mark.parametrize(
    ("profile", "transport", "in_query"),
    [
        ("serverless", "header", False),
        ("self-hosted", "legacy", True),
        ("classify", "legacy", True),
    ],
)
def test_digits(
    open_client: OpenClient,
    trained_emulator: TrainedEmulator,
    scans: Scans,
    profile: ProfileName,
    transport: str,
    *,
    in_query: bool,
) -> None:
    """Each profile classifies unseen digits correctly, with the key where the server reads it."""
    emulator = trained_emulator(profile)
    with sdk_client(open_client, emulator) as client:
        tops = client.call("classes", model="digits/1", files=[*scans.unseen], transport=transport)
    assert sum(top == label for top, label in zip(tops, scans.unseen.values(), strict=True)) >= 45
    assert {("api_key" in dict(request.query), request.media_type) for request in emulator.requests} == {
        (in_query, "application/json")
    }


def test_inputs(open_client: OpenClient, trained_emulator: TrainedEmulator, scans: Scans) -> None:
    """A file, a URL that the client fetches, PIL and NumPy images, and asyncio yield the same result."""
    file, label = next(iter(scans.unseen.items()))
    served = make_response(Path(file).read_bytes(), content_type="image/png")
    with sdk_client(open_client, trained_emulator()) as client, RecordingServer(served) as images:
        result = client.call("inputs", model="digits/1", file=file, image_url=f"{images.url}/digit.png")
    assert result == dict.fromkeys(("file", "url", "PIL", "NumPy", "async"), label)


def test_options(open_client: OpenClient, trained_emulator: TrainedEmulator, scans: Scans) -> None:
    """The client's threshold is applied, and its requested drawing can be decoded."""
    with sdk_client(open_client, trained_emulator()) as client:
        result = client.call("options", model="digits/1", file=next(iter(scans.unseen)))
    assert result == {
        "json": {"predictions": 1, "drawing": None},
        "image_and_json": {"predictions": 1, "drawing": [64, 64]},
        "image": {"predictions": 0, "drawing": [64, 64]},
    }


def test_multi_label(open_client: OpenClient, emulate: Emulate, scans: Scans, tmp_path: Path) -> None:
    """The client returns the predicted labels of an image."""

    def kinds(label: str) -> list[str]:
        return ["large" if label > "4" else "small", "odd" if int(label) % 2 else "even"]

    emulator = emulate("roboflow", "--model", f"kinds/1={scans.describe(tmp_path / 'kinds.json', kinds)}")
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
    trained_emulator: TrainedEmulator,
    scans: Scans,
    tmp_path: Path,
    profile: ProfileName,
    expected: dict[str, object],
) -> None:
    """The client raises an error with the status and message of the response."""
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not an image")
    with sdk_client(open_client, trained_emulator(profile)) as client:
        result = client.call("errors", model="digits/1", file=next(iter(scans.unseen)), broken=str(broken))
    assert result == expected


def test_default_mode(open_client: OpenClient, trained_emulator: TrainedEmulator, scans: Scans) -> None:
    """In its default mode the SDK classifies one image and several, and lists, loads and unloads models."""
    emulator = trained_emulator("self-hosted")
    files = dict(list(scans.unseen.items())[:10])
    with sdk_client(open_client, emulator) as client:
        result = client.call("default_mode", model="digits/1", files=[*files])
    assert sum(top == label for top, label in zip(result["several"], files.values(), strict=True)) >= 9
    assert result["in batches"] == [True] * len(files)
    assert {name: result[name] for name in result if name not in {"several", "in batches"}} == {
        "server": "Roboflow Inference Server",
        "before": [],
        "one": result["several"][0],
        "loaded": ["digits/1"],
        "async": result["several"][0],
        "description": "classification",
        "unloaded": [],
        "added": ["digits/1"],
        "default": result["several"][0],
        "cleared": [],
    }
    batches = [len(request.json["image"]) for request in emulator.requests if request.json and "image" in request.json]
    assert max(batches) == 8
    assert {request.operation_id for request in emulator.requests} == OPERATIONS - {
        "classification_infer",
        "classification_infer_get",
        "server_health",
        "server_readiness",
    }


def test_default_mode_without_a_key(open_client: OpenClient, emulate: Emulate, scans: Scans) -> None:
    """In its default mode the SDK needs no key for a model in memory."""
    file, label = next(iter(scans.unseen.items()))
    options = ("--profile", "self-hosted", "--option", "preload=true", "--model", f"digits/1={scans.folder}")
    with sdk_client(open_client, emulate("roboflow", *options)) as client:
        assert client.call("default_mode_without_a_key", model="digits/1", file=file) == label


def test_default_mode_options(open_client: OpenClient, trained_emulator: TrainedEmulator, scans: Scans) -> None:
    """In its default mode the SDK gets a drawing, and sends the key in the body, in the header, or in both."""
    with sdk_client(open_client, trained_emulator("self-hosted")) as client:
        result = client.call("default_mode_options", model="digits/1", file=next(iter(scans.unseen)))
    assert result["drawing"] == [64, 64]
    assert result["tops"] == [next(iter(scans.unseen.values()))] * 3


def test_default_mode_errors(
    open_client: OpenClient, trained_emulator: TrainedEmulator, scans: Scans, tmp_path: Path
) -> None:
    """In its default mode the SDK raises errors with the status of the response."""
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not an image")
    with sdk_client(open_client, trained_emulator("self-hosted")) as client:
        result = client.call("default_mode_errors", model="digits/1", file=next(iter(scans.unseen)), broken=str(broken))
    assert result == {"wrong key": 401, "unknown model": 404, "not an image": 400}
