"""Requests to the ImageRecognize emulator, and an image that is registered in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.helpers.images import make_image
from visionapis_generated.vendors import VENDORS
from visionapis_testing import ImageRecognizeEmulator

if TYPE_CHECKING:
    import httpx

    from tests.emulators.channels import Channel

KEY = "test-key"
PATH = f"{urlsplit(VENDORS['imagerecognize'].base_url).path}/"
STREET = make_image(size=(40, 30), colour=(90, 90, 200))

FIELDS: dict[str, dict[str, Any]] = {
    "objects": {"max_labels": 10, "min_confidence": 0},
    "celebrities": {},
    "detect_faces": {},
    "detect_text": {},
    "nsfw": {"nsfw_min_confidence": 0},
}
"""The required fields of each type, without the image."""

FINDINGS: dict[str, list[dict[str, Any]]] = {
    "objects": [
        {"name": "Bicycle", "confidence": 97.41, "coordinates": [{"x": 0.1, "y": 0.4, "width": 0.9, "height": 0.5}]},
        {"name": "Street", "confidence": 61.5, "coordinates": []},
    ],
    "celebrities": [
        {"name": "Ada", "confidence": 98.2, "coordinates": [{"x": 0.3, "y": 0.1, "width": 0.2, "height": 0.3}]}
    ],
    "detect_faces": [{"confidence": 99.6, "coordinates": [{"x": 0.4, "y": 0.1, "width": 0.1, "height": 0.2}]}],
    "detect_text": [
        {
            "name": "LINE",
            "text": "Platform 4",
            "confidence": 96.9,
            "coordinates": [{"x": 0.0, "y": 0.0, "width": 1.0, "height": 0.1}],
        }
    ],
    "nsfw": [{"name": "Violence", "confidence": 12.5}],
}
"""The entries of the response about STREET, by type."""


def make_emulator(**options: Any) -> ImageRecognizeEmulator:
    """Return an emulator with the registered image STREET."""
    emulator = ImageRecognizeEmulator(api_key=KEY, **options)
    emulator.register(
        STREET,
        objects=[("Street", 61.5, []), ("Bicycle", 97.41, [(0.1, 0.4, 0.9, 0.5)])],
        celebrities=[("Ada", 98.2, [(0.3, 0.1, 0.2, 0.3)])],
        faces=[(99.6, [(0.4, 0.1, 0.1, 0.2)])],
        texts=[("Platform 4", 96.9, [(0.0, 0.0, 1.0, 0.1)])],
        nsfw=[("Violence", 12.5)],
    )
    return emulator


def recognize(
    channel: Channel,
    type_: str | None = "objects",
    *,
    key: str | None = KEY,
    image: bytes | None = STREET,
    **fields: Any,
) -> httpx.Response:
    """Send an image with the required fields of the type. Fields that are None are omitted."""
    form = {"apikey": key, "type": type_, **FIELDS.get(type_ or "", {}), **fields}
    data = {name: str(value) for name, value in form.items() if value is not None}
    parts: dict[str, Any] = {name: (None, value) for name, value in data.items()}
    if image is not None:
        parts["file"] = ("file", image)
    return channel.request("POST", PATH, files=parts)


def found_objects(response: httpx.Response) -> list[dict[str, Any]]:
    """Return the entries of a successful response."""
    assert response.status_code == 200, response.text
    entries: list[dict[str, Any]] = response.json()["data"]["objects"]
    return entries
