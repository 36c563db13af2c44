"""The clients: one call each for labels, for the server's own answer, and for a drawing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeAlias, TypedDict, cast

from visionapis.clients import AsyncClient, Client
from visionapis.errors import DecodeError
from visionapis.redaction import hide
from visionapis.results import Classification, Size, ranked
from visionapis_generated.roboflow.facade import AsyncFacade, Facade

from .configuration import Configuration, address

if TYPE_CHECKING:
    from typing import Unpack

    import httpx

    from visionapis.keys import KeyIn
    from visionapis.pictures import Picture
    from visionapis_generated.roboflow.models import AnswerFormat, MultiLabelClassification, SingleLabelClassification

    from .configuration import Confidence

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

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        key_in: KeyIn | None = None,
        timeout: float = 60.0,
        max_picture_bytes: int | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """Make a client; nothing is sent yet.

        Args:
            api_key: The key; else the environment's `ROBOFLOW_API_KEY`. A loopback or private host needs none.
            base_url: The server; else the environment's `ROBOFLOW_BASE_URL`, else https://serverless.roboflow.com.
            key_in: Where the key goes. Serverless hosting (`.com`, `.eu`) and `*.roboflow.cloud` get a bearer token,
                every other host gets it in the query: servers before version 1.5.0 do not read the header.
            timeout: Seconds for a whole call, the answer's last byte included.
            max_picture_bytes: The largest picture to send; 20 MB for serverless hosting, as its vendor documents, no
                limit for other hosts.
            transport: Replaces the network, for example `emulator.transport()`; it is closed with the client.

        Raises ConfigurationError.
        """
        hidden = hide(api_key), address(base_url)
        del api_key, base_url  # what a traceback with local variables would show
        self._configuration = Configuration(*hidden, key_in, timeout, max_picture_bytes)
        Client.__init__(self, self._configuration.settings, transport)
        Facade.__init__(self, self._session)

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
        request = self._configuration.prepare(picture, model, confidence)
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
        request = self._configuration.prepare(picture, model, confidence)
        with request.explained(drawing=True):
            by_url, by_base64 = self.classification.render_url, self.classification.render_base64
            return request.send(by_url, by_base64, stroke=stroke, **options)


class AsyncRoboflow(AsyncClient, AsyncFacade):
    """A client of Roboflow's classification route that does not block.

    `async with AsyncRoboflow() as client: (await client.classify("photo.jpg", model="pictures/3")).top`

    The calls of the API as its contract has them are in `classification`.
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | None = None,
        key_in: KeyIn | None = None,
        timeout: float = 60.0,
        max_picture_bytes: int | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Make a client; the arguments are those of `Roboflow`."""
        hidden = hide(api_key), address(base_url)
        del api_key, base_url  # what a traceback with local variables would show
        self._configuration = Configuration(*hidden, key_in, timeout, max_picture_bytes)
        AsyncClient.__init__(self, self._configuration.settings, transport)
        AsyncFacade.__init__(self, self._session)

    async def classify(self, picture: Picture, *, model: str, threshold: float | None = None) -> Classification[Raw]:
        """The labels of a picture, best first; see `Roboflow.classify`."""
        raw = await self.infer(picture, model=model, confidence=threshold or 0.0)
        return _common(raw, threshold)

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
        request = await asyncio.to_thread(self._configuration.prepare, picture, model, confidence)
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
        request = await asyncio.to_thread(self._configuration.prepare, picture, model, confidence)
        with request.explained(drawing=True):
            by_url, by_base64 = self.classification.render_url, self.classification.render_base64
            return await request.send(by_url, by_base64, stroke=stroke, **options)


def _common(raw: Raw, threshold: float | None) -> Classification[Raw]:
    """The result that all vendors share."""
    from visionapis_generated.roboflow.models import MultiLabelClassification

    scores: list[tuple[object, object]]
    if isinstance(raw, MultiLabelClassification):
        passed = (
            cast("object", raw.predicted_classes) if threshold is not None else list(raw.predictions.additional_keys)
        )
        if not isinstance(passed, list):
            raise DecodeError(f"the answer has predicted_classes {passed!r}, which is no list")
        scores = [(n, s.confidence) for n, s in raw.predictions.additional_properties.items() if n in passed]
    else:
        scores = [(prediction.class_, prediction.confidence) for prediction in raw.predictions]
    return Classification(ranked(scores), Size.of(raw.image.width, raw.image.height), raw)
