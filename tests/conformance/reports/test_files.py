"""A report's file is written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visionapis_testing.conformance.errors import ReportError
from visionapis_testing.conformance.reports import FORMATS, check_path, write
from visionapis_testing.conformance.reports.files import save

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


def test_file_holds_the_text(tmp_path: Path) -> None:
    """In UTF-8, in place of what was there, and nothing lies beside it; a half character is spelt out."""
    path = tmp_path / "report.html"
    save("old", path)
    save("ä\n\ud800", path)

    assert path.read_bytes() == "ä\n\\ud800".encode()
    assert [*tmp_path.iterdir()] == [path]


def test_link_stays_a_link(tmp_path: Path) -> None:
    """What it points to is replaced."""
    (tmp_path / "link").symlink_to(tmp_path / "report")
    save("text", tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "report").read_text() == "text"


def test_old_file_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves what was there, and no half file."""
    path = tmp_path / "report.html"
    save("old", path)

    def full(file: Path, text: str, **_: object) -> int:
        file.write_bytes(text[:1].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ReportError, match=r"report.html cannot be written: No space left on device"):
        save("new", path)
    monkeypatch.undo()

    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]


def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    """A folder, a missing folder, and what is no file: each with what to do."""
    os.mkfifo(tmp_path / "pipe")
    for path, reason in {
        tmp_path: "it is a folder; name a file in it",
        tmp_path / "missing" / "report.html": "there is no folder .*missing; make it first",
        tmp_path / "pipe": "it is no regular file",
    }.items():
        with pytest.raises(ReportError, match=reason):
            save("text", path)

    assert [*tmp_path.iterdir()] == [tmp_path / "pipe"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_name_says_the_format(good: Outcome, tmp_path: Path, suffix: str) -> None:
    """By its ending; each format is of its own kind."""
    begins = {".html": "<!doctype html>", ".json": '{\n  "format"', ".har": '{\n    "log"', ".xml": "<?xml"}
    write([good], tmp_path / f"report{suffix}")

    assert (tmp_path / f"report{suffix}").read_text().startswith(begins[suffix])


def test_name_that_says_nothing_is_refused(tmp_path: Path) -> None:
    """With the endings that there are, and before anything is made."""
    with pytest.raises(ReportError, match=r"has to end in \.html, \.json, \.har, \.xml"):
        check_path(tmp_path / "report")
    with pytest.raises(ReportError, match="make it first"):
        check_path(tmp_path / "missing" / "report.html")
