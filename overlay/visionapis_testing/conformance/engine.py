"""Execute a scenario against a server; independent of any vendor.

schemathesis generates the requests from the scenario's document. Its own checks, those of this package and those of the
vendor's suite judge each response. The report has all findings and exchanges.
"""

# schemathesis is only partially typed.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import httpx
import schemathesis
from schemathesis.checks import CHECKS
from schemathesis.core.errors import NoLinksFound
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine import Status, events, from_schema
from schemathesis.hooks import unregister
from starlette.types import ASGIApp, Receive, Scope, Send

from visionapis._http.redaction import Secret, pair_secrets, redact
from visionapis_testing.contracts.leniencies import leniencies_used
from visionapis_testing.contracts.parsing import FORM

from .applicability import skipping
from .checks import ALWAYS, documented_fields, key_rejection_status
from .errors import UNREADABLE, CheckStoppedError, ConformanceError, ServerUnresponsive
from .exchanges import operation_id, request_of
from .lifecycle import observe_deletions
from .proxy import Locate, Proxy, in_process
from .recording import no_response, record, unreadable
from .report import Report
from .scenarios import PHASES, RAW_FORM, SEED, SERVER, Case, Check, Phase, Scenario

if TYPE_CHECKING:
    from schemathesis.engine.recorder import ScenarioRecorder


def execute(
    scenario: Scenario,
    app: ASGIApp,
    *,
    max_examples: int,
    phases: Sequence[Phase] | None = None,
    fail_fast: bool = False,
    locate: Locate = lambda url: url,
) -> Report:
    """Send all requests of a scenario to an ASGI application, at most `max_examples` generated ones per operation.

    `phases` default to those of the scenario. With `fail_fast` the first failure ends the execution. `locate`
    maps the URL of a request to the one at which the application sends it. Redirects are judged and not followed, as
    by the clients. Raises ConformanceError, or schemathesis's own error, for an operation that it cannot test.
    """
    report = Report()
    stops: list[CheckStoppedError] = []
    last: tuple[ScenarioRecorder, str] | None = None
    called = phase = ""
    sent: set[str] = set()

    def before_call(context: schemathesis.HookContext, case: Case, kwargs: dict[str, Any]) -> None:
        nonlocal called
        called = operation_id(case)
        sent.add(case.operation.label)

    config = _config(scenario, scenario.phases if phases is None else phases, max_examples, fail_fast=fail_fast)
    read_before_deletion, deleted_is_gone = observe_deletions(scenario.readers)
    own = (
        *ALWAYS,
        documented_fields(scenario.vendor),
        key_rejection_status(scenario.key_statuses),
        deleted_is_gone,
        *scenario.checks,
        *(make() for make in scenario.stateful_checks),
    )
    with _registered([skipping(each) for each in own], before_call, read_before_deletion), _thread_errors() as errors:
        document = {**scenario.document, SERVER: str(locate(httpx.URL("http://testserver")))}
        schema = schemathesis.openapi.from_dict(document, config=config).include(operation_id=list(scenario.operations))
        recorded = _record_stops(app, stops)
        edit = scenario.edit_response
        schema.app = recorded if edit is None else Proxy(in_process(recorded), response=edit)
        schema.hook("filter_failure")(_failure_filter(scenario, report))
        stream = from_schema(schema).execute()
        for event in stream:
            match event:
                case events.NonFatalError(value=CheckStoppedError()) | events.FatalError(exception=CheckStoppedError()):
                    pass  # recorded where it was raised: stateful sequences have no event for it
                case events.NonFatalError(value=NoLinksFound()) | events.FatalError(exception=NoLinksFound()):
                    pass  # expected when only operations without links between them are allowed
                case events.NonFatalError(value=error, label=label, related_to_operation=True) if (
                    isinstance(error, UNREADABLE) and label not in sent
                ):
                    words = f"{type(error).__name__}: {error}"
                    errors.append(ConformanceError(f"{label}: schemathesis cannot generate a request: {words}"))
                    stream.stop()
                case events.NonFatalError(value=error) | events.FatalError(exception=error) if isinstance(
                    error, UNREADABLE
                ):
                    report.findings.append(unreadable(called, phase, error))
                case events.PhaseStarted(phase=started):
                    phase = started.name.value
                case events.NonFatalError(value=error) | events.FatalError(exception=error):
                    errors.append(error)
                    stream.stop()  # the remaining events are still consumed: schemathesis's threads wait for that
                case events.ScenarioFinished(recorder=recorder, phase=phase, status=status):
                    record(report, recorder, str(phase), scenario.secrets, locate)
                    if status is Status.ERROR and stops:  # only now: this event has the exchanges to record
                        last = last or (recorder, str(phase))
                        stream.stop()
                case events.EngineFinished(stop_reason=reason):
                    if reason != "completed" and not fail_fast:
                        report.stopped = str(reason)
                case _:
                    pass
    for each in errors:
        if called and isinstance(each, UNREADABLE):  # it ended a thread of schemathesis, which calls no more operations
            report.findings.append(unreadable(called, phase, each))
            report.stopped = report.findings[-1].message
        elif not isinstance(each, CheckStoppedError):
            raise each
    if stops:
        report.stopped = redact(
            str(stops[0]), [each for secret in scenario.secrets for each in pair_secrets(Secret(secret))]
        )
        if isinstance(stops[0], ServerUnresponsive) and last:
            report.findings.append(no_response(*last, report.stopped))
    return report


