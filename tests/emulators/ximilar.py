"""Requests to Ximilar's emulator, and tasks that it has learnt."""

from __future__ import annotations

import base64
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.helpers.images import picture
from visionapis_testing import XimilarEmulator

from .channels import COLOURS, open_way

if TYPE_CHECKING:
    from collections.abc import Generator

    import httpx

    from .channels import Way, WayName

KEY = "test-key"
PATH = "/recognition/v2"
URL = "https://pictures.example.com/red.png"


def colour(name: str, number: int = 0) -> bytes:
    """One of some pictures of a colour, no two alike."""
    red, green, blue = COLOURS[name]
    return picture(size=(64, 48), colour=(red + number % 20, green + number // 20, blue))


RED = colour("red")


def call(way: Way, method: str, path: str, *, key: str | None = KEY, **options: Any) -> httpx.Response:
    """Send a request with the key; the path begins below the service's, unless it says otherwise."""
    headers = {"authorization": f"Token {key}"} if key else {}
    whole = path if path.startswith("/") else f"{PATH}/{path}"
    return way.request(method, whole, headers={**headers, **options.pop("headers", {})}, **options)


def got(way: Way, path: str, **query: Any) -> Any:
    """What an address holds."""
    response = call(way, "GET", path, params=query)
    assert response.status_code == 200, response.text
    return response.json()


def done(way: Way, method: str, path: str, body: Any = None, **options: Any) -> Any:
    """What a request leads to; it must succeed."""
    response = call(way, method, path, json=body, **options) if body is not None else call(way, method, path, **options)
    assert response.is_success, response.text
    return response.json() if response.content else None


def made(way: Way, path: str, body: Any) -> str:
    """The id of what a request makes."""
    response = call(way, "POST", path, json=body)
    assert response.status_code == 201, response.text
    id_: str = response.json()["id"]
    return id_


def text(content: bytes) -> str:
    """A picture as base64 text."""
    return base64.b64encode(content).decode()


def uploaded(way: Way, content: bytes, *labels: str, **fields: Any) -> str:
    """The id of a new training picture with labels."""
    id_ = made(way, "training-image", {"base64": text(content), **fields})
    for label in labels:
        done(way, "POST", f"training-image/{id_}/add-label", {"label_id": label})
    return id_


def labelled(way: Way, task: str, name: str, type_: str = "category") -> str:
    """The id of a new label of a task."""
    id_ = made(way, "label", {"name": name, "type": type_})
    done(way, "POST", f"task/{task}/add-label", {"label_id": id_})
    return id_


def classified(way: Way, task: str, *contents: bytes, **fields: Any) -> Any:
    """What a task makes of pictures."""
    records = [{"_base64": text(content)} for content in contents]
    return done(way, "POST", "classify", {"task_id": task, "records": records, **fields})


def taught(**options: Any) -> tuple[XimilarEmulator, str]:
    """An emulator that has learnt three colours, and the task's id."""
    emulator = XimilarEmulator(api_key=KEY, **options)
    task = emulator.register("colours", [(colour(name, number), name) for number in range(3) for name in COLOURS])
    emulator.register_url(URL, RED)
    return emulator, task


@contextmanager
def fresh(way_in: WayName) -> Generator[Way]:
    """A way into a new emulator, every answer of which must be as the contract has it."""
    emulator = XimilarEmulator(api_key=KEY)
    with open_way(way_in, emulator) as way:
        yield way
    emulator.verify()
