"""A server for the examples in the docstrings of the clients."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.docs.services import service

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def serve() -> Iterator[str]:
    """Serve the examples of the contract."""
    with service("ximilar") as url:
        yield url
