"""Requests to Nanonets: which resource and method serve a model, and how images are named in a call."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, cast, get_args

from visionapis._http.option_types import check_option, check_optional, choice
from visionapis._images.input import ImageURL, LoadedImage
from visionapis._images.sources import ImageSource

from . import models

ModelType: TypeAlias = Literal["image_classification", "multi_label_classification", "ocr", "object_detection"]
"""The type of a model. The client's attribute of the same name has its methods."""


def resource_of(client: object, model_type: ModelType) -> Any:
    """Return the client's resource for models of a type.

    Raises:
        ConfigurationError: There is no such type.
    """
    return getattr(client, check_option("model_type", model_type, choice(*get_args(ModelType))))


def image_names(images: Iterable[LoadedImage]) -> list[str]:
    """Return the names under which the server sees the images of a call."""
    return [
        image.url if isinstance(image, ImageURL) else f"image-{index}.{image.format.lower()}"
        for index, image in enumerate(images)
    ]


@dataclass(eq=False, repr=False)
class ClassifyRequest:
    """A classification of images by one model.

    Raises:
        ConfigurationError: `multi_label` is not a bool, or the threshold is not from 0 to 1.
    """

    model: str
    multi_label: bool
    threshold: float | None

    def __post_init__(self) -> None:
        self.multi_label = check_option("multi_label", self.multi_label)
        self.threshold = check_optional("threshold", self.threshold)

    def send(self, client: Any, images: Sequence[LoadedImage]) -> Any:
        """Call the method for this model and these images, all files or all URLs, and return what it returns."""
        resource = client.multi_label_classification if self.multi_label else client.image_classification
        names = image_names(images)
        if isinstance(images[0], ImageURL):
            return resource.predict_urls(model_id=self.model, urls=names)
        sources = cast("Sequence[ImageSource]", images)
        files = [source.part(models.File, name) for source, name in zip(sources, names, strict=True)]
        if not self.multi_label:
            return resource.predict_files(model_id=self.model, file=files)
        # The vendor's own client also sends the names as JSON when there are several files.
        data = {"data": json.dumps([{"filename": name} for name in names])} if len(names) > 1 else {}
        return resource.predict_files(model_id=self.model, files=files, **data)
