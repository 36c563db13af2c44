"""Requests and responses of `classify`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

ARGUMENTS: dict[str, Any] = {"task": "6f1a2c34"}
CALL = "recognition_classify"
STATUS = {"code": 200, "text": "OK"}


def response(images: Sequence[list[tuple[str, float]]]) -> Any:
    """Return the response with the labels of each image of a request."""
    found = [[{"name": name, "prob": each, "id": "1"} for name, each in labels] for labels in images]
    records = [{"_status": STATUS, "labels": labels, "_width": 8, "_height": 4} for labels in found]
    return {"status": STATUS, "records": records}


def raw(body: Any) -> Any:
    """Return the part of a response that is the `raw` of the first image's result."""
    return body["records"][0]


def error(_status: int) -> Any:
    """Return an error about the whole request."""
    return {"detail": "no"}
