"""Recorded requests of the vendor's client and of the samples in the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import COLOURS, Channel, open_channel
from tests.helpers import wire
from tests.helpers.images import make_image
from visionapis_testing import XimilarEmulator
from visionapis_testing.contracts.leniencies import leniencies_used
from visionapis_testing.faults import AnyKeyAccepted

from .api import KEY, RED, coloured_image, create, get, request_json, upload

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from tests.emulators.channels import ChannelName
    from visionapis_testing import Emulator

CAPTURES = wire.replays("ximilar")
CLIENT = [name for name in CAPTURES if name.startswith("default_")]
SAMPLES = [name for name in CAPTURES if name.startswith("seedcurl_")]

# The ids that the recorded server assigned, by the request that created the entity.
RECORDED_IDS = {
    "default_001": "e407802e-e589-412d-b221-c5901b39235d",
    "default_002": "3cededbd-e342-47cb-89cb-ae6ca25826bf",
    "default_003": "e0ea9ca3-9551-4c58-ac72-7082acf2beb0",
    "default_004": "4e3544a7-67d8-4b58-8032-8ab66e7f31a5",
    "default_007": "4d92f704-d4d5-4961-9b24-a66381aeeb4b",
    "default_009": "8bf48c5e-c455-4f8b-9af2-57c24f693d7f",
    "default_036": "a7ba0e2f-7286-4071-977c-d1a4258593ee",
    "default_037": "894f41d7-2612-4cb3-8880-63745002b31b",
}
MODEL = "11111111-1111-4111-8111-111111111111"
ANY = "00000000-0000-4000-8000-000000000000"

# The only sample that adds a label without a value to an image.
WITHOUT_VALUE = "seedcurl_010"

# The client requests a task that does not exist.
REJECTED = {"default_018": 404}


def replay(channel: Channel, request: httpx.Request, ids: Mapping[str, str]) -> httpx.Response:
    """Send a recorded request with this server's ids in place of the recorded ones."""
    target, content = str(request.url.raw_path, "ascii"), request.content
    for recorded, id_ in ids.items():
        target, content = target.replace(recorded, id_), content.replace(recorded.encode(), id_.encode())
    headers = {name: value for name, value in request.headers.items() if name not in {"content-length", "host"}}
    return channel.request(request.method, target, content=content, headers=headers)


@pytest.fixture
def emulator() -> XimilarEmulator:
    """An emulator with images behind the recorded URLs."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=1)
    for number, name in enumerate(COLOURS, start=1):
        emulator.register_url(f"https://example.com/{number}.jpg", coloured_image(name, 90))
    return emulator


def test_client(open_new: Callable[[Emulator], Channel], emulator: XimilarEmulator) -> None:
    """A recorded session of the vendor's client succeeds, from the creation of a task to its deletion."""
    channel = open_new(emulator)
    for number in range(12):
        create(
            channel, "label", {"name": f"peer-{number}", "type": "tag"}
        )  # the client searches for these, page by page
    emulator.faults.add(AnyKeyAccepted(), times=1_000)
    ids: dict[str, str] = {}
    statuses: dict[str, int] = {}
    for name in CLIENT:
        if name == "default_019":  # each label needs an image besides the one marked for testing
            upload(channel, coloured_image("blue"), ids[RECORDED_IDS["default_003"]])
        response = replay(channel, CAPTURES[name], ids)
        statuses[name] = response.status_code
        if name in RECORDED_IDS:
            ids[RECORDED_IDS[name]] = response.json()["id"]
        if name == "default_019":
            (ids[MODEL],) = emulator.model_ids(ids[RECORDED_IDS["default_001"]])
    assert {name: status for name, status in statuses.items() if status >= 300} == REJECTED
    assert {statuses[name] for name in CLIENT if CAPTURES[name].method == "DELETE"} == {204}
    emulator.verify()


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(channel_name: ChannelName, name: str, emulator: XimilarEmulator) -> None:
    """A sample of the documentation succeeds with existing ids."""
    if name == WITHOUT_VALUE:
        task = emulator.register("people", [(RED, "adult"), (make_image(), "adult")])
    else:
        task = emulator.register("ages", [(RED, 1), (make_image(), 2)], type="regression")
    with open_channel(channel_name, emulator) as channel:
        request_json(channel, "POST", f"task/{task}/train")
        request_json(channel, "GET", "task")
        (label,) = get(channel, "label")["results"]
        image = get(channel, "training-image")["results"][0]
        emulator.faults.add(AnyKeyAccepted(), times=1)
        ids = {
            "0a8c8186-aee8-47c8-9eaf-348103xa214d": task,
            f"task/{ANY}": f"task/{task}",
            f"training-image/{ANY}": f"training-image/{image['id']}",
            ANY: label["id"],
        }
        assert replay(channel, CAPTURES[name], ids).is_success
    emulator.verify()


@pytest.mark.parametrize("name", CAPTURES)
def test_recorded_requests_need_no_leniency(name: str) -> None:
    """Recorded requests use no leniency beyond the request variants of the contract."""
    assert [each for each in leniencies_used("ximilar", CAPTURES[name]) if ": " not in each] == []
