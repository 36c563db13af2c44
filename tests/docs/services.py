"""Servers that return the contract's first example to every request; lists have a single page."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.helpers.contract_examples import example_of
from tests.helpers.vendors import contract
from visionapis_testing.faults import FaultPlan, FaultServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def service(vendor: str, prefix: str = "") -> Iterator[str]:
    """Serve a vendor's paths below `prefix` and yield the URL."""
    operations = [
        (each, re.compile(prefix + re.sub(r"\{\w+\}", "[^/]+", each.path))) for each in contract(vendor).operations()
    ]

    def respond(method: str, target: str, _headers: object, _body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        path = urlsplit(target).path
        operation = next(each for each, form in operations if each.method == method.lower() and form.fullmatch(path))
        last_page = {"next": None} if "x-pagination" in operation.data else {}
        status, content_type, content = example_of(operation, **last_page)
        return status, [("Content-Type", content_type)], content

    with FaultServer(FaultPlan(), response=respond) as server:
        yield server.url + prefix
