"""The server of the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .server import serve

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def url() -> Iterator[str]:
    """The URL of the server's list of tasks, with the start of a query."""
    with serve() as address:
        yield f"{address}?workspace="
