"""The image of a request: as base64 text, as a multipart file, or by URL."""

import base64
import binascii
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from visionapis_testing.contracts.parsing import UnreadableBodyError, fields
from visionapis_testing.emulator.images import ImageURLs, UnreachableImageError, UnreadableImageError

from .errors import InternalError, RequestError, UnreadableInputError
from .images import DecodedImage, TooManyPixelsError, decode
from .urls import URLRules, check

_DATA_PREFIX = re.compile(r"\Adata:image/[a-z]+;base64,")
_MALFORMED = "Malformed base64 input image."

_MAX_TEXT = 2**20  # of a part without a file name: the default of Starlette, which the server uses

_IMAGE_TYPE_ERRORS: dict[str, str] = {
    "numpy": "NumPy image type is not supported in this configuration of `inference`.",
    "numpy_object": "Data provided as input could not be decoded into np.ndarray object.",
    "file": "Loading images from local filesystem is disabled.",
}
_FAILING_IMAGE_TYPES = frozenset({"multipart", "pil", "url"})  # the server expects other values than bytes for them


class Input(ABC):
    """An image that has been received but not decoded yet."""

    @abstractmethod
    async def image(self, images: ImageURLs, *, auto_orient: bool) -> DecodedImage:
        """Return the decoded image. Raises RequestError."""


@dataclass(frozen=True, slots=True)
class FileInput(Input):
    """The bytes of a multipart part."""

    data: bytes

    async def image(self, images: ImageURLs, *, auto_orient: bool) -> DecodedImage:
        """Decode the bytes. Raises RequestError."""
        return _decode_sent(self.data, auto_orient=auto_orient)


@dataclass(frozen=True, slots=True)
class Base64Input(Input):
    """A body that should be base64 text."""

    body: bytes
    image_type: str
    url_rules: URLRules

    async def image(self, images: ImageURLs, *, auto_orient: bool) -> DecodedImage:
        """Decode the text. Raises RequestError.

        A ``data:`` prefix and all characters outside the alphabet are skipped, surplus padding ignored, as Python's
        base64 module does. The server fails on characters outside ASCII.
        """
        declared = self.image_type.lower()
        if declared == "url" and self.url_rules == "offline":
            check("", self.url_rules)
        if declared in _FAILING_IMAGE_TYPES:
            raise InternalError
        if declared != "base64":
            raise UnreadableInputError(
                _IMAGE_TYPE_ERRORS.get(declared, "Image declaration contains not recognised image type.")
            )
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            raise UnreadableInputError(
                "Invalid base64 input: the image payload contains raw bytes instead of a base64-encoded string. "
                "Please base64-encode the image before sending."
            ) from None
        if not text.isascii():
            raise InternalError
        try:
            data = base64.b64decode(_DATA_PREFIX.sub("", text))
        except binascii.Error:
            raise UnreadableInputError(_MALFORMED) from None
        return _decode_sent(data, auto_orient=auto_orient)


@dataclass(frozen=True, slots=True)
class URLInput(Input):
    """A URL in the query string."""

    url: str
    rules: URLRules

    async def image(self, images: ImageURLs, *, auto_orient: bool) -> DecodedImage:
        """Fetch the URL and decode its content. Raises RequestError."""
        check(self.url, self.rules)
        try:
            content = await images.content(self.url.lstrip())
        except UnreachableImageError:
            raise UnreadableInputError("Data pointed by URL could not be decoded into image.") from None
        if not content:
            raise InternalError
        try:
            return decode(content, auto_orient=auto_orient)
        except TooManyPixelsError:
            raise InternalError from None
        except UnreadableImageError:
            raise UnreadableInputError("Data is not image.") from None


async def receive(request: Request, url_rules: URLRules) -> Input | None:
    """Return the image in the body, or None if there is none. Raises RequestError.

    The server does this before it reads the query string: it rejects a multipart body without a part named ``file``
    even if the query string has a URL.
    """
    content_type = request.headers.get("content-type")
    if content_type is None:
        return None
    if "multipart/form-data" in content_type:
        return await _receive_file(request)
    if request.query_params.get("image"):
        return None
    return Base64Input(await request.body(), request.query_params.get("image_type", "base64"), url_rules)


def choose(request: Request, received: Input | None, url_rules: URLRules) -> Input:
    """Return the image to classify: a URL in the query string takes precedence over a body. Raises RequestError."""
    url = request.query_params.get("image")
    if url is not None:
        return URLInput(url, url_rules)
    if "content-type" not in request.headers:
        raise RequestError(400, "Content-Type header not provided with request.")
    if received is None:
        raise RequestError(400, "Invalid Content-Type header provided with request.")
    return received


async def _receive_file(request: Request) -> FileInput | None:
    try:
        parts = dict(await fields(request, max_text=_MAX_TEXT))
    except UnreadableBodyError as error:
        raise RequestError(400, detail=_multipart_problem(error)) from None
    if "file" not in parts:
        raise UnreadableInputError("Expected image to be send in part named 'file' of multipart/form-data request")
    part = parts["file"]
    return None if isinstance(part, str) else FileInput(part.content)


def _multipart_problem(error: UnreadableBodyError) -> str:
    """Return Starlette's description of a multipart body that it cannot parse."""
    cause = error.__cause__
    return cause.detail if isinstance(cause, HTTPException) else str(cause)


def _decode_sent(data: bytes, *, auto_orient: bool) -> DecodedImage:
    if not data:
        raise UnreadableInputError("Empty image payload.")
    try:
        return decode(data, auto_orient=auto_orient)
    except TooManyPixelsError:
        raise InternalError from None
    except UnreadableImageError:
        raise UnreadableInputError(_MALFORMED) from None
