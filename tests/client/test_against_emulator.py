"""Clients call emulated servers over a socket: results, and the error of each mistake."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest

import visionapis
from tests.helpers.images import make_image
from visionapis import AsyncRoboflow, Classification, Roboflow, VisionAPIError
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis import ImageInput
    from visionapis.roboflow.models import MultiLabelClassification, SingleLabelClassification
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

KEY = "rf_canary-key"
RED, BLUE = (200, 30, 30), (30, 30, 200)


@pytest.fixture(params=["serverless", "classify", "self-hosted"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[ProfileName, str]]:
    """Serve an emulator of each profile with a single-label and a multi-label model."""
    emulator = RoboflowEmulator(profile=request.param, api_key=KEY)
    emulator.register("colours/1", [(make_image(colour=RED), "red"), (make_image(colour=BLUE), "blue")])
    examples = [
        (make_image(colour=RED), ["warm"]),
        (make_image(colour=BLUE), ["cold"]),
        (make_image(colour=(0, 0, 0)), []),
    ]
    emulator.register("moods/1", examples, multi_label=True)
    emulator.register_url("https://images.example.com/red.png", make_image(colour=RED))
    with emulator.serve() as url:
        yield request.param, url
    emulator.verify()


def outcome(
    url: str, image: ImageInput, *, key: str | None = KEY, model: str = "colours/1", asynchronous: bool = False
) -> Classification[SingleLabelClassification | MultiLabelClassification] | VisionAPIError:
    """Return the result or the error of one call."""

    async def call() -> Classification[SingleLabelClassification | MultiLabelClassification]:
        async with AsyncRoboflow(key, base_url=url) as client:
            return await client.classify(image, model=model)

    try:
        if asynchronous:
            return asyncio.run(call())
        with Roboflow(key, base_url=url) as client:
            return client.classify(image, model=model)
    except VisionAPIError as error:
        return error


@pytest.mark.parametrize("asynchronous", [False, True])
def test_classify_returns_labels(server: tuple[ProfileName, str], asynchronous: bool) -> None:
    """Both model types return labels by confidence and the image size, for bytes and for a URL."""
    _, url = server
    results = [
        outcome(url, make_image(colour=RED), asynchronous=asynchronous),
        outcome(url, "https://images.example.com/red.png", asynchronous=asynchronous),
        outcome(url, make_image(colour=RED), model="moods/1", asynchronous=asynchronous),
    ]

    tops = []
    for result in results:
        assert isinstance(result, Classification)
        assert result.top is not None
        assert [label.confidence for label in result.labels] == sorted(
            (label.confidence for label in result.labels), reverse=True
        )
        assert result.image_size == visionapis.ImageSize(8, 4)
        tops.append(result.top.name)
    assert tops == ["red", "red", "warm"]


def test_threshold_filters_labels(server: tuple[ProfileName, str]) -> None:
    """All labels are returned without a threshold, and none with a threshold of 1."""
    _, url = server
    with Roboflow(KEY, base_url=url) as client:
        all_labels = client.classify(make_image(colour=RED), model="moods/1")
        filtered = [
            client.classify(make_image(colour=RED), model=model, threshold=1.0) for model in ("colours/1", "moods/1")
        ]

    assert {label.name for label in all_labels.labels} == {"warm", "cold"}
    assert [(result.labels, result.top) for result in filtered] == [((), None), ((), None)]


MISTAKES = {
    "wrong key": ("AuthenticationError", "PermissionDeniedError", "AuthenticationError"),
    "unknown model": ("NotFoundError", "PermissionDeniedError", "NotFoundError"),
    "no key": ("AuthenticationError", "AuthenticationError", "AuthenticationError"),
    "truncated JPEG": ("BadRequestError", "BadRequestError", "BadRequestError"),
    "unregistered URL": ("BadRequestError", "BadRequestError", "BadRequestError"),
    "text": ("InvalidImageError", "InvalidImageError", "InvalidImageError"),
    "empty": ("InvalidImageError", "InvalidImageError", "InvalidImageError"),
    "missing file": ("InvalidImageError", "InvalidImageError", "InvalidImageError"),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistakes_raise_typed_errors(mistake: str, server: tuple[ProfileName, str], asynchronous: bool) -> None:
    """Each mistake raises the exception of its server type, in one line without the key."""
    profile, url = server
    expected = MISTAKES[mistake][("serverless", "classify", "self-hosted").index(profile)]
    jpeg = make_image("JPEG", (64, 64))
    key: str | None = {"wrong key": "rf_wrong-key", "no key": None}.get(mistake, KEY)
    model = "colours/2" if mistake == "unknown model" else "colours/1"
    images: dict[str, ImageInput] = {
        "truncated JPEG": jpeg[:-200],
        "unregistered URL": "https://images.example.com/blue.png",
        "text": b"not an image",
        "empty": io.BytesIO(),
        "missing file": "missing.jpg",
    }
    result = outcome(url, images.get(mistake, jpeg), key=key, model=model, asynchronous=asynchronous)

    assert type(result).__name__ == expected
    assert isinstance(result, VisionAPIError)
    assert KEY not in str(result)
    assert "rf_wrong-key" not in str(result)
    assert "\n" not in str(result)
    assert ("truncated" in str(result.hint)) == (mistake == "truncated JPEG")
