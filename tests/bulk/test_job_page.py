"""The page of a job: what it tells, what it hides, and that it stays small."""

from __future__ import annotations

import base64
import io
import json
import os
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.helpers.browsers import chromium, offline_pages
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis_bulk import LedgerError
from visionapis_bulk.exports import export
from visionapis_bulk.overview import read_overview
from visionapis_bulk.pages import thumbnails
from visionapis_bulk.pages.texts import shown
from visionapis_bulk.pages.thumbnails import thumbnail
from visionapis_bulk.schema import connect

from .jobs import KEY, run_job

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.helpers.recording import Received
    from visionapis_bulk.overview import Overview

MARKUP = "<script>document.title = 'run'</script><img src=x onerror=alert(1)>"
SIGNED = "https://user:pass-word@bucket.example.com/a.jpg?X-Amz-Signature=5ec2e7&n=a b#fragment-5ec2e7"


def png(grey: int) -> bytes:
    """Return an image."""
    file = io.BytesIO()
    Image.new("L", (300, 200), grey).save(file, "PNG")
    return file.getvalue()


def respond(received: Received) -> bytes:
    """Label an image by its grey; reject black ones."""
    grey = Image.open(io.BytesIO(base64.b64decode(received.body))).convert("L").tobytes()[0]
    if not grey:
        return make_response({"message": f"{MARKUP} {KEY}"}, status="400 Bad Request")
    label, confidence = (MARKUP, 0.35) if grey < 100 else ("cat", grey / 256)
    predictions = [{"class": label, "class_id": 1, "confidence": confidence}]
    return make_response({**SINGLE_LABEL, "predictions": predictions, "top": label, "confidence": confidence})


def write_ledger(path: Path, rows: Iterable[tuple[str, list[dict[str, Any]] | None, str | None]]) -> Path:
    """Write a ledger with items: a name, the labels, and else the message of an error."""
    with closing(connect(path, write=True, create=True)) as connection:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO job VALUES('listed', 'true')")
        for number, (name, labels, message) in enumerate(rows, 1):
            detail = None if message is None else json.dumps({"type": "BadRequestError", "message": message})
            state = "refused" if labels is None else "done"
            connection.execute(
                "INSERT INTO items(id, name, state, detail) VALUES(?, ?, ?, ?)", (number, name, state, detail)
            )
            if labels is not None:
                connection.execute("INSERT INTO results(item, labels) VALUES(?, ?)", (number, json.dumps(labels)))
        connection.execute("COMMIT")
    return path


def overview_of(path: Path) -> Overview:
    """Return what a ledger has."""
    with closing(connect(path, write=False)) as connection:
        return read_overview(connection)


def test_page_is_complete_and_offline(tmp_path: Path) -> None:
    """The page has counts, cost, labels, the least confident images first, and reasons; markup is shown as text."""
    images = tmp_path / f"images{MARKUP.replace('/', '')}"
    images.mkdir()
    for name, grey in {"a": 128, "again": 128, "b": 192, "c": 230, "hard": 50, "z": 0}.items():
        (images / f"{name}.png").write_bytes(png(grey))
    (images / "list.txt").write_text("\n".join([*(path.name for path in sorted(images.iterdir())), "m1.png", "m2.png"]))
    with RecordingServer(respond) as server:
        run_job(server.url, images / "list.txt", tmp_path / "a", price=Decimal("0.002"), max_concurrency=1)
    assert export(tmp_path / "a", tmp_path / "report.html") == 8

    assert KEY not in (tmp_path / "report.html").read_text(encoding="utf-8")
    with chromium() as browser, offline_pages(browser) as open_file:
        for scheme in ("light", "dark"):
            page = open_file(tmp_path / "report.html", scheme=scheme)
            expect(page.locator("h1")).to_have_text("5 of 8 images are labelled")
            expect(page.locator(".counts dd")).to_have_text(["5", "3", "0", "0", "0", "5", "0.01"])
            expect(page.locator(".labels tbody th")).to_have_text(["cat", MARKUP])
            expect(page.locator(".labels td:nth-child(2)")).to_have_text(["4", "1"])
            expect(page.locator(".cards .name")).to_have_text(["hard.png", "a.png", "b.png", "c.png"])
            assert page.locator(".cards img").evaluate_all("all => all.map(each => each.naturalWidth)") == [96] * 4
            expect(page.locator(".reasons tbody tr")).to_have_count(2)
            first, second = page.locator(".reasons tbody tr").all()
            expect(first).to_contain_text("cannot read the image: No such file or directory")
            expect(first.locator("td")).to_have_text(["refused", "2", "m1.png"])
            expect(second).to_contain_text(MARKUP)
            expect(page.locator("header .dim")).to_contain_text("<script>")
            expect(page.locator("script")).to_have_count(0)
            page.set_viewport_size({"width": 1280, "height": 800})
            assert page.locator("html").evaluate("each => each.scrollWidth - each.clientWidth") == 0
            page.screenshot(path=tmp_path / f"{scheme}.png", full_page=True)


