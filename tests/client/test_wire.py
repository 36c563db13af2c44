"""Requests of the Roboflow client."""

from __future__ import annotations

import asyncio
import base64
import io
from typing import TYPE_CHECKING

import httpx
import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, make_response
from visionapis import AsyncRoboflow, ConfigurationError, Roboflow
from visionapis_generated.types import File

if TYPE_CHECKING:
    from pathlib import Path

    from visionapis.roboflow import ApiKeyIn

KEY = "rf_canary-key"


class Recorder(httpx.BaseTransport):
    """A transport that records one request, for hosts that tests must not reach."""

    def __init__(self) -> None:
        """Start with a placeholder request."""
        self.request = httpx.Request("GET", "http://nowhere.invalid")

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Record the request and return a classification."""
        self.request = request
        return httpx.Response(200, json=SINGLE_LABEL)


def test_image_is_sent_as_raw_base64() -> None:
    """The body is the base64 text itself, with the content type that the vendor documents."""
    content = make_image("PNG", (40, 40)) + bytes(range(256))
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        client.infer(content, model="digits/1")

    (request,) = server.received
    assert request.method == "POST"
    assert request.path == "/digits/1"
    assert request.query == {"format": "json"}
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["host"] == server.url.removeprefix("http://")
    assert request.headers["user-agent"].startswith("visionapis/")
    assert base64.b64decode(request.body, validate=True) == content


def test_both_clients_send_the_same_requests() -> None:
    """The synchronous and the asynchronous client send equal requests."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url) as client:
            await client.infer(make_image(), model="digits/1", confidence=0.25, source="tests")
            await client.render("https://images.example.com/a.jpg", model="digits/1", stroke=3)

    replies = [make_response(SINGLE_LABEL), make_response(b"\xff\xd8\xff", content_type="image/jpeg")]
    with RecordingServer(*replies) as one, Roboflow(KEY, base_url=one.url) as client:
        client.infer(make_image(), model="digits/1", confidence=0.25, source="tests")
        client.render("https://images.example.com/a.jpg", model="digits/1", stroke=3)
    with RecordingServer(*replies) as other:
        asyncio.run(call(other.url))

    def sent(server: RecordingServer) -> list[tuple[object, ...]]:
        return [(each.method, each.target, {**each.headers, "host": ""}, each.body) for each in server.received]

    assert sent(one) == sent(other)
    assert len(one.received) == 2


def test_image_url_is_a_query_parameter() -> None:
    """An image URL is sent as a query parameter, without a body."""
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        client.infer("https://images.example.com/a b.jpg?size=1&x=%20", model="digits/1")

    (request,) = server.received
    assert request.query["image"] == "https://images.example.com/a b.jpg?size=1&x=%20"
    assert request.body == b""


@pytest.mark.parametrize(
    ("confidence", "sent"),
    [(0.0, "0.0"), (0.4, "0.4"), (0.999, "0.999"), (1, "100.0"), (1.0, "100.0"), ("best", "best")],
)
def test_confidence_of_one_is_sent_as_100(confidence: float, sent: str) -> None:
    """A confidence of 1 is sent as 100, because the server reads 1 as one percent."""
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        client.infer(make_image(), model="digits/1", confidence=confidence)

    assert server.received[0].query["confidence"] == sent


@pytest.mark.parametrize("confidence", [-0.1, 1.01, 40, float("nan"), "worst"])
def test_invalid_confidence_is_rejected(confidence: float) -> None:
    """A confidence outside 0 to 1 raises ConfigurationError before a request is sent."""
    recorder = Recorder()
    client = Roboflow(base_url="http://localhost", transport=recorder)
    with pytest.raises(ConfigurationError, match="from 0 to 1"):
        client.infer(make_image(), model="digits/1", confidence=confidence)

    assert recorder.request.method == "GET"  # the placeholder


@pytest.mark.parametrize("model", ["", "digits", "digits/", "/1", "a/b/c", "digits/1/"])
def test_model_is_dataset_and_version(model: str) -> None:
    """A model that is not 'dataset/version' raises ConfigurationError."""
    with (
        Roboflow(base_url="http://localhost:1") as client,
        pytest.raises(ConfigurationError, match="'dataset/version'"),
    ):
        client.infer(make_image(), model=model)


def test_model_names_are_quoted() -> None:
    """Special characters in a model are percent-encoded."""
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        client.infer(make_image(), model="späte?x=1&#%/1 2")

    assert server.received[0].path == "/sp%C3%A4te%3Fx%3D1%26%23%25/1%202"


def test_base_url_keeps_its_path() -> None:
    """The path of `base_url` is kept as a prefix."""
    with RecordingServer() as server, Roboflow(base_url=server.url + "/vision/") as client:
        client.infer(make_image(), model="digits/1")

    assert server.received[0].path == "/vision/digits/1"


