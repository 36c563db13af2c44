"""Exceptions that belong to one that a transport raises: the one that was being handled, and the members of a group."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from visionapis import AsyncRoboflow, Roboflow

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "rf_canary-key"
IMAGE = "https://images.example.com/a.png"


def look_up(request: httpx.Request) -> httpx.Response:
    """Fail to find a recorded response, as a mock does, with an error of its own."""
    try:
        raise LookupError(f"nothing recorded for {request.url}")
    except LookupError:
        raise RuntimeError("the mock is incomplete")  # noqa: B904  (the context is what is tested)


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those from which a traceback says that it follows."""
    while error:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("asynchronous", [False, True])
def test_context_of_an_exception_shows_no_key(asynchronous: bool) -> None:
    """The exception that was being handled keeps its text and its place, without the key and the image's URL."""
    transport = httpx.MockTransport(look_up)

    async def call() -> None:
        async with AsyncRoboflow(KEY, api_key_in="query", transport=transport) as client:
            await client.infer(IMAGE, model="digits/1")

    def call_sync() -> None:
        with Roboflow(KEY, api_key_in="query", transport=transport) as client:
            client.infer(IMAGE, model="digits/1")

    with pytest.raises(RuntimeError, match="the mock is incomplete") as caught:
        asyncio.run(call()) if asynchronous else call_sync()

    context = next(error for error in chain(caught.value) if isinstance(error, LookupError))
    assert str(context).startswith("nothing recorded for https://serverless.roboflow.com/digits/1")
    assert KEY not in str(context)
    assert "images.example.com" not in str(context)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_members_of_a_group_show_no_key(asynchronous: bool) -> None:
    """An exception group of a transport is raised as it is, and its members do not show the key."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise ExceptionGroup("several", [ValueError(f"one of {request.url}"), ExceptionGroup("more", [OSError("two")])])

    transport = httpx.MockTransport(fail)

    async def call() -> None:
        async with AsyncRoboflow(KEY, api_key_in="query", transport=transport) as client:
            await client.infer(IMAGE, model="digits/1")

    def call_sync() -> None:
        with Roboflow(KEY, api_key_in="query", transport=transport) as client:
            client.infer(IMAGE, model="digits/1")

    with pytest.raises(ExceptionGroup, match="several") as caught:
        asyncio.run(call()) if asynchronous else call_sync()

    member = str(caught.value.exceptions[0])
    assert member.startswith("one of https://serverless.roboflow.com/digits/1")
    assert KEY not in member
    assert "images.example.com" not in member
