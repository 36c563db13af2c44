"""Requests parsed as the vendors' servers parse them."""

from collections.abc import Mapping, Sequence
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
_MAX_TEXT = 2**26  # bytes of a field, large enough for base64 images; the body as a whole has its own limit

_BODY = "visionapis.body"


class UnreadableBodyError(EmulatorError):
    """A form cannot be parsed."""


@dataclass(frozen=True, slots=True)
class File:
    """A part of a multipart body with a file name."""

    content: bytes = field(repr=False)
    name: str = field(default="file", compare=False)  # servers ignore it
    content_type: str | None = field(default=None, compare=False, repr=False)


Fields = Sequence[tuple[str, str | File]]
"""Names and values of a form, in the order sent."""


@dataclass(frozen=True, slots=True)
class ParsedRequest:
    """A parsed request. ``body`` is None if none was sent, the fields of a form, else the text."""

    method: str
    path: str
    query: Sequence[tuple[str, str]] = field(repr=False)
    authorization: str | None = field(repr=False)
    media_type: str | None
    body: str | Fields | None = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False, compare=False)
    """Values by name, of which the case does not matter."""
    cookies: Mapping[str, str] = field(default_factory=dict[str, str], repr=False, compare=False)

    @property
    def form(self) -> Fields:
        """The fields of the body; empty unless it is a form."""
        return () if self.body is None or isinstance(self.body, str) else self.body


def media_type(headers: Headers) -> str | None:
    """Return the content type without its parameters, in lower case; None if there is none."""
    content_type = headers.get("content-type")
    return None if content_type is None else content_type.partition(";")[0].strip().lower()


async def parse(request: Request, *, has_body: bool = True) -> ParsedRequest:
    """Parse a request, without ``has_body`` all but its body.

    Parts with an empty file name are texts: PHP and Python servers read them so, and public clients send them.
    Raises UnreadableBodyError for a malformed form.
    """
    kind = media_type(request.headers)
    return ParsedRequest(
        method=request.method,
        path=request.scope["path"],
        query=request.query_params.multi_items() if request.scope["query_string"] else [],
        authorization=request.headers.get("authorization"),
        media_type=kind,
        body=await _body(request, kind) if has_body else None,
        headers=request.headers,
        cookies=request.cookies,
    )


def parse_sent(request: "httpx.Request") -> ParsedRequest:
    """Parse a request of httpx. Raises UnreadableBodyError."""
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
    """Return the body that ``parse`` or ``fields`` read; None if none was read or it was malformed."""
    body: str | Fields | None = request.scope.get(_BODY)
    return body


async def fields(request: Request, *, max_text: int) -> Fields:
    """Parse a form. A part with a file name, even an empty one, is a File.

    Raises UnreadableBodyError for a malformed form, and for a text of more than ``max_text`` bytes.
    """
    try:
        async with request.form(max_files=_MAX_PARTS, max_fields=_MAX_PARTS, max_part_size=max_text) as form:
            found = [(name, await _value(value)) for name, value in form.multi_items()]
    except (FormParserError, HTTPException, MultiPartException) as error:
        raise UnreadableBodyError(f"the {media_type(request.headers)} body is malformed") from error
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
    # Usually one message has the whole body; Starlette's stream of chunks is slower.
    message = await request.receive()
    chunks = [message.get("body", b"")]
    while message.get("more_body"):
        message = await request.receive()
        chunks.append(message.get("body", b""))
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    return b"".join(chunks)


async def _value(value: str | UploadFile) -> str | File:
    if isinstance(value, str):
        return value
    return File(await value.read(), value.filename or "", value.content_type)


def _unless_unnamed(value: str | File) -> str | File:
    if isinstance(value, str) or value.name:
        return value
    return value.content.decode("utf-8", "replace")
