"""Every vendor's emulator rejects requests that would exhaust a server, and keeps working."""

from __future__ import annotations

import gc
import json
import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.vendors.nanonets.emulator import api as nanonets

from .channels import RED, open_channel
from .targets import each_uploader, target_of

if TYPE_CHECKING:
    from collections.abc import Iterator

# Starlette leaves the file of an unfinished part open until the request is collected: here, not in other tests.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("_collected"),
]

_CHUNK = b"x" * 65_536
_MANY_BYTES = 8 * 2**20


@pytest.fixture(scope="module")
def _collected() -> Iterator[None]:
    yield
    gc.collect()


@cache
def png(width: int, height: int, rows: int) -> bytes:
    """Return a grey PNG that declares a size and has data for the given number of rows."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes((width + 1) * rows))),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


PART = b'--a\r\nContent-Disposition: form-data; name="file"'
BODIES: dict[str, tuple[str, bytes]] = {
    "endless header": ("multipart/form-data; boundary=a", b"--a\r\nX-A: " + _CHUNK * 128),
    "endless header name": ("multipart/form-data; boundary=a", b"--a\r\n" + _CHUNK * 128),
    "endless headers": ("multipart/form-data; boundary=a", b"--a\r\n" + b"A: b\r\n" * (_MANY_BYTES // 6)),
    "no boundary": ("multipart/form-data; boundary=a", _CHUNK * 128),
    "endless parts": ("multipart/form-data; boundary=a", (PART + b"\r\n\r\n1\r\n") * (_MANY_BYTES // 60)),
    "endless text": ("multipart/form-data; boundary=a", PART + b"\r\n\r\n" + _CHUNK * 128),
    "endless file": ("multipart/form-data; boundary=a", PART + b'; filename="a"\r\n\r\n' + _CHUNK * 128),
    "endless fields": ("application/x-www-form-urlencoded", b"a=1&" * (_MANY_BYTES // 4)),
    "deep JSON": ("application/json", b"[" * 1_000_000),
    "deep closed JSON": ("application/json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "endless number": ("application/json", b"1" * 1_000_000),
}


@each_uploader
@pytest.mark.parametrize("body", BODIES)
def test_bodies(vendor: str, body: str) -> None:
    """A huge or malformed body is rejected, and the next request succeeds."""
    target = target_of(vendor)
    emulator = target.emulator()
    media_type, content = BODIES[body]
    with open_channel("transport", emulator) as channel:
        rejected = channel.request(
            "POST", target.path, content=content, headers={**target.headers, "content-type": media_type}
        )
        accepted = channel.request("POST", target.path, files=target.parts(RED), headers=target.headers)
    assert rejected.status_code in target.malformed
    assert (accepted.is_success, len(rejected.content) < 500) == (True, True), accepted.text
    emulator.verify()


@each_uploader
@pytest.mark.parametrize("size", [(30_000, 30_000, 1), (8_400, 8_000, 8_000)], ids=["declared", "complete"])
def test_images(vendor: str, size: tuple[int, int, int]) -> None:
    """An image of too many pixels is rejected as unreadable, unless the vendor's server reads a complete one."""
    target = target_of(vendor)
    emulator = target.emulator()
    with open_channel("transport", emulator) as channel:
        response = channel.request("POST", target.path, files=target.parts(png(*size)), headers=target.headers)
    assert response.status_code in (target.huge if size[2] > 1 else target.unreadable)
    emulator.verify()


@each_uploader
def test_records_are_small(vendor: str) -> None:
    """The recorded requests hold almost nothing of huge bodies."""
    target = target_of(vendor)
    emulator = target.emulator()
    with open_channel("transport", emulator) as channel:
        for media_type, content in BODIES.values():
            channel.request(
                "POST", target.path, content=content, headers={**target.headers, "content-type": media_type}
            )
    assert len(emulator.requests) == len(BODIES)
    assert len(
        json.dumps([[each.json, each.form, [part.name for part in each.parts]] for each in emulator.requests])
    ) < (len(BODIES) * 20_000)


@pytest.mark.parametrize(
    "content",
    [
        b'{"categories": ["\\ud800", "b"]}',
        b'{"categories": ["\\uDFFF", "b"]}',
        b'{"categories": ["\xff", "b"]}',
        b'{"categories": ["a", "b"], "other": NaN}',
        b'{"categories": ["a", "b"], "other": 1e999}',
    ],
)
def test_json_that_cannot_be_encoded(content: bytes) -> None:
    """Lone surrogates, NaN and infinity are rejected, so that lists can still be encoded."""
    headers = {**nanonets.AUTHORIZATION, "content-type": "application/json"}
    with open_channel("transport", nanonets.make_emulator()) as channel:
        server = nanonets.Api(channel)
        assert server.post("/OCR/Model/", content=content, headers=headers).status_code == 400
        data = content.decode("latin-1").replace('"b"', '"filename"')
        parts = [*nanonets.file_parts(RED), ("data", (None, f'[{{"filename": "0.png", "object": {data}}}]'))]
        assert server.post("/OCR/Model/receipts/UploadFile/", files=parts).status_code == 400
        assert server.get("/ImageCategorization/Models/").status_code == 200
        valid = content.replace(b"\\ud800", b"\\ud83d\\ude00")
        if valid != content:
            assert (
                server.post("/OCR/Model/", content=valid, headers=headers).json()["categories"][0]["name"]
                == "\U0001f600"
            )


def test_invalid_utf8() -> None:
    """A text part with an empty file name is decoded with replacement characters."""
    head = b'--a\r\nContent-Disposition: form-data; name="request_metadata"; filename=""\r\n\r\n\xff\xfe\r\n'
    file = b'--a\r\nContent-Disposition: form-data; name="file"; filename="\xff.png"\r\n\r\n' + RED + b"\r\n--a--\r\n"
    headers = {**nanonets.AUTHORIZATION, "content-type": "multipart/form-data; boundary=a"}
    with open_channel("transport", nanonets.make_emulator()) as channel:
        response = nanonets.Api(channel).post("/OCR/Model/receipts/LabelFile/", content=head + file, headers=headers)
    assert response.json()["result"][0]["request_metadata"] == "\ufffd\ufffd"


@pytest.mark.parametrize("accept", ["multipart/form-data", "image/png", "text/html", "", "rubbish"])
@each_uploader
def test_accept_is_ignored(vendor: str, accept: str) -> None:
    """The Accept header does not change any vendor's response."""
    target = target_of(vendor)
    responses: list[tuple[int, bytes]] = []
    for headers in (target.headers, {**target.headers, "accept": accept}):
        with open_channel("transport", target.emulator()) as channel:
            response = channel.request("POST", target.path, files=target.parts(RED), headers=headers)
            responses.append((response.status_code, response.content))
    assert responses[0] == responses[1]
