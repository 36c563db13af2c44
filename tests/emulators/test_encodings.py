"""Ways to send a picture: taken and refused as by the real server."""

from __future__ import annotations

import base64
import json
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from visionapis_testing import RegistrationError

from .channels import FORM, KEY, RED, URL, new_emulator

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import RoboflowEmulator

    from .channels import Way
    from .conftest import OpenWay

ENCODED = base64.b64encode(RED)
BEARER = {"authorization": f"Bearer {KEY}"}
UNREADABLE = "Could not load input image. Cause: "


def encoded(image_format: str, mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a red picture in a format and one of Pillow's modes."""
    buffer = BytesIO()
    Image.new("RGB", size, (230, 20, 20)).convert(mode).save(buffer, format=image_format)
    return buffer.getvalue()


def sixteen_bits() -> bytes:
    """Return a PNG with 16 bits a pixel, grey."""
    buffer = BytesIO()
    Image.new("I;16", (64, 48), 40_000).save(buffer, format="PNG")
    return buffer.getvalue()


PICTURES = {
    "jpeg": encoded("JPEG"),
    "jpeg-grey": encoded("JPEG", "L"),
    "jpeg-cmyk": encoded("JPEG", "CMYK"),
    "png": encoded("PNG"),
    "png-rgba": encoded("PNG", "RGBA"),
    "png-grey": encoded("PNG", "L"),
    "png-grey-alpha": encoded("PNG", "LA"),
    "png-palette": encoded("PNG", "P"),
    "png-black-white": encoded("PNG", "1"),
    "png-16-bit": sixteen_bits(),
    "gif": encoded("GIF"),
    "webp": encoded("WEBP"),
    "bmp": encoded("BMP"),
    "tiff": encoded("TIFF"),
    "avif": encoded("AVIF"),
    "jpeg-2000": encoded("JPEG2000"),
    "one-pixel": encoded("PNG", size=(1, 1)),
}
COLOURFUL = ["jpeg", "jpeg-cmyk", "png", "png-rgba", "png-palette", "gif", "webp", "bmp", "tiff", "avif", "jpeg-2000"]


@pytest.mark.parametrize(
    "content_type",
    ["application/x-www-form-urlencoded", "application/json", "text/plain", "application/octet-stream", "x/y", "x"],
)
def test_base64_has_any_content_type(way: Way, content_type: str) -> None:
    """Base64 text is read whatever its content type says."""
    response = way.infer(ENCODED, headers={"content-type": content_type})
    assert (response.status_code, response.json()["top"]) == (200, "red")


def test_base64_without_content_type(way: Way) -> None:
    """Base64 text without any content type is refused."""
    response = way.infer(ENCODED, headers={})
    assert response.status_code == 400
    assert response.json() == {"message": "Content-Type header not provided with request."}


@pytest.mark.parametrize(
    "body",
    [
        base64.encodebytes(RED),
        b" \r\n" + ENCODED + b"\n",
        b"data:image/png;base64," + ENCODED,
        b"data:image/png;base64," + base64.encodebytes(RED),
    ],
)
def test_base64_tolerated(way: Way, body: bytes) -> None:
    """Line breaks in base64 text and a data prefix do no harm."""
    response = way.infer(body)
    assert (response.status_code, response.json()["top"]) == (200, "red")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"data:image/svg+xml;base64," + ENCODED, "Malformed base64 input image."),
        (ENCODED.replace(b"+", b"%2B").replace(b"=", b"%3D") + b"%3D", "Malformed base64 input image."),
        (b"image=" + ENCODED, "Malformed base64 input image."),
        (base64.urlsafe_b64encode(b"\xff\xfe\xfd" + RED), "Malformed base64 input image."),
        (ENCODED.rstrip(b"=")[:-1], "Malformed base64 input image."),
        (base64.b64encode(b"no picture"), "Malformed base64 input image."),
        (b"no base64!", "Malformed base64 input image."),
        ("β".encode(), "Malformed base64 input image."),
        (base64.b64encode(encoded("ICO")), "Malformed base64 input image."),
        (base64.b64encode(encoded("JPEG")[:-200]), "Malformed base64 input image."),
        (base64.b64encode(encoded("PNG")[:-40]), "Malformed base64 input image."),
        (
            json.dumps({"image": {"type": "base64", "value": ENCODED.decode()}}).encode(),
            "Malformed base64 input image.",
        ),
        (RED, "The body holds raw bytes; send base64 text or a multipart file."),
        (b"", "Empty image payload."),
        (b" \n", "Empty image payload."),
        (b"data:image/png;base64,", "Empty image payload."),
    ],
)
def test_base64_refused(way: Way, body: bytes, cause: str) -> None:
    """A body that is not base64 text of a whole picture gets status 400 and the cause."""
    response = way.infer(body)
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + cause})


