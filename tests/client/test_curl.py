"""What `as_curl()` prints is run in a shell, and makes the same request."""

from __future__ import annotations

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

from tests.generated.generator_regressions.vendors import VENDORS, calls, opened
from tests.helpers.images import picture
from tests.helpers.recording import Received, RecordingServer, answer
from tests.helpers.sessions import session
from tests.helpers.sources import source_of
from visionapis import (
    ConfigurationError,
    DecodeError,
    PictureError,
    Roboflow,
    StatusError,
    TransportError,
    VisionAPIError,
)
from visionapis._http.auth import AsUser, InForm, InHeader, InQuery, Keyring, Put
from visionapis._http.curl import veiled
from visionapis._http.redaction import Secret
from visionapis_generated.imagerecognize.facade import Facade as ImageRecognize
from visionapis_generated.imagerecognize.types import File
from visionapis_generated.ximilar.facade import Facade as Ximilar
from visionapis_generated.ximilar.models import Base64Record, UrlRecord

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY = "rf_$(canary)&key;type=a'b"
CONTENT = b"what the caller puts in place of the picture"

# For --url-query: https://curl.se/ch/7.87.0.html
needs_curl = pytest.mark.skipif(not shutil.which("curl"), reason="the command is run, and curl is not installed")


def run(command: str, folder: Path, **environment: str) -> None:
    """Run the command of an error, in a folder with a file in place of `<file>`."""
    (folder / "<file>").write_bytes(CONTENT)
    shell = [shutil.which("sh") or "sh", "-c", f"{command} --silent --show-error --noproxy '*'"]
    result = subprocess.run(
        shell, cwd=folder, env={**os.environ, **environment}, timeout=30, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")


def content(request: Received) -> object:
    """The body, as far as the command tells it: a document, names and values, or that there is a file."""
    kind = request.headers.get("content-type", "")
    if kind == "application/json":
        return veiled(json.loads(request.body))
    if kind.startswith("multipart/form-data"):
        message = email.message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + request.body)
        return [field(part) for part in message.get_payload() if isinstance(part, email.message.Message)]
    if kind == "application/x-www-form-urlencoded" and re.match(rb"\w+=[^=]", request.body):  # no padding of base64
        return [(name, veiled(value)) for name, value in parse_qsl(request.body.decode(), keep_blank_values=True)]
    return "file" if request.body else None


def field(part: email.message.Message) -> tuple[object, object]:
    """Name and value of a part of a form."""
    name, value = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
    assert isinstance(value, bytes)
    return name, "file" if part.get_filename() else veiled(value.decode())


def told(request: Received) -> tuple[object, ...]:
    """What the command has to tell of a request."""
    query = parse_qsl(urlsplit(request.target).query, keep_blank_values=True)
    kind = request.headers.get("content-type", "").partition(";")[0]
    shown = [(name, veiled(value) if name != "api_key" else value) for name, value in query]
    return request.method, request.path, shown, request.headers.get("authorization"), kind, content(request)


@needs_curl
@pytest.mark.parametrize("vendor", VENDORS)
def test_command_makes_the_same_request(vendor: str, tmp_path: Path) -> None:
    """Every call of every contract: method, path, query, and each field of the body."""
    sent: list[tuple[object, ...]] = []
    repeated: list[tuple[object, ...]] = []
    for example in calls(vendor):
        with RecordingServer(answer("{}", status="400 Bad")) as server:
            with opened(vendor, server.url) as facade, pytest.raises(StatusError) as caught:
                example.send(facade)
            command = caught.value.as_curl() or ""
            assert command.count("://") == 1  # its own address
            run(command, tmp_path)
        first, second = server.received
        sent.append(told(first))
        repeated.append(told(second))

    assert len(sent) > 3
    assert repeated == sent


PUTS: dict[str, Put] = {
    "word": InHeader.after("Token"),
    "user": AsUser(),
    "query": InQuery("api_key"),
    "form": InForm("api_key"),
}
SEND: dict[str, Callable[[Any], object]] = {
    "without a body": lambda caller: Ximilar(caller).tasks.list(page=2),
    "with a form": lambda caller: ImageRecognize(caller).recognition.detect_faces(file=File(b"picture", "a.png")),
}


