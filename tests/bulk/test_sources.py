"""Sources of jobs: folders, patterns, lists, tables, iterables and other file systems."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis_bulk import Job, SourceError, feed, loading, open_source, sources
from visionapis_bulk.exports import export, read_items
from visionapis_bulk.schema import STATES, connect

from .jobs import PNG, make_images, make_job, run_job

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from visionapis_bulk import Event

OK = make_response(SINGLE_LABEL)


def names_of(source: object, **options: Any) -> list[str]:
    """Return the names of the entries of a source."""
    return [entry.name for entry, _ in open_source(source, **options).entries()]


def make_tree(folder: Path) -> None:
    """Write a folder with images at several depths, and with files that are not taken."""
    for name in ("b.png", "a/c.JPG", "a/b/d.webp", "a/notes.txt", ".hidden.png", ".cache/e.png", "a/z.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(PNG)


def test_folders_are_sorted_and_recursive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder has its image files and those of its subfolders, without hidden ones; a large one comes in pieces."""
    make_tree(tmp_path / "photos")
    monkeypatch.chdir(tmp_path)
    expected = ["photos/b.png", "photos/a/c.JPG", "photos/a/z.png", "photos/a/b/d.webp"]
    assert names_of("photos") == expected
    monkeypatch.setattr(sources, "MAX_SORTED", 1)
    assert sorted(names_of("photos")) == sorted(expected)


def test_patterns_and_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pattern has the files that match it, a list its lines, also twice the same; a single image is itself."""
    make_tree(tmp_path / "photos")
    (tmp_path / "list.txt").write_text("\ufeffa.png\r\n\nhttps://example.com/b.png\na.png\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert sorted(names_of("photos/**/*.png")) == ["photos/a/z.png", "photos/b.png"]
    assert names_of("list.txt") == ["a.png", "https://example.com/b.png", "a.png"]
    assert names_of("photos/b.png") == ["photos/b.png"]
    assert names_of("b.png", base=str(tmp_path / "photos")) == ["b.png"]


@pytest.mark.parametrize(
    ("content", "column", "said"),
    [
        ("a,b\n1,2\n", None, "which column"),
        ("a,b\n1,2\n", "c", "no column 'c': it has a, b"),
        ("", None, "which column"),
        ("path\n\n\n", None, None),
        ("id,path\n1,\n", None, "line 2 of"),
        ("path\n\xe9\n", None, "not text in UTF-8"),
    ],
)
def test_tables_that_cannot_be_read(tmp_path: Path, content: str, column: str | None, said: str | None) -> None:
    """A table without a column of images, or with an empty cell in it, is an error that names the place."""
    path = tmp_path / "a.csv"
    path.write_bytes(content.encode("latin-1"))
    if said is None:
        assert names_of(path, column=column) == []
        return
    with pytest.raises(SourceError, match=said):
        names_of(path, column=column)


def test_tables_keep_their_other_columns(tmp_path: Path) -> None:
    """The only or usual column has the images; the others are kept, as text."""
    (tmp_path / "a.tsv").write_text("n\turl\tx\n1\thttps://a/b.png\t\n")
    ((entry, image),) = open_source(tmp_path / "a.tsv").entries()
    assert (entry.name, image, json.loads(entry.fields or "")) == ("https://a/b.png", None, {"n": "1", "x": ""})


def test_missing_packages_and_sources_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A source that is not there, and one that needs a package that is not installed, raise SourceError."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "fsspec", None)
    for source, said in ((tmp_path / "b", "no file"), (tmp_path / "a.parquet", "pyarrow"), ("s3://a/b", "fsspec"),
                         (3, "not int"), (b"abc", "not bytes")):  # fmt: skip
        with pytest.raises(SourceError, match=said):
            open_source(source)


def test_iterables_are_resumed_in_their_order(tmp_path: Path) -> None:
    """Images of an iterable that were not sent are sent when it yields them again, and no other; ids name them."""
    images = [("first", PNG + b"1"), PNG + b"2", bytearray(PNG + b"3"), ("last", PNG + b"4"), ("first", PNG + b"1")]
    read: list[int] = []

    def numbered() -> Iterator[object]:
        for number, image in enumerate(images):
            read.append(number)
            yield image

    with RecordingServer(OK) as server:
        run_job(server.url, numbered(), tmp_path / "a", max_calls=2, max_concurrency=1)
        summary = run_job(server.url, numbered(), tmp_path / "a")
    with closing(connect(tmp_path / "a", write=False)) as connection:
        items = list(read_items(connection, states=STATES))

    assert [item.name for item in items] == ["first", "2", "3", "last", "first"]
    assert (len(server.received), summary.progress.counts["duplicate"]) == (4, 1)


def test_large_sources_do_not_stand_in_memory(tmp_path: Path) -> None:
    """The first image is sent while the source is still being listed, and only a few are read ahead of the calls."""
    listed = itertools.count()
    at_first: list[int] = []

    def endless() -> Iterator[bytes]:
        for number in listed:
            if number == 5000:
                return
            yield PNG + number.to_bytes(4, "big")

    job: Job

    def stop(_event: Event) -> None:
        at_first.append(next(listed))
        job.stop()

    with RecordingServer(OK, delay=0.1) as server:
        job = make_job(server.url, endless(), tmp_path / "a")
        job._on_event = stop  # pyright: ignore[reportPrivateUsage]  (it needs the job)
        asyncio.run(job.run())
    assert at_first[0] < 500


def test_resumed_jobs_read_what_is_pending_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A resumed job of a folder that is listed reads neither the folder nor the images that are settled."""
    make_images(tmp_path / "images", 30)
    with RecordingServer(OK) as server:
        run_job(server.url, tmp_path / "images", tmp_path / "a", max_calls=20)
        loaded: list[str] = []
        load = loading.load

        def counting(item: Any, *args: Any) -> Any:
            loaded.append(item.name)
            return load(item, *args)

        monkeypatch.setattr(feed, "load", counting)
        monkeypatch.setattr(sources, "_list_folder", None)
        summary = run_job(server.url, None, tmp_path / "a", max_calls=30)
    assert (len(loaded), summary.progress.counts["done"]) == (10, 30)


@pytest.mark.skipif(sys.platform == "win32" or sys.platform == "darwin", reason="names of files are text there")
def test_names_that_are_not_text(tmp_path: Path) -> None:
    """A file whose name is not text is sent, and its name can be exported."""
    (tmp_path / "images").mkdir()
    with open(os.fsencode(tmp_path / "images") + b"/\xff.png", "wb") as file:  # noqa: PTH123  (bytes)
        file.write(PNG)
    with RecordingServer(OK) as server:
        run_job(server.url, tmp_path / "images", tmp_path / "a")
    for name in ("a.jsonl", "a.csv"):
        export(tmp_path / "a", tmp_path / name)
    assert json.loads((tmp_path / "a.jsonl").read_text())["state"] == "done"
    assert "\\udcff.png,done" in (tmp_path / "a.csv").read_text()
