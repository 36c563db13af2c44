"""How ImageRecognize's emulator says no."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import picture
from visionapis_testing.vendors.imagerecognize.errors import MAX_FILE_BYTES, RULES

from .channels import open_way
from .imagerecognize import KEY, PATH, STREET, objects, recognize, taught

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from visionapis_testing import Emulator, ImageRecognizeEmulator

    from .channels import Way, WayName

GIF = picture("GIF")
QUERY = {"apikey": KEY, "type": "cache"}


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def padded() -> bytes:
    """A whole picture with more bytes after it than the server takes."""
    return STREET + bytes(MAX_FILE_BYTES + 1 - len(STREET))


REFUSED: dict[str, tuple[int, Callable[[Way], httpx.Response]]] = {
    "no data": (300, lambda way: way.request("POST", PATH)),
    "json": (300, lambda way: way.request("POST", PATH, json={"apikey": KEY, "type": "cache"})),
    "broken form": (
        300,
        lambda way: way.request("POST", PATH, content=b"--", headers={"content-type": "multipart/form-data"}),
    ),
    "no slash": (300, lambda way: way.request("POST", PATH.rstrip("/"), data=QUERY)),
    "no slash, with get": (300, lambda way: way.request("GET", PATH.rstrip("/"), params=QUERY)),
    "get without fields": (300, lambda way: way.request("GET", PATH)),
    "get for a picture": (300, lambda way: way.request("GET", PATH, params={"apikey": KEY, "type": "nsfw"})),
    "method without a form": (300, lambda way: way.request("PUT", PATH, data=QUERY)),
    "no key": (400, lambda way: recognize(way, key=None)),
    "empty key": (400, lambda way: recognize(way, key="")),
    "key in capitals": (400, lambda way: recognize(way, key=None, apiKey=KEY)),
    "key in a file": (400, lambda way: way.request("POST", PATH, files={"apikey": ("key", KEY.encode())})),
    "key in the query of a post": (400, lambda way: way.request("POST", PATH, params=QUERY, data={"type": "cache"})),
    "no key with get": (400, lambda way: way.request("GET", PATH, params={"type": "cache"})),
    "wrong key": (401, lambda way: recognize(way, key="wrong")),
    "wrong key with get": (401, lambda way: way.request("GET", PATH, params={**QUERY, "apikey": "wrong"})),
    "no type": (420, lambda way: recognize(way, None)),
    "unknown type": (420, lambda way: recognize(way, "cats")),
    "unknown type with get": (420, lambda way: way.request("GET", PATH, params={**QUERY, "type": "cats"})),
    "no file": (412, lambda way: recognize(way, image=None)),
    "empty file": (412, lambda way: recognize(way, image=b"")),
    "file as a text": (412, lambda way: recognize(way, image=None, file="street.jpg")),
    "no picture": (412, lambda way: recognize(way, image=b"%PDF-1.7")),
    "half a picture": (412, lambda way: recognize(way, image=picture("JPEG", (200, 200))[:400])),
    "bomb": (412, lambda way: recognize(way, image=bomb())),
    "large picture": (413, lambda way: recognize(way, image=padded())),
    "other format": (415, lambda way: recognize(way, image=GIF)),
    "no max_labels": (430, lambda way: recognize(way, max_labels=None)),
    "no min_confidence": (430, lambda way: recognize(way, min_confidence=None)),
    "max_labels of 0": (430, lambda way: recognize(way, max_labels=0)),
    "min_confidence of 101": (430, lambda way: recognize(way, min_confidence=101)),
    "min_confidence with a fraction": (430, lambda way: recognize(way, min_confidence=0.5)),
    "min_confidence in words": (430, lambda way: recognize(way, min_confidence="high")),
    "no nsfw_min_confidence": (430, lambda way: recognize(way, "nsfw", nsfw_min_confidence=None)),
}


@pytest.fixture(scope="module")
def emulator() -> ImageRecognizeEmulator:
    """An emulator that every call below is refused by."""
    return taught()


@pytest.mark.parametrize("name", REFUSED)
def test_refusal(open_new: Callable[[Emulator], Way], emulator: ImageRecognizeEmulator, name: str) -> None:
    """A refusal has its status in HTTP and in the body, words, and no data; it costs nothing."""
    status, send = REFUSED[name]
    quota = emulator.quota
    response = send(open_new(emulator))
    body = response.json()
    assert (response.status_code, list(body)) == (status, ["status", "status_message", "data"])
    assert (body["status"], body["data"], bool(body["status_message"])) == (status, None, True)
    assert (response.headers["content-type"], "location" in response.headers) == ("text/html; charset=UTF-8", False)
    assert emulator.quota == quota
    emulator.verify()


def test_every_rule_refuses_something() -> None:
    """No status of the table stands idle; 402 has a test of its own."""
    assert {status for status, _ in RULES} - {402} == {status for status, _ in REFUSED.values()}


def test_order(way_in: WayName) -> None:
    """Of several mistakes the first of the table is reported."""
    with open_way(way_in, taught(quota=0)) as way:
        found = [
            recognize(way, "cats", key=None, image=GIF),
            recognize(way, "cats", key="wrong", image=GIF),
            recognize(way, "cats", image=GIF),
            recognize(way, image=GIF, max_labels=0),
        ]
        way.request("GET", PATH, params={"apikey": KEY, "type": "cats"})
    with open_way(way_in, taught()) as way:
        found += [
            recognize(way, image=None, max_labels=0),
            recognize(way, image=GIF, max_labels=0),
            recognize(way, image=STREET, max_labels=0),
        ]
    assert [response.status_code for response in found] == [400, 401, 420, 402, 412, 415, 430]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"max_labels": 0}, "max_labels: 0 is less than the minimum of 1"),
        ({"min_confidence": 101}, "min_confidence: 101 is greater than the maximum of 100"),
        ({"max_labels": None}, 'max_labels: "max_labels" is a required property'),
    ],
)
def test_words_name_the_field(way_in: WayName, fields: dict[str, Any], words: str) -> None:
    """The message of status 430 says which field is wrong."""
    with open_way(way_in, taught()) as way:
        assert recognize(way, **fields).json()["status_message"] == words


def test_other_address(way_in: WayName) -> None:
    """Another address has no ImageRecognize behind it."""
    with open_way(way_in, taught()) as way:
        assert [way.request("GET", path).status_code for path in ("/", "/api/v4/", "/api/v3/cats")] == [404] * 3


def test_both_versions(open_new: Callable[[Emulator], Way]) -> None:
    """Both addresses of the contract are answered."""
    way = open_new(taught())
    assert [way.request("GET", f"/api/{each}/", params=QUERY).status_code for each in ("v2", "v3")] == [200, 200]


@pytest.mark.parametrize(("status_in", "http", "body"), [("both", 401, 401), ("body", 200, 401), ("http", 401, None)])
def test_place_of_the_status(open_new: Callable[[Emulator], Way], status_in: Any, http: int, body: int | None) -> None:
    """A refusal's status stands in HTTP and in the body, or in one of them."""
    emulator = taught(status_in=status_in)
    way = open_new(emulator)
    response = recognize(way, key="wrong")
    assert (response.status_code, response.json().get("status")) == (http, body)
    assert response.json()["status_message"] == "This apikey is not known."
    assert len(objects(recognize(way))) == 2
    assert way.request("GET", "/").text == "Not Found"
    emulator.verify()


