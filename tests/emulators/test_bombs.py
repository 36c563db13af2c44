"""What would exhaust a server is refused by every vendor's emulator, which goes on."""

from __future__ import annotations

import gc
import json
import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING

import pytest

from . import nanonets
from .channels import RED, open_way
from .targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

# Starlette leaves the file of a part open that the body ends in; it goes with the request, here and not in other tests.
pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.usefixtures("_collected"),
]

_PIECE = b"x" * 65_536
_MANY = 8 * 2**20


@pytest.fixture(scope="module")
def _collected() -> Iterator[None]:
    yield
    gc.collect()


@cache
def png(width: int, height: int, rows: int) -> bytes:
    """A grey PNG that announces a size and has so many rows of it."""
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
    "a header without end": ("multipart/form-data; boundary=a", b"--a\r\nX-A: " + _PIECE * 128),
    "a header's name without end": ("multipart/form-data; boundary=a", b"--a\r\n" + _PIECE * 128),
    "headers without end": ("multipart/form-data; boundary=a", b"--a\r\n" + b"A: b\r\n" * (_MANY // 6)),
    "no boundary": ("multipart/form-data; boundary=a", _PIECE * 128),
    "parts without end": ("multipart/form-data; boundary=a", (PART + b"\r\n\r\n1\r\n") * (_MANY // 60)),
    "a text without end": ("multipart/form-data; boundary=a", PART + b"\r\n\r\n" + _PIECE * 128),
    "a file without end": ("multipart/form-data; boundary=a", PART + b'; filename="a"\r\n\r\n' + _PIECE * 128),
    "fields without end": ("application/x-www-form-urlencoded", b"a=1&" * (_MANY // 4)),
    "deep JSON": ("application/json", b"[" * 1_000_000),
    "deep JSON that ends": ("application/json", b'{"a":' * 100_000 + b"1" + b"}" * 100_000),
    "a number without end": ("application/json", b"1" * 1_000_000),
}


@pytest.mark.parametrize("vendor", TARGETS)
@pytest.mark.parametrize("body", BODIES)
def test_bodies(vendor: str, body: str) -> None:
    """A body that has no end is refused; the emulator answers the next request."""
    target = TARGETS[vendor]
    emulator = target.emulator()
    media_type, content = BODIES[body]
    with open_way("transport", emulator) as way:
        refused = way.request(
            "POST", target.path, content=content, headers={**target.headers, "content-type": media_type}
        )
        good = way.request("POST", target.path, files=target.parts(RED), headers=target.headers)
    # ImageRecognize's 300 is "no data received".
    assert refused.status_code in ({300} if vendor == "imagerecognize" else {400, 413})
    assert (good.is_success, len(refused.content) < 500) == (True, True), good.text
    emulator.verify()


@pytest.mark.parametrize("vendor", TARGETS)
@pytest.mark.parametrize("size", [(30_000, 30_000, 1), (8_400, 8_000, 8_000)], ids=["announced", "whole"])
def test_pictures(vendor: str, size: tuple[int, int, int]) -> None:
    """A picture of too many pixels is refused as one that cannot be read, also when it is whole."""
    target = TARGETS[vendor]
    emulator = target.emulator()
    with open_way("transport", emulator) as way:
        response = way.request("POST", target.path, files=target.parts(png(*size)), headers=target.headers)
    assert response.status_code == (412 if vendor == "imagerecognize" else 400)
    emulator.verify()


@pytest.mark.parametrize("vendor", TARGETS)
def test_record_of_bombs(vendor: str) -> None:
    """Nothing of them is left in the record of requests."""
    target = TARGETS[vendor]
    emulator = target.emulator()
    with open_way("transport", emulator) as way:
        for media_type, content in BODIES.values():
            way.request("POST", target.path, content=content, headers={**target.headers, "content-type": media_type})
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
def test_json_that_no_answer_could_repeat(content: bytes) -> None:
    """Halves of characters and numbers without end are refused; lists of what is there can still be written."""
    headers = {**nanonets.AUTHORIZATION, "content-type": "application/json"}
    with open_way("transport", nanonets.emulator_with()) as way:
        server = nanonets.Server(way)
        assert server.post("/OCR/Model/", content=content, headers=headers).status_code == 400
        data = content.decode("latin-1").replace('"b"', '"filename"')
        parts = [*nanonets.files(RED), ("data", (None, f'[{{"filename": "0.png", "object": {data}}}]'))]
        assert server.post("/OCR/Model/receipts/UploadFile/", files=parts).status_code == 400
        assert server.get("/ImageCategorization/Models/").status_code == 200
        whole = content.replace(b"\\ud800", b"\\ud83d\\ude00")
        if whole != content:
            assert (
                server.post("/OCR/Model/", content=whole, headers=headers).json()["categories"][0]["name"]
                == "\U0001f600"
            )


def test_texts_that_are_no_utf8() -> None:
    """A part's text with an empty file name is read as far as it can be, and told so."""
    head = b'--a\r\nContent-Disposition: form-data; name="request_metadata"; filename=""\r\n\r\n\xff\xfe\r\n'
    file = b'--a\r\nContent-Disposition: form-data; name="file"; filename="\xff.png"\r\n\r\n' + RED + b"\r\n--a--\r\n"
    headers = {**nanonets.AUTHORIZATION, "content-type": "multipart/form-data; boundary=a"}
    with open_way("transport", nanonets.emulator_with()) as way:
        response = nanonets.Server(way).post("/OCR/Model/receipts/LabelFile/", content=head + file, headers=headers)
    assert response.json()["result"][0]["request_metadata"] == "\ufffd\ufffd"


@pytest.mark.parametrize("accept", ["multipart/form-data", "image/png", "text/html", "", "rubbish"])
@pytest.mark.parametrize("vendor", TARGETS)
def test_accept_is_ignored(vendor: str, accept: str) -> None:
    """What a client says that it accepts changes nothing, for any vendor."""
    target = TARGETS[vendor]
    answers: list[tuple[int, bytes]] = []
    for headers in (target.headers, {**target.headers, "accept": accept}):
        with open_way("transport", target.emulator()) as way:
            response = way.request("POST", target.path, files=target.parts(RED), headers=headers)
            answers.append((response.status_code, response.content))
    assert answers[0] == answers[1]
