"""Requests and answers as people read them: JSON laid out, pictures and long texts described instead of shown."""

import json
import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from typing import cast
from urllib.parse import parse_qsl

import httpx

LONGEST_TEXT = 300
"""A longer text is cut, or described when it is base64."""

LONGEST_BODY = 4000
"""What is shown of a body has no more characters."""

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}")
_OF_THE_CONNECTION = {"accept-encoding", "connection", "content-length", "host", "user-agent"}
_OF_THE_TESTER = "x-schemathesis-"
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def readable(content: bytes, headers: Mapping[str, str]) -> str:
    """Return a body as text."""
    content_type = headers.get("content-type", "")
    media_type = content_type.partition(";")[0].strip().lower()
    if not content:
        return ""
    if media_type == "multipart/form-data":
        return _cut("\n".join(_parts(content, content_type)) or _described(content, media_type))
    text = decoded(content)
    if text is None:
        return _described(content, media_type)
    try:
        document: object = json.loads(text)
    except (ValueError, RecursionError):
        form = parse_qsl(text) if media_type == "application/x-www-form-urlencoded" else []
        return _cut("\n".join(f"{name}={_short(value)}" for name, value in form) or _short(text))
    try:
        return _cut(json.dumps(_shortened(document), indent=2, ensure_ascii=False))
    except RecursionError:
        return _cut(text)


def telling(headers: httpx.Headers) -> list[tuple[str, str]]:
    """Return the headers that say something about a call: none of the connection's, and none of the tester's."""
    return [
        (name, value)
        for name, value in headers.multi_items()
        if name not in _OF_THE_CONNECTION and (name, value) != ("accept", "*/*") and not name.startswith(_OF_THE_TESTER)
    ]


def printable(text: str) -> str:
    """Return a text without characters that would command a terminal."""
    return _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def decoded(content: bytes) -> str | None:
    """Return a body as the text that it is; None when it is none."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return None if _UNREADABLE.search(text) else text


def _parts(content: bytes, content_type: str) -> Iterator[str]:
    """Yield the parts of a form as lines; nothing when it cannot be taken apart."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + content)
    for part in cast("Iterator[EmailMessage]", message.iter_parts()) if message.is_multipart() else ():
        value = cast("bytes", part.get_payload(decode=True) or b"")
        name = part.get_param("name", "?", "content-disposition")
        file_name = part.get_filename()
        text = decoded(value)
        shown = _described(value, str(part.get("content-type", ""))) if file_name or text is None else _short(text)
        yield f"{name}={shown}" + (f" named {file_name}" if file_name else "")


def _shortened(value: object) -> object:
    if isinstance(value, dict):
        return {_short(name): _shortened(each) for name, each in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_shortened(each) for each in cast("list[object]", value)]
    return _short(value) if isinstance(value, str) else value


def _short(text: str) -> str:
    if len(text) <= LONGEST_TEXT:
        return text
    plain = text.partition(";base64,")[2] or text
    if _BASE64.fullmatch(plain):
        return f"<base64, {len(plain)} characters>"
    return f"{text[:LONGEST_TEXT]}... <{len(text)} characters>"


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_BODY else f"{text[:LONGEST_BODY]}\n... <{len(text)} characters>"


def _described(content: bytes, media_type: str) -> str:
    return f"<{len(content)} bytes of {media_type or 'no declared type'}>"
