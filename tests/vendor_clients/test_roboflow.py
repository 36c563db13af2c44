"""Roboflow's older client against the emulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import RecordingServer, answer
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .conftest import OpenPeer, Scans

KEY = "test-key"


def asked(open_peer: OpenPeer, emulator: RoboflowEmulator, **arguments: Any) -> list[Any]:
    """What the client says of pictures; its requests are the contract's, and so are the answers."""
    with emulator.serve() as url:
        said: list[Any] = open_peer("roboflow", url=url, key=KEY).call("predictions", **arguments)
    emulator.verify()
    assert {request.operation_id for request in emulator.requests} == {"classification_infer"}
    return said


@pytest.mark.parametrize("profile", ["classify", "serverless", "self-hosted"])
def test_digits(open_peer: OpenPeer, scans: Scans, profile: ProfileName) -> None:
    """Each kind of server names unseen digits rightly."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    emulator.register("digits/1", scans.learnt.items())
    said = asked(open_peer, emulator, model="digits/1", pictures=[*scans.unseen])
    answers = [(group["image"], group["predictions"][0]) for group in said]
    assert [(image, each["image"], each["image_path"]) for image, each in answers] == [
        ([64, 64], {"width": 64, "height": 64}, file) for file in scans.unseen
    ]
    tops = [each["top"] for _, each in answers]
    assert sum(top == label for top, label in zip(tops, scans.unseen.values(), strict=True)) >= 45


def test_several_labels(open_peer: OpenPeer, scans: Scans) -> None:
    """The labels of a picture come through the client."""
    emulator = RoboflowEmulator("classify", api_key=KEY)

    def kinds(label: str) -> set[str]:
        return {"large" if label > "4" else "small", "odd" if int(label) % 2 else "even"}

    emulator.register("kinds/1", ((file, kinds(label)) for file, label in scans.learnt.items()), multi_label=True)
    said = asked(open_peer, emulator, model="kinds/1", pictures=[*scans.unseen])
    found = [set(group["predictions"][0]["predicted_classes"]) for group in said]
    assert sum(each == kinds(label) for each, label in zip(found, scans.unseen.values(), strict=True)) >= 45


NOT_FOUND = '{"message":"No such workspace, project or version. Check the model\'s id and what the key may see."}'


@pytest.mark.parametrize(
    ("profile", "status", "body"),
    [("classify", 403, '{"message":"Forbidden"}'), ("serverless", 404, NOT_FOUND), ("self-hosted", 404, NOT_FOUND)],
)
def test_unknown_model(open_peer: OpenPeer, scans: Scans, profile: ProfileName, status: int, body: str) -> None:
    """The client raises the whole answer about a model that there is not."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    assert asked(open_peer, emulator, model="unknown/1", pictures=[*scans.unseen][:1]) == [body]
    assert [request.status for request in emulator.requests] == [status]


def test_url(open_peer: OpenPeer, scans: Scans) -> None:
    """The client looks whether a URL is there, and leaves it to the server, which takes none of this machine."""
    emulator = RoboflowEmulator("classify", api_key=KEY)
    emulator.register("digits/1", [(file, label) for file, label in scans.learnt.items()][:20])
    with RecordingServer(answer("")) as pictures:
        said = asked(open_peer, emulator, model="digits/1", pictures=[f"{pictures.url}/digit.png"], hosted=True)
        assert [request.method for request in pictures.received] == ["HEAD"]
    assert said == ['{"message":"Could not load input image. Cause: The image URL must start with https://."}']
    (request,) = emulator.requests
    assert (dict(request.query)["image"], request.body_bytes) == ((f"{pictures.url}/digit.png",), 0)
