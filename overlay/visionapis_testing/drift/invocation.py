"""Commands that accept a proposal: they can be pasted into a POSIX shell, whatever the names of files are."""

import os
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from visionapis._text import printable

from .proposals import MIN_COUNT

_SUBCOMMANDS = ("merge", "read")


@dataclass(frozen=True, slots=True)
class Invocation:
    """The arguments of `visionapis drift`."""

    files: Sequence[Path]
    vendor: str | None = None
    overlay: Path | None = None
    """Where it writes the proposal; None without `--propose`."""
    min_count: int = MIN_COUNT
    baseline: Path | None = None


def acceptance(invocation: Invocation, vendor: str, *, is_only: bool = True) -> Sequence[str]:
    """Return the lines of commands that accept what is proposed for a vendor, which may be one of several."""
    if invocation.overlay is not None:
        return [_line("scripts/regenerate", "--with", _path(invocation.overlay))]
    overlay = "overlay.yaml" if is_only else f"{vendor}.yaml"
    chosen = invocation.vendor if is_only else vendor
    options = ["--vendor", chosen] if chosen else []
    options += ["--min-count", str(invocation.min_count)] if invocation.min_count != MIN_COUNT else []
    options += ["--baseline", _path(invocation.baseline)] if invocation.baseline else []
    files = map(_path, invocation.files)
    return [
        _line("visionapis", "drift", *files, *options, "--propose", overlay),
        _line("scripts/regenerate", "--with", overlay),
    ]


def quoted(text: str) -> str:
    """Return a text as a word of a shell, without characters that do not show what they are."""
    if printable(text) == text:
        return shlex.quote(text)
    word = "".join(_escaped(each) for each in text)
    return f"$'{word}'"


def _escaped(character: str) -> str:
    if printable(character) == character:
        return f"\\{character}" if character in "\\'" else character
    return "".join(f"\\x{byte:02x}" for byte in os.fsencode(character))


def _path(path: Path) -> str:
    """Return a path that is neither an option nor the name of a command."""
    text = str(path)
    return os.path.join(".", text) if text.startswith("-") or text in _SUBCOMMANDS else text  # noqa: PTH118  (pathlib drops the dot)


def _line(*words: str) -> str:
    return " ".join(map(quoted, words))
