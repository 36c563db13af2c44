"""Format and size of an image, read from its bytes."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.sources import load_source
from tests.helpers.vendors import SYNC_CLIENTS, VENDORS, each_sync_client, of_vendors, vendor_of
from visionapis import (
    BadRequestError,
    ImageFormatWarning,
    ImageSize,
    InvalidImageError,
    Roboflow,
    Ximilar,
)
from visionapis._http.vendor import ImageLoader
from visionapis._images.formats import HEAD, sniff
from visionapis._images.sources import SMALL_SIZE, ImageSource, from_memory

if TYPE_CHECKING:
    from pathlib import Path


def save(format_: str, size: tuple[int, int], mode: str = "RGB", **options: object) -> bytes:
    """Return an image as Pillow writes it."""
    buffer = io.BytesIO()
    Image.new(mode, size).save(buffer, format=format_, **options)
    return buffer.getvalue()


WRITTEN = ["AVIF", "BMP", "DDS", "GIF", "ICO", "JPEG", "JPEG2000", "MPO", "PDF", "PNG", "PPM", "QOI", "TIFF", "WEBP"]
NAMES = {"JPEG2000": "JPEG 2000", "MPO": "JPEG", "PPM": "PNM"}


@pytest.mark.parametrize("format_", WRITTEN)
def test_format_is_detected_by_content(format_: str) -> None:
    """Every format that Pillow writes is detected by its first bytes."""
    assert sniff(save(format_, (16, 16))[:HEAD]) == NAMES.get(format_, format_)


# The first bytes of formats that Pillow does not write.
HEADS = {
    b"P1\n# made by GIMP\n2 2\n1 0 0 1": "PNM",
    b"P2 2 2 255 ": "PNM",
    b"P7\nWIDTH 227\n": "PNM",
    b"Pf\n4 4\n-1.0\n": "PFM",
    b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe": "HDR",
    b"#?RGBE\n": "HDR",
    b"\x59\xa6\x6a\x95\0\0\0\x08": "Sun raster",
    b"II+\0\x08\0\0\0": "TIFF",
    b"\xff\x0a\xfa\x1f": "JPEG XL",
    b"\0\0\0\x0cJXL \r\n\x87\n": "JPEG XL",
    b"\x76\x2f\x31\x01\2\0\0\0": "EXR",
    b"8BPS\0\1": "PSD",
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic": "HEIC",
    b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic": "HEIC",
    b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf": "AVIF",
    b"\0\0\0\x18ftypmif1\0\0\0\0mif1miaf": "HEIF",
    b"\0\0\0\x18ftypisom\0\0\0\0isommp41": None,
    b"P5 is a text": None,
    b"PK": None,
    b"": None,
}


@pytest.mark.parametrize("head", HEADS)
def test_format_is_detected_by_its_head(head: bytes) -> None:
    """Other formats are detected by their first bytes, and no other content is taken for one of them."""
    assert sniff(head) == HEADS[head]


BRANDS = {
    **dict.fromkeys(("heic", "heix", "heim", "heis", "hevc", "hevx"), "HEIC"),
    **dict.fromkeys(("avif", "avis"), "AVIF"),
    **dict.fromkeys(("mif1", "msf1"), "HEIF"),
    **dict.fromkeys(("isom", "mp42", "qt  ", "crx "), None),
}


@pytest.mark.parametrize("brand", BRANDS)
def test_brand_tells_the_format(brand: str) -> None:
    """The major brand of a HEIF file tells its format; a general one is made specific by a compatible brand."""
    name = brand.encode()
    compatible = [b"\0\0\0\x18ftyp%s\0\0\0\0miaf%s" % (general, name) for general in (b"mif1", b"msf1")]

    assert sniff(b"\0\0\0\x14ftyp%s\0\0\0\0miaf" % name) == BRANDS[brand]
    assert [sniff(head) for head in compatible] == [BRANDS[brand] or "HEIF"] * 2


@pytest.mark.parametrize("brand", [name for name, format_ in BRANDS.items() if format_])
def test_brand_decides_what_is_sent(brand: str) -> None:
    """Ximilar receives HEIC of every brand, with its media type; AVIF and HEIF of unknown content are rejected."""
    content = b"\0\0\0\x14ftyp%s\0\0\0\0miaf" % brand.encode() + bytes(100)
    with Ximilar("key") as client:
        if BRANDS[brand] == "HEIC":
            file = client.image_file(content)
            assert (file.file_name, file.mime_type, file.payload) == ("image.heic", "image/heic", content)
        else:
            with pytest.raises(InvalidImageError, match=f"the image is {BRANDS[brand]}, which this server does not"):
                client.image_file(content)


JXL, TGA = b"\xff\x0a\xfa\x1f" + bytes(50), b"\0\0\2" + bytes(50)
SAMPLES = {
    **{name: save(name, (16, 16)) for name in ("AVIF", "BMP", "GIF", "ICO", "JPEG", "PNG", "TIFF", "WEBP")},
    "EXR": b"\x76\x2f\x31\x01",
    "HDR": b"#?RADIANCE",
    "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0",
    "JPEG XL": JXL,
    "PDF": b"%PDF-1.7",
    "PNM": save("PPM", (9, 9)),
    "PSD": b"8BPS\0\1",
    "Sun raster": b"\x59\xa6\x6a\x95",
}
LENIENT = [
    each
    for each in SYNC_CLIENTS
    if VENDORS[vendor_of(each)].image_formats and VENDORS[vendor_of(each)].rejected_formats is not None
]
"""Clients of vendors that may read other formats, too."""


@each_sync_client
def test_formats_are_those_of_the_vendor(client_class: type[Any]) -> None:
    """A format that the server reads is sent; one that it is known to reject raises an error that names it."""
    vendor = VENDORS[vendor_of(client_class)]
    with client_class("key") as client:
        for name, content in SAMPLES.items():
            if name in vendor.image_formats or not vendor.image_formats:
                assert b"".join(client._load.source(content).chunks()) == content
            elif vendor.rejected_formats is None or name in vendor.rejected_formats:
                with pytest.raises(InvalidImageError, match=f"the image is {name}, which this server does not read"):
                    client._load(content)


@of_vendors("client_class", LENIENT)
def test_other_formats_are_sent_with_a_warning(client_class: type[Any]) -> None:
    """A format that the server may or may not read is sent, with one warning per client and format."""
    vendor = VENDORS[vendor_of(client_class)]
    known = vendor.image_formats | (vendor.rejected_formats or frozenset())
    with client_class("key") as client:
        for name, content in {**SAMPLES, "unknown": TGA}.items():
            if name in known:
                continue
            with pytest.warns(ImageFormatWarning, match=f"not known to read the format.* {name}; the image is sent"):
                source = client._load.source(content)
            assert b"".join(source.chunks()) == content
            client.with_options(timeout=5)._load.source(content)  # a second warning would be an error
        # The last one has no known format.
        assert source.part(lambda *fields: fields[1:]) == ("image.bin", "application/octet-stream")


def test_nothing_is_warned_of_when_the_formats_are_unknown() -> None:
    """A contract that names no formats gives no reason for a warning; every format is sent."""
    vendor = replace(VENDORS["roboflow"], image_formats=frozenset(), rejected_formats=frozenset())
    load = ImageLoader(vendor, {})
    for content in (*SAMPLES.values(), TGA):  # a warning would be an error
        assert b"".join(load.source(content).chunks()) == content


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"  <html><body>", "HTML"),
        (b'{"error": "not found"}', "JSON"),
        (b"<?xml version='1.0'?>", "XML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'>", "SVG"),
        ("grüße und mehr Text, länger als 32".encode(), "text"),
        ("\ufeffText".encode(), "text"),
        ("text".encode("utf-16"), "text"),
        (b"photo.jpg", "text"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript or EPS"),
        (b"\xc5\xd0\xd3\xc6\x1e\0", "EPS"),
        (b"PK\3\4\x14\0", "a ZIP archive"),
        (b"\x1f\x8b\x08\0", "gzip data"),
        (b"\x93NUMPY\1\0", "a NumPy file"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "a video"),
    ],
)
@each_sync_client
def test_what_is_not_an_image_is_named(client_class: type[Any], content: bytes, what: str) -> None:
    """Text, web pages, archives and videos are refused by name by every vendor's client."""
    with client_class("key") as client, pytest.raises(InvalidImageError, match=f"is not an image: it is {what}$"):
        client._load(content)