def test_json_body_refused(way: Way) -> None:
    """The JSON body of the server's newer route is refused here."""
    body = json.dumps({"image": {"type": "base64", "value": ENCODED.decode()}}).encode()
    response = way.infer(body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + "Malformed base64 input image."})


def test_multipart_file(way: Way) -> None:
    """A multipart file is read as bytes, whatever its name and type."""
    files = {"file": ("anything.txt", RED, "text/plain")}
    response = way.request("POST", "/colours/1", headers=BEARER, files=files)
    assert (response.status_code, response.json()["top"]) == (200, "red")


def test_large_multipart_file(way: Way) -> None:
    """A file that is too large to be kept in memory while it arrives is read like any other."""
    buffer = BytesIO()
    Image.effect_noise((1200, 1200), 200).save(buffer, format="PNG")
    response = way.request("POST", "/colours/1", headers=BEARER, files={"file": ("noise.png", buffer.getvalue())})
    assert (response.status_code, response.json()["image"]) == (200, {"width": 1200, "height": 1200})


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"picture": ("a.png", RED)}, UNREADABLE + "The multipart body has no part named file."),
        ({"file": ("a.png", ENCODED)}, UNREADABLE + "Malformed base64 input image."),
        ({"file": ("a.png", b"")}, UNREADABLE + "Empty image payload."),
        ({"file": (None, RED)}, "Invalid Content-Type header: the part named file has no file name."),
    ],
)
def test_multipart_refused(way: Way, files: dict[str, tuple[str | None, bytes]], message: str) -> None:
    """A multipart body needs a file part with the name file and a picture's bytes."""
    response = way.request("POST", "/colours/1", headers=BEARER, files=files)
    assert (response.status_code, response.json()) == (400, {"message": message})


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_broken_multipart(way: Way, content_type: str) -> None:
    """A multipart body that cannot be taken apart is refused."""
    for body in (b"--x\r\nbroken", b"--x--", b""):
        response = way.infer(body, headers={"content-type": content_type})
        assert response.status_code == 400


def test_url(way: Way) -> None:
    """A URL needs neither body nor content type."""
    response = way.request("POST", "/colours/1", headers=BEARER, params={"image": URL, "name": "red.png"})
    assert (response.status_code, response.json()["top"]) == (200, "red")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_both_verbs(way: Way, method: str) -> None:
    """GET and POST are answered alike, with a body or a URL."""
    by_body = way.infer(method=method)
    by_url = way.request(method, "/colours/1", headers=BEARER, params={"image": URL})
    assert [by_body.json()["predictions"], by_body.status_code] == [by_url.json()["predictions"], 200]


def test_url_wins_over_body(way: Way) -> None:
    """A URL is taken although a body comes with it, and refused although that body is good."""
    assert way.infer(b"rubbish", image=URL).json()["top"] == "red"
    assert way.infer(ENCODED, image="https://pictures.example.com/other.png").status_code == 400


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://pictures.example.com/red.png", "The image URL must start with https://."),
        ("ftp://pictures.example.com/red.png", "The image URL must start with https://."),
        ("red.png", "The image URL must start with https://."),
        ("", "The image URL must start with https://."),
        ("https://pictures.example.com:port/red.png", "The image URL is not a URL."),
        ("https://127.0.0.1/red.png", "The image URL must name a host by its full public domain name."),
        ("https://[::1]/red.png", "The image URL must name a host by its full public domain name."),
        ("https://localhost/red.png", "The image URL must name a host by its full public domain name."),
        ("https://pictures/red.png", "The image URL must name a host by its full public domain name."),
        ("https://pictures.internal/red.png", "The image URL must name a host by its full public domain name."),
        ("https://pictures.example.com/no", "What the image URL leads to could not be read as a picture."),
    ],
)
def test_url_refused(way: Way, url: str, cause: str) -> None:
    """A URL has to be https, with a public host name, and lead to a picture; nothing is fetched."""
    response = way.infer(image=url)
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + cause})


