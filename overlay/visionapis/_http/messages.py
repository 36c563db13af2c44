"""Messages of servers as one line, and the delays that they ask for."""

from __future__ import annotations

import email.utils
import math
import time
from datetime import UTC
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import httpx

MAX_MESSAGE_LENGTH = 300

WEB_PAGE = "the response is a web page"


def server_message(response: httpx.Response, body: object) -> str:
    """Return the server's own description of an error."""
    found: object
    if isinstance(body, dict):
        fields = cast("dict[str, object]", body)
        found = next((fields[name] for name in ("message", "detail", "error") if fields.get(name)), fields or "")
        if isinstance(found, list):
            found = "; ".join(_validation_message(entry) for entry in cast("list[object]", found))
        elif isinstance(found, dict):
            nested = cast("dict[str, object]", found)
            found = nested.get("message") or nested
    elif response.headers.get("content-type", "").lower().startswith("text/html"):
        found = WEB_PAGE
    else:
        found = body or ""
    return str(found)


def one_line(text: str, *, keep_full_stop: bool = True) -> str:
    """Return a server's text as one line of limited length, with escapes for characters that a terminal would obey."""
    line = " ".join(text.split())
    if not keep_full_stop:
        line = line.rstrip(" .")  # before an ellipsis is added
    if not line.isprintable():
        line = "".join(character if character.isprintable() else repr(character)[1:-1] for character in line)
    return line if len(line) <= MAX_MESSAGE_LENGTH else f"{line[:MAX_MESSAGE_LENGTH]}..."


def _validation_message(entry: object) -> str:
    """Return one entry of FastAPI's list of validation errors as text."""
    if not isinstance(entry, dict):
        return str(entry)
    fields = cast("dict[str, object]", entry)
    location = fields.get("loc")
    names = [str(part) for part in cast("list[object]", location)] if isinstance(location, list) else []
    return f"{' '.join(names[:2])}: {fields.get('msg')}"


def parse_retry_after(value: str | None) -> float | None:
    """Return the seconds from now that a `Retry-After` header means; it holds seconds or a date."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            date = email.utils.parsedate_to_datetime(value)
            seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return max(0.0, seconds) if math.isfinite(seconds) else None
