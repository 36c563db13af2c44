"""What an emulator received, without keys and pictures."""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request

from visionapis_testing.contracts.parsing import MULTIPART, Fields, File, media_type, received_body

REDACTED = "[redacted]"

# Beside those that a contract marks: what clients put a key in by mistake, and a parameter for a vendor's own services.
_SECRETS = frozenset(
    {"api_key", "apikey", "authorization", "cookie", "proxy-authorization", "service_secret", "token", "x-api-key"}
)

# User and password, then what a signed URL's signature is in.
_URL = re.compile(r"(?i)(https?://)([^\s/?#\"'<>]*@)?([^\s?#\"'<>]*)([?#][^\s\"'<>]*)?")

# How pictures and PDFs begin as base64 text, and what only something binary looks like.
_PICTURE = re.compile(r"data:[\w/+.-]*[;,]|iVBOR|/9j/|R0lGOD|UklGR|JVBER")
_RUN = 200
_BINARY = re.compile(rf"[0-9A-Za-z+/_-]{{{_RUN}}}")

_KEPT = 2**14
"""Characters of a body that are kept."""
_VALUE = 16
"""What a value counts as, beside its characters."""
_DEEPEST = 32
"""Lists and objects in each other."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a multipart body. The bytes of a file are described, not kept."""

    name: str
    filename: str | None
    """None for a text."""
    content_type: str | None
    """As the client wrote it, for a file; None for a text, or when there was none."""
    size: int
    """Bytes."""
    sha256: str | None
    """Of a file's bytes, in hexadecimal digits; None for a text."""
    text: str | None
    """None for a file."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a body said, as far as it can be kept."""

    json: Any = None
    form: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """One request and the status that it got.

    Keys, and the queries of URLs inside it, are replaced by ``[redacted]``. The base64 text of a picture, and what
    would make the record longer than some 16,000 characters, is replaced by its length: ``[20480 characters]``,
    ``[9 values]``; of a query or a form with more than that the first values are kept.
    """

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    """Values by name, in the order of the URL."""
    headers: Mapping[str, str]
    """Values by name in lower case; those of a name that came more than once are joined by commas."""
    media_type: str | None
    """The content type without its parameters; None when there was no such header."""
    body_bytes: int
    """Bytes of the body that the emulator read; what it has no use for it leaves unread."""
    json: Any
    """The body, when it was JSON; None when it was none, or was left unread."""
    form: Mapping[str, Sequence[str]]
    """Values by name, when the body was a form of type ``application/x-www-form-urlencoded``."""
    parts: Sequence[Part]
    """When the body was ``multipart/form-data``, in the order of arrival."""
    operation_id: str | None
    """The contract's operation; None when the request matches none."""
    status: int | None
    """HTTP status of the answer; None when a fault broke the connection before."""


class Record:
    """A request as it is kept: described when it is looked at, but for a large body, of which nothing else is held."""

    __slots__ = ("_body", "_body_bytes", "_operation_id", "_request", "_seen", "_status")

    def __init__(
        self,
        request: Request,
        *,
        secrets: Collection[str],
        body_bytes: int,
        operation_id: str | None,
        status: int | None,
    ) -> None:
        """``secrets`` are names of parameters, headers and fields, in lower case."""
        scope = request.scope
        self._request = (scope["method"], scope["path"], scope["query_string"], scope["headers"], secrets)
        body = received_body(request)
        is_small = isinstance(body, str) and len(body) <= _KEPT
        self._body = body if is_small else _described(body, media_type(request.headers), secrets)
        self._body_bytes = body_bytes
        self._operation_id = operation_id
        self._status = status
        self._seen: ReceivedRequest | None = None

    def request(self) -> ReceivedRequest:
        """Return what is told of the request."""
        if self._seen is None:
            method, path, query_string, headers, secrets = self._request
            keeper = _Keeper(secrets)
            named = Headers(raw=headers)
            content_type = named.get("content-type")
            body = self._body if isinstance(self._body, Body) else _described(self._body, media_type(named), secrets)
            self._seen = ReceivedRequest(
                method=method,
                path=path,
                query=keeper.grouped(QueryParams(query_string).multi_items()),
                headers={name: ", ".join(keeper.text(name, value) for value in named.getlist(name)) for name in named},
                media_type=None if content_type is None else content_type.partition(";")[0].strip(),
                body_bytes=self._body_bytes,
                json=body.json,
                form=body.form,
                parts=body.parts,
                operation_id=self._operation_id,
                status=self._status,
            )
        return self._seen


class _Keeper:
    """Keeps texts without what is not to be kept, and no more of them than there is room for."""

    def __init__(self, secrets: Collection[str]) -> None:
        self._secrets = _SECRETS.union(secrets)
        self._room = _KEPT

    def text(self, name: str, value: str) -> str:
        """Return the text under a name."""
        if name.lower() in self._secrets:
            return REDACTED
        if "://" in value:
            value = _URL.sub(_without_query, value)
        self._room -= len(value) + _VALUE
        if (
            self._room < 0
            or "base64" in name
            or _PICTURE.match(value)
            or (len(value) >= _RUN and _BINARY.search(value))
        ):
            self._room += len(value)
            return f"[{len(value)} characters]"
        return value

    def grouped(self, fields: Iterable[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
        """Return the values of a query or a form by name."""
        found: dict[str, tuple[str, ...]] = {}
        for name, value in fields:
            if self._room < 0:
                break
            # Base64 text that was sent as a form is one long name.
            kept = self.text("", name)
            found[kept] = (*found.get(kept, ()), self.text(name, value))
        return found

    def value(self, name: str, value: object, depth: int = 0) -> Any:
        """Return a value of JSON under a name."""
        if isinstance(value, str):
            return self.text(name, value)
        if name.lower() in self._secrets:
            return REDACTED
        self._room -= _VALUE
        if not isinstance(value, dict | list):
            return value
        held = cast("dict[str, object] | list[object]", value)
        if depth == _DEEPEST or self._room < _VALUE * len(held):
            return f"[{len(held)} values]"
        if isinstance(held, dict):
            return {self.text("", key): self.value(key, member, depth + 1) for key, member in held.items()}
        return [self.value(name, item, depth + 1) for item in held]

    def part(self, name: str, value: str | File) -> Part:
        """Return a part of a multipart body."""
        named = self.text("", name)
        if isinstance(value, str):
            return Part(named, None, None, len(value.encode("utf-8", "surrogateescape")), None, self.text(name, value))
        digest = hashlib.sha256(value.content).hexdigest()
        content_type = None if value.content_type is None else self.text("", value.content_type)
        return Part(named, self.text("", value.name), content_type, len(value.content), digest, None)


def _described(body: str | Fields | None, kind: str | None, secrets: Collection[str]) -> Body:
    keeper = _Keeper(secrets)
    if isinstance(body, str):
        if kind != "application/json":
            return Body()
        try:
            return Body(json=keeper.value("", json.loads(body, parse_constant=str)))
        except (ValueError, RecursionError):
            return Body()
    if kind == MULTIPART:
        return Body(parts=tuple(keeper.part(name, value) for name, value in body or ()))
    return Body(form=keeper.grouped((name, value) for name, value in body or () if isinstance(value, str)))


def _without_query(url: re.Match[str]) -> str:
    scheme, user, rest, query = url.groups()
    return f"{scheme}{f'{REDACTED}@' if user else ''}{rest}{f'{query[0]}{REDACTED}' if query else ''}"
