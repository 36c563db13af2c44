"""The image of a request: as base64 text, as a multipart file, or by URL."""

import base64
import binascii
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from ipaddress import ip_address

from starlette.requests import Request

from visionapis_testing.contracts.parsing import UnreadableBodyError, fields
from visionapis_testing.emulator.images import ImageURLs, UnreachableImageError

from .errors import RequestError, UnreadableInputError

_DATA_PREFIX = re.compile(r"data:image/[a-z]+;base64,")

_MAX_TEXT = 2**20  # of a part without a file name: the default of Starlette, which the server uses

# Top-level domains without public hosts: RFC 2606, RFC 6761, RFC 6762, RFC 7686, and ICANN's reservation of 2024.
_PRIVATE_DOMAINS = frozenset({"example", "internal", "invalid", "local", "localhost", "onion", "test"})


class Input(ABC):
    """An image that has been received but not decoded yet."""

    @abstractmethod
    async def content(self, images: ImageURLs) -> bytes:
        """Return the bytes of the image. Raises RequestError."""


@dataclass(frozen=True, slots=True)
class FileInput(Input):
    """The bytes of a multipart part."""

    data: bytes

    async def content(self, images: ImageURLs) -> bytes:
        """Return the bytes. Raises RequestError if there are none."""
        if not self.data:
            raise UnreadableInputError("Empty image payload.")
        return self.data


@dataclass(frozen=True, slots=True)
class Base64Input(Input):
    """A body that should be base64 text."""

    body: bytes
    image_type: str

    async def content(self, images: ImageURLs) -> bytes:
        """Decode the text, with or without line breaks and a ``data:`` prefix. Raises RequestError."""
        declared = self.image_type.lower()
        if declared == "url" and self.body:
            raise RequestError(500, "Internal error.")
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
class URLInput(Input):
    """A URL in the query string."""

    url: str

    async def content(self, images: ImageURLs) -> bytes:
        """Fetch the URL. Raises RequestError."""
        import httpx  # imported here because it takes long

        try:
            url = httpx.URL(self.url)
        except httpx.InvalidURL:
            raise UnreadableInputError("The image URL is not a URL.") from None
        if url.scheme != "https":
            raise UnreadableInputError("The image URL must start with https://.")
        if not _is_public(url.host):
            raise UnreadableInputError("The image URL must name a host by its full public domain name.")
        try:
            return await images.content(self.url)
        except UnreachableImageError:
            raise UnreadableInputError("What the image URL leads to could not be read as an image.") from None


async def receive(request: Request) -> Input | None:
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
    return Base64Input(await request.body(), request.query_params.get("image_type", "base64"))


def choose(request: Request, received: Input | None) -> Input:
    """Return the image to classify: a URL in the query string takes precedence over a body. Raises RequestError."""
    url = request.query_params.get("image")
    if url is not None:
        return URLInput(url)
    if "content-type" not in request.headers:
        raise RequestError(400, "Content-Type header not provided with request.")
    if received is None:
        raise RequestError(400, "Invalid Content-Type header: the part named file has no file name.")
    return received


async def _receive_file(request: Request) -> FileInput | None:
    try:
        parts = dict(await fields(request, max_text=_MAX_TEXT))
    except UnreadableBodyError:
        raise UnreadableInputError("The multipart body is broken.") from None
    if "file" not in parts:
        raise UnreadableInputError("The multipart body has no part named file.")
    part = parts["file"]
    return None if isinstance(part, str) else FileInput(part.content)


def _is_public(host: str) -> bool:
    """Return whether a name could be that of a public host.

    The server consults the list of public suffixes; the emulator checks the form of the name.
    """
    try:
        ip_address(host)
    except ValueError:
        name, dot, domain = host.rstrip(".").rpartition(".")
        return bool(name and dot) and not domain.isdecimal() and domain.lower() not in _PRIVATE_DOMAINS
    return False
