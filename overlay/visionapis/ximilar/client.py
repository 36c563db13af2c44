"""The clients: labels for one picture or many, pictures for every other call, and the wait for a training."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from visionapis._http.auth import InHeader
from visionapis._http.batches import in_batches, in_batches_async
from visionapis._http.client import AsyncClient, Client
from visionapis._http.polling import Watch
from visionapis._http.vendor import Given, Vendor
from visionapis._images.sources import PictureSource
from visionapis.errors import PartialFailureError
from visionapis.types import check_threshold
from visionapis_generated.ximilar.facade import AsyncFacade, Facade

from .responses import RULES, is_trained, results, single

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
    from typing import Unpack

    from visionapis._http.auth import Key
    from visionapis._images.input import Picture
    from visionapis.options import AsyncOptions, Options
    from visionapis.types import Classification
    from visionapis_generated.ximilar.models import Base64Record, ClassifiedRecord, Task, UrlRecord
    from visionapis_generated.ximilar.types import File

    from .responses import Loaded, Result

# The most that the vendor documents for a call.
RECORDS = 10

# Seconds between looks at a training, which takes minutes to hours.
INTERVALS = (10.0, 30.0, 60.0)

# The vendor's own client sends longer tokens under this word.
JWT_LENGTH = 70

# Its formats are those that the vendor documents; of a GIF the first frame counts.
XIMILAR = Vendor(
    name="XIMILAR",
    key_name="TOKEN",
    put=InHeader(lambda key: "JWT" if len(key) >= JWT_LENGTH else "Token"),
    formats=frozenset({"JPEG", "PNG", "WEBP", "HEIC", "BMP", "TIFF", "GIF"}),
    urls=("https", "http"),
    rules=RULES,
)


class Place(TypedDict, total=False):
    """Where a task is."""

    workspace: str
    """Id of the task's workspace, if it is not the default one."""


class TaskOptions(Place, total=False):
    """What `classify` and `classify_many` take besides pictures, task and threshold."""

    version: int | None
    """The version of the task's model; else the active one."""
    store_images: bool
    """Keep the pictures as training pictures; needs the Professional plan, and to be switched on for the task."""


class Ximilar(Client, Facade):
    """A client of Ximilar's custom image recognition.

    `with Ximilar() as client: client.classify("photo.jpg", task="6f1a2c34-...").top`

    The calls of the API as its contract has them are in `recognition`, `tasks`, `labels`, `images`, `models`,
    `workspaces` and `account`.
    """

    def __init__(self, api_key: Key | None = None, **options: Unpack[Options]) -> None:
        """Make a client; nothing is sent yet.

        `api_key` is the account's token, or a function that is asked for it on each call; else it is the environment's
        `XIMILAR_TOKEN`. `base_url` is https://api.ximilar.com if neither the option nor `XIMILAR_BASE_URL` names
        another. The vendor publishes no largest picture. `visionapis.Options` describes the options. Raises
        ConfigurationError.
        """
        given = _conceal(api_key, options)
        del api_key  # what a traceback with local variables would show
        Client.__init__(self, XIMILAR, given)

    def classify(
        self, picture: Picture, *, task: str, threshold: float | None = None, **options: Unpack[TaskOptions]
    ) -> Classification[ClassifiedRecord]:
        """The labels of a picture, best first: all of the task's, or those of at least `threshold` (0 to 1).

        `task` is the task's id. Costs credits. Raises UnsupportedModelError for a regression task, and
        VisionAPIError.

        >>> client.classify("photo.jpg", task="6f1a2c34-...").top
        Label(name='dent', confidence=0.91204)
        """
        check_threshold(threshold)
        return single(self._classify(task, threshold, options, [self._load(picture)]))

    def classify_many(
        self, pictures: Iterable[Picture], *, task: str, threshold: float | None = None, **options: Unpack[TaskOptions]
    ) -> Iterator[Result]:
        """The labels of each picture, in order; ten pictures go into a call, and no more are read ahead.

        The error about one picture stands in its place; every other one is raised where the results are asked for.
        """
        check_threshold(threshold)
        send = partial(self._classify, task, threshold, options)
        return in_batches(pictures, RECORDS, self._load, send)

    def record(self, picture: Picture) -> Base64Record | UrlRecord:
        """The picture as an entry of `records` for `recognition.classify`. Raises PictureError.

        >>> answer = client.recognition.classify(task_id="6f1a2c34-...", records=[client.record("photo.jpg")])
        """
        return _records([self._load(picture)])[0]

    def base64(self, picture: Picture) -> str:
        """What becomes the picture's base64 text in a call of this client.

        Raises PictureError, also for a URL, which `images.upload_url` takes.

        >>> image = client.images.upload_base64(base64=client.base64("photo.jpg"))
        """
        return self._load.source(picture).base64_text()

    def file(self, picture: Picture, name: str | None = None) -> File:
        """The picture as a file, under a name made of its format, or `name`.

        Raises PictureError, also for a URL, which `images.upload_url` takes.

        >>> image = client.images.upload_file(img_path=client.file("photo.jpg"))
        """
        return _file(self._load.source(picture), name)

    def wait_until_trained(
        self,
        task_id: str,
        *,
        timeout: float = 3600.0,
        newer_than: int | None = None,
        poll_interval: float | None = None,
        **place: Unpack[Place],
    ) -> Task:
        """The task, once the training that `tasks.train` queued is over, within `timeout` seconds.

        `newer_than` is the task's `production_version` before the training, which is believed to rise with each one:
        without it a task that was trained before can seem to be ready while its training is queued. The task is looked
        at at once, 10 and 30 seconds later, and then every minute, or every `poll_interval` seconds. Raises
        JobTimeoutError, JobError when the training failed, and VisionAPIError.
        """
        watch = Watch(f"the training of task {task_id}", timeout, [poll_interval] if poll_interval else INTERVALS)
        while True:
            task = self.tasks.get(task_id, **place)
            if is_trained(task, newer_than):
                return task
            time.sleep(watch.wait())

    def _classify(
        self, task: str, threshold: float | None, options: TaskOptions, pictures: Sequence[Loaded]
    ) -> list[Result]:
        try:
            answer = self.recognition.classify(task_id=task, records=_records(pictures), **options)
        except PartialFailureError as error:
            return results(error, pictures, threshold)
        return results(answer, pictures, threshold)


