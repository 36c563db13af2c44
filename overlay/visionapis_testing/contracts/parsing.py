"""A request taken apart as the vendors' servers do it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from starlette.datastructures import Headers, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from visionapis_testing.emulator.event_loop import run
from visionapis_testing.errors import EmulatorError

if TYPE_CHECKING:
    import httpx

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

_MAX_PARTS = 1_000
_MAX_TEXT = 2**26  # one text of a form, for pictures that are sent as base64; the body as a whole has its own limit

_BODY = "visionapis.body"


class UnreadableBodyError(EmulatorError):
    """A form cannot be taken apart; the message says why."""


@dataclass(frozen=True, slots=True)
class File:
    """A part of a multipart body that has a file name."""

    content: bytes = field(repr=False)
    name: str = field(default="file", compare=False)  # servers go by the content
    content_type: str | None = field(default=None, compare=False, repr=False)


Fields = Sequence[tuple[str, str | File]]
"""Names and values of a form, in the order in which they were sent."""


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A request. ``body`` is None where none was sent, names and values of a form, else the text."""

    method: str
    path: str
    query: Sequence[tuple[str, str]] = field(repr=False)
    authorization: str | None = field(repr=False)
    media_type: str | None
    body: str | Fields | None = field(repr=False)

    @property
    def form(self) -> Fields:
        """Names and values of a form; none where the body is no form."""
        return () if self.body is None or isinstance(self.body, str) else self.body


def media_type(headers: Headers) -> str | None:
    """Return a content type without its parameters, in lower case; None without one."""
    content_type = headers.get("content-type")
    return None if content_type is None else content_type.partition(";")[0].strip().lower()


async def parse(request: Request, *, has_body: bool = True) -> ParsedRequest:
    """Read a request to its end, or without ``has_body`` all but its body.

    Raises UnreadableBodyError for a form that is broken.
    Parts with an empty file name are texts, as PHP's and Python's servers read them and as public clients send them.
    """
    kind = media_type(request.headers)
    return ParsedRequest(
        method=request.method,
        path=request.scope["path"],
        query=request.query_params.multi_items() if request.scope["query_string"] else [],
        authorization=request.headers.get("authorization"),
        media_type=kind,
        body=await _body(request, kind) if has_body else None,
    )


def parse_sent(request: "httpx.Request") -> ParsedRequest:
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


def received_body(request: Request) -> str | Fields | None:
    """Return what ``parse`` or ``fields`` made of a request's body; None where none was read, or it was broken."""
    body: str | Fields | None = request.scope.get(_BODY)
    return body


async def fields(request: Request, *, max_text: int) -> Fields:
    """Read a form to its end; parts with a file name, also with an empty one, are of type File.

    Raises UnreadableBodyError, also for a text of more than ``max_text`` bytes in a part.
    """
    try:
        async with request.form(max_files=_MAX_PARTS, max_fields=_MAX_PARTS, max_part_size=max_text) as form:
            found = [(name, await _value(value)) for name, value in form.multi_items()]
    except (FormParserError, HTTPException, MultiPartException) as error:
        raise UnreadableBodyError(f"the {media_type(request.headers)} body is broken") from error
    request.scope[_BODY] = found
    return found


async def _body(request: Request, kind: str | None) -> str | Fields | None:
    if kind in {FORM, MULTIPART}:
        found = await fields(request, max_text=_MAX_TEXT)
        body: str | Fields | None = [(name, _unless_unnamed(value)) for name, value in found]
    else:
        content = await _content(request)
        body = content.decode("utf-8", "surrogateescape") if content else None
    request.scope[_BODY] = body
    return body


async def _content(request: Request) -> bytes:
    # Most often one message has all of it, which Starlette's generator of pieces makes a long way of.
    message = await request.receive()
    pieces = [message.get("body", b"")]
    while message.get("more_body"):
        message = await request.receive()
        pieces.append(message.get("body", b""))
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    return b"".join(pieces)


async def _value(value: str | UploadFile) -> str | File:
    if isinstance(value, str):
        return value
    return File(await value.read(), value.filename or "", value.content_type)


def _unless_unnamed(value: str | File) -> str | File:
    if isinstance(value, str) or value.name:
        return value
    return value.content.decode("utf-8", "replace")
