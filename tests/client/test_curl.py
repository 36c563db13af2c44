"""Commands from `as_curl()` run in a shell and send the same request."""

from __future__ import annotations

import asyncio
import email
import json
import os
import re
import shutil
import subprocess
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from tests.generated.generator_regressions.vendors import calls, opened
from tests.helpers.images import make_image
from tests.helpers.recording import Received, RecordingServer, make_response
from tests.helpers.sessions import session
from tests.helpers.sources import load_source
from tests.helpers.vendors import each_vendor
from visionapis import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    AsyncXimilar,
    ConfigurationError,
    InvalidImageError,
    ResponseDecodeError,
    Roboflow,
    VisionAPIError,
)
from visionapis import Ximilar as XimilarClient
from visionapis._http.auth import Authenticator
from visionapis._http.auth_schemes import AuthScheme, BasicAuth, BodyAuth, FormAuth, HeaderAuth, QueryAuth
from visionapis._http.curl import with_placeholders
from visionapis._http.redaction import Secret
from visionapis_generated.imagerecognize.resources import Resources as ImageRecognize
from visionapis_generated.types import File
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.models import Base64Record, UrlRecord
from visionapis_generated.ximilar.resources import Resources as Ximilar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from visionapis._http.session import Session

KEY = "rf_$(canary)&key;type=a'b"
CONTENT = b"the image that the user inserts"

# For --url-query: https://curl.se/ch/7.87.0.html
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")


