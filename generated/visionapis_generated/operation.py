# Generated from specs by scripts/regenerate. Do not edit.
"""Operations of the vendors' APIs, and the protocols of the objects that send them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import httpx

T = TypeVar("T")
Page = TypeVar("Page")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Operation:
    """A call of a vendor's API, as its contract describes it."""

    name: str
    """Resource and method of the call, for example `classification_infer_url`."""
    operation_id: str
    """The operation in the contract; several calls can share one."""
    method: str
    """The HTTP method, in upper case."""
    path: str
    """The path template, for example `/{dataset_id}/{version_id}`."""
    response_content_type: str | None
    """The content type of a successful response; None if it has no body."""
    effects: frozenset[str]
    """The effects of the call: `billable`, `mutating`, both, or none for a read."""
    idempotent: bool
    """Whether repeating the call leaves the same state as making it once."""
    documented_statuses: tuple[int, ...]
    """The HTTP statuses that the contract documents, in ascending order."""
    argument_names: tuple[tuple[str, str], ...] = ()
    """The parameters and fields of the request whose arguments have another name, with this name."""


@dataclass(eq=False, repr=False)
class Pagination(Generic[Page, Item]):
    """How to get the items and the next page from a page of a list."""

    items: Callable[[Page], Sequence[Item]]
    """Return the items of a page."""
    item_id: Callable[[Item], str]
    """Return the id of an item, which no other item has."""
    next: Callable[[Page], str | None]
    """Return the URL of the next page as the server sent it; None on the last page."""
    parameter: str
    """The query parameter for the number of the page."""
    count: Callable[[Page], int] | None = None
    """Return the number of items on all pages; None if the server does not send it."""


class RequestSender(Protocol):
    """An object that sends requests and parses responses."""

    def call(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /) -> T:
        """Send a request and return the parsed response.

        `request` has the keyword arguments of `httpx.Request`, with the caller's values, which are not checked or
        encoded; `url` is a template whose parameters are in `path`.
        """
        ...


class PagingRequestSender(RequestSender, Protocol):
    """A request sender that also iterates over the pages of a list."""

    def iterate(
        self,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], Page],
        pages: Pagination[Page, Item],
        /,
    ) -> Iterator[Item]:
        """Iterate over the items of all pages, starting with the one that `request` asks for."""
        ...


class AsyncRequestSender(Protocol):
    """An object that sends requests and parses responses asynchronously."""

    def call(
        self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /
    ) -> Awaitable[T]:
        """Send a request and return the parsed response.

        `request` has the keyword arguments of `httpx.Request`, with the caller's values, which are not checked or
        encoded; `url` is a template whose parameters are in `path`.
        """
        ...


class AsyncPagingRequestSender(AsyncRequestSender, Protocol):
    """An asynchronous request sender that also iterates over the pages of a list."""

    def iterate(
        self,
        operation: Operation,
        request: dict[str, Any],
        parse: Callable[[httpx.Response], Page],
        pages: Pagination[Page, Item],
        /,
    ) -> AsyncIterator[Item]:
        """Iterate over the items of all pages, starting with the one that `request` asks for."""
        ...
