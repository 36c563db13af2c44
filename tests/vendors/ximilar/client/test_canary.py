"""Marked secrets do not leak from pages that repeat them."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from tests.client.test_canary_many import consume, leaks, no_delay
from tests.helpers.canary import KEY, captured_output, find_marks
from tests.helpers.canary_calls import outcomes
from tests.helpers.echo_servers import EchoServer, error_replies, json_response
from visionapis import AsyncXimilar, PaginationError, Ximilar
from visionapis_generated.ximilar import operations
from visionapis_testing.faults import FaultServer
from visionapis_testing.faults.response import PlainResponse

__all__ = ["no_delay"]
PAGED = ("tasks", "labels", "images")


def list_all(client: Any, tag: str) -> Any:
    """Return every item of a resource."""
    return consume(getattr(client, tag).iterate(workspace="w"))


def page(text: str, next_url: str, count: object) -> PlainResponse:
    """Return an empty page that names the next one."""
    body = {"count": count, "next": next_url, "results": [], "detail": text}
    return PlainResponse(200, [("content-type", "application/json")], json.dumps(body).encode())


PAGES = {
    "next page on another host": lambda text: page(text, f"https://{KEY}.example/?page=2&{text}", 3),
    "next page without a number": lambda text: page(text, f"{operations.TASKS_LIST.path}?page={text}", 3),
    "count that is not a number": lambda text: page(text, "", text),
}


@pytest.mark.parametrize("client_class", [Ximilar, AsyncXimilar])
def test_pages_leak_nothing(client_class: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors about invalid pages and error responses to page requests leak no secret."""
    echo_server = EchoServer(lambda text: json_response(401, text))
    found: list[str] = []
    with FaultServer(response=echo_server) as server, captured_output(capfd) as captured:
        for name, reply in {**error_replies(), **PAGES}.items():
            echo_server.reply = reply
            results = outcomes(client_class, server.url, [partial(list_all, tag=tag) for tag in PAGED], max_retries=0)
            assert name not in PAGES or {type(each) for each in results} == {PaginationError}
            found += [leak for each in results for leak in leaks(each)]

    assert found == []
    assert [mark for text in captured.values() for mark in find_marks(text)] == []
