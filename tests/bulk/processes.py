"""Workers of partitions that are processes here, not actors of Ray: they start, and are killed, in milliseconds."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from visionapis import AsyncRoboflow
from visionapis_bulk import JobOptions
from visionapis_bulk.ray import RayJob
from visionapis_bulk.ray.cluster import WorkerLostError
from visionapis_bulk.ray.worker import PartitionWorker

from .jobs import KEY, PROCESSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from visionapis_bulk import Summary
    from visionapis_bulk.ray.shares import Spending
    from visionapis_bulk.ray.worker import Assignment
    from visionapis_bulk.records import Budget

WORKERS = 2


class ProcessJob(RayJob):
    """A job on many machines whose workers are processes of this one; `on_start` is called with each."""

    def __init__(
        self,
        url: str,
        source: object,
        ledger: Path,
        *,
        on_start: Callable[[Process], None] | None = None,
        rate: int | None = None,
    ) -> None:
        client = partial(AsyncRoboflow, KEY, base_url=url, transport="aiohttp", requests_per_minute=rate)
        options = JobOptions(max_concurrency=8, progress_interval=0.05)
        super().__init__(client, source, ledger, workers=WORKERS, arguments={"model": "a/1"}, options=options)
        self._on_start = on_start

    @contextmanager
    def _connected(self) -> Iterator[Processes]:
        yield Processes(self._on_start)


class Processes:
    """The machine."""

    processors = WORKERS

    def __init__(self, on_start: Callable[[Process], None] | None) -> None:
        self._on_start = on_start
        self._rate: int | None = None

    def begin(self, budget: Budget, *, rate: int | None, workers: int) -> None:
        """Note the rate of each worker. These jobs have no budget."""
        self._rate = rate and rate // workers

    def start(self, assignment: Assignment) -> Process:
        """Start a worker."""
        process = Process(assignment, self._rate)
        if self._on_start:
            self._on_start(process)
        return process

    async def give_back(self, epoch: int, spent: Spending) -> None:
        """Take nothing back."""

    def end(self) -> None:
        """End."""


class Process:
    """A worker."""

    def __init__(self, assignment: Assignment, rate: int | None) -> None:
        self._receiver, sender = PROCESSES.Pipe(duplex=False)
        self.epoch = assignment.epoch
        self.process = PROCESSES.Process(target=_work, args=(sender, assignment, rate))
        self.process.start()
        sender.close()
        self.lost = asyncio.Event()
        """Set to let it be taken for lost, although it goes on."""

    async def outcome(self) -> Summary | Exception:
        """Wait for the end of its job."""
        received = asyncio.ensure_future(asyncio.to_thread(self._receive))
        lost = asyncio.ensure_future(self.lost.wait())
        await asyncio.wait([received, lost], return_when=asyncio.FIRST_COMPLETED)
        if lost.done() or (outcome := received.result()) is None:
            raise WorkerLostError("killed")
        lost.cancel()
        return outcome

    def tell(self, how: str) -> None:
        """Stop it."""
        self.process.terminate()

    def kill(self) -> None:
        """Kill it, unless it is only taken for lost."""
        if not self.lost.is_set():
            self.process.kill()
            self.process.join()

    def _receive(self) -> Summary | Exception | None:
        try:
            outcome: Summary | Exception = self._receiver.recv()
        except EOFError:
            return None
        finally:
            self._receiver.close()
        return outcome


def run_driver(url: str, source: object, ledger: Path) -> None:
    """Run a job to its end, in a process that is killed; each of its workers writes its number into a file."""
    os.setpgid(0, 0)
    pids = ledger.with_name("pids").open("a")

    def note(worker: Process) -> None:
        print(worker.process.pid, file=pids, flush=True)

    ProcessJob(url, source, ledger, on_start=note).run_sync()


def _work(sender: Connection, assignment: Assignment, rate: int | None) -> None:
    async def begin(_epoch: int) -> int | None:
        return rate

    async def lease(_epoch: int, _spent: Spending, _cost: int) -> Budget:
        raise NotImplementedError

    async def main() -> Summary | Exception:
        worker = PartitionWorker()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, lambda: loop.create_task(worker.stop("stop")))
        return await worker.run(assignment, begin, lease)

    outcome = asyncio.run(main())
    with suppress(BrokenPipeError):  # the driver was killed
        sender.send(outcome)
