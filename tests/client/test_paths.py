"""Paths that cannot be read: the error names the path as given, or what the text is instead."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from visionapis import InvalidImageError, Roboflow


class BytesPath:
    """A path that is made of bytes, like those of `os.scandir(b".")`."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __fspath__(self) -> bytes:
        return os.fsencode(self.path)


def error_of(image: object) -> InvalidImageError:
    """Return the error about an image that cannot be read."""
    with Roboflow("key") as client, pytest.raises(InvalidImageError) as caught:
        client.infer(image, model="digits/1")  # type: ignore[arg-type]  # the mistake under test
    return caught.value


RELATIVE = "check the path and the current directory"


@pytest.mark.parametrize(
    ("image", "path", "hint"),
    [
        ("missing.jpg", "missing.jpg", RELATIVE),
        (np.str_("missing.jpg"), "missing.jpg", RELATIVE),
        (Path("photos/missing.jpg"), "photos/missing.jpg", RELATIVE),
        ("/nowhere/missing.jpg", "/nowhere/missing.jpg", None),
        (BytesPath("/nowhere/missing.jpg"), "/nowhere/missing.jpg", None),
        ("./größe 10%.jpg", "./größe 10%.jpg", RELATIVE),
        (
            "/" + "nested/" * 100 + "a.jpg",
            "/" + ("nested/" * 15)[:99] + "..." + ("nested/" * 15 + "a.jpg")[-100:],
            None,
        ),
        (Path("/nowhere/" + "x" * 250), "/nowhere/" + "x" * 91 + "..." + "x" * 100, None),
        ("~/missing.jpg", "~/missing.jpg", "'~' is not expanded: pass Path(path).expanduser()"),
        (Path("two\nlines.jpg"), "two\nlines.jpg", RELATIVE),
        (os.fsdecode(b"caf\xe9.jpg"), "caf\udce9.jpg", RELATIVE),
        ("missing.jpg ", "missing.jpg ", "remove the white space around it"),
    ],
)
def test_missing_file_is_named_as_given(image: object, path: str, hint: str | None) -> None:
    """The error about a missing file quotes the path as the caller wrote it, in one line."""
    error = error_of(image)

    assert (str(error), error.hint) == (f"cannot read {path!r}: no such file", hint)
    assert "\n" not in str(error)


def test_empty_path_is_named() -> None:
    """An empty text is not taken for the current directory."""
    assert str(error_of("")) == "cannot read '': it is empty"


def test_unreadable_path_is_named(tmp_path: Path) -> None:
    """A directory, a broken or looping link, and a file used as a directory are named with the reason."""
    (tmp_path / "broken").symlink_to(tmp_path / "missing.jpg")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "file").touch()
    reasons = {
        tmp_path: "it is a directory",
        tmp_path / "broken": "it is a symbolic link to a missing file",
        tmp_path / "loop": "Too many levels of symbolic links",
        tmp_path / "file" / "a.jpg": "Not a directory",
        tmp_path / ("x" * 256): "File name too long",
    }

    for path, reason in reasons.items():
        name = str(path) if len(str(path)) < 256 else f"{str(path)[:100]}...{'x' * 100}"
        for image in (path, BytesPath(str(path))):
            assert str(error_of(image)) == f"cannot read {name!r}: {reason}"


@pytest.mark.parametrize(
    ("image", "reason", "hint"),
    [
        ("file:///nowhere/SECRET.jpg", "it is a file URL", "pass the path of the file, without 'file://'"),
        ("file:/nowhere/SECRET.jpg", "it is a file URL", "pass the path of the file, without 'file://'"),
        (Path("https://example.com/a.jpg?sig=SECRET"), "it is not a path but a URL", "pass a URL as a str"),
        (Path("HTTP://example.com/SECRET"), "it is not a path but a URL", "pass a URL as a str"),
        (" https://example.com/a.jpg?sig=SECRET", "it is not a path but a URL", "without white space"),
        ("s3://bucket/SECRET.jpg", "it is a URL with the scheme 's3'", "download the image"),
        ("GS://bucket/SECRET.jpg", "it is a URL with the scheme 'gs'", "download the image"),
        ("example.com/a.jpg?X-Amz-Signature=SECRET", "no such file", RELATIVE),
        ("SECRET\nof two lines", "no such file", RELATIVE),
        ("SECRET\0.jpg", "it contains a null byte", "pass the bytes"),
        ("SECRET" * 1000, "it is too long for a path", "pass the bytes"),
        ("SECRET" * 50, "File name too long", None),
        (Path(" data:image/png;base64,SECRET"), "it is a data URI", "pass it as a str"),
    ],
)
def test_text_that_is_not_a_path_is_named_but_not_shown(image: object, reason: str, hint: str | None) -> None:
    """A URL, and a text that may hold a secret or an image, is not quoted; the error says what it is."""
    error = error_of(image)

    assert str(error) == f"cannot read the path: {reason}"
    assert "SECRET" not in repr((error.hint, error.__cause__))
    assert (error.hint is None) if hint is None else (hint in (error.hint or ""))
