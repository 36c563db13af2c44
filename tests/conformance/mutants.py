"""Faults that are put between a run and its server, to see that the suite finds them; knows no vendor."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from visionapis_testing.conformance.proxy import AnswerEdit, Relay, RequestEdit, in_process
from visionapis_testing.conformance.suites import Prepared, suite
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.server import serve


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a server does wrongly."""

    name: str
    run: str
    """The run that has to find it."""
    check: str
    """The check that has to find it."""
    operations: Sequence[str] = ()
    """Those of the run that suffice to find it; all of them when empty."""
    request: RequestEdit = lambda request: request
    """What the server takes the request for."""
    answer: AnswerEdit = lambda request, answer: answer
    """What becomes of the answer."""
    alter: Callable[[Emulator], object] = lambda _: None
    """What is done to the emulator itself before the run."""

    def __str__(self) -> str:
        return self.name


def faulty(emulator: Emulator, fault: Fault) -> Relay:
    """A server with one fault."""
    fault.alter(emulator)
    return Relay(in_process(emulator.app), request=fault.request, answer=fault.answer)


@contextmanager
def on_socket(vendor: str, server: str, fault: Fault | None = None) -> Iterator[tuple[str, Prepared]]:
    """One of a suite's servers on a socket, with a fault or without: its URL, and what it knows."""
    prepared = suite(vendor).servers[server]()
    app = faulty(prepared.emulator, fault) if fault else prepared.emulator.app
    with serve(app, "127.0.0.1", 0, load(vendor).prefixes[0]) as url:
        yield url, prepared


def with_url(request: httpx.Request, url: httpx.URL) -> httpx.Request:
    """The request to another URL."""
    return httpx.Request(request.method, url, headers=request.headers, content=request.content)


def with_content(request: httpx.Request, content: bytes) -> httpx.Request:
    """The request with another body."""
    headers = {name: value for name, value in request.headers.items() if name != "content-length"}
    return httpx.Request(request.method, request.url, headers=headers, content=content)


def with_parameter(name: str, value: str) -> RequestEdit:
    """Put a value into the query wherever the parameter is."""
    return lambda request: (
        with_url(request, request.url.copy_set_param(name, value)) if name in request.url.params else request
    )


def without_parameter(name: str) -> RequestEdit:
    """Take a parameter out of the query."""
    return lambda request: with_url(request, request.url.copy_remove_param(name))


def with_header(name: str, value: str) -> RequestEdit:
    """Put a value into a header wherever it is."""

    def edit(request: httpx.Request) -> httpx.Request:
        if name in request.headers:
            request.headers[name] = value
        return request

    return edit


def with_status(status: int, *, when: int) -> AnswerEdit:
    """Answer with another status in place of one."""

    def edit(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if answer.status_code == when:
            answer.status_code = status
        return answer

    return edit


def with_content_type(content_type: str, *, when: int) -> AnswerEdit:
    """Answer with another content type in place of JSON, the body unchanged."""

    def edit(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if answer.status_code == when:
            answer.headers["content-type"] = content_type
        return answer

    return edit


def with_json(change: Callable[[dict[str, Any]], object], *, when: int = 200) -> AnswerEdit:
    """Answer with changed JSON: `change` alters the parsed body in place."""

    def edit(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if answer.status_code != when or answer.headers["content-type"] != "application/json":
            return answer
        body = answer.json()
        change(body)
        return httpx.Response(answer.status_code, headers=answer.headers, content=json.dumps(body))

    return edit
