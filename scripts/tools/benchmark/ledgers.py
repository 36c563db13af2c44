"""Measures a ledger in a process of its own: `ledgers FOLDER URL ITEMS` prints the results as JSON."""

from __future__ import annotations

import asyncio
import json
import resource
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from visionapis_bulk import ItemSettled, Job, JobOptions, Progress
from visionapis_bulk.ledger import Ledger
from visionapis_bulk.records import Entry, Item, Settlement

from .examples import labelling

if TYPE_CHECKING:
    from visionapis_bulk import Event

GROUP = 64
"""Calls in flight of a job."""
WRITTEN = 256
"""Items that are committed together, as when calls in flight end while others are written to the disk."""
LABELS = json.dumps([{"name": f"label {number}", "confidence": 0.125} for number in range(3)])
RAW = json.dumps({"predictions": [{"class": f"label {number}", "confidence": 0.125} for number in range(3)]})


def main() -> None:
    """Print the microseconds per item, the peak memory in MB, and the seconds until the first requests."""
    folder, url, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    found = {"write": asyncio.run(_write(folder / "a.job", count)) * 1e6}
    for name in ("first.png", "last.png"):
        (folder / name).write_bytes(b"\x89PNG\r\n\x1a\n" + name.encode() + bytes(1000))
    with (folder / "list.txt").open("w") as file:
        file.write("first.png\n")
        file.writelines(f"{number:07}.png\n" for number in range(count - 2))
        file.write("last.png\n")
    found["begin"] = _first(url, folder / "list.txt", folder / "b.job")
    with closing(sqlite3.connect(folder / "b.job")) as connection, connection:
        connection.execute("UPDATE items SET state = iif(id < ?, 'refused', 'pending')", (count,))
    found["resume"] = _first(url, folder / "list.txt", folder / "b.job")
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found))


async def _write(path: Path, count: int) -> float:
    """Take items through all their states, as many at a time as are in flight, and return the seconds per item."""
    ledger = Ledger(path, create=True)
    writer = ledger.writer
    start = time.perf_counter()
    for first in range(0, count, 512):
        await writer.ordered(ledger.add, [Entry(f"photos/{number:07}.png") for number in range(first, first + 512)])
    for first in range(1, count, WRITTEN):
        claims = [(Item(number, "", ""), number.to_bytes(32, "little")) for number in range(first, first + WRITTEN)]
        for claim in claims:
            await writer.ordered(ledger.claim, [claim])
        await asyncio.gather(*(writer.durable(ledger.send, "claimed", [item.id], 1) for item, _ in claims))
        for item, _ in claims:
            settlement = Settlement(item.id, "done", labels=LABELS, width=640, height=480, raw=RAW)
            writer.post(ledger.settle, "sent", [settlement])
    await writer.durable(int)
    elapsed = time.perf_counter() - start
    await ledger.close()
    return elapsed / count


def _first(url: str, source: Path, ledger: Path) -> float:
    """Return the seconds until the first response of a job, which goes on until all items are listed."""
    first: list[float] = []

    def note(event: Event) -> None:
        if isinstance(event, ItemSettled) and event.state == "done" and not first:
            first.append(time.perf_counter() - start)
        elif isinstance(event, Progress) and event.listed and first:
            job.stop()

    options = JobOptions(max_concurrency=GROUP)
    job = Job(
        lambda: labelling.make_client(url), source, ledger,
        arguments=labelling.ARGUMENTS, options=options, on_event=note,
    )  # fmt: skip
    start = time.perf_counter()
    job.run_sync()
    return first[0]


if __name__ == "__main__":
    main()
