"""Boxes of labels in pixels."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.client.test_labels import classify
from tests.helpers.images import make_image
from visionapis import BoundingBox, ImageSize, PixelBoundingBox


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
