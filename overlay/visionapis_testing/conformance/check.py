"""A check of one server, live or on this machine, within a budget."""

import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import httpx

from visionapis._http.redaction import Secret, pair_secrets, redact
from visionapis_testing.contracts.contract import load

from .baseline import Baseline
from .contracts import contract, operation_ids
from .drift import with_drift
from .engine import execute
from .errors import UNREADABLE, CheckStoppedError, KeyRejectedError, ServerUnresponsive, UnreachableError, UsageError
from .guard import Guard, effects
from .network import TIMEOUT, make_transport
from .outcome import Outcome, Verdict
from .plan import Plan, Target, plan
from .proxy import Proxy, Sender, over_network, relocate
from .recording import unreadable
from .report import Finding, Report
from .scenarios import Resources, Scenario
from .suites import suite

_UNAUTHORIZED = 401
_NOT_FOUND = 404


def check(
    target: Target,
    *,
    strict: bool = False,
    baseline: Baseline | None = None,
    progress: Callable[[str], None] = lambda _: None,
    first: str = "",
    stop_when: Callable[[Report], bool] = lambda _: False,
    interrupted: Event | None = None,
) -> Outcome:
    """Check a server and return the outcome; `progress` is called with each line of progress.

    With `strict` drift is a failure. The scenario named `first` is executed before the
    others. The check stops after a scenario for whose report `stop_when` returns true, and before the next request once
    `interrupted` is set. Raises ConformanceError.
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
    discovery = Report()
    reports = [discovery]
    secrets = pair_secrets(Secret(target.key)) if target.key else []
    covered: set[str] = set()
    stopped: str | None = None
    with (
        _request_errors(target.url),
        httpx.Client(
            base_url=target.url,
            timeout=TIMEOUT,
            event_hooks={"request": [guard]},
            transport=make_transport(target.url, guard.remaining),
        ) as client,
    ):
        try:
            _require_existing(target, chosen.find_missing(client, target.key, target.resources))
            resources = {**_encodable(chosen.discover(client, target.key)), **target.resources}
        except CheckStoppedError as stop:
            resources, stopped = dict(target.resources), redact(str(stop), secrets)
        except UNREADABLE as error:
            resources = dict(target.resources)
            discovery.findings.append(unreadable(guard.operation_id, "discovery", error))
        for name, values in resources.items():
            progress(redact(f"resource {name}: {', '.join(values)}", secrets))
        locate = relocate(target.url, load(target.vendor).prefixes[0])
        app = Proxy(_detect_unresponsive(over_network(client, locate, guard.pause), guard))
        scenarios = chosen.scenarios(target.resolved_server_type, resources, target.key)
        for scenario in sorted(scenarios, key=lambda each: each.name != first):
            narrowed = _narrow(scenario, planned, target)
            covered.update(scenario.operations)
            if stopped or not narrowed.operations or not narrowed.phases:
                continue
            progress(f"{narrowed.name}: {', '.join(narrowed.operations)}")
            report = execute(narrowed, app, max_examples=target.max_examples, locate=locate)
            reports.append(report)
            stopped = report.stopped or ("stop condition met" if stop_when(report) else None)
            statuses = {exchange.response.status_code for each in reports for exchange in each.exchanges}
            if statuses == {_UNAUTHORIZED} and not stopped:
                raise KeyRejectedError(f"{target.url} rejects the API key: every request returned 401")
    exchanges = [exchange for report in reports for exchange in report.exchanges]
    if {exchange.response.status_code for exchange in exchanges} == {_NOT_FOUND}:
        progress("every response has status 404: check that the path of --url is complete and each --resource exists")
    failed = [finding for report in reports for finding in report.findings]
    findings = with_drift(target.vendor, target.url, exchanges, failed)
    called = {exchange.operation_id for exchange in exchanges} | {finding.operation_id for finding in findings}
    return Outcome(
        vendor=target.vendor,
        url=target.url,
        contract=document,
        started=started,
        elapsed=time.monotonic() - clock,
        phases=target.phases,
        verdicts=[(finding, _verdict(finding, strict=strict, baseline=baseline)) for finding in findings],
        exchanges=exchanges,
        passed=sum((report.passed for report in reports), start=Counter[tuple[str, str]]()),
        skipped={
            operation_id: planned.skipped.get(operation_id)
            or f"announced but not called: {_skip_reason(target, resources, stopped, covered=operation_id in covered)}"
            for operation_id in operation_ids(document)
            if operation_id not in called
        },
        known_deviations=sum((report.known_deviations for report in reports), start=Counter[str]()),
        stopped=stopped,
    )


def _encodable(resources: Resources) -> Resources:
    """Return the resources that a request can name: JSON can spell ids that no URL can have."""
    return {
        name: found
        for name, values in resources.items()
        if (found := [each for each in values if each == each.encode(errors="ignore").decode()])
    }


def _require_existing(target: Target, missing: Resources) -> None:
    """Raise UsageError for given resources that are not on the server: every call that names them would fail."""
    if lost := [f"{name}={value}" for name, values in missing.items() for value in values]:
        raise UsageError(
            f"not found on {target.url}: {', '.join(lost)}",
            hint="an earlier check may have deleted it; pass another one with --resource",
        )


def _detect_unresponsive(send: Sender, guard: Guard) -> Sender:
    """Return a sender that raises ServerUnresponsive, and sends nothing more, once a server stops responding.

    The error of the very first request is raised unchanged: that server was never reached.
    """
    failures: list[str] = []

    async def send_unless_failed(request: httpx.Request) -> httpx.Response:
        if failures:
            raise ServerUnresponsive(failures[0])
        try:
            return await send(request)
        except httpx.RequestError as error:
            if guard.requests == 1:
                raise
            guard.require_time()
            failures.append(f"{request.method} {request.url.path} got no response: {error or type(error).__name__}")
            raise ServerUnresponsive(failures[0]) from error

    return send_unless_failed


@contextmanager
def _request_errors(url: str) -> Generator[None]:
    """Convert errors of requests to UnreachableError."""
    try:
        yield
    except httpx.RequestError as error:
        raise UnreachableError(f"cannot reach {url}: {error or type(error).__name__}") from error


def _narrow(scenario: Scenario, planned: Plan, target: Target) -> Scenario:
    """Return the allowed part of a scenario; undocumented methods are tried only where mutating calls are allowed."""
    return replace(
        scenario,
        operations=[each for each in scenario.operations if each in planned.allowed],
        phases=[each for each in scenario.phases if each in target.phases],
        unexpected_methods=scenario.unexpected_methods and "mutating" in target.permitted,
    )


def _skip_reason(target: Target, resources: Resources, stopped: str | None, *, covered: bool) -> str:
    if stopped:
        return stopped
    if covered:
        return f"no request for it in the phases {' and '.join(target.phases)}; pass --fuzz to call it"
    names = [name for name in suite(target.vendor).resource_names if name not in resources]
    if not names:
        return f"servers of type {target.resolved_server_type} do not have it"
    return f"needs a resource that was not found; pass {' or '.join(f'--resource {name}=ID' for name in names)}"


def _verdict(finding: Finding, *, strict: bool, baseline: Baseline | None) -> Verdict:
    if baseline is not None and baseline.accepts(finding):
        return "accepted"
    return "drift" if finding.is_drift and not strict else "failed"