IMAGES = {
    "png": save("PNG", (300, 7)),
    "png of one column": save("PNG", (1, 65535), "1"),
    "jpeg": save("JPEG", (300, 7)),
    "progressive": save("JPEG", (301, 70), progressive=True),
    "greyscale": save("JPEG", (31, 17), "L"),
    "cmyk": save("JPEG", (31, 17), "CMYK"),
    "largest dimension": save("JPEG", (65500, 1)),
    "ICC profile in several segments": save("JPEG", (123, 45), icc_profile=bytes(300_000)),
    "comment": save("JPEG", (123, 45), comment=b"\xff\xc0" * 1000),
    "restart markers": save("JPEG", (640, 480), restart_marker_rows=1),
    "fill bytes": (content := save("JPEG", (11, 22)))[:2] + b"\xff" * 9 + content[2:],
}


@pytest.mark.parametrize("name", IMAGES)
def test_size_is_read_from_the_header(name: str, tmp_path: Path) -> None:
    """The size in the header equals Pillow's, in memory and on disk."""
    with Image.open(io.BytesIO(IMAGES[name])) as image:
        expected = ImageSize(*image.size)
    path = tmp_path / "a"
    path.write_bytes(IMAGES[name] + bytes(SMALL_SIZE))

    assert load_source(IMAGES[name]).image_size == load_source(path).image_size == expected


