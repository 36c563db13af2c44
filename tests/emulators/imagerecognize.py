"""Requests to ImageRecognize's emulator, and a picture that it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.helpers.images import picture
from visionapis_testing import ImageRecognizeEmulator

if TYPE_CHECKING:
    import httpx

    from .channels import Way

KEY = "test-key"
PATH = "/api/v3/"
STREET = picture(size=(40, 30), colour=(90, 90, 200))

FIELDS: dict[str, dict[str, Any]] = {
    "objects": {"max_labels": 10, "min_confidence": 0},
    "celebrities": {},
    "detect_faces": {},
    "detect_text": {},
    "nsfw": {"nsfw_min_confidence": 0},
}
"""What each type of picture demands beside the picture."""

FOUND: dict[str, list[dict[str, Any]]] = {
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
"""What is found in the street."""


def taught(**options: Any) -> ImageRecognizeEmulator:
    """An emulator that knows what is in the street."""
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
    way: Way, type_: str | None = "objects", *, key: str | None = KEY, image: bytes | None = STREET, **fields: Any
) -> httpx.Response:
    """Send a picture with all that its type demands; a field that is None is left out."""
    form = {"apikey": key, "type": type_, **FIELDS.get(type_ or "", {}), **fields}
    data = {name: str(value) for name, value in form.items() if value is not None}
    parts: dict[str, Any] = {name: (None, value) for name, value in data.items()}
    if image is not None:
        parts["file"] = ("file", image)
    return way.request("POST", PATH, files=parts)


def objects(response: httpx.Response) -> list[dict[str, Any]]:
    """What an answer has found."""
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["data"]["objects"]
    return found
