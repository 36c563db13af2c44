"""A marked key does not leak from clients, nor from calls that end before or during the response."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from tests.helpers.canary import IMAGE, KEY, captured_output, find_marks, frame_locals, visible_texts
from tests.helpers.canary_calls import all_calls, classify_calls, outcomes, sample_calls
from tests.helpers.classification import classify_call, each_classifying_client
from tests.helpers.echo_servers import EchoServer, replace_numbers
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.vendors import each_async_client, each_client, each_sync_client, key_of, vendor_of
from visionapis import APITimeoutError, ConfigurationError, ServerError, VisionAPIError
from visionapis_testing.faults import FaultServer

if TYPE_CHECKING:
    from tests.helpers.canary_calls import Call


def leaks(error: BaseException, call: Call) -> list[str]:
    """Return the marks that an error shows, each with its place."""
    return [
        f"{place}: {mark}"
        for place, text in (*visible_texts(error), *frame_locals(error, call.inputs))
        for mark in find_marks(text)
    ]


def raise_with_key() -> str:
    """Raise an error that quotes the key, in place of a function that returns it."""
    raise RuntimeError(KEY)


@each_client
def test_repr_of_a_client_shows_no_key(client_class: Any) -> None:
    """The repr and attributes of a client and its copy show its server but not its key."""
    key, proxy = key_of(client_class, KEY), f"http://user:{quote(KEY, safe='')}@localhost:1"
    client = client_class(key, base_url="http://localhost:1", proxy=proxy)
    copy = client.with_options(timeout=1)
    for each in (client, copy):
        assert str(each) == repr(each) == f"<{client_class.__name__} http://localhost:1>"
        assert find_marks(f"{vars(each)} {vars(each._session)} {each._session.settings}") == set()


@each_client
def test_proxy_error_shows_no_password(client_class: Any) -> None:
    """The error about an unusable proxy URL does not show its password."""
    with pytest.raises(ConfigurationError, match="the port of the proxy is not from 1 to 65535") as caught:
        client_class(key_of(client_class, KEY), base_url="http://localhost:1", proxy=f"http://user:{KEY}@localhost:1")

    places = [*visible_texts(caught.value), *frame_locals(caught.value, [])]
    assert [place for place, text in places if find_marks(text)] == []


@each_sync_client
def test_unsent_calls_leak_nothing(client_class: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors of a closed client and of a failing key function show no secret."""
    call = sample_calls(vendor_of(client_class))[0]
    with captured_output(capfd) as captured:
        with client_class(key_of(client_class, KEY), base_url="http://localhost:1") as client:
            pass
        with pytest.raises(ConfigurationError, match="closed") as closed:
            call.send(client)
        with (
            client_class(raise_with_key, base_url="http://localhost:1") as client,
            pytest.raises(ConfigurationError, match=r"api_key\(\) raised RuntimeError") as no_key,
        ):
            call.send(client)

    assert [*leaks(closed.value, call), *leaks(no_key.value, call)] == []
    assert find_marks(str(captured)) == set()


@each_async_client
@pytest.mark.parametrize("timeout", [0.2, 10.0])
def test_cancelled_and_timed_out_calls_leak_nothing(
    client_class: Any, timeout: float, capfd: pytest.CaptureFixture[str]
) -> None:
    """A cancelled task and a timed-out call show nothing of their request."""
    call = sample_calls(vendor_of(client_class))[0]
    results: list[BaseException] = []

    async def cancel(url: str) -> None:
        async with client_class(key_of(client_class, KEY), base_url=url, timeout=timeout) as client:
            task = asyncio.create_task(call.send(client))
            await asyncio.wait([task], timeout=0.5)
            task.cancel()
            results.extend(each for each in await asyncio.gather(task, return_exceptions=True))

    with RecordingServer(silent=True) as server, captured_output(capfd) as captured:
        asyncio.run(cancel(server.url))

    assert [type(each) for each in results] == [APITimeoutError if timeout < 1 else asyncio.CancelledError]
    assert leaks(results[0], call) == []
    assert find_marks(str(captured)) == set()
    assert len(server.received) == 1


@each_classifying_client
def test_decode_errors_leak_nothing(client_class: Any) -> None:
    """Errors about invalid scores, sizes and boxes do not quote them."""
    vendor = vendor_of(client_class)
    (call,) = classify_calls(vendor, {"bytes": IMAGE})
    called = next(each for each in all_calls(vendor) if each.name == classify_call(vendor).name)
    response = called.success_responses()[0]
    with FaultServer(response=EchoServer(lambda text: replace_numbers(response, text))) as server:
        (error,) = outcomes(client_class, server.url, [call.send], max_retries=0)

    assert isinstance(error, VisionAPIError)
    assert [place for place, text in visible_texts(error) if find_marks(text)] == []


@each_sync_client
def test_curl_command_shows_declared_query_parameters(client_class: Any) -> None:
    """The curl command has every query parameter of the contract with its value, except keys and URLs."""
    with (
        RecordingServer(make_response("{}", status="500 No")) as server,
        client_class(key_of(client_class, KEY), base_url=server.url, max_retries=0) as client,
    ):
        for call in all_calls(vendor_of(client_class)):
            arguments, expected = dict(call.arguments), set[str]()
            for name, argument, value in call.declared_query():
                arguments.setdefault(argument, value)
                text = value if isinstance(value, str) else json.dumps(value)
                expected.add(f"{name}=<url>" if "://" in text else f"{name}={text}")
            with pytest.raises(ServerError) as caught:
                call.method(client)(**arguments)
            command = str(caught.value.as_curl())
            assert {each for each in expected if each not in command} == set(), command
            assert find_marks(command) == set()
