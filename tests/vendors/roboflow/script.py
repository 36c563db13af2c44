"""A script of calls: create, train, classify, fail, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.emulators.channels import KEY, RED, URL, new_emulator, open_channel

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


def responses() -> Iterator[httpx.Response]:
    """Yield the responses of new emulators."""
    with open_channel("transport", new_emulator()) as channel:
        for model in ("colours/1", "tags/1", "tags/1", "unknown/1"):
            yield channel.infer(model=model)
        yield channel.infer(format="image_and_json")
        yield channel.infer(key=None)
        yield channel.infer(key="wrong")
        yield channel.infer(b"rubbish")
        yield channel.infer(confidence="high")
        yield channel.request("GET", "/colours/1", params={"api_key": KEY, "image": URL})
        yield channel.request("POST", "/colours/1", params={"api_key": KEY}, files={"file": ("a.png", RED)})
        yield channel.request("DELETE", "/colours/1", params={"api_key": KEY})
