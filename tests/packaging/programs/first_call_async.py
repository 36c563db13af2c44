"""A first call with the asynchronous client."""

import asyncio
import sys
from typing import assert_type

from visionapis import AsyncRoboflow, Label


async def main() -> None:
    """Print the label of the image at argv[2], classified by the server at argv[1]."""
    async with AsyncRoboflow(base_url=sys.argv[1]) as client:
        result = await client.classify(sys.argv[2], model="shades/1")
        assert_type(result.top, Label | None)
        print(result.top and result.top.name)


asyncio.run(main())
