"""The clients: one call each for labels, for the server's own answer, and for a drawing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from visionapis._http.batches import one_by_one, one_by_one_async
from visionapis._http.client import AsyncClient, Client
from visionapis.errors import DecodeError
from visionapis.types import Size, classified, labelled
from visionapis_generated.roboflow.facade import AsyncFacade, Facade

from .requests import conceal, prepare, vendor

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
    from typing import Unpack

    from visionapis._http.auth import Key
    from visionapis._images.input import Picture
    from visionapis.errors import VisionAPIError
    from visionapis.options import AsyncOptions, Options
    from visionapis.types import Classification
    from visionapis_generated.roboflow.models import AnswerFormat, MultiLabelClassification, SingleLabelClassification

    from .requests import Confidence, KeyIn

    Raw: TypeAlias = SingleLabelClassification | MultiLabelClassification


class Preprocessing(TypedDict, total=False):
    """What `infer` and `render` take besides picture, model and threshold; what is left out is the server's default."""

    disable_preproc_auto_orient: bool
    """Do not turn the picture as its EXIF orientation says."""
    disable_preproc_contrast: bool
    """Skip the dataset's contrast step."""
    disable_preproc_grayscale: bool
    """Skip the dataset's greyscale step."""
    disable_preproc_static_crop: bool
    """Skip the dataset's fixed crop."""
    disable_active_learning: bool
    """Keep this picture out of the vendor's collection of training data."""
    active_learning_target_dataset: str
    """The dataset that collects this picture as training data."""
    source: str
    """Names the caller in the vendor's usage statistics."""
    source_info: str
    """More about the caller, for the vendor's usage statistics."""


class Roboflow(Client, Facade):
    """A client of Roboflow's classification route.

    `with Roboflow() as client: client.classify("photo.jpg", model="pictures/3").top`

    The calls of the API as its contract has them are in `classification`.
    """

    def __init__(self, api_key: Key | None = None, *, key_in: KeyIn | None = None, **options: Unpack[Options]) -> None:
        """Make a client; nothing is sent yet.

        `api_key` is the key, or a function that is asked for it on each call; else it is the environment's
        `ROBOFLOW_API_KEY`. A loopback or private host needs none. `base_url` is https://serverless.roboflow.com if
        neither the option nor `ROBOFLOW_BASE_URL` names another. `key_in` says where the key goes: serverless hosting
        (`.com`, `.eu`) and `*.roboflow.cloud` get a bearer token, every other host gets it in the query, as servers
        before version 1.5.0 do not read the header. The vendor documents 20 MB as the largest picture for serverless
        hosting, and no limit for other hosts. `visionapis.Options` describes the options. Raises ConfigurationError.
        """
        given = conceal(api_key, options)
        del api_key  # what a traceback with local variables would show
        Client.__init__(self, vendor(given.url, key_in), given)

    def classify(self, picture: Picture, *, model: str, threshold: float | None = None) -> Classification[Raw]:
        """The labels of a picture, best first.

        `model` is `dataset/version`. Without `threshold` (0 to 1) every label is asked for; a single-label model leaves
        out those below one percent all the same. The size is the server's word: its older engine swaps width and height
        for multi-label models. Raises VisionAPIError.

        >>> client.classify("seven.png", model="digits/1").top
        Label(name='7', confidence=1.0)
        """
        raw = self.infer(picture, model=model, confidence=threshold or 0.0)
        return _common(raw, threshold)

    def classify_many(
        self, pictures: Iterable[Picture], *, model: str, threshold: float | None = None
    ) -> Iterator[Classification[Raw] | VisionAPIError]:
        """What `classify` gives for each picture, in order, one call each, made when its result is asked for.

        A PictureError, BadRequestError or PictureTooLargeError stands in its picture's place; every other error is
        raised, and ends it.
        """
        return one_by_one(pictures, partial(self.classify, model=model, threshold=threshold))

    def infer(
        self,
        picture: Picture,
        *,
        model: str,
        confidence: Confidence | None = None,
        format_: AnswerFormat = "json",
        **options: Unpack[Preprocessing],
    ) -> Raw:
        """The server's own answer.

        `confidence` is a threshold from 0 to 1, `best` or `default`; left out, the server's is 0.4. With
        `format_="image_and_json"` the answer holds a drawing too, as base64 text of a JPEG; the server then fails with
        status 500 when no label passes. Raises VisionAPIError.
        """
        request = prepare(self._load(picture), model, confidence)
        with request.explained(drawing=format_ == "image_and_json"):
            by_url, by_base64 = self.classification.infer_url, self.classification.infer_base64
            return request.send(by_url, by_base64, format_=format_, **options)

    def render(
        self,
        picture: Picture,
        *,
        model: str,
        confidence: Confidence | None = None,
        stroke: int = 1,
        **options: Unpack[Preprocessing],
    ) -> bytes:
        """The picture as JPEG, with a border in the colour of its best label, `stroke` pixels wide.

        The server fails with status 500 when no label passes the threshold. Raises VisionAPIError.
        """
        request = prepare(self._load(picture), model, confidence)
        with request.explained(drawing=True):
            by_url, by_base64 = self.classification.render_url, self.classification.render_base64
            return request.send(by_url, by_base64, stroke=stroke, **options)


