"""Labels of results: the order of equal ones, thresholds, and boxes in pixels."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import httpx
import pytest

import visionapis
from tests.helpers.canary_calls import CLASSIFY
from tests.helpers.images import make_image
from visionapis import BoundingBox, ImageSize, PixelBoundingBox

VENDORS = {"imagerecognize": "ImageRecognize", "nanonets": "Nanonets", "roboflow": "Roboflow", "ximilar": "Ximilar"}


def respond(vendor: str, labels: list[tuple[str, float]]) -> Any:
    """Return a vendor's response with these labels in this order."""
    if vendor == "roboflow":
        predictions = [{"class": name, "class_id": 0, "confidence": score} for name, score in labels]
        return {"image": {"width": 8, "height": 4}, "predictions": predictions, "top": "", "confidence": 0.5}
    if vendor == "ximilar":
        status = {"code": 200, "text": "OK"}
        records = [{"_status": status, "labels": [{"name": name, "prob": score, "id": "1"} for name, score in labels]}]
        return {"status": status, "records": records}
    if vendor == "nanonets":
        prediction = [{"label": name, "probability": score} for name, score in labels]
        return {"message": "Success", "result": [{"file": "a", "prediction": prediction}]}
    objects = [{"name": name, "confidence": score * 100, "coordinates": []} for name, score in labels]
    return {
        "status": 200,
        "message": "Success",
        "data": {"error": 0, "type": "objects", "objects": objects, "quota": 9},
    }


def classify(vendor: str, response: object, *, asynchronous: bool = False, **arguments: Any) -> tuple[Any, Any]:
    """Return the result of `classify` with this response, and the request."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=response)

    arguments = {"image": make_image(), **CLASSIFY[vendor], **arguments}
    transport = httpx.MockTransport(handle)

    async def call() -> Any:
        async with getattr(visionapis, f"Async{VENDORS[vendor]}")("key", transport=transport) as client:
            return await client.classify(**arguments)

    if asynchronous:
        return asyncio.run(call()), requests[0]
    with getattr(visionapis, VENDORS[vendor])("key", transport=transport) as client:
        return client.classify(**arguments), requests[0]


def pairs(result: Any) -> list[tuple[str, float]]:
    """Return the labels with their scores, in order."""
    return [(label.name, label.confidence) for label in result.labels]


@pytest.mark.parametrize("names", [*itertools.permutations("abc")], ids="".join)
@pytest.mark.parametrize("vendor", VENDORS)
def test_equal_labels_keep_their_order(vendor: str, names: tuple[str, ...]) -> None:
    """Labels of equal confidence stand in the server's order, after those of a higher one wherever it stood."""
    first, *rest = names
    given = [(first, 0.25), ("best", 0.5), *((name, 0.25) for name in rest), ("worst", 0.0)]
    result, _ = classify(vendor, respond(vendor, given))

    assert pairs(result) == [("best", 0.5), *((name, 0.25) for name in names), ("worst", 0.0)]


def test_equal_labels_of_pages_keep_their_order() -> None:
    """A label on several pages has its highest confidence, at the place where it stood first."""
    response = respond("nanonets", [("b", 0.5), ("a", 0.25), ("c", 0.5)])
    (entry,) = response["result"]
    later = {**entry, "prediction": [{"label": "a", "probability": 0.5}, {"label": "c", "probability": 0.1}]}
    result, _ = classify("nanonets", {**response, "result": [entry, later]})

    assert pairs(result) == [("b", 0.5), ("a", 0.5), ("c", 0.5)]


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
def test_multi_label_threshold(threshold: float | None, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """A multi-label model's labels are those of at least the threshold; all of them for none, and for 0."""
    result, _ = classify("roboflow", multi_label(threshold), asynchronous=asynchronous, threshold=threshold)
    expected = {name: score for name, score in SCORES.items() if score >= (threshold or 0.0)}

    assert pairs(result) == sorted(expected.items(), key=lambda each: -each[1])


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("threshold", "sent"), [(None, "0.0"), (0, "0.0"), (0.0, "0.0"), (0.25, "0.25"), (0.4, "0.4"), (1, "100.0")]
)
def test_roboflow_is_asked_for_every_label(threshold: float | None, sent: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Without a threshold the server is asked for every label, in place of its default of 0.4, by both clients."""
    response = respond("roboflow", [("a", 0.9), ("b", 0.3)])
    _, request = classify("roboflow", response, asynchronous=asynchronous, threshold=threshold)

    assert request.url.params["confidence"] == sent


def boxes_of(boxes: list[BoundingBox], size: tuple[int, int]) -> Any:
    """Return the pixel boxes of a result with these boxes."""
    coordinates = [{"x": box.x, "y": box.y, "width": box.width, "height": box.height} for box in boxes]
    found = {"name": "a", "confidence": 90, "coordinates": coordinates}
    data = {"error": 0, "type": "objects", "objects": [found], "quota": 9}
    result, _ = classify(
        "imagerecognize", {"status": 200, "message": "Success", "data": data}, image=make_image(size=size)
    )
    assert result.image_size == ImageSize(*size)
    return result.labels[0].pixel_boxes


@pytest.mark.parametrize("size", [(10, 10), (7, 3), (64, 48), (1, 1)])
def test_pixel_boxes_end_where_their_edge_is(size: tuple[int, int]) -> None:
    """The edges of a box are rounded, so boxes that share an edge in the image share it in pixels."""
    width, height = size
    edges = [0.0, 0.04, 0.125, 0.25, 0.35, 0.5, 0.55, 0.75, 0.96, 1.0]
    spans = list(itertools.combinations(edges, 2))
    found = boxes_of([BoundingBox(a, a, b - a, b - a) for a, b in spans], size)

    def pixels(start: float, end: float, length: int) -> tuple[int, int]:
        return round(start * length), round((start + (end - start)) * length)

    assert [((box.x, box.x + box.width), (box.y, box.y + box.height)) for box in found] == [
        (pixels(a, b, width), pixels(a, b, height)) for a, b in spans
    ]


def test_pixel_box_is_rounded_by_its_edges() -> None:
    """A box from 2.5 to 5.5 pixels has the edges 2 and 6, so a width of 4, although its own width is 3."""
    assert boxes_of([BoundingBox(0.25, 0.25, 0.3, 0.3)], (10, 10)) == (PixelBoundingBox(2, 2, 4, 4),)
