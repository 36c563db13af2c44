"""`classify_many` of all clients: concurrency, errors at every position, and what is left after an early end."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.classification import (
    classify_arguments,
    each_classifying_async_client,
    each_classifying_client,
    each_classifying_sync_client,
    error,
    response,
)
from tests.helpers.images import make_image
from tests.helpers.recording import Received, RecordingServer, make_response
from tests.helpers.vendors import key_of, vendor_of
from visionapis import (
    AuthenticationError,
    Classification,
    ConfigurationError,
    InvalidImageError,
    NotFoundError,
    Roboflow,
    VisionAPIError,
)
from visionapis._vendors import find_vendor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

KEY = "a-key-of-no-account"
IMAGES = [make_image(colour=(number, 0, 0)) for number in range(200)]
NUMBERS = {image: number for number, image in enumerate(IMAGES)}
NAME = re.compile(rb"n(\d+)\.png")


def image(client_class: Any, number: int) -> Any:
    """Return an image that the server recognises: a URL, for vendors that fetch them, or bytes."""
    fetches = find_vendor(vendor_of(client_class)).image_url_schemes
    return f"https://images.example.com/n{number}.png" if fetches else IMAGES[number]


def numbers_in(request: Received) -> list[int]:
    """Return the numbers of the images in a request."""
    if found := NAME.findall(request.target.encode() + request.body):
        return list(map(int, found))
    (number,) = (number for image, number in NUMBERS.items() if image in request.body)
    return [number]


def response_to(vendor: str, numbers: list[int]) -> bytes:
    """Return a success whose labels are the numbers of the images."""
    return make_response(response(vendor, [[(str(number), 0.5)] for number in numbers]))


def error_response(vendor: str, status: int, **headers: str) -> bytes:
    """Return an error about the whole request."""
    return make_response(error(vendor, status), status=f"{status} Error", **headers)


def server_for(
    client_class: Any, failing: dict[int, int] | None = None, delay: float = 0.0, crowd: int = 0, **headers: str
) -> RecordingServer:
    """Return a server that fails with a status if a request has the image of this number."""
    vendor = vendor_of(client_class)

    def reply(request: Received) -> bytes:
        numbers = numbers_in(request)
        for number, status in (failing or {}).items():
            if number in numbers:
                return error_response(vendor, status, **headers)
        return response_to(vendor, numbers)

    return RecordingServer(reply, delay=delay, crowd=crowd)


def many(
    client_class: Any, url: str, images: Any, take: int | None = None, options: Any = None, **keywords: Any
) -> Any:
    """Return the first results of `classify_many`, and the exception that ended it, if any."""
    results: list[Any] = []
    arguments = {**classify_arguments(vendor_of(client_class)), **keywords}

    async def call_async() -> None:
        async with client_class(key_of(client_class, KEY), base_url=url, max_retries=1, **options or {}) as client:
            async for result in client.classify_many(images, **arguments):
                results.append(result)
                if len(results) == take:
                    break

    def call() -> None:
        with client_class(key_of(client_class, KEY), base_url=url, max_retries=1, **options or {}) as client:
            for result in client.classify_many(images, **arguments):
                results.append(result)
                if len(results) == take:
                    break

    try:
        asyncio.run(call_async()) if client_class.__name__.startswith("Async") else call()
    except Exception as error:  # noqa: BLE001  (the last result)
        results.append(error)
    return results


def names(results: list[Any]) -> list[Any]:
    """Return the label of each result, or the class of an exception."""
    return [each.labels[0].name if isinstance(each, Classification) else type(each) for each in results]


@pytest.mark.parametrize(
    ("options", "arguments", "peak"),
    [
        ({}, {}, 8),
        ({"max_concurrency": 3}, {}, 3),
        ({"max_concurrency": 3}, {"max_concurrency": 5}, 3),
        ({}, {"max_concurrency": 5}, 5),
    ],
)
@each_classifying_client
def test_requests_in_flight(client_class: Any, options: Any, arguments: Any, peak: int) -> None:
    """`max_concurrency` requests are in flight, by default the client's, else 8; results are in order."""
    count = 16 * find_vendor(vendor_of(client_class)).max_images
    images = (image(client_class, number) for number in range(count))
    with server_for(client_class, delay=0.02, crowd=peak) as server:
        results = many(client_class, server.url, images, options=options, **arguments)

    assert names(results) == [str(number) for number in range(count)]
    assert (len(server.received), server.peak) == (16, peak)


@pytest.mark.parametrize("position", range(5))
@each_classifying_client
def test_error_of_a_request_at_any_position(client_class: Any, position: int) -> None:
    """With "raise", a wrong key at any position follows the results before it; with "yield" the others follow it."""
    size = find_vendor(vendor_of(client_class)).max_images
    numbers = list(range(5 * size))
    failing = range(position * size, (position + 1) * size)
    images = [image(client_class, number) for number in numbers]
    vendor = vendor_of(client_class)

    def reply(request: Received) -> bytes:
        found = numbers_in(request)
        failed = found[0] == failing.start
        return error_response(vendor, 401) if failed else response_to(vendor, found)

    with RecordingServer(reply) as server:
        *results, ended = many(client_class, server.url, images, max_concurrency=2)
        assert names(results) == [str(number) for number in numbers[: failing.start]]
        assert type(ended) is AuthenticationError
        assert "on_error='yield'" in (ended.hint or "")
        results = many(client_class, server.url, images, max_concurrency=2, on_error="yield")
        assert names(results) == [AuthenticationError if number in failing else str(number) for number in numbers]
        assert {each.status_code for each in results if isinstance(each, VisionAPIError)} == {401}


