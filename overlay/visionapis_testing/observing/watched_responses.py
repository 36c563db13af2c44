"""Responses of libraries that have no seam for reading: they have another class until they were read or closed."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

from .recording import Recording

_RECORDINGS = "_visionapis_recordings"


def watch_response(response: Any, mixin: type, recording: Recording) -> None:
    """Give a response the methods of a mixin, which call `keep` and `finish`."""
    kind = cast("Any", type(response))
    response.__dict__.setdefault(_RECORDINGS, []).append(recording)
    if not issubclass(kind, mixin):
        response.__class__ = _watched_class(mixin, kind)


def recordings(response: Any) -> Sequence[Recording]:
    """Return what keeps the body of a response; nothing once that is finished."""
    return [each for each in response.__dict__.get(_RECORDINGS, ()) if each.is_observed]


def keep(found: Iterable[Recording], chunk: bytes | str) -> None:
    """Add a chunk of the body."""
    for each in found:
        each.received.add(chunk.encode() if isinstance(chunk, str) else chunk)


def finish(response: Any, *, is_complete: bool) -> None:
    """Judge a response, and give it back its own class."""
    for each in response.__dict__.pop(_RECORDINGS, ()):
        if each.is_observed:
            each.received.is_complete = is_complete
            each.finish()
    response.__class__ = getattr(cast("Any", type(response)), "visionapis_class", response.__class__)


@cache
def _watched_class(mixin: type, kind: type) -> type:
    names = {"__module__": kind.__module__, "__qualname__": kind.__qualname__, "visionapis_class": kind}
    return type(kind.__name__, (mixin, kind), names)
