"""Images given as arguments: files, folders, patterns, URLs, data URIs and standard input."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import urlsplit

import click

from visionapis._images.suffixes import SUFFIXES

from .errors import CommandError
from .main import FAILED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"


def expand(arguments: Sequence[str], *, pdf: bool) -> list[str]:
    """Return the paths and URLs that arguments stand for; `-`, URLs and data URIs stand for themselves.

    A folder stands for the image files in it and its subfolders, except hidden ones; a pattern that is not the name of
    a file stands for the files that match it. Both are sorted. Raises CommandError if there are none.
    """
    if arguments.count(STDIN) > 1:
        raise click.UsageError("'-' can be given once")
    return [name for argument in arguments for name in _expand(argument, pdf=pdf)]


def shown(name: str) -> str:
    """Return the name for messages: of a URL without password and query, of a data URI without the image."""
    if name[:5].lower() == "data:":
        return f"{name.partition(',')[0]},..."
    if "://" in name:
        scheme, host, path, _, _ = urlsplit(name)
        return f"{scheme}://{host.rpartition('@')[2]}{path}"
    return name


def _expand(argument: str, *, pdf: bool) -> list[str]:
    if argument == STDIN or "://" in argument or argument[:5].lower() == "data:":
        return [argument]
    if _is_folder(argument):
        found = sorted(_images_in(argument, pdf=pdf))
        if not found:
            raise CommandError(f"folder {argument!r} has no images")
        return found
    if glob.has_magic(argument) and not os.path.lexists(argument):
        paths = glob.iglob(argument, recursive=True)  # noqa: PTH207  (Path.glob takes no absolute patterns)
        found = sorted(path for path in paths if not _is_folder(path))
        if not found:
            raise CommandError(f"no file matches {argument!r}")
        return found
    return [argument]


def _images_in(folder: str, *, pdf: bool) -> Iterator[str]:
    suffixes = tuple(f".{each}" for name, found in SUFFIXES.items() if pdf or name != "PDF" for each in found)
    for path, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = [each for each in folders if not each.startswith(".")]
        for file in files:
            if not file.startswith(".") and file.lower().endswith(suffixes):
                yield str(Path(path, file))


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112  (Path.is_dir raises OSError for a long name)


def _raise(error: OSError) -> NoReturn:
    raise CommandError(f"cannot read folder {error.filename!r}: {error.strerror}", status=FAILED) from error
