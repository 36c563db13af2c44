"""Calls as in the documentation; checked by mypy and basedpyright, not run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, assert_type

from PIL import Image

from visionapis import AsyncRoboflow, Classification, Label, Roboflow
from visionapis_generated.roboflow.models import MultiLabelClassification, SingleLabelClassification

if TYPE_CHECKING:
    Raw = SingleLabelClassification | MultiLabelClassification


def synchronous() -> None:
    """Classify every kind of image and use every result."""
    with Roboflow("key") as client, Path("photo.jpg").open("rb") as file:
        for image in (Path("photo.jpg"), "photo.jpg", "https://images.example.com/photo.jpg", b"", file):
            assert_type(client.classify(image, model="images/3"), "Classification[Raw]")
        result = client.classify(Image.new("RGB", (8, 8)), model="images/3", threshold=0.5)
        assert_type(result.top, Label | None)
        assert_type(result.labels, tuple[Label, ...])
        raw = client.infer("photo.jpg", model="images/3", confidence="best", disable_preproc_grayscale=True)
        if isinstance(raw, SingleLabelClassification):
            assert_type(raw.top, str)
        else:
            assert_type(raw.predicted_classes, list[str])
        assert_type(client.render("photo.jpg", model="images/3", stroke=2), bytes)
        client.classification.infer_url("images", "3", image="https://images.example.com/photo.jpg", confidence=0.3)


async def asynchronous() -> Classification[Raw]:
    """Classify with the asynchronous client."""
    async with AsyncRoboflow("key") as client:
        return await client.classify("photo.jpg", model="images/3")
