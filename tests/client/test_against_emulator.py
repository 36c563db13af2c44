"""The client and the emulated servers together, over a socket: what each mistake of a caller looks like."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest

import visionapis
from tests.helpers.images import picture
from visionapis import AsyncRoboflow, Classification, Roboflow, VisionAPIError
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis import Picture
    from visionapis.roboflow import client as client_module
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

KEY = "rf_canary-key"
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture(params=["serverless", "classify", "self-hosted"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[ProfileName, str]]:
    """A server of each kind with a single-label and a multi-label model."""
    emulator = RoboflowEmulator(profile=request.param, api_key=KEY)
    emulator.register("colours/1", [(picture(colour=RED), "red"), (picture(colour=BLUE), "blue")])
    lessons = [(picture(colour=RED), ["warm"]), (picture(colour=BLUE), ["cold"]), (picture(colour=(0, 0, 0)), [])]
    emulator.register("moods/1", lessons, multi_label=True)
    emulator.register_url("https://pictures.example.com/red.png", picture(colour=RED))
    with emulator.serve() as url:
        yield request.param, url
    emulator.verify()


def outcome(
    url: str, picture_: Picture, *, key: str | None = KEY, model: str = "colours/1", asynchronous: bool = False
) -> Classification[client_module.Raw] | VisionAPIError:
    """What one call gives or raises."""

    async def call() -> Classification[client_module.Raw]:
        async with AsyncRoboflow(key, base_url=url) as client:
            return await client.classify(picture_, model=model)

    try:
        if asynchronous:
            return asyncio.run(call())
        with Roboflow(key, base_url=url) as client:
            return client.classify(picture_, model=model)
    except VisionAPIError as error:
        return error


@pytest.mark.parametrize("asynchronous", [False, True])
def test_pictures_get_their_labels(server: tuple[ProfileName, str], asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Both kinds of model, by bytes and by URL, best label first, with the picture's size."""
    _, url = server
    results = [
        outcome(url, picture(colour=RED), asynchronous=asynchronous),
        outcome(url, "https://pictures.example.com/red.png", asynchronous=asynchronous),
        outcome(url, picture(colour=RED), model="moods/1", asynchronous=asynchronous),
    ]

    tops = []
    for result in results:
        assert isinstance(result, Classification)
        assert result.top is not None
        assert [label.confidence for label in result.labels] == sorted(
            (label.confidence for label in result.labels), reverse=True
        )
        assert result.size == visionapis.Size(8, 4)
        tops.append(result.top.name)
    assert tops == ["red", "red", "warm"]


def test_threshold_leaves_out_what_the_model_doubts(server: tuple[ProfileName, str]) -> None:
    """Without one every label is there; with the whole, none is, and `top` is None."""
    _, url = server
    with Roboflow(KEY, base_url=url) as client:
        everything = client.classify(picture(colour=RED), model="moods/1")
        nothing = [
            client.classify(picture(colour=RED), model=model, threshold=1.0) for model in ("colours/1", "moods/1")
        ]

    assert {label.name for label in everything.labels} == {"warm", "cold"}
    assert [(result.labels, result.top) for result in nothing] == [((), None), ((), None)]


MISTAKES = {
    "wrong key": ("AuthenticationError", "AccessDeniedError", None),
    "unknown model": ("NotFoundError", "AccessDeniedError", "NotFoundError"),
    "no key": ("AuthenticationError", "AuthenticationError", None),
    "truncated JPEG": ("BadRequestError", "BadRequestError", "BadRequestError"),
    "unregistered URL": ("BadRequestError", "BadRequestError", "BadRequestError"),
    "text": ("PictureError", "PictureError", "PictureError"),
    "empty": ("PictureError", "PictureError", "PictureError"),
    "missing file": ("PictureError", "PictureError", "PictureError"),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_has_one_typed_error(mistake: str, server: tuple[ProfileName, str], asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """The error's class is that of the server's kind, its line says what to do, and no key is in it."""
    profile, url = server
    expected = MISTAKES[mistake][("serverless", "classify", "self-hosted").index(profile)]
    whole = picture("JPEG", (64, 64))
    key: str | None = {"wrong key": "rf_wrong-key", "no key": None}.get(mistake, KEY)
    model = "colours/2" if mistake == "unknown model" else "colours/1"
    bad: dict[str, Picture] = {
        "truncated JPEG": whole[:-200],
        "unregistered URL": "https://pictures.example.com/blue.png",
        "text": b"a letter",
        "empty": io.BytesIO(),
        "missing file": "missing.jpg",
    }
    result = outcome(url, bad.get(mistake, whole), key=key, model=model, asynchronous=asynchronous)

    assert type(result).__name__ == (expected or "Classification")
    if isinstance(result, VisionAPIError):
        assert KEY not in str(result)
        assert "rf_wrong-key" not in str(result)
        assert "\n" not in str(result)
        assert ("cut short" in str(result)) == (mistake == "truncated JPEG")
