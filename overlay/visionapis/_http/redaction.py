"""Secrets, and how they stay out of everything that a person or a log reads."""

from __future__ import annotations

import base64
import logging
import re
import threading
from typing import TYPE_CHECKING, cast
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NoReturn

PLACEHOLDER = "***"

# A shorter text is no secret worth the name, and would tear holes into ordinary words.
SHORTEST = 4

_PLAIN = "[0-9A-Za-z]+"
_CHARACTERS = "(?s)%[0-9A-Fa-f]{2}|."
_HEADERS = r"(?s)(, \[\(|\((?=[A-Z\"'])).*"


class Secret:
    """A text that shows itself only to who asks for it, and does not travel in pickles."""

    __slots__ = ("__weakref__", "_value")

    def __init__(self, value: str) -> None:
        """`value` is the text to hide."""
        self._value = value

    def reveal(self) -> str:
        """The text itself."""
        return self._value

    def __repr__(self) -> str:
        return PLACEHOLDER

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled; make a new client in the other process")


def hide(value: str | None) -> Secret | None:
    """The text as a secret, so that no frame of a traceback shows it."""
    return None if value is None else Secret(value)


def scrub(text: str, secrets: Iterable[Secret]) -> str:
    """`text` with every secret replaced, as it stands and as servers spell what they repeat."""
    for secret in secrets:
        value = secret.reveal()
        if len(value) < SHORTEST:
            continue
        # The user of HTTP Basic authentication, without a password.
        text = text.replace(base64.b64encode(f"{value}:".encode()).decode(), PLACEHOLDER)
        if max(re.findall(_PLAIN, value), key=len, default=value) in text:  # a pattern takes milliseconds to make
            text = re.sub("".join(map(_spellings, re.findall(_CHARACTERS, value))), PLACEHOLDER, text)
    return text


def _spellings(character: str) -> str:
    """Finds a character as it stands, in JSON, in HTML, in URLs and in URLs within URLs; `%2F` stands for one too."""
    if re.match(_PLAIN, character):
        return character
    code = bytes.fromhex(character[1:]) if len(character) == 3 else character.encode()
    percent = "".join(f"%(?:25)*(?i:{byte:02x})" for byte in code)
    itself = "[ +]" if code == b" " else re.escape(code.decode("latin-1") if len(code) == 1 else character)
    return rf"(?:\\*{itself}|{percent}|\\+u00(?i:{code[0]:02x})|&#?\w{{1,6}};|{re.escape(character)})"


def scrub_all(node: object, secrets: Iterable[Secret]) -> object:
    """A JSON document with every secret replaced in all its texts."""
    if isinstance(node, str):
        return scrub(node, secrets)
    if isinstance(node, list):
        return [scrub_all(item, secrets) for item in cast("list[object]", node)]
    if isinstance(node, dict):
        items = cast("dict[str, object]", node).items()
        return {scrub(key, secrets): scrub_all(value, secrets) for key, value in items}
    return node


class KeyFilter(logging.Filter):
    """Takes the keys in use out of a logger's lines."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: WeakSet[Secret] = WeakSet()
        self._lock = threading.Lock()

    def add(self, key: Secret) -> None:
        """Take out this key too, for as long as anyone holds it."""
        with self._lock:
            self._keys.add(key)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the line pass, without keys."""
        with self._lock:
            keys = list(self._keys)
        message = record.getMessage()
        if message.startswith("receive_"):
            message = re.sub(_HEADERS, " ...", message)
        record.msg, record.args = scrub(message, keys), None
        return True


# httpcore logs the headers of answers at DEBUG, and what is wrong with them; a server may echo there what it got, in a
# redirect for example.
KEYS_IN_USE = KeyFilter()
for _name in ("connection", "http11", "http2", "proxy", "socks"):
    logging.getLogger(f"httpcore.{_name}").addFilter(KEYS_IN_USE)
