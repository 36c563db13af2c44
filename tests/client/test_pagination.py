"""Iteration over paginated lists."""

from __future__ import annotations

import asyncio
import itertools
import random
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.sessions import async_session, session
from visionapis import NotFoundError, PaginationError, ResponseDecodeError, ServerError
from visionapis._http.retry import RetryPolicy
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.resources import AsyncResources, Resources

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "http://localhost:1"
NO_SUCH_PAGE = httpx.Response(404, json={"detail": "Invalid page."})


def task(name: object) -> dict[str, object]:
    """Return a task as the server lists it."""
    return {"id": name, "name": name, "type": "multi_class", "production_version": None}


class TaskList:
    """A server's list of tasks with three per page; `remove` names the tasks to delete after each request."""

    def __init__(self, names: str, remove: Callable[[int], str] = lambda _: "") -> None:
        """Pass `remove`, a function of the number of requests so far."""
        self.names = list(names)
        self.queries: list[str] = []
        self._remove = remove

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Return the requested page."""
        page = int(request.url.params.get("page", "1"))
        self.queries.append(request.url.query.decode())
        start, page_names = (page - 1) * 3, self.names[(page - 1) * 3 : page * 3]
        next_url = f"{URL}/task?page={page + 1}" if start + 3 < len(self.names) else None
        content = {"count": len(self.names), "next": next_url, "results": [task(name) for name in page_names]}
        for name in self._remove(len(self.queries)):
            self.names.remove(name)
        return httpx.Response(200, json=content) if page_names or page == 1 else NO_SUCH_PAGE


def list_names(server: Callable[[httpx.Request], httpx.Response], *, asynchronous: bool = False) -> str:
    """Return the names of all tasks in order, from at most a thousand pages."""
    pages = iter(range(1000))

    def respond(request: httpx.Request) -> httpx.Response:
        return server(request) if next(pages, None) is not None else httpx.Response(500)

    async def list_async() -> str:
        async with async_session(URL, httpx.MockTransport(respond)) as session_:
            return "".join([item.name async for item in AsyncResources(session_).tasks.iterate(workspace="w")])

    if asynchronous:
        return asyncio.run(list_async())
    with session(URL, httpx.MockTransport(respond)) as session_:
        return "".join(item.name for item in Resources(session_).tasks.iterate(workspace="w"))


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("names", ["", "a", "abc", "abcd", "abcdefghi"])
def test_every_item_is_yielded_once(names: str, asynchronous: bool) -> None:
    """Every item is yielded once, with one request per page and the filters of the first."""
    server = TaskList(names)

    assert list_names(server, asynchronous=asynchronous) == names
    assert server.queries == [
        "workspace=w" + (f"&page={page}" if page > 1 else "") for page in range(1, max(1, -(-len(names) // 3)) + 1)
    ]


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(
    ("after", "removed"),
    [
        (1, "a"),  # the first item of the second page moves to the first page
        (1, "ab"),
        (1, "abcd"),  # more than a page
        (2, "b"),
        (2, "abcdef"),
        (2, "ghi"),  # the last page is empty
        (2, "abghi"),
        (3, "bcdefgh"),
        (1, "abcdefghij"),  # no item is left
    ],
)
def test_removed_items_hide_no_others(after: int, removed: str, asynchronous: bool) -> None:
    """Deletions between requests, which move items to earlier pages, hide no other item."""
    server = TaskList("abcdefghij", lambda requests: removed if requests == after else "")
    yielded = list_names(server, asynchronous=asynchronous)

    assert len(set(yielded)) == len(yielded)
    assert set("abcdefghij") - set(removed) <= set(yielded)


def test_random_removals_hide_no_others() -> None:
    """Random deletions after every request hide no other item, and repeat none."""
    for seed in range(100):
        rng = random.Random(seed)
        names = "abcdefghijklmnopqrstuvwxyz"
        removed: list[str] = []
        server = TaskList(names)

        def remove(_: int, server: TaskList = server, rng: random.Random = rng, removed: list[str] = removed) -> str:
            deleted = rng.sample(server.names, min(len(server.names), rng.choice((0, 0, 1, 1, 2, 7))))
            removed.extend(deleted)
            return "".join(deleted)

        server._remove = remove
        yielded = list_names(server)
        assert len(set(yielded)) == len(yielded), seed
        assert set(names) - set(removed) <= set(yielded), seed


@pytest.mark.parametrize("asynchronous", [False, True])
def test_missing_first_page_raises(asynchronous: bool) -> None:
    """A 404 for the first page raises NotFoundError."""
    with pytest.raises(NotFoundError, match="Invalid page"):
        list_names(lambda _: NO_SUCH_PAGE, asynchronous=asynchronous)


def page(**fields: object) -> Callable[[httpx.Request], httpx.Response]:
    """Return a server whose every page has these fields."""
    content = {"count": 9, "next": None, "results": [task("a")]} | fields
    return lambda _: httpx.Response(200, json=content)


INVALID_PAGES: dict[str, tuple[dict[str, Any], str]] = {
    "first page": ({"next": f"{URL}/task?page=1"}, "is not a later one"),
    "no page number": ({"next": f"{URL}/task"}, "is not a later one"),
    "word for a page number": ({"next": f"{URL}/task?page=two"}, "is not a later one"),
    "negative page number": ({"next": f"{URL}/task?page=-2"}, "is not a later one"),
    "huge page number": ({"next": f"{URL}/task?page={'9' * 5000}"}, "is not a later one"),
    "another host": ({"next": "http://host.example:1/task?page=2"}, "another host"),
    "another port": ({"next": "http://localhost:2/task?page=2"}, "another host"),
    "another host without a scheme": ({"next": "//host.example/task?page=2"}, "another host"),
    "another scheme": ({"next": "https://localhost/task?page=2"}, "another host"),
    "invalid URL": ({"next": "http://localhost:1:1/task?page=2"}, "URL of the next page is invalid"),
    "number for a URL": ({"next": 2}, "not a string"),
    "object for a URL": ({"next": {"page": 2}}, "not a string"),
    "word for a count": ({"count": "many"}, "not an integer"),
    "no count": ({"count": None}, "not an integer"),
    "fractional count": ({"count": 1.5}, "not an integer"),
    "no id": ({"results": [task(None)]}, "neither a string nor an integer"),
    "list for an id": ({"results": [task(["a"])]}, "neither a string nor an integer"),
}


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("name", INVALID_PAGES)
def test_invalid_page_raises_pagination_error(name: str, asynchronous: bool) -> None:
    """An invalid page raises PaginationError in one line, before another request."""
    fields, message = INVALID_PAGES[name]
    with pytest.raises(PaginationError, match=message) as caught:
        list_names(page(**fields), asynchronous=asynchronous)

    assert caught.value.operation == "tasks_list"
    assert str(caught.value).startswith("tasks_list: ")
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("results", [None, "abc", 7, [7], [None]])
def test_invalid_results_raise_decode_error(results: object) -> None:
    """A page whose `results` is not a list of objects raises ResponseDecodeError."""
    with pytest.raises(ResponseDecodeError, match="tasks_list"):
        list_names(page(results=results))


def test_cycle_of_pages_raises_pagination_error() -> None:
    """A page that links back to an earlier one raises PaginationError."""

    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", "1"))
        next_page = number + 1 if number < 3 else 2
        content = {"count": 9, "next": f"/task?page={next_page}", "results": [task(str(number))]}
        return httpx.Response(200, json=content)

    with pytest.raises(PaginationError, match="the page after page 3 is not a later one"):
        list_names(server)


def endless_server(kind: str, repeated: str = "a") -> Callable[[httpx.Request], httpx.Response]:
    """Return a server whose pages never end, and have no new item after the first page."""
    counts = itertools.count(10**9, -1)

    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", "1"))
        following = number + 1
        if kind == "missing":  # each time, the first page leads to another one, which is not there
            following = 10**9 - next(counts) + 2
            if number > 1:
                return NO_SUCH_PAGE
        names = repeated if number == 1 or kind in {"repeated", "falling count"} else ""
        count = next(counts) if kind == "falling count" else 9
        content = {"count": count, "next": f"?page={following}", "results": [task(name) for name in names]}
        return httpx.Response(200, json=content)

    return server


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("kind", ["empty", "repeated", "falling count", "missing"])
def test_endless_pages_raise_pagination_error(kind: str, asynchronous: bool) -> None:
    """Pages that go on and on without a new item raise PaginationError."""
    with pytest.raises(PaginationError, match=r"^tasks_list: the last 1[0-9]{2} pages have no new item") as caught:
        list_names(endless_server(kind), asynchronous=asynchronous)
    assert caught.value.operation == "tasks_list"


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("count", [1, 60])
def test_empty_pages_within_a_list(count: int, asynchronous: bool) -> None:
    """Pages whose items were deleted meanwhile may be empty, and the iteration goes on."""

    def server(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params.get("page", "1"))
        names = {1: "a", count + 2: "b"}.get(number, "")
        following = None if number == count + 2 else f"?page={number + 1}"
        return page(next=following, results=[task(name) for name in names])(request)

    assert list_names(server, asynchronous=asynchronous) == "ab"


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize(("missing", "names", "requested"), [(2, "1", [1, 2, 1]), (3, "12", [1, 2, 3, 2])])
def test_listed_page_that_is_always_missing(
    missing: int,
    names: str,
    requested: list[int],
    asynchronous: bool,
) -> None:
    """A page that the one before lists, but that is never there, is requested once, and the iteration ends."""
    numbers: list[int] = []

    def server(request: httpx.Request) -> httpx.Response:
        numbers.append(int(request.url.params.get("page", "1")))
        found = page(next=f"{URL}/task?page={numbers[-1] + 1}", results=[task(str(numbers[-1]))])
        return NO_SUCH_PAGE if numbers[-1] == missing else found(request)

    assert list_names(server, asynchronous=asynchronous) == names
    assert numbers == requested


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_page_that_is_its_own_next_page(number: int, asynchronous: bool) -> None:
    """A page whose next page is itself raises PaginationError, whichever page it is."""
    numbers: list[int] = []

    def server(request: httpx.Request) -> httpx.Response:
        numbers.append(int(request.url.params.get("page", "1")))
        return page(next=f"?page={min(numbers[-1] + 1, number)}", results=[task(str(numbers[-1]))])(request)

    with pytest.raises(PaginationError, match=f"the page after page {number} is not a later one"):
        list_names(server, asynchronous=asynchronous)
    assert numbers == list(range(1, number + 1))


def test_only_the_next_page_number_is_used() -> None:
    """Path and other query parameters of the next page's URL are ignored."""
    first = {"count": 2, "next": f"{URL}/other/path?workspace=x&page=2&extra=1", "results": [task("a")]}
    second = {"count": 2, "next": None, "results": [task("b")]}
    queries: list[str] = []

    def server(request: httpx.Request) -> httpx.Response:
        queries.append(request.url.raw_path.decode())
        return httpx.Response(200, json=second if "page=2" in queries[-1] else first)

    assert list_names(server) == "ab"
    assert queries == [f"{operations.TASKS_LIST.path}?workspace=w{page}" for page in ("", "&page=2")]


