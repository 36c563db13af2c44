"""The run of a comparison: a job per target, in rounds of images, until all are labelled or something ends it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from visionapis.errors import ConfigurationError
from visionapis_bulk.errors import JobMismatchError, LedgerError
from visionapis_bulk.events import Stopping
from visionapis_bulk.job import Job

from .budget import plan_round
from .metrics import ERROR, compare
from .report import Report
from .results import collect, read_results

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from visionapis.errors import VisionAPIError
    from visionapis_bulk.events import Event, Summary
    from visionapis_bulk.options import JobOptions

    from .budget import Limits, Round
    from .metrics import Comparison
    from .report import EndReason
    from .results import ComparedImage, Results
    from .targets import Target
    from .truth import Truth

FIRST_LOOK = 100
"""Images of the first round, if the comparison may end early; each further round doubles them."""

EventHook: TypeAlias = "Callable[[Target, Event], None]"

_FAILURES = ("failures", "rejected")


@dataclass(frozen=True, slots=True)
class _Ending:
    reason: EndReason
    target: Target | None = None
    error: VisionAPIError | None = None


class ComparisonRun:
    """Labels images with each target, in a ledger per target, and compares them."""

    def __init__(
        self,
        source: str,
        truth: Truth,
        targets: Sequence[Target],
        folder: Path,
        *,
        limits: Limits,
        options: JobOptions,
        client_options: Mapping[str, Any] | None = None,
        names: Mapping[str, Mapping[str, str]] | None = None,
        until_clear: bool = False,
        on_event: EventHook | None = None,
    ) -> None:
        """Create a run, or one that goes on with what is in the ledgers. Nothing is read or sent.

        Args:
            source: The path of the labelled images, which the ledgers are bound to.
            truth: Those images.
            targets: The targets.
            folder: The folder of the ledgers; a missing one is created.
            limits: The limits of all targets together.
            options: Options of each job; its limits of calls and money are replaced.
            client_options: Options of each client.
            names: Other names of labels by target.
            until_clear: Whether to end as soon as one target is better than every other one.
            on_event: Called with each event of a target's job.

        Raises:
            ConfigurationError: A price is missing, or is one of no target; or `until_clear` is set for one target.
        """
        if until_clear and len(targets) < 2:
            raise ConfigurationError("a comparison ends early if one target is clearly better: it needs two or more")
        limits.check(targets)
        self._source = source
        self._truth = truth
        self._targets = targets
        self._folder = folder
        self._limits = limits
        self._options = options
        self._client_options = dict(client_options or {})
        self._names = names or {}
        self._until_clear = until_clear
        self._on_event = on_event
        self._jobs: list[Job] = []
        self._stopped: Literal["interrupted", "aborted"] | None = None

    @property
    def looks(self) -> Sequence[int]:
        """The numbers of images at which the targets are compared."""
        total = len(self._truth.images)
        sizes: list[int] = []
        if self._until_clear:
            size = FIRST_LOOK
            while size < total:
                sizes.append(size)
                size *= 2
        return [*sizes, total]

    async def run(self) -> Report:
        """Label and compare; return the report of what every target has settled.

        Raises:
            LedgerError: A ledger cannot be read or written, or another process works on it.
            JobMismatchError: A ledger was begun with other images, another account or model.
            ConfigurationError: A client or a call is set up wrongly.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LedgerError(f"cannot create the folder {str(self._folder)!r}: {error.strerror}") from error
        results = self._read()
        for target, each in zip(self._targets, results, strict=True):
            if each.images not in {None, self._source}:
                raise JobMismatchError(
                    f"the ledger of {target.text} in {str(self._folder)!r} is one of other images: {each.images}",
                    hint="choose another folder for the ledgers",
                )
        ending, number = await self._label(results)
        results = self._read()
        size = self.looks[number]
        images, unusable = collect(self._truth.images, results)
        if ending.reason == "clear":  # as it was when that was decided
            images, unusable = collect(self._truth.images[:size], results)
        return Report(
            source=self._source,
            base=self._truth.base,
            targets=[target.text for target in self._targets],
            results=results,
            images=images,
            total=len(self._truth.images),
            without_label=self._truth.left_out,
            unusable=unusable,
            reason=ending.reason,
            looks=number + 1 if self._until_clear else None,
            comparison=self._compare(images),
            failed=ending.target.text if ending.target else None,
            error=ending.error,
        )

    def stop(self) -> None:
        """Send nothing more, and end when what is in flight has ended."""
        self._stopped = self._stopped or "interrupted"
        for job in self._jobs:
            job.stop()

    def abort(self) -> None:
        """Send nothing more, and end at once; what is in flight becomes unknown."""
        self._stopped = "aborted"
        for job in self._jobs:
            job.abort()

    async def _label(self, results: Sequence[Results]) -> tuple[_Ending, int]:
        """Label until the end; return that, and the number of the last look."""
        looks = self.looks
        for number, size in enumerate(looks):
            ending, results = await self._label_first(size, results)
            if ending:
                return ending, number
            if number + 1 < len(looks):
                found = self._compare(collect(self._truth.images[:size], results)[0])
                if found and found.is_decided(ERROR, len(looks)):
                    return _Ending("clear"), number
        return _Ending("finished"), len(looks) - 1

    async def _label_first(self, size: int, results: Sequence[Results]) -> tuple[_Ending | None, Sequence[Results]]:
        """Let each target label the first images; return what ended that early, and the results."""
        while True:
            if self._stopped:
                return _Ending(self._stopped), results
            planned = plan_round(self._truth.images[:size], self._targets, results, self._limits)
            if planned.is_done:
                return None if planned.images == size else _Ending("limit"), results
            ending = await self._run_jobs(planned, results)
            before, results = results, self._read()
            if ending:
                return ending, results
            if [each.predictions.keys() for each in before] == [each.predictions.keys() for each in results]:
                return _Ending("limit"), results

    async def _run_jobs(self, planned: Round, results: Sequence[Results]) -> _Ending | None:
        """Run the jobs of a round at the same time; return what ended the comparison, if something did."""
        active: list[tuple[Target, Job]] = []
        for target, share, known in zip(self._targets, planned.shares, results, strict=True):
            if share.images:
                price = self._limits.prices.get(target.text, known.price)
                options = replace(
                    self._options,
                    max_calls=share.max_calls,
                    max_cost=share.max_cost,
                    price=price.amount if price else None,
                    price_per=price.per if price else "image",
                )
                active.append((target, self._job(target, planned, options)))
        self._jobs = [job for _, job in active]
        try:
            found = await asyncio.gather(*(self._run_job(job) for job in self._jobs), return_exceptions=True)
        finally:
            self._jobs = []
        for each in found:
            if isinstance(each, BaseException):
                raise each
        for (target, _), summary in zip(active, found, strict=True):
            if not isinstance(summary, BaseException) and summary.reason in _FAILURES:
                return _Ending("failed", target, summary.error)
        return _Ending(self._stopped) if self._stopped else None

    def _job(self, target: Target, planned: Round, options: JobOptions) -> Job:
        client: Any = getattr(import_module(target.vendor.client_module), f"Async{target.vendor.client}")
        settings = self._client_options | ({"transport": "aiohttp"} if find_spec("aiohttp") else {})

        def hook(event: Event) -> None:
            if self._on_event:
                self._on_event(target, event)
            if isinstance(event, Stopping) and event.reason in _FAILURES:
                self._stop_jobs()

        return Job(
            lambda: client(**settings),
            self._truth.first(planned.images),
            self._folder / target.file,
            arguments=target.arguments,
            options=options,
            on_event=hook,
            notes={**self._client_options, "images": self._source, "target": target.text},
        )

    async def _run_job(self, job: Job) -> Summary:
        try:
            return await job.run()
        except BaseException:
            self._stop_jobs()
            raise

    def _stop_jobs(self) -> None:
        """Let no target pay for images that another one will not label."""
        for job in self._jobs:
            job.stop()

    def _read(self) -> list[Results]:
        return [read_results(target, self._folder, self._names.get(target.text, {})) for target in self._targets]

    def _compare(self, images: Sequence[ComparedImage]) -> Comparison | None:
        if not images:
            return None
        columns = zip(*(image.predictions for image in images), strict=True)
        texts = [target.text for target in self._targets]
        return compare([image.label for image in images], dict(zip(texts, columns, strict=True)))
