"""Requests that an emulator received, without keys and images."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request

from visionapis_testing.contracts.parsing import MULTIPART, Fields, File, media_type, received_body
from visionapis_testing.contracts.values import MAX_VALUES, has_many_values

REDACTED = "[redacted]"

# Besides those that a contract marks: where clients put a key by mistake, and a parameter of a vendor's own services.
_SECRETS = frozenset(
    {"api_key", "apikey", "authorization", "cookie", "proxy-authorization", "service_secret", "token", "x-api-key"}
)

# The groups are scheme, user and password, host and path, and the query, which has the signature of a signed URL.
_URL = re.compile(r"(?i)(https?://)([^\s/?#\"'<>]*@)?([^\s?#\"'<>]*)([?#][^\s\"'<>]*)?")

# How images and PDF files begin in base64 text, and a run of characters that only encoded binary data has.
_IMAGE = re.compile(r"data:[\w/+.-]*[;,]|iVBOR|/9j/|R0lGOD|UklGR|JVBER")
_BINARY_RUN = 200
_BINARY = re.compile(rf"[0-9A-Za-z+/_-]{{{_BINARY_RUN}}}")

_MAX_CHARACTERS = 2**14  # of a body
_VALUE_COST = 16  # characters that each value counts for, besides its own
_MAX_DEPTH = 32  # of nested lists and objects


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart body. The bytes of a file are not kept, only their size and hash."""

    name: str
    filename: str | None
    """The file's name; None for a text."""
    content_type: str | None
    """The file's content type as sent; None for a text, or if none was sent."""
    size: int
    """Size in bytes."""
    sha256: str | None
    """SHA-256 of the file's bytes in hexadecimal; None for a text."""
    text: str | None
    """The text; None for a file."""


@dataclass(frozen=True, slots=True)
class Body:
    """The contents of a request body that are kept."""

    json: Any = None
    form: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """A request that an emulator received, and the status code of its response.

    Keys, and queries of URLs in the body, are replaced by ``[redacted]``. Base64 text of images, and values beyond a
    total of about 16,000 characters, are replaced by their length: ``[20480 characters]``, ``[9 values]``. Of a longer
    query or form the first values are kept.
    """

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    """Values by parameter, in the order of the URL."""
    headers: Mapping[str, str]
    """Values by name in lower case; values of a repeated header are joined by commas."""
    media_type: str | None
    """The content type without its parameters; None if none was sent."""
    body_bytes: int
    """The number of bytes of the body that the emulator read; it may reject a request without reading its body."""
    json: Any
    """The body if it was JSON, else None; also None if it was not read."""
    form: Mapping[str, Sequence[str]]
    """Values by field, if the body was ``application/x-www-form-urlencoded``."""
    parts: Sequence[Part]
    """The parts in the order sent, if the body was ``multipart/form-data``."""
    operation_id: str | None
    """The operation in the contract; None if the request matches none."""
    status_code: int | None
    """The status code of the response; None if a fault broke the connection before it was sent."""


class Recorder:
    """Records one request. It is redacted when it is read; a large body is redacted at once, to save memory."""

    __slots__ = ("_body", "_body_bytes", "_operation_id", "_received", "_request", "_status_code")

    def __init__(
        self,
        request: Request,
        *,
        secrets: Collection[str],
        body_bytes: int,
        operation_id: str | None,
        status_code: int | None,
    ) -> None:
        """Record a request. ``secrets`` are names of parameters, headers and fields with keys, in lower case."""
        scope = request.scope
        self._request = (scope["method"], scope["path"], scope["query_string"], scope["headers"], secrets)
        body = received_body(request)
        is_small = isinstance(body, str) and len(body) <= _MAX_CHARACTERS
        self._body = body if is_small else _redacted(body, media_type(request.headers), secrets)
        self._body_bytes = body_bytes
        self._operation_id = operation_id
        self._status_code = status_code
        self._received: ReceivedRequest | None = None

    def request(self) -> ReceivedRequest:
        """Return the redacted request."""
        if self._received is None:
            method, path, query_string, headers, secrets = self._request
            redactor = _Redactor(secrets)
            values = Headers(raw=headers)
            content_type = values.get("content-type")
            body = self._body if isinstance(self._body, Body) else _redacted(self._body, media_type(values), secrets)
            self._received = ReceivedRequest(
                method=method,
                path=path,
                query=redactor.grouped(QueryParams(query_string).multi_items()),
                headers={
                    name: ", ".join(redactor.text(name, value) for value in values.getlist(name)) for name in values
                },
                media_type=None if content_type is None else content_type.partition(";")[0].strip(),
                body_bytes=self._body_bytes,
                json=body.json,
                form=body.form,
                parts=body.parts,
                operation_id=self._operation_id,
                status_code=self._status_code,
            )
        return self._received


