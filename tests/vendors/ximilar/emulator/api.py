"""Requests to the Ximilar emulator, and images for its tasks."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from tests.emulators.channels import COLOURS
from tests.helpers.images import make_image
from visionapis_generated.ximilar import operations
from visionapis_testing import XimilarEmulator

if TYPE_CHECKING:
    import httpx

    from tests.emulators.channels import Channel

KEY = "test-key"
PATH = operations.TASKS_LIST.path.removesuffix("/task")
WORKSPACES = operations.WORKSPACES_LIST.path
ACCOUNT = operations.ACCOUNT_DETAILS.path
URL = "https://images.example.com/red.png"


def coloured_image(name: str, number: int = 0) -> bytes:
    """Return an image of a colour; each number yields a slightly different one."""
    red, green, blue = COLOURS[name]
    return make_image(size=(64, 48), colour=(red + number % 20, green + number // 20, blue))


RED = coloured_image("red")


def call(channel: Channel, method: str, path: str, *, key: str | None = KEY, **options: Any) -> httpx.Response:
    """Send a request with the key. A path without a leading slash is relative to PATH."""
    headers = {"authorization": f"Token {key}"} if key else {}
    absolute_path = path if path.startswith("/") else f"{PATH}/{path}"
    return channel.request(method, absolute_path, headers={**headers, **options.pop("headers", {})}, **options)


def get(channel: Channel, path: str, **query: Any) -> Any:
    """Send a GET request, which must succeed, and return its JSON."""
    response = call(channel, "GET", path, params=query)
    assert response.status_code == 200, response.text
    return response.json()


def request_json(channel: Channel, method: str, path: str, body: Any = None, **options: Any) -> Any:
    """Send a request, which must succeed, and return its JSON."""
    if body is not None:
        options["json"] = body
    response = call(channel, method, path, **options)
    assert response.is_success, response.text
    return response.json() if response.content else None


def create(channel: Channel, path: str, body: Any) -> str:
    """Create an entity and return its id."""
    response = call(channel, "POST", path, json=body)
    assert response.status_code == 201, response.text
    id_: str = response.json()["id"]
    return id_


def to_base64(content: bytes) -> str:
    """Return an image as base64 text."""
    return base64.b64encode(content).decode()


def upload(channel: Channel, content: bytes, *labels: str, **fields: Any) -> str:
    """Upload a training image, add labels to it, and return its id."""
    id_ = create(channel, "training-image", {"base64": to_base64(content), **fields})
    for label in labels:
        request_json(channel, "POST", f"training-image/{id_}/add-label", {"label_id": label})
    return id_


def create_label(channel: Channel, task: str, name: str, type_: str = "category") -> str:
    """Create a label, add it to a task, and return its id."""
    id_ = create(channel, "label", {"name": name, "type": type_})
    request_json(channel, "POST", f"task/{task}/add-label", {"label_id": id_})
    return id_


def classify(channel: Channel, task: str, *contents: bytes, **fields: Any) -> Any:
    """Classify images by a task and return the JSON."""
    records = [{"_base64": to_base64(content)} for content in contents]
    return request_json(channel, "POST", "classify", {"task_id": task, "records": records, **fields})


def make_emulator(**options: Any) -> tuple[XimilarEmulator, str]:
    """Return an emulator with a task trained with three colours, and the id of the task."""
    emulator = XimilarEmulator(api_key=KEY, **options)
    task = emulator.register(
        "colours", [(coloured_image(name, number), name) for number in range(3) for name in COLOURS]
    )
    emulator.register_url(URL, RED)
    return emulator, task
