# Generated from specs by scripts/regenerate. Do not edit.
"""What a generated client knows of a call, and what it needs from whoever sends it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")


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


class Caller(Protocol):
    """Sends a request and returns what `parse` makes of the answer."""

    def __call__(self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /) -> T:
        """`request` holds keyword arguments of `httpx.Request`, with a path as its URL."""
        ...


class AsyncCaller(Protocol):
    """Sends a request and returns what `parse` makes of the answer, without blocking."""

    def __call__(
        self, operation: Operation, request: dict[str, Any], parse: Callable[[httpx.Response], T], /
    ) -> Awaitable[T]:
        """`request` holds keyword arguments of `httpx.Request`, with a path as its URL."""
        ...