def run(command: str, folder: Path, **environment: str) -> None:
    """Run a curl command in a folder that has a file named `<file>`."""
    (folder / "<file>").write_bytes(CONTENT)
    shell = [shutil.which("sh") or "sh", "-c", f"{command} --silent --show-error --noproxy '*'"]
    result = subprocess.run(
        shell, cwd=folder, env={**os.environ, **environment}, timeout=30, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def body_of(request: Received) -> object:
    """Return the body as far as the command shows it: JSON, form fields, or that there is a file."""
    content_type = request.headers.get("content-type", "")
    if content_type == "application/json":
        return with_placeholders(json.loads(request.body))
    if content_type.startswith("multipart/form-data"):
        message = email.message_from_bytes(f"Content-Type: {content_type}\r\n\r\n".encode() + request.body)
        return [field(part) for part in message.get_payload() if isinstance(part, email.message.Message)]
    # `=` followed by another `=` is the padding of base64.
    if content_type == "application/x-www-form-urlencoded" and re.match(rb"\w+=[^=]", request.body):
        return [
            (name, with_placeholders(value)) for name, value in parse_qsl(request.body.decode(), keep_blank_values=True)
        ]
    return "file" if request.body else None


def field(part: email.message.Message) -> tuple[object, object]:
    """Return name and value of a part of a form."""
    name, value = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
    assert isinstance(value, bytes)
    return name, "file" if part.get_filename() else with_placeholders(value.decode())


def comparable(request: Received) -> tuple[object, ...]:
    """Return the parts of a request that the command must reproduce."""
    query = parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
    content_type = request.headers.get("content-type", "").partition(";")[0]
    redacted_query = [(name, with_placeholders(value) if name != "api_key" else value) for name, value in query]
    return (
        request.method,
        request.path,
        redacted_query,
        request.headers.get("authorization"),
        content_type,
        body_of(request),
    )


@needs_curl
@each_vendor
def test_command_repeats_the_request(vendor: str, tmp_path: Path) -> None:
    """For every call of every contract, the command sends the same method, path, query and body fields."""
    sent: list[tuple[object, ...]] = []
    repeats: list[tuple[object, ...]] = []
    for example in calls(vendor):
        with RecordingServer(make_response("{}", status="400 Bad")) as server:
            with opened(vendor, server.url) as resources, pytest.raises(APIStatusError) as caught:
                example.send(resources)
            command = caught.value.as_curl() or ""
            assert command.count("://") == 1  # its own URL
            run(command, tmp_path)
        first, second = server.received
        sent.append(comparable(first))
        repeats.append(comparable(second))

    assert len(sent) > 3
    assert repeats == sent


AUTH_SCHEMES: dict[str, AuthScheme] = {
    "prefix": HeaderAuth.with_prefix("Token"),
    "prefix by the length of the key": HeaderAuth(lambda key: "JWT" if len(key) == len(KEY) else "Token"),
    "basic": BasicAuth(),
    "query": QueryAuth("api_key"),
    "form": FormAuth("api_key"),
    "body": BodyAuth("api_key"),
}
JSON = {"Content-Type": "application/json"}


def post(session_: Session, **request: object) -> object:
    """Send a request."""
    return session_.call(operations.TASKS_CREATE, {"method": "POST", "url": "/tasks", **request}, httpx.Response.json)


SEND: dict[str, Callable[[Any], object]] = {
    "without a body": lambda session_: Ximilar(session_).tasks.list(page=2),
    "with an empty JSON object": lambda session_: post(session_, headers=JSON, json={}),
    "with a JSON object": lambda session_: post(session_, headers=JSON, json={"a": {}}),
    "with parameters only": lambda session_: post(session_, params={"a": "b"}),
    "with a form": lambda session_: ImageRecognize(session_).recognition.detect_faces(file=File(b"image", "a.png")),
}


@needs_curl
@pytest.mark.parametrize("body", SEND)
@pytest.mark.parametrize("name", AUTH_SCHEMES)
def test_command_takes_the_key_from_the_environment(name: str, body: str, tmp_path: Path) -> None:
    """The command reads the key from an environment variable, whatever the auth scheme."""
    with RecordingServer(make_response("{}", status="400 Bad")) as server:
        authenticator = Authenticator(httpx.URL(server.url), Secret(KEY), AUTH_SCHEMES[name], "VENDOR_API_KEY")
        with session(server.url, authenticator=authenticator) as session_, pytest.raises(APIStatusError) as caught:
            SEND[body](session_)
        command = caught.value.as_curl() or ""
        run(command, tmp_path, VENDOR_API_KEY=KEY)
    first, second = server.received

    assert "canary" not in command
    assert "$VENDOR_API_KEY" in command
    assert sorted(comparable(first), key=repr) == sorted(comparable(second), key=repr)
    assert KEY in key_places(second) or b64encode(f"{KEY}:".encode()).decode() in key_places(second)


def key_places(request: Received) -> list[object]:
    """Return the values of the places that can carry a key."""
    form = body_of(request)
    parts = [value for name, value in form if name == "api_key"] if isinstance(form, list) else []
    field = form.get("api_key") if isinstance(form, dict) else None
    return [request.headers.get("authorization", "").partition(" ")[2], request.query.get("api_key"), field, *parts]


def failure(send: Callable[[Roboflow], object], *replies: bytes) -> VisionAPIError:
    """Return the error of a call."""
    with RecordingServer(*replies) as server, Roboflow(KEY, base_url=server.url) as client:
        try:
            send(client)
        except VisionAPIError as error:
            return error
    pytest.fail("the call did not fail")


SIGNED = "https://images.example.com/a.png?signature=canary"
FAILURES: dict[str, tuple[type[VisionAPIError], bytes]] = {
    "status": (APIStatusError, make_response("{}", status="400 Bad")),
    "connection": (APIConnectionError, b""),
    "response": (ResponseDecodeError, make_response("<html>", content_type="text/html")),
}


@pytest.mark.parametrize("name", FAILURES)
def test_errors_of_requests_have_a_command(name: str) -> None:
    """Every error of a sent request has a command, with placeholders for the image and its URL."""
    error_class, reply = FAILURES[name]
    by_url = failure(lambda client: client.infer(SIGNED, model="digits/1", confidence=0.5), reply)
    by_bytes = failure(lambda client: client.infer(make_image(), model="digits/1", format_="image_and_json"), reply)
    commands = [
        re.sub(r"http://127.0.0.1:[0-9]+", "http://host", error.as_curl() or "") for error in (by_url, by_bytes)
    ]

    assert isinstance(by_url, error_class)
    assert isinstance(by_bytes, error_class)
    key = '--url-query "api_key=$ROBOFLOW_API_KEY"'
    body = "-H 'Content-Type: application/x-www-form-urlencoded' --data-binary '@<file>'"
    assert commands == [
        f"curl -X POST 'http://host/digits/1?image=<url>&confidence=0.5&format=json' {key}",
        f"curl -X POST 'http://host/digits/1?format=image_and_json' {key} {body}",
    ]


@pytest.mark.parametrize("length", [69, 70])
@pytest.mark.parametrize("asynchronous", [False, True])
def test_command_of_a_call_that_waits_for_a_limit(length: int, asynchronous: bool) -> None:
    """A call that ends before its key is needed has a command with the prefix of its key."""
    options: Any = {"requests_per_minute": 1, "timeout": 5.0}

    async def list_async(url: str) -> None:
        async with AsyncXimilar("k" * length, base_url=url, **options) as client:
            await client.tasks.list()
            await client.tasks.list()

    def list_tasks(url: str) -> None:
        with XimilarClient("k" * length, base_url=url, **options) as client:
            client.tasks.list()
            client.tasks.list()

    page = make_response({"count": 0, "next": None, "results": []})
    with RecordingServer(page) as server, pytest.raises(APITimeoutError) as caught:
        asyncio.run(list_async(server.url)) if asynchronous else list_tasks(server.url)
    prefix = server.received[0].headers["authorization"].partition(" ")[0]
    assert prefix == ("JWT" if length == 70 else "Token")
    assert (caught.value.as_curl() or "").endswith(f'-H "Authorization: {prefix} $XIMILAR_TOKEN"')


def test_error_before_a_request_has_no_command() -> None:
    """An error raised before a request was built has no command."""
    bad_image = failure(lambda client: client.infer(b"not an image", model="digits/1"))
    bad_model = failure(lambda client: client.infer(make_image(), model="digits"))

    assert (type(bad_image), bad_image.as_curl()) == (InvalidImageError, None)
    assert (type(bad_model), bad_model.as_curl()) == (ConfigurationError, None)


def test_command_shows_no_image() -> None:
    """The command shows no image data of a JSON body, encoded by the client or by the caller."""
    encoded = load_source(make_image()).image_base64()
    records: list[Base64Record | UrlRecord] = [
        Base64Record(encoded),
        UrlRecord(SIGNED),
        Base64Record(b64encode(make_image(size=(64, 64))).decode()),
    ]
    with (
        RecordingServer(make_response("{}", status="400 Bad")) as server,
        session(server.url) as session_,
        pytest.raises(APIStatusError) as caught,
    ):
        Ximilar(session_).recognition.classify(task_id="a", records=records)

    document = json.loads((caught.value.as_curl() or "").partition("--json '")[2].removesuffix("'"))
    assert document["records"] == [{"_base64": "<image>"}, {"_url": "<url>"}, {"_base64": "<text>"}]
