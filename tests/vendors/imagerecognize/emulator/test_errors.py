"""Error responses of the ImageRecognize emulator, and the order of its checks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulators.channels import open_channel
from tests.helpers.images import make_image, make_png_bomb
from visionapis_testing.vendors.imagerecognize.validation import CHECKS, MAX_FILE_BYTES

from .api import KEY, PATH, STREET, found_objects, make_emulator, recognize

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator, ImageRecognizeEmulator

GIF = make_image("GIF")
QUERY = {"apikey": KEY, "type": "cache"}


def image_of(size: int, image: bytes = STREET) -> bytes:
    """Return an image followed by bytes up to a size."""
    return image + bytes(size - len(image))


REJECTED: dict[str, tuple[int, Callable[[Channel], httpx.Response]]] = {
    "no data": (300, lambda channel: channel.request("POST", PATH)),
    "json": (300, lambda channel: channel.request("POST", PATH, json={"apikey": KEY, "type": "cache"})),
    "broken form": (
        300,
        lambda channel: channel.request("POST", PATH, content=b"--", headers={"content-type": "multipart/form-data"}),
    ),
    "no slash": (300, lambda channel: channel.request("POST", PATH.rstrip("/"), data=QUERY)),
    "no slash, with get": (300, lambda channel: channel.request("GET", PATH.rstrip("/"), params=QUERY)),
    "get without fields": (300, lambda channel: channel.request("GET", PATH)),
    "get for an image": (300, lambda channel: channel.request("GET", PATH, params={"apikey": KEY, "type": "nsfw"})),
    "method without a form": (300, lambda channel: channel.request("PUT", PATH, data=QUERY)),
    "no key": (400, lambda channel: recognize(channel, key=None)),
    "empty key": (400, lambda channel: recognize(channel, key="")),
    "key field in camel case": (400, lambda channel: recognize(channel, key=None, apiKey=KEY)),
    "key in a file": (400, lambda channel: channel.request("POST", PATH, files={"apikey": ("key", KEY.encode())})),
    "key in the query of a post": (
        400,
        lambda channel: channel.request("POST", PATH, params=QUERY, data={"type": "cache"}),
    ),
    "no key with get": (400, lambda channel: channel.request("GET", PATH, params={"type": "cache"})),
    "wrong key": (401, lambda channel: recognize(channel, key="wrong")),
    "wrong key with get": (401, lambda channel: channel.request("GET", PATH, params={**QUERY, "apikey": "wrong"})),
    "no type": (420, lambda channel: recognize(channel, None)),
    "unknown type": (420, lambda channel: recognize(channel, "cats")),
    "unknown type with get": (420, lambda channel: channel.request("GET", PATH, params={**QUERY, "type": "cats"})),
    "no file": (412, lambda channel: recognize(channel, image=None)),
    "empty file": (412, lambda channel: recognize(channel, image=b"")),
    "text in place of a file": (412, lambda channel: recognize(channel, image=None, file="street.jpg")),
    "not an image": (412, lambda channel: recognize(channel, image=b"%PDF-1.7")),
    "truncated image": (412, lambda channel: recognize(channel, image=make_image("JPEG", (200, 200))[:400])),
    "decompression bomb": (412, lambda channel: recognize(channel, image=make_png_bomb())),
    "large image": (413, lambda channel: recognize(channel, image=image_of(MAX_FILE_BYTES + 1))),
    "unsupported format": (415, lambda channel: recognize(channel, image=GIF)),
    "no max_labels": (430, lambda channel: recognize(channel, max_labels=None)),
    "no min_confidence": (430, lambda channel: recognize(channel, min_confidence=None)),
    "max_labels of 0": (430, lambda channel: recognize(channel, max_labels=0)),
    "min_confidence of 101": (430, lambda channel: recognize(channel, min_confidence=101)),
    "min_confidence with a fraction": (430, lambda channel: recognize(channel, min_confidence=0.5)),
    "min_confidence in words": (430, lambda channel: recognize(channel, min_confidence="high")),
    "no nsfw_min_confidence": (430, lambda channel: recognize(channel, "nsfw", nsfw_min_confidence=None)),
}


@pytest.fixture(scope="module")
def emulator() -> ImageRecognizeEmulator:
    """An emulator that must reject all requests."""
    return make_emulator()


@pytest.mark.parametrize("name", REJECTED)
def test_error_response(open_new: Callable[[Emulator], Channel], emulator: ImageRecognizeEmulator, name: str) -> None:
    """An error response has its status in HTTP and in the body, a message and no data; it is free of charge."""
    status, send = REJECTED[name]
    remaining_calls = emulator.remaining_calls
    response = send(open_new(emulator))
    body = response.json()
    assert (response.status_code, list(body)) == (status, ["status", "status_message", "data"])
    assert (body["status"], body["data"], bool(body["status_message"])) == (status, None, True)
    assert (response.headers["content-type"], "location" in response.headers) == ("text/html; charset=UTF-8", False)
    assert emulator.remaining_calls == remaining_calls
    emulator.verify()


def test_every_status_is_tested() -> None:
    """The table has each status of the checks; 402 has a test of its own."""
    assert {status for status, _ in CHECKS} - {402} == {status for status, _ in REJECTED.values()}


def test_order(channel_name: ChannelName) -> None:
    """Of several errors the first check's is reported."""
    with open_channel(channel_name, make_emulator(remaining_calls=0)) as channel:
        responses = [
            recognize(channel, "cats", key=None, image=GIF),
            recognize(channel, "cats", key="wrong", image=GIF),
            recognize(channel, "cats", image=GIF),
            recognize(channel, image=None, max_labels=0),
        ]
    with open_channel(channel_name, make_emulator()) as channel:
        responses += [
            recognize(channel, image=bytes(MAX_FILE_BYTES + 1)),
            recognize(channel, image=image_of(MAX_FILE_BYTES + 1, GIF)),
            recognize(channel, image=GIF, max_labels=0),
            recognize(channel, image=STREET, max_labels=0),
        ]
    assert [response.status_code for response in responses] == [400, 401, 420, 402, 412, 413, 415, 430]


