"""Clients of Roboflow: classify images, return the server's own responses, render images with their labels."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from functools import partial
from typing import Unpack

from visionapis._http.batches import map_batches, map_batches_async, map_items, map_items_async
from visionapis._http.client import AsyncClient, Client
from visionapis._http.option_types import check_optional, check_options
from visionapis._http.reading import Reader
from visionapis._http.vendor import hide_secrets, resolve_base_url
from visionapis.errors import VisionAPIError
from visionapis.options import AsyncClientOptions, ClientOptions
from visionapis.types import ApiKey, AsyncApiKey, Classification, ImageInput, OnError
from visionapis_generated.roboflow.resources import AsyncResources, Resources

from . import models
from .batches import check_batch_size, classify_batch, classify_batch_async, to_inference_image
from .requests import VENDOR, ApiKeyIn, Confidence, InferOptions, api_at, check_model, make_request
from .responses import to_classification


class Roboflow(Client, Resources):
    """A client of Roboflow's classification, on the vendor's hosts or on an inference server of your own.

    `classification`, `models` and `server` have one method per call of the API; `models` and `server` are those of an
    inference server of your own. Close the client, or use it in a `with` statement, to close its connections.

    >>> with Roboflow() as client:
    ...     client.classify("photo.jpg", model="images/3").top
    Label(name='cat', confidence=1.0)
    """

    def __init__(
        self, api_key: ApiKey | None = None, *, api_key_in: ApiKeyIn | None = None, **options: Unpack[ClientOptions]
    ) -> None:
        """Create a client. No request is sent.

        Args:
            api_key: The key, or a function that returns it, called once per call of the API. Default: the environment
                variable `ROBOFLOW_API_KEY`. Only the vendor's own hosts require a key.
            api_key_in: `"header"` sends the key as a bearer token, `"query"` as the parameter or JSON field `api_key`.
                Default: `"header"` for serverless hosting and `*.roboflow.cloud`, `"query"` for every other host,
                because inference servers before version 1.5.0 do not read the header.
            **options: See `visionapis.ClientOptions`. `base_url` defaults to the environment variable
                `ROBOFLOW_BASE_URL`, then to https://serverless.roboflow.com. `max_image_bytes` defaults to 20,000,000
                for serverless hosting, and to no limit for other hosts.

        Raises:
            ConfigurationError: There is no key, or an option has an invalid value.
        """
        api_key, options = hide_secrets(api_key, options)
        Client.__init__(self, api_at(resolve_base_url(VENDOR, options), api_key_in), api_key, options)

    def classify(
        self, image: ImageInput, *, model: str, threshold: float | None = None
    ) -> Classification[models.SingleLabelClassification | models.MultiLabelClassification]:
        """Classify an image and return its labels, best first. Costs an inference on the vendor's hosts.

        Confidences of a single-label model add up to 1 over all its labels; those of a multi-label model are
        independent. The image size is the server's: its older engine swaps width and height for multi-label models.

        Args:
            image: A path, an https URL (private hosts: or http), bytes, a binary file, a PIL image or a NumPy array.
            model: The model, as `dataset/version`.
            threshold: Minimum confidence of a label, from 0 to 1. Default: every label that the server returns, which
                omits those of a single-label model below 0.01.

        Raises:
            ConfigurationError: `model` or `threshold` is invalid.
            InvalidImageError: The image cannot be read, is too large, or its format is not supported.
            VisionAPIError: The call failed; `visionapis.errors` lists the subclasses.

        >>> client.classify("photo.jpg", model="images/3", threshold=0.5).labels
        (Label(name='cat', confidence=1.0),)
        """
        threshold = check_optional("threshold", threshold)
        reader = Reader(to_classification, threshold=threshold)
        return reader.call(lambda: self.infer(image, model=model, confidence=threshold or 0.0))

    def classify_many(
        self,
        images: Iterable[ImageInput],
        *,
        model: str,
        threshold: float | None = None,
        batch_size: int = 1,
        max_concurrency: int | None = None,
        on_error: OnError = "raise",
    ) -> Iterator[Classification[models.SingleLabelClassification | models.MultiLabelClassification] | VisionAPIError]:
        """Classify any number of images, `batch_size` per request, and yield one result per image, in order.

        Requests run concurrently, in threads; at most twice `max_concurrency` requests' images are read ahead. An image
        that fails (InvalidImageError, BadRequestError, RequestTooLargeError, UnprocessableEntityError) yields its
        exception in place of a result. Any other error is raised after the results before it were yielded and the
        requests in flight have ended. With `on_error="yield"` every error except ConfigurationError is yielded.

        Args:
            images: The images, as `classify` accepts them.
            model: The model, as `dataset/version`.
            threshold: Minimum confidence of a returned label, from 0 to 1. Default: as for `classify`.
            batch_size: Number of images per request; more than one only for an inference server of your own. If one
                image of a request cannot be read, the images are sent again one by one. Default: 1.
            max_concurrency: Number of requests in flight at a time, up to the client's own. Default: that, else 8.
            on_error: `"raise"` or `"yield"`, see above.

        Raises:
            ConfigurationError: An argument is invalid.
            VisionAPIError: A request failed; `visionapis.errors` lists the subclasses.

        >>> for result in client.classify_many(["photo.jpg", "missing.jpg"], model="images/3"):
        ...     print(type(result).__name__ if isinstance(result, VisionAPIError) else result.top.name)
        cat
        InvalidImageError
        """
        threshold = check_optional("threshold", threshold)
        check_model(model)
        batch_size = check_batch_size(batch_size, self._session.settings.base_url.host)
        options = self._batch_options(max_concurrency, on_error)
        if batch_size == 1:
            return map_items(images, partial(self.classify, model=model, threshold=threshold), options)
        send = partial(classify_batch, self.classification, model, threshold)
        return map_batches(images, batch_size, self._load, send, options)

    def infer(
        self,
        image: ImageInput,
        *,
        model: str,
        confidence: Confidence | None = None,
        format_: models.ResponseFormat = "json",
        **options: Unpack[InferOptions],
    ) -> models.SingleLabelClassification | models.MultiLabelClassification:
        """Classify an image and return the server's own response.

        Args:
            image: The image, as `classify` accepts it.
            model: The model, as `dataset/version`.
            confidence: Minimum confidence from 0 to 1, `"best"` or `"default"`. Default: the server's, 0.4.
            format_: `"json"`, or `"image_and_json"` for a response that also has the image with its labels drawn on
                it, as base64 text of a JPEG. The server fails with status 500 if no label reaches the confidence.
            **options: See `InferOptions`.

        Raises:
            ConfigurationError: `model` or `confidence` is invalid.
            InvalidImageError: The image cannot be read, is too large, or its format is not supported.
            VisionAPIError: The call failed; `visionapis.errors` lists the subclasses.

        >>> client.infer("photo.jpg", model="images/3", confidence=0.2).top
        'cat'
        """
        request = make_request(check_options(options, InferOptions), self._load(image), model, confidence)
        with request.add_hint(drawing=format_ == "image_and_json"):
            return request.infer(self.classification, format_)

    def render(
        self,
        image: ImageInput,
        *,
        model: str,
        confidence: Confidence | None = None,
        stroke: int = 1,
        **options: Unpack[InferOptions],
    ) -> bytes:
        """Classify an image and return it as a JPEG with a border in the colour of its best label.

        The server fails with status 500 if no label reaches the confidence. Raises what `infer` raises.

        Args:
            image, model, confidence, **options: See `infer`.
            stroke: Width of the border in pixels.

        >>> client.render("photo.jpg", model="images/3", stroke=3)[:3]
        b'\\xff\\xd8\\xff'
        """
        request = make_request(check_options(options, InferOptions), self._load(image), model, confidence)
        with request.add_hint(drawing=True):
            return request.render(self.classification, stroke)

    def image_file(self, image: ImageInput, name: str | None = None) -> models.File:
        """Return the image as a file for `classification.infer_file` and `render_file`. It is read when it is sent.

        Args:
            image: The image, as `classify` accepts it, but not a URL.
            name: The file name that the server sees. Default: a name made from the format, such as `image.jpeg`.

        Raises:
            InvalidImageError: The image cannot be read, is too large, has another format, or is a URL.

        >>> client.classification.infer_file("images", "3", file=client.image_file("photo.jpg")).top
        'cat'
        """
        return self._load.source(image).part(models.File, check_optional("name", name))

    def inference_image(self, image: ImageInput) -> models.InferenceImage:
        """Return the image for `classification.infer_image` and `infer_images`, valid in calls of this client only.

        Args:
            image: The image, as `classify` accepts it.

        Raises:
            InvalidImageError: The image cannot be read, is too large, or its format is not supported.

        >>> client.classification.infer_image(model_id="images/3", image=client.inference_image("photo.jpg")).top
        'cat'
        """
        return to_inference_image(self._load(image))


class AsyncRoboflow(AsyncClient, AsyncResources):
    """An asynchronous client of Roboflow's classification route.

    Its methods are those of `Roboflow`, to be awaited.

    >>> async def main() -> None:
    ...     async with AsyncRoboflow() as client:
    ...         result = await client.classify("photo.jpg", model="images/3")
    ...         print(result.top)
    >>> asyncio.run(main())
    Label(name='cat', confidence=1.0)
    """

    def __init__(
        self,
        api_key: AsyncApiKey | None = None,
        *,
        api_key_in: ApiKeyIn | None = None,
        **options: Unpack[AsyncClientOptions],
    ) -> None:
        """Create a client as `Roboflow` does. The function that returns the key may be asynchronous."""
        api_key, options = hide_secrets(api_key, options)
        AsyncClient.__init__(self, api_at(resolve_base_url(VENDOR, options), api_key_in), api_key, options)

    async def classify(
        self, image: ImageInput, *, model: str, threshold: float | None = None
    ) -> Classification[models.SingleLabelClassification | models.MultiLabelClassification]:
        """Classify an image and return its labels, best first. See `Roboflow.classify`."""
        threshold = check_optional("threshold", threshold)
        reader = Reader(to_classification, threshold=threshold)
        return await reader.call_async(lambda: self.infer(image, model=model, confidence=threshold or 0.0))

    def classify_many(
        self,
        images: Iterable[ImageInput] | AsyncIterable[ImageInput],
        *,
        model: str,
        threshold: float | None = None,
        batch_size: int = 1,
        max_concurrency: int | None = None,
        on_error: OnError = "raise",
    ) -> AsyncIterator[
        Classification[models.SingleLabelClassification | models.MultiLabelClassification] | VisionAPIError
    ]:
        """Classify any number of images and yield one result per image, in order. See `Roboflow.classify_many`."""
        threshold = check_optional("threshold", threshold)
        check_model(model)
        batch_size = check_batch_size(batch_size, self._session.settings.base_url.host)
        options = self._batch_options(max_concurrency, on_error)
        if batch_size == 1:
            return map_items_async(images, partial(self.classify, model=model, threshold=threshold), options)
        send = partial(classify_batch_async, self.classification, model, threshold)
        return map_batches_async(images, batch_size, self._load.aload, send, options)

    async def infer(
        self,
        image: ImageInput,
        *,
        model: str,
        confidence: Confidence | None = None,
        format_: models.ResponseFormat = "json",
        **options: Unpack[InferOptions],
    ) -> models.SingleLabelClassification | models.MultiLabelClassification:
        """Classify an image and return the server's own response. See `Roboflow.infer`."""
        request = make_request(check_options(options, InferOptions), await self._load.aload(image), model, confidence)
        with request.add_hint(drawing=format_ == "image_and_json"):
            return await request.infer(self.classification, format_)

    async def render(
        self,
        image: ImageInput,
        *,
        model: str,
        confidence: Confidence | None = None,
        stroke: int = 1,
        **options: Unpack[InferOptions],
    ) -> bytes:
        """Classify an image and return it as a JPEG with a border. See `Roboflow.render`."""
        request = make_request(check_options(options, InferOptions), await self._load.aload(image), model, confidence)
        with request.add_hint(drawing=True):
            return await request.render(self.classification, stroke)

    async def image_file(self, image: ImageInput, name: str | None = None) -> models.File:
        """Return the image as a file for `infer_file` and `render_file`. See `Roboflow.image_file`."""
        return (await self._load.asource(image)).part(models.File, check_optional("name", name))

    async def inference_image(self, image: ImageInput) -> models.InferenceImage:
        """Return the image for `infer_image` and `infer_images`. See `Roboflow.inference_image`."""
        return to_inference_image(await self._load.aload(image))
