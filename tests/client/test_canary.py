"""A marked key, image URL, file name and image go through every call and every failure without leaking."""

from __future__ import annotations

import base64
import json
from contextlib import nullcontext
from json import JSONDecodeError
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from PIL import Image

from tests.faults.table import FAULTS as ALL_FAULTS
from tests.helpers.canary import (
    FILE_NAME,
    IMAGE,
    KEY,
    MARKS,
    NAME_MARK,
    PIXEL_MARK,
    URL,
    captured_output,
    find_marks,
    frame_locals,
    visible_texts,
)
from tests.helpers.canary_calls import all_calls, classify_calls, outcomes, sample_calls
from tests.helpers.classification import each_classifying_client
from tests.helpers.echo_servers import EchoServer, error_replies, extend_strings, json_response
from tests.helpers.vendors import CLIENTS, VENDORS, each_client, vendor_of
from visionapis import AuthenticationError, InvalidImageError, VisionAPIError
from visionapis._http import retry
from visionapis_testing.faults import AnyKeyAccepted, ConnectionRefused, FaultPlan, FaultServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.helpers.canary_calls import Call
    from visionapis import Attempt
    from visionapis_testing.faults.response import PlainResponse

ERROR_REPLIES = error_replies()
# AnyKeyAccepted changes emulators only; clients see no error.
FAULTS = {name: fault for name, fault in ALL_FAULTS.items() if not isinstance(fault, AnyKeyAccepted)}
SLOW = {"latency", "slow headers", "slow body"}


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry without a delay."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.0)


def test_every_client_is_here() -> None:
    """Both clients of every vendor with a contract are tested."""
    assert sorted(vendor_of(client_class) for client_class in CLIENTS) == sorted([*VENDORS, *VENDORS])


@pytest.mark.parametrize("mark", MARKS)
def test_marks_are_found(mark: str) -> None:
    """A mark is found in URLs and base64 text, at any offset, and not elsewhere."""
    for start in ("", "a", "ab", "abc"):
        assert find_marks(base64.b64encode(f"{start}{mark}:".encode()).decode()) == {mark}
    assert find_marks(quote(f"https://{mark}.example/?{mark}=1", safe="")) == {mark}
    assert find_marks("no mark") == set()


def test_frame_locals_are_searched() -> None:
    """Values made from a caller's argument are found in frames; the argument itself is left out."""
    document = f'{{"{FILE_NAME}": '
    with pytest.raises(JSONDecodeError) as caught:
        json.loads(document)

    assert leaks(frame_locals(caught.value, [document])) == []
    assert {place.rpartition(".")[2] for place in leaks(frame_locals(caught.value, []))} == {f"s: {NAME_MARK}"}


def leaks(places: Iterable[tuple[str, str]]) -> list[str]:
    """Return the marks that leak, each with its place."""
    return [f"{place}: {mark}" for place, text in places for mark in find_marks(text)]


def texts_of(call: Call, result: object) -> Iterator[tuple[str, str]]:
    """Yield every text that the outcome of a call shows, by place."""
    if isinstance(result, BaseException):
        for place, text in (*visible_texts(result), *frame_locals(result, call.inputs)):
            yield f"{call.name}, {place}", text
    else:
        yield f"{call.name}, result", f"{result!r} {result}"


def with_key_header(response: PlainResponse) -> tuple[int, Sequence[tuple[str, str]], bytes]:
    """Return a response as a server's application does, with the key in a header."""
    return response.status_code, [*response.headers, ("x-request-id", KEY)], response.body


def attempt_texts(attempts: Sequence[Attempt]) -> Iterator[tuple[str, str]]:
    """Yield the texts of the attempts that hooks receive."""
    for attempt in attempts:
        yield "attempt", f"{attempt!r} {attempt.attributes}"


