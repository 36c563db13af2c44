"""Batches of Nanonets: what a request with several images holds, and a response to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.recording import make_response
from tests.helpers.wire import parse_received
from visionapis_testing.contracts.parsing import File

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.helpers.recording import Received

ARGUMENTS = {"model": "a"}


def images_of(received: Received) -> list[bytes]:
    """Return the images of a request, or their URLs."""
    return [
        value.content if isinstance(value, File) else value.encode()
        for name, value in parse_received(received).form
        if name in {"file", "urls"}
    ]


def respond(images: Sequence[bytes]) -> bytes:
    """Return a response in which each image has a label, except those that end with `bad`."""
    entries: list[object] = []
    for image in images:
        is_bad = image.endswith(b"bad")
        prediction = [] if is_bad else [{"label": "dent", "probability": 1.0}]
        entries.append({"message": "unreadable" if is_bad else "Success", "file": "a", "prediction": prediction})
    return make_response({"message": "Success", "result": entries})
