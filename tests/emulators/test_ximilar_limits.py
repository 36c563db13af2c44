"""What Ximilar's emulator withstands, and what it never repeats."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import picture
from visionapis_testing import XimilarEmulator

from .channels import open_way
from .ximilar import KEY, RED, URL, call, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Way, WayName

JSON = {"content-type": "application/json"}


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in some bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def test_bombs(open_new: Callable[[Emulator], Way]) -> None:
    """Pictures that announce gigabytes, JSON without an end of brackets and large bodies are refused."""
    emulator = XimilarEmulator(api_key=KEY, max_body_bytes=2_000_000)
    way = open_new(emulator)
    bodies = [
        json.dumps({"base64": text(bomb())}).encode(),
        b'{"base64": "A", "meta_data": ' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
        b'{"base64": "A", "meta_data": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}",
        json.dumps({"base64": "A" * 2_000_000}).encode(),
    ]
    found = [call(way, "POST", "training-image", content=body, headers=JSON).status_code for body in bodies]
    assert found == [400, 400, 400, 413]
    emulator.verify()


@pytest.mark.parametrize("depth", [95, 105, 260, 490, 900, 990, 1010])
def test_deep_metadata(way_in: WayName, depth: int) -> None:
    """Metadata is nested as deep as it may be, or is refused; it never breaks an answer."""
    emulator = XimilarEmulator(api_key=KEY)
    nested = '{"a":' * depth + "1" + "}" * depth
    body = f'{{"base64": "{text(RED)}", "meta_data": {nested}}}'
    with open_way(way_in, emulator) as way:
        assert call(way, "POST", "training-image", content=body.encode(), headers=JSON).status_code == (
            201 if depth < 100 else 400
        )
        assert call(way, "GET", "training-image").status_code == 200
    emulator.verify()


def test_no_picture_in_a_refusal(open_new: Callable[[Emulator], Way]) -> None:
    """A refusal repeats neither the picture nor the URL."""
    way = open_new(XimilarEmulator(api_key=KEY))
    content = text(picture()) + "%"
    signed = f"{URL}?signature=SIGNED"
    bodies: list[dict[str, Any]] = [
        {"base64": content},
        {"url": signed},
        {"base64": content, "noresize": "x"},
        {"base64": [content]},
    ]
    for body in bodies:
        response = call(way, "POST", "training-image", json=body)
        assert (response.status_code, content[:20] in response.text, "SIGNED" in response.text) == (400, False, False)