@pytest.mark.parametrize(
    ("base_url", "api_key_in", "location"),
    [
        ("https://serverless.roboflow.com", None, "header"),
        ("https://serverless.roboflow.eu", None, "header"),
        ("https://mine.roboflow.cloud", None, "header"),
        ("https://classify.roboflow.com", None, "query"),
        ("https://inference.example.com", None, "query"),
        ("https://roboflow.cloud.example.com", None, "query"),
        ("http://localhost:9001", None, "query"),
        ("http://localhost:9001", "header", "header"),
        ("https://serverless.roboflow.com", "query", "query"),
    ],
)
def test_key_location_depends_on_the_host(base_url: str, api_key_in: ApiKeyIn | None, location: str) -> None:
    """`api_key_in` defaults to the header for serverless and dedicated hosts, and to the query for all others."""
    recorder = Recorder()
    with Roboflow(KEY, base_url=base_url, api_key_in=api_key_in, transport=recorder) as client:
        client.infer(make_image(), model="digits/1")

    assert recorder.request.headers.get("authorization") == (f"Bearer {KEY}" if location == "header" else None)
    assert recorder.request.url.params.get("api_key") == (KEY if location == "query" else None)


@pytest.mark.parametrize(
    "base_url",
    ["http://localhost:9001", "http://127.0.0.1:9001", "http://[::1]:9001", "http://10.1.2.3", "http://inference:9001"],
)
def test_private_host_needs_no_key(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A client of a private host needs no key."""
    monkeypatch.delenv("ROBOFLOW_API_KEY", raising=False)
    recorder = Recorder()
    with Roboflow(base_url=base_url, transport=recorder) as client:
        client.infer(make_image(), model="digits/1")

    assert "authorization" not in recorder.request.headers
    assert "api_key" not in recorder.request.url.params


def test_key_and_base_url_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key and base URL are read from the environment, and an argument overrides them."""
    with RecordingServer() as server:
        monkeypatch.setenv("ROBOFLOW_API_KEY", "from-environment")
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        for key in (None, "from-argument"):
            with Roboflow(key) as client:
                client.infer(make_image(), model="digits/1")

    assert [request.query["api_key"] for request in server.received] == ["from-environment", "from-argument"]


@pytest.mark.parametrize("key", ["rf_two words", "rf_newline\n", "rf_schlüssel", "rf_tabulator\t"])
def test_invalid_key_is_rejected(key: str) -> None:
    """A key with a space, line break or non-ASCII character raises ConfigurationError, which does not show it."""
    with pytest.raises(ConfigurationError) as caught:
        Roboflow(key)

    assert key.strip() not in str(caught.value)


@pytest.mark.parametrize(
    "base_url", ["", "localhost:9001", "ftp://host", "https://key@host", "https://host/?api_key=k", "http://"]
)
def test_invalid_base_url_is_rejected(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base URL with credentials, a query, or without a scheme raises ConfigurationError."""
    monkeypatch.delenv("ROBOFLOW_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match=r"base_url|no API key"):
        Roboflow(base_url=base_url)


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
def test_timeout_must_be_positive_and_finite(timeout: float) -> None:
    """A timeout of 0, a negative, infinite or NaN one raises ConfigurationError."""
    with pytest.raises(ConfigurationError, match="timeout"):
        Roboflow("key", timeout=timeout)


def test_image_inputs(tmp_path: Path) -> None:
    """Paths, strings, bytes, files and PIL images are sent, and a file's position is kept."""
    content = make_image("JPEG")
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    file = io.BytesIO(b"skipped" + content)
    file.seek(7)
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        for each in (path, str(path), content, file):
            client.infer(each, model="digits/1")
        client.infer(Image.open(path).convert("CMYK"), model="digits/1")

    assert [base64.b64decode(request.body) for request in server.received[:4]] == [content] * 4
    with Image.open(io.BytesIO(base64.b64decode(server.received[4].body))) as image:
        assert (image.format, image.size) == ("PNG", (8, 4))
    assert file.tell() == 7


def test_multipart_boundary_is_random() -> None:
    """An image that contains a forged part is sent as one part, because the boundary is random."""
    forged = b'\r\n--+++\r\nContent-Disposition: form-data; name="api_key"\r\n\r\nforged\r\n--+++--\r\n'
    content = make_image() + forged
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        for _ in range(2):
            client.classification.infer_file("digits", "1", file=File(content, "photo.png", "image/png"))

    boundaries = {request.headers["content-type"].partition("boundary=")[2] for request in server.received}
    assert len(boundaries) == 2
    for request in server.received:
        boundary = request.headers["content-type"].partition("boundary=")[2].encode()
        first, part, last = request.body.split(b"--" + boundary)
        assert (first, last) == (b"", b"--\r\n")
        assert part.partition(b"\r\n\r\n")[2] == content + b"\r\n"