class AsyncXimilar(AsyncClient, AsyncFacade):
    """A client of Ximilar's custom image recognition that does not block.

    `async with AsyncXimilar() as client: (await client.classify("photo.jpg", task="6f1a2c34-...")).top`

    The calls of the API as its contract has them are in `recognition`, `tasks`, `labels`, `images`, `models`,
    `workspaces` and `account`.
    """

    def __init__(self, api_key: Key | None = None, **options: Unpack[AsyncOptions]) -> None:
        """Make a client; the arguments are those of `Ximilar`."""
        given = _conceal(api_key, options)
        del api_key  # what a traceback with local variables would show
        AsyncClient.__init__(self, XIMILAR, given)

    async def classify(
        self, picture: Picture, *, task: str, threshold: float | None = None, **options: Unpack[TaskOptions]
    ) -> Classification[ClassifiedRecord]:
        """The labels of a picture, best first; see `Ximilar.classify`."""
        check_threshold(threshold)
        return single(await self._classify(task, threshold, options, [await self._load.later(picture)]))

    def classify_many(
        self,
        pictures: Iterable[Picture] | AsyncIterable[Picture],
        *,
        task: str,
        threshold: float | None = None,
        **options: Unpack[TaskOptions],
    ) -> AsyncIterator[Result]:
        """The labels of each picture, in order; see `Ximilar.classify_many`."""
        check_threshold(threshold)
        send = partial(self._classify, task, threshold, options)
        return in_batches_async(pictures, RECORDS, self._load.later, send)

    async def record(self, picture: Picture) -> Base64Record | UrlRecord:
        """The picture for `recognition.classify`; see `Ximilar.record`."""
        return _records([await self._load.later(picture)])[0]

    async def base64(self, picture: Picture) -> str:
        """The picture for `images.upload_base64`; see `Ximilar.base64`."""
        return (await self._source(picture)).base64_text()

    async def file(self, picture: Picture, name: str | None = None) -> File:
        """The picture for `images.upload_file`; see `Ximilar.file`."""
        return _file(await self._source(picture), name)

    async def wait_until_trained(
        self,
        task_id: str,
        *,
        timeout: float = 3600.0,  # noqa: ASYNC109  (of the job: it ends between two calls, and cancels none)
        newer_than: int | None = None,
        poll_interval: float | None = None,
        **place: Unpack[Place],
    ) -> Task:
        """The task, once the training that `tasks.train` queued is over; see `Ximilar.wait_until_trained`."""
        import asyncio

        watch = Watch(f"the training of task {task_id}", timeout, [poll_interval] if poll_interval else INTERVALS)
        while True:
            task = await self.tasks.get(task_id, **place)
            if is_trained(task, newer_than):
                return task
            await asyncio.sleep(watch.wait())

    async def _source(self, picture: Picture) -> PictureSource:
        import asyncio

        return await asyncio.to_thread(self._load.source, picture)

    async def _classify(
        self, task: str, threshold: float | None, options: TaskOptions, pictures: Sequence[Loaded]
    ) -> list[Result]:
        try:
            answer = await self.recognition.classify(task_id=task, records=_records(pictures), **options)
        except PartialFailureError as error:
            return results(error, pictures, threshold)
        return results(answer, pictures, threshold)


def _conceal(api_key: Key | None, options: Options | AsyncOptions) -> Given:
    """The arguments of a constructor, out of sight of tracebacks."""
    return Given(api_key, options, vendor=XIMILAR.name, default_url="https://api.ximilar.com")


def _records(pictures: Sequence[Loaded]) -> list[Base64Record | UrlRecord]:
    from visionapis_generated.ximilar.models import Base64Record, UrlRecord

    return [Base64Record(p.base64_text()) if isinstance(p, PictureSource) else UrlRecord(p.url) for p in pictures]


def _file(picture: PictureSource, name: str | None) -> File:
    from visionapis_generated.ximilar.types import File

    return picture.part(File, name)
