"""Clients of Nanonets: classify images, make files for other calls, wait for trainings and predictions."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from functools import partial
from typing import Unpack

from visionapis._http.auth_schemes import BasicAuth
from visionapis._http.batch_results import read_batch, read_batch_async, single
from visionapis._http.batches import map_batches, map_batches_async
from visionapis._http.client import AsyncClient, Client
from visionapis._http.option_types import check_option, check_optional, check_options
from visionapis._http.polling import Poller, make_poller, training_poller, wait_for, wait_for_async
from visionapis._http.reading import Reader
from visionapis._http.vendor import VendorAPI, hide_secrets
from visionapis._images.input import LoadedImage
from visionapis._vendors import find_vendor
from visionapis.errors import VisionAPIError
from visionapis.options import AsyncClientOptions, ClientOptions, PollOptions
from visionapis.types import ApiKey, AsyncApiKey, Classification, ImageInput, OnError
from visionapis_generated.nanonets.resources import AsyncResources, Resources

from . import models
from .requests import ClassifyRequest, ModelType, resource_of
from .responses import RULES, page_ids, read_page, to_classifications, trained_model

API = VendorAPI(find_vendor("nanonets"), BasicAuth(), RULES)


class Nanonets(Client, Resources):
    """A client of the Nanonets API.

    `image_classification`, `multi_label_classification`, `ocr`, `object_detection` and `inferences` have one method per
    call of the API. Close the client, or use it in a `with` statement, to close its connections.

    >>> with Nanonets() as client:
    ...     client.classify("seven.png", model="3f2a9c1e").top
    Label(name='7', confidence=0.99...)
    """

    def __init__(self, api_key: ApiKey | None = None, **options: Unpack[ClientOptions]) -> None:
        """Create a client. No request is sent.

        Args:
            api_key: The key, or a function that returns it, called once per call of the API. Default: the environment
                variable `NANONETS_API_KEY`. Only the vendor's own hosts require a key.
            **options: See `visionapis.ClientOptions`. `base_url` defaults to the environment variable
                `NANONETS_BASE_URL`, then to https://app.nanonets.com/api/v2. `max_image_bytes` defaults to no limit,
                since the vendor publishes none.

        Raises:
            ConfigurationError: There is no key, or an option has an invalid value.
        """
        api_key, options = hide_secrets(api_key, options)
        Client.__init__(self, API, api_key, options)

    def classify(
        self, image: ImageInput, *, model: str, multi_label: bool = False, threshold: float | None = None
    ) -> Classification[models.Classification]:
        """Classify an image or a PDF and return its labels, best first. Costs a prediction per page.

        The server returns every label of the model; confidences need not add up to 1. For a PDF, a label has its
        highest confidence on any page.

        Args:
            image: A path, an http or https URL, bytes, a binary file, a PIL image or a NumPy array. The server reads
                JPEG, PNG and PDF.
            model: Id of a trained model.
            multi_label: Whether the model is a multi-label model, which has methods of its own.
            threshold: Minimum confidence of a returned label, from 0 to 1. Default: return every label.

        Raises:
            ConfigurationError: `threshold` is not from 0 to 1.
            InvalidImageError: The image cannot be read, or its format is not supported.
            VisionAPIError: The call failed; `visionapis.errors` lists the subclasses.

        >>> [label.name for label in client.classify("seven.png", model="3f2a9c1e").labels]
        ['7', '1']
        """
        return single(self._classify(ClassifyRequest(model, multi_label, threshold), [self._load(image)]))

    def classify_many(
        self,
        images: Iterable[ImageInput],
        *,
        model: str,
        multi_label: bool = False,
        threshold: float | None = None,
        max_concurrency: int | None = None,
        on_error: OnError = "raise",
    ) -> Iterator[Classification[models.Classification] | VisionAPIError]:
        """Classify any number of images, up to 20 per request, and yield one result per image, in order.

        Requests run concurrently, in threads; at most twice `max_concurrency` requests' images are read ahead. An image
        that fails yields its exception in place of a result. An error that concerns a whole request ends the iteration:
        it is raised after the results before it were yielded and the requests in flight have ended. With
        `on_error="yield"` every error except ConfigurationError is yielded in place of each result of its request, and
        the iteration goes on. Files and URLs go into separate requests, so sort the images if you have both.

        Args:
            images: The images, as `classify` accepts them.
            model: Id of a trained model.
            multi_label: Whether the model is a multi-label model, which has methods of its own.
            threshold: Minimum confidence of a returned label, from 0 to 1. Default: return every label.
            max_concurrency: Number of requests in flight at a time, up to the client's own `max_concurrency`. Default:
                the client's own, else 8.
            on_error: `"raise"` or `"yield"`, see above.

        Raises:
            ConfigurationError: An argument is invalid.
            VisionAPIError: A request failed; `visionapis.errors` lists the subclasses.

        >>> for result in client.classify_many(["seven.png", "missing.png", "one.png"], model="3f2a9c1e"):
        ...     print(type(result).__name__ if isinstance(result, VisionAPIError) else result.top.name)
        7
        InvalidImageError
        1
        """
        send = partial(self._classify, ClassifyRequest(model, multi_label, threshold))
        options = self._batch_options(max_concurrency, on_error)
        return map_batches(images, API.vendor.max_images, self._load, send, options, group_key=type)

    def image_file(self, image: ImageInput, name: str | None = None) -> models.File:
        """Return an image or PDF as a file for other methods, such as `ocr.predict_files`. It is read when it is sent.

        Args:
            image: The image, as `classify` accepts it, but not a URL.
            name: The file name that the server sees. Default: a name made from the format, such as `image.jpeg`.

        Raises:
            InvalidImageError: The image cannot be read, its format is not supported, or it is a URL.

        >>> response = client.ocr.predict_files("9d0c4b7a", file=[client.image_file("receipt.pdf")])
        >>> response.result[0].prediction[0].ocr_text
        '48.20 EUR'
        """
        return self._load.source(image).part(models.File, check_optional("name", name))

    def wait_until_trained(
        self, model_id: str, *, model_type: ModelType = "image_classification", **options: Unpack[PollOptions]
    ) -> models.Model:
        """Poll a model until it can predict, and return the model.

        A model that is being trained anew can still predict, and is returned at once.

        Args:
            model_id: Id of the model.
            model_type: Type of the model: each type has its own methods.
            **options: `timeout` in seconds, by default 3600; `poll_interval` in seconds, by default 10, then 30, then
                60.

        Raises:
            ConfigurationError: An argument is invalid.
            JobError: The training failed, or the model has no training data.
            JobTimeoutError: The training did not finish within `timeout`. It is still running.
            VisionAPIError: A request failed; `visionapis.errors` lists the subclasses.

        >>> client.wait_until_trained("9d0c4b7a", model_type="ocr", timeout=600).state
        5
        """
        model_id = check_option("model_id", model_id)
        options = check_options(options, PollOptions)
        resource = resource_of(self, model_type)
        return wait_for(
            lambda: resource.get_model(model_id=model_id),
            Reader(trained_model),
            training_poller(f"model {model_id}", options),
        )

    def wait_for_prediction(
        self, model_id: str, submission: models.Submission, **options: Unpack[PollOptions]
    ) -> list[models.ReviewPage]:
        """Poll the pages of a submission until the server has read all of them, and return the pages in order.

        Args:
            model_id: Id of the model.
            submission: The result of `ocr.submit_files` or `ocr.submit_urls`.
            **options: `timeout` in seconds, by default 600; `poll_interval` in seconds, by default 2, 3, 5, 10, 15,
                then 30.

        Raises:
            ConfigurationError: `timeout` or `poll_interval` is out of range.
            JobError: The server could not read a page.
            JobTimeoutError: Not all pages were read within `timeout`. The server continues.
            VisionAPIError: A request failed; `visionapis.errors` lists the subclasses.

        >>> submission = client.ocr.submit_files("9d0c4b7a", file=[client.image_file("receipt.pdf")])
        >>> [page.prediction[0].ocr_text for page in client.wait_for_prediction("9d0c4b7a", submission)]
        ['48.20 EUR']
        """
        poller, get_page = _prediction_poller(options), partial(self.inferences.get_page, model_id)
        return [wait_for(partial(get_page, id_), Reader(read_page), poller) for id_ in page_ids(submission)]

    def _classify(
        self, request: ClassifyRequest, images: Sequence[LoadedImage]
    ) -> list[Classification[models.Classification] | VisionAPIError]:
        reader = Reader(to_classifications, images=images, threshold=request.threshold)
        return read_batch(reader, lambda: request.send(self, images))


class AsyncNanonets(AsyncClient, AsyncResources):
    """An asynchronous client of the Nanonets API.

    Its methods are those of `Nanonets`, to be awaited.

    >>> async def main() -> None:
    ...     async with AsyncNanonets() as client:
    ...         result = await client.classify("seven.png", model="3f2a9c1e")
    ...         print(result.top)
    >>> asyncio.run(main())
    Label(name='7', confidence=0.99...)
    """

    def __init__(self, api_key: AsyncApiKey | None = None, **options: Unpack[AsyncClientOptions]) -> None:
        """Create a client as `Nanonets` does. The function that returns the key may be asynchronous."""
        api_key, options = hide_secrets(api_key, options)
        AsyncClient.__init__(self, API, api_key, options)

    async def classify(
        self, image: ImageInput, *, model: str, multi_label: bool = False, threshold: float | None = None
    ) -> Classification[models.Classification]:
        """Classify an image or a PDF and return its labels, best first. See `Nanonets.classify`."""
        request = ClassifyRequest(model, multi_label, threshold)
        return single(await self._classify(request, [await self._load.aload(image)]))

    def classify_many(
        self,
        images: Iterable[ImageInput] | AsyncIterable[ImageInput],
        *,
        model: str,
        multi_label: bool = False,
        threshold: float | None = None,
        max_concurrency: int | None = None,
        on_error: OnError = "raise",
    ) -> AsyncIterator[Classification[models.Classification] | VisionAPIError]:
        """Classify any number of images and yield one result per image, in order. See `Nanonets.classify_many`."""
        send = partial(self._classify, ClassifyRequest(model, multi_label, threshold))
        options = self._batch_options(max_concurrency, on_error)
        return map_batches_async(images, API.vendor.max_images, self._load.aload, send, options, group_key=type)

    async def image_file(self, image: ImageInput, name: str | None = None) -> models.File:
        """Return an image or PDF as a file for other methods. See `Nanonets.image_file`."""
        return (await self._load.asource(image)).part(models.File, check_optional("name", name))

    async def wait_until_trained(
        self, model_id: str, *, model_type: ModelType = "image_classification", **options: Unpack[PollOptions]
    ) -> models.Model:
        """Poll a model until it can predict, and return the model. See `Nanonets.wait_until_trained`."""
        model_id = check_option("model_id", model_id)
        options = check_options(options, PollOptions)
        resource = resource_of(self, model_type)
        return await wait_for_async(
            lambda: resource.get_model(model_id=model_id),
            Reader(trained_model),
            training_poller(f"model {model_id}", options),
        )

    async def wait_for_prediction(
        self, model_id: str, submission: models.Submission, **options: Unpack[PollOptions]
    ) -> list[models.ReviewPage]:
        """Poll the pages of a submission until all are read, and return them. See `Nanonets.wait_for_prediction`."""
        poller, get_page = _prediction_poller(options), partial(self.inferences.get_page, model_id)
        return [await wait_for_async(partial(get_page, id_), Reader(read_page), poller) for id_ in page_ids(submission)]

    async def _classify(
        self, request: ClassifyRequest, images: Sequence[LoadedImage]
    ) -> list[Classification[models.Classification] | VisionAPIError]:
        reader = Reader(to_classifications, images=images, threshold=request.threshold)
        return await read_batch_async(reader, lambda: request.send(self, images))


def _prediction_poller(options: PollOptions) -> Poller:
    # The vendor says that most files are read within five minutes.
    options = check_options(options, PollOptions)
    return make_poller("the prediction", options, timeout=600.0, intervals=(2.0, 3.0, 5.0, 10.0, 15.0, 30.0))
