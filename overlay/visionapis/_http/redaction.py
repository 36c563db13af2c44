"""Secrets, and their redaction from texts, JSON documents and log records."""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, cast
from weakref import WeakSet

from visionapis._locks import ModuleLock

if TYPE_CHECKING:
    from typing import NoReturn

PLACEHOLDER = "***"

# A key such as `valid` or `test` is an ordinary word: it is replaced only where it is a whole value, such as a key in a
# URL, a header, JSON or a form is, and not in prose. A longer key, or one with digits, is replaced anywhere.
_MAX_WORD_LENGTH = 7
_MIN_CODE_LENGTH = 4
_VALUE = (
    r"(?<==){0}(?=[&;,\s\"'<\\#]|\Z)",  # of a parameter
    r"(?<=[\"'`>]){0}(?=\\?[\"'`<])",  # quoted
    r"(?<![^\r\n]){0}(?![^\r\n])",  # a line, such as a field of a multipart form, or the whole text
    r"(?:(?<=: )|(?i:(?<=bearer )|(?<=token )|(?<=basic ))){0}(?=[.,;]?(?:[\"'\r\n]|\Z))",  # named, at the end
)

# Shorter values in the query of a URL, such as a size, may be words of a message.
MIN_SIGNATURE_LENGTH = 16

_PLAIN = "[0-9A-Za-z]+"
_PERCENT = "%[0-9A-Fa-f]{2}"
_CHARACTERS = f"(?s){_PERCENT}|."


class Secret:
    """A text that its repr and pickles do not show."""

    __slots__ = ("__weakref__", "_value", "stays_in_prose")

    def __init__(self, value: str, *, stays_in_prose: bool = True) -> None:
        """Hide `value`. One that is an ordinary word is redacted in prose, too, unless it `stays_in_prose`."""
        self._value = value
        self.stays_in_prose = stays_in_prose

    def reveal(self) -> str:
        """Return the text."""
        return self._value

    def __repr__(self) -> str:
        return PLACEHOLDER

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled; create the client in the other process")


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """Return the text with every secret replaced, also where a server repeats it URL-encoded, escaped or as base64."""
    for secret in secrets:
        value = secret.reveal()
        if not value:
            continue
        # As the user name of HTTP Basic authentication, with an empty password.
        text = text.replace(base64.b64encode(f"{value}:".encode()).decode(), PLACEHOLDER)
        # Compiling the whole pattern takes milliseconds. A server may decode what is URL-encoded in the secret.
        if max(re.findall(_PLAIN, re.sub(_PERCENT, " ", value)), key=len, default="") in text:
            pattern = "".join(map(_encodings, re.findall(_CHARACTERS, value)))
            text = re.sub(_as_value(pattern) if _stays_in_prose(secret) else pattern, PLACEHOLDER, text)
    return text


def _stays_in_prose(secret: Secret) -> bool:
    value = secret.reveal()
    is_word = len(value) <= _MAX_WORD_LENGTH and value.isalpha()
    return len(value) < _MIN_CODE_LENGTH or (is_word and secret.stays_in_prose)


def _as_value(pattern: str) -> str:
    return "|".join(place.format(pattern) for place in _VALUE)


def _encodings(character: str) -> str:
    """Return a pattern for a character as it is, in JSON, in HTML, and URL-encoded any number of times."""
    if re.match(_PLAIN, character):
        return character
    code = bytes.fromhex(character[1:]) if len(character) == 3 else character.encode()
    percent = "".join(f"%(?:25)*(?i:{byte:02x})" for byte in code)
    itself = "[ +]" if code == b" " else re.escape(code.decode("latin-1") if len(code) == 1 else character)
    return rf"(?:\\*{itself}|{percent}|\\+u00(?i:{code[0]:02x})|&#?\w{{1,6}};|{re.escape(character)})"


def url_secrets(url: str) -> list[str]:
    """Return a URL, its query, and the long values in it: a server may quote only the signature."""
    query = url.partition("?")[2]
    values = (pair.partition("=")[2] for pair in query.split("&"))
    return [url, query, *(value for value in values if len(value) >= MIN_SIGNATURE_LENGTH)]


def redact_json(node: object, secrets: Iterable[Secret]) -> object:
    """Return a JSON document with every secret replaced in all its strings."""
    if isinstance(node, str):
        return redact(node, secrets)
    if isinstance(node, list):
        return [redact_json(item, secrets) for item in cast("list[object]", node)]
    if isinstance(node, dict):
        items = cast("dict[str, object]", node).items()
        return {redact(key, secrets): redact_json(value, secrets) for key, value in items}
    return node


class SecretFilter(logging.Filter):
    """Redacts the secrets in use from log records; a record without any is left untouched."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: WeakSet[Secret] = WeakSet()
        self._lock = ModuleLock()

    def add(self, secret: Secret) -> None:
        """Redact this secret from now on, as long as it is referenced elsewhere."""
        with self._lock:
            if not self._secrets:
                self._attach()
            self._secrets.add(secret)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass, redacted."""
        with self._lock:
            # Longer ones first: a URL is not found once its query is redacted.
            secrets = sorted(self._secrets, key=lambda secret: len(secret.reveal()), reverse=True)
        if not secrets:
            return True
        try:
            message = record.getMessage()
        except Exception:  # noqa: BLE001  (handlers report a record that cannot be formatted)
            return True
        redacted = redact(message, secrets)
        if redacted != message:
            record.msg, record.args = redacted, None
        return True

    @staticmethod
    def is_active() -> bool:
        """Return whether httpcore logs anything."""
        return any(logger.isEnabledFor(logging.DEBUG) for logger in _LOGGERS)

    def _attach(self) -> None:
        for logger in _LOGGERS:
            logger.addFilter(self)


# At DEBUG, httpcore logs the headers of responses, where a server may repeat what it received.
_LOGGERS = [logging.getLogger(f"httpcore.{name}") for name in ("connection", "http11", "http2", "proxy", "socks")]

SECRETS_IN_USE = SecretFilter()
