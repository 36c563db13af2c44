"""Report files are written atomically."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.limited import limited
from visionapis_testing.conformance.errors import ReportError
from visionapis_testing.conformance.reports import FORMATS, check_path, write
from visionapis_testing.conformance.reports.files import save

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


def test_file_holds_the_text(tmp_path: Path) -> None:
    """The file is replaced, in UTF-8 with lone surrogates escaped, and no temporary file is left."""
    path = tmp_path / "report.html"
    save("old", path)
    save("ä\n\ud800", path)

    assert path.read_bytes() == "ä\n\\ud800".encode()
    assert [*tmp_path.iterdir()] == [path]


def test_link_stays_a_link(tmp_path: Path) -> None:
    """The target of a symbolic link is replaced, and the link is kept."""
    (tmp_path / "link").symlink_to(tmp_path / "report")
    save("text", tmp_path / "link")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "report").read_text() == "text"


def test_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk the old file is unchanged, and no partial file is left."""
    path = tmp_path / "report.html"
    save("old", path)

    def full(file: Path, text: str, **_: object) -> int:
        file.write_bytes(text[:1].encode())
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ReportError, match=r"cannot write the report .*report\.html: No space left on device"):
        save("new", path)
    monkeypatch.undo()

    assert path.read_text() == "old"
    assert [*tmp_path.iterdir()] == [path]


def test_invalid_destinations_are_rejected(tmp_path: Path) -> None:
    """A directory, a file in a missing directory and a special file raise ReportError with the reason."""
    os.mkfifo(tmp_path / "pipe")
    for path, reason in {
        tmp_path: "it is a directory",
        tmp_path / "missing" / "report.html": "directory not found: .*missing",
        tmp_path / "pipe": "it is not a regular file",
    }.items():
        with limited(10), pytest.raises(ReportError, match=reason):
            save("text", path)

    assert [*tmp_path.iterdir()] == [tmp_path / "pipe"]


def test_directory_that_is_not_writable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file in a directory that is not writable is rejected before the check runs."""
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (tmp_path, os.W_OK))  # root may write anywhere
    with pytest.raises(ReportError, match="directory not writable"):
        check_path(tmp_path / "report.html")


@pytest.mark.parametrize("suffix", FORMATS)
def test_suffix_is_the_format(good: Outcome, tmp_path: Path, suffix: str) -> None:
    """A report is written in the format of its file name's suffix."""
    beginnings = {".html": "<!doctype html>", ".json": '{\n  "format"', ".har": '{\n    "log"', ".xml": "<?xml"}
    write([good], tmp_path / f"report{suffix}")

    assert (tmp_path / f"report{suffix}").read_text().startswith(beginnings[suffix])


def test_unknown_suffix_is_rejected(tmp_path: Path) -> None:
    """The error names the suffix, and its hint has the supported ones."""
    with pytest.raises(ReportError, match=r"unsupported suffix '\.txt'") as caught:
        check_path(tmp_path / "report.txt")
    assert ".html, .json, .har, .xml" in str(caught.value.hint)
    with pytest.raises(ReportError, match="directory not found"):
        check_path(tmp_path / "missing" / "report.html")
