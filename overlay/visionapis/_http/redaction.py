"""Secrets, and their redaction from texts and JSON documents."""

from __future__ import annotations

import base64
import re
import string
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast
from urllib.parse import unquote
from weakref import WeakSet

from visionapis._locks import ModuleLock

if TYPE_CHECKING:
    from typing import NoReturn

PLACEHOLDER = "***"

# A key of up to 7 letters, such as `valid` or `test`, may be an ordinary word, and one of up to 3 characters may be
# anything: they are replaced only where they are a whole value, as in a URL, a header, JSON or a form, not in prose.
# Longer ones, of 8 letters, or of 4 characters of which one is not a letter, are replaced anywhere.
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
# A character, or those of a text that is URL-encoded.
_CHARACTERS = "(?s)(?:%[0-9A-Fa-f]{2})+|."

# A shorter text has too few characters of base64 that do not depend on what is beside it.
_MIN_BASE64_LENGTH = 8
_BASE64 = f"{string.ascii_letters}{string.digits}+/-_="


class Secret:
    """A text that its repr and pickles do not show."""

    __slots__ = ("__weakref__", "_spellings", "_value", "stays_in_prose")

    def __init__(self, value: str, *, stays_in_prose: bool = True) -> None:
        """Hide `value`. One that is an ordinary word is redacted in prose, too, unless it `stays_in_prose`."""
        self._value = value
        self.stays_in_prose = stays_in_prose
        self._spellings: list[tuple[str, str, bool]] | None = None

    def spellings(self) -> list[tuple[str, str, bool]]:
        """Return the ways in which a text may repeat the value: a part of it, its pattern, and whether it is base64.

        The parts are in lower case: a text without any of them needs no search, which takes milliseconds to prepare.
        """
        if self._spellings is None:
            self._spellings = [
                (max(re.findall(_PLAIN, each), key=len, default="").lower(), pattern, is_base64)
                for each, pattern, is_base64 in _spellings(self._value, stays_in_prose=self.stays_in_prose)
            ]
        return self._spellings

    def reveal(self) -> str:
        """Return the text."""
        return self._value

    def __repr__(self) -> str:
        return PLACEHOLDER

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled; create the client in the other process")


_CLIENT_KEYS: WeakSet[Secret] = WeakSet()
_CLIENT_KEYS_LOCK = ModuleLock()


def hide_key(key: str) -> Secret:
    """Return the key of a client as a Secret, which `client_keys` returns for as long as the client is in memory."""
    secret = Secret(key)
    with _CLIENT_KEYS_LOCK:
        _CLIENT_KEYS.add(secret)
    return secret


def client_keys() -> list[Secret]:
    """Return the keys of the clients of this process, which a caller may have passed as a wrong argument."""
    with _CLIENT_KEYS_LOCK:
        keys = [key for key in _CLIENT_KEYS if isinstance(cast("object", key.reveal()), str)]
    return [each for key in keys for each in pair_secrets(key)]


def pair_secrets(key: Secret) -> list[Secret]:
    """Return a key, and if it is `user:password`, the password and the user name too.

    A user name that is an ordinary word stays as it is; its base64 text does not.
    """
    user, colon, password = key.reveal().partition(":")
    if not colon:
        return [key]
    if len(user) <= _MAX_WORD_LENGTH and user.isalpha():
        user = base64.b64encode(user.encode()).decode()
    return [key, *(Secret(each, stays_in_prose=key.stays_in_prose) for each in (password, user) if each)]


def redact(text: str, secrets: Iterable[Secret]) -> str:
    """Return the text with every secret replaced, however a server repeats it.

    That is as it is, in another case, URL-encoded, escaped for JSON, HTML, a JSON pointer or Python, and within base64.
    If a text has null characters, as bytes of UTF-16 do, and a secret without them, it is returned without them.
    """
    secrets = list(secrets)
    text = _redact_text(text, secrets)
    if "\0" in text and (redacted := _redact_text(narrow := text.replace("\0", ""), secrets)) != narrow:
        return redacted
    return text


def _redact_text(text: str, secrets: Iterable[Secret]) -> str:
    lower = text.lower()
    for secret in secrets:
        for part, pattern, is_base64 in secret.spellings():
            if part in lower:
                text = _redact_base64(text, pattern) if is_base64 else re.sub(pattern, PLACEHOLDER, text)
    return text