FRAME_MARKERS = [0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF]


@pytest.mark.parametrize("other", [0xC4, 0xC8, 0xCC, 0xDB, 0xDD, 0xFE])
@pytest.mark.parametrize("marker", FRAME_MARKERS)
def test_size_is_that_of_the_frame(marker: int, other: int) -> None:
    """Every marker of a frame has the size; a table, an extension or a comment before it is not taken for a frame."""
    content = save("JPEG", (300, 7))
    start = content.index(b"\xff\xc0")
    content = content[: start + 1] + bytes([marker]) + content[start + 2 :]
    segment = b"\xff" + bytes([other]) + b"\0\x0b\x08\0\x63\0\x62\3\1\x11\0"

    assert load_source(content[:2] + segment + content[2:]).image_size == ImageSize(300, 7)


COMPLETE = {
    "JPEG": save("JPEG", (32, 32)),
    "PNG": save("PNG", (32, 32)),
    "GIF": save("GIF", (32, 32)),
    "WEBP": save("WEBP", (32, 32), lossless=True),
    "lossy WEBP": save("WEBP", (32, 32)),
}


@pytest.mark.parametrize("cut", [1, 2, 7, 8, 9, 16])
@pytest.mark.parametrize("name", COMPLETE)
def test_truncated_image_is_named(name: str, cut: int) -> None:
    """An error of the server is explained by the bytes that a file lacks at its end; a complete file is not blamed."""
    content = COMPLETE[name]
    message = {"message": "Could not load input image."}
    hints = []
    for image in (content, content[:-cut]):
        transport = httpx.MockTransport(lambda _: httpx.Response(400, json=message))
        with Roboflow("key", transport=transport) as client, pytest.raises(BadRequestError) as caught:
            client.infer(image, model="digits/1")
        hints.append(caught.value.hint)

    format_ = name.removeprefix("lossy ")
    assert hints == [
        "check that the file is a complete image",
        f"the {format_} file is truncated: send the complete file",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + bytes(30),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(8),
        b"\xff\xd8\xff",
        b"\xff\xd8" + b"\xff\xe0\0\0" * 20_000,
        b"\xff\xd8" + b"\xff" * 50_000,
        b"\xff\xd8\xff\xda" + save("JPEG", (3, 2))[2:],
        b"\xff\xd8\xff\xc0\0\x11\x08" + bytes(20),
        save("WEBP", (3, 2)),
    ],
)
def test_size_is_none_without_a_valid_header(content: bytes) -> None:
    """The size of a truncated, invalid or unsupported header is None."""
    assert load_source(content).image_size is None


def test_damaged_headers_raise_no_error() -> None:
    """A header with random changes gives a valid size or None."""
    rng = random.Random(5)
    for original in (make_image("PNG"), make_image("JPEG")):
        for _ in range(500):
            content = bytearray(original)
            for _ in range(rng.randrange(1, 5)):
                content[rng.randrange(3, len(content))] = rng.randrange(256)
            size = ImageSource(sniff(original) or "", len(original), None, from_memory(content)[1]).image_size
            assert size is None or size.width * size.height > 0


def test_size_of_a_deleted_file_is_none(tmp_path: Path) -> None:
    """The size of a file deleted after it was loaded is None."""
    path = tmp_path / "a.png"
    path.write_bytes(make_image() + bytes(SMALL_SIZE))
    source = load_source(path)
    path.unlink()

    assert source.image_size is None
    assert not source.is_truncated
