"""Requests to Nanonets: which resource and method serve a model, and how images are named in a call."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, cast, get_args, overload

from visionapis._http.option_types import check_option, check_optional, choice
from visionapis._images.input import ImageURL, LoadedImage
from visionapis._images.sources import ImageSource

from . import models

if TYPE_CHECKING:
    from visionapis_generated.nanonets.resources import AsyncResources, Resources

    from .resources import (
        AsyncImageClassification,
        AsyncMultiLabelClassification,
        AsyncObjectDetection,
        AsyncOcr,
        ImageClassification,
        MultiLabelClassification,
        ObjectDetection,
        Ocr,
    )

    ModelResource: TypeAlias = ImageClassification | MultiLabelClassification | Ocr | ObjectDetection
    AsyncModelResource: TypeAlias = (
        AsyncImageClassification | AsyncMultiLabelClassification | AsyncOcr | AsyncObjectDetection
    )

ModelType: TypeAlias = Literal["image_classification", "multi_label_classification", "ocr", "object_detection"]
"""The type of a model. The client's attribute of the same name has its methods."""


@overload
def resource_of(client: Resources, model_type: ModelType) -> ModelResource: ...


@overload
def resource_of(client: AsyncResources, model_type: ModelType) -> AsyncModelResource: ...


def resource_of(client: Resources | AsyncResources, model_type: ModelType) -> ModelResource | AsyncModelResource:
    """Return the client's resource for models of a type.

    Raises:
        ConfigurationError: There is no such type.
    """
    match check_option("model_type", model_type, choice(*get_args(ModelType))):
        case "image_classification":
            return client.image_classification
        case "multi_label_classification":
            return client.multi_label_classification
        case "ocr":
            return client.ocr
        case _:
            return client.object_detection


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

    @overload
    def send(self, client: Resources, images: Sequence[LoadedImage]) -> models.Classification: ...

    @overload
    def send(self, client: AsyncResources, images: Sequence[LoadedImage]) -> Awaitable[models.Classification]: ...

    def send(
        self, client: Resources | AsyncResources, images: Sequence[LoadedImage]
    ) -> models.Classification | Awaitable[models.Classification]:
        """Call the method for this model and these images, all files or all URLs, and return what it returns."""
        names = image_names(images)
        if isinstance(images[0], ImageURL):
            resource = client.multi_label_classification if self.multi_label else client.image_classification
            return resource.predict_urls(model_id=self.model, urls=names)
        sources = cast("Sequence[ImageSource]", images)
        files = [source.part(models.File, name) for source, name in zip(sources, names, strict=True)]
        if not self.multi_label:
            return client.image_classification.predict_files(model_id=self.model, file=files)
        # The vendor's own client also sends the names as JSON when there are several files.
        data = json.dumps([{"filename": name} for name in names]) if len(names) > 1 else models.UNSET
        return client.multi_label_classification.predict_files(model_id=self.model, files=files, data=data)
