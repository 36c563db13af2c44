"""A request taken apart as the vendors' servers do it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx
from python_multipart.exceptions import FormParserError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message

from visionapis_testing.errors import EmulatorError
from visionapis_testing.transport import run

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

_MAX_PARTS = 1_000
_MAX_TEXT = 2**26  # one text of a form, for pictures that are sent as base64; the body as a whole has its own limit


class UnreadableBodyError(EmulatorError):
    """A form cannot be taken apart; the message says why."""


@dataclass(frozen=True, slots=True)
class File:
    """A part of a multipart body that has a file name."""

    content: bytes = field(repr=False)
    name: str = field(default="file", compare=False)  # servers go by the content


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A request. ``body`` is None where none was sent, names and values of a form, else the text."""

    method: str
    path: str
    query: Sequence[tuple[str, str]] = field(repr=False)
    authorization: str | None = field(repr=False)
    media_type: str | None
    body: str | Sequence[tuple[str, str | File]] | None = field(repr=False)

    @property
    def form(self) -> Sequence[tuple[str, str | File]]:
        """Names and values of a form; none where the body is no form."""
        return () if self.body is None or isinstance(self.body, str) else self.body


async def parse(request: Request) -> ParsedRequest:
    """Read a request to its end. Raises UnreadableBodyError for a form that is broken.

    Parts with an empty file name are texts, as PHP's and Python's servers read them and as public clients send them.
    """
    media_type = request.headers.get("content-type")
    if media_type is not None:
        media_type = media_type.partition(";")[0].strip().lower()
    return ParsedRequest(
        method=request.method,
        path=request.scope["path"],
        query=request.query_params.multi_items(),
        authorization=request.headers.get("authorization"),
        media_type=media_type,
        body=await _body(request, media_type),
    )


def parse_sent(request: httpx.Request) -> ParsedRequest:
    """Take a request apart that was sent by httpx, or is to be. Raises UnreadableBodyError."""
    content = request.read()

    async def receive() -> Message:
        return {"type": "http.request", "body": content}

    scope = {
        "type": "http",
        "method": request.method,
        "path": request.url.path,
        "query_string": request.url.query,
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
    }
    return run(parse(Request(scope, receive)))


async def _body(request: Request, media_type: str | None) -> str | Sequence[tuple[str, str | File]] | None:
    if media_type not in {FORM, MULTIPART}:
        content = await request.body()
        return content.decode("utf-8", "surrogateescape") if content else None
    try:
        async with request.form(max_files=_MAX_PARTS, max_fields=_MAX_PARTS, max_part_size=_MAX_TEXT) as form:
            return [(name, await _value(value)) for name, value in form.multi_items()]
    except (FormParserError, HTTPException, MultiPartException) as error:
        raise UnreadableBodyError(f"the {media_type} body is broken") from error


async def _value(value: str | UploadFile) -> str | File:
    if isinstance(value, str):
        return value
    content = await value.read()
    return File(content, value.filename) if value.filename else content.decode("utf-8", "surrogateescape")
