"""Many requests in flight over aiohttp."""

from __future__ import annotations

import asyncio

from tests.helpers.recording import RecordingServer
from visionapis import AsyncRoboflow

IN_FLIGHT = 102  # aiohttp itself would have 100


def test_requests_over_aiohttp_do_not_wait_for_each_other() -> None:
    """Without `max_concurrency` the transport over aiohttp sends each request at once, however many are in flight."""

    async def calls(url: str) -> None:
        async with AsyncRoboflow(base_url=url, transport="aiohttp") as client:
            image = "https://images.example.com/a.png"
            await asyncio.gather(*(client.classify(image, model="digits/1") for _ in range(IN_FLIGHT)))

    with RecordingServer(crowd=IN_FLIGHT) as server:
        asyncio.run(calls(server.url))

    assert server.peak == IN_FLIGHT