class AsyncRoboflow(AsyncClient, AsyncFacade):
    """A client of Roboflow's classification route that does not block.

    `async with AsyncRoboflow() as client: (await client.classify("photo.jpg", model="pictures/3")).top`

    The calls of the API as its contract has them are in `classification`.
    """

    def __init__(
        self, api_key: Key | None = None, *, key_in: KeyIn | None = None, **options: Unpack[AsyncOptions]
    ) -> None:
        """Make a client; the arguments are those of `Roboflow`."""
        given = conceal(api_key, options)
        del api_key  # what a traceback with local variables would show
        AsyncClient.__init__(self, vendor(given.url, key_in), given)

    async def classify(self, picture: Picture, *, model: str, threshold: float | None = None) -> Classification[Raw]:
        """The labels of a picture, best first; see `Roboflow.classify`."""
        raw = await self.infer(picture, model=model, confidence=threshold or 0.0)
        return _common(raw, threshold)

    def classify_many(
        self, pictures: Iterable[Picture] | AsyncIterable[Picture], *, model: str, threshold: float | None = None
    ) -> AsyncIterator[Classification[Raw] | VisionAPIError]:
        """What `classify` gives for each picture, in order; see `Roboflow.classify_many`."""
        return one_by_one_async(pictures, partial(self.classify, model=model, threshold=threshold))

    async def infer(
        self,
        picture: Picture,
        *,
        model: str,
        confidence: Confidence | None = None,
        format_: AnswerFormat = "json",
        **options: Unpack[Preprocessing],
    ) -> Raw:
        """The server's own answer; see `Roboflow.infer`."""
        request = prepare(await self._load.later(picture), model, confidence)
        with request.explained(drawing=format_ == "image_and_json"):
            by_url, by_base64 = self.classification.infer_url, self.classification.infer_base64
            return await request.send(by_url, by_base64, format_=format_, **options)

    async def render(
        self,
        picture: Picture,
        *,
        model: str,
        confidence: Confidence | None = None,
        stroke: int = 1,
        **options: Unpack[Preprocessing],
    ) -> bytes:
        """The picture as JPEG, with a border in the colour of its best label; see `Roboflow.render`."""
        request = prepare(await self._load.later(picture), model, confidence)
        with request.explained(drawing=True):
            by_url, by_base64 = self.classification.render_url, self.classification.render_base64
            return await request.send(by_url, by_base64, stroke=stroke, **options)


def _common(raw: Raw, threshold: float | None) -> Classification[Raw]:
    """The result that all vendors share."""
    from visionapis_generated.roboflow.models import MultiLabelClassification

    if isinstance(raw, MultiLabelClassification):
        passed = (
            cast("object", raw.predicted_classes) if threshold is not None else list(raw.predictions.additional_keys)
        )
        if not isinstance(passed, list):
            raise DecodeError("the answer has predicted_classes that are no list")
        scores = raw.predictions.additional_properties.items()
        labels = [labelled(name, score.confidence) for name, score in scores if name in passed]
    else:
        labels = [labelled(prediction.class_, prediction.confidence) for prediction in raw.predictions]
    return classified(labels, raw, size=Size.of(raw.image.width, raw.image.height))