def test_page_stays_small(tmp_path: Path) -> None:
    """The page of many images, with as many labels and errors, has the first of each, and says how many there are."""
    labels = [(f"{number}.png", [{"name": f"label {number}", "confidence": 0.5}], None) for number in range(1000)]
    errors = [(f"bad {number}.png", None, "long " * 500 + str(number)) for number in range(1000)]
    frequent = [
        ("x.png", [{"name": "cat", "confidence": 0.25}], None),
        ("y.png", [{"name": "cat", "confidence": 1}], None),
    ]
    ledger = write_ledger(tmp_path / "a", [*labels, *errors, *frequent])

    assert export(ledger, tmp_path / "report.html") == 2002
    found = overview_of(ledger)
    assert [(each.name, each.images, each.confidence) for each in found.labels][:2] == [
        ("cat", 2, 0.625),
        ("label 0", 1, 0.5),
    ]
    assert (len(found.labels), found.distinct_labels, found.bins) == (30, 1001, [0, 0, 1, 0, 0, 1000, 0, 0, 0, 1])
    assert (len(found.uncertain), len(found.reasons)) == (60, 20)
    assert [each.name for each in found.uncertain[:3]] == ["x.png", "0.png", "1.png"]
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "the 30 most frequent of 1,001" in text
    assert len(text) < 60_000


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ([], None),
        ([{"name": "", "confidence": 0}], None),
        ([{"name": "\ud800", "confidence": 1.0}], None),
        ([{"name": "a\0b", "confidence": float("nan")}], None),
        ([{"name": "\u202egnp.exe", "confidence": 2.0}], None),
        (None, "\ud83d no character\0"),
        (None, ""),
    ],
)
def test_page_of_strange_results(tmp_path: Path, labels: list[dict[str, Any]] | None, message: str | None) -> None:
    """Labels and errors that are no text, are empty, or have no number are told, and do not break the page."""
    ledger = write_ledger(tmp_path / "a", [("a.png", labels, message)])
    assert export(ledger, tmp_path / "report.html") == 1
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert f"{'1' if message is None else '0'} of 1 images are labelled" in text
    assert not {"\0", "\u202e"} & set(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SIGNED, "https://bucket.example.com/a.jpg?…"),
        (f"cannot fetch '{SIGNED.split()[0]}' now", "cannot fetch 'https://bucket.example.com/a.jpg?… now"),
        ("s3://bucket/a.jpg#part", "s3://bucket/a.jpg?…"),
        ("data:image/png;base64,iVBORw0KGgo=", "data:image/png;base64,…"),
        ("what is a.jpg? #1", "what is a.jpg? #1"),
        ("x" * 100_000, "x" * 199 + "…"),
    ],
)
def test_texts_have_no_secret_of_a_url(text: str, expected: str) -> None:
    """Of a URL a page has neither user nor query, and of a data URI not the data; a long text is cut."""
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("name", "message", "expected"),
    [
        ("a.png", "cannot read 'a.png': No such file", "cannot read the image: No such file"),
        ("b/a.png", "'/base/b/a.png' is larger than 9 bytes", "the image is larger than 9 bytes"),
        ("it's.png", 'cannot read "it\'s.png": No such file', "cannot read the image: No such file"),
        ("https://h/a?b=c", "cannot fetch https://h/a?b=c", "cannot fetch the image"),
        ("https://h/a?b=c", "cannot fetch 'https://h/a' now", "cannot fetch the image now"),
        ("1", "the model 'pets/1' is unknown", "the model 'pets/1' is unknown"),
        ("e", "'file' is no number", "'file' is no number"),
    ],
)
def test_errors_of_many_images_have_one_text(tmp_path: Path, name: str, message: str, expected: str) -> None:
    """The name of the image is left out of an error, and what only ends like it is not."""
    (reason,) = overview_of(write_ledger(tmp_path / "a", [(name, None, message)])).reasons
    assert (reason.message, reason.example) == (expected, name)


