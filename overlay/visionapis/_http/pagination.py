"""From page to page: which one is asked for next, and which of its items are new. Pure; the session does the asking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import httpx

from visionapis.errors import PagingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis.errors import NotFoundError
    from visionapis_generated.operation import Operation, Pages

# Digits of a page's number; more are none.
LONGEST_NUMBER = 9

Page = TypeVar("Page")
Item = TypeVar("Item")


class Walk(Generic[Page, Item]):
    """The way through the pages of one list.

    Pages have numbers. When an item of a page before is removed in between, all that follow move up by one, and the
    first item of the next page would be missed: so when the server's count has fallen, or the next page is gone, the
    pages before are asked for again, back to one that begins with an item from before the gap. Items are given once.
    """

    def __init__(
        self, operation: Operation, request: dict[str, Any], pages: Pages[Page, Item], base_url: httpx.URL
    ) -> None:
        """`request` asks for the first page; the others are at the host and port of `base_url` too."""
        self.request: dict[str, Any] | None = request
        """What to ask for next; None at the end."""
        self._operation = operation
        self._first = request
        self._pages = pages
        self._base_url = base_url
        self._number = 1
        self._back = False
        self._count = 0
        self._given: set[str] = set()
        self._joined: set[str] = set()  # those from the list's start on, without a gap
        self._gone: set[int] = set()

    def take(self, page: Page) -> Sequence[Item]:
        """The new items of a page. Raises PagingError when it leads in a circle, or away."""
        items = {self._identity(item): item for item in self._pages.items(page)}
        new = [item for identity, item in items.items() if identity not in self._given]
        met = next(iter(items), None) in self._joined
        self._given.update(items)
        count = self._pages.count(page) if self._pages.count else 0
        if not isinstance(cast("object", count), int):
            raise self._error("the number of entries is no whole number")
        shrunk, self._count = count < self._count, count
        following = self._next_number(self._pages.next(page))
        self._back = (self._back or shrunk) and not met and self._number > 1
        if self._back:
            self._go(self._number - 1)
            return new
        self._joined.update(items)
        if following is None or following in self._gone:
            self.request = None
        else:
            self._go(following)
        return new

    def turn_back(self, error: NotFoundError) -> None:
        """Go on where the page that was asked for is gone. Raises the error when it was the first one."""
        if self._number == 1:
            raise error
        self._gone.add(self._number)
        self._back = True
        self._go(self._number - 1)

    def _go(self, number: int) -> None:
        self._number = number
        parameters = {**self._first.get("params", {}), self._pages.parameter: number}
        self.request = {**self._first, "params": parameters}

    def _next_number(self, url: str | None) -> int | None:
        """The number of the page after this one, by its address. Only the number is taken from there."""
        if not url:
            return None
        if not isinstance(cast("object", url), str):
            raise self._error("the next page's address is no text")
        try:
            target = self._base_url.join(url)
        except httpx.InvalidURL:
            raise self._error("the next page's address is none") from None
        if (target.host, target.port) != (self._base_url.host, self._base_url.port):
            raise self._error("the server names a next page on another host; is base_url the API's own address?")
        text = target.params.get(self._pages.parameter, "")
        number = int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else 0
        if number <= self._number:
            raise self._error(f"the page after page {self._number} is no later one: the list has no end")
        return number

    def _identity(self, item: Item) -> str:
        identity = cast("object", self._pages.identity(item))
        if not isinstance(identity, (str, int)):  # generated models do not look at types
            raise self._error("the id of an entry is neither a text nor a number")
        return str(identity)

    def _error(self, words: str) -> PagingError:
        return PagingError(f"{self._operation.name}: {words}", operation=self._operation.name)
