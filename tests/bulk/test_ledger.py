"""The ledger: equal bytes, files that change, and what an earlier run has left."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING, Any

from visionapis_bulk.fingerprints import Fingerprints
from visionapis_bulk.ledger import Ledger
from visionapis_bulk.queries import read_range
from visionapis_bulk.records import Entry, Item, Settlement

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path


def use(path: Path, work: Callable[[Ledger], Awaitable[Any]]) -> Any:
    """Do something with a ledger, and close it."""

    async def main() -> Any:
        ledger = Ledger(path, create=True)
        try:
            return await work(ledger)
        finally:
            await ledger.close()

    return asyncio.run(main())


def states(ledger: Ledger) -> str:
    """Return the first letters of the items' states."""
    return "".join(state[0] for _, state in read_range(ledger._connection, 1, 99))  # pyright: ignore[reportPrivateUsage]  (as of the open transaction)


def test_hashes_with_the_same_beginning_are_told_apart() -> None:
    """Items whose hashes share their first eight bytes are all candidates, and are removed by themselves."""
    found = Fingerprints((number, bytes(8) + bytes([number])) for number in range(5))
    found.remove(3, bytes(8) + b"\3")
    others = [(number + 10, hashlib.sha256(bytes([number])).digest()) for number in range(200)]
    for item, digest in others:
        found.add(item, digest)

    assert sorted(found.find(bytes(32))) == [0, 1, 2, 4]
    assert [found.find(digest) for _, digest in others] == [[item] for item, _ in others]


def test_changed_file_frees_its_duplicates(tmp_path: Path) -> None:
    """When a file has other bytes the second time it is read, those that were duplicates of it are sent themselves."""
    one, two = bytes(32), bytes(31) + b"\1"

    async def begin(ledger: Ledger) -> None:
        await ledger.writer.durable(ledger.add, [Entry("a"), Entry("b"), Entry("c")])
        items = [Item(number, "", "") for number in (1, 2, 3)]
        assert await ledger.writer.ordered(ledger.claim, [(item, one) for item in items]) == {2, 3}
        await ledger.writer.durable(ledger.put_back, "claimed", [1])
        assert states(ledger) == "pdd"
        changed = Item(1, "", "", one)
        assert await ledger.writer.ordered(ledger.claim, [(changed, two)]) == set()
        assert (states(ledger), ledger.released_duplicates) == ("cpp", 2)
        assert await ledger.writer.ordered(ledger.claim, [(items[1], two), (items[2], one)]) == {2}
        assert states(ledger) == "cdc"

    use(tmp_path / "a", begin)


def test_earlier_run_is_settled_when_a_ledger_is_opened(tmp_path: Path) -> None:
    """Claimed items are pending, sent ones unknown, with their call paid; equal bytes are still known."""
    digests = [bytes([number]) * 32 for number in range(4)]

    async def begin(ledger: Ledger) -> None:
        await ledger.writer.durable(ledger.add, [Entry(str(number)) for number in range(4)])
        claims = [(Item(number, "", ""), digests[number]) for number in range(1, 4)]
        await ledger.writer.ordered(ledger.claim, claims)
        await ledger.writer.durable(ledger.send, "claimed", [1, 2], 7)
        ledger.writer.post(ledger.settle, "sent", [Settlement(1, "done", labels="[]")])

    async def go_on(ledger: Ledger) -> None:
        assert (states(ledger), ledger.calls, ledger.cost) == ("dupp", 1, 7)
        assert await ledger.writer.ordered(ledger.claim, [(Item(4, "", ""), digests[2])]) == {4}
        assert await ledger.writer.durable(ledger.resend, "unknown") == 1
        assert (states(ledger), dict(ledger.counts())["pending"]) == ("dppd", 2)

    use(tmp_path / "a", begin)
    use(tmp_path / "a", go_on)


def test_groups_of_bookings_are_limited(tmp_path: Path) -> None:
    """At most `max_group` operations that are waited for are in one transaction, and all are executed in order."""
    executed: list[object] = []

    async def book(ledger: Ledger) -> None:
        connection = ledger._connection  # pyright: ignore[reportPrivateUsage]  (its statements are traced)
        connection.set_trace_callback(lambda text: executed.append("commit") if text.startswith("COMMIT") else None)
        ledger.writer.max_group = 2
        futures = [ledger.writer.durable(executed.append, number) for number in range(5)]
        ledger.writer.post(executed.append, "last")
        await asyncio.gather(*futures)
        connection.set_trace_callback(None)

    use(tmp_path / "a", book)
    assert executed[:8] == [0, 1, "commit", 2, 3, "commit", 4, "last"]
