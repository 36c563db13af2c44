"""The largest image: one of exactly the limit is sent, one byte more is rejected, in every form."""

from __future__ import annotations

import base64
import io
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.sources import Unseekable
from tests.helpers.vendors import VENDORS, each_sync_client, vendor_of
from visionapis import InvalidImageError, Roboflow

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path


def limit_of(client_class: Any) -> tuple[int, dict[str, Any]]:
    """Return the limit of a vendor and options; of a vendor that publishes none, one that the caller sets."""
    published = VENDORS[vendor_of(client_class)].max_image_bytes
    return (published, {}) if published else (100_000, {"max_image_bytes": 100_000})


FORMS = ["bytes", "bytearray", "memoryview", "path", "text path", "file", "raw file", "buffer", "stream", "data URI"]


@pytest.fixture
def opened() -> Generator[list[IO[bytes]]]:
    """Return a list of files that are closed after the test."""
    files: list[IO[bytes]] = []
    yield files
    for file in files:
        file.close()


def make_form(form: str, size: int, path: Path, opened: list[IO[bytes]]) -> Any:
    """Return an image of a number of bytes in one of FORMS."""
    content = make_image()
    content += bytes(size - len(content))
    if form in {"path", "text path", "file", "raw file"}:
        path.write_bytes(content)
        if "path" in form:
            return path if form == "path" else str(path)
        opened.append(path.open("rb", buffering=0 if form == "raw file" else -1))
        return opened[-1]
    if form == "data URI":
        return b"data:image/png;base64," + base64.b64encode(content)
    forms: dict[str, Any] = {"bytearray": bytearray, "memoryview": memoryview, "buffer": io.BytesIO}
    return {**forms, "stream": Unseekable, "bytes": bytes}[form](content)


@pytest.mark.parametrize("form", FORMS)
@each_sync_client
def test_image_of_exactly_the_limit_is_sent(
    client_class: type[Any], form: str, tmp_path: Path, opened: list[IO[bytes]]
) -> None:
    """An image of as many bytes as the limit is loaded whole; one more byte raises an error that states the limit."""
    limit, options = limit_of(client_class)
    with client_class("key", **options) as client:
        source = client._load.source(make_form(form, limit, tmp_path / "a.png", opened))
        assert source.size == sum(map(len, source.chunks())) == limit
        with pytest.raises(InvalidImageError, match=f"is larger than the limit of {limit:,} bytes"):
            client._load(make_form(form, limit + 1, tmp_path / "b.png", opened))


@pytest.mark.parametrize("is_array", [False, True])
@pytest.mark.parametrize("format_", ["png", "jpeg"])
@each_sync_client
def test_encoded_image_of_exactly_the_limit_is_sent(client_class: type[Any], format_: str, is_array: bool) -> None:
    """A PIL image or array whose encoding has as many bytes as the limit is sent; one byte less is an error."""
    pixels = np.random.default_rng(2).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    image = pixels if is_array else Image.fromarray(pixels)
    with client_class("key", image_format=format_) as client:
        size = client._load.source(image).size
    with client_class("key", image_format=format_, max_image_bytes=size) as client:
        assert client._load.source(image).size == size
    message = f"is {size:,} bytes; the limit is {size - 1:,} bytes"
    limited = client_class("key", image_format=format_, max_image_bytes=size - 1)
    with limited, pytest.raises(InvalidImageError, match=message):
        limited._load(image)


@pytest.mark.parametrize("is_array", [False, True])
def test_png_of_exactly_the_limit_is_not_replaced(is_array: bool) -> None:
    """An image is sent as PNG if that has as many bytes as the limit, and as JPEG if it has one more."""
    pixels = np.random.default_rng(2).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    image = pixels if is_array else Image.fromarray(pixels)
    with Roboflow("key") as client:
        size = client._load.source(image).size
    formats: list[str] = []
    for limit in (size, size - 1):
        with Roboflow("key", max_image_bytes=limit) as client:
            formats.append(client._load.source(image).format)

    assert formats == ["PNG", "JPEG"]
