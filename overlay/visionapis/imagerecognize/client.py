"""Clients of ImageRecognize: classify images, make files for other calls."""

from __future__ import annotations

import math
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from functools import partial
from typing import Unpack

from visionapis._http.auth_schemes import FormAuth
from visionapis._http.batches import map_items, map_items_async
from visionapis._http.client import AsyncClient, Client
from visionapis._http.option_types import check_optional
from visionapis._http.reading import Reader
from visionapis._http.vendor import VendorAPI, hide_secrets
from visionapis._vendors import find_vendor
from visionapis.errors import VisionAPIError
from visionapis.options import AsyncClientOptions, ClientOptions
from visionapis.types import ApiKey, AsyncApiKey, Classification, ImageInput, OnError
from visionapis_generated.imagerecognize.resources import AsyncResources, Resources

from . import models
from .responses import RULES, to_classification

API = VendorAPI(find_vendor("imagerecognize"), FormAuth("apikey"), RULES)

# The server requires a number and documents no maximum. No image shows this many kinds of objects, and a much larger
# number might be rejected.
MAX_LABELS = 1000


class ImageRecognize(Client, Resources):
    """A client of the ImageRecognize API.

    `recognition` has one method per call of the API. Close the client, or use it in a `with` statement, to close its
    connections.

    >>> with ImageRecognize() as client:
    ...     client.classify("street.jpg").top
    Label(name='Bicycle', confidence=0.9741)
    """

    def __init__(self, api_key: ApiKey | None = None, **options: Unpack[ClientOptions]) -> None:
        """Create a client. No request is sent.

        Args:
            api_key: The key, or a function that returns it, called once per call of the API. Default: the environment
                variable `IMAGERECOGNIZE_API_KEY`. Only the vendor's own hosts require a key. It is sent as a form
                field; `recognition.get_cache` sends it in the query.
            **options: See `visionapis.ClientOptions`. `base_url` defaults to the environment variable
                `IMAGERECOGNIZE_BASE_URL`, then to https://imagerecognize.com/api/v3. `max_image_bytes` defaults to
                50,000,000: the vendor documents a limit of "50Mb".

        Raises:
            ConfigurationError: There is no key, or an option has an invalid value.
        """
        api_key, options = hide_secrets(api_key, options)
        Client.__init__(self, API, api_key, options)

    def classify(self, image: ImageInput, *, threshold: float | None = None) -> Classification[models.ObjectsResponse]:
        """Detect the kinds of objects in an image and return them as labels, best first. Costs a call of the plan.

        Confidences are independent of each other. `Label.boxes` has a box for each place where the object was found,
        `Label.pixel_boxes` the same in pixels. The image size comes from the header of the image, since the response
        does not have it. Boxes and size are those of the upright image, with its EXIF orientation applied.

        Args:
            image: A path, bytes, a binary file, a PIL image or a NumPy array. The server reads JPEG and PNG, and does
                not fetch URLs.
            threshold: Minimum confidence of a returned label, from 0 to 1. Default: return every label.

        Raises:
            ConfigurationError: `threshold` is not from 0 to 1.
            InvalidImageError: The image cannot be read, is too large, has another format, or is a URL.
            BadRequestError: The server rejected the image. A recognition that failed on the server has status 200.
            VisionAPIError: The call failed; `visionapis.errors` lists the subclasses.

        >>> label = client.classify("street.jpg", threshold=0.5).top
        >>> label.name, label.pixel_boxes
        ('Bicycle', (PixelBoundingBox(x=6, y=10, width=20, height=19),))
        """
        min_confidence = _to_percent(threshold)
        source = self._load.source(image)
        image_size, file = source.image_size, source.part(models.File)
        reader = Reader(to_classification, image_size=image_size, threshold=threshold)
        detect = self.recognition.detect_objects
        return reader.call(lambda: detect(file=file, max_labels=MAX_LABELS, min_confidence=min_confidence))

    def classify_many(
        self,
        images: Iterable[ImageInput],
        *,
        threshold: float | None = None,
        max_concurrency: int | None = None,
        on_error: OnError = "raise",
    ) -> Iterator[Classification[models.ObjectsResponse] | VisionAPIError]:
        """Classify any number of images, one per request, and yield one result per image, in order.

        Requests run concurrently, in threads; at most twice `max_concurrency` images are read ahead. An image that
        fails (InvalidImageError, BadRequestError, RequestTooLargeError, UnprocessableEntityError) yields its exception
        in place of a result. Any other error ends the iteration: it is raised after the results before it were yielded
        and the requests in flight have ended. With `on_error="yield"` every error except ConfigurationError is yielded
        in its place, and the iteration goes on.

        Args:
            images: The images, as `classify` accepts them.
            threshold: Minimum confidence of a returned label, from 0 to 1. Default: return every label.
            max_concurrency: Number of requests in flight at a time, up to the client's own `max_concurrency`. Default:
                the client's own, else 8.
            on_error: `"raise"` or `"yield"`, see above.

        Raises:
            ConfigurationError: An argument is invalid.
            VisionAPIError: A request failed; `visionapis.errors` lists the subclasses.

        >>> for result in client.classify_many(["street.jpg", "missing.jpg"]):
        ...     print(type(result).__name__)
        Classification
        InvalidImageError
        """
        threshold = check_optional("threshold", threshold)
        options = self._batch_options(max_concurrency, on_error)
        return map_items(images, partial(self.classify, threshold=threshold), options)

    def image_file(self, image: ImageInput, name: str | None = None) -> models.File:
        """Return the image as a file for the methods of `recognition`. The image is read when it is sent.

        Args:
            image: The image, as `classify` accepts it.
            name: The file name that the server sees. Default: a name made from the format, such as `image.jpeg`.

        Raises:
            InvalidImageError: The image cannot be read, is too large, has another format, or is a URL.

        >>> client.recognition.detect_text(file=client.image_file("sign.png")).data.objects[0].text
        'Platform 4'
        """
        return self._load.source(image).part(models.File, check_optional("name", name))


