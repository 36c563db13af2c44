"""Requests and responses of `classify`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ARGUMENTS: dict[str, Any] = {"model": "3f2a9c1e"}
CALL = "image_classification_predict_files"


def response(images: Sequence[list[tuple[str, float]]]) -> Any:
    """Return the response with the labels of each image of a request."""
    predictions = [[{"label": name, "probability": each} for name, each in labels] for labels in images]
    result = [{"file": f"image-{index}.png", "prediction": each} for index, each in enumerate(predictions)]
    return {"message": "Success", "result": result}


def error(status: int) -> Any:
    """Return an error about the whole request."""
    return {"message": "no", "code": status, "errors": []}
