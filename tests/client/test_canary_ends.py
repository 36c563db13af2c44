"""A marked key does not come out of clients either, nor of calls that end before an answer, or in the middle of one."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.helpers.canary import KEY, PICTURE, frames, listening, seen, shown
from tests.helpers.canary_calls import KINDS, calls, classifications, outcomes, representatives, vendor
from tests.helpers.echo_servers import Parrot, mistyping
from tests.helpers.recording import RecordingServer, answer
from visionapis import CallTimeoutError, ConfigurationError, ServerError, VisionAPIError
from visionapis._http.client import Client
from visionapis_testing.faults import FaultServer

if TYPE_CHECKING:
    from tests.helpers.canary_calls import Call

SYNCHRONOUS = [kind for kind in KINDS if issubclass(kind, Client)]
ASYNCHRONOUS = [kind for kind in KINDS if not issubclass(kind, Client)]


def leaks(error: BaseException, call: Call) -> list[str]:
    """Which marks an error shows, and where."""
    return [f"{place}: {mark}" for place, text in (*shown(error), *frames(error, call.given)) for mark in seen(text)]


def refuse() -> str:
    """A function that is asked for a key, and quotes it."""
    raise RuntimeError(KEY)


@pytest.mark.parametrize("kind", KINDS)
def test_client_itself(kind: Any) -> None:
    """A client shows its server, not its key."""
    client = kind(KEY, base_url="http://localhost:1", proxy=f"http://user:{quote(KEY, safe='')}@localhost:1")
    copy = client.with_options(timeout=1)
    for each in (client, copy):
        assert str(each) == repr(each) == f"<{kind.__name__} http://localhost:1>"
        assert seen(f"{vars(each)} {vars(each._session)} {each._session.settings}") == set()


@pytest.mark.parametrize("kind", KINDS)
def test_client_that_cannot_be_made(kind: Any) -> None:
    """The address of a proxy may have a password, which is not shown when it cannot be used."""
    with pytest.raises(ConfigurationError, match="no connection can be made") as caught:
        kind(KEY, base_url="http://localhost:1", proxy=f"http://user:{KEY}@localhost:1")

    places = [*shown(caught.value), *frames(caught.value, [])]
    assert [place for place, text in places if seen(text)] == []


@pytest.mark.parametrize("kind", SYNCHRONOUS)
def test_calls_that_are_not_made(kind: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """A client that is closed, or gets no key, says so, and no more."""
    call = representatives(vendor(kind))[0]
    with listening(capfd) as heard:
        with kind(KEY, base_url="http://localhost:1") as client:
            pass
        with pytest.raises(ConfigurationError, match="closed") as closed:
            call.make(client)
        with (
            kind(refuse, base_url="http://localhost:1") as client,
            pytest.raises(ConfigurationError, match="gave no key: it raised RuntimeError") as keyless,
        ):
            call.make(client)

    assert [*leaks(closed.value, call), *leaks(keyless.value, call)] == []
    assert seen(str(heard)) == set()


@pytest.mark.parametrize("kind", ASYNCHRONOUS)
@pytest.mark.parametrize("timeout", [0.2, 10.0])
def test_calls_that_are_given_up(kind: Any, timeout: float, capfd: pytest.CaptureFixture[str]) -> None:
    """A task that is cancelled and one whose time is over show nothing of their request."""
    call = representatives(vendor(kind))[0]
    ended: list[BaseException] = []

    async def give_up(url: str) -> None:
        async with kind(KEY, base_url=url, timeout=timeout) as client:
            task = asyncio.create_task(call.make(client))
            await asyncio.wait([task], timeout=0.5)
            task.cancel()
            ended.extend(each for each in await asyncio.gather(task, return_exceptions=True))

    with RecordingServer(silent=True) as server, listening(capfd) as heard:
        asyncio.run(give_up(server.url))

    assert [type(each) for each in ended] == [CallTimeoutError if timeout < 1 else asyncio.CancelledError]
    assert leaks(ended[0], call) == []
    assert seen(str(heard)) == set()
    assert len(server.received) == 1


ANSWERING = {
    "imagerecognize": "recognition_detect_objects",
    "nanonets": "image_classification_predict_files",
    "roboflow": "classification_infer_base64",
    "ximilar": "recognition_classify",
}
"""The call that `classify` makes."""


@pytest.mark.parametrize("kind", KINDS)
def test_labels_that_cannot_be_read(kind: Any) -> None:
    """What stands in an answer in place of a score, a size or a box is not told; frames hold the answer as it came."""
    (call,) = classifications(vendor(kind), {"bytes": PICTURE})
    good = next(each for each in calls(vendor(kind)) if each.name == ANSWERING[vendor(kind)]).good_answers()[0]
    with FaultServer(answer=Parrot(lambda text: mistyping(good, text))) as server:
        (error,) = outcomes(kind, server.url, [call.make], max_retries=0)

    assert isinstance(error, VisionAPIError)
    assert [place for place, text in shown(error) if seen(text)] == []


@pytest.mark.parametrize("kind", SYNCHRONOUS)
def test_command_shows_the_query_that_the_contract_declares(kind: Any) -> None:
    """Every declared parameter stands in it with its value, but for keys and addresses."""
    with (
        RecordingServer(answer("{}", status="500 No")) as server,
        kind(KEY, base_url=server.url, max_retries=0) as client,
    ):
        for call in calls(vendor(kind)):
            given, expected = dict(call.arguments), set[str]()
            for name, argument, value in call.declared_query():
                given.setdefault(argument, value)
                expected.add(f"{name}=<url>" if "://" in str(value) else f"{name}={value}")
            with pytest.raises(ServerError) as caught:
                call.method(client)(**given)
            command = str(caught.value.as_curl())
            assert {each for each in expected if each not in command} == set(), command
            assert seen(command) == set()
