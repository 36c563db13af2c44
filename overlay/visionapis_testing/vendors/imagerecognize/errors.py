"""How the server says no, and in which order it looks at a request.

The statuses are documented, their order is not: it is an assumption, and stands in one table, ``RULES``.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from PIL import Image

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.matching import RefusedError
from visionapis_testing.contracts.parsing import File, ParsedRequest
from visionapis_testing.emulator.images import UnreadablePictureError, decode, format_of

MAX_FILE_BYTES = 50 * 2**20
"""The documentation says 50Mb; that it means megabytes of 2^20 bytes is an assumption."""

CACHE = "cache"
"""The type that reads earlier results, and needs no picture."""

_FORMATS = ("PNG", "JPEG")


NO_DATA = "Invalid request, no data received."


@dataclass(frozen=True)
class Call:
    """A request, with what is needed to judge it."""

    operation: Operation
    request: ParsedRequest
    fields: Mapping[str, str | File] = field(repr=False)
    """Of the form or, with GET, of the query."""
    types: Collection[str]
    """What can be looked for in a picture."""
    good_key: bool
    quota: int

    @property
    def type(self) -> str:
        """What is asked for; empty where nothing is."""
        value = self.fields.get("type")
        return value if isinstance(value, str) else ""

    @property
    def content(self) -> bytes:
        """The picture's bytes; empty where none came."""
        file = self.fields.get("file")
        return file.content if isinstance(file, File) else b""

    @cached_property
    def picture(self) -> Image.Image:
        """The picture. Raises UnreadablePictureError."""
        return decode(self.content)


class RefusalError(Exception):
    """A call that is not taken."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


def _no_data(call: Call) -> str | None:
    return None if call.fields else NO_DATA


def _no_key(call: Call) -> str | None:
    return None if isinstance(call.fields.get("apikey"), str) and call.fields["apikey"] else "There is no apikey."


def _wrong_key(call: Call) -> str | None:
    return None if call.good_key else "This apikey is not known."


def _unknown_type(call: Call) -> str | None:
    return None if call.type == CACHE or call.type in call.types else "There is no such type."


def _no_form(call: Call) -> str | None:
    """A picture comes in a form, and GET has none."""
    return None if call.type == CACHE or call.request.method == "POST" else NO_DATA


def _no_quota(call: Call) -> str | None:
    return None if call.quota > 0 else "The quota is used up."


def _unreadable(call: Call) -> str | None:
    if call.type == CACHE:
        return None
    try:
        _ = call.picture
    except UnreadablePictureError:
        return "The file cannot be decoded." if call.content else "There is no file."
    return None


def _too_large(call: Call) -> str | None:
    return "The picture is too large." if len(call.content) > MAX_FILE_BYTES else None


def _wrong_format(call: Call) -> str | None:
    if call.type == CACHE or format_of(call.content) in _FORMATS:
        return None
    return "The file is neither PNG nor JPEG."


def _wrong_parameter(call: Call) -> str | None:
    try:
        call.operation.read(call.request)
    except RefusedError as error:
        problem = error.problems[0]
        return f"{'/'.join(map(str, problem.place))}: {problem.text}"
    return None


RULES: Sequence[tuple[int, Callable[[Call], str | None]]] = (
    (300, _no_data),
    (400, _no_key),
    (401, _wrong_key),
    (420, _unknown_type),
    (300, _no_form),
    (402, _no_quota),
    (412, _unreadable),
    (413, _too_large),
    (415, _wrong_format),
    (430, _wrong_parameter),
)
"""Status, and what makes the server answer with it: a message, or None where nothing is wrong. The first one counts."""


def check(call: Call) -> None:
    """Raise RefusalError for what the server does not take."""
    for status, rule in RULES:
        message = rule(call)
        if message is not None:
            raise RefusalError(status, message)
