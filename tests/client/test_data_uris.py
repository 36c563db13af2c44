"""Data URIs are decoded; base64 text and the content of an image as text are rejected by name."""

from __future__ import annotations

import asyncio
import base64
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.helpers.images import make_image
from tests.helpers.vendors import SYNC_CLIENTS, clients, each_sync_client, key_of, vendor_of
from visionapis import InvalidImageError, Roboflow

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = make_image("JPEG", (40, 30))
PNG = make_image(colour=(251, 255, 190))
TEXT = base64.b64encode(CONTENT).decode()

URIS = {
    "JPEG": (f"data:image/jpeg;base64,{TEXT}", CONTENT),
    "another declared type": (f"data:application/octet-stream;base64,{TEXT}", CONTENT),
    "no type": (f"data:;base64,{TEXT}", CONTENT),
    "parameters": (f"data:image/jpeg;name=a.jpg;charset=utf-8;base64,{TEXT}", CONTENT),
    "upper case": (f"DATA:IMAGE/JPEG;BASE64,{TEXT}", CONTENT),
    "URL-safe": (f"data:image/png;base64,{base64.urlsafe_b64encode(PNG).decode()}", PNG),
    "without padding": (f"data:image/jpeg;base64,{TEXT.rstrip('=')}", CONTENT),
    "percent-encoded base64": (f"data:image/jpeg;base64,{quote(TEXT, safe='')}", CONTENT),
    "percent-encoded bytes": (f"data:image/png,{quote(PNG, safe='')}", PNG),
    "wrapped": (f"data:image/jpeg;base64,{base64.encodebytes(CONTENT).decode()}", CONTENT),
    "large": (f"data:image/jpeg;base64,{base64.b64encode(CONTENT + bytes(99_999)).decode()}", CONTENT + bytes(99_999)),
}


def load_with(client_class: type[Any], image: object, **options: Any) -> bytes:
    """Return the image as the client loads it, and check that the asynchronous client loads the same."""

    async def aload() -> bytes:
        async with clients(vendor_of(client_class))[1](key_of(client_class, "key"), **options) as client:
            return b"".join((await client._load.asource(image)).chunks())

    with client_class(key_of(client_class, "key"), **options) as client:
        content = b"".join(client._load.source(image).chunks())
    assert asyncio.run(aload()) == content
    return content


def error_of(image: object, client_class: type[Any] = Roboflow, **options: Any) -> InvalidImageError:
    """Return the error about an image that cannot be sent."""
    with pytest.raises(InvalidImageError) as caught:
        load_with(client_class, image, **options)
    return caught.value


@pytest.mark.parametrize("name", URIS)
def test_data_uri_is_decoded(name: str) -> None:
    """The image in a data URI of any form is sent, from a text or from bytes, by every vendor's client."""
    uri, content = URIS[name]

    for client_class in SYNC_CLIENTS:
        assert load_with(client_class, uri) == content
    for encoded in (uri.encode(), bytearray(uri.encode()), memoryview(uri.encode())):
        assert load_with(Roboflow, encoded) == content


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("data:image/png;base64,", "the data URI is empty"),
        ("data:image/png;base64", "the data URI is invalid"),
        ("data:", "the data URI is invalid"),
        ("data:image/png;base64,SECRET*", "the data URI is invalid"),
        ("data:image/png;base64,SECRE", "the data URI is invalid"),
        (f"data:image/jpeg;base64,{TEXT[:40]} {TEXT[41:]}", "the data URI is invalid"),
        ("data:image/png;base64,SÉCRET", "the data URI is invalid"),
        ("data:text/plain,SECRET%20text", "the data URI is not an image: it is text"),
        ("data:image/svg+xml,<svg xmlns='SECRET'/>", "the data URI is not an image: it is SVG"),
        (f"data:image/jpeg;base64,{base64.b64encode(TEXT.encode()).decode()}", "it is base64 text of an image"),
        (URIS["large"][0], "the data URI is larger than the limit of 90,000 bytes"),
    ],
)
def test_invalid_data_uri_is_rejected(uri: str, message: str) -> None:
    """The error says what is wrong with a data URI, and shows none of it."""
    error = error_of(uri, max_image_bytes=90_000)

    assert message in str(error)
    assert "SECRE" not in repr((error, error.hint, error.__cause__))


@each_sync_client
@pytest.mark.parametrize("content", [CONTENT, PNG, make_image("GIF"), make_image("WEBP"), CONTENT + bytes(99_999)])
def test_base64_text_is_rejected_by_name(client_class: type[Any], content: bytes) -> None:
    """Base64 text of an image is not taken for a path: the error names it, shows none of it, and has the remedy."""
    encoded = base64.b64encode(content)
    texts = [encoded.decode(), base64.urlsafe_b64encode(content).decode(), base64.encodebytes(content).decode()]
    for image in (*texts, f'"{texts[0]}"', str(encoded), encoded, base64.encodebytes(content), io.BytesIO(encoded)):
        error = error_of(image, client_class)
        assert "it is base64 text of an image" in str(error)
        assert "base64.b64decode" in (error.hint or "")
        assert texts[0][:12] not in str(error)


@pytest.mark.parametrize("space", [" ", "\n", "\t\r\n", "\n" * 20])
@pytest.mark.parametrize("as_bytes", [False, True])
def test_white_space_around_a_data_uri(space: str, as_bytes: bool) -> None:
    """White space before and after a data URI is ignored, as its base64 text may end with a line break."""
    uri = f"{space}data:image/png;base64,{base64.b64encode(PNG).decode()}{space}"

    assert load_with(Roboflow, uri.encode() if as_bytes else uri) == PNG


def test_other_texts_are_rejected_by_name(tmp_path: Path) -> None:
    """The content of an image decoded as text, and a file that has a data URI, are named."""
    latin = error_of(PNG.decode("latin-1"))
    (tmp_path / "uri.txt").write_text(URIS["JPEG"][0])
    file = error_of(tmp_path / "uri.txt")

    assert str(latin) == "cannot read the path: it is the content of an image, decoded as text"
    assert latin.hint == "pass the bytes of an image as bytes"
    assert str(file).endswith("uri.txt' is not an image: it is a data URI")
