"""Requests and responses of `classify`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ARGUMENTS: dict[str, Any] = {"model": "digits/1"}
CALL = "classification_infer_base64"


def response(images: Sequence[list[tuple[str, float]]]) -> Any:
    """Return the response with the labels of the one image of a request."""
    (labels,) = images
    predictions = [{"class": name, "class_id": 0, "confidence": each} for name, each in labels]
    return {"image": {"width": 8, "height": 4}, "predictions": predictions, "top": "", "confidence": 0.5}


def error(status: int) -> Any:
    """Return an error about the whole request."""
    return {"message": "no", "code": status}
