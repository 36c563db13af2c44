"""A script of calls: create, train, classify, fail, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.emulators.channels import KEY, RED, open_channel

from .emulator import api

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx


def responses() -> Iterator[httpx.Response]:
    """Yield the responses of new emulators."""
    with open_channel("transport", api.make_emulator(remaining_calls=6)) as channel:
        for type_ in (*api.FIELDS, "moods", None):
            yield api.recognize(channel, type_)
        yield api.recognize(channel, image=RED)
        yield api.recognize(channel, image=RED)
        yield api.recognize(channel, key="wrong")
        yield api.recognize(channel, image=b"rubbish")
        yield channel.request("GET", api.PATH, params={"apikey": KEY, "type": "cache"})
        yield channel.request("GET", api.PATH.rstrip("/"))
