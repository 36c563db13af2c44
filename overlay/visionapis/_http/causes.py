"""Redact the root causes of errors: remove tracebacks, the signed request, and secrets in their texts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import httpx

from .redaction import redact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from .redaction import Secret

_NETWORK_PACKAGES = {
    "visionapis",
    "visionapis_generated",
    "httpx",
    "httpcore",
    "h11",
    "anyio",
    "aiohttp",
    "asyncio",
    "ssl",
    "socket",
}


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


def expose(error: BaseException, secrets: Sequence[Secret], request: httpx.Request | None = None) -> None:
    """Redact an exception that is raised as it is, and what it was raised from.

    Their tracebacks keep the frames of the caller, for example those of a handler of `httpx.MockTransport`. The frames
    between the client and the network hold the signed request.
    """
    queue, seen = [error], set[int]()
    while queue:
        current = queue.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        current.__traceback__ = _without_network(current.__traceback__)
        _redact_error(current, secrets, request)
        queue += [each for each in (current.__cause__, current.__context__, *_members(current)) if each]


def _without_network(traceback: TracebackType | None) -> TracebackType | None:
    """Return a traceback without the frames of packages between the client and the network."""
    kept: list[TracebackType] = []
    while traceback is not None:
        if str(traceback.tb_frame.f_globals.get("__name__")).partition(".")[0] not in _NETWORK_PACKAGES:
            kept.append(traceback)
        traceback = traceback.tb_next
    following = None
    for each in reversed(kept):
        each.tb_next = following
        following = each
    return following


def _detach_one(error: BaseException, secrets: Sequence[Secret], request: httpx.Request | None) -> BaseException:
    error.__traceback__ = None
    for member in _members(error):
        detach(member, secrets, request)
    _redact_error(error, secrets, request)
    text = f"{error} {error!r} {vars(error)}"
    if not isinstance(error, Exception) or redact(text, secrets) == text:
        return error
    # An attribute that only its own class knows holds a secret.
    replacement = RuntimeError(redact(f"{type(error).__name__}: {error}", secrets))
    replacement.__cause__, replacement.__context__ = error.__cause__, error.__context__
    replacement.__suppress_context__ = error.__suppress_context__
    return replacement


def _redact_error(error: BaseException, secrets: Sequence[Secret], request: httpx.Request | None) -> None:
    """Redact the texts of an exception, and replace requests by `request` and documents by nothing."""
    if isinstance(error, httpx.RequestError) and request is not None:
        error.request = request
    elif isinstance(error, json.JSONDecodeError):
        error.doc = ""
    elif isinstance(error, UnicodeDecodeError):
        error.object = b""
    elif isinstance(error, UnicodeEncodeError):
        error.object = ""
    error.args = tuple(redact(each, secrets) if isinstance(each, str) else each for each in error.args)
    for name, value in vars(error).items():
        if isinstance(value, httpx.Request) and request is not None:
            setattr(error, name, request)
        elif isinstance(value, str):
            setattr(error, name, redact(value, secrets))


def _members(error: BaseException) -> tuple[BaseException, ...]:
    return cast("tuple[BaseException, ...]", error.exceptions) if isinstance(error, BaseExceptionGroup) else ()
