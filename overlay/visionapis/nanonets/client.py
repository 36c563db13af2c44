"""The clients: labels of pictures, files for every call of the API, and waiting for what takes the server its time."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from visionapis._http.auth import AsUser
from visionapis._http.batches import failed, in_batches, in_batches_async, single
from visionapis._http.client import AsyncClient, Client
from visionapis._http.polling import watch
from visionapis._http.vendor import Given, Vendor
from visionapis.errors import PartialFailureError
from visionapis_generated.nanonets.facade import AsyncFacade, Facade

from .classification import Question, as_file
from .jobs import PREDICTION, TRAINING, Reading, is_trained, models_of
from .responses import RULES

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
    from typing import Unpack

    from visionapis._http.auth import Key
    from visionapis._http.polling import Waiting
    from visionapis._images.input import Picture
    from visionapis.options import AsyncOptions, Options
    from visionapis.types import Classification
    from visionapis_generated.nanonets.models import Classification as Raw
    from visionapis_generated.nanonets.models import Model, ReviewPage, Submission
    from visionapis_generated.nanonets.types import File

    from .classification import Loaded, Outcome
    from .jobs import Kind

NANONETS = Vendor("NANONETS", AsUser(), frozenset({"JPEG", "PDF", "PNG"}), urls=("https", "http"), rules=RULES)
URL = "https://app.nanonets.com/api/v2"

# As many as the vendor's Python client sends in a call.
PICTURES_A_CALL = 20


class Nanonets(Client, Facade):
    """A client of Nanonets.

    `with Nanonets() as client: client.classify("photo.jpg", model="3f2a9c1e-7b64-4d0a-9a41-2f6c8e0b5d17").top`

    The calls of the API as its contract has them are in `image_classification`, `multi_label_classification`, `ocr`,
    `object_detection` and `inferences`.
    """

    def __init__(self, api_key: Key | None = None, **options: Unpack[Options]) -> None:
        """Make a client; nothing is sent yet.

        `api_key` is the key, or a function that is asked for it on each call; else it is the environment's
        `NANONETS_API_KEY`. `base_url` is https://app.nanonets.com/api/v2 if neither the option nor
        `NANONETS_BASE_URL` names another. Pictures are PNG, JPEG or PDF; the vendor publishes no largest size.
        `visionapis.Options` describes the options. Raises ConfigurationError.
        """
        given = Given(api_key, options, vendor="NANONETS", default_url=URL)
        del api_key  # what a traceback with local variables would show
        Client.__init__(self, NANONETS, given)

    def file(self, picture: Picture, name: str | None = None) -> File:
        """A picture or PDF as the calls of the API take it, under a name made of its format, or `name`.

        Raises PictureError.

        >>> answer = client.ocr.predict_files("9d0c4b7a", file=[client.file("receipt.pdf")])
        >>> answer.result[0].prediction[0].ocr_text
        '48.20 EUR'
        """
        return as_file(self._load.source(picture), name)

    def classify(
        self, picture: Picture, *, model: str, multi_label: bool = False, threshold: float | None = None
    ) -> Classification[Raw]:
        """The labels of a picture, best first.

        `model` is the model's id, `multi_label` says that it gives a picture any number of labels. The server tells
        every label that the model knows, and `threshold` (0 to 1) is applied here. Scores need not add up to 1. Of a
        PDF a label has its best page's score. Raises VisionAPIError.

        >>> client.classify("seven.png", model="3f2a9c1e").top
        Label(name='7', confidence=0.99...)
        """
        return single(self._classify(Question(model, multi_label, threshold), [self._load(picture)]))

    def classify_many(
        self, pictures: Iterable[Picture], *, model: str, multi_label: bool = False, threshold: float | None = None
    ) -> Iterator[Outcome]:
        """The labels of each picture as `classify` gives them, in order, or the error that is about this picture alone.

        Up to 20 pictures are taken at a time and go out in one call; files and URLs go apart, so sort them if you have
        both. Every other error is raised, the refusal of a whole call too. Raises VisionAPIError.

        >>> [result.top.name for result in client.classify_many(["seven.png", "one.png"], model="3f2a9c1e")]
        ['7', '1']
        """
        send = partial(self._classify, Question(model, multi_label, threshold))
        return in_batches(pictures, PICTURES_A_CALL, self._load, send, alike=type)

    def wait_until_trained(
        self, model_id: str, *, kind: Kind = "image_classification", **waiting: Unpack[Waiting]
    ) -> Model:
        """The model, once it can predict; one that is trained anew can at once.

        `timeout` is 3600 seconds if it is left out; looks come after 10, 30, and then every 60 seconds. Raises JobError
        when the training failed or there is nothing to train with, JobTimeoutError, and VisionAPIError.

        >>> client.wait_until_trained("9d0c4b7a", kind="ocr").state
        5
        """
        watching = watch(f"the training of model {model_id}", waiting, timeout=3600.0, intervals=TRAINING)
        while True:
            model: Model = models_of(self, kind).get_model(model_id=model_id)
            if is_trained(model):
                return model
            time.sleep(watching.wait())

    def wait_for_prediction(
        self, model_id: str, submission: Submission, **waiting: Unpack[Waiting]
    ) -> list[ReviewPage]:
        """The pages of what `ocr.submit_files` or `ocr.submit_urls` took, once all are read.

        `timeout` is 600 seconds if it is left out; looks come after 2, 3, 5, 10, 15, and then every 30 seconds. What a
        page that waits looks like is not published: one without boxes is taken for it, unless its `status` is
        `success`. Raises JobError when a page could not be read, JobTimeoutError, and VisionAPIError.

        >>> submission = client.ocr.submit_files("9d0c4b7a", file=[client.file("receipt.pdf")])
        >>> [len(page.prediction) for page in client.wait_for_prediction("9d0c4b7a", submission)]
        [1]
        """
        watching = watch("the prediction", waiting, timeout=600.0, intervals=PREDICTION)
        reading = Reading(submission)
        while reading.left:
            if not reading.take(self.inferences.get_page(model_id, reading.left[0])):
                time.sleep(watching.wait())
        return reading.pages

    def _classify(self, question: Question, pictures: Sequence[Loaded]) -> Iterator[Outcome]:
        try:
            return question.read(pictures, question.ask(self, pictures), {})
        except PartialFailureError as error:
            return question.read(pictures, error.answer, failed(error))


class AsyncNanonets(AsyncClient, AsyncFacade):
    """A client of Nanonets that does not block.

    `async with AsyncNanonets() as client: (await client.classify("photo.jpg", model="3f2a9c1e")).top`

    The calls of the API as its contract has them are in `image_classification`, `multi_label_classification`, `ocr`,
    `object_detection` and `inferences`.
    """

    def __init__(self, api_key: Key | None = None, **options: Unpack[AsyncOptions]) -> None:
        """Make a client; the arguments are those of `Nanonets`."""
        given = Given(api_key, options, vendor="NANONETS", default_url=URL)
        del api_key  # what a traceback with local variables would show
        AsyncClient.__init__(self, NANONETS, given)

    async def file(self, picture: Picture, name: str | None = None) -> File:
        """A picture or PDF as the calls of the API take it; see `Nanonets.file`."""
        import asyncio

        return as_file(await asyncio.to_thread(self._load.source, picture), name)

    async def classify(
        self, picture: Picture, *, model: str, multi_label: bool = False, threshold: float | None = None
    ) -> Classification[Raw]:
        """The labels of a picture, best first; see `Nanonets.classify`."""
        return single(await self._classify(Question(model, multi_label, threshold), [await self._load.later(picture)]))

    def classify_many(
        self,
        pictures: Iterable[Picture] | AsyncIterable[Picture],
        *,
        model: str,
        multi_label: bool = False,
        threshold: float | None = None,
    ) -> AsyncIterator[Outcome]:
        """The labels of each picture, in order, or the error that is about it alone; see `Nanonets.classify_many`."""
        send = partial(self._classify, Question(model, multi_label, threshold))
        return in_batches_async(pictures, PICTURES_A_CALL, self._load.later, send, alike=type)

    async def wait_until_trained(
        self, model_id: str, *, kind: Kind = "image_classification", **waiting: Unpack[Waiting]
    ) -> Model:
        """The model, once it can predict; see `Nanonets.wait_until_trained`."""
        import asyncio

        watching = watch(f"the training of model {model_id}", waiting, timeout=3600.0, intervals=TRAINING)
        while True:
            model: Model = await models_of(self, kind).get_model(model_id=model_id)
            if is_trained(model):
                return model
            await asyncio.sleep(watching.wait())

    async def wait_for_prediction(
        self, model_id: str, submission: Submission, **waiting: Unpack[Waiting]
    ) -> list[ReviewPage]:
        """The pages of what was submitted, once all are read; see `Nanonets.wait_for_prediction`."""
        import asyncio

        watching = watch("the prediction", waiting, timeout=600.0, intervals=PREDICTION)
        reading = Reading(submission)
        while reading.left:
            if not reading.take(await self.inferences.get_page(model_id, reading.left[0])):
                await asyncio.sleep(watching.wait())
        return reading.pages

    async def _classify(self, question: Question, pictures: Sequence[Loaded]) -> Iterator[Outcome]:
        try:
            return question.read(pictures, await question.ask(self, pictures), {})
        except PartialFailureError as error:
            return question.read(pictures, error.answer, failed(error))
