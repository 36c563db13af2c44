"""A marked key, picture URL, file name and picture go through every call and every failure, and come out nowhere."""

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
from tests.generated.generator_regressions.vendors import VENDORS
from tests.helpers.canary import (
    FILE_NAME,
    KEY,
    MARKS,
    NAME_MARK,
    PICTURE,
    PIXEL_MARK,
    URL,
    frames,
    listening,
    seen,
    shown,
)
from tests.helpers.canary_calls import KINDS, calls, classifications, outcomes, representatives, vendor
from tests.helpers.echo_servers import Parrot, json_answer, repeating, replies
from visionapis import AuthenticationError, PictureError, VisionAPIError
from visionapis._http import retry
from visionapis_testing.faults import ConnectionRefused, FaultPlan, FaultServer, WrongKeyAccepted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.helpers.canary_calls import Call
    from visionapis import Attempt
    from visionapis_testing.faults.response import Answer

REPLIES = replies()
# That a server takes any key is a fault of emulators, and nothing that comes out of a client.
FAULTS = {name: fault for name, fault in ALL_FAULTS.items() if not isinstance(fault, WrongKeyAccepted)}
SLOW = {"latency", "dripping headers", "dripping body"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow each other at once."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.0)


def test_every_client_is_here() -> None:
    """Both clients of each vendor that has a contract are tested."""
    assert sorted(vendor(kind) for kind in KINDS) == sorted([*VENDORS, *VENDORS])


@pytest.mark.parametrize("mark", MARKS)
def test_marks_are_found(mark: str) -> None:
    """A mark is seen in URLs and in base64, wherever it begins there, and not where there is none."""
    for start in ("", "a", "ab", "abc"):
        assert seen(base64.b64encode(f"{start}{mark}:".encode()).decode()) == {mark}
    assert seen(quote(f"https://{mark}.example/?{mark}=1", safe="")) == {mark}
    assert seen("nothing of the kind") == set()


def test_frames_are_searched() -> None:
    """What a function of a package makes of a caller's argument is seen in its frame, the argument itself is not."""
    document = f'{{"{FILE_NAME}": '
    with pytest.raises(JSONDecodeError) as caught:
        json.loads(document)

    assert leaks(frames(caught.value, [document])) == []
    assert {place.rpartition(".")[2] for place in leaks(frames(caught.value, []))} == {f"s: {NAME_MARK}"}


def leaks(places: Iterable[tuple[str, str]]) -> list[str]:
    """Which marks came out, and where."""
    return [f"{place}: {mark}" for place, text in places for mark in seen(text)]


def of(call: Call, result: object) -> Iterator[tuple[str, str]]:
    """Everything that the result of a call shows of itself, by its place."""
    if isinstance(result, BaseException):
        for place, text in (*shown(result), *frames(result, call.given)):
            yield f"{call.name}, {place}", text
    else:
        yield f"{call.name}, result", f"{result!r} {result}"


def whole(answer: Answer) -> tuple[int, Sequence[tuple[str, str]], bytes]:
    """An answer as a server takes it, with the key in a header."""
    return answer.status, [*answer.headers, ("x-request-id", KEY)], answer.body


def told(attempts: Sequence[Attempt]) -> Iterator[tuple[str, str]]:
    """What hooks and telemetry are told."""
    for attempt in attempts:
        yield "attempt", f"{attempt!r} {attempt.attributes}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_call_that_goes_well(kind: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Neither the result nor the answer as it came shows what was sent, nor what is logged on the way."""
    made, attempts = calls(vendor(kind)), list[Any]()
    waiting = iter([each.good_answers()[0] for each in made for _ in range(2)])
    with FaultServer(answer=lambda *_: whole(next(waiting))) as server, listening(capfd) as heard:
        sent = [each for call in made for each in (call.make, call.make_raw)]
        results = outcomes(kind, server.url, sent, on_attempt=attempts.append)

    assert [each for each in results if isinstance(each, Exception)] == []
    found = [place for number, result in enumerate(results) for place in of(made[number // 2], result)]
    assert leaks([*found, *heard.items(), *told(attempts)]) == []
    assert len(attempts) == len(results) == 2 * len(made) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_call_that_is_refused(kind: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """A server that repeats all that it got does not bring it out, whatever call it answers."""
    made, attempts = calls(vendor(kind)), list[Any]()
    with FaultServer(answer=Parrot(REPLIES["status 401"])) as server, listening(capfd) as heard:
        results = outcomes(kind, server.url, [call.make for call in made], on_attempt=attempts.append)

    assert {type(each) for each in results} == {AuthenticationError}
    found = [place for call, result in zip(made, results, strict=True) for place in of(call, result)]
    assert leaks([*found, *heard.items(), *told(attempts)]) == []
    assert len(attempts) == len(results) == len(made) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_bad_answer(kind: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Nor does it in any other answer that it can give."""
    made, parrot = representatives(vendor(kind)), Parrot(REPLIES["status 401"])
    found: list[tuple[str, str]] = []
    with FaultServer(answer=parrot) as server, listening(capfd) as heard:
        for name, reply in REPLIES.items():
            parrot.reply = reply
            results = outcomes(kind, server.url, [call.make for call in made], max_retries=0)
            for call, result in zip(made, results, strict=True):
                assert isinstance(result, VisionAPIError) or "200" in name
                found += [
                    (f"{name}, {place}", text) for place, text in of(call, result) if isinstance(result, Exception)
                ]

    assert leaks([*found, *heard.items()]) == []
    assert len(found) > 3 * len(REPLIES)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault(kind: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Nor when the connection breaks, the answer is damaged, or comes too late."""
    made, attempts = [call for call in representatives(vendor(kind)) if call.has_answer][:2], list[Any]()
    options = {"on_attempt": attempts.append, "max_retries": 1, "max_wait": 0.5}
    found: list[tuple[str, str]] = []
    with listening(capfd) as heard:
        for name, fault in FAULTS.items():
            plan = FaultPlan()
            with FaultServer(plan, answer=Parrot(lambda text: json_answer(200, text))) as server:
                plan.add(fault)
                timeout = 0.1 if name in SLOW else 10.0
                with server.refusing() if isinstance(fault, ConnectionRefused) else nullcontext():
                    results = outcomes(kind, server.url, [call.make for call in made], timeout=timeout, **options)
            for call, result in zip(made, results, strict=True):
                assert isinstance(result, VisionAPIError), f"{name}: {result!r}"
                found += [(f"{name}, {place}", text) for place, text in of(call, result)]

    assert leaks([*found, *heard.items(), *told(attempts)]) == []
    assert len(attempts) > len(FAULTS) * len(made)  # some are sent again


@pytest.mark.parametrize("kind", KINDS)
def test_every_answer_that_repeats_in_every_text(kind: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """What fails on an answer of the right shape, in part for example, repeats nothing of it."""
    made = [(call, each) for call in calls(vendor(kind)) for each in call.good_answers()]
    waiting = iter(made)
    with (
        FaultServer(answer=Parrot(lambda text: repeating(next(waiting)[1], text))) as server,
        listening(capfd) as heard,
    ):
        results = outcomes(kind, server.url, [call.make for call, _ in made])

    pairs = zip(made, results, strict=True)
    found = [place for (call, _), result in pairs if isinstance(result, Exception) for place in of(call, result)]
    assert leaks([*found, *heard.items()]) == []
    assert len(results) == len(made) > 0


PICTURES: dict[str, Callable[[Path], object]] = {
    "a path to nothing": lambda folder: folder / FILE_NAME,
    "a name of nothing": lambda folder: str(folder / FILE_NAME),
    "a folder": lambda folder: folder / NAME_MARK,
    "a file that is no picture": lambda folder: written(folder / FILE_NAME, b"text" + PICTURE),
    "bytes that are no picture": lambda _: b"text" + PICTURE,
    "an empty file": lambda folder: written(folder / FILE_NAME, b""),
    "too many bytes": lambda _: PICTURE + bytes(1000),
    "a file that is too large": lambda folder: written(folder / FILE_NAME, PICTURE + bytes(1000)),
    "a file that was closed": lambda folder: closed(written(folder / FILE_NAME, PICTURE)),
    "a URL of a scheme that no server fetches": lambda _: URL.replace("https", "ftp"),
    "a name that no file can have": lambda _: f"{NAME_MARK}\0{PIXEL_MARK}",
    "an image that cannot be encoded": lambda _: Image.new("F", (8, 8)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_bad_picture(kind: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What cannot be sent is not shown, nor what it is called."""
    (tmp_path / NAME_MARK).mkdir()
    made = [
        call
        for number, (name, make) in enumerate(PICTURES.items())
        for call in classifications(vendor(kind), {name: make(tmp_path / str(number))})
    ]
    with listening(capfd) as heard:
        results = outcomes(kind, "http://localhost:1", [call.make for call in made], max_picture_bytes=600)

    assert {type(each) for each in results} == {PictureError}
    found = [place for call, result in zip(made, results, strict=True) for place in of(call, result)]
    assert leaks([*found, *heard.items()]) == []


def written(path: Path, content: bytes) -> Path:
    """A file with this content."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def closed(path: Path) -> object:
    """A file object that is closed."""
    with path.open("rb") as file:
        return file
