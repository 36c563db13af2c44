"""What the vendor's client and the documentation's samples were recorded to send is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers import wire
from tests.helpers.images import picture
from visionapis_testing import XimilarEmulator
from visionapis_testing.contracts.leniencies import tolerated
from visionapis_testing.faults import WrongKeyAccepted

from .channels import COLOURS, Way, open_way
from .ximilar import KEY, RED, colour, done, got, made, uploaded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx

    from visionapis_testing import Emulator

    from .channels import WayName

CAPTURES = wire.sent("ximilar")
CLIENT = [name for name in CAPTURES if name.startswith("default_")]
SAMPLES = [name for name in CAPTURES if name.startswith("seedcurl_")]

# The ids that the recorded server gave, by the request that made what they stand for.
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

# The one sample that puts a label without a number on a picture.
WITHOUT_NUMBER = "seedcurl_010"

# The client asks for a task that there is not.
REFUSED = {"default_018": 404}


def send(way: Way, request: httpx.Request, ids: Mapping[str, str]) -> httpx.Response:
    """Send a recorded request with the ids of this server in place of the recorded ones."""
    target, content = str(request.url.raw_path, "ascii"), request.content
    for recorded, id_ in ids.items():
        target, content = target.replace(recorded, id_), content.replace(recorded.encode(), id_.encode())
    headers = {name: value for name, value in request.headers.items() if name not in {"content-length", "host"}}
    return way.request(request.method, target, content=content, headers=headers)


@pytest.fixture
def emulator() -> XimilarEmulator:
    """An emulator that takes the recorded keys, and has what the recorded URLs lead to."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=1)
    for number, name in enumerate(COLOURS, start=1):
        emulator.register_url(f"https://example.com/{number}.jpg", colour(name, 90))
    return emulator


def test_client(open_new: Callable[[Emulator], Way], emulator: XimilarEmulator) -> None:
    """A session of the vendor's client succeeds from the first task to its deletion."""
    way = open_new(emulator)
    for number in range(12):
        made(way, "label", {"name": f"peer-{number}", "type": "tag"})  # for the second pages that were asked for
    emulator.faults.add(WrongKeyAccepted(), times=1_000)
    ids: dict[str, str] = {}
    found: dict[str, int] = {}
    for name in CLIENT:
        if name == "default_019":  # with more than one picture for each label, one of which is marked for testing
            uploaded(way, colour("blue"), ids[RECORDED_IDS["default_003"]])
        response = send(way, CAPTURES[name], ids)
        found[name] = response.status_code
        if name in RECORDED_IDS:
            ids[RECORDED_IDS[name]] = response.json()["id"]
        if name == "default_019":
            (ids[MODEL],) = emulator.model_ids(ids[RECORDED_IDS["default_001"]])
    assert {name: status for name, status in found.items() if status >= 300} == REFUSED
    assert {found[name] for name in CLIENT if CAPTURES[name].method == "DELETE"} == {204}
    emulator.verify()


@pytest.mark.parametrize("name", SAMPLES)
def test_samples(way_in: WayName, name: str, emulator: XimilarEmulator) -> None:
    """A sample of the documentation succeeds, with the ids of what there is."""
    if name == WITHOUT_NUMBER:
        task = emulator.register("people", [(RED, "adult"), (picture(), "adult")])
    else:
        task = emulator.register("ages", [(RED, 1), (picture(), 2)], type="regression")
    with open_way(way_in, emulator) as way:
        done(way, "POST", f"task/{task}/train")
        done(way, "GET", "task")
        (label,) = got(way, "label")["results"]
        image = got(way, "training-image")["results"][0]
        emulator.faults.add(WrongKeyAccepted(), times=1)
        ids = {
            "0a8c8186-aee8-47c8-9eaf-348103xa214d": task,
            f"task/{ANY}": f"task/{task}",
            f"training-image/{ANY}": f"training-image/{image['id']}",
            ANY: label["id"],
        }
        assert send(way, CAPTURES[name], ids).is_success
    emulator.verify()


@pytest.mark.parametrize("name", CAPTURES)
def test_no_tolerance_is_needed_but_the_contract_s_own(name: str) -> None:
    """Real programs need no tolerance that the contract does not list."""
    assert [each for each in tolerated("ximilar", CAPTURES[name]) if ": " not in each] == []
