"""Files are written as a whole or not at all."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from visionapis._files import replacing, write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_file_is_replaced(tmp_path: Path) -> None:
    """A file is replaced by the new text, with the permissions that new files have, and nothing else is left."""
    path = tmp_path / "a.json"
    path.write_text("old")
    (tmp_path / "new").touch()

    write_whole(path, "né\ud800\n")

    assert path.read_bytes() == "né\\ud800\n".encode()
    assert path.stat().st_mode == (tmp_path / "new").stat().st_mode
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.json", "new"]


def test_failed_block_leaves_the_file(tmp_path: Path) -> None:
    """An error in the block leaves the old file, and nothing beside it."""
    path = tmp_path / "a.json"
    path.write_text("old")

    def write_half() -> None:
        with replacing(path) as new:
            new.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["missing/a.json", "folder"])
def test_path_that_cannot_be_written_is_an_error(name: str, tmp_path: Path) -> None:
    """A folder that does not exist, or a folder at the path itself, raises OSError, and nothing is left."""
    (tmp_path / "folder").mkdir()

    with pytest.raises(OSError, match=r"a\.json|folder"):
        write_whole(tmp_path / name, "text")

    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]


def test_link_is_kept(tmp_path: Path) -> None:
    """A symbolic link stays one; the file that it leads to is replaced."""
    path, link = tmp_path / "a.json", tmp_path / "link"
    path.write_text("old")
    link.symlink_to(path)

    write_whole(link, "new")

    assert link.is_symlink()
    assert path.read_text() == "new"


def test_threads_write_one_file(tmp_path: Path) -> None:
    """Threads that write one file at the same time each write it as a whole."""
    path = tmp_path / "a.json"
    threads = [threading.Thread(target=write_whole, args=(path, f"{number}" * 100_000)) for number in range(10)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(set(path.read_text())) == 1
    assert list(tmp_path.iterdir()) == [path]


def test_pipe_is_not_replaced(tmp_path: Path) -> None:
    """A pipe or a device is left as it is, and an error."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(OSError, match="not a regular file"):
        write_whole(pipe, "text")

    assert pipe.is_fifo()
    assert list(tmp_path.iterdir()) == [pipe]
