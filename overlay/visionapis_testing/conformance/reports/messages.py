"""Readable requests and responses: JSON is indented, images and long texts are summarized."""

import json
import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import cast
from urllib.parse import parse_qsl

import httpx

MAX_TEXT = 300
"""Characters of a text; a longer one is truncated, or summarized when it is base64."""

MAX_BODY = 4000
"""Characters of a body; a longer one is truncated."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_CONNECTION_HEADERS = {"accept-encoding", "connection", "content-length", "host", "user-agent"}
_SCHEMATHESIS_HEADERS = "x-schemathesis-"
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def readable(content: bytes, headers: Mapping[str, str]) -> str:
    """Return a body as readable text."""
    content_type = headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    if not content:
        return ""
    if media_type == "multipart/form-data":
        return _truncated("\n".join(_parts(content, content_type)) or _summary(content, media_type))
    text = decoded(content)
    if text is None:
        return _summary(content, media_type)
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError):
        form = parse_qsl(text) if media_type == "application/x-www-form-urlencoded" else []
        return _truncated("\n".join(f"{name}={_short(value)}" for name, value in form) or _short(text))
    try:
        return _truncated(json.dumps(_shortened(document), indent=2, ensure_ascii=False))
    except RecursionError:
        return _truncated(text)


def relevant_headers(headers: httpx.Headers) -> list[tuple[str, str]]:
    """Return the headers that matter to a call, without those of the connection and of schemathesis."""
    return [
        (name, value)
        for name, value in headers.multi_items()
        if name not in _CONNECTION_HEADERS
        and (name, value) != ("accept", "*/*")
        and not name.startswith(_SCHEMATHESIS_HEADERS)
    ]


def decoded(content: bytes) -> str | None:
    """Return a body as text; None when it is binary."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if _CONTROL_CHARACTERS.search(text) else text


def _parts(content: bytes, content_type: str) -> Iterator[str]:
    """Yield the parts of a multipart form as lines; nothing when it cannot be parsed."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + content)
    for part in cast("Iterator[EmailMessage]", message.iter_parts()) if message.is_multipart() else ():
        value = cast("bytes", part.get_payload(decode=True) or b"")
        name = part.get_param("name", "?", "content-disposition")
        file_name = part.get_filename()
        text = decoded(value)
        shown = _summary(value, str(part.get("content-type", ""))) if file_name or text is None else _short(text)
        yield f"{name}={shown}" + (f" named {file_name}" if file_name else "")


def _shortened(value: object) -> object:
    if isinstance(value, dict):
        return {_short(name): _shortened(each) for name, each in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_shortened(each) for each in cast("list[object]", value)]
    return _short(value) if isinstance(value, str) else value


def _short(text: str) -> str:
    if len(text) <= MAX_TEXT:
        return text
    plain = text.partition(";base64,")[2] or text
    if _BASE64.fullmatch(plain):
        return f"<base64, {len(plain)} characters>"
    return f"{text[:MAX_TEXT]}... <{len(text)} characters>"


def _truncated(text: str) -> str:
    return text if len(text) <= MAX_BODY else f"{text[:MAX_BODY]}\n... <{len(text)} characters>"


def _summary(content: bytes, media_type: str) -> str:
    return f"<{len(content)} bytes of {media_type or 'no declared type'}>"