class _Redactor:
    """Redacts keys and images in the values of one request, and shortens it to _MAX_CHARACTERS."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = _SECRETS.union(secrets)
        self._remaining = _MAX_CHARACTERS

    def text(self, name: str, value: str) -> str:
        """Return the text of a field, parameter or header."""
        if name.lower() in self._secrets:
            return REDACTED
        if "://" in value:
            value = _URL.sub(_without_query, value)
        self._remaining -= len(value) + _VALUE_COST
        if (
            self._remaining < 0
            or "base64" in name
            or _IMAGE.match(value)
            or (len(value) >= _BINARY_RUN and _BINARY.search(value))
        ):
            self._remaining += len(value)
            return f"[{len(value)} characters]"
        return value

    def grouped(self, fields: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
        """Return the values of a query or form by name."""
        found: dict[str, tuple[str, ...]] = {}
        for name, value in fields:
            if self._remaining < 0:
                break
            # Base64 text that is sent as a form parses as one long name.
            redacted = self.text("", name)
            found[redacted] = (*found.get(redacted, ()), self.text(name, value))
        return found

    def value(self, name: str, value: object, depth: int = 0) -> Any:
        """Return a JSON value."""
        if isinstance(value, str):
            return self.text(name, value)
        if name.lower() in self._secrets:
            return REDACTED
        self._remaining -= _VALUE_COST
        if not isinstance(value, dict | list):
            return value
        container = cast("dict[str, object] | list[object]", value)
        if depth == _MAX_DEPTH or self._remaining < _VALUE_COST * len(container):
            return f"[{len(container)} values]"
        if isinstance(container, dict):
            return {self.text("", key): self.value(key, member, depth + 1) for key, member in container.items()}
        return [self.value(name, item, depth + 1) for item in container]

    def part(self, name: str, value: str | File) -> Part:
        """Return a part of a multipart body."""
        label = self.text("", name)
        if isinstance(value, str):
            return Part(label, None, None, len(value.encode("utf-8", "surrogateescape")), None, self.text(name, value))
        digest = hashlib.sha256(value.content).hexdigest()
        content_type = None if value.content_type is None else self.text("", value.content_type)
        return Part(label, self.text("", value.name), content_type, len(value.content), digest, None)


def _redacted(body: str | Fields | None, content_type: str | None, secrets: Collection[str]) -> Body:
    redactor = _Redactor(secrets)
    if isinstance(body, str):
        if content_type != "application/json":
            return Body()
        if has_many_values(body):
            return Body(json=f"[more than {MAX_VALUES:,} values]")
        try:
            return Body(json=redactor.value("", json.loads(body, parse_constant=str)))
        except (ValueError, RecursionError):
            return Body()
    if content_type == MULTIPART:
        return Body(parts=tuple(redactor.part(name, value) for name, value in body or ()))
    return Body(form=redactor.grouped((name, value) for name, value in body or () if isinstance(value, str)))


def _without_query(url: re.Match[str]) -> str:
    scheme, user, rest, query = url.groups()
    return f"{scheme}{f'{REDACTED}@' if user else ''}{rest}{f'{query[0]}{REDACTED}' if query else ''}"
