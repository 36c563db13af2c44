"""Labels of several pages."""

from __future__ import annotations

from tests.client.test_labels import classify, pairs
from tests.vendors.nanonets.classify import response


def test_equal_labels_of_pages_keep_their_order() -> None:
    """A label on several pages has its highest confidence, at the place where it stood first."""
    body = response([[("b", 0.5), ("a", 0.25), ("c", 0.5)]])
    (entry,) = body["result"]
    later = {**entry, "prediction": [{"label": "a", "probability": 0.5}, {"label": "c", "probability": 0.1}]}
    result, _ = classify("nanonets", {**body, "result": [entry, later]})

    assert pairs(result) == [("b", 0.5), ("a", 0.5), ("c", 0.5)]