def _redact_base64(text: str, pattern: str) -> str:
    """Replace the whole base64 texts in which a pattern is found."""
    while found := re.search(pattern, text):
        start, end = text[: found.start()].rstrip(_BASE64), text[found.end() :].lstrip(_BASE64)
        text = f"{start}{PLACEHOLDER}{end}"
    return text


def _spellings(value: str, *, stays_in_prose: bool) -> Iterator[tuple[str, str, bool]]:
    """Yield a text, the pattern that finds it, and whether it is base64, for each way of encoding a secret."""
    if not value:
        return
    for text in dict.fromkeys((value, unquote(value))):
        yield from _base64_spellings(text)
    pattern = "".join(_encodings(each) for each in re.findall(_CHARACTERS, value))
    plain = re.sub("(?:%[0-9A-Fa-f]{2})+", " ", value)  # a server may decode the rest
    is_word = len(value) <= _MAX_WORD_LENGTH and value.isalpha()
    if len(value) < _MIN_CODE_LENGTH or (is_word and stays_in_prose):
        yield plain, "|".join(place.format(pattern) for place in _VALUE), False
    else:
        yield plain, f"(?i:{pattern})", False


def _base64_spellings(value: str) -> Iterator[tuple[str, str, bool]]:
    data = value.encode("utf-8", "replace")
    if len(data) >= _MIN_BASE64_LENGTH:
        for offset in range(3):  # of the value from the start of three bytes, which four characters encode
            encoded = base64.b64encode(bytes(offset) + data).decode()
            certain = encoded[-(-offset * 4 // 3) : (offset + len(data)) * 4 // 3]
            yield certain, "".join(map(_base64_encodings, certain)), True
    elif len(data) >= _MIN_CODE_LENGTH:
        # As it is, and as the user name of HTTP Basic authentication, with an empty password.
        for each in (data, data + b":"):
            encoded = base64.b64encode(each).decode()
            yield encoded, re.escape(encoded), True


def _base64_encodings(character: str) -> str:
    """Return a pattern for a character of base64, which has variants for URLs."""
    other = {"+": "-", "/": "_"}.get(character)
    return f"(?:{other}|{_encodings(character)})" if other else character


def _encodings(text: str) -> str:
    """Return a pattern for a character as it is, in JSON, HTML and a repr, and URL-encoded any number of times.

    A text of several characters is URL-encoded.
    """
    if re.fullmatch(_PLAIN, text):
        return text
    if len(text) > 1:
        data = bytes.fromhex(text.replace("%", ""))
        try:
            decoded = data.decode()
        except UnicodeDecodeError:
            decoded = data.decode("latin-1")
            return "".join(f"(?:{re.escape(each)}|{_percent(bytes([ord(each)]))})" for each in decoded)
        return "".join(map(_encodings_of_one, decoded))
    return _encodings_of_one(text)


def _encodings_of_one(character: str) -> str:
    code = ord(character)
    found = [
        r"\\*" + ("[ +]" if character == " " else re.escape(character)),
        _percent(character.encode("utf-8", "surrogatepass")),
        rf"\\+u(?i:{code:04x})",
        r"&#?\w{1,6};",
    ]
    if character in _POINTERS:  # https://www.rfc-editor.org/rfc/rfc6901#section-3
        found.append(_POINTERS[character])
    return f"(?:{'|'.join(found)})"


def _percent(data: bytes) -> str:
    """Return a pattern for bytes that are URL-encoded, or escaped as in the repr of Python's bytes."""
    return "".join(rf"(?:%(?:25)*|\\+x)(?i:{byte:02x})" for byte in data)


_POINTERS = {"/": "(?:~|%7[Ee])1", "~": "(?:~|%7[Ee])0"}


def url_secrets(url: str) -> list[str]:
    """Return a URL, its query, and its parts that are long: a server may quote only the signature or the path."""
    start, _, query = url.partition("?")
    _, _, path = start.partition("://")[2].partition("/")
    values = [pair.partition("=")[2] for pair in query.split("&")]
    long = (text for text in (f"/{path}", *path.split("/"), *values) if len(text) >= MIN_SIGNATURE_LENGTH)
    return [url, query, *long]


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
