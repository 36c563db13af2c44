"""Marked secrets, and the places where they could leak."""

from __future__ import annotations

import base64
import html
import json
import logging
import pickle
import re
import traceback
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, unquote

from visionapis import VisionAPIError

from .images import make_image

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pytest

# Marks are letters and digits, which every encoding but base64 leaves alone.
KEY_MARK = "keycanary7f3a"
QUERY_MARK = "querycanary9b20"
PATH_MARK = "pathcanary51cd"
NAME_MARK = "namecanary3e8a"
PIXEL_MARK = "pixelcanary44d1"
PASSWORD_MARK = "passwordcanary8c6e"

KEY = f"sk/{KEY_MARK}+x=="
PASSWORD = f"pw/{PASSWORD_MARK}~x+"
URL = f"https://images.example.com/{PATH_MARK}/a%20b.jpg?X-Signature={QUERY_MARK}/+%2F&expires=1"
FILE_NAME = f"{NAME_MARK}.png"
IMAGE = make_image() + PIXEL_MARK.encode() * 20  # longer than the texts that errors quote

MARKS = (KEY_MARK, QUERY_MARK, PATH_MARK, NAME_MARK, PIXEL_MARK, PASSWORD_MARK)


def encodings(mark: str) -> set[str]:
    """Return a mark as plain text and as part of a base64 text, at each of the three offsets."""
    found = {mark}
    for offset in range(3):
        text = base64.b64encode(b"\0" * offset + mark.encode()).decode()
        end = (offset + len(mark)) // 3 * 4  # the characters after these depend on what follows
        found.add(text[-(-offset * 4 // 3) : end])
    return found


ENCODINGS = {mark: encodings(mark) for mark in MARKS}


def find_marks(text: str) -> set[str]:
    """Return the marks that a text contains, in any encoding and case."""
    text = text.replace("\0", "")
    lower = text.lower()
    return {mark for mark, found in ENCODINGS.items() if mark in lower or any(each in text for each in found)}


def echo(*texts: str) -> str:
    """Return a server's text that repeats the key and other texts, in all the encodings that servers use."""
    texts = (KEY, *texts)
    lower_case = [re.sub("%..", lambda found: found[0].lower(), quote(text, safe="")) for text in texts]
    other = [encode(text) for text in texts for encode in (quote, quote_plus, html.escape, php_json)]
    return " ".join([*texts, *lower_case, *map(quote_plus, lower_case), *other, *spellings(KEY)])


def spellings(secret: str) -> list[str]:
    """Return the ways in which a server may repeat a secret as a whole."""
    around = (secret, f"{secret}:", f"user:{secret}", f"ab{secret}", f"abc{secret}")
    encoded = [encode(each.encode()) for each in around for encode in (base64.b64encode, base64.urlsafe_b64encode)]
    path, _, query = secret.partition("?")
    return [
        secret,
        secret.upper(),
        secret.replace("~", "~0").replace("/", "~1"),
        quote(secret, safe=""),
        quote(quote(secret, safe=""), safe=""),
        unquote(secret),
        php_json(secret),
        html.escape(secret),
        f"{path}?{'&'.join(reversed(query.split('&')))}",
        *(each.decode() for each in encoded),
        *(php_json(each.decode()) for each in encoded),
    ]


def php_json(text: str) -> str:
    """Encode a text as PHP's json_encode does."""
    return json.dumps(text)[1:-1].replace("/", "\\/").replace("&", "\\u0026")


class LogCollector(logging.Handler):
    """A log handler that keeps every line as it would be written."""

    def __init__(self) -> None:
        """Start without lines."""
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, with its traceback if there is one."""
        self.lines.append(f"{record.name} {self.format(record)}")


@contextmanager
def captured_output(output: pytest.CaptureFixture[str]) -> Iterator[dict[str, str]]:
    """Collect logs, warnings and output of the block by kind; they are there when it ends."""
    captured: dict[str, str] = {}
    collector, root = LogCollector(), logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(collector)
    output.readouterr()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield captured
    finally:
        root.removeHandler(collector)
        root.setLevel(level)
    captured["log"] = "\n".join(collector.lines)
    captured["warnings"] = "\n".join(str(each) for each in caught)
    captured["output"] = "".join(output.readouterr())


def visible_texts(error: BaseException) -> Iterator[tuple[str, str]]:
    """Yield every text that an error shows, by place, except the variables in its frames."""
    yield "text", f"{error} {error!r} {error.args!r} {getattr(error, '__notes__', '')}"
    yield "attributes", repr(vars(error))
    yield "traceback", "".join(traceback.format_exception(error))
    for other in (error.__cause__, error.__context__):
        if other:
            yield from ((f"cause, {place}", text) for place, text in visible_texts(other))
    if isinstance(error, VisionAPIError):
        pickled = pickle.dumps(error)
        yield "pickle", pickled.decode("latin-1")
        yield "unpickled", repr(vars(pickle.loads(pickled)))
        yield "curl", str(error.as_curl())


def frame_locals(error: BaseException, inputs: Sequence[object]) -> Iterator[tuple[str, str]]:
    """Yield the local variables in the frames of an error, by place.

    The caller's own inputs are left out, because any function holds its arguments; everything made from them is
    included. Frames of tests are left out.
    """
    for frame, _ in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if "/tests/" not in code.co_filename:
            for name, value in frame.f_locals.items():
                for part in _parts(value, inputs):
                    yield f"{code.co_filename}:{code.co_name}.{name}", repr(part)
    for other in (error.__cause__, error.__context__):
        if other:
            yield from frame_locals(other, inputs)


def _parts(value: object, inputs: Sequence[object]) -> Iterator[object]:
    """Yield a value or the items of a collection, except the caller's inputs."""
    if any(value is each for each in inputs):
        return
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _parts(each, inputs)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _parts(each, inputs)
    else:
        yield value
