"""Requests and responses of `classify`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ARGUMENTS: dict[str, Any] = {}
CALL = "recognition_detect_objects"


def response(images: Sequence[list[tuple[str, float]]]) -> Any:
    """Return the response with the labels of the one image of a request."""
    (labels,) = images
    objects = [{"name": name, "confidence": confidence * 100, "coordinates": []} for name, confidence in labels]
    data = {"error": 0, "type": "objects", "objects": objects, "quota": 9}
    return {"status": 200, "message": "Success", "data": data}


def error(status: int) -> Any:
    """Return an error about the whole request."""
    return {"status": status, "status_message": "no", "data": []}
