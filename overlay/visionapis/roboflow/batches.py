"""Several images in one request, which self-hosted servers take: checks, the body of the request, and its results."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from visionapis._http.batches import ITEM_ERRORS
from visionapis._http.option_types import check_option
from visionapis._http.reading import Reader
from visionapis._images.input import ImageURL, LoadedImage
from visionapis.errors import ConfigurationError, ResponseDecodeError

from . import models
from .requests import HOSTED
from .responses import to_classification

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from visionapis.errors import VisionAPIError
    from visionapis.types import Classification

    from . import resources

    Response: TypeAlias = models.SingleLabelClassification | models.MultiLabelClassification
    Result: TypeAlias = Classification[Response]


def check_batch_size(batch_size: int, host: str) -> int:
    """Return the number of images per request. Raises ConfigurationError if the host does not take as many."""
    batch_size = check_option("batch_size", batch_size)
    if host in HOSTED and batch_size > 1:
        raise ConfigurationError(
            f"batch_size must be 1, not {batch_size}: the vendor's hosts take one image per request",
            hint="set base_url to an inference server of your own, or raise max_concurrency",
        )
    return batch_size


def classify_batch(
    classification: resources.Classification, model: str, threshold: float | None, images: Sequence[LoadedImage]
) -> list[Result | VisionAPIError]:
    """Classify images in one request, or one by one if an image is rejected: the error does not say which one."""
    try:
        sent = [to_inference_image(image) for image in images]
        send = partial(classification.infer_images, model_id=model, image=sent, confidence=threshold or 0.0)
        return [*Reader(_to_classifications, count=len(images), threshold=threshold).call(send)]
    except ITEM_ERRORS as error:
        if len(images) == 1:
            return [error.with_traceback(None)]  # its frames would keep the image in memory
        return [each for image in images for each in classify_batch(classification, model, threshold, [image])]


async def classify_batch_async(
    classification: resources.AsyncClassification, model: str, threshold: float | None, images: Sequence[LoadedImage]
) -> list[Result | VisionAPIError]:
    """The asynchronous version of `classify_batch`."""
    try:
        sent = [to_inference_image(image) for image in images]
        send = partial(classification.infer_images, model_id=model, image=sent, confidence=threshold or 0.0)
        return [*await Reader(_to_classifications, count=len(images), threshold=threshold).call_async(send)]
    except ITEM_ERRORS as error:
        if len(images) == 1:
            return [error.with_traceback(None)]  # its frames would keep the image in memory
        singly = [await classify_batch_async(classification, model, threshold, [image]) for image in images]
        return [result for results in singly for result in results]


def to_inference_image(image: LoadedImage) -> models.InferenceImage:
    """Return the image as the calls with a JSON body take it."""
    if isinstance(image, ImageURL):
        return models.InferenceImage("url", image.url)
    return models.InferenceImage("base64", image.image_base64())


def _to_classifications(response: Sequence[Response], *, count: int, threshold: float | None) -> list[Result]:
    """Return the labels of each of `count` images. Raises ResponseDecodeError."""
    if len(response) != count:
        raise ResponseDecodeError(
            f"the response has {len(response)} results for {count} images",
            hint="use batch_size=1: the server's older engine (USE_INFERENCE_MODELS=False) cannot classify batches",
        )
    return [to_classification(each, threshold) for each in response]
