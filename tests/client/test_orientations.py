"""The orientation that is applied: that of the EXIF data, read as OpenCV reads it, in every form of an image."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.sources import load_source
from visionapis import ImageSize, PixelBoundingBox
from visionapis._images.sources import SMALL_SIZE
from visionapis_testing import ImageRecognizeEmulator, RoboflowEmulator, XimilarEmulator

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from pathlib import Path

ORIENTATION, MAKER = 0x0112, 0x010F
BYTE, ASCII, SHORT, LONG, SSHORT, SLONG = 1, 2, 3, 4, 8, 9
FLAT, TURNED = ImageSize(24, 16), ImageSize(16, 24)


def save(format_: str, **options: Any) -> bytes:
    """Return a red image of 24 x 16 pixels as Pillow writes it."""
    buffer = io.BytesIO()
    Image.new("RGB", (24, 16), (200, 30, 30)).save(buffer, format=format_, **options)
    return buffer.getvalue()


def exif(order: str, *entries: tuple[int, int, int, bytes], start: int = 8) -> bytes:
    """Return EXIF data with entries (tag, type, count, value) at an offset."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    packed = b"".join(struct.pack(f"{order}HHI4s", *entry) for entry in entries)
    head = mark + struct.pack(f"{order}I", start) + bytes(start - 8)
    return head + struct.pack(f"{order}H", len(entries)) + packed + bytes(4)


def orientation(order: str, value: int, type_: int = SHORT, count: int = 1) -> tuple[int, int, int, bytes]:
    """Return an entry for the orientation."""
    code = {BYTE: "B", SHORT: "H", LONG: "I", SSHORT: "h", SLONG: "i"}[type_]
    return ORIENTATION, type_, count, struct.pack(f"{order}{code}", value)


def kinds(order: str) -> dict[str, tuple[bytes, bool]]:
    """Return EXIF data in a byte order by its kind, and whether OpenCV 4.12 turns the image."""
    six, one = orientation(order, 6), orientation(order, 1)
    little = order == "<"
    return {
        "SHORT": (exif(order, six), True),
        "two values": (exif(order, orientation(order, 6, count=2)), True),
        "no values": (exif(order, orientation(order, 6, count=0)), True),
        "SSHORT": (exif(order, orientation(order, 6, SSHORT)), True),
        "LONG": (exif(order, orientation(order, 6, LONG)), little),
        "SLONG": (exif(order, orientation(order, 6, SLONG)), little),
        "BYTE": (exif(order, orientation(order, 6, BYTE)), little),
        "ASCII": (exif(order, (ORIENTATION, ASCII, 2, b"6\0")), False),
        "0": (exif(order, orientation(order, 0)), False),
        "9": (exif(order, orientation(order, 9)), False),
        "first of two entries": (exif(order, six, one), True),
        "second of two entries": (exif(order, one, six), False),
        "after other data": (exif(order, (MAKER, ASCII, 2, b"a\0"), six, start=30), True),
        "without the end": (exif(order, six)[:-4], True),
        "without an orientation": (exif(order, (MAKER, ASCII, 2, b"a\0")), False),
        "damaged": (b"XX*\0" + exif(order, six)[4:], False),
    }


EXIF = {
    f"{name}, {'little' if order == '<' else 'big'}-endian": found
    for order in "<>"
    for name, found in kinds(order).items()
}
SIX, ONE = EXIF["SHORT, little-endian"][0], exif(">", orientation(">", 1))
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></rdf:RDF></x:xmpmeta>'
)
XMP_SEGMENT, XMP_CHUNK = b"http://ns.adobe.com/xap/1.0/\0" + XMP, b"XML:com.adobe.xmp\0\0\0\0\0" + XMP
PREFIX = b"Exif\0\0"


def jpeg(*segments: bytes) -> bytes:
    """Return a JPEG with these APP1 segments."""
    content = save("JPEG")
    packed = b"".join(b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data for data in segments)
    return content[:2] + packed + content[2:]


def png(*early: tuple[bytes, bytes], late: Iterable[tuple[bytes, bytes]] = ()) -> bytes:
    """Return a PNG with these chunks before and after its pixels."""
    content = save("PNG")
    packed = [
        b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in chunks
        )
        for chunks in (early, late)
    ]
    return content[:33] + packed[0] + content[33:-12] + packed[1] + content[-12:]


