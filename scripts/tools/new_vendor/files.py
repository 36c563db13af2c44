"""Writing new files: all of them, or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write(root: Path, files: Mapping[Path, str]) -> None:
    """Write files that do not exist yet below a folder, with the folders that they need.

    Raises OSError when one cannot be written; what was written before is removed then.
    """
    made: list[Path] = []
    try:
        for name, text in files.items():
            path = root / name
            for folder in reversed([each for each in path.parents if not each.exists()]):
                folder.mkdir()
                made.append(folder)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(text)
    except BaseException:
        for path in reversed(made):
            path.rmdir() if path.is_dir() else path.unlink()
        raise