def flaky_server() -> RecordingServer:
    """Return a server with two pages that fails once on the second."""
    return RecordingServer(
        make_response({"count": 2, "next": "?page=2", "results": [task("a")]}),
        make_response("{}", status="500 Error"),
        make_response({"count": 2, "next": None, "results": [task("b")]}),
    )


def test_items_before_a_failure_are_yielded() -> None:
    """The items of earlier pages are yielded before the error is raised."""
    with flaky_server() as server, session(server.url) as session_:
        items = Resources(session_).tasks.iterate()
        assert next(items).name == "a"
        with pytest.raises(ServerError):
            next(items)


def test_each_page_has_its_own_retries() -> None:
    """A failed page is retried like a call of its own."""
    with flaky_server() as server, session(server.url, retry=RetryPolicy()) as session_:
        assert [item.name for item in Resources(session_).tasks.iterate()] == ["a", "b"]
    assert len(server.received) == 3


def test_unused_iterator_sends_no_request() -> None:
    """An iterator that is dropped, or never started, sends no further request."""
    with flaky_server() as server, session(server.url) as session_:
        tasks = Resources(session_).tasks
        tasks.iterate()
        items = tasks.iterate()
        next(items)
        del items

    assert len(server.received) == 1


def test_break_sends_no_further_request() -> None:
    """Breaking out of an asynchronous iteration sends no further request."""

    async def first(url: str) -> str:
        async with async_session(url) as session_:
            async for item in AsyncResources(session_).tasks.iterate():
                return item.name
        return ""

    with flaky_server() as server:
        assert asyncio.run(first(server.url)) == "a"
    assert len(server.received) == 1
