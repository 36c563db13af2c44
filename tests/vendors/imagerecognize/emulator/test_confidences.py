"""Findings at the minimum confidence and of similar images, and the body of a GET."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from visionapis_testing import ImageRecognizeEmulator

from .api import KEY, PATH, found_objects, recognize

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel
    from visionapis_testing import Emulator

IMAGE = make_image()


@pytest.mark.parametrize(("type_", "field"), [("objects", "min_confidence"), ("nsfw", "nsfw_min_confidence")])
def test_confidence_that_equals_the_minimum(open_new: Callable[[Emulator], Channel], type_: str, field: str) -> None:
    """An entry with exactly the minimum confidence is returned, and one below it is not."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    emulator.register(IMAGE, objects=[("At", 60.0, []), ("Below", 59.99, [])], nsfw=[("At", 60.0), ("Below", 59.99)])
    channel = open_new(emulator)

    fields: dict[str, Any] = {field: 60}
    found = found_objects(recognize(channel, type_, image=IMAGE, **fields))

    assert [each["name"] for each in found] == ["At"]


def test_images_that_are_registered_later(open_new: Callable[[Emulator], Channel]) -> None:
    """An unregistered image gets the findings of the image most like it, also of one registered since the last call."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    shades = {"Night": (20, 20, 20), "Dusk": (90, 90, 90), "Day": (230, 230, 230)}
    for name in ("Night", "Dusk"):
        emulator.register(make_image(colour=shades[name]), objects=[(name, 90.0, [])])
    channel = open_new(emulator)
    bright = make_image(colour=(228, 228, 228))
    before = found_objects(recognize(channel, image=bright))
    emulator.register(make_image(colour=shades["Day"]), objects=[("Day", 90.0, [])])

    after = found_objects(recognize(channel, image=bright))

    assert [[each["name"] for each in entries] for entries in (before, after)] == [["Dusk"], ["Day"]]


def test_boxes_of_images_with_the_same_objects(open_new: Callable[[Emulator], Channel]) -> None:
    """An unregistered image gets the boxes of the first registered one with the objects that are most likely."""
    emulator = ImageRecognizeEmulator(api_key=KEY)
    for left in (0.1, 0.2, 0.3):
        content = make_image(colour=(round(100 * left), 20, 20))
        emulator.register(content, objects=[("Car", 90.0, [(left, 0.0, 0.5, 0.5)])])

    (found,) = found_objects(recognize(open_new(emulator), image=make_image(colour=(25, 22, 22))))

    assert (found["name"], found["coordinates"][0]["x"]) == ("Car", 0.1)


def test_body_of_a_get(open_new: Callable[[Emulator], Channel]) -> None:
    """The fields of a GET are those of the query; a body is ignored."""
    channel = open_new(ImageRecognizeEmulator(api_key=KEY))
    query = {"apikey": KEY, "type": "cache"}

    response = channel.request("GET", PATH, params=query, data={"type": "objects", "max_labels": "many"})

    assert found_objects(response) == []
