"""The clients: the labels of a picture, and files for the calls of the API."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, cast

from visionapis._http.auth import InForm
from visionapis._http.batches import one_by_one, one_by_one_async
from visionapis._http.client import AsyncClient, Client
from visionapis._http.responses import Rules
from visionapis._http.vendor import Given, Vendor
from visionapis.types import check_threshold
from visionapis_generated.imagerecognize.facade import AsyncFacade, Facade

from .responses import ADVICE, common, refused

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
    from typing import Unpack

    from visionapis._http.auth import Key
    from visionapis._images.input import Picture
    from visionapis._images.sources import PictureSource
    from visionapis.errors import VisionAPIError
    from visionapis.options import AsyncOptions, Options
    from visionapis.types import Classification
    from visionapis_generated.imagerecognize.models import ObjectsAnswer
    from visionapis_generated.imagerecognize.types import File

NAME = "IMAGERECOGNIZE"

# The contract's first server.
BASE_URL = "https://imagerecognize.com/api/v3"

# The vendor documents "50Mb". Of the two kinds of megabytes the smaller one: what passes here passes there.
LIMIT = 50_000_000

# The vendor wants a number and documents no highest one. No picture shows so many kinds of objects, and a much larger
# number might be refused.
MOST_LABELS = 1000

VENDOR = Vendor(
    name=NAME,
    put=InForm("apikey"),
    formats=frozenset({"JPEG", "PNG"}),
    max_picture_bytes=LIMIT,
    rules=Rules(advice=ADVICE, refusal=refused),
)


class ImageRecognize(Client, Facade):
    """A client of ImageRecognize.

    `with ImageRecognize() as client: client.classify("photo.jpg").top`

    The calls of the API as its contract has them are in `recognition`.
    """

    def __init__(self, api_key: Key | None = None, **options: Unpack[Options]) -> None:
        """Make a client; nothing is sent yet.

        `api_key` is the key, or a function that is asked for it on each call; else it is the environment's
        `IMAGERECOGNIZE_API_KEY`. It is sent as a field of the form, and in the query by `recognition.get_cache` alone.
        `base_url` is https://imagerecognize.com/api/v3 if neither the option nor `IMAGERECOGNIZE_BASE_URL` names
        another. Pictures are PNG or JPEG; the vendor documents "50Mb" as the largest, taken here as 50,000,000 bytes.
        `visionapis.Options` describes the options. Raises ConfigurationError.
        """
        given = Given(api_key, options, vendor=NAME, default_url=BASE_URL)
        del api_key  # what a traceback with local variables would show
        Client.__init__(self, VENDOR, given)

    def classify(self, picture: Picture, *, threshold: float | None = None) -> Classification[ObjectsAnswer]:
        """The kinds of objects in a picture, best first, each with a box for each place where it is seen.

        Without `threshold` (0 to 1) every label is asked for. The answer does not give the picture's size: it is read
        from the picture's header, without a look at its EXIF orientation, and boxes in pixels go by it. A recognition
        that fails, which the server calls a success with a text in `data.error`, is a BadRequestError with status 200.
        Raises VisionAPIError.

        >>> client.classify("street.jpg").top
        Label(name='Bicycle', confidence=0.9741)
        """
        least = _percent(threshold)
        source = self._load.source(picture)
        size, file = source.pixels, _file(source)
        raw = self.recognition.detect_objects(file=file, max_labels=MOST_LABELS, min_confidence=least)
        return common(raw, size, threshold)

    def classify_many(
        self, pictures: Iterable[Picture], *, threshold: float | None = None
    ) -> Iterator[Classification[ObjectsAnswer] | VisionAPIError]:
        """What `classify` gives for each picture, in order, one call each, made when its result is asked for.

        A PictureError, BadRequestError or PictureTooLargeError stands in its picture's place; every other error is
        raised, and ends it.
        """
        return one_by_one(pictures, partial(self.classify, threshold=threshold))

    def file(self, picture: Picture, name: str | None = None) -> File:
        """A picture for the calls in `recognition`, read while it is sent.

        The server sees `name`, else one that tells the format alone. Raises PictureError.

        >>> client.recognition.detect_text(file=client.file("sign.png")).data.objects[0].text
        'Platform 4'
        """
        return _file(self._load.source(picture), name)


class AsyncImageRecognize(AsyncClient, AsyncFacade):
    """A client of ImageRecognize that does not block.

    `async with AsyncImageRecognize() as client: (await client.classify("photo.jpg")).top`

    The calls of the API as its contract has them are in `recognition`.
    """

    def __init__(self, api_key: Key | None = None, **options: Unpack[AsyncOptions]) -> None:
        """Make a client; the arguments are those of `ImageRecognize`."""
        given = Given(api_key, options, vendor=NAME, default_url=BASE_URL)
        del api_key  # what a traceback with local variables would show
        AsyncClient.__init__(self, VENDOR, given)

    async def classify(self, picture: Picture, *, threshold: float | None = None) -> Classification[ObjectsAnswer]:
        """The kinds of objects in a picture, best first; see `ImageRecognize.classify`."""
        least = _percent(threshold)
        source = await self._source(picture)
        size, file = source.pixels, _file(source)
        raw = await self.recognition.detect_objects(file=file, max_labels=MOST_LABELS, min_confidence=least)
        return common(raw, size, threshold)

    def classify_many(
        self, pictures: Iterable[Picture] | AsyncIterable[Picture], *, threshold: float | None = None
    ) -> AsyncIterator[Classification[ObjectsAnswer] | VisionAPIError]:
        """What `classify` gives for each picture, in order; see `ImageRecognize.classify_many`."""
        return one_by_one_async(pictures, partial(self.classify, threshold=threshold))

    async def file(self, picture: Picture, name: str | None = None) -> File:
        """A picture for the calls in `recognition`; see `ImageRecognize.file`."""
        return _file(await self._source(picture), name)

    async def _source(self, picture: Picture) -> PictureSource:
        # Never a URL: the vendor fetches no pictures, and URLs are refused.
        return cast("PictureSource", await self._load.later(picture))


def _percent(threshold: float | None) -> int:
    """The threshold as the server takes it, rounded down; the rest of it is applied to the answer."""
    check_threshold(threshold)
    return math.floor((threshold or 0) * 100)


def _file(source: PictureSource, name: str | None = None) -> File:
    from visionapis_generated.imagerecognize.types import File

    return source.part(File, name)