@contextmanager
def _thread_errors() -> Generator[list[BaseException]]:
    """Collect the errors that end threads: schemathesis continues without the thread and omits its operations."""
    errors: list[BaseException] = []
    before = threading.excepthook
    threading.excepthook = lambda end: errors.append(end.exc_value or SystemExit())
    try:
        yield errors
    finally:
        threading.excepthook = before


def _record_stops(app: ASGIApp, stops: list[CheckStoppedError]) -> ASGIApp:
    """Return the application with each CheckStoppedError that it raises added to `stops`."""

    async def recorded(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except CheckStoppedError as stop:
            stops.append(stop)
            raise

    return recorded


def _config(scenario: Scenario, phases: Sequence[Phase], max_examples: int, *, fail_fast: bool) -> schemathesis.Config:
    disabled = {name: {"enabled": False} for name in scenario.disabled_checks}
    expected = {"positive_data_acceptance": {"expected-statuses": [*scenario.accepted_statuses]}}
    if scenario.rejected_statuses:
        expected["negative_data_rejection"] = {"expected-statuses": [*scenario.rejected_statuses]}
    config: dict[str, Any] = {
        "seed": SEED,
        "cache": {"enabled": False},
        "continue-on-failure": not fail_fast,  # the first failure of an operation would hide the others
        "checks": {**expected, **disabled},
        "generation": {
            "database": "none",
            "deterministic": True,
            "max-examples": max_examples,
            "mode": scenario.mode,
            "unique-inputs": True,
            "with-security-parameters": False,  # each request has a valid key; the check `ignored_auth` removes it
        },
        # It would read literals, including the key, from the source of a server in this process.
        "analysis": {"constants": {"enabled": False}},
        "phases": {phase: {"enabled": phase in phases} for phase in PHASES},
    }
    config["phases"]["examples"]["fill-missing"] = True
    if scenario.keys:
        config["auth"] = {"openapi": scenario.keys}
    if not scenario.unexpected_methods:
        config["phases"]["coverage"]["unexpected-methods"] = []
    if fail_fast:
        config |= {"max-failures": 1, "generation": {**config["generation"], "no-shrink": True}}
    return schemathesis.Config.from_dict(config)


def _failure_filter(scenario: Scenario, report: Report) -> Callable[..., bool]:
    def filter_failure(
        context: schemathesis.HookContext, failure: Failure, case: Case, response: schemathesis.Response
    ) -> bool:
        """Return whether a failure is neither a known deviation nor a leniency."""
        names = [each.name for each in scenario.known_deviations if each.covers(failure, case, response)]
        if isinstance(failure, AcceptedNegativeData):
            names += leniencies_used(scenario.vendor, request_of(response))
        report.known_deviations.update(names)
        return not names

    return filter_failure


def _replace_raw_form(context: schemathesis.HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Replace RAW_FORM with the media type of forms, unless the request tries another media type."""
    if case.media_type == RAW_FORM and case.headers.get("Content-Type", RAW_FORM) == RAW_FORM:
        case.headers["Content-Type"] = FORM


@contextmanager
def _registered(checks: Sequence[Check], *before_call: Callable[..., None]) -> Generator[None]:
    """Register the checks and the hooks while the block runs; schemathesis's registries are global."""
    hooks = [_replace_raw_form, *before_call]
    for check in checks:
        schemathesis.check(check)
    for hook in hooks:
        schemathesis.hook("before_call")(hook)
    try:
        yield
    finally:
        for hook in hooks:
            unregister(hook)
        for check in checks:
            CHECKS.unregister(check.__name__)
