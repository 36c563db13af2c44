"""How requests carry an image to Roboflow's emulator: as base64 text, as a file, by URL; what the server rejects."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from visionapis_testing import RoboflowEmulator

from .channels import FORM, KEY, RED, URL, encoded, new_emulator

if TYPE_CHECKING:
    from collections.abc import Callable

    from .channels import Channel
    from .fixtures import OpenChannel

ENCODED = base64.b64encode(RED)
BEARER = {"authorization": f"Bearer {KEY}"}
UNREADABLE = "Could not load input image. Cause: "
RAW_BYTES = (
    "Invalid base64 input: the image payload contains raw bytes instead of a base64-encoded string. "
    "Please base64-encode the image before sending."
)
NO_URL = "Provided image URL is invalid"
NOT_HTTPS = "Providing images via non https:// URL is not supported in this configuration of `inference`."
NO_FQDN = "Providing images via URL without FQDN is not supported in this configuration of `inference`."


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
        b'"' + ENCODED + b'"',
        b"[" + ENCODED + b"]",
        ENCODED + b"=" * 5,
        ENCODED[:40] + b"!*%-_" + ENCODED[40:],
        ENCODED + b"\0",
        b"\0" + ENCODED,
    ],
)
def test_lenient_base64(channel: Channel, body: bytes) -> None:
    """Characters outside the alphabet, surplus padding and a data: prefix of base64 text are accepted."""
    response = channel.infer(body)
    assert (response.status_code, response.json()["top"]) == (200, "red")


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"data:image/svg+xml;base64," + ENCODED, "Malformed base64 input image."),
        (quote(base64.b64encode(encoded("JPEG")), safe="").encode(), "Malformed base64 input image."),
        (b"image=" + ENCODED, "Malformed base64 input image."),
        (base64.urlsafe_b64encode(b"\xff\xfe\xfd" + RED), "Malformed base64 input image."),
        (ENCODED.rstrip(b"=")[:-1], "Malformed base64 input image."),
        (base64.b64encode(b"no image"), "Malformed base64 input image."),
        (b"no base64!", "Malformed base64 input image."),
        (base64.b64encode(encoded("ICO")), "Malformed base64 input image."),
        (base64.b64encode(encoded("JPEG")[:-200]), "Malformed base64 input image."),
        (base64.b64encode(encoded("PNG")[:-40]), "Malformed base64 input image."),
        (base64.b64encode(RED + bytes((1 - len(RED)) % 3)).rstrip(b"="), "Malformed base64 input image."),
        (b"DATA:image/png;base64," + ENCODED, "Malformed base64 input image."),
        (RED, RAW_BYTES),
        (b"", "Empty image payload."),
        (b" \n", "Empty image payload."),
        (b"data:image/png;base64,", "Empty image payload."),
    ],
)
def test_invalid_base64(channel: Channel, body: bytes, cause: str) -> None:
    """A body that is not base64 text of a complete image gets status 400 and the cause."""
    response = channel.infer(body)
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + cause})


@pytest.mark.parametrize("text", ["β", f"{ENCODED.decode()}é", "\ufeff", "data:image/png;base64,ä"])
def test_base64_outside_ascii(channel: Channel, text: str) -> None:
    """The server fails on text outside ASCII."""
    response = channel.infer(text.encode())
    assert (response.status_code, response.json()) == (500, {"message": "Internal error."})


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
    response = channel.request("POST", "/colours/1", headers=BEARER, files={"file": ("a.png", RED + bytes(2**21))})
    assert (response.status_code, response.json()["top"]) == (200, "red")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"image": ("a.png", RED)},
            UNREADABLE + "Expected image to be send in part named 'file' of multipart/form-data request",
        ),
        ({"file": ("a.png", ENCODED)}, UNREADABLE + "Malformed base64 input image."),
        ({"file": ("a.png", b"")}, UNREADABLE + "Empty image payload."),
        ({"file": (None, RED)}, "Invalid Content-Type header provided with request."),
    ],
)
def test_invalid_multipart(channel: Channel, files: dict[str, tuple[str | None, bytes]], message: str) -> None:
    """A multipart body without an image in a part named file is rejected."""
    response = channel.request("POST", "/colours/1", headers=BEARER, files=files)
    assert (response.status_code, response.json()) == (400, {"message": message})


FILE = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + RED + b"\r\n"
FIELD = b'--x\r\nContent-Disposition: form-data; name="field"\r\n\r\n'


@pytest.mark.parametrize(
    ("parameter", "body", "detail"),
    [
        ("", FILE + b"--x--", "Missing boundary in multipart."),
        ("; boundary=x", b"broken", "Invalid multipart data."),
        (
            "; boundary=x",
            b"--x\r\nA: b\r\n\r\nc\r\n--x--",
            'The Content-Disposition header field "name" must be provided.',
        ),
        (
            "; boundary=x",
            FILE + (FIELD + b"\r\n") * 1_001 + b"--x--",
            "Too many fields. Maximum number of fields is 1000.",
        ),
        ("; boundary=x", FILE * 1_001 + b"--x--", "Too many files. Maximum number of files is 1000."),
        (
            "; boundary=x",
            FILE + FIELD + b"a" * (2**20 + 1) + b"\r\n--x--",
            "Part exceeded maximum size of 1024KB.",
        ),
    ],
)
@pytest.mark.parametrize("url", [None, URL])
def test_malformed_multipart(channel: Channel, parameter: str, body: bytes, detail: str, url: str | None) -> None:
    """A multipart body that cannot be parsed gets the framework's error, even beside a URL."""
    query = {} if url is None else {"image": url}
    response = channel.infer(body, headers={"content-type": f"multipart/form-data{parameter}"}, **query)
    assert (response.status_code, response.json()) == (400, {"detail": detail})


