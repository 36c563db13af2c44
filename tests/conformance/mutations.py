"""A mutant, and the edits of requests and responses that mutants are made of; independent of any vendor."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import httpx

from visionapis_testing.conformance.proxy import Proxy, RequestEdit, ResponseEdit, in_process
from visionapis_testing.conformance.suites import PreparedServer, suite
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.server import serve

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A server with one fault."""

    name: str
    scenario: str
    """The name of the scenario that kills it."""
    check: str
    """The check that kills it."""
    operations: Sequence[str] = ()
    """The operations of the scenario that are enough to kill it; all of them if empty."""
    request: RequestEdit = lambda request: request
    """Edits each request before the emulator receives it."""
    response: ResponseEdit = lambda request, response: response
    """Edits each response of the emulator."""
    prepare: Callable[[Emulator], object] = lambda _: None
    """Changes the emulator before the first request."""

    def __str__(self) -> str:
        return self.name


def mutated(emulator: Emulator, mutant: Mutant) -> Proxy:
    """Return an ASGI application of an emulator with a mutant's fault."""
    mutant.prepare(emulator)
    return Proxy(in_process(emulator.app), request=mutant.request, response=mutant.response)


@contextmanager
def serve_mutant(vendor: str, server_type: str, mutant: Mutant) -> Iterator[tuple[str, PreparedServer]]:
    """Serve a mutant on a socket and yield its URL and resources."""
    prepared = suite(vendor).servers[server_type]()
    with serve(mutated(prepared.emulator, mutant), "127.0.0.1", 0, load(vendor).prefixes[0]) as url:
        yield url, prepared


def with_url(request: httpx.Request, url: httpx.URL) -> httpx.Request:
    """Return a request with another URL."""
    return httpx.Request(request.method, url, headers=request.headers, content=request.content)


def with_content(request: httpx.Request, content: bytes) -> httpx.Request:
    """Return a request with another body."""
    headers = {name: value for name, value in request.headers.items() if name != "content-length"}
    return httpx.Request(request.method, request.url, headers=headers, content=content)


def is_present(value: str | None) -> bool:
    """Return whether a request has a parameter or header."""
    return value is not None


def with_parameter(name: str, value: str, *, where: Callable[[str | None], bool] = is_present) -> RequestEdit:
    """Set a query parameter where its value, or None, satisfies a condition."""

    def edit(request: httpx.Request) -> httpx.Request:
        url = request.url
        return with_url(request, url.copy_set_param(name, value)) if where(url.params.get(name)) else request

    return edit


def without_parameter(name: str, *, where: Callable[[str], bool] = is_present) -> RequestEdit:
    """Remove a query parameter where its value satisfies a condition."""

    def edit(request: httpx.Request) -> httpx.Request:
        url = request.url
        has_it = name in url.params and where(url.params[name])
        return with_url(request, url.copy_remove_param(name)) if has_it else request

    return edit


def with_header(name: str, value: str, *, where: Callable[[str | None], bool] = is_present) -> RequestEdit:
    """Set a header where its value, or None, satisfies a condition."""

    def edit(request: httpx.Request) -> httpx.Request:
        if where(request.headers.get(name)):
            request.headers[name] = value
        return request

    return edit


def with_status(status: int, *, when: int) -> ResponseEdit:
    """Replace the status `when`."""

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if response.status_code == when:
            response.status_code = status
        return response

    return edit


def with_content_type(content_type: str, *, when: int) -> ResponseEdit:
    """Replace the content type of responses with the status `when`."""

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if response.status_code == when:
            response.headers["content-type"] = content_type
        return response

    return edit


def with_json(change: Callable[[Json], object], *, when: int = 200, having: str = "") -> ResponseEdit:
    """Change the JSON object of responses with the status `when` in place, if it has the field `having`."""

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        try:
            body: object = json.loads(response.content)
        except ValueError:
            return response
        if response.status_code != when or not isinstance(body, dict) or (having and having not in body):
            return response
        change(body)
        return httpx.Response(response.status_code, headers=response.headers, content=json.dumps(body))

    return edit


def with_ids(id_: object) -> ResponseEdit:
    """Replace the ids of all entries of lists, with pages and without."""

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        body = response.json()
        for entry in body if isinstance(body, list) else body.get("results", ()):
            entry["id"] = id_
        return httpx.Response(response.status_code, headers=response.headers, content=json.dumps(body))

    return edit


def respond(status: int, body: object = None, *, when: Callable[[httpx.Request, httpx.Response], bool]) -> ResponseEdit:
    """Replace a response that satisfies a condition by another one, without a body for None."""

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if not when(request, response):
            return response
        return httpx.Response(status) if body is None else httpx.Response(status, json=body)

    return edit


def at(part: str, edit: ResponseEdit) -> ResponseEdit:
    """Edit responses to requests whose path contains a text."""
    return lambda request, response: edit(request, response) if part in request.url.path else response


def put(**fields: object) -> Callable[[Json], object]:
    """Return a function that sets fields of a JSON object."""
    return lambda document: document.update(fields)


def drop(name: str) -> Callable[[Json], object]:
    """Return a function that removes a field of a JSON object."""
    return lambda document: document.pop(name, None)
