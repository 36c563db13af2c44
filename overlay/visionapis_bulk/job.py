"""Jobs: label many images through a paid API, resumable, with no image paid twice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .account import check_same, contract_version, describe_account, vendor_of
from .errors import JobMismatchError, SourceError
from .feed import Feed
from .ledger import Ledger
from .loading import MAX_BYTES
from .options import JobOptions
from .run import Run
from .sources import open_source

if TYPE_CHECKING:
    import os
    from collections.abc import AsyncIterator, Callable, Mapping

    from visionapis._http.client import AsyncClient
    from visionapis_generated.vendor import Vendor

    from .events import Event, EventHook, Summary
    from .ray.run import ClusterRun
    from .records import Budget
    from .sources import Source


class Job:
    """Labels the images of a source with a vendor's `classify`, and records each in a ledger.

    >>> limits = JobOptions(max_calls=500)
    >>> job = Job(AsyncRoboflow, "photos", "photos.job", arguments={"model": "pets/3"}, options=limits)
    >>> job.run_sync().reason
    'finished'
    """

    def __init__(
        self,
        client_factory: Callable[[], AsyncClient],
        source: object,
        ledger: str | os.PathLike[str],
        *,
        arguments: Mapping[str, Any] | None = None,
        options: JobOptions | None = None,
        on_event: EventHook | None = None,
        notes: Mapping[str, Any] | None = None,
    ) -> None:
        """Create a job, or one that resumes what is in the ledger. Nothing is read or sent.

        Args:
            client_factory: Returns the async client, which the job closes. Its `requests_per_minute`, `max_concurrency`
                and `timeout` apply; it does not retry.
            source: The images, see `open_source`; None for those in the ledger.
            ledger: The path of the ledger, an SQLite database. A new one is created.
            arguments: The arguments of the client's `classify`, such as `{"model": "pets/3"}`. Default: those in the
                ledger.
            options: The limits. Default: those in the ledger, else the defaults of `JobOptions`.
            on_event: Called with each event, in the event loop.
            notes: Recorded in the ledger, as JSON, for whoever makes the client when the job is resumed.
        """
        self._client_factory = client_factory
        self._given = source
        self._path = Path(ledger)
        self._arguments = arguments
        self._options = options
        self._on_event = on_event
        self._notes = notes
        self._run: Run | ClusterRun | None = None
        self._stopped = False

    async def run(self) -> Summary:
        """Work until no image is pending, or a limit, a failure or `stop` ends it; return how it ended.

        Raises:
            LedgerError: The ledger cannot be read or written, or another process works on it (JobInUseError).
            JobMismatchError: The ledger was begun with another account, model or option.
            SourceError: The images cannot be listed.
            ConfigurationError: The client or a call is set up wrongly.
        """
        return await self._start(self._on_event or _ignore)

    def run_sync(self) -> Summary:
        """Run the job in an event loop of its own."""
        return asyncio.run(self.run())

    async def stream(self) -> AsyncIterator[Event]:
        """Run the job, and yield its events; the last one is the summary. Leaving the loop aborts the run."""
        events: asyncio.Queue[Event | None] = asyncio.Queue()

        def emit(event: Event) -> None:
            events.put_nowait(event)
            if self._on_event:
                self._on_event(event)

        task = asyncio.ensure_future(self._start(emit))
        task.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                yield event
        finally:
            task.cancel()
            await asyncio.wait([task])
        await task

    def stop(self) -> None:
        """Send nothing more, and end the run when what is in flight has ended."""
        self._stopped = True
        if self._run:
            self._run.stop("interrupted")

    def abort(self) -> None:
        """Send nothing more, and end the run at once; what is in flight becomes unknown."""
        self._stopped = True
        if self._run:
            self._run.abort()

    async def _start(self, emit: EventHook) -> Summary:
        source = None if self._given is None else open_source(self._given)
        client = self._client_factory()
        try:
            ledger = self._open(create=source is not None)
            try:
                if ledger.job().get("epochs"):
                    from .ray.recovery import recover

                    await recover(ledger)
                return await self._work(client, source, ledger, emit)
            finally:
                self._run, self._stopped = None, False
                await ledger.close()
        finally:
            await client.aclose()

    # What jobs on many machines do in another way.

    def _open(self, *, create: bool) -> Ledger:
        return Ledger(self._path, create=create)

    def _budget(self, options: JobOptions) -> Budget:
        return options.budget

    async def _renew(self, _cost: int) -> bool:
        return False

    async def _work(self, client: AsyncClient, source: Source | None, ledger: Ledger, emit: EventHook) -> Summary:
        vendor = vendor_of(client)
        values = await self._describe(client, vendor, source, ledger)
        options = JobOptions.from_dict(values["options"])
        source = source or open_again(values)
        ledger.budget = self._budget(options)
        batch_size = min(options.batch_size or vendor.max_images, vendor.max_images)
        feed = Feed(
            None if values.get("listed") else source,
            ledger,
            base=Path(values["base"]),
            ahead=(options.max_concurrency + 2) * batch_size,
            max_bytes=vendor.max_image_bytes or MAX_BYTES,
        )
        try:
            self._run = Run(
                client.with_options(max_retries=0),
                ledger,
                feed,
                arguments=values["arguments"],
                batch_size=batch_size,
                options=options,
                emit=emit,
                renew=self._renew,
            )
            if self._stopped:
                self._run.stop("interrupted")
            return await self._run.run()
        finally:
            await feed.close()

    async def _describe(
        self, client: AsyncClient, vendor: Vendor, source: Source | None, ledger: Ledger
    ) -> Mapping[str, Any]:
        """Return what describes the job, and record it. Raises JobMismatchError if the ledger is another's."""
        known = ledger.job()
        account = await describe_account(client, known.get("account", {}))
        arguments = known.get("arguments", {}) if self._arguments is None else dict(self._arguments)
        if not known and source is None:
            raise SourceError(f"the ledger {str(self._path)!r} has no job yet", hint="begin it with a source")
        if known and ledger.was_used:
            check_same(known, account, arguments)
        if known and source and ledger.total and source.describe() != known["source"]:
            begun = known["source"]["source"] if known["source"] else "an iterable"
            hint = "begin another job, or resume this one without a source"
            raise JobMismatchError(f"the job was begun with another source: {begun}", hint=hint)
        options = self._options or JobOptions.from_dict(known.get("options", {}))
        values = {
            **known,
            "account": account,
            "arguments": arguments,
            "contract": contract_version(vendor),
            "options": options.to_dict(),
            "notes": known.get("notes", {}) if self._notes is None else dict(self._notes),
        }
        if source and not ledger.total:
            values |= {"source": source.describe(), "base": str(source.base.absolute())}
        await ledger.writer.durable(ledger.describe_job, values)
        return values


def open_again(values: Mapping[str, Any]) -> Source | None:
    """Return the source of a job; None if all of it is in the ledger. Raises SourceError."""
    if values.get("listed"):
        return None
    if values["source"] is None:
        raise SourceError("the images of this job are those of an iterable", hint="pass the iterable again")
    return open_source(**values["source"])


def _ignore(_event: Event) -> None:
    """Ignore an event."""