def test_content_type(open_new: Callable[[Emulator], Way]) -> None:
    """Answers are labelled JSON on demand."""
    emulator = taught(content_type="application/json")
    way = open_new(emulator)
    labels = [response.headers["content-type"] for response in (recognize(way), recognize(way, key=None))]
    assert labels == ["application/json"] * 2
    emulator.verify()


def test_body_above_the_limit(open_new: Callable[[Emulator], Way]) -> None:
    """A body that is too large is not read to its end, with a length or without one."""
    emulator = taught(max_body_bytes=1_000)
    way = open_new(emulator)
    headers = {"content-type": "multipart/form-data; boundary=x"}
    body = b'--x\r\ncontent-disposition: form-data; name="apikey"\r\n\r\n' + bytes(5_000)
    announced = way.request("POST", PATH, content=body, headers=headers)
    in_chunks = way.request_in_chunks("POST", PATH, content=body, headers=headers)
    assert [announced.status_code, in_chunks.status_code] == [413, 413]
    assert emulator.requests[0].body_bytes == 0
    emulator.verify()


def test_form_of_the_swift_app(way_in: WayName) -> None:
    """A hand-made form is read: a line break before it, and a name without quotes."""
    body = io.BytesIO()
    body.write(b"\r\n")
    for name, value in (("apikey", KEY), ("type", "detect_faces")):
        body.write(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    body.write(b"--x\r\nContent-Disposition: form-data; name=file; filename=a.png\r\n\r\n" + STREET + b"\r\n--x--\r\n")
    with open_way(way_in, taught()) as way:
        headers = {"content-type": "multipart/form-data; boundary=x"}
        assert len(objects(way.request("POST", PATH, content=body.getvalue(), headers=headers))) == 1


def test_repeated_field(way_in: WayName) -> None:
    """Of a field that is sent twice the last one counts."""
    parts: list[tuple[str, Any]] = [(name, (None, value)) for name, value in (("type", "x"), *QUERY.items())]
    with open_way(way_in, taught()) as way:
        assert objects(way.request("POST", PATH, files=parts)) == []


def test_no_key_in_the_record(open_new: Callable[[Emulator], Way]) -> None:
    """A key is in no record, wherever it was sent."""
    emulator = taught()
    way = open_new(emulator)
    way.request("GET", PATH, params={**QUERY, "apikey": "very-secret"})
    recognize(way, key="very-secret")
    assert [request.status for request in emulator.requests] == [401, 401]
    assert "very-secret" not in repr(emulator.requests)
