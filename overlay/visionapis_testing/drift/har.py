"""The exchanges of an HTTP Archive (HAR 1.2), as browsers, mitmproxy, Playwright and `visionapis check` write it."""

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeAlias, cast

import httpx

from visionapis._vendors import vendors
from visionapis_testing.contracts.parsing import File, ParsedRequest

from .errors import RecordingError
from .exchanges import Exchange, parsed

Json: TypeAlias = dict[str, Any]

_STATUSES = range(100, 600)

# Of bodies as they were sent; an archive has them decoded. Names of HTTP/2 begin with a colon.
_ENCODING = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def exchanges(archive: object, name: str) -> Iterator[Exchange | None]:
    """Yield the exchanges of a parsed archive; None for a request without a response. Raises RecordingError."""
    found: object = archive
    for member in ("log", "entries"):
        found = cast("Json", found).get(member) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise RecordingError(f"{name} is not an HTTP Archive: it has no list log.entries")
    for index, each in enumerate(cast("list[object]", found)):
        try:
            yield _exchange(cast("Json", each))
        except (AttributeError, KeyError, LookupError, OverflowError, TypeError, ValueError, httpx.InvalidURL) as error:
            # The message of an error may quote a part of the entry, which can be a key.
            raise RecordingError(f"{name}: entry {index} is malformed ({type(error).__name__})") from None


def _exchange(entry: Json) -> Exchange | None:
    sent, received = entry["request"], entry["response"]
    status_code = int(received["status"])
    if status_code not in _STATUSES:  # 0 for a request that was blocked, or whose connection failed
        return None
    url = httpx.URL(sent["url"])
    body = _content(received.get("content") or {})
    checked = _checked_vendor(str(entry.get("comment") or ""))
    elapsed = float(entry.get("time") or 0.0) / 1000
    return Exchange(
        url=url,
        request=_request(sent, url),
        response=httpx.Response(status_code, headers=_headers(received), content=body or b""),
        started=datetime.fromisoformat(entry["startedDateTime"]).astimezone(UTC).timestamp(),
        elapsed=elapsed if isfinite(elapsed) and elapsed > 0 else None,
        has_body=body is not None,
        vendor=checked,
        is_generated=checked is not None,
    )


def _checked_vendor(comment: str) -> str | None:
    """Return the vendor that `visionapis check` wrote into the comment of an entry."""
    name, colon, _ = comment.partition(": ")
    return name if colon and name in vendors() else None


def _headers(message: Json) -> list[tuple[bytes, bytes]]:
    return [
        (each["name"].encode("latin-1", "replace"), each["value"].encode("utf-8", "replace"))
        for each in message.get("headers") or ()
        if each["name"].lower() not in _ENCODING and not each["name"].startswith(":")
    ]


def _content(content: Mapping[str, Any]) -> bytes | None:
    """Return the body of a response; None if the archive left it out."""
    text = content.get("text")
    if text is None:
        return None if content.get("size") else b""
    return _bytes(text, content.get("encoding"))


def _request(sent: Json, url: httpx.URL) -> ParsedRequest:
    data: Json = sent.get("postData") or {}
    text = data.get("text")
    # The format has no field for the encoding of a request body: `visionapis check` notes it in the comment.
    content = _bytes(text, data.get("comment")) if text else b""
    headers = _headers(sent)
    if "mimeType" in data and not any(name.lower() == b"content-type" for name, _ in headers):
        headers.append((b"content-type", data["mimeType"].encode("latin-1", "replace")))
    request = httpx.Request(sent["method"].upper(), url, headers=headers, content=content)
    if not text and data.get("params"):  # of a form, in place of its text
        return replace(parsed(request), body=[(_name(each), _field(each)) for each in data["params"]])
    return parsed(request)


def _name(parameter: Json) -> str:
    name = parameter["name"]
    if not isinstance(name, str):
        raise TypeError("the name of a parameter is not a text")
    return name


def _field(parameter: Json) -> str | File:
    return File(b"") if parameter.get("fileName") else str(parameter.get("value") or "")


def _bytes(text: str, encoding: object) -> bytes:
    if encoding != "base64":
        return text.encode("utf-8", "surrogatepass")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