class AsyncImageRecognize(AsyncClient, AsyncResources):
    """An asynchronous client of the ImageRecognize API.

    Its methods are those of `ImageRecognize`, to be awaited.

    >>> async def main() -> None:
    ...     async with AsyncImageRecognize() as client:
    ...         result = await client.classify("street.jpg")
    ...         print(result.top)
    >>> asyncio.run(main())
    Label(name='Bicycle', confidence=0.9741)
    """

    def __init__(self, api_key: AsyncApiKey | None = None, **options: Unpack[AsyncClientOptions]) -> None:
        """Create a client as `ImageRecognize` does. The function that returns the key may be asynchronous."""
        api_key, options = hide_secrets(api_key, options)
        AsyncClient.__init__(self, API, api_key, options)

    async def classify(
        self, image: ImageInput, *, threshold: float | None = None
    ) -> Classification[models.ObjectsResponse]:
        """Detect the kinds of objects in an image and return them as labels. See `ImageRecognize.classify`."""
        min_confidence = _to_percent(threshold)
        source = await self._load.asource(image)
        image_size, file = source.image_size, source.part(models.File)
        reader = Reader(to_classification, image_size=image_size, threshold=threshold)
        detect = self.recognition.detect_objects
        return await reader.call_async(lambda: detect(file=file, max_labels=MAX_LABELS, min_confidence=min_confidence))

    def classify_many(
        self,
        images: Iterable[ImageInput] | AsyncIterable[ImageInput],
        *,
        threshold: float | None = None,
        max_concurrency: int | None = None,
        on_error: OnError = "raise",
    ) -> AsyncIterator[Classification[models.ObjectsResponse] | VisionAPIError]:
        """Classify any number of images and yield one result per image. See `ImageRecognize.classify_many`."""
        threshold = check_optional("threshold", threshold)
        options = self._batch_options(max_concurrency, on_error)
        return map_items_async(images, partial(self.classify, threshold=threshold), options)

    async def image_file(self, image: ImageInput, name: str | None = None) -> models.File:
        """Return the image as a file for the methods of `recognition`. See `ImageRecognize.image_file`."""
        return (await self._load.asource(image)).part(models.File, check_optional("name", name))


def _to_percent(threshold: float | None) -> int:
    """Return the threshold in percent, rounded down: the server takes whole numbers, the rest is applied here.

    Raises:
        ConfigurationError: The threshold is not from 0 to 1.
    """
    threshold = check_optional("threshold", threshold)
    return math.floor((threshold or 0) * 100)