# What ImageMagick writes for programs older than the chunk `eXIf`.
RAW_PROFILE = b"Raw profile type exif\0\0" + zlib.compress(
    b"\nexif\n%8d\n%s\n" % (len(PREFIX + SIX), (PREFIX + SIX).hex().encode())
)
# Each photo, and whether it is turned. OpenCV 4.12 agrees, except that XMP before the EXIF data hides it.
PHOTOS: dict[str, tuple[bytes, bool]] = {
    **{f"JPEG: {name}": (jpeg(PREFIX + data), turned) for name, (data, turned) in EXIF.items()},
    **{f"PNG: {name}": (png((b"eXIf", data)), turned) for name, (data, turned) in EXIF.items()},
    **{f"late PNG: {name}": (png(late=[(b"eXIf", data)]), turned) for name, (data, turned) in EXIF.items()},
    "JPEG: first of two segments": (jpeg(PREFIX + SIX, PREFIX + ONE), True),
    "JPEG: second of two segments": (jpeg(PREFIX + ONE, PREFIX + SIX), False),
    "JPEG: XMP": (jpeg(XMP_SEGMENT), False),
    "JPEG: XMP and EXIF": (jpeg(XMP_SEGMENT.replace(b'"6"', b'"1"'), PREFIX + SIX), True),
    "JPEG: XMP and EXIF without an orientation": (
        jpeg(XMP_SEGMENT, PREFIX + EXIF["without an orientation, big-endian"][0]),
        False,
    ),
    "PNG: after 2,000 chunks of pixels": (png(late=[(b"IDAT", b"")] * 2000 + [(b"eXIf", SIX)]), True),
    "PNG: XMP": (png((b"iTXt", XMP_CHUNK)), False),
    "late PNG: XMP": (png(late=[(b"iTXt", XMP_CHUNK)]), False),
    "PNG: XMP and EXIF": (png((b"iTXt", XMP_CHUNK), (b"eXIf", ONE)), False),
    "PNG: prefix of JPEG": (png((b"eXIf", PREFIX + SIX)), False),
    "PNG: profile of ImageMagick": (png((b"zTXt", RAW_PROFILE)), False),
}


@contextmanager
def forms(content: bytes, path: Path) -> Generator[dict[str, Any]]:
    """Yield an image in every form that a client takes."""
    path.write_bytes(content)
    large = path.with_name("large")
    large.write_bytes(content + bytes(SMALL_SIZE))
    with path.open("rb") as file, Image.open(path) as image, Image.open(path) as loaded:
        loaded.load()
        yield {
            "bytes": content,
            "path": path,
            "large path": large,
            "file": file,
            "buffer": io.BytesIO(content),
            "data URI": f"data:image/x;base64,{base64.b64encode(content).decode()}",
            "PIL image": image,
            "loaded PIL image": loaded,
        }


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")  # Pillow's, when it opens a JPEG
@pytest.mark.parametrize("name", PHOTOS)
def test_photo_has_one_size_in_every_form(name: str, tmp_path: Path) -> None:
    """A photo has the size after its EXIF orientation as bytes, a path, a file, a data URI and a PIL image."""
    content, turned = PHOTOS[name]
    with forms(content, tmp_path / "photo") as images:
        sizes = {form: load_source(image).image_size for form, image in images.items()}

    assert sizes == dict.fromkeys(sizes, TURNED if turned else FLAT)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")  # Pillow's, when it opens a JPEG
@pytest.mark.parametrize("vendor", ["roboflow", "ximilar"])
def test_emulators_apply_the_same_orientation(vendor: str) -> None:
    """The size that an emulator returns is that of the photo after its EXIF orientation, as bytes and a PIL image."""
    examples = [(make_image(), "red"), (make_image(colour=(30, 30, 200)), "blue")]
    client: Any
    if vendor == "roboflow":
        roboflow = RoboflowEmulator()
        roboflow.register("colours/1", examples)
        client, arguments = roboflow.client(), {"model": "colours/1"}
    else:
        ximilar = XimilarEmulator(minimum_images=1)
        client, arguments = ximilar.client(), {"task": ximilar.register("colours", examples)}
    with client:
        sizes = {
            name: {client.classify(each, **arguments).image_size for each in (content, Image.open(io.BytesIO(content)))}
            for name, (content, _) in PHOTOS.items()
        }

    assert sizes == {name: {TURNED if turned else FLAT} for name, (_, turned) in PHOTOS.items()}


BOX = PixelBoundingBox(6, 8, 12, 8)


@pytest.mark.parametrize("name", ["JPEG: XMP", "PNG: XMP", "late PNG: XMP", "JPEG: BYTE, big-endian"])
def test_photo_has_one_set_of_pixel_boxes(name: str, tmp_path: Path) -> None:
    """Pixel boxes of a photo whose orientation is not applied are those of the image as stored, in every form."""
    emulator = ImageRecognizeEmulator()
    emulator.register(make_image(), objects=[("red", 99.0, [(0.25, 0.5, 0.5, 0.5)])])
    with emulator.client() as client, forms(PHOTOS[name][0], tmp_path / "photo") as images:
        boxes = {form: client.classify(image).labels[0].pixel_boxes for form, image in images.items()}

    assert boxes == dict.fromkeys(boxes, (BOX,))
