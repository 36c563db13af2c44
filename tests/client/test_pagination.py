"""Lists that come in pages: every item once, whatever happens to the list in between, and no way out of it."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.recording import RecordingServer, answer
from tests.helpers.sessions import async_session, session
from visionapis import DecodeError, NotFoundError, PagingError, ServerError
from visionapis._http.retry import Retry
from visionapis_generated.ximilar.facade import AsyncFacade, Facade

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "http://localhost:1"
GONE = httpx.Response(404, json={"detail": "Invalid page."})


def task(name: object) -> dict[str, object]:
    """A task as the server describes it."""
    return {"id": name, "name": name, "type": "multi_class", "production_version": None}


class Listing:
    """A server's list of tasks, three to a page, from which `remove` takes names after each request."""

    def __init__(self, names: str, remove: Callable[[int], str] = lambda _: "") -> None:
        """`remove` is told how many requests there were."""
        self.names = list(names)
        self.asked: list[str] = []
        self._remove = remove

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """The page that is asked for."""
        page = int(request.url.params.get("page", "1"))
        self.asked.append(request.url.query.decode())
        start, found = (page - 1) * 3, self.names[(page - 1) * 3 : page * 3]
        more = f"{URL}/task?page={page + 1}" if start + 3 < len(self.names) else None
        content = {"count": len(self.names), "next": more, "results": [task(name) for name in found]}
        for name in self._remove(len(self.asked)):
            self.names.remove(name)
        return httpx.Response(200, json=content) if found or page == 1 else GONE


