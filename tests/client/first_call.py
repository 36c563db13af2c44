"""Calls as users write them; checked by mypy and basedpyright, not run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, assert_type

from PIL import Image

from visionapis import AsyncRoboflow, Classification, Label, Roboflow
from visionapis_generated.roboflow.models import MultiLabelClassification, SingleLabelClassification

if TYPE_CHECKING:
    Raw = SingleLabelClassification | MultiLabelClassification


def synchronous() -> None:
    """Every kind of picture, every result."""
    with Roboflow("key") as client, Path("photo.jpg").open("rb") as file:
        for picture in (Path("photo.jpg"), "photo.jpg", "https://pictures.example.com/photo.jpg", b"", file):
            assert_type(client.classify(picture, model="pictures/3"), "Classification[Raw]")
        result = client.classify(Image.new("RGB", (8, 8)), model="pictures/3", threshold=0.5)
        assert_type(result.top, Label | None)
        assert_type(result.labels, tuple[Label, ...])
        raw = client.infer("photo.jpg", model="pictures/3", confidence="best", disable_preproc_grayscale=True)
        if isinstance(raw, SingleLabelClassification):
            assert_type(raw.top, str)
        else:
            assert_type(raw.predicted_classes, list[str])
        assert_type(client.render("photo.jpg", model="pictures/3", stroke=2), bytes)
        client.classification.infer_url("pictures", "3", image="https://pictures.example.com/photo.jpg", confidence=0.3)


async def asynchronous() -> Classification[Raw]:
    """The same, awaited."""
    async with AsyncRoboflow("key") as client:
        return await client.classify("photo.jpg", model="pictures/3")
