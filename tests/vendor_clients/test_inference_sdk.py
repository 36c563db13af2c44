"""Roboflow's SDK, in the mode that calls this contract's route, against the emulator."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.recording import RecordingServer, answer
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .conftest import OpenPeer, Scans
    from .vendor_client import Peer

KEY = "test-key"


@contextmanager
def opened(open_peer: OpenPeer, emulator: RoboflowEmulator) -> Iterator[Peer]:
    """The client of an emulator; its requests are the contract's, and so are the answers."""
    with emulator.serve() as url:
        yield open_peer("inference-sdk", url=url, key=KEY)
    emulator.verify()
    assert {request.operation_id for request in emulator.requests} == {"classification_infer"}


def taught(scans: Scans, profile: ProfileName = "serverless") -> RoboflowEmulator:
    """An emulator that knows digits."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    emulator.register("digits/1", scans.learnt.items())
    return emulator


@pytest.mark.parametrize(
    ("profile", "transport", "in_query"),
    [
        ("serverless", "header", False),
        ("self-hosted", "legacy", True),
        ("classify", "legacy", True),
    ],
)
def test_digits(open_peer: OpenPeer, scans: Scans, profile: ProfileName, transport: str, *, in_query: bool) -> None:
    """Each kind of server names unseen digits rightly, with the key where that server looks for it."""
    emulator = taught(scans, profile)
    with opened(open_peer, emulator) as peer:
        tops = peer.call("classes", model="digits/1", files=[*scans.unseen], transport=transport)
    assert sum(top == label for top, label in zip(tops, scans.unseen.values(), strict=True)) >= 45
    assert {("api_key" in dict(request.query), request.media_type) for request in emulator.requests} == {
        (in_query, "application/json")
    }


def test_inputs(open_peer: OpenPeer, scans: Scans) -> None:
    """A picture is the same as a file, behind a URL that the client fetches, as PIL's and NumPy's, and with asyncio."""
    file, label = next(iter(scans.unseen.items()))
    served = answer(Path(file).read_bytes(), content_type="image/png")
    with opened(open_peer, taught(scans)) as peer, RecordingServer(served) as pictures:
        said = peer.call("inputs", model="digits/1", file=file, picture_url=f"{pictures.url}/digit.png")
    assert said == dict.fromkeys(("file", "url", "PIL", "NumPy", "async"), label)


def test_options(open_peer: OpenPeer, scans: Scans) -> None:
    """The client's threshold is kept to, and it can read the drawing that it asks for."""
    with opened(open_peer, taught(scans)) as peer:
        said = peer.call("options", model="digits/1", file=next(iter(scans.unseen)))
    assert said == {
        "json": {"predictions": 1, "drawing": None},
        "image_and_json": {"predictions": 1, "drawing": [64, 64]},
        "image": {"predictions": 0, "drawing": [64, 64]},
    }


def test_several_labels(open_peer: OpenPeer, scans: Scans) -> None:
    """The labels of a picture come through the client."""

    def kinds(label: str) -> list[str]:
        return ["large" if label > "4" else "small", "odd" if int(label) % 2 else "even"]

    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("kinds/1", ((file, kinds(label)) for file, label in scans.learnt.items()), multi_label=True)
    with opened(open_peer, emulator) as peer:
        found = peer.call("labels", model="kinds/1", files=[*scans.unseen])
    assert sum(each == sorted(kinds(label)) for each, label in zip(found, scans.unseen.values(), strict=True)) >= 45


NO_MODEL = "No such workspace, project or version. Check the model's id and what the key may see."
NO_PICTURE = "Could not load input image. Cause: Malformed base64 input image."


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (
            "serverless",
            {
                "wrong key": [401, "This api_key is not authorized for serverless inference."],
                "unknown model": [404, NO_MODEL],
                "no picture": [400, NO_PICTURE],
            },
        ),
        (
            "classify",
            {
                "wrong key": [403, "Forbidden"],
                "unknown model": [403, "Forbidden"],
                "no picture": [400, NO_PICTURE],
            },
        ),
    ],
)
def test_refusals(
    open_peer: OpenPeer, scans: Scans, tmp_path: Path, profile: ProfileName, expected: dict[str, object]
) -> None:
    """The client raises status and message of a refusal."""
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with opened(open_peer, taught(scans, profile)) as peer:
        said = peer.call("refusals", model="digits/1", file=next(iter(scans.unseen)), broken=str(broken))
    assert said == expected
