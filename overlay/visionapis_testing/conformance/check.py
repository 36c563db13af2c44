"""One server, live or on this machine, put to the test within limits."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Event

import httpx
from requests import TooManyRedirects
from yaml import YAMLError

from visionapis_testing.contracts.contract import load

from .baseline import Baseline
from .contracts import contract, operation_ids
from .engine import SilenceError, StopError, execute
from .errors import KeyRefusedError, RefusedCheckError, UnreachableError, UnreadableError
from .live import EFFECTS, Budget, Effect, Guard, effects, is_production
from .network import SECONDS, transport_to
from .outcome import Outcome, Verdict
from .proxy import Relay, Sender, located, over_network
from .report import Finding, Report
from .scenarios import Known, Phase, Run
from .suites import suite

_UNAUTHORIZED = 401
_NOT_FOUND = 404
_HINTS: Mapping[Effect, str] = {"billable": "--allow billable --max-billable N", "mutating": "--allow mutating"}
_DRIFT = "documented_fields"
"""The check whose findings are the vendor's news, and no error."""


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and what may be done with it."""

    vendor: str
    url: str
    key: str = field(repr=False)
    use: Known = field(default_factory=dict[str, Sequence[str]])
    """Things that the server knows, by the suite's names for them, beside those that are found on it."""
    allow: Collection[Effect] = ()
    budget: Budget = field(default_factory=Budget)
    phases: Sequence[Phase] = ("examples",)
    examples: int = 20
    """Drawn requests an operation, in the phases that draw."""
    fuzz_production: bool = False
    """Whether to send more than valid examples to a vendor's own host."""
    server: str | None = None
    """Which of the vendor's kinds of server it is; when left out, the one that the URL tells."""

    @property
    def kind(self) -> str:
        """Which of the vendor's kinds of server it is."""
        return self.server or suite(self.vendor).kind(self.url)

    @property
    def permitted(self) -> frozenset[Effect]:
        """The effects that calls may have: a budget of nothing is no permission."""
        return frozenset(each for each in self.allow if each != "billable" or self.budget.billable > 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a check may call, before anything is sent."""

    allowed: Mapping[str, frozenset[str]]
    """Operations that may be called, by id, with their effects."""
    refused: Mapping[str, str]
    """Those that may not, each with what would change that."""


def plan(target: Target) -> Plan:
    """Say what may be called. Raises RefusedCheckError when the target's wishes do not go together."""
    document = contract(target.vendor)
    if set(target.phases) - {"examples"} and is_production(document, target.url) and not target.fuzz_production:
        raise RefusedCheckError(
            f"{httpx.URL(target.url).host} is the vendor's own host, which is not fuzzed: leave --fuzz out, or say "
            "--fuzz-production if you may."
        )
    if unknown := sorted(set(target.use) - set(suite(target.vendor).names)):
        names = "; ".join(f"{name}: {what}" for name, what in suite(target.vendor).names.items()) or "no name"
        raise RefusedCheckError(f"{', '.join(unknown)}: --use for {target.vendor} has {names}.")
    if target.kind not in suite(target.vendor).servers:
        raise RefusedCheckError(f"{target.kind}: {target.vendor} has {', '.join(suite(target.vendor).servers)}.")
    all_effects = effects(document)
    refused: dict[str, str] = {}
    for operation_id, found in all_effects.items():
        missing: list[Effect] = [each for each in EFFECTS if each in found and each not in target.permitted]
        if missing:
            hints = " ".join(_HINTS[each] for each in missing)
            refused[operation_id] = f"{' and '.join(sorted(found))}: {hints} would call it"
    return Plan({each: found for each, found in all_effects.items() if each not in refused}, refused)


def check(
    target: Target,
    *,
    strict: bool = False,
    baseline: Baseline | None = None,
    say: Callable[[str], None] = lambda _: None,
    first: str = "",
    enough: Callable[[Report], bool] = lambda _: False,
    interrupted: Event | None = None,
) -> Outcome:
    """Put a server to the test and return what came of it; ``say`` is told what happens, line by line.

    With ``strict`` a field that the contract does not know is a failure, else it is drift. The run named ``first`` goes
    before the others. The check ends after a run whose report is ``enough``, and before the next request once
    ``interrupted`` is set. Raises ConformanceError.
    """
    planned, document, chosen = plan(target), contract(target.vendor), suite(target.vendor)
    started, clock = datetime.now(UTC), time.monotonic()
    guard = Guard(
        target.vendor,
        target.url,
        effects(document),
        allow=target.permitted,
        budget=target.budget,
        interrupted=interrupted or Event(),
    )
    reports: list[Report] = []
    covered: set[str] = set()
    stopped: str | None = None
    with (
        _reached(target.url),
        httpx.Client(
            base_url=target.url,
            timeout=SECONDS,
            event_hooks={"request": [guard]},
            transport=transport_to(target.url),
        ) as client,
    ):
        try:
            _require_known(target, chosen.missing(client, target.key, target.use))
            known = {**chosen.discover(client, target.key), **target.use}
        except StopError as stop:
            known, stopped = dict(target.use), str(stop)
        for name, values in known.items():
            say(f"known: {name} {', '.join(values)}")
        locate = located(target.url, load(target.vendor).prefixes[0])
        app = Relay(_answering(over_network(client, locate, guard.pause), guard))
        for run in sorted(chosen.runs(target.kind, known, target.key), key=lambda run: run.name != first):
            narrowed = _narrowed(run, planned, target)
            covered.update(run.operations)
            if stopped or not narrowed.operations or not narrowed.phases:
                continue
            say(f"{narrowed.name}: {', '.join(narrowed.operations)}")
            report = execute(narrowed, app, examples=target.examples, locate=locate)
            reports.append(report)
            stopped = report.stopped or ("enough was found" if enough(report) else None)
            statuses = {exchange.response.status_code for each in reports for exchange in each.exchanges}
            if statuses == {_UNAUTHORIZED} and not stopped:
                raise KeyRefusedError(f"{target.url} refuses the key: it answers every request with 401.")
    exchanges = [exchange for report in reports for exchange in report.exchanges]
    if {exchange.response.status_code for exchange in exchanges} == {_NOT_FOUND}:
        say("every answer has the status 404: is the path of --url complete, and is what --use names on the server?")
    findings = [finding for report in reports for finding in report.findings]
    called = {exchange.operation_id for exchange in exchanges} | {finding.operation_id for finding in findings}
    return Outcome(
        vendor=target.vendor,
        url=target.url,
        contract=document,
        started=started,
        seconds=time.monotonic() - clock,
        phases=target.phases,
        verdicts=[(finding, _verdict(finding, strict=strict, baseline=baseline)) for finding in findings],
        exchanges=exchanges,
        passed=sum((report.passed for report in reports), start=Counter[tuple[str, str]]()),
        left_out={
            operation_id: planned.refused.get(operation_id)
            or _reason(target, known, stopped, covered=operation_id in covered)
            for operation_id in operation_ids(document)
            if operation_id not in called
        },
        excused=sum((report.excused for report in reports), start=Counter[str]()),
        stopped=stopped,
    )


def _require_known(target: Target, missing: Known) -> None:
    """Raise RefusedCheckError where something named by hand is not on the server: every call of it would fail."""
    if lost := [f"{name}={value}" for name, values in missing.items() for value in values]:
        raise RefusedCheckError(
            f"{target.url} does not have {', '.join(lost)}. What an earlier check was given to delete is gone: "
            "name something else with --use."
        )


def _answering(send: Sender, guard: Guard) -> Sender:
    """Tell a server that falls silent from one that was never reached; nothing more is sent to it."""
    silences: list[str] = []

    async def answered(request: httpx.Request) -> httpx.Response:
        if silences:
            raise SilenceError(silences[0])
        try:
            return await send(request)
        except httpx.RequestError as error:
            if guard.requests == 1:
                raise
            silences.append(f"{request.method} {request.url.path} got no answer: {error or type(error).__name__}")
            raise SilenceError(silences[0]) from error

    return answered


@contextmanager
def _reached(url: str) -> Generator[None]:
    """Raise UnreachableError where no answer comes, UnreadableError for one that breaks those that read it."""
    try:
        yield
    except httpx.RequestError as error:
        raise UnreachableError(f"{url} does not answer: {error or type(error).__name__}") from error
    except TooManyRedirects as error:  # schemathesis follows them
        raise UnreachableError(f"{url} redirects in circles, or elsewhere: --url is to be where that ends.") from error
    except (RecursionError, ValueError, YAMLError) as error:  # its text may repeat the answer, and a key with it
        raise UnreadableError(f"{url} gives an answer that no check can read: {type(error).__name__}.") from error


def _narrowed(run: Run, planned: Plan, target: Target) -> Run:
    """A run of what is allowed; methods that the contract does not have are tried only where changes are."""
    return replace(
        run,
        operations=[each for each in run.operations if each in planned.allowed],
        phases=[each for each in run.phases if each in target.phases],
        unexpected_methods=run.unexpected_methods and "mutating" in target.permitted,
    )


def _reason(target: Target, known: Known, stopped: str | None, *, covered: bool) -> str:
    if stopped:
        return stopped
    if covered:
        return f"nothing of {' and '.join(target.phases)} calls it: --fuzz does"
    names = [name for name in suite(target.vendor).names if name not in known]
    return f"too little is known to call it: --use {' or '.join(f'{name}=...' for name in names)}"


def _verdict(finding: Finding, *, strict: bool, baseline: Baseline | None) -> Verdict:
    if baseline is not None and baseline.accepts(finding):
        return "accepted"
    return "drift" if finding.check == _DRIFT and not strict else "failed"
