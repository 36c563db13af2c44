"""Epochs of a job: in its ledger from before their workers begin until their journals are merged."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from .journal import Journal, Storage

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_bulk.ledger import Ledger
    from visionapis_bulk.schema import State


async def number_epoch(ledger: Ledger) -> int:
    """Return the number of a new epoch, which no other one of the job has."""

    def count() -> int:
        epoch = int(ledger.job().get("epoch", 0)) + 1
        ledger.describe_job({"epoch": epoch})
        return epoch

    return await ledger.writer.durable(count)


async def record_epoch(ledger: Ledger, epoch: int, storage: Storage) -> None:
    """Record an epoch whose journal has begun; then its worker may."""

    def record() -> None:
        ledger.describe_job({"epochs": {**ledger.job().get("epochs", {}), str(epoch): storage.url}})

    await ledger.writer.durable(record)


async def merge(ledger: Ledger, journal: Journal) -> list[tuple[int, State]]:
    """Merge what a worker has committed so far; return the items that this settles."""
    changes = await asyncio.to_thread(journal.read)
    settled: list[tuple[int, State]] = []
    for each in changes:
        settled += await ledger.writer.ordered(ledger.merge, each)
    await ledger.writer.durable(int)
    await asyncio.to_thread(journal.delete_read)
    return settled


async def end_epoch(ledger: Ledger, journal: Journal, epoch: int, is_lost: Callable[[str], bool]) -> list[Any]:
    """Merge the rest of what a worker has committed, after its end; return the items that this settles.

    What it may have sent without a recorded response becomes unknown: the items whose image `is_lost`.
    """
    await asyncio.to_thread(journal.end)
    settled = await merge(ledger, journal)

    def record() -> None:
        ledger.settle_lost(is_lost)
        epochs = {number: url for number, url in ledger.job()["epochs"].items() if number != str(epoch)}
        ledger.describe_job({"epochs": epochs})

    await ledger.writer.durable(record)
    await asyncio.to_thread(journal.remove)
    return settled


async def recover(ledger: Ledger) -> None:
    """End the epochs that an earlier run has left, as its driver was killed. Raises LedgerError."""
    for epoch, url in ledger.job().get("epochs", {}).items():
        await end_epoch(ledger, Journal(Storage(url), int(epoch)), int(epoch), lambda _image: True)
