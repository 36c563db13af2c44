"""Jobs on a Ray cluster."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from visionapis.errors import ConfigurationError
from visionapis_bulk.account import limits_of, vendor_of
from visionapis_bulk.job import Job, open_again
from visionapis_bulk.options import JobOptions

from .cluster import connected
from .datasets import open_dataset
from .journal import Storage
from .listing import list_source
from .run import ClusterRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

    from visionapis._http.client import AsyncClient
    from visionapis_bulk.events import EventHook, Summary
    from visionapis_bulk.ledger import Ledger
    from visionapis_bulk.sources import Source

    from .cluster import Cluster


class RayJob(Job):
    """A job whose images are read and sent by workers of a Ray cluster, within the same limits, with the same ledger.

    The driver, which is where this runs, lists the images in the ledger. Each worker has the part of them whose paths
    or URLs have a certain hash, and its own ledger of that part. Each of its commits is written to the storage before
    anything is sent that it allows, and merged into the ledger of the job. A worker that is lost is replaced by another
    one; what it may have sent without a recorded response is unknown.
    """

    def __init__(
        self,
        client_factory: Callable[[], AsyncClient],
        source: object,
        ledger: str | os.PathLike[str],
        *,
        address: str | None = None,
        workers: int | None = None,
        storage: str | os.PathLike[str] | None = None,
        column: str | None = None,
        arguments: Mapping[str, Any] | None = None,
        options: JobOptions | None = None,
        on_event: EventHook | None = None,
        notes: Mapping[str, Any] | None = None,
    ) -> None:
        """Create a job, or one that resumes what is in the ledger. Nothing is read or sent.

        Args:
            client_factory: As of `Job`; it is sent to the workers, so let it read the API key from the environment
                there. The limits of its client and of `options` are those of all workers together.
            source: The images: a `ray.data.Dataset`, or a source of `Job` whose paths are the same on all machines.
            ledger: The path of the ledger, on the machine of the driver.
            address: The address of the cluster; "local" starts one on this machine. Default: the one that this process
                is connected to, else `RAY_ADDRESS`, else a local one.
            workers: The number of workers. Default: the number of processors of the cluster, within the limits.
            storage: A folder that all machines share, or a URL of fsspec. Default: one beside the ledger.
            column: The column of a dataset with paths, URLs or bytes. Images in memory are written to the storage.
            arguments: As of `Job`.
            options: As of `Job`.
            on_event: As of `Job`. Workers report about once per `progress_interval`.
            notes: As of `Job`.

        Raises:
            ConfigurationError: The number of workers is less than 1.
        """
        self._address = address
        self._workers = workers
        url = os.fspath(storage) if storage else f"{os.fspath(ledger)}.storage"
        self._storage_url = url if "://" in url else str(Path(url).absolute())
        if workers is not None and workers < 1:
            raise ConfigurationError(f"workers must be greater than 0, not {workers}")
        source = open_dataset(source, column, self._storage_url)
        super().__init__(
            client_factory, source, ledger, arguments=arguments, options=options, on_event=on_event, notes=notes
        )

    async def _work(self, client: AsyncClient, source: Source | None, ledger: Ledger, emit: EventHook) -> Summary:
        values = await self._describe(client, vendor_of(client), source, ledger)
        options = JobOptions.from_dict(values["options"])
        limits = limits_of(client)
        storage = Storage(self._storage_url)
        with self._connected() as cluster:
            source = source or open_again(values)
            if source and not values.get("listed"):
                await list_source(source, ledger, storage)
            wanted = self._workers or cluster.processors
            bounds = [limits.requests_per_minute, limits.max_concurrency, ledger.counts()["pending"] or 1]
            self._run = run = ClusterRun(
                cluster,
                ledger,
                storage,
                job=values,
                client_factory=self._client_factory,
                options=options,
                rate=limits.requests_per_minute,
                workers=min(wanted, options.max_concurrency, *(each for each in bounds if each)),
                emit=emit,
            )
            if self._stopped:
                run.stop("interrupted")
            timer = None
            if options.time_limit is not None:
                timer = asyncio.get_running_loop().call_later(options.time_limit, run.stop, "time_limit")
            try:
                return await run.run()
            finally:
                if timer:
                    timer.cancel()
                storage.clean()

    def _connected(self) -> AbstractContextManager[Cluster]:
        return connected(self._address)


def label(
    source: object, client_factory: Callable[[], AsyncClient], ledger: str | os.PathLike[str], **options: Any
) -> Summary:
    """Label the images of a Ray Dataset, or of another source, and return how that ended; see `RayJob`.

    >>> label(ray.data.read_parquet("s3://bucket/images"), AsyncRoboflow, "images.job", arguments={"model": "pets/3"})
    """
    return RayJob(client_factory, source, ledger, **options).run_sync()