def test_page_has_no_signed_url(tmp_path: Path) -> None:
    """Images that are URLs are named without their signatures, in the list and in reasons."""
    least = [(SIGNED, [{"name": "cat", "confidence": 0.1}], None), ("data:image/png;base64,5ec2e7", [], None)]
    ledger = write_ledger(tmp_path / "a", [*least, (f"{SIGNED}&b=1", None, f"cannot fetch {SIGNED}&b=1")])
    export(ledger, tmp_path / "report.html")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "https://bucket.example.com/a.jpg" in text
    assert not [each for each in ("5ec2e7", "pass-word", "X-Amz") if each in text]


def test_files_without_thumbnail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe is not waited for, and what is no image, or a very large one, has no thumbnail."""
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "damaged.png").write_bytes(png(9)[:60])
    (tmp_path / "large.png").write_bytes(png(9))
    monkeypatch.setattr(thumbnails, "MAX_PIXELS", 300 * 200 - 1)
    names = ("pipe.png", "damaged.png", "large.png", "missing.png", ".")
    assert [thumbnail(tmp_path / name) for name in names] == [None] * 5


def test_page_of_an_unfinished_job(tmp_path: Path) -> None:
    """A job that was stopped is told as unfinished, also where its source is not listed to the end."""
    (tmp_path / "images").mkdir()
    for grey in (100, 200):
        (tmp_path / "images" / f"{grey}.png").write_bytes(png(grey))
    with RecordingServer(respond) as server:
        run_job(server.url, tmp_path / "images", tmp_path / "a", max_calls=1, max_concurrency=1)
    empty = write_ledger(tmp_path / "b", [])
    with closing(connect(empty, write=True)) as connection:
        connection.execute("DELETE FROM job")

    pages = {}
    for name in "ab":
        export(tmp_path / name, tmp_path / f"{name}.html")
        pages[name] = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
    assert "<h1>1 of 2 images are labelled</h1>" in pages["a"]
    assert "Images that were not sent yet, or are in flight: 1." in pages["a"]
    assert "The limit of calls is 1." in pages["a"]
    assert "<h1>0 of at least 0 images are labelled</h1>" in pages["b"]
    assert "its source has more images" in pages["b"]
    assert "None" not in pages["b"]


def test_damaged_ledger_is_told(tmp_path: Path) -> None:
    """A ledger whose content cannot be read raises LedgerError, and no page is written."""
    ledger = write_ledger(tmp_path / "a", [("a.png", [{"name": "cat", "confidence": 1}], None)])
    with closing(connect(ledger, write=True)) as connection:
        connection.execute("UPDATE results SET labels = '['")
    with pytest.raises(LedgerError, match="cannot use the ledger"):
        export(ledger, tmp_path / "report.html")
    assert not (tmp_path / "report.html").exists()