@pytest.mark.parametrize("on_error", ["raise", "yield"])
@each_classifying_client
def test_image_that_cannot_be_read_is_yielded_at_any_position(client_class: Any, on_error: str) -> None:
    """In both modes, an image that cannot be sent yields InvalidImageError in its place."""
    for position in range(3):
        images = [image(client_class, number) for number in range(3)]
        images[position] = "missing.png"
        with server_for(client_class) as server:
            results = many(client_class, server.url, iter(images), on_error=on_error)

        assert names(results) == [InvalidImageError if each == position else str(each) for each in range(3)]


@pytest.mark.parametrize(
    "arguments",
    [
        {"max_concurrency": 0},
        {"max_concurrency": True},
        {"max_concurrency": 2.5},
        {"max_concurrency": "8"},
        {"on_error": "ignore"},
        {"on_error": None},
        {"threshold": 40},
        {"images": make_image()},
    ],
)
@each_classifying_client
def test_invalid_arguments_raise_in_the_call(client_class: Any, arguments: dict[str, Any]) -> None:
    """Invalid arguments raise ConfigurationError before the iterator is used."""
    client = client_class(key_of(client_class, KEY))
    with pytest.raises(ConfigurationError):
        client.classify_many(**{"images": [], **classify_arguments(vendor_of(client_class)), **arguments})


@pytest.mark.parametrize("on_error", ["raise", "yield"])
def test_invalid_model_raises_in_the_call(on_error: Any) -> None:
    """A model that is no `dataset/version` raises at once in both modes."""
    with Roboflow(KEY) as client, pytest.raises(ConfigurationError, match="invalid model"):
        client.classify_many([], model="digits", on_error=on_error)


def threads_of_clients() -> list[threading.Thread]:
    """Return the threads of `classify_many`."""
    return [each for each in threading.enumerate() if each.name.startswith("visionapis")]


def wait_until_idle() -> None:
    """Wait until no thread of `classify_many` runs."""
    end = time.monotonic() + 5
    while threads_of_clients() and time.monotonic() < end:
        time.sleep(0.005)
    assert threads_of_clients() == []


@each_classifying_client
def test_nothing_is_sent_after_a_break(client_class: Any) -> None:
    """After the consumer has left, nothing more is sent, also no retry that was waiting, and no thread is left."""
    count = 30 * find_vendor(vendor_of(client_class)).max_images
    images = [image(client_class, number) for number in range(count)]
    # The request with image 1 waits for a retry, unless it is the one with image 0.
    failing = {1: 429} if find_vendor(vendor_of(client_class)).max_images == 1 else {}
    with server_for(client_class, failing, retry_after="30") as server:
        results = many(client_class, server.url, images, take=1, max_concurrency=2)
        wait_until_idle()
        time.sleep(0.05)  # until the server has read what was sent
        sent = len(server.received)
        time.sleep(0.05)

    assert names(results) == ["0"]
    assert sent == len(server.received) <= 5


def test_keyboard_interrupt_ends_the_iteration() -> None:
    """A KeyboardInterrupt passes through, and nothing more is sent."""

    def images() -> Iterator[str]:
        yield from (image(Roboflow, number) for number in range(3))
        raise KeyboardInterrupt

    with server_for(Roboflow, delay=0.05) as server, Roboflow(KEY, base_url=server.url) as client:
        with pytest.raises(KeyboardInterrupt):
            list(client.classify_many(images(), model="digits/1", max_concurrency=8))
        wait_until_idle()

        assert len(server.received) == 3


@pytest.mark.parametrize("end", ["cancel", "aclose"])
@each_classifying_async_client
def test_no_task_is_left_after_the_end(client_class: Any, end: str) -> None:
    """After a cancellation or `aclose()` no task is left, and nothing more is sent."""
    images = [image(client_class, number) for number in range(200)]

    async def consume(results: AsyncIterator[Any]) -> None:
        async for _ in results:
            pass

    async def call(url: str) -> int:
        async with client_class(key_of(client_class, KEY), base_url=url) as client:
            results = client.classify_many(images, **classify_arguments(vendor_of(client_class)), max_concurrency=2)
            if end == "aclose":
                await anext(results)
                await results.aclose()
            else:
                task = asyncio.create_task(consume(results))
                await asyncio.sleep(0.05)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
                await results.aclose()
            assert asyncio.all_tasks() == {asyncio.current_task()}
            await asyncio.sleep(0.05)  # until the server has read what was sent
            sent = len(server.received)
            await asyncio.sleep(0.05)
            return sent

    with server_for(client_class, delay=0.01) as server:
        sent = asyncio.run(call(server.url))
    assert sent == len(server.received) < 20


@each_classifying_client
def test_retry_is_not_sent_once_another_request_has_failed(client_class: Any) -> None:
    """A request that waits for a retry does not delay the error that ends the iteration."""
    size = find_vendor(vendor_of(client_class)).max_images
    images = [image(client_class, number) for number in range(2 * size)]
    failing = {0: 404, size: 429}
    with server_for(client_class, failing, retry_after="30") as server:
        start = time.monotonic()
        (ended,) = many(client_class, server.url, images)

    assert type(ended) is NotFoundError
    assert time.monotonic() - start < 20
    assert len(server.received) <= 2


@each_classifying_sync_client
def test_asynchronous_iterable_needs_an_async_client(client_class: Any) -> None:
    """An asynchronous iterable raises ConfigurationError at once in a client that has no event loop to read it."""

    async def generate() -> AsyncIterator[bytes]:
        yield IMAGES[0]

    with (
        client_class(key_of(client_class, KEY)) as client,
        pytest.raises(ConfigurationError, match="expected an iterable of images, not an async") as caught,
    ):
        client.classify_many(generate(), **classify_arguments(vendor_of(client_class)))

    assert "use an async client" in str(caught.value.hint)
