"""Texts of images, labels and errors as a page shows them: short, and without what may be secret in a URL."""

from __future__ import annotations

import re

from visionapis._text import printable

MAX_LENGTH = 200
_MAX_READ = 20 * MAX_LENGTH

_USER = re.compile(r"(?<=://)[^\s/?#]*@")
_QUERY = re.compile(r"(?<=://)([^\s?#]*)[?#]\S*")
_URL = re.compile(r"[A-Za-z][\w+.-]*://[^?#]*", re.ASCII)
_DATA = re.compile(r"\b(data:[\w.+/;=-]{0,80},)\S*", re.ASCII | re.IGNORECASE)


def shown(text: str) -> str:
    """Return a text without users and queries of URLs, which may be keys and signatures, and without data, and cut."""
    text = text[:_MAX_READ]
    if (url := _URL.match(text)) and url.end() < len(text):  # all of it is a URL, also if there are spaces in its query
        text = f"{url[0]}?"
    text = _DATA.sub(r"\1…", _QUERY.sub(r"\1?…", _USER.sub("", text)))
    text = printable(text)
    return text if len(text) <= MAX_LENGTH else f"{text[: MAX_LENGTH - 1]}…"
