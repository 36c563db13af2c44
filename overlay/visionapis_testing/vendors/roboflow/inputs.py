"""The picture of a request: as base64 text, as a multipart file, or by URL."""

import base64
import binascii
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.requests import Request

from visionapis_testing.contracts.parsing import UnreadableBodyError, fields
from visionapis_testing.emulator.image_urls import UnreachablePictureError, UrlPictures

from .errors import RefusalError, UnreadableInputError

_DATA_PREFIX = re.compile(r"data:image/[a-z]+;base64,")

_MAX_TEXT = 2**20  # of a part that is no file, as Starlette has it, which the server is made with

# Names that never stand for a public host: RFC 2606, RFC 6761, RFC 6762, RFC 7686, and ICANN's reservation of 2024.
_PRIVATE_DOMAINS = frozenset({"example", "internal", "invalid", "local", "localhost", "onion", "test"})


class Input(ABC):
    """A picture that has been received but not looked at yet. ``content`` raises RefusalError."""

    @abstractmethod
    async def content(self, pictures: UrlPictures) -> bytes:
        """Return the picture's bytes."""


@dataclass(frozen=True, slots=True)
class File(Input):
    """The bytes of a multipart part."""

    data: bytes

    async def content(self, pictures: UrlPictures) -> bytes:
        """Return them."""
        if not self.data:
            raise UnreadableInputError("Empty image payload.")
        return self.data


@dataclass(frozen=True, slots=True)
class Text(Input):
    """A body that should be base64 text."""

    body: bytes
    image_type: str

    async def content(self, pictures: UrlPictures) -> bytes:
        """Decode the text, with or without line breaks and a ``data:`` prefix."""
        declared = self.image_type.lower()
        if declared == "url" and self.body:
            raise RefusalError(500, "Internal error.")
        if declared != "base64":
            raise UnreadableInputError("This server takes no other image_type than base64.")
        try:
            text = self.body.decode()
        except UnicodeDecodeError:
            raise UnreadableInputError("The body holds raw bytes; send base64 text or a multipart file.") from None
        prefix = _DATA_PREFIX.match(text)
        compact = "".join(text[prefix.end() if prefix else 0 :].split())
        try:
            data = base64.b64decode(compact.encode(), validate=True)
        except binascii.Error:
            raise UnreadableInputError("Malformed base64 input image.") from None
        if not data:
            raise UnreadableInputError("Empty image payload.")
        return data


@dataclass(frozen=True, slots=True)
class Url(Input):
    """A URL in the query."""

    url: str

    async def content(self, pictures: UrlPictures) -> bytes:
        """Return what stands behind the URL."""
        import httpx  # takes long to load

        try:
            url = httpx.URL(self.url)
        except httpx.InvalidURL:
            raise UnreadableInputError("The image URL is not a URL.") from None
        if url.scheme != "https":
            raise UnreadableInputError("The image URL must start with https://.")
        if not _is_public(url.host):
            raise UnreadableInputError("The image URL must name a host by its full public domain name.")
        try:
            return await pictures.content(self.url)
        except UnreachablePictureError:
            raise UnreadableInputError("What the image URL leads to could not be read as a picture.") from None


async def receive(request: Request) -> Input | None:
    """Return the picture in the body, None if there is none to be used. Raises RefusalError.

    The server does this before it reads the query: a multipart body without a part named ``file`` is refused even where
    the query names a URL.
    """
    content_type = request.headers.get("content-type")
    if content_type is None:
        return None
    if "multipart/form-data" in content_type:
        return await _receive_file(request)
    if request.query_params.get("image"):
        return None
    return Text(await request.body(), request.query_params.get("image_type", "base64"))


def choose(request: Request, received: Input | None) -> Input:
    """Return the picture to classify: a URL in the query wins over a body. Raises RefusalError."""
    url = request.query_params.get("image")
    if url is not None:
        return Url(url)
    if "content-type" not in request.headers:
        raise RefusalError(400, "Content-Type header not provided with request.")
    if received is None:
        raise RefusalError(400, "Invalid Content-Type header: the part named file has no file name.")
    return received


async def _receive_file(request: Request) -> File | None:
    try:
        parts = dict(await fields(request, max_text=_MAX_TEXT))
    except UnreadableBodyError:
        raise UnreadableInputError("The multipart body is broken.") from None
    if "file" not in parts:
        raise UnreadableInputError("The multipart body has no part named file.")
    part = parts["file"]
    return None if isinstance(part, str) else File(part.content)


def _is_public(host: str) -> bool:
    """Whether a name could be a public host's. The server has the list of public suffixes; this goes by form."""
    try:
        ip_address(host)
    except ValueError:
        name, dot, domain = host.rstrip(".").rpartition(".")
        return bool(name and dot) and not domain.isdecimal() and domain.lower() not in _PRIVATE_DOMAINS
    return False
