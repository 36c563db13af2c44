"""Redact the root causes of errors: remove tracebacks, the signed request, and secrets in their texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import httpx

from .redaction import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .redaction import Secret


def detach(error: BaseException, secrets: Sequence[Secret], request: httpx.Request | None = None) -> BaseException:
    """Return the error, and what it was raised from, as a cause that shows no secret.

    Tracebacks are removed, because the frames of transports and parsers hold the signed request and the response.
    `request` replaces the one that an error of httpx carries.
    """
    first = current = _detach_one(error, secrets, request)
    seen = {id(error)}
    while True:
        following = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
        # httpcore drops the cause of its errors, and keeps it as their argument.
        following = following or next((each for each in current.args if isinstance(each, BaseException)), None)
        current.__context__ = None
        if following is None or id(following) in seen:
            current.__cause__ = None
            return first
        seen.add(id(following))
        current.__cause__ = current = _detach_one(following, secrets, request)


def _detach_one(error: BaseException, secrets: Sequence[Secret], request: httpx.Request | None) -> BaseException:
    error.__traceback__ = None
    if isinstance(error, httpx.RequestError) and request is not None:
        error.request = request
    elif isinstance(error, json.JSONDecodeError):
        error.doc = ""
    elif isinstance(error, UnicodeDecodeError):
        error.object = b""
    elif isinstance(error, UnicodeEncodeError):
        error.object = ""
    for member in _members(error):
        detach(member, secrets, request)
    error.args = tuple(redact(each, secrets) if isinstance(each, str) else each for each in error.args)
    text = f"{error} {error!r} {vars(error)}"
    if not isinstance(error, Exception) or redact(text, secrets) == text:
        return error
    # An attribute that only its own class knows holds a secret.
    replacement = RuntimeError(redact(f"{type(error).__name__}: {error}", secrets))
    replacement.__cause__, replacement.__context__ = error.__cause__, error.__context__
    replacement.__suppress_context__ = error.__suppress_context__
    return replacement


def _members(error: BaseException) -> tuple[BaseException, ...]:
    return cast("tuple[BaseException, ...]", error.exceptions) if isinstance(error, BaseExceptionGroup) else ()
