"""Clients of Ximilar: classify images, encode images for other calls, wait for trainings."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from functools import partial
from typing import Unpack

from visionapis._http.auth_schemes import HeaderAuth
from visionapis._http.batch_results import read_batch, read_batch_async, single
from visionapis._http.batches import map_batches, map_batches_async
from visionapis._http.client import AsyncClient, Client
from visionapis._http.option_types import check_option, check_optional, check_options
from visionapis._http.polling import training_poller, wait_for, wait_for_async
from visionapis._http.reading import Reader
from visionapis._http.vendor import VendorAPI, hide_secrets
from visionapis._images.input import LoadedImage
from visionapis._vendors import find_vendor
from visionapis.errors import VisionAPIError
from visionapis.options import AsyncClientOptions, ClientOptions
from visionapis.types import ApiKey, AsyncApiKey, Classification, ImageInput, OnError
from visionapis_generated.ximilar.resources import AsyncResources, Resources

from . import models
from .requests import ClassifyOptions, WaitOptions, to_record
from .responses import RULES, to_classifications, trained_task

# The vendor's own client sends keys of this length and longer with the prefix `JWT`.
JWT_LENGTH = 70

API = VendorAPI(find_vendor("ximilar"), HeaderAuth(lambda key: "JWT" if len(key) >= JWT_LENGTH else "Token"), RULES)


class Ximilar(Client, Resources):
    """A client of Ximilar's custom image recognition API.

    `recognition`, `tasks`, `labels`, `images`, `models`, `workspaces` and `account` have one method per call of the
    API. Close the client, or use it in a `with` statement, to close its connections.

    >>> with Ximilar() as client:
    ...     client.classify("photo.jpg", task="6f1a2c34").top
    Label(name='dent', confidence=0.91204)
    """

    def __init__(self, api_key: ApiKey | None = None, **options: Unpack[ClientOptions]) -> None:
        """Create a client. No request is sent.

        Args:
            api_key: The account's token, or a function that returns it, called once per call of the API. Default: the
                environment variable `XIMILAR_TOKEN`. Only the vendor's own hosts require a key.
            **options: See `visionapis.ClientOptions`. `base_url` defaults to the environment variable
                `XIMILAR_BASE_URL`, then to https://api.ximilar.com. `max_image_bytes` defaults to no limit, since the
                vendor publishes none.

        Raises:
            ConfigurationError: There is no token, or an option has an invalid value.
        """
        api_key, options = hide_secrets(api_key, options)
        Client.__init__(self, API, api_key, options)

    def classify(
        self, image: ImageInput, *, task: str, threshold: float | None = None, **options: Unpack[ClassifyOptions]
    ) -> Classification[models.ClassifiedRecord]:
        """Classify an image and return its labels, best first. Costs credits.

        Confidences of a `multi_class` task add up to 1; those of a `multi_label` task are independent.

        Args:
            image: A path, an http or https URL, bytes, a binary file, a PIL image or a NumPy array.
            task: Id of a trained task.
            threshold: Minimum confidence of a returned label, from 0 to 1. Default: return every label.
            **options: See `ClassifyOptions`.

        Raises:
            ConfigurationError: `task` is not a text, or `threshold` is not from 0 to 1.
            InvalidImageError: The image cannot be read, or its format is not supported.
            UnsupportedModelError: The task is a regression task: it returns values, not labels.
            VisionAPIError: The call failed; `visionapis.errors` lists the subclasses.

        >>> client.classify("photo.jpg", task="6f1a2c34", threshold=0.5).labels
        (Label(name='dent', confidence=0.91204),)
        """
        task = check_option("task", task)
        threshold = check_optional("threshold", threshold)
        options = check_options(options, ClassifyOptions)
        return single(self._classify(task, threshold, options, [self._load(image)]))

    def classify_many(
        self,
        images: Iterable[ImageInput],
        *,
        task: str,
        threshold: float | None = None,
        max_concurrency: int | None = None,
        on_error: OnError = "raise",
        **options: Unpack[ClassifyOptions],
    ) -> Iterator[Classification[models.ClassifiedRecord] | VisionAPIError]:
        """Classify any number of images, ten per request, and yield one result per image, in order. Costs credits.

        Requests run concurrently, in threads; at most twice `max_concurrency` requests' images are read ahead. An image
        that fails yields its exception in place of a result. An error that concerns a whole request ends the iteration:
        it is raised after the results before it were yielded and the requests in flight have ended. With
        `on_error="yield"` every error except ConfigurationError is yielded in place of each result of its request, and
        the iteration goes on.

        Args:
            images: The images, as `classify` accepts them.
            task: Id of a trained task.
            threshold: Minimum confidence of a returned label, from 0 to 1. Default: return every label.
            max_concurrency: Number of requests in flight at a time, up to the client's own `max_concurrency`. Default:
                the client's own, else 8.
            on_error: `"raise"` or `"yield"`, see above.
            **options: See `ClassifyOptions`.

        Raises:
            ConfigurationError: An argument is invalid.
            UnsupportedModelError: The task is a regression task: it returns values, not labels.
            VisionAPIError: A request failed; `visionapis.errors` lists the subclasses.

        >>> for result in client.classify_many(["photo.jpg"], task="6f1a2c34"):
        ...     print(result if isinstance(result, VisionAPIError) else result.top.name)
        dent
        """
        task = check_option("task", task)
        threshold = check_optional("threshold", threshold)
        batch_options = self._batch_options(max_concurrency, on_error)
        options = check_options(options, ClassifyOptions)
        send = partial(self._classify, task, threshold, options)
        return map_batches(images, API.vendor.max_images, self._load, send, batch_options)

    def image_file(self, image: ImageInput, name: str | None = None) -> models.File:
        """Return the image as a file for `images.upload_file`. The image is read when it is sent.

        Args:
            image: The image, as `classify` accepts it, but not a URL.
            name: The file name that the server sees. Default: a name made from the format, such as `image.jpeg`.

        Raises:
            InvalidImageError: The image cannot be read, its format is not supported, or it is a URL.

        >>> client.images.upload_file(img_path=client.image_file("photo.jpg")).id
        '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d'
        """
        return self._load.source(image).part(models.File, check_optional("name", name))

    def image_record(self, image: ImageInput) -> models.Base64Record | models.UrlRecord:
        """Return the image as an entry of `records` for `recognition.classify`, which also reads regression tasks.

        Args:
            image: The image, as `classify` accepts it.

        Raises:
            InvalidImageError: The image cannot be read, or its format is not supported.

        >>> record = client.image_record("photo.jpg")
        >>> client.recognition.classify(task_id="6f1a2c34", records=[record]).records[0].best_label.name
        'dent'
        """
        return to_record(self._load(image))

    def image_base64(self, image: ImageInput) -> str:
        """Return the image as base64 text for `images.upload_base64`, valid in calls of this client only.

        Args:
            image: The image, as `classify` accepts it, but not a URL.

        Raises:
            InvalidImageError: The image cannot be read, its format is not supported, or it is a URL.

        >>> client.images.upload_base64(base64=client.image_base64("photo.jpg")).id
        '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d'
        """
        return self._load.source(image).image_base64()

    def wait_until_trained(
        self, task_id: str, *, after_version: int | None = None, **options: Unpack[WaitOptions]
    ) -> models.Task:
        """Poll a task until the training that `tasks.train` queued is finished, and return the task.

        Args:
            task_id: Id of the task.
            after_version: `production_version` of the task before `tasks.train`. Without it, a task that was trained
                before can be returned while its new training is still queued.
            **options: See `WaitOptions`.

        Raises:
            ConfigurationError: An argument is invalid.
            JobError: The training failed.
            JobTimeoutError: The training did not finish within `timeout`. It is still running.
            VisionAPIError: A request failed; `visionapis.errors` lists the subclasses.

        >>> task = client.tasks.get("6f1a2c34")
        >>> status = client.tasks.train(task.id)
        >>> client.wait_until_trained(task.id, after_version=2).production_version
        3
        """
        task_id = check_option("task_id", task_id)
        after_version = check_optional("after_version", after_version)
        options = check_options(options, WaitOptions)
        fetch = partial(self.tasks.get, task_id, workspace=options.get("workspace", models.UNSET))
        finished = Reader(trained_task, after_version=after_version)
        return wait_for(fetch, finished, training_poller(f"task {task_id}", options))

    def _classify(
        self, task: str, threshold: float | None, options: ClassifyOptions, images: Sequence[LoadedImage]
    ) -> list[Classification[models.ClassifiedRecord] | VisionAPIError]:
        records = [to_record(image) for image in images]
        reader = Reader(to_classifications, images=images, threshold=threshold)
        return read_batch(reader, lambda: self.recognition.classify(task_id=task, records=records, **options))


class AsyncXimilar(AsyncClient, AsyncResources):
    """An asynchronous client of Ximilar's custom image recognition API.

    Its methods are those of `Ximilar`, to be awaited.

    >>> async def main() -> None:
    ...     async with AsyncXimilar() as client:
    ...         result = await client.classify("photo.jpg", task="6f1a2c34")
    ...         print(result.top)
    >>> asyncio.run(main())
    Label(name='dent', confidence=0.91204)
    """

    def __init__(self, api_key: AsyncApiKey | None = None, **options: Unpack[AsyncClientOptions]) -> None:
        """Create a client as `Ximilar` does. The function that returns the key may be asynchronous."""
        api_key, options = hide_secrets(api_key, options)
        AsyncClient.__init__(self, API, api_key, options)

    async def classify(
        self, image: ImageInput, *, task: str, threshold: float | None = None, **options: Unpack[ClassifyOptions]
    ) -> Classification[models.ClassifiedRecord]:
        """Classify an image and return its labels, best first. See `Ximilar.classify`."""
        task = check_option("task", task)
        threshold = check_optional("threshold", threshold)
        options = check_options(options, ClassifyOptions)
        return single(await self._classify(task, threshold, options, [await self._load.aload(image)]))

    def classify_many(
        self,
        images: Iterable[ImageInput] | AsyncIterable[ImageInput],
        *,
        task: str,
        threshold: float | None = None,
        max_concurrency: int | None = None,
        on_error: OnError = "raise",
        **options: Unpack[ClassifyOptions],
    ) -> AsyncIterator[Classification[models.ClassifiedRecord] | VisionAPIError]:
        """Classify any number of images and yield one result per image, in order. See `Ximilar.classify_many`."""
        task = check_option("task", task)
        threshold = check_optional("threshold", threshold)
        batch_options = self._batch_options(max_concurrency, on_error)
        options = check_options(options, ClassifyOptions)
        send = partial(self._classify, task, threshold, options)
        return map_batches_async(images, API.vendor.max_images, self._load.aload, send, batch_options)

    async def image_file(self, image: ImageInput, name: str | None = None) -> models.File:
        """Return the image as a file for `images.upload_file`. See `Ximilar.image_file`."""
        return (await self._load.asource(image)).part(models.File, check_optional("name", name))

    async def image_record(self, image: ImageInput) -> models.Base64Record | models.UrlRecord:
        """Return the image as an entry of `records` for `recognition.classify`. See `Ximilar.image_record`."""
        return to_record(await self._load.aload(image))

    async def image_base64(self, image: ImageInput) -> str:
        """Return the image as base64 text for `images.upload_base64`. See `Ximilar.image_base64`."""
        return (await self._load.asource(image)).image_base64()

    async def wait_until_trained(
        self, task_id: str, *, after_version: int | None = None, **options: Unpack[WaitOptions]
    ) -> models.Task:
        """Poll a task until its training is finished, and return the task. See `Ximilar.wait_until_trained`."""
        task_id = check_option("task_id", task_id)
        after_version = check_optional("after_version", after_version)
        options = check_options(options, WaitOptions)
        fetch = partial(self.tasks.get, task_id, workspace=options.get("workspace", models.UNSET))
        finished = Reader(trained_task, after_version=after_version)
        return await wait_for_async(fetch, finished, training_poller(f"task {task_id}", options))

    async def _classify(
        self, task: str, threshold: float | None, options: ClassifyOptions, images: Sequence[LoadedImage]
    ) -> list[Classification[models.ClassifiedRecord] | VisionAPIError]:
        records = [to_record(image) for image in images]
        reader, classify = Reader(to_classifications, images=images, threshold=threshold), self.recognition.classify
        return await read_batch_async(reader, lambda: classify(task_id=task, records=records, **options))
