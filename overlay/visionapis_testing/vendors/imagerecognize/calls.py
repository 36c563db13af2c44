"""A request to ImageRecognize, read as the server reads it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from PIL import Image
from starlette.requests import Request

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.parsing import File, ParsedRequest, parse
from visionapis_testing.emulator.images import decode

CACHE = "cache"
"""The type that returns earlier results and needs no image."""


@dataclass(frozen=True, slots=True)
class Account:
    """The state of the account that decides whether a call is accepted."""

    key_accepted: bool
    """Whether the call's API key is the account's."""
    remaining_calls: int


@dataclass(frozen=True)
class Call:
    """A parsed request with everything needed to validate it."""

    operation: Operation
    request: ParsedRequest
    fields: Mapping[str, str | File] = field(repr=False)
    """The fields of the form or, for GET, of the query string."""

    @classmethod
    async def receive(cls, request: Request, operation: Operation) -> "Call":
        """Read a request to its end. Raises UnreadableBodyError."""
        parsed = await parse(request)
        fields: dict[str, str | File] = dict(parsed.query) if parsed.method == "GET" else dict(parsed.form)
        return cls(operation, _without_repetitions(parsed), fields)

    @property
    def type(self) -> str:
        """The requested type of recognition; empty if it is missing."""
        value = self.fields.get("type")
        return value if isinstance(value, str) else ""

    @property
    def content(self) -> bytes:
        """The bytes of the image; empty if it is missing."""
        file = self.fields.get("file")
        return file.content if isinstance(file, File) else b""

    @cached_property
    def image(self) -> Image.Image:
        """The decoded image. Raises UnreadableImageError."""
        return decode(self.content)


def _without_repetitions(request: ParsedRequest) -> ParsedRequest:
    """Return the request as PHP reads it: the last one of repeated fields counts."""
    if request.method == "GET":
        return replace(request, query=list(dict(request.query).items()), body=None)
    return replace(request, body=list(dict(request.form).items()))
