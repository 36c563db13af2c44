"""Ximilar's clients: `classify_many`."""

from __future__ import annotations

import asyncio
import base64
import json
import pickle
from typing import TYPE_CHECKING

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from visionapis import (
    AsyncXimilar,
    AuthenticationError,
    BadRequestError,
    InvalidImageError,
    PartialFailureError,
    Ximilar,
)
from visionapis._images.sources import SMALL_SIZE

from .api import KEY, TASK, URL, classified, failed_record, record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator as AsyncItems
    from collections.abc import Iterable

    from visionapis import ImageInput

    from .api import Run


def test_classify_many_sends_ten_images_per_request(run: Run) -> None:
    """23 images, files and URLs, are three requests, and the results are in the order of the images."""
    images = [URL if number % 3 == 0 else make_image(colour=(number, 0, 0)) for number in range(23)]
    records = [record(str(number)) for number in range(23)]
    with RecordingServer(*(classified(*records[start : start + 10]) for start in (0, 10, 20))) as server:
        results = run(server, lambda client: client.classify_many(images, task=TASK, version=2, max_concurrency=1))

    bodies = [json.loads(request.body) for request in server.received]
    assert [len(body["records"]) for body in bodies] == [10, 10, 3]
    assert [body["version"] for body in bodies] == [2, 2, 2]
    assert [
        each.get("_url") or base64.b64decode(each["_base64"]) for body in bodies for each in body["records"]
    ] == images
    assert [result.top.name for result in results] == [str(number) for number in range(23)]


def test_failed_image_yields_its_exception(run: Run) -> None:
    """An image that cannot be sent and one that the server cannot read yield exceptions; the others have results."""
    reply = classified(record("first"), failed_record(), record("last"), code=500)
    with RecordingServer(reply) as server:
        results = run(
            server,
            lambda client: client.classify_many([make_image(), b"not an image", URL, make_image()], task=TASK),
        )

    assert [type(each) for each in results[1:3]] == [InvalidImageError, BadRequestError]
    assert (results[0].top.name, results[3].top.name) == ("first", "last")
    assert [len(json.loads(request.body)["records"]) for request in server.received] == [3]


ODD_VALUES = {
    "half a surrogate": r'"\ud800"',
    "NaN": "NaN",
    "infinity": "1e999",
    "401 digits": "9" * 401,
    "the field is an object": '{"a": NaN}',
}


@pytest.mark.parametrize("place", ["text of the failure", "field of the good record", "field of the response"])
@pytest.mark.parametrize("name", ODD_VALUES)
def test_good_records_beside_odd_values_are_kept(run: Run, name: str, place: str) -> None:
    """The result of an image is kept beside a failed one, whatever values Python's JSON parser accepted."""
    text = "VALUE" if place.startswith("text") else "broken"
    good = record("first", extra="VALUE" if "good" in place else None)
    reply = classified(good, failed_record(text=text), code=500, text="VALUE" if "response" in place else "OK")
    body = reply.partition(b"\r\n\r\n")[2].replace(b'"VALUE"', ODD_VALUES[name].encode())
    with RecordingServer(make_response(body)) as server:
        many = run(server, lambda client: client.classify_many([make_image()] * 2, task=TASK))
        with pytest.raises(PartialFailureError) as caught:
            run(server, lambda client: client.recognition.classify(task_id=TASK, records=[]))

    assert (many[0].top.name, type(many[1])) == ("first", BadRequestError)
    assert many[1].body is not None
    assert caught.value.parsed.records[0].labels[0].name == "first"  # type: ignore[attr-defined]  # of any type
    assert pickle.loads(pickle.dumps(caught.value)).parsed.records[0].labels[0].name == "first"


def test_no_request_is_sent_without_images(run: Run) -> None:
    """If no image of a batch can be sent, nothing is: the server rejects a request without records."""
    with RecordingServer() as server:
        results = run(server, lambda client: client.classify_many([b"", b"not an image"], task=TASK))

    assert ([type(each) for each in results], server.received) == ([InvalidImageError, InvalidImageError], [])


def test_images_are_read_ahead_by_two_requests_at_most() -> None:
    """One request at a time: the iterator reads the images of the next one, and none before it is iterated over."""
    taken = []

    def images() -> Iterable[ImageInput]:
        for number in range(30):
            taken.append(number)
            yield URL

    with RecordingServer(classified(*[record()] * 10)) as server, Ximilar(KEY, base_url=server.url) as client:
        results = client.classify_many(images(), task=TASK, max_concurrency=1)
        before = len(taken)
        next(results)

    assert (before, len(taken)) == (0, 20)


def test_classify_many_accepts_an_async_iterable() -> None:
    """The asynchronous client classifies the images of an asynchronous iterable."""

    async def images() -> AsyncItems[ImageInput]:
        for _ in range(12):
            yield URL

    async def call(url: str) -> list[object]:
        async with AsyncXimilar(KEY, base_url=url) as client:
            return [each async for each in client.classify_many(images(), task=TASK, max_concurrency=1)]

    with RecordingServer(classified(*[record()] * 10), classified(*[record()] * 2)) as server:
        assert len(asyncio.run(call(server.url))) == 12


def test_error_of_a_whole_request_ends_the_iteration(run: Run) -> None:
    """A wrong token concerns every image: it raises, and no second request is sent."""
    reply = make_response({"detail": "Invalid token."}, status="401 Unauthorized")
    with RecordingServer(reply) as server, pytest.raises(AuthenticationError):
        run(server, lambda client: client.classify_many([make_image()] * 12, task=TASK, max_concurrency=1))

    assert len(server.received) == 1


def test_errors_show_neither_image_nor_url(run: Run) -> None:
    """Errors have placeholders for the key, for URLs and for images, also for one whose base64 text is short."""
    small = make_image("GIF", (1, 1))
    large = make_image() + bytes(SMALL_SIZE)
    with RecordingServer(classified(failed_record(), failed_record(), failed_record())) as server:
        results = run(server, lambda client: client.classify_many([small, large, URL], task=TASK))

    shown = [f"{each!r} {each} {each.body} {each.as_curl()}" for each in results]
    for text in shown:
        assert '{"_base64": "<image>"}, {"_base64": "<image>"}, {"_url": "<url>"}' in text
        assert "$XIMILAR_TOKEN" in text
        assert base64.b64encode(small).decode() not in text
        assert KEY not in text
        assert "SIGNED" not in text