def walked(server: Callable[[httpx.Request], httpx.Response], *, asynchronous: bool = False) -> str:
    """The names of all tasks, in the order in which they come, of at most a thousand pages."""
    pages = iter(range(1000))

    def bounded(request: httpx.Request) -> httpx.Response:
        return server(request) if next(pages, None) is not None else httpx.Response(500)

    async def later() -> str:
        async with async_session(URL, httpx.MockTransport(bounded)) as opened:
            return "".join([item.name async for item in AsyncFacade(opened).tasks.iterate(workspace="w")])

    if asynchronous:
        return asyncio.run(later())
    with session(URL, httpx.MockTransport(bounded)) as opened:
        return "".join(item.name for item in Facade(opened).tasks.iterate(workspace="w"))


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("names", ["", "a", "abc", "abcd", "abcdefghi"])
def test_every_item_comes_once(names: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """With one request a page, each with the filters of the first."""
    server = Listing(names)

    assert walked(server, asynchronous=asynchronous) == names
    assert server.asked == [
        "workspace=w" + (f"&page={page}" if page > 1 else "") for page in range(1, max(1, -(-len(names) // 3)) + 1)
    ]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("after", "removed"),
    [
        (1, "a"),  # the first item of the second page moves to the first
        (1, "ab"),
        (1, "abcd"),  # more than a page's worth
        (2, "b"),
        (2, "abcdef"),
        (2, "ghi"),  # the last page is gone
        (2, "abghi"),
        (3, "bcdefgh"),
        (1, "abcdefghij"),  # nothing is left
    ],
)
def test_removed_items_hide_no_others(after: int, removed: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """All that move to a page that was read already are found there."""
    server = Listing("abcdefghij", lambda requests: removed if requests == after else "")
    given = walked(server, asynchronous=asynchronous)

    assert len(set(given)) == len(given)
    assert set("abcdefghij") - set(removed) <= set(given)


def test_any_removals_hide_no_others() -> None:
    """A few after every request, as they come."""
    for seed in range(100):
        draw = random.Random(seed)  # noqa: S311  (no secret)
        names = "abcdefghijklmnopqrstuvwxyz"
        removed: list[str] = []
        server = Listing(names)

        def remove(_: int, server: Listing = server, draw: random.Random = draw, removed: list[str] = removed) -> str:
            chosen = draw.sample(server.names, min(len(server.names), draw.choice((0, 0, 1, 1, 2, 7))))
            removed.extend(chosen)
            return "".join(chosen)

        server._remove = remove
        given = walked(server)
        assert len(set(given)) == len(given), seed
        assert set(names) - set(removed) <= set(given), seed


@pytest.mark.parametrize("asynchronous", [False, True])
def test_first_page_has_to_be_there(asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """Where there is no list, the error is the caller's to see."""
    with pytest.raises(NotFoundError, match="Invalid page"):
        walked(lambda _: GONE, asynchronous=asynchronous)


def page(**fields: object) -> Callable[[httpx.Request], httpx.Response]:
    """A server whose every page has these fields."""
    content = {"count": 9, "next": None, "results": [task("a")]} | fields
    return lambda _: httpx.Response(200, json=content)


ASTRAY: dict[str, tuple[dict[str, Any], str]] = {
    "the first page again": ({"next": f"{URL}/task?page=1"}, "has no end"),
    "no page": ({"next": f"{URL}/task"}, "has no end"),
    "no number": ({"next": f"{URL}/task?page=two"}, "has no end"),
    "a negative number": ({"next": f"{URL}/task?page=-2"}, "has no end"),
    "an endless number": ({"next": f"{URL}/task?page={'9' * 5000}"}, "has no end"),
    "another host": ({"next": "http://host.example:1/task?page=2"}, "another host"),
    "another port": ({"next": "http://localhost:2/task?page=2"}, "another host"),
    "another host without a scheme": ({"next": "//host.example/task?page=2"}, "another host"),
    "another scheme's port": ({"next": "https://localhost/task?page=2"}, "another host"),
    "no address": ({"next": "http://localhost:1:1/task?page=2"}, "address is none"),
    "a number for an address": ({"next": 2}, "no text"),
    "an object for an address": ({"next": {"page": 2}}, "no text"),
    "a count in words": ({"count": "many"}, "no whole number"),
    "no count": ({"count": None}, "no whole number"),
    "a fraction": ({"count": 1.5}, "no whole number"),
    "no id": ({"results": [task(None)]}, "neither a text nor a number"),
    "a list for an id": ({"results": [task(["a"])]}, "neither a text nor a number"),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", ASTRAY)
def test_page_that_leads_astray_is_refused(name: str, asynchronous: bool) -> None:  # noqa: FBT001  (a test's parameter)
    """In one line that names the call, before another request is made."""
    fields, words = ASTRAY[name]
    with pytest.raises(PagingError, match=words) as caught:
        walked(page(**fields), asynchronous=asynchronous)

    assert caught.value.operation == "tasks_list"
    assert str(caught.value).startswith("tasks_list: ")
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("results", [None, "abc", 7, [7], [None]])
def test_page_of_another_shape_is_a_decode_error(results: object) -> None:
    """Before its items are looked at."""
    with pytest.raises(DecodeError, match="tasks_list"):
        walked(page(results=results))


def test_circle_is_refused() -> None:
    """A page that leads back to one before it."""

    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", "1"))
        following = number + 1 if number < 3 else 2
        content = {"count": 9, "next": f"/task?page={following}", "results": [task(str(number))]}
        return httpx.Response(200, json=content)

    with pytest.raises(PagingError, match="the page after page 3 is no later one"):
        walked(server)


def test_only_the_number_of_the_next_page_is_taken() -> None:
    """Not its path, and nothing else of its query: the server cannot send the caller elsewhere."""
    first = {"count": 2, "next": f"{URL}/other/path?workspace=x&page=2&extra=1", "results": [task("a")]}
    second = {"count": 2, "next": None, "results": [task("b")]}
    asked: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return httpx.Response(200, json=second if "page=2" in asked[-1] else first)

    assert walked(server) == "ab"
    assert asked == ["/recognition/v2/task?workspace=w", "/recognition/v2/task?workspace=w&page=2"]


def pages_over_http() -> RecordingServer:
    """A server with two pages that fails on the second once."""
    return RecordingServer(
        answer({"count": 2, "next": "?page=2", "results": [task("a")]}),
        answer("{}", status="500 Error"),
        answer({"count": 2, "next": None, "results": [task("b")]}),
    )


def test_items_before_a_failure_are_given() -> None:
    """The failure is raised where the next item is asked for."""
    with pages_over_http() as server, session(server.url) as opened:
        items = Facade(opened).tasks.iterate()
        assert next(items).name == "a"
        with pytest.raises(ServerError):
            next(items)


def test_each_page_is_a_call_of_its_own() -> None:
    """With attempts of its own."""
    with pages_over_http() as server, session(server.url, retry=Retry()) as opened:
        assert [item.name for item in Facade(opened).tasks.iterate()] == ["a", "b"]
    assert len(server.received) == 3


def test_iterator_that_is_closed_asks_for_nothing_more() -> None:
    """Nor does one that is dropped, or never used."""
    with pages_over_http() as server, session(server.url) as opened:
        tasks = Facade(opened).tasks
        tasks.iterate()
        items = tasks.iterate()
        next(items)
        del items

    assert len(server.received) == 1


def test_asynchronous_iterator_that_is_left_asks_for_nothing_more() -> None:
    """`break` ends it."""

    async def first(url: str) -> str:
        async with async_session(url) as opened:
            async for item in AsyncFacade(opened).tasks.iterate():
                return item.name
        return ""

    with pages_over_http() as server:
        assert asyncio.run(first(server.url)) == "a"
    assert len(server.received) == 1
