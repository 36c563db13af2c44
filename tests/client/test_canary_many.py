"""The marks go through what makes several calls, and through pages that repeat them, and come out nowhere."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest

from tests.helpers.canary import FILE_NAME, KEY, PICTURE, URL, listening, seen, shown
from tests.helpers.canary_calls import CLASSIFY, KINDS, outcomes, vendor
from tests.helpers.echo_servers import Parrot, json_answer, replies
from visionapis import PagingError, PictureError, VisionAPIError
from visionapis._http import retry
from visionapis_testing.faults import FaultServer
from visionapis_testing.faults.response import Answer

PAGED = ("tasks", "labels", "images")
XIMILAR = [kind for kind in KINDS if vendor(kind) == "ximilar"]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts follow each other at once."""
    monkeypatch.setattr(retry, "FIRST_WAIT", 0.0)


def consumed(results: Any) -> Any:
    """All that is iterated over; of an asynchronous client's, what gives it when it is awaited."""
    if not hasattr(results, "__aiter__"):
        return list(results)

    async def later() -> list[Any]:
        return [each async for each in results]

    return later()


def every_page(client: Any, tag: str) -> Any:
    """What a resource lists."""
    return consumed(getattr(client, tag).iterate(workspace="w"))


def many(client: Any, pictures: list[Any]) -> Any:
    """What is seen in several pictures, or is wrong with them."""
    return consumed(client.classify_many(pictures, **CLASSIFY[vendor(type(client))]))


def of(outcome: object) -> list[str]:
    """Which marks an error shows that is raised, or stands in the place of a picture's result, and where.

    Frames are not looked at: those of the calls hold what was given to them, and those of pages what a server sent.
    """
    errors = [each for each in (outcome if isinstance(outcome, list) else [outcome]) if isinstance(each, Exception)]
    return [f"{place}: {mark}" for error in errors for place, text in shown(error) for mark in seen(text)]


def page(text: str, following: str, count: object) -> Answer:
    """A page without entries, which names the next one."""
    body = {"count": count, "next": following, "results": [], "detail": text}
    return Answer(200, [("content-type", "application/json")], json.dumps(body).encode())


PAGES = {
    "a next page elsewhere": lambda text: page(text, f"https://{KEY}.example/?page=2&{text}", 3),
    "a next page that is none": lambda text: page(text, f"/recognition/v2/task?page={text}", 3),
    "a count in words": lambda text: page(text, "", text),
}


@pytest.mark.parametrize("kind", XIMILAR)
def test_every_page(kind: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Pages that lead away or are damaged, and refusals of them, repeat nothing."""
    parrot = Parrot(lambda text: json_answer(401, text))
    found: list[str] = []
    with FaultServer(answer=parrot) as server, listening(capfd) as heard:
        for name, reply in {**replies(), **PAGES}.items():
            parrot.reply = reply
            results = outcomes(kind, server.url, [partial(every_page, tag=tag) for tag in PAGED], max_retries=0)
            assert name not in PAGES or {type(each) for each in results} == {PagingError}
            found += [leak for each in results for leak in of(each)]

    assert found == []
    assert [mark for text in heard.values() for mark in seen(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_many_pictures(kind: Any, capfd: pytest.CaptureFixture[str]) -> None:
    """Errors in the places of pictures, and those that end it all, show neither the pictures nor what came back."""
    pictures = [PICTURE, FILE_NAME, URL, b"text" + PICTURE]
    parrot = Parrot(lambda text: json_answer(401, text))
    found, errors = list[str](), list[object]()
    with FaultServer(answer=parrot) as server, listening(capfd) as heard:
        for reply in replies().values():
            parrot.reply = reply
            for given in (pictures, pictures[1:2]):
                (result,) = outcomes(kind, server.url, [partial(many, pictures=given)], max_retries=0)
                errors += result if isinstance(result, list) else [result]
                found += of(result)

    assert found == []
    assert [mark for text in heard.values() for mark in seen(text)] == []
    assert {PictureError} < {type(each) for each in errors if isinstance(each, VisionAPIError)}