@each_client
def test_successful_calls_leak_nothing(client_class: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither results, raw responses, logs nor attempts of successful calls show a secret."""
    calls, attempts = all_calls(vendor_of(client_class)), list[Any]()
    remaining = iter([each.success_responses()[0] for each in calls for _ in range(2)])
    with (
        FaultServer(response=lambda *_: with_key_header(next(remaining))) as server,
        captured_output(capfd) as captured,
    ):
        sends = [each for call in calls for each in (call.send, call.send_raw)]
        results = outcomes(client_class, server.url, sends, on_attempt=attempts.append)

    assert [each for each in results if isinstance(each, Exception)] == []
    found = [place for number, result in enumerate(results) for place in texts_of(calls[number // 2], result)]
    assert leaks([*found, *captured.items(), *attempt_texts(attempts)]) == []
    assert len(attempts) == len(results) == 2 * len(calls) > 0


@each_client
def test_rejected_calls_leak_nothing(client_class: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors leak no secret when the server repeats the request in a 401 response, for every call."""
    calls, attempts = all_calls(vendor_of(client_class)), list[Any]()
    with FaultServer(response=EchoServer(ERROR_REPLIES["status 401"])) as server, captured_output(capfd) as captured:
        results = outcomes(client_class, server.url, [call.send for call in calls], on_attempt=attempts.append)

    assert {type(each) for each in results} == {AuthenticationError}
    found = [place for call, result in zip(calls, results, strict=True) for place in texts_of(call, result)]
    assert leaks([*found, *captured.items(), *attempt_texts(attempts)]) == []
    assert len(attempts) == len(results) == len(calls) > 0


@each_client
def test_error_responses_leak_nothing(client_class: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors leak no secret for every kind of error response that repeats the request."""
    calls, echo_server = sample_calls(vendor_of(client_class)), EchoServer(ERROR_REPLIES["status 401"])
    found: list[tuple[str, str]] = []
    with FaultServer(response=echo_server) as server, captured_output(capfd) as captured:
        for name, reply in ERROR_REPLIES.items():
            echo_server.reply = reply
            results = outcomes(client_class, server.url, [call.send for call in calls], max_retries=0)
            for call, result in zip(calls, results, strict=True):
                assert isinstance(result, VisionAPIError) or "200" in name
                found += [
                    (f"{name}, {place}", text)
                    for place, text in texts_of(call, result)
                    if isinstance(result, Exception)
                ]

    assert leaks([*found, *captured.items()]) == []
    assert len(found) > 3 * len(ERROR_REPLIES)


@each_client
def test_faults_leak_nothing(client_class: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors leak no secret when the connection breaks or the response is damaged or late."""
    calls, attempts = [call for call in sample_calls(vendor_of(client_class)) if call.has_response][:2], list[Any]()
    options = {"on_attempt": attempts.append, "max_retries": 1, "max_retry_delay": 0.5}
    found: list[tuple[str, str]] = []
    with captured_output(capfd) as captured:
        for name, fault in FAULTS.items():
            plan = FaultPlan()
            with FaultServer(plan, response=EchoServer(lambda text: json_response(200, text))) as server:
                plan.add(fault)
                timeout = 0.1 if name in SLOW else 10.0
                with server.refusing() if isinstance(fault, ConnectionRefused) else nullcontext():
                    results = outcomes(
                        client_class, server.url, [call.send for call in calls], timeout=timeout, **options
                    )
            for call, result in zip(calls, results, strict=True):
                assert isinstance(result, VisionAPIError), f"{name}: {result!r}"
                found += [(f"{name}, {place}", text) for place, text in texts_of(call, result)]

    assert leaks([*found, *captured.items(), *attempt_texts(attempts)]) == []
    assert len(attempts) > len(FAULTS) * len(calls)  # some are retried


@each_client
def test_echo_in_every_string_leaks_nothing(client_class: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors about a well-formed response leak no secret from its strings, partial failures included."""
    calls = [(call, each) for call in all_calls(vendor_of(client_class)) for each in call.success_responses()]
    remaining = iter(calls)
    with (
        FaultServer(response=EchoServer(lambda text: extend_strings(next(remaining)[1], text))) as server,
        captured_output(capfd) as captured,
    ):
        results = outcomes(client_class, server.url, [call.send for call, _ in calls])

    pairs = zip(calls, results, strict=True)
    found = [place for (call, _), result in pairs if isinstance(result, Exception) for place in texts_of(call, result)]
    assert leaks([*found, *captured.items()]) == []
    assert len(results) == len(calls) > 0


IMAGES: dict[str, Callable[[Path], object]] = {
    "missing path": lambda folder: folder / FILE_NAME,
    "missing path as text": lambda folder: str(folder / FILE_NAME),
    "directory": lambda folder: folder / NAME_MARK,
    "file that is not an image": lambda folder: write(folder / FILE_NAME, b"this text is not an image: " * 2 + IMAGE),
    "bytes that are not an image": lambda _: b"this text is not an image: " * 2 + IMAGE,
    "empty file": lambda folder: write(folder / FILE_NAME, b""),
    "too many bytes": lambda _: IMAGE + bytes(1000),
    "file that is too large": lambda folder: write(folder / FILE_NAME, IMAGE + bytes(1000)),
    "closed file": lambda folder: closed_file(write(folder / FILE_NAME, IMAGE)),
    "URL with an unsupported scheme": lambda _: URL.replace("https", "ftp"),
    "path with a null byte": lambda _: f"{NAME_MARK}\0{PIXEL_MARK}",
    "unsupported PIL mode": lambda _: Image.new("F", (8, 8)),
    "base64 text": lambda _: base64.b64encode(IMAGE).decode(),
    "base64 text as bytes": lambda _: base64.b64encode(IMAGE),
    "data URI that is too large": lambda _: f"data:image/png;base64,{base64.b64encode(IMAGE + bytes(1000)).decode()}",
    "invalid data URI": lambda _: f"data:image/png;base64,{base64.b64encode(IMAGE).decode()}*",
    "data URI as bytes": lambda _: b"data:image/png;base64," + base64.b64encode(IMAGE) + b"*",
}


@each_classifying_client
def test_invalid_images_leak_nothing(client_class: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors about an image that cannot be sent show its path, and nothing else of it."""
    (tmp_path / NAME_MARK).mkdir()
    calls = [
        call
        for number, (name, make) in enumerate(IMAGES.items())
        for call in classify_calls(vendor_of(client_class), {name: make(tmp_path / str(number))})
    ]
    with captured_output(capfd) as captured:
        results = outcomes(client_class, "http://localhost:1", [call.send for call in calls], max_image_bytes=600)

    assert {type(each) for each in results} == {InvalidImageError}
    found = [
        (place, text.replace(str(call.inputs[0]), "").replace(repr(str(call.inputs[0]))[1:-1], ""))
        for call, result in zip(calls, results, strict=True)
        for place, text in texts_of(call, result)
    ]
    assert leaks([*found, *captured.items()]) == []


def write(path: Path, content: bytes) -> Path:
    """Write a file and return its path."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def closed_file(path: Path) -> object:
    """Return a closed file object."""
    with path.open("rb") as file:
        return file
