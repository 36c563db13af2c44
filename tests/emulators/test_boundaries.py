"""Limits, orders and repetitions at which emulators are easily off by one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.responses import PlainTextResponse

from tests.helpers.images import make_image
from tests.vendors.nanonets.emulator import api as nanonets
from tests.vendors.ximilar.emulator.api import call, get, request_json, to_base64, upload
from visionapis_testing import RoboflowEmulator, XimilarEmulator
from visionapis_testing.emulator.routing import Routes
from visionapis_testing.faults import StatusResponse
from visionapis_testing.vendors.ximilar import training

from .channels import KEY, RED, Channel, fixed_emulator, new_emulator, open_channel
from .targets import target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response
    from starlette.types import Receive, Scope


@pytest.fixture
def ximilar() -> Iterator[Channel]:
    """A channel to an emulator that allows duplicates."""
    with open_channel("transport", XimilarEmulator(api_key=KEY, reject_duplicates=False)) as channel:
        yield channel


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize(("spare", "status"), [(0, 400), (-1, 413)])
def test_body_of_exactly_the_limit(declared: bool, spare: int, status: int) -> None:
    """A body of exactly the limit is read, and rejected as no image; one byte more is too large."""
    body = b"x" * 500
    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=len(body) + spare)
    emulator.register("colours/1", [(RED, "red"), (make_image(), "other")])
    with open_channel("socket", emulator) as channel:
        send = channel.request if declared else channel.request_in_chunks
        response = send("POST", f"/colours/1?api_key={KEY}", content=body, headers={"content-type": "text/plain"})
    assert response.status_code == status


def test_confidence_equal_to_the_least() -> None:
    """A label whose score is exactly the threshold is in the response of a multi-label model."""
    with open_channel("transport", fixed_emulator()) as channel:
        least = [0.5, 0.500001]
        labels = [channel.infer(model="damage/1", confidence=each).json()["predicted_classes"] for each in least]
    assert [("dent" in found, "scratch" in found) for found in labels] == [(True, True), (False, True)]


def test_credits_are_checked_before_the_image() -> None:
    """Without credits an image that cannot be read is rejected for the credits."""
    statuses = []
    for credits_limit in (0, 1):
        with open_channel("transport", XimilarEmulator(api_key=KEY, credits_limit=credits_limit)) as channel:
            statuses.append(call(channel, "POST", "training-image", json={"base64": "AAAA"}).status_code)
    assert statuses == [403, 400]


def test_categories_named_twice() -> None:
    """A category that is named twice is one category."""
    emulator = target_of("nanonets").emulator()
    with open_channel("transport", emulator) as channel:
        response = channel.request(
            "POST",
            f"{nanonets.API}/OCR/Model/",
            json={"categories": ["a", "b", "a"], "model_type": "ocr"},
            headers=nanonets.AUTHORIZATION,
        )
    assert [each["name"] for each in response.json()["categories"]] == ["a", "b"]


@pytest.mark.parametrize(("page", "following"), [(1, True), (2, False)])
def test_full_last_page(ximilar: Channel, page: int, following: bool) -> None:
    """A last page that is full names no next one, and the page behind it does not exist."""
    for _ in range(4):
        upload(ximilar, RED)
    listed = get(ximilar, "training-image", page=page, page_size=2)
    assert (len(listed["results"]), listed["next"] is not None) == (2, following)
    assert call(ximilar, "GET", "training-image", params={"page": 3, "page_size": 2}).status_code == 404


def test_reset_forgets_uploads() -> None:
    """After a reset an image that was uploaded before is no duplicate."""
    emulator = XimilarEmulator(api_key=KEY)
    with open_channel("transport", emulator) as channel:
        upload(channel, RED)
        emulator.reset()
        upload(channel, RED)


@pytest.mark.parametrize("deleted", [0, 1])
def test_duplicate_stays_known(deleted: int) -> None:
    """After one of two equal images was deleted, the other one is the duplicate of a third, and no more when gone."""
    emulator = XimilarEmulator(api_key=KEY)
    emulator.register("colours", [(RED, "a"), (RED, "b")])
    with open_channel("transport", emulator) as channel:
        ids = [each["id"] for each in get(channel, "training-image")["results"]]
        request_json(channel, "DELETE", f"training-image/{ids.pop(deleted)}")
        response = call(channel, "POST", "training-image", json={"base64": to_base64(RED)})
        assert response.json() == [f"This image already exists, image ID: {ids[0]}"]
        request_json(channel, "DELETE", f"training-image/{ids[0]}")
        upload(channel, RED)


def test_duplicates_are_those_of_a_workspace() -> None:
    """An image that another workspace has is no duplicate, and one that this workspace has is."""
    emulator = XimilarEmulator(api_key=KEY)
    other = emulator.register_workspace("Other")
    with open_channel("transport", emulator) as channel:
        bodies = [{"base64": to_base64(RED)}, *[{"base64": to_base64(RED), "workspace": other}] * 2]
        statuses = [call(channel, "POST", "training-image", json=body).status_code for body in bodies]
    assert statuses == [201, 201, 400]


@pytest.mark.parametrize("reverse", [False, True])
def test_most_literal_path(reverse: bool) -> None:
    """Of the templates that match a path, the one with the fewest parameters is chosen, in any order."""
    templates = ["/{a}/{b}", "/x/{b}", "/x/y"]

    def endpoint(name: str) -> object:
        async def respond(_: Scope, __: Receive) -> Response:
            return PlainTextResponse(name)

        return respond

    ordered = reversed(templates) if reverse else templates
    routes = Routes({("GET", each): endpoint(each) for each in ordered}, endpoint("none"))  # type: ignore[arg-type,misc]

    async def fetch() -> list[str]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(routes), base_url="http://localhost") as client:
            return [(await client.get(path)).text for path in ("/x/y", "/x/z", "/z/y")]

    assert asyncio.run(fetch()) == ["/x/y", "/x/{b}", "/{a}/{b}"]


def test_rules_have_chances_of_their_own() -> None:
    """Two rules of the same probability do not inject their faults into the same calls."""
    emulator = new_emulator()
    emulator.faults.add(StatusResponse(418), operation="GET", probability=0.5)
    emulator.faults.add(StatusResponse(418), operation="POST", probability=0.5)
    with open_channel("transport", emulator) as channel:
        hits = [
            [channel.request(method, "/colours/1").status_code == 418 for _ in range(40)] for method in ("GET", "POST")
        ]
    assert hits[0] != hits[1]
    assert all(5 < sum(each) < 35 for each in hits)


def test_model_registered_again_is_cold() -> None:
    """The first call of a model that was registered again loads it, as the first call of all did."""
    emulator = new_emulator()
    cold: list[str] = []
    with open_channel("transport", emulator) as channel:
        for again in (False, False, True, False):
            if again:
                emulator.register("colours/1", [(RED, "red"), (make_image(), "other")])
            cold.append(channel.infer().headers["x-model-cold-start"])
    assert cold == ["true", "false", "true", "false"]


@pytest.mark.parametrize(("limit", "status"), [(2, 200), (1, 400)])
def test_last_model(monkeypatch: pytest.MonkeyPatch, limit: int, status: int) -> None:
    """A task can have as many models as the limit says, and no more."""
    monkeypatch.setattr(training, "_MAX_MODELS", limit)
    emulator = XimilarEmulator(api_key=KEY, minimum_images=1)
    task = emulator.register("colours", [(RED, "a"), (make_image(), "b")])
    with open_channel("transport", emulator) as channel:
        assert call(channel, "POST", f"task/{task}/train").status_code == status
