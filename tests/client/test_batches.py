"""Many pictures: order, laziness, and which errors stand in a picture's place."""

from __future__ import annotations

import asyncio
import io
import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from visionapis import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    Failure,
    PartialFailureError,
    PictureError,
    PictureTooLargeError,
    QuotaError,
    ServerError,
    VisionAPIError,
)
from visionapis._http.batches import failed, in_batches, in_batches_async, one_by_one, one_by_one_async, single

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence


def load(item: int) -> int:
    """Ten times the item; of negative ones the error of a picture."""
    if item < 0:
        raise PictureError(f"picture {item}")
    return item * 10


async def load_later(item: int) -> int:
    """As `load`."""
    return load(item)


class Sent:
    """A server that keeps the batches it is given, and answers with their texts."""

    def __init__(self) -> None:
        """Nothing was sent yet."""
        self.batches: list[list[int]] = []

    def __call__(self, batch: Sequence[int]) -> list[str | VisionAPIError]:
        """One text for each."""
        self.batches.append(list(batch))
        return [str(item) for item in batch]

    async def later(self, batch: Sequence[int]) -> list[str | VisionAPIError]:
        """The same."""
        return self(batch)


async def one_after_another(items: Iterable[int]) -> AsyncIterator[int]:
    """The items, asynchronously."""
    for item in items:
        await asyncio.sleep(0)
        yield item


ITEMS = [1, -1, 2, 3, -2, -3, -4, 4]
TEXTS = ["10", "picture -1", "20", "30", "picture -2", "picture -3", "picture -4", "40"]
BATCHES = [[10, 20], [30], [40]]


def test_results_and_errors_stand_in_the_order_of_the_pictures() -> None:
    """Batches have at most their size, errors of loading count as pictures, and a batch of errors is not sent."""
    sent = Sent()
    assert [str(result) for result in in_batches(ITEMS, 3, load, sent)] == TEXTS
    assert sent.batches == BATCHES
    nothing = Sent()
    assert [str(result) for result in in_batches([-1, -2], 2, load, nothing)] == ["picture -1", "picture -2"]
    assert nothing.batches == []


@pytest.mark.parametrize("items", [ITEMS, tuple(ITEMS), one_after_another(ITEMS)], ids=["list", "tuple", "async"])
def test_the_async_twin_gives_the_same(items: Iterable[int] | AsyncIterator[int]) -> None:
    """Of an iterable and of an asynchronous one."""
    sent = Sent()

    async def collect() -> list[str]:
        return [str(result) async for result in in_batches_async(items, 3, load_later, sent.later)]

    assert asyncio.run(collect()) == TEXTS
    assert sent.batches == BATCHES


def test_what_does_not_go_together_goes_apart() -> None:
    """In runs, within a batch; what came before a failure is given all the same."""
    sent = Sent()
    assert list(in_batches([1, 3, 2, 5, 7], 4, load, sent, alike=lambda item: item % 20)) == [
        "10",
        "30",
        "20",
        "50",
        "70",
    ]
    assert sent.batches == [[10, 30], [20], [50], [70]]

    def fail_later(batch: Sequence[int]) -> list[str | VisionAPIError]:
        if batch == [20]:
            raise AuthenticationError("no key")
        return sent(batch)

    async def later(batch: Sequence[int]) -> list[str | VisionAPIError]:
        return fail_later(batch)

    async def first(found: list[object]) -> None:
        async for result in in_batches_async([1, 2], 2, load_later, later, alike=str):
            found.append(result)  # noqa: PERF401  (a list that is extended keeps nothing of what came before a failure)

    results = in_batches([1, 2], 2, load, fail_later, alike=str)
    assert next(results) == "10"
    with pytest.raises(AuthenticationError):
        next(results)
    found: list[object] = []
    with pytest.raises(AuthenticationError):
        asyncio.run(first(found))
    assert found == ["10"]


def test_single_result_is_given_or_raised() -> None:
    """An error is no result."""
    assert single(["a"]) == "a"
    with pytest.raises(PictureError, match="this one"):
        single([PictureError("this one")])


