"""Encodings of images that Roboflow's emulator accepts and rejects, as the real server does."""

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

    from .channels import Channel
    from .conftest import OpenChannel

ENCODED = base64.b64encode(RED)
BEARER = {"authorization": f"Bearer {KEY}"}
UNREADABLE = "Could not load input image. Cause: "


def encoded(image_format: str, mode: str = "RGB", size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a red image in a format and one of Pillow's modes."""
    buffer = BytesIO()
    Image.new("RGB", size, (230, 20, 20)).convert(mode).save(buffer, format=image_format)
    return buffer.getvalue()


def sixteen_bits() -> bytes:
    """Return a grey PNG with 16 bits per pixel."""
    buffer = BytesIO()
    Image.new("I;16", (64, 48), 40_000).save(buffer, format="PNG")
    return buffer.getvalue()


IMAGES = {
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
def test_base64_with_any_content_type(channel: Channel, content_type: str) -> None:
    """Base64 text is accepted with any content type."""
    response = channel.infer(ENCODED, headers={"content-type": content_type})
    assert (response.status_code, response.json()["top"]) == (200, "red")


def test_base64_without_content_type(channel: Channel) -> None:
    """Base64 text without a content type is rejected."""
    response = channel.infer(ENCODED, headers={})
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
def test_lenient_base64(channel: Channel, body: bytes) -> None:
    """Line breaks and a data: prefix of base64 text are accepted."""
    response = channel.infer(body)
    assert (response.status_code, response.json()["top"]) == (200, "red")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"data:image/svg+xml;base64," + ENCODED, "Malformed base64 input image."),
        (ENCODED.replace(b"+", b"%2B").replace(b"=", b"%3D") + b"%3D", "Malformed base64 input image."),
        (b"image=" + ENCODED, "Malformed base64 input image."),
        (base64.urlsafe_b64encode(b"\xff\xfe\xfd" + RED), "Malformed base64 input image."),
        (ENCODED.rstrip(b"=")[:-1], "Malformed base64 input image."),
        (base64.b64encode(b"no image"), "Malformed base64 input image."),
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
def test_invalid_base64(channel: Channel, body: bytes, cause: str) -> None:
    """A body that is not base64 text of a complete image gets status 400 and the cause."""
    response = channel.infer(body)
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + cause})


def test_json_body(channel: Channel) -> None:
    """The JSON body of the server's newer route is rejected by this one."""
    body = json.dumps({"image": {"type": "base64", "value": ENCODED.decode()}}).encode()
    response = channel.infer(body, headers={"content-type": "application/json"})
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + "Malformed base64 input image."})


def test_multipart_file(channel: Channel) -> None:
    """A multipart file is accepted with any name and type."""
    files = {"file": ("anything.txt", RED, "text/plain")}
    response = channel.request("POST", "/colours/1", headers=BEARER, files=files)
    assert (response.status_code, response.json()["top"]) == (200, "red")


def test_large_multipart_file(channel: Channel) -> None:
    """A file that is spooled to disk is accepted like any other."""
    buffer = BytesIO()
    Image.effect_noise((1200, 1200), 200).save(buffer, format="PNG")
    response = channel.request("POST", "/colours/1", headers=BEARER, files={"file": ("noise.png", buffer.getvalue())})
    assert (response.status_code, response.json()["image"]) == (200, {"width": 1200, "height": 1200})


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"image": ("a.png", RED)}, UNREADABLE + "The multipart body has no part named file."),
        ({"file": ("a.png", ENCODED)}, UNREADABLE + "Malformed base64 input image."),
        ({"file": ("a.png", b"")}, UNREADABLE + "Empty image payload."),
        ({"file": (None, RED)}, "Invalid Content-Type header: the part named file has no file name."),
    ],
)
def test_invalid_multipart(channel: Channel, files: dict[str, tuple[str | None, bytes]], message: str) -> None:
    """A multipart body without an image in a part named file is rejected."""
    response = channel.request("POST", "/colours/1", headers=BEARER, files=files)
    assert (response.status_code, response.json()) == (400, {"message": message})


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=x"])
def test_malformed_multipart(channel: Channel, content_type: str) -> None:
    """A malformed multipart body is rejected."""
    for body in (b"--x\r\nbroken", b"--x--", b""):
        response = channel.infer(body, headers={"content-type": content_type})
        assert response.status_code == 400


def test_url(channel: Channel) -> None:
    """A URL needs no body and no content type."""
    response = channel.request("POST", "/colours/1", headers=BEARER, params={"image": URL, "name": "red.png"})
    assert (response.status_code, response.json()["top"]) == (200, "red")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_both_methods(channel: Channel, method: str) -> None:
    """GET and POST return the same predictions, for a body and a URL."""
    by_body = channel.infer(method=method)
    by_url = channel.request(method, "/colours/1", headers=BEARER, params={"image": URL})
    assert [by_body.json()["predictions"], by_body.status_code] == [by_url.json()["predictions"], 200]


