"""Marked secrets, and the places where one of them would come out."""

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
from urllib.parse import quote, quote_plus

from visionapis import VisionAPIError

from .images import picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pytest

# Each mark is letters and digits, which every spelling of a text keeps but base64.
KEY_MARK = "keycanary7f3a"
QUERY_MARK = "querycanary9b20"
PATH_MARK = "pathcanary51cd"
NAME_MARK = "namecanary3e8a"
PIXEL_MARK = "pixelcanary44d1"

KEY = f"sk/{KEY_MARK}+x=="
URL = f"https://pictures.example.com/{PATH_MARK}/a%20b.jpg?X-Signature={QUERY_MARK}/+%2F&expires=1"
FILE_NAME = f"{NAME_MARK}.png"
PICTURE = picture() + PIXEL_MARK.encode() * 20  # longer than any text that may be shown

MARKS = (KEY_MARK, QUERY_MARK, PATH_MARK, NAME_MARK, PIXEL_MARK)


def spellings(mark: str) -> set[str]:
    """A mark as it stands, and within a base64 text, wherever in that text it begins."""
    found = {mark}
    for before in range(3):
        text = base64.b64encode(b"\0" * before + mark.encode()).decode()
        whole = (before + len(mark)) // 3 * 4  # what follows in the text changes the characters after these
        found.add(text[-(-before * 4 // 3) : whole])
    return found


SPELLINGS = {mark: spellings(mark) for mark in MARKS}


def seen(text: str) -> set[str]:
    """Which of the marks a text shows, in any spelling."""
    return {mark for mark, found in SPELLINGS.items() if any(each in text for each in found)}


def echoed(*texts: str) -> str:
    """What a server says that repeats what it got: the key and other texts, in all the spellings that servers write."""
    texts = (KEY, *texts)
    basic = base64.b64encode(f"{KEY}:".encode()).decode()
    small = [re.sub("%..", lambda found: found[0].lower(), quote(text, safe="")) for text in texts]
    other = [spelled(text) for text in texts for spelled in (quote, quote_plus, html.escape, json_of_php)]
    return " ".join([*texts, *small, *map(quote_plus, small), *other, basic])


def json_of_php(text: str) -> str:
    """A text as some servers write it in JSON."""
    return json.dumps(text)[1:-1].replace("/", "\\/").replace("&", "\\u0026")


class Listener(logging.Handler):
    """Keeps every line of a log, as it would be written."""

    def __init__(self) -> None:
        """Nothing was logged."""
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, with the traceback that it may have."""
        self.lines.append(f"{record.name} {self.format(record)}")


@contextmanager
def listening(output: pytest.CaptureFixture[str]) -> Iterator[dict[str, str]]:
    """What is logged, warned of and printed within, by its place; there once the context is left."""
    heard: dict[str, str] = {}
    listener, root = Listener(), logging.getLogger()
    level = root.level
    root.setLevel(logging.DEBUG)
    root.addHandler(listener)
    output.readouterr()
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            yield heard
    finally:
        root.removeHandler(listener)
        root.setLevel(level)
    heard["log"] = "\n".join(listener.lines)
    heard["warnings"] = "\n".join(str(each) for each in warned)
    heard["output"] = "".join(output.readouterr())


def shown(error: BaseException) -> Iterator[tuple[str, str]]:
    """Everything that an error shows of itself, by its place, but for the variables in its frames."""
    yield "text", f"{error} {error!r} {error.args!r} {getattr(error, '__notes__', '')}"
    yield "attributes", repr(vars(error))
    yield "traceback", "".join(traceback.format_exception(error))
    for other in (error.__cause__, error.__context__):
        if other:
            yield from ((f"what it came from, {place}", text) for place, text in shown(other))
    if isinstance(error, VisionAPIError):
        pickled = pickle.dumps(error)
        yield "pickle", pickled.decode("latin-1")
        yield "unpickled", repr(vars(pickle.loads(pickled)))  # noqa: S301  (its own)
        yield "curl", str(error.as_curl())


def frames(error: BaseException, given: Sequence[object]) -> Iterator[tuple[str, str]]:
    """The local variables in the frames of an error, by their place.

    Frames hold what a caller gave, those very objects, as the caller's own frame does: no function can help that. So
    these are left out, but nothing that was made of them; and the frames of tests are.
    """
    for frame, _ in traceback.walk_tb(error.__traceback__):
        code = frame.f_code
        if "/tests/" not in code.co_filename:
            for name, value in frame.f_locals.items():
                for part in _parts(value, given):
                    yield f"{code.co_filename}:{code.co_name}.{name}", repr(part)
    for other in (error.__cause__, error.__context__):
        if other:
            yield from frames(other, given)


def _parts(value: object, given: Sequence[object]) -> Iterator[object]:
    """A value, or the parts of a collection, without what was given."""
    if any(value is each for each in given):
        return
    if isinstance(value, (list, tuple)):
        for each in value:
            yield from _parts(each, given)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _parts(each, given)
    else:
        yield value
