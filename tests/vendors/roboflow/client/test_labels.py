"""Thresholds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client.test_labels import classify, pairs
from tests.vendors.roboflow.classify import response

SCORES = {"rare": 0.001, "low": 0.02, "middle": 0.3, "high": 0.9}
# As the server responds: all labels, and those of at least the confidence, which it raises to 0.01.
MULTI_LABEL = {name: {"confidence": score, "class_id": index} for index, (name, score) in enumerate(SCORES.items())}


def multi_label(threshold: float | None) -> dict[str, Any]:
    """Return the response of a multi-label model."""
    least = max(0.01, threshold or 0.0)
    names = [name for name, score in SCORES.items() if score >= least]
    return {"image": {"width": 8, "height": 4}, "predictions": MULTI_LABEL, "predicted_classes": names}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("threshold", [None, 0.0, 0.001, 0.005, 0.02, 0.3, 0.5, 0.95, 1.0])
def test_multi_label_threshold(threshold: float | None, asynchronous: bool) -> None:
    """A multi-label model's labels are those of at least the threshold; all of them for none, and for 0."""
    result, _ = classify("roboflow", multi_label(threshold), asynchronous=asynchronous, threshold=threshold)
    expected = {name: score for name, score in SCORES.items() if score >= (threshold or 0.0)}

    assert pairs(result) == sorted(expected.items(), key=lambda each: -each[1])


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("threshold", "sent"), [(None, "0.0"), (0, "0.0"), (0.0, "0.0"), (0.25, "0.25"), (0.4, "0.4"), (1, "100.0")]
)
def test_server_is_asked_for_every_label(threshold: float | None, sent: str, asynchronous: bool) -> None:
    """Without a threshold the server is asked for every label, in place of its default of 0.4, by both clients."""
    body = response([[("a", 0.9), ("b", 0.3)]])
    _, request = classify("roboflow", body, asynchronous=asynchronous, threshold=threshold)

    assert request.url.params["confidence"] == sent
