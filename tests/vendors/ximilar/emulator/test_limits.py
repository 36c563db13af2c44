"""Decompression bombs, deep JSON, large bodies, and the content of error responses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulators.channels import open_channel
from tests.helpers.images import make_image, make_png_bomb
from visionapis_testing import XimilarEmulator

from .api import KEY, RED, URL, call, to_base64

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator

JSON = {"content-type": "application/json"}


def test_bombs(open_new: Callable[[Emulator], Channel]) -> None:
    """Decompression bombs, deeply nested JSON and large bodies are rejected."""
    emulator = XimilarEmulator(api_key=KEY, max_body_bytes=2_000_000)
    channel = open_new(emulator)
    bodies = [
        json.dumps({"base64": to_base64(make_png_bomb())}).encode(),
        b'{"base64": "A", "meta_data": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
        b'{"base64": "A", "meta_data": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}",
        json.dumps({"base64": "A" * 2_000_000}).encode(),
    ]
    statuses = [call(channel, "POST", "training-image", content=body, headers=JSON).status_code for body in bodies]
    assert statuses == [400, 400, 400, 413]
    emulator.verify()


@pytest.mark.parametrize("depth", [99, 100, 900, 1010])
def test_deep_metadata(channel_name: ChannelName, depth: int) -> None:
    """Metadata nested too deeply is rejected, and never breaks a response."""
    emulator = XimilarEmulator(api_key=KEY)
    nested = '{"a":' * depth + "1" + "}" * depth
    body = f'{{"base64": "{to_base64(RED)}", "meta_data": {nested}}}'
    with open_channel(channel_name, emulator) as channel:
        assert call(channel, "POST", "training-image", content=body.encode(), headers=JSON).status_code == (
            201 if depth < 100 else 400
        )
        assert call(channel, "GET", "training-image").status_code == 200
    emulator.verify()


def test_error_responses_do_not_repeat_the_image(open_new: Callable[[Emulator], Channel]) -> None:
    """An error response has neither the image nor the URL of the request."""
    channel = open_new(XimilarEmulator(api_key=KEY))
    content = to_base64(make_image()) + "%"
    signed = f"{URL}?signature=SIGNED"
    bodies: list[dict[str, Any]] = [
        {"base64": content},
        {"url": signed},
        {"base64": content, "noresize": "x"},
        {"base64": [content]},
    ]
    for body in bodies:
        response = call(channel, "POST", "training-image", json=body)
        assert (response.status_code, content[:20] in response.text, "SIGNED" in response.text) == (400, False, False)