def test_url_takes_precedence(channel: Channel) -> None:
    """A URL takes precedence over a body, even if the URL is unreachable and the body valid."""
    assert channel.infer(b"rubbish", image=URL).json()["top"] == "red"
    assert channel.infer(ENCODED, image="https://images.example.com/other.png").status_code == 400


@pytest.mark.parametrize(
    ("url", "cause"),
    [
        ("http://images.example.com/red.png", "The image URL must start with https://."),
        ("ftp://images.example.com/red.png", "The image URL must start with https://."),
        ("red.png", "The image URL must start with https://."),
        ("", "The image URL must start with https://."),
        ("https://images.example.com:port/red.png", "The image URL is not a URL."),
        ("https://127.0.0.1/red.png", "The image URL must name a host by its full public domain name."),
        ("https://[::1]/red.png", "The image URL must name a host by its full public domain name."),
        ("https://localhost/red.png", "The image URL must name a host by its full public domain name."),
        ("https://images/red.png", "The image URL must name a host by its full public domain name."),
        ("https://images.internal/red.png", "The image URL must name a host by its full public domain name."),
        ("https://images.example.com/no", "What the image URL leads to could not be read as an image."),
    ],
)
def test_invalid_url(channel: Channel, url: str, cause: str) -> None:
    """A URL that is not https, has no public host name, or is not registered is rejected."""
    response = channel.infer(image=url)
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + cause})


def test_url_of_other_content(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """A URL whose content is not an image is rejected."""
    emulator = new_emulator()
    emulator.register_url(URL, b"<html>")
    assert open_new(emulator).infer(image=URL).status_code == 400


def test_url_is_normalised(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """Equivalent URLs have the same image."""
    emulator = new_emulator()
    emulator.register_url("https://IMAGES.example.com:443/blue ocean.png", RED)
    response = open_new(emulator).infer(image="https://images.example.com/blue%20ocean.png")
    assert response.status_code == 200


def test_invalid_url_registration() -> None:
    """An invalid URL cannot be registered."""
    with pytest.raises(RegistrationError, match="is not a URL"):
        new_emulator().register_url("https://images.example.com:port/", RED)


@pytest.mark.parametrize(
    ("image_type", "status"),
    [("base64", 200), ("BASE64", 200), ("numpy", 400), ("file", 400), ("word", 400), ("", 400), ("url", 500)],
)
def test_image_type(channel: Channel, image_type: str, status: int) -> None:
    """Base64 is the only image_type that hosting accepts for a body."""
    assert channel.infer(image_type=image_type).status_code == status
    assert channel.infer(b"", image_type=image_type).status_code == 400


def test_unread_image_type(channel: Channel) -> None:
    """The image_type is ignored for a URL and a multipart file."""
    by_url = channel.infer(image=URL, image_type="numpy")
    by_file = channel.request(
        "POST", "/colours/1", headers=BEARER, params={"image_type": "numpy"}, files={"file": ("a", RED)}
    )
    assert (by_url.status_code, by_file.status_code) == (200, 200)


@pytest.mark.parametrize("name", IMAGES)
def test_formats(channel: Channel, name: str) -> None:
    """Every supported format is decoded, at its size."""
    response = channel.infer(base64.b64encode(IMAGES[name]))
    size = {"width": 1, "height": 1} if name == "one-pixel" else {"width": 64, "height": 48}
    assert (response.status_code, response.json()["image"]) == (200, size)
    if name in COLOURFUL:
        assert response.json()["top"] == "red"


def png_declaring(width: int, height: int) -> bytes:
    """Return a small PNG that declares a size."""
    content = bytearray(encoded("PNG", "1", (8, 8)))
    content[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


def huge(width: int, height: int) -> bytes:
    """Return a PNG of a size, compressed to a small file."""
    buffer = BytesIO()
    Image.new("1", (width, height)).save(buffer, format="PNG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    "bomb", [png_declaring(30_000, 30_000), png_declaring(2**31 - 1, 2**31 - 1), huge(8_400, 8_000)]
)
def test_decompression_bomb(channel: Channel, bomb: bytes) -> None:
    """A small file of a huge image is rejected before it is decoded."""
    response = channel.infer(base64.b64encode(bomb))
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + "Malformed base64 input image."})


@pytest.mark.parametrize("profile", ["classify", "self-hosted"])
def test_other_profiles(open_shared: OpenChannel, profile: str) -> None:
    """The other servers accept the same encodings and URLs."""
    channel = open_shared("classify" if profile == "classify" else "self-hosted")
    statuses = [
        channel.infer(ENCODED, api_key=KEY).status_code,
        channel.infer(b"", api_key=KEY).status_code,
        channel.infer(image=URL, api_key=KEY).status_code,
        channel.infer(image="http://images.example.com/red.png", api_key=KEY).status_code,
        channel.request(
            "POST", "/colours/1", params={"api_key": KEY}, files={"file": ("a", RED)}, headers={}
        ).status_code,
        channel.infer(ENCODED, api_key=KEY, headers=FORM, method="GET").status_code,
    ]
    assert statuses == [200, 400, 200, 400, 200, 200]