def test_file_of_exactly_the_limit() -> None:
    """A file of exactly the maximum size is recognized: the form around it does not count."""
    with open_channel("transport", make_emulator()) as channel:
        assert recognize(channel, image=image_of(MAX_FILE_BYTES)).status_code == 200


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"max_labels": 0}, "max_labels: 0 is less than the minimum of 1"),
        ({"min_confidence": 101}, "min_confidence: 101 is greater than the maximum of 100"),
        ({"max_labels": None}, 'max_labels: "max_labels" is a required property'),
    ],
)
def test_message_names_the_field(channel_name: ChannelName, fields: dict[str, Any], message: str) -> None:
    """The message of status 430 names the invalid field."""
    with open_channel(channel_name, make_emulator()) as channel:
        assert recognize(channel, **fields).json()["status_message"] == message


def test_unknown_path(channel_name: ChannelName) -> None:
    """A path outside the contract gets status 404."""
    with open_channel(channel_name, make_emulator()) as channel:
        assert [channel.request("GET", path).status_code for path in ("/", "/api/v4/", "/api/v3/cats")] == [404] * 3


def test_both_versions(open_new: Callable[[Emulator], Channel]) -> None:
    """Both base paths of the contract work."""
    channel = open_new(make_emulator())
    assert [channel.request("GET", f"/api/{each}/", params=QUERY).status_code for each in ("v2", "v3")] == [200, 200]


@pytest.mark.parametrize(("status_in", "http", "body"), [("both", 401, 401), ("body", 200, 401), ("http", 401, None)])
def test_status_in(open_new: Callable[[Emulator], Channel], status_in: Any, http: int, body: int | None) -> None:
    """status_in selects where an error response has its status."""
    emulator = make_emulator(status_in=status_in)
    channel = open_new(emulator)
    response = recognize(channel, key="wrong")
    assert (response.status_code, response.json().get("status")) == (http, body)
    assert response.json()["status_message"] == "This apikey is not known."
    assert len(found_objects(recognize(channel))) == 2
    assert channel.request("GET", "/").text == "Not Found"
    emulator.verify()


def test_content_type(open_new: Callable[[Emulator], Channel]) -> None:
    """content_type labels all responses."""
    emulator = make_emulator(content_type="application/json")
    channel = open_new(emulator)
    content_types = [
        response.headers["content-type"] for response in (recognize(channel), recognize(channel, key=None))
    ]
    assert content_types == ["application/json"] * 2
    emulator.verify()


def test_body_above_the_limit(open_new: Callable[[Emulator], Channel]) -> None:
    """A body above the limit is rejected unread if it has a content length, and else at the limit."""
    emulator = make_emulator(max_body_bytes=1_000)
    channel = open_new(emulator)
    headers = {"content-type": "multipart/form-data; boundary=x"}
    body = b'--x\r\ncontent-disposition: form-data; name="apikey"\r\n\r\n' + bytes(5_000)
    announced = channel.request("POST", PATH, content=body, headers=headers)
    in_chunks = channel.request_in_chunks("POST", PATH, content=body, headers=headers)
    assert [announced.status_code, in_chunks.status_code] == [413, 413]
    assert emulator.requests[0].body_bytes == 0
    emulator.verify()


def test_form_of_the_swift_app(channel_name: ChannelName) -> None:
    """A form with a line break before it and a name without quotes, as a Swift app sends it, is accepted."""
    body = io.BytesIO()
    body.write(b"\r\n")
    for name, value in (("apikey", KEY), ("type", "detect_faces")):
        body.write(f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    body.write(b"--x\r\nContent-Disposition: form-data; name=file; filename=a.png\r\n\r\n" + STREET + b"\r\n--x--\r\n")
    with open_channel(channel_name, make_emulator()) as channel:
        headers = {"content-type": "multipart/form-data; boundary=x"}
        assert len(found_objects(channel.request("POST", PATH, content=body.getvalue(), headers=headers))) == 1


def test_repeated_field(channel_name: ChannelName) -> None:
    """The last one of repeated fields counts."""
    parts: list[tuple[str, Any]] = [(name, (None, value)) for name, value in (("type", "x"), *QUERY.items())]
    with open_channel(channel_name, make_emulator()) as channel:
        assert found_objects(channel.request("POST", PATH, files=parts)) == []


def test_keys_are_not_recorded(open_new: Callable[[Emulator], Channel]) -> None:
    """Recorded requests do not have the key, wherever it was sent."""
    emulator = make_emulator()
    channel = open_new(emulator)
    channel.request("GET", PATH, params={**QUERY, "apikey": "very-secret"})
    recognize(channel, key="very-secret")
    assert [request.status_code for request in emulator.requests] == [401, 401]
    assert "very-secret" not in repr(emulator.requests)