def test_no_more_than_one_batch_is_taken_at_a_time() -> None:
    """An endless iterable is read as far as its results are asked for."""
    taken: list[int] = []

    def endless() -> Iterable[int]:
        for number in itertools.count():
            taken.append(number)
            yield number

    assert list(itertools.islice(in_batches(endless(), 4, load, Sent()), 5)) == ["0", "10", "20", "30", "40"]
    assert taken == list(range(8))

    async def first() -> list[str | VisionAPIError]:
        found: list[str | VisionAPIError] = []
        async for result in in_batches_async(endless(), 4, load_later, Sent().later):
            found.append(result)
            if len(found) == 5:
                break
        return found

    taken.clear()
    assert asyncio.run(first()) == ["0", "10", "20", "30", "40"]
    assert taken == list(range(8))


@pytest.mark.parametrize("kind", [PictureError, BadRequestError, PictureTooLargeError])
def test_an_error_of_one_picture_stands_in_its_place(kind: type[VisionAPIError]) -> None:
    """The others follow, and the error holds no frame, which would hold the picture."""

    def classify(item: int) -> int:
        if item == 2:
            raise kind("this one")
        return item

    async def later(item: int) -> int:
        return classify(item)

    async def collect() -> list[int | VisionAPIError]:
        return [result async for result in one_by_one_async([1, 2, 3], later)]

    for results in (list(one_by_one([1, 2, 3], classify)), asyncio.run(collect())):
        assert [results[0], results[2], type(results[1]), str(results[1])] == [1, 3, kind, "this one"]
        assert isinstance(results[1], VisionAPIError)
        assert results[1].__traceback__ is None


def test_every_other_error_is_raised() -> None:
    """After the results of the pictures before."""

    def classify(item: int) -> int:
        if item == 2:
            raise AuthenticationError("no key")
        return item

    results = one_by_one([1, 2, 3], classify)
    assert next(results) == 1
    with pytest.raises(AuthenticationError, match="no key"):
        next(results)

    def refuse(_batch: Sequence[int]) -> list[int | VisionAPIError]:
        raise BadRequestError("about the whole call")

    with pytest.raises(BadRequestError, match="about the whole call"):
        next(in_batches([1, 2], 2, load, refuse))


@pytest.mark.parametrize(
    "picture", ["a.png", b"bytes", Path("a.png"), io.BytesIO(b"line\n")], ids=["text", "bytes", "path", "file"]
)
def test_one_picture_is_not_taken_for_several(picture: str | bytes | Path | io.BytesIO) -> None:
    """A text could be taken for one path a letter, a file for one picture a line."""

    async def nothing(_item: object) -> None:
        raise AssertionError

    async def collect() -> None:
        async for _ in one_by_one_async(picture, nothing):  # type: ignore[arg-type]  # what the test is about
            pass

    with pytest.raises(ConfigurationError, match="this is one"):
        list(one_by_one(picture, print))  # type: ignore[arg-type]  # what the test is about
    with pytest.raises(ConfigurationError, match="this is one"):
        asyncio.run(collect())


def test_failures_of_a_call_become_errors_of_their_pictures() -> None:
    """Each of the class that its status has, with the call that it came from."""
    error = PartialFailureError("some failed", operation="tag_call", status=200, request_id="r1")
    error.failures = (Failure(0, 402, "no credits"), Failure(2, 500, "broken"), Failure(3, None, "cannot be fetched"))
    error.note(attempts=2, curl="curl https://example.com")
    found = failed(error)
    assert {index: (type(each), str(each), each.status) for index, each in found.items()} == {
        0: (QuotaError, "tag_call: status 402: no credits", 402),
        2: (ServerError, "tag_call: status 500: broken", 500),
        3: (BadRequestError, "tag_call: cannot be fetched", None),
    }
    assert {(each.operation, each.request_id, each.attempts, each.as_curl()) for each in found.values()} == {
        ("tag_call", "r1", 2, "curl https://example.com")
    }