@needs_curl
@pytest.mark.parametrize("body", SEND)
@pytest.mark.parametrize("name", PUTS)
def test_command_takes_the_key_from_the_environment(name: str, body: str, tmp_path: Path) -> None:
    """However the key is put on, and whatever characters are in it."""
    with RecordingServer(answer("{}", status="400 Bad")) as server:
        keyring = Keyring(httpx.URL(server.url), Secret(KEY), PUTS[name], "VENDOR_API_KEY")
        with session(server.url, keyring=keyring) as caller, pytest.raises(StatusError) as caught:
            SEND[body](caller)
        command = caught.value.as_curl() or ""
        run(command, tmp_path, VENDOR_API_KEY=KEY)
    first, second = server.received

    assert "canary" not in command
    assert "$VENDOR_API_KEY" in command
    assert sorted(told(first), key=repr) == sorted(told(second), key=repr)
    assert KEY in keys(second) or b64encode(f"{KEY}:".encode()).decode() in keys(second)


def keys(request: Received) -> list[object]:
    """What stands where a key can."""
    form = content(request)
    parts = [value for name, value in form if name == "api_key"] if isinstance(form, list) else []
    return [request.headers.get("authorization", "").partition(" ")[2], request.query.get("api_key"), *parts]


def failure(send: Callable[[Roboflow], object], *replies: bytes) -> VisionAPIError:
    """The error of a call."""
    with RecordingServer(*replies) as server, Roboflow(KEY, base_url=server.url) as client:
        try:
            send(client)
        except VisionAPIError as error:
            return error
    pytest.fail("the call did not fail")


SIGNED = "https://pictures.example.com/a.png?signature=canary"
FAILURES: dict[str, tuple[type[VisionAPIError], bytes]] = {
    "status": (StatusError, answer("{}", status="400 Bad")),
    "connection": (TransportError, b""),
    "answer": (DecodeError, answer("<html>", content_type="text/html")),
}


@pytest.mark.parametrize("name", FAILURES)
def test_every_failure_of_a_request_has_its_command(name: str) -> None:
    """With words in brackets for the picture, and for its address."""
    kind, reply = FAILURES[name]
    by_url = failure(lambda client: client.infer(SIGNED, model="digits/1", confidence=0.5), reply)
    by_bytes = failure(lambda client: client.infer(picture(), model="digits/1", format_="image_and_json"), reply)
    commands = [
        re.sub(r"http://127.0.0.1:[0-9]+", "http://host", error.as_curl() or "") for error in (by_url, by_bytes)
    ]

    assert isinstance(by_url, kind)
    assert isinstance(by_bytes, kind)
    key = '--url-query "api_key=$ROBOFLOW_API_KEY"'
    body = "-H 'Content-Type: application/x-www-form-urlencoded' --data-binary '@<file>'"
    assert commands == [
        f"curl -X POST 'http://host/digits/1?image=<url>&confidence=0.5&format=json' {key}",
        f"curl -X POST 'http://host/digits/1?format=image_and_json' {key} {body}",
    ]


def test_failure_before_a_request_has_none() -> None:
    """There is nothing to repeat."""
    bad_picture = failure(lambda client: client.infer(b"no picture", model="digits/1"))
    bad_model = failure(lambda client: client.infer(picture(), model="digits"))

    assert (type(bad_picture), bad_picture.as_curl()) == (PictureError, None)
    assert (type(bad_model), bad_model.as_curl()) == (ConfigurationError, None)


def test_command_shows_no_picture() -> None:
    """Not within a document, however small it is, nor in a text that the caller encoded."""
    text = source_of(picture()).base64_text()
    records: list[Base64Record | UrlRecord] = [
        Base64Record(text),
        UrlRecord(SIGNED),
        Base64Record(b64encode(picture(size=(64, 64))).decode()),
    ]
    with (
        RecordingServer(answer("{}", status="400 Bad")) as server,
        session(server.url) as caller,
        pytest.raises(StatusError) as caught,
    ):
        Ximilar(caller).recognition.classify(task_id="a", records=records)

    document = json.loads((caught.value.as_curl() or "").partition("--json '")[2].removesuffix("'"))
    assert document["records"] == [{"_base64": "<picture>"}, {"_url": "<url>"}, {"_base64": "<text>"}]
