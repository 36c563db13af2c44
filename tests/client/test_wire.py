"""What the client puts on the wire."""

from __future__ import annotations

import asyncio
import base64
import io
from typing import TYPE_CHECKING

import httpx
import pytest
from PIL import Image

from tests.helpers.images import picture
from tests.helpers.recording import SINGLE_LABEL, RecordingServer, answer
from visionapis import AsyncRoboflow, ConfigurationError, Roboflow
from visionapis_generated.roboflow.types import File

if TYPE_CHECKING:
    from pathlib import Path

    from visionapis.roboflow.requests import KeyIn

KEY = "rf_canary-key"


class Recorder(httpx.BaseTransport):
    """Keeps the one request that arrives, for hosts that a test must not reach."""

    def __init__(self) -> None:
        """Nothing has arrived."""
        self.request = httpx.Request("GET", "http://nowhere.invalid")

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Keep the request and answer it."""
        self.request = request
        return httpx.Response(200, json=SINGLE_LABEL)


def test_picture_is_raw_base64_under_the_customary_content_type() -> None:
    """The body is the picture's base64 text itself, not form-encoded, whatever bytes the picture has."""
    content = picture("PNG", (40, 40)) + bytes(range(256))
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


def test_asynchronous_client_sends_the_same() -> None:
    """Both clients send equal requests, byte for byte."""

    async def call(url: str) -> None:
        async with AsyncRoboflow(KEY, base_url=url) as client:
            await client.infer(picture(), model="digits/1", confidence=0.25, source="tests")
            await client.render("https://pictures.example.com/a.jpg", model="digits/1", stroke=3)

    replies = [answer(SINGLE_LABEL), answer(b"\xff\xd8\xff", content_type="image/jpeg")]
    with RecordingServer(*replies) as one, Roboflow(KEY, base_url=one.url) as client:
        client.infer(picture(), model="digits/1", confidence=0.25, source="tests")
        client.render("https://pictures.example.com/a.jpg", model="digits/1", stroke=3)
    with RecordingServer(*replies) as other:
        asyncio.run(call(other.url))

    def sent(server: RecordingServer) -> list[tuple[object, ...]]:
        return [(r.method, r.target, {**r.headers, "host": ""}, r.body) for r in server.received]

    assert sent(one) == sent(other)
    assert len(one.received) == 2


def test_url_goes_into_the_query_without_a_body() -> None:
    """A picture by URL is one parameter; the server fetches it."""
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        client.infer("https://pictures.example.com/a b.jpg?size=1&x=%20", model="digits/1")

    (request,) = server.received
    assert request.query["image"] == "https://pictures.example.com/a b.jpg?size=1&x=%20"
    assert request.body == b""


@pytest.mark.parametrize(
    ("confidence", "sent"),
    [(0.0, "0.0"), (0.4, "0.4"), (0.999, "0.999"), (1, "100.0"), (1.0, "100.0"), ("best", "best")],
)
def test_confidence_is_a_fraction_whatever_the_wire_wants(confidence: float, sent: str) -> None:
    """The server takes 1 for one percent, so the whole is sent as 100."""
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        client.infer(picture(), model="digits/1", confidence=confidence)

    assert server.received[0].query["confidence"] == sent


@pytest.mark.parametrize("confidence", [-0.1, 1.01, 40, float("nan"), "worst"])
def test_confidence_outside_0_to_1_is_refused_before_anything_is_sent(confidence: float) -> None:
    """Percent, negative numbers and unknown names are a mistake of the caller."""
    recorder = Recorder()
    client = Roboflow(base_url="http://localhost", transport=recorder)
    with pytest.raises(ConfigurationError, match="from 0 to 1"):
        client.infer(picture(), model="digits/1", confidence=confidence)

    assert recorder.request.method == "GET"  # the one it starts with


@pytest.mark.parametrize("model", ["", "digits", "digits/", "/1", "a/b/c", "digits/1/"])
def test_model_is_dataset_and_version(model: str) -> None:
    """Anything else is refused before it is sent, and the message shows the form."""
    with (
        Roboflow(base_url="http://localhost:1") as client,
        pytest.raises(ConfigurationError, match="'dataset/version'"),
    ):
        client.infer(picture(), model=model)


def test_model_names_are_quoted() -> None:
    """No character of a name changes the path or the query."""
    with RecordingServer() as server, Roboflow(base_url=server.url) as client:
        client.infer(picture(), model="späte?x=1&#%/1 2")

    assert server.received[0].path == "/sp%C3%A4te%3Fx%3D1%26%23%25/1%202"


def test_base_url_keeps_its_path() -> None:
    """A server behind a path prefix is reached below it."""
    with RecordingServer() as server, Roboflow(base_url=server.url + "/vision/") as client:
        client.infer(picture(), model="digits/1")

    assert server.received[0].path == "/vision/digits/1"


