"""Responses of Ximilar's API, and the calls of its tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.vendors import contract

Use = Callable[[Any], Any]
Run = Callable[[RecordingServer, Use], Any]

KEY = "0123456789abcdef0123456789abcdef01234567"
TASK = "6f1a2c34-0d5e-4b6f-8a71-92b3c4d5e6f7"
URL = "https://images.example.com/1.jpg?signature=SIGNED"
CLASSIFY = next(each for each in contract("ximilar").operations() if each.id == "recognition_classify")


TRAINED = {"id": TASK, "name": "parts", "type": "multi_class", "production_version": 3, "last_train_status": "TRAINED"}


def example(name: str, status: str = "200") -> dict[str, Any]:
    """Return an example of a response from the contract."""
    found: dict[str, Any] = CLASSIFY.data["responses"][status]["content"]["application/json"]["examples"][name]["value"]
    return found


def record(name: str = "dent", **fields: object) -> dict[str, object]:
    """Return a record that was classified."""
    labels = [{"id": "1", "name": name, "prob": 0.75}, {"id": "2", "name": "other", "prob": 0.25}]
    return {"_status": {"code": 200, "text": "OK"}, "best_label": labels[0], "labels": labels, **fields}


def failed_record(code: int = 400, text: str = "The image cannot be read") -> dict[str, object]:
    """Return a record that failed."""
    return {"_status": {"code": code, "text": text}}


def classified(*records: dict[str, object], code: object = 200, text: object = "OK") -> bytes:
    """Return a response with these records."""
    return make_response(
        {"task_id": TASK, "version": 3, "status": {"code": code, "text": text}, "records": list(records)}
    )


def classify(client: Any) -> Any:
    """Classify a small image."""
    return client.classify(make_image(), task=TASK)
