"""Iterate over pages: the next page to request, and the new items of a page. Pure; the session sends the requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import httpx

from visionapis.errors import PaginationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from visionapis.errors import NotFoundError
    from visionapis_generated.operation import Pagination

# A longer number is not a page number.
MAX_PAGE_DIGITS = 9

# Requests in a row without a new item that are no fault of the server: deletions lead back to earlier pages, and then
# forward again, and insertions move items to later pages.
MAX_REPEATS = 100

Page = TypeVar("Page")
Item = TypeVar("Item")


class Paginator(Generic[Page, Item]):
    """The pages of one list, by number.

    If an item of an earlier page is deleted during the iteration, the later items move up by one, and the first item of
    the next page would be missed. So if the server's count has decreased, or the next page no longer exists, earlier
    pages are requested again, back to one that begins with an item from before the gap. Each item is returned once.
    """

    def __init__(self, request: dict[str, Any], pages: Pagination[Page, Item], base_url: httpx.URL) -> None:
        """Start at the page of `request`; the other pages must have the host and port of `base_url`."""
        self.request: dict[str, Any] | None = request
        """The request of the next page; None at the end."""
        self._first = request
        self._pages = pages
        self._base_url = base_url
        self._number = 1
        self._back = False
        self._count = 0
        self._yielded: set[str] = set()
        self._joined: set[str] = set()  # from the start of the list, without a gap
        self._missing: set[int] = set()
        self._repeats = 0  # requests in a row without a new item
        self._farthest = 1  # the last page that had a new item

    def add_page(self, page: Page) -> Sequence[Item]:
        """Return the new items of a page.

        Raises PaginationError if the pages form a loop, lead to another host, or go on and on without a new item.
        """
        items = {self._item_id(item): item for item in self._pages.items(page)}
        new = [item for item_id, item in items.items() if item_id not in self._yielded]
        met = next(iter(items), None) in self._joined
        self._yielded.update(items)
        count = self._pages.count(page) if self._pages.count else 0
        if not isinstance(cast("object", count), int):
            raise PaginationError("the number of items is not an integer")
        self._count_repeats(new)
        shrunk, self._count = count < self._count, count
        following = self._next_number(self._pages.next(page))
        self._back = (self._back or shrunk) and not met and self._number > 1
        if self._back:
            self._request_page(self._number - 1)
            return new
        self._joined.update(items)
        if following is None or following in self._missing:
            self.request = None
        else:
            self._request_page(following)
        return new

    def handle_missing_page(self, error: NotFoundError) -> None:
        """Continue after a page that no longer exists. Raises the error if it was the first page."""
        if self._number == 1:
            raise error
        self._missing.add(self._number)
        self._repeats += 1
        self._back = True
        self._request_page(self._number - 1)

    def _count_repeats(self, new: Sequence[Item]) -> None:
        if new:
            self._repeats, self._farthest = 0, max(self._farthest, self._number)
            return
        self._repeats += 1
        if self._repeats > MAX_REPEATS + 2 * self._farthest:
            raise PaginationError(f"the last {self._repeats} pages have no new item, and lead to further ones")

    def _request_page(self, number: int) -> None:
        self._number = number
        parameters = {**self._first.get("params", {}), self._pages.parameter: number}
        self.request = {**self._first, "params": parameters}

    def _next_number(self, url: str | None) -> int | None:
        """Return the page number in the URL of the next page; nothing else of the URL is used."""
        if not url:
            return None
        if not isinstance(cast("object", url), str):
            raise PaginationError("the URL of the next page is not a string")
        try:
            target = self._base_url.join(url)
        except (httpx.InvalidURL, ValueError):
            raise PaginationError("the URL of the next page is invalid") from None  # the cause may quote the URL
        if (target.host, target.port) != (self._base_url.host, self._base_url.port):
            raise PaginationError(
                "the next page is on another host", hint="set base_url to the address of the API itself"
            )
        text = target.params.get(self._pages.parameter, "")
        number = int(text) if text.isdecimal() and len(text) <= MAX_PAGE_DIGITS else 0
        if number <= self._number:
            raise PaginationError(f"the page after page {self._number} is not a later one")
        return number

    def _item_id(self, item: Item) -> str:
        item_id = cast("object", self._pages.item_id(item))
        if not isinstance(item_id, (str, int)):  # generated models do not check types
            raise PaginationError("the id of an item is neither a string nor an integer")
        return str(item_id)