@pytest.mark.parametrize(
    ("base_url", "key_in", "place"),
    [
        ("https://serverless.roboflow.com", None, "header"),
        ("https://serverless.roboflow.eu", None, "header"),
        ("https://mine.roboflow.cloud", None, "header"),
        ("https://classify.roboflow.com", None, "query"),
        ("https://inference.example.com", None, "query"),
        ("https://roboflow.cloud.example.com", None, "query"),
        ("http://localhost:9001", None, "query"),
        ("http://localhost:9001", "bearer", "header"),
        ("https://serverless.roboflow.com", "query", "query"),
    ],
)
def test_key_goes_where_the_host_reads_it(base_url: str, key_in: KeyIn | None, place: str) -> None:
    """Bearer for serverless hosting and dedicated deployments, query for all others, unless the caller says so."""
    recorder = Recorder()
    with Roboflow(KEY, base_url=base_url, key_in=key_in, transport=recorder) as client:
        client.infer(picture(), model="digits/1")

    assert recorder.request.headers.get("authorization") == (f"Bearer {KEY}" if place == "header" else None)
    assert recorder.request.url.params.get("api_key") == (KEY if place == "query" else None)


@pytest.mark.parametrize(
    "base_url",
    ["http://localhost:9001", "http://127.0.0.1:9001", "http://[::1]:9001", "http://10.1.2.3", "http://inference:9001"],
)
def test_private_host_needs_no_key(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of one's own is called without a key."""
    monkeypatch.delenv("ROBOFLOW_API_KEY", raising=False)
    recorder = Recorder()
    with Roboflow(base_url=base_url, transport=recorder) as client:
        client.infer(picture(), model="digits/1")

    assert "authorization" not in recorder.request.headers
    assert "api_key" not in recorder.request.url.params


@pytest.mark.parametrize("base_url", [None, "https://classify.roboflow.com", "http://8.8.8.8"])
def test_public_host_wants_a_key_at_once(base_url: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key the client is not even made, and the message names the variable."""
    monkeypatch.delenv("ROBOFLOW_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="ROBOFLOW_API_KEY"):
        Roboflow(base_url=base_url)


def test_environment_gives_key_and_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both can come from the environment; an argument wins."""
    with RecordingServer() as server:
        monkeypatch.setenv("ROBOFLOW_API_KEY", "from-environment")
        monkeypatch.setenv("ROBOFLOW_BASE_URL", server.url)
        for key in (None, "from-argument"):
            with Roboflow(key) as client:
                client.infer(picture(), model="digits/1")

    assert [request.query["api_key"] for request in server.received] == ["from-environment", "from-argument"]


@pytest.mark.parametrize("key", ["rf_two words", "rf_newline\n", "rf_schlüssel", "rf_tabulator\t"])
def test_key_that_cannot_be_one_is_refused_unseen(key: str) -> None:
    """A key with a blank, a line break or an umlaut is a mistake; the message does not show it."""
    with pytest.raises(ConfigurationError) as caught:
        Roboflow(key)

    assert key.strip() not in str(caught.value)


@pytest.mark.parametrize(
    "base_url", ["", "localhost:9001", "ftp://host", "https://key@host", "https://host/?api_key=k", "http://"]
)
def test_address_is_checked(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address with a key, a query, or without a scheme is refused; an empty one is the default."""
    monkeypatch.delenv("ROBOFLOW_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match=r"base_url|wants a key"):
        Roboflow(base_url=base_url)


@pytest.mark.parametrize("timeout", [0, -1, float("inf"), float("nan")])
def test_timeout_has_an_end(timeout: float) -> None:
    """No call waits for ever, not even on request."""
    with pytest.raises(ConfigurationError, match="timeout"):
        Roboflow("key", timeout=timeout)


def test_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public host is called through the proxy that the environment names, unless it is exempt."""
    with RecordingServer() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        with Roboflow(KEY, base_url="http://inference.internal") as client:
            client.infer(picture(), model="digits/1")
        with RecordingServer() as server, Roboflow(base_url=server.url) as exempt:
            exempt.infer(picture(), model="digits/1")

    (request,) = proxy.received
    assert request.target.startswith("http://inference.internal/digits/1?")
    assert request.query["api_key"] == KEY
    assert len(server.received) == 1


def test_closed_client_says_so() -> None:
    """No connection is opened that nobody would close."""
    with RecordingServer() as server:
        client = Roboflow(base_url=server.url)
        client.close()
        with pytest.raises(ConfigurationError, match="closed"):
            client.infer(picture(), model="digits/1")

    assert server.received == []


def test_pictures_of_every_kind_arrive_whole(tmp_path: Path) -> None:
    """Path, text path, bytes, file and PIL image arrive; a file object is left where it stood."""
    content = picture("JPEG")
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
    """A picture that spells out the generator's own boundary and a forged part arrives byte for byte, as one part."""
    forged = b'\r\n--+++\r\nContent-Disposition: form-data; name="api_key"\r\n\r\nforged\r\n--+++--\r\n'
    content = picture() + forged
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
