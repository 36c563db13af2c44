"""Responses of HTTP as an observer counts them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from visionapis._http.messages import server_message
from visionapis._http.responses import REDIRECTS

from .observer import INVALID, NO_JSON, NOTICES

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

    from .observer import Observer

_FIRST_ERROR = 400
_READ = frozenset({b"content-type", b"location", *(name.encode() for name in NOTICES)})


def count_response(
    observer: Observer,
    operation_id: str,
    response: httpx.Response,
    content: bytes | None,
    *,
    at: float,
    elapsed: float | None,
    sent: object = None,
    query: Iterable[str] = (),
    max_bytes: int | None = None,
    is_ordinary: bool = True,
) -> None:
    """Count a response. `content` is None if the body was not recorded; of more than `max_bytes` no fields are counted.

    `sent` is the JSON of the request, `query` has the names of its parameters; the rest is as in `Observer.response`.
    """
    status_code = response.status_code
    # One pass: each lookup in the headers of httpx takes a microsecond.
    headers = {name: value for key, value in response.headers.raw if (name := key.lower()) in _READ}
    media_type = _media_type(headers.get(b"content-type", b""))
    body: object = NO_JSON
    if content is not None and (max_bytes is None or len(content) <= max_bytes):
        if observer.reads(operation_id, status_code, media_type):
            body = _parsed(content)
        elif status_code >= _FIRST_ERROR:
            body = NO_JSON if (found := _parsed(content)) is INVALID else found
    observer.response(operation_id, status_code, media_type, body, at, elapsed, sent=sent, is_ordinary=is_ordinary)
    if body is not NO_JSON:
        observer.page(operation_id, body, query, at)
    if status_code in REDIRECTS or len(headers) > (b"content-type" in headers):
        texts = {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}
        observer.headers(operation_id, status_code, texts, at)
    if status_code >= _FIRST_ERROR and content is not None:
        is_text = body is NO_JSON or body is INVALID
        text = content[:max_bytes].decode("utf-8", "replace") if is_text else body
        observer.refusal(operation_id, status_code, server_message(response, text), at)


@lru_cache(maxsize=256)
def _media_type(value: bytes) -> str:
    return value.partition(b";")[0].strip().lower().decode("utf-8", "replace")


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return INVALID