def test_limits_of_multipart(channel: Channel) -> None:
    """A thousand fields, one of them of 1 MB, are accepted."""
    body = FILE + (FIELD + b"\r\n") * 999 + FIELD + b"a" * 2**20 + b"\r\n--x--\r\n"
    assert channel.infer(body, headers={"content-type": "multipart/form-data; boundary=x"}).status_code == 200


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
        ("http://images.example.com/red.png", NOT_HTTPS),
        ("ftp://images.example.com/red.png", NOT_HTTPS),
        ("mailto:a@example.com", NOT_HTTPS),
        ("red.png", NO_URL),
        ("", NO_URL),
        ("//images.example.com/red.png", NO_URL),
        ("https://", NO_URL),
        ("https://*.example.com/red.png", NO_URL),
        ("https://images.example.com:port/red.png", NO_URL),
        ("https://images.example.com:99999/red.png", NO_URL),
        ("https://images.example.com\\@example.org/", NO_URL),
        ("https://127.0.0.1/red.png", NO_FQDN),
        ("https://[::1]/red.png", NO_FQDN),
        ("https://localhost/red.png", NO_FQDN),
        ("https://images/red.png", NO_FQDN),
        ("https://images.internal/red.png", NO_FQDN),
        ("https://images.example.com/no", "Data pointed by URL could not be decoded into image."),
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
    response = open_new(emulator).infer(image=URL)
    assert (response.status_code, response.json()) == (400, {"message": UNREADABLE + "Data is not image."})


def test_any_url(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """A self-hosted server can be configured to fetch any URL."""
    emulator = RoboflowEmulator("self-hosted", api_key=KEY, any_url=True)
    emulator.register("colours/1", [(RED, "red")])
    emulator.register_url("http://localhost:8000/red.png", RED)
    channel = open_new(emulator)
    assert channel.infer(image="http://localhost:8000/red.png").json()["top"] == "red"
    assert channel.infer(image="red.png").json() == {"message": UNREADABLE + NO_URL}


def test_url_is_normalised(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """Equivalent URLs have the same image."""
    emulator = new_emulator()
    emulator.register_url("https://IMAGES.example.com:443/blue ocean.png", RED)
    response = open_new(emulator).infer(image="https://images.example.com/blue%20ocean.png")
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("image_type", "status"),
    [
        ("base64", 200),
        ("BASE64", 200),
        ("numpy", 400),
        ("numpy_object", 400),
        ("file", 400),
        ("word", 400),
        ("", 400),
        ("url", 500),
        ("URL", 500),
        ("pil", 500),
        ("multipart", 500),
    ],
)
def test_image_type(channel: Channel, image_type: str, status: int) -> None:
    """Base64 is the only image_type that the server accepts for a body; it fails on types that are no bytes."""
    assert channel.infer(image_type=image_type).status_code == status
    assert channel.infer(b"", image_type=image_type).status_code == max(status, 400)


def test_unread_image_type(channel: Channel) -> None:
    """The image_type is ignored for a URL and a multipart file."""
    by_url = channel.infer(image=URL, image_type="numpy")
    by_file = channel.request(
        "POST", "/colours/1", headers=BEARER, params={"image_type": "numpy"}, files={"file": ("a", RED)}
    )
    assert (by_url.status_code, by_file.status_code) == (200, 200)


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
