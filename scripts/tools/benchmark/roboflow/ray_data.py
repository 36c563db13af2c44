"""Label a folder with Ray Data: `map_batches` with an async actor, in which nothing is checked or recorded."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import aiohttp

from .labelling import post_image

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


class _Actor:
    """Sends the images of a batch."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    def _post(self, image: bytes) -> Any:
        self._session = self._session or aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        return post_image(self._session, self._url, image)


class Serial(_Actor):
    """Sends them one after the other: several batches are in flight at a time, as many as Ray Data chooses."""

    async def __call__(self, batch: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        for path, image in zip(batch["path"], batch["bytes"], strict=True):
            yield {"path": [path], "label": [await self._post(image)]}


class Gathered(_Actor):
    """Sends them all at once."""

    async def __call__(self, batch: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        yield {"path": batch["path"], "label": await asyncio.gather(*map(self._post, batch["bytes"]))}


def with_ray_data(url: str, folder: Path, actor: type[_Actor], batch_size: int, workers: int) -> float:
    """Return the images per second, from the start to the last result."""
    from ray.data import ActorPoolStrategy, read_binary_files

    start = time.perf_counter()
    dataset = read_binary_files(str(folder), include_paths=True)
    labelled = dataset.map_batches(
        actor, fn_constructor_args=(url,), batch_size=batch_size, compute=ActorPoolStrategy(size=workers)
    )
    count = sum(1 for row in labelled.iter_rows() if row["label"] == "a")
    elapsed = time.perf_counter() - start
    if count != len([*folder.iterdir()]):
        raise RuntimeError(f"not all images were labelled: {count}")
    return count / elapsed
