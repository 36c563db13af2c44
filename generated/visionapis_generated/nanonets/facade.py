# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
"""The nanonets API by resource; a resource is loaded on first use."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..operation import AsyncCaller, Caller
    from .resources.image_classification import (
        AsyncImageClassification,
        ImageClassification,
    )
    from .resources.inferences import AsyncInferences, Inferences
    from .resources.multi_label_classification import (
        AsyncMultiLabelClassification,
        MultiLabelClassification,
    )
    from .resources.object_detection import AsyncObjectDetection, ObjectDetection
    from .resources.ocr import AsyncOcr, Ocr


class Facade:
    """Every resource of the API, synchronous."""

    def __init__(self, caller: Caller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    @cached_property
    def image_classification(self) -> ImageClassification:
        """Models that give a picture one label."""
        from .resources.image_classification import ImageClassification

        return ImageClassification(self._caller)

    @cached_property
    def multi_label_classification(self) -> MultiLabelClassification:
        """Models that give a picture any number of labels."""
        from .resources.multi_label_classification import MultiLabelClassification

        return MultiLabelClassification(self._caller)

    @cached_property
    def ocr(self) -> Ocr:
        """Models that read labelled fields and tables, and the text of files without a model."""
        from .resources.ocr import Ocr

        return Ocr(self._caller)

    @cached_property
    def object_detection(self) -> ObjectDetection:
        """Models that draw labelled boxes. The routes serve OCR models too."""
        from .resources.object_detection import ObjectDetection

        return ObjectDetection(self._caller)

    @cached_property
    def inferences(self) -> Inferences:
        """Pages that OCR models have read, and what people made of them."""
        from .resources.inferences import Inferences

        return Inferences(self._caller)


class AsyncFacade:
    """Every resource of the API, asynchronous."""

    def __init__(self, caller: AsyncCaller) -> None:
        """`caller` sends each request and reads each answer."""
        self._caller = caller

    @cached_property
    def image_classification(self) -> AsyncImageClassification:
        """Models that give a picture one label."""
        from .resources.image_classification import AsyncImageClassification

        return AsyncImageClassification(self._caller)

    @cached_property
    def multi_label_classification(self) -> AsyncMultiLabelClassification:
        """Models that give a picture any number of labels."""
        from .resources.multi_label_classification import AsyncMultiLabelClassification

        return AsyncMultiLabelClassification(self._caller)

    @cached_property
    def ocr(self) -> AsyncOcr:
        """Models that read labelled fields and tables, and the text of files without a model."""
        from .resources.ocr import AsyncOcr

        return AsyncOcr(self._caller)

    @cached_property
    def object_detection(self) -> AsyncObjectDetection:
        """Models that draw labelled boxes. The routes serve OCR models too."""
        from .resources.object_detection import AsyncObjectDetection

        return AsyncObjectDetection(self._caller)

    @cached_property
    def inferences(self) -> AsyncInferences:
        """Pages that OCR models have read, and what people made of them."""
        from .resources.inferences import AsyncInferences

        return AsyncInferences(self._caller)
