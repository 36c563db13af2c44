"""Responses of HTTP as an observer counts them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from visionapis._http.messages import server_message

from .observer import INVALID, NO_JSON

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx

    from .observer import Observer

_FIRST_ERROR = 400


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
    status_code, headers = response.status_code, response.headers
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    body: object = NO_JSON
    if content is not None and (max_bytes is None or len(content) <= max_bytes):
        if observer.reads(operation_id, status_code, media_type):
            body = _parsed(content)
        elif status_code >= _FIRST_ERROR:
            body = NO_JSON if (found := _parsed(content)) is INVALID else found
    observer.response(operation_id, status_code, media_type, body, at, elapsed, sent=sent, is_ordinary=is_ordinary)
    observer.page(operation_id, body, query, at)
    observer.headers(operation_id, status_code, headers, at)
    if status_code >= _FIRST_ERROR and content is not None:
        is_text = body is NO_JSON or body is INVALID
        text = content[:max_bytes].decode("utf-8", "replace") if is_text else body
        observer.refusal(operation_id, status_code, server_message(response, text), at)


def _parsed(content: bytes) -> object:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return INVALID
