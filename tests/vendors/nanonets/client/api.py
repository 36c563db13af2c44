"""Responses of Nanonets' API, and the calls of its tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.helpers.recording import make_response
from visionapis import (
    AsyncNanonets,
    Nanonets,
    VisionAPIError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping


MODEL = "3f2a9c1e-7b64-4d0a-9a41-2f6c8e0b5d17"
CAT, DOG, GONE = (f"https://images.example.com/{name}.jpg" for name in ("cat", "dog", "gone"))
QUICK = {"timeout": 5.0, "poll_interval": 0.001}
Call = Callable[..., Any]


def _method(client: Nanonets | AsyncNanonets, name: str) -> Any:
    found: Any = client
    for each in name.split("."):
        found = getattr(found, each)
    return found


def entry(file: str, scores: Mapping[str, float], **fields: object) -> dict[str, object]:
    """Return the entry of a file in a response."""
    prediction = [{"label": label, "probability": score} for label, score in scores.items()]
    return {"message": "Success", "file": file, "prediction": prediction, **fields}


def classified(*entries: dict[str, object], status: str = "200 OK") -> bytes:
    """Return a response with these entries."""
    return make_response({"message": "Success", "model_id": MODEL, "result": list(entries)}, status=status)


def scores(result: object) -> object:
    """Return the confidences of a result by label, or the class of an exception."""
    if isinstance(result, VisionAPIError):
        return type(result)
    return {label.name: label.confidence for label in result.labels}  # type: ignore[attr-defined]  # a Classification


def error_response(status: str, message: str, *errors: dict[str, str]) -> bytes:
    """Return an error in the vendor's envelope."""
    return make_response({"message": message, "code": int(status[:3]), "errors": list(errors)}, status=status)
