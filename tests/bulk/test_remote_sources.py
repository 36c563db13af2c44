"""Parquet files, and sources on other file systems, with the real pyarrow and fsspec."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import fsspec
import pyarrow
import pyarrow.parquet
import pytest

from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis_bulk import SourceError, open_source
from visionapis_bulk.exports import export

from .jobs import PNG, run_job

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

OK = make_response(SINGLE_LABEL)
IMAGES = {f"{name}.png": PNG + name.encode() for name in "abc"}


@pytest.fixture
def memory() -> Iterator[str]:
    """Return the URL of a folder in memory with images, and remove it afterwards."""
    files: Any = fsspec.filesystem("memory")
    for name, content in IMAGES.items():
        files.pipe(f"/shop/photos/{name}", content)
    files.pipe("/shop/photos/more/d.png", PNG + b"d")
    files.pipe("/shop/photos/notes.txt", b"photos/a.png is not listed here")
    yield "memory://shop"
    files.rm("/shop", recursive=True)


def write(url: str, content: bytes) -> str:
    """Write a file, and return its URL."""
    with fsspec.open(url, "wb") as file:
        file.write(content)
    return url


def table(**columns: Sequence[object]) -> bytes:
    """Return a Parquet file."""
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(pyarrow.table(columns), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def label(source: object, folder: Path, **options: Any) -> dict[str, dict[str, Any]]:
    """Run a job, and return what was exported of each image, by its name."""
    with RecordingServer(OK) as server:
        run_job(server.url, open_source(source, **options), folder / "a.job")
    export(folder / "a.job", folder / "a.jsonl")
    return {line["image"]: line for line in map(json.loads, (folder / "a.jsonl").read_text().splitlines())}


@pytest.mark.parametrize("kind", ["paths", "bytes", "hub"])
def test_parquet_files(tmp_path: Path, kind: str) -> None:
    """A Parquet file has images as paths, as bytes, or as those of the Hugging Face hub; other columns are kept."""
    for name, content in IMAGES.items():
        (tmp_path / name).write_bytes(content)
    kinds: dict[str, Sequence[object]] = {
        "paths": list(IMAGES),
        "bytes": list(IMAGES.values()),
        "hub": [{"path": name, "bytes": content} for name, content in IMAGES.items()],
    }
    (tmp_path / "shop.parquet").write_bytes(table(sku=[7, 8, 9], image=kinds[kind], price=[1.5, None, 3.0]))
    found = label(tmp_path / "shop.parquet", tmp_path)

    assert list(found) == (["1", "2", "3"] if kind == "bytes" else list(IMAGES))
    assert {line["state"] for line in found.values()} == {"done"}
    assert [line["fields"] for line in found.values()] == [
        {"sku": 7, "price": 1.5},
        {"sku": 8, "price": None},
        {"sku": 9, "price": 3.0},
    ]


def test_urls_of_a_parquet_file_are_sent_as_they_are(tmp_path: Path) -> None:
    """A column that is named has URLs, which the server fetches."""
    (tmp_path / "shop.parquet").write_bytes(table(link=["https://example.com/a.png"], path=["x"]))
    ((entry, image),) = open_source(tmp_path / "shop.parquet", column="link").entries()
    assert (entry.name, entry.image, image) == ("https://example.com/a.png", None, None)
    assert json.loads(entry.fields or "") == {"path": "x"}


@pytest.mark.parametrize(
    "content", [b"PAR1", b"", table(a=["x"], b=["y"]), table(path=[])], ids=["cut", "empty", "columns", "no rows"]
)
def test_parquet_files_that_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    """A file that is not one of Parquet, or has no column of images, is named; one without rows has no images."""
    (tmp_path / "shop.parquet").write_bytes(content)
    if content == table(path=[]):
        assert not list(open_source(tmp_path / "shop.parquet").entries())
        return
    with pytest.raises(SourceError, match=r"shop\.parquet"):
        open_source(tmp_path / "shop.parquet")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("photos", ["photos/a.png", "photos/b.png", "photos/c.png", "photos/more/d.png"]),
        ("photos/*.png", ["photos/a.png", "photos/b.png", "photos/c.png"]),
        ("photos/b.png", ["photos/b.png"]),
    ],
)
def test_folders_of_other_file_systems(tmp_path: Path, memory: str, source: str, names: list[str]) -> None:
    """A folder, a pattern and an image at a URL are the images there, which are read."""
    found = label(f"{memory}/{source}", tmp_path)
    assert sorted(found) == [f"memory:///shop/{name}" for name in names]
    assert {line["state"] for line in found.values()} == {"done"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.txt", b"\xef\xbb\xbfphotos/a.png\r\n\nmemory://shop/photos/b.png\n"),
        ("list.csv", b"n,image\n1,photos/a.png\n2,memory://shop/photos/b.png\n"),
        ("list.tsv", b"n\timage\n1\tphotos/a.png\n2\tmemory://shop/photos/b.png\n"),
        ("list.parquet", table(n=["1", "2"], image=["photos/a.png", "memory://shop/photos/b.png"])),
    ],
    ids=["text", "csv", "tsv", "parquet"],
)
def test_lists_and_tables_of_other_file_systems(tmp_path: Path, memory: str, name: str, content: bytes) -> None:
    """Paths in a list or table at a URL are relative to it, its URLs are others, and the other columns are kept."""
    found = label(write(f"{memory}/{name}", content), tmp_path)
    assert {name: line["state"] for name, line in found.items()} == {
        "photos/a.png": "done",
        "memory://shop/photos/b.png": "done",
    }
    fields = [line.get("fields") for line in found.values()]
    assert fields == ([None, None] if name == "list.txt" else [{"n": "1"}, {"n": "2"}])


@pytest.mark.parametrize("name", ["missing.csv", "missing.parquet", "photos/notes.csv", "bad.txt"])
def test_files_of_other_file_systems_that_cannot_be_read(memory: str, name: str) -> None:
    """A table that is missing or not a table, and a list that is not text, are named."""
    write(f"{memory}/photos/notes.csv", b"a,b\n")
    write(f"{memory}/bad.txt", b"\xff")
    with pytest.raises(SourceError, match=f"memory://shop/{name}"):
        list(open_source(f"{memory}/{name}").entries())


def test_unknown_schemes_are_told() -> None:
    """A URL of a file system that is not installed names its scheme."""
    for source in ("nowhere://a/b", "nowhere://a/b.csv"):
        with pytest.raises(SourceError, match="nowhere"):
            open_source(source)
