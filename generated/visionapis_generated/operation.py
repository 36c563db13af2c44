# Generated from specs by scripts/regenerate. Do not edit.
"""What a generated client knows of a call, and what it needs from whoever sends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

    import httpx

T = TypeVar("T")
Page = TypeVar("Page")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of a vendor's API, as its contract describes it."""

    name: str
    """The call: tag and method of the facade, for example `classification_infer_url`."""
    operation_id: str
    """The contract's operation; several calls can share one."""
    method: str
    """The HTTP method, in capitals."""
    path: str
    """The path's template, for example `/{dataset_id}/{version_id}`."""
    answer: str | None
    """Content type of a successful answer; None when it has no body."""
    effects: frozenset[str]
    """Of `billable` and `mutating` those that apply; a read has none."""
    idempotent: bool
    """Whether doing it twice leaves the same state as doing it once."""
    statuses: tuple[int, ...]
    """The HTTP statuses that the contract documents, ascending."""


@dataclass(frozen=True, slots=True)
class Pages(Generic[Page, Item]):
    """How an answer that comes in pages is taken apart."""

    items: Callable[[Page], Sequence[Item]]
    """The items of one page."""
    identity: Callable[[Item], str]
    """What tells an item from every other."""
    next: Callable[[Page], str | None]
    """The next page's URL as the server wrote it; None on the last page."""
    parameter: str
    """The query parameter that has the page's number."""
    count: Callable[[Page], int] | None = None
    """How many items all pages have together, where the server tells it."""


class Caller(Protocol):
    """Sends requests and reads answers."""

    def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /) -> T:
        """What `parse` makes of the answer; `request` holds keyword arguments of `httpx.Request`, a path as its URL."""
        ...


class PagingCaller(Caller, Protocol):
    """Sends requests and reads answers, also those that come in pages."""

    def iterate(
        self,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], Page],
        pages: Pages[Page, Item],
        /,
    ) -> Iterator[Item]:
        """The items of every page, from the one that `request` asks for."""
        ...


class AsyncCaller(Protocol):
    """Sends requests and reads answers without blocking."""

    def call(
        self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /
    ) -> Awaitable[T]:
        """What `parse` makes of the answer; `request` holds keyword arguments of `httpx.Request`, a path as its URL."""
        ...


class AsyncPagingCaller(AsyncCaller, Protocol):
    """Sends requests and reads answers, also those that come in pages, without blocking."""

    def iterate(
        self,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], Page],
        pages: Pages[Page, Item],
        /,
    ) -> AsyncIterator[Item]:
        """The items of every page, from the one that `request` asks for."""
        ...
