"""Emulated servers of Roboflow, one per profile, with two models and images behind URLs."""

from collections.abc import Callable, Mapping
from functools import partial

import httpx

from visionapis_testing import RoboflowEmulator
from visionapis_testing.conformance.images import COLOURS, HOST, INVALID, VALID, by_url, make_image
from visionapis_testing.conformance.scenarios import Resources
from visionapis_testing.conformance.suites import KEY, PreparedServer
from visionapis_testing.vendors.roboflow.profiles import ProfileName

SINGLE_LABEL = "images/1"
MULTI_LABEL = "images/2"

IMAGES = by_url(VALID)
_INVALID_IMAGES = by_url(INVALID)
_INVALID_URLS = (
    *_INVALID_IMAGES,
    f"{HOST}/missing.jpg",
    f"{HOST.replace('https', 'http')}/png",
    "https://192.0.2.1/photo.jpg",
    "https://localhost/photo.jpg",
    "photo.jpg",
)

RESOURCE_NAMES: Mapping[str, str] = {
    "single_label": "the id DATASET/VERSION of a single-label model",
    "multi_label": "the id DATASET/VERSION of a multi-label model",
    "image_url": "the https URL of an image",
    "invalid_url": "a URL without an image",
}


def emulator(profile: ProfileName) -> RoboflowEmulator:
    """Return an emulator with a single-label and a multi-label model of colours."""
    server = RoboflowEmulator(profile, api_key=KEY)
    server.register(SINGLE_LABEL, [(make_image(colour), colour) for colour in COLOURS])
    server.register(MULTI_LABEL, [(make_image(colour), {colour, "plain"}) for colour in COLOURS], multi_label=True)
    for url, content in {**IMAGES, **_INVALID_IMAGES}.items():
        server.register_url(url, content)
    return server


def prepare(profile: ProfileName) -> PreparedServer:
    """Return that emulator and its resources."""
    resources = {
        "single_label": [SINGLE_LABEL],
        "multi_label": [MULTI_LABEL],
        "image_url": [*IMAGES],
        "invalid_url": _INVALID_URLS,
    }
    return PreparedServer(emulator(profile), resources)


SERVERS: Mapping[str, Callable[[], PreparedServer]] = {
    profile: partial(prepare, profile) for profile in ("serverless", "classify", "self-hosted", "offline")
}

KEYLESS = ("self-hosted", "offline")
"""Such a server needs no key for a loaded model."""


def discover(client: httpx.Client, key: str) -> Resources:
    """Return no resources: no operation of the contract lists models."""
    return {}


def server_type(base_url: str) -> str:
    """Return the profile of a host by its name, as the client does."""
    host = httpx.URL(base_url).host
    if host == "classify.roboflow.com":
        return "classify"
    return "serverless" if host.endswith((".roboflow.com", ".roboflow.cloud")) else "self-hosted"
