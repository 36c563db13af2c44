"""Redaction of the log records that are made while a call is sent, whichever logger makes them.

At DEBUG, HTTP libraries log the headers of responses, where a server may repeat what it received; a transport of the
caller's may log what it sends. Other records, made in other threads or tasks or after the call, are left as they are.
"""

from __future__ import annotations

import logging
import traceback
import weakref
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from .redaction import redact

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable

    from .redaction import Secret


class SecretHolder(Protocol):
    """A call, which knows what must not be logged."""

    def logged_secrets(self) -> Iterable[Secret]:
        """Return the secrets of the call."""
        ...


# Weak, because connections keep the context in which they were opened.
_CALL: ContextVar[weakref.ref[SecretHolder] | None] = ContextVar("visionapis_call", default=None)


@contextmanager
def redacted_logs(call: SecretHolder) -> Generator[None]:
    """Redact the secrets of a call from all log records that are made in this context within the block."""
    factory = logging.getLogRecordFactory()
    if not isinstance(factory, _RedactingFactory):  # the first call, or a program has set its own since
        logging.setLogRecordFactory(_RedactingFactory(factory))
    token = _CALL.set(weakref.ref(call))
    try:
        yield
    finally:
        _CALL.reset(token)


class _RedactingFactory:
    """Makes log records with another factory, and redacts them."""

    def __init__(self, factory: Callable[..., logging.LogRecord]) -> None:
        self._factory = factory

    def __call__(self, *arguments: Any, **options: Any) -> logging.LogRecord:
        record = self._factory(*arguments, **options)
        reference = _CALL.get()
        if reference and (call := reference()):
            # Longer ones first: a URL is not found once its query is redacted.
            _redact_record(record, sorted(call.logged_secrets(), key=lambda secret: len(secret.reveal()), reverse=True))
        return record


def _redact_record(record: logging.LogRecord, secrets: list[Secret]) -> None:
    """Replace the message and the traceback of a record that contain a secret; others keep format and arguments."""
    try:
        message = record.getMessage()
    except Exception:  # noqa: BLE001  (handlers report a record that cannot be formatted)
        return
    if (redacted := redact(message, secrets)) != message:
        record.msg, record.args = redacted, None
    if record.exc_info:
        text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if (redacted := redact(text, secrets)) != text:
            record.exc_info, record.exc_text = None, redacted
