"""Emulated servers of ImageRecognize. No request needs a resource of the server."""

from collections.abc import Callable, Mapping
from functools import partial

import httpx

from visionapis_testing import ImageRecognizeEmulator
from visionapis_testing.conformance.images import COLOURS, make_image
from visionapis_testing.conformance.scenarios import Resources
from visionapis_testing.conformance.suites import KEY, PreparedServer
from visionapis_testing.vendors.imagerecognize.backend import ContentType, StatusIn

RESOURCE_NAMES: Mapping[str, str] = {}

SETTINGS: Mapping[str, tuple[StatusIn, ContentType]] = {
    "documented": ("both", "text/html"),
    "status-in-body": ("body", "application/json"),
}
"""Where each server puts the status, and the content type of its responses. The vendor is believed to do the first."""


def prepare(server_type: str) -> PreparedServer:
    """Return an emulator that recognizes something of every type in images of one colour."""
    status_in, content_type = SETTINGS[server_type]
    emulator = ImageRecognizeEmulator(
        api_key=KEY, remaining_calls=100_000, status_in=status_in, content_type=content_type
    )
    for number, colour in enumerate(COLOURS):
        box = (0.1 * number, 0.25, 0.5, 0.5)
        emulator.register(
            make_image(colour),
            objects=[(colour, 95.5 - number, [box]), ("Colour", 61.5, [])],
            celebrities=[(f"Ada {colour}", 98.25, [box])],
            faces=[(99.5, [box])],
            texts=[(f"Platform {number}", 96.75, [box])],
            nsfw=[("Violence", 12.5 * number)],
        )
    return PreparedServer(emulator, {})


SERVERS: Mapping[str, Callable[[], PreparedServer]] = {
    server_type: partial(prepare, server_type) for server_type in SETTINGS
}


def discover(client: httpx.Client, key: str) -> Resources:
    """Return no resources."""
    return {}


def server_type(base_url: str) -> str:
    """Return `documented` for every URL."""
    return "documented"