def test_url_of_no_picture(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """A URL that leads to something else than a picture is refused."""
    emulator = new_emulator()
    emulator.register_url(URL, b"<html>")
    assert open_new(emulator).infer(image=URL).status_code == 400


def test_url_is_normalised(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """Two spellings of one URL lead to one picture."""
    emulator = new_emulator()
    emulator.register_url("https://PICTURES.example.com:443/blue ocean.png", RED)
    response = open_new(emulator).infer(image="https://pictures.example.com/blue%20ocean.png")
    assert response.status_code == 200


def test_url_registration_refused() -> None:
    """Something that is no URL cannot be registered."""
    with pytest.raises(RegistrationError, match="is not a URL"):
        new_emulator().register_url("https://pictures.example.com:port/", RED)


@pytest.mark.parametrize(
    ("image_type", "status"),
    [("base64", 200), ("BASE64", 200), ("numpy", 400), ("file", 400), ("word", 400), ("", 400), ("url", 500)],
)
def test_image_type(way: Way, image_type: str, status: int) -> None:
    """Base64 is the only encoding that hosting takes for a body."""
    assert way.infer(image_type=image_type).status_code == status
    assert way.infer(b"", image_type=image_type).status_code == 400


def test_image_type_not_read(way: Way) -> None:
    """The encoding does not matter for a URL or a multipart file."""
    by_url = way.infer(image=URL, image_type="numpy")
    by_file = way.request(
        "POST", "/colours/1", headers=BEARER, params={"image_type": "numpy"}, files={"file": ("a", RED)}
    )
    assert (by_url.status_code, by_file.status_code) == (200, 200)


@pytest.mark.parametrize("name", PICTURES)
def test_formats(way: Way, name: str) -> None:
    """Every format that the server reads is read, at its size."""
    response = way.infer(base64.b64encode(PICTURES[name]))
    size = {"width": 1, "height": 1} if name == "one-pixel" else {"width": 64, "height": 48}
    assert (response.status_code, response.json()["image"]) == (200, size)
    if name in COLOURFUL:
        assert response.json()["top"] == "red"


def announcing(width: int, height: int) -> bytes:
    """Return a small PNG that announces a size."""
    announced = bytearray(encoded("PNG", "1", (8, 8)))
    announced[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    announced[29:33] = zlib.crc32(announced[12:29]).to_bytes(4, "big")
    return bytes(announced)


def huge(width: int, height: int) -> bytes:
    """Return a small PNG that really has a size."""
    buffer = BytesIO()
    Image.new("1", (width, height)).save(buffer, format="PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("bomb", [announcing(30_000, 30_000), announcing(2**31 - 1, 2**31 - 1), huge(8_400, 8_000)])
def test_decompression_bomb(way: Way, bomb: bytes) -> None:
    """A small file of a huge picture is refused before it is decoded."""
    response = way.infer(base64.b64encode(bomb))
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + "Malformed base64 input image."})


@pytest.mark.parametrize("profile", ["classify", "self-hosted"])
def test_other_profiles(open_shared: OpenWay, profile: str) -> None:
    """The other servers read the same encodings, and have the same rules for URLs."""
    way = open_shared("classify" if profile == "classify" else "self-hosted")
    statuses = [
        way.infer(ENCODED, api_key=KEY).status_code,
        way.infer(b"", api_key=KEY).status_code,
        way.infer(image=URL, api_key=KEY).status_code,
        way.infer(image="http://pictures.example.com/red.png", api_key=KEY).status_code,
        way.request("POST", "/colours/1", params={"api_key": KEY}, files={"file": ("a", RED)}, headers={}).status_code,
        way.infer(ENCODED, api_key=KEY, headers=FORM, method="GET").status_code,
    ]
    assert statuses == [200, 400, 200, 400, 200, 200]
