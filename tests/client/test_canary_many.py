"""Marked secrets do not leak from calls that send several requests, nor from pages that repeat them."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.helpers.canary import FILE_NAME, IMAGE, URL, captured_output, find_marks, visible_texts
from tests.helpers.canary_calls import outcomes
from tests.helpers.classification import classify_arguments, each_classifying_client
from tests.helpers.echo_servers import EchoServer, error_replies, json_response
from tests.helpers.vendors import vendor_of
from visionapis import InvalidImageError, VisionAPIError
from visionapis._http import retry
from visionapis_testing.faults import FaultServer


@pytest.fixture(autouse=True)
def no_delay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry without a delay."""
    monkeypatch.setattr(retry, "INITIAL_DELAY", 0.0)


def consume(results: Any) -> Any:
    """Return all items of an iterator; an asynchronous one is returned as an awaitable."""
    if not hasattr(results, "__aiter__"):
        return list(results)

    async def consume_async() -> list[Any]:
        return [each async for each in results]

    return consume_async()


def classify_all(client: Any, images: list[Any]) -> Any:
    """Return the results of `classify_many`."""
    return consume(client.classify_many(images, **classify_arguments(vendor_of(type(client)))))


def leaks(outcome: object) -> list[str]:
    """Return the marks in errors that were raised or returned as results, each with its place.

    Frames are left out: those of calls hold their arguments, and those of pagination the responses.
    """
    errors = [each for each in (outcome if isinstance(outcome, list) else [outcome]) if isinstance(each, Exception)]
    return [
        f"{place}: {mark}"
        for error in errors
        for place, text in visible_texts(error)
        for mark in find_marks(text.replace(f"cannot read '{FILE_NAME}'", ""))
    ]


@each_classifying_client
def test_classify_many_leaks_nothing(client_class: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors in place of results, and errors that end the iteration, show neither the images nor the responses."""
    images = [IMAGE, FILE_NAME, URL, b"text" + IMAGE]
    echo_server = EchoServer(lambda text: json_response(401, text))
    found, errors = list[str](), list[object]()
    with FaultServer(response=echo_server) as server, captured_output(capfd) as captured:
        for reply in error_replies().values():
            echo_server.reply = reply
            for batch in (images, images[1:2]):
                (result,) = outcomes(client_class, server.url, [partial(classify_all, images=batch)], max_retries=0)
                errors += result if isinstance(result, list) else [result]
                found += leaks(result)

    assert found == []
    assert [mark for text in captured.values() for mark in find_marks(text)] == []
    assert {InvalidImageError} < {type(each) for each in errors if isinstance(each, VisionAPIError)}
