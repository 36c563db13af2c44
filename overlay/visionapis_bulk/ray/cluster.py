"""A Ray cluster, and the workers that a job starts there."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from visionapis.errors import ConfigurationError
from visionapis_bulk.errors import BulkError

from .shares import Shares
from .worker import PartitionWorker

if TYPE_CHECKING:
    from collections.abc import Generator

    from visionapis_bulk.events import Summary
    from visionapis_bulk.records import Budget

    from .shares import Spending
    from .worker import Assignment

# Only the ledger decides what is sent again.
_NO_RETRIES = {"max_restarts": 0, "max_task_retries": 0}


class WorkerLostError(Exception):
    """A worker has ended, or cannot be reached, before it has told how its job ended."""


class Worker(Protocol):
    """A worker that has been started."""

    async def outcome(self) -> Summary | Exception:
        """Wait for the end of its job, and return how that ended, or its error. Raises WorkerLostError."""
        ...

    def tell(self, how: str) -> None:
        """Call the method `stop` or `abort` of its job, whichever is named."""
        ...

    def kill(self) -> None:
        """End its process, if that has not ended."""
        ...


class Cluster(Protocol):
    """Machines on which workers are started."""

    @property
    def processors(self) -> int:
        """The number of processors."""
        ...

    def begin(self, budget: Budget, *, rate: int | None, workers: int) -> None:
        """Let a number of workers share a budget, and a rate in requests per minute."""
        ...

    def start(self, assignment: Assignment) -> Worker:
        """Start a worker."""
        ...

    async def give_back(self, epoch: int, spent: Spending) -> None:
        """Give back the shares of a worker that has ended, or was lost, and had spent this much."""
        ...

    def end(self) -> None:
        """End what `begin` has begun."""
        ...


class RayCluster:
    """A Ray cluster that this process is connected to."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._shares: Any = None
        self._make_worker: Any = None

    @property
    def processors(self) -> int:
        """The number of processors."""
        return max(int(self._ray.cluster_resources().get("CPU", 1)), 1)

    def begin(self, budget: Budget, *, rate: int | None, workers: int) -> None:
        """Start the actor that leases shares of the limits."""
        make_shares = self._ray.remote(Shares).options(num_cpus=0, **_NO_RETRIES)
        self._shares = make_shares.remote(budget, rate=rate, workers=workers)
        # More workers than processors share them.
        part = min(int(1000 * self.processors / workers) / 1000, 1.0)
        self._make_worker = self._ray.remote(PartitionWorker).options(
            num_cpus=part, scheduling_strategy="SPREAD", **_NO_RETRIES
        )

    def start(self, assignment: Assignment) -> RayWorker:
        """Start a worker, as an actor, on the machine with the most room."""
        return RayWorker(self._ray, self._make_worker.remote(), assignment, self._shares)

    async def give_back(self, epoch: int, spent: Spending) -> None:
        """Give back the shares of a worker. Raises BulkError if the actor that leases them was lost."""
        try:
            await self._shares.end.remote(epoch, spent)
        except self._ray.exceptions.RayActorError as error:
            raise BulkError("the actor that leases the limits of the job was lost", hint="resume the job") from error

    def end(self) -> None:
        """End the actor that leases shares."""
        self._ray.kill(self._shares)


class RayWorker:
    """A worker that is an actor."""

    def __init__(self, ray: Any, actor: Any, assignment: Assignment, shares: Any) -> None:
        self._ray = ray
        self._actor = actor
        self._outcome = actor.label.remote(assignment, shares)

    async def outcome(self) -> Summary | Exception:
        """Wait for the end of its job."""
        errors = self._ray.exceptions
        try:
            outcome: Summary | Exception = await self._outcome
        except errors.RayActorError as error:
            raise WorkerLostError(str(error).partition("\n")[0]) from error
        except errors.RayError as error:
            return BulkError(f"a worker has failed: {str(error).strip().rpartition(chr(10))[2]}")
        return outcome

    def tell(self, how: str) -> None:
        """Call a method of its job."""
        self._actor.stop.remote(how)

    def kill(self) -> None:
        """End the actor."""
        self._ray.kill(self._actor)


@contextmanager
def connected(address: str | None) -> Generator[RayCluster]:
    """Connect to a cluster, unless this process is connected to one. Raises ConfigurationError."""
    try:
        ray: Any = import_module("ray")
    except ModuleNotFoundError as error:
        raise ConfigurationError("Ray is not installed", hint="pip install 'visionapis[ray]'") from error
    if ray.is_initialized():
        yield RayCluster(ray)
        return
    settings: dict[str, Any] = {}
    if address == "local":
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nobody was asked whether Ray may send any
        settings["include_dashboard"] = False
    in_main_thread = threading.current_thread() is threading.main_thread()
    handler = signal.getsignal(signal.SIGTERM)
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", **settings)
    except (OSError, RuntimeError, ValueError) as error:
        raise ConfigurationError(f"cannot connect to the Ray cluster {address or 'auto'!r}: {error}") from error
    try:
        if in_main_thread:
            signal.signal(signal.SIGTERM, handler)  # Ray has set its own
        yield RayCluster(ray)
    finally:
        ray.shutdown()
