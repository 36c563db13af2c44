"""Puts one server to the test of one contract; knows no vendor.

A run sends what schemathesis makes of the contract, judges each answer with every check of schemathesis's, of ours and
of the vendor's, and keeps all: what was found, and what was exchanged.
"""

# schemathesis leaves parts of its own types open.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
import schemathesis
from schemathesis.baseline import failure_identity
from schemathesis.checks import CHECKS
from schemathesis.core.errors import NoLinksFound
from schemathesis.core.failures import AcceptedNegativeData, CustomFailure, Failure
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.hooks import unregister
from starlette.types import ASGIApp, Receive, Scope, Send

from visionapis._http.redaction import PLACEHOLDER, Secret, scrub
from visionapis_testing.contracts.leniencies import tolerated
from visionapis_testing.contracts.parsing import FORM

from .checks import ALWAYS
from .exchanges import as_request, operation_id, request_of
from .proxy import Locate, Relay, in_process
from .report import Exchange, Finding, Report
from .scenarios import PHASES, RAW_FORM, SEED, SERVER, BreachError, Case, Check, Phase, Run

KEY = PLACEHOLDER
"""Stands in a report in place of a key."""

ANSWERS = "server_answers"
"""The check that a server has failed that fell silent."""


class StopError(Exception):
    """Raised by the server's side of a run to end it; the report has the reason and what was found until then."""


class SilenceError(StopError):
    """Raised where a server does not answer that did before; the report has the request as a finding."""


def execute(
    run: Run,
    app: ASGIApp,
    *,
    examples: int,
    phases: Sequence[Phase] | None = None,
    stop_early: bool = False,
    locate: Locate = lambda url: url,
) -> Report:
    """Send everything that a run has to an application; `examples` drawn ones an operation, then stop.

    `phases` are those of the run when left out. With `stop_early` the first failure ends it. `locate` says where
    the application sends requests. Raises whatever keeps schemathesis from testing an operation.
    """
    report = Report()
    stops: list[StopError] = []
    ended: tuple[ScenarioRecorder, str] | None = None
    config = _config(run, run.phases if phases is None else phases, examples, stop_early=stop_early)
    checks = [*ALWAYS, *run.checks, *(make() for make in run.remembering)]
    with _registered(checks), _lost_threads() as lost:
        document = {**run.document, SERVER: str(locate(httpx.URL("http://testserver")))}
        schema = schemathesis.openapi.from_dict(document, config=config).include(operation_id=list(run.operations))
        watched = _watched(app, stops)
        schema.app = watched if run.answer is None else Relay(in_process(watched), answer=run.answer)
        schema.hook("filter_failure")(_judge(run, report))
        stream = from_schema(schema).execute()
        for event in stream:
            match event:
                case events.NonFatalError(value=StopError()) | events.FatalError(exception=StopError()):
                    pass  # noted where it was raised: chains of calls have no event for it
                case events.NonFatalError(value=NoLinksFound()) | events.FatalError(exception=NoLinksFound()):
                    pass  # where fewer operations are allowed, none may lead to another
                case events.NonFatalError(value=error) | events.FatalError(exception=error):
                    lost.append(error)
                    stream.stop()  # and take the rest, or its threads would wait for someone to do so
                case events.ScenarioFinished(recorder=recorder, phase=phase, status=status):
                    _keep(report, recorder, str(phase), run.secrets, locate)
                    if status is Status.ERROR and stops:  # not before: what was exchanged comes with this event
                        ended = ended or (recorder, str(phase))
                        stream.stop()
                case events.EngineFinished(stop_reason=reason):
                    if reason != "completed" and not stop_early:
                        report.stopped = str(reason)
                case _:
                    pass
    for each in lost:
        if not isinstance(each, StopError):
            raise each
    if stops:
        report.stopped = str(stops[0])
        if isinstance(stops[0], SilenceError) and ended:
            report.findings.append(_silence(*ended, stops[0]))
    return report


@contextmanager
def _lost_threads() -> Generator[list[BaseException]]:
    """Collect what ends threads: schemathesis goes on without one, and leaves out what it had to do."""
    lost: list[BaseException] = []
    before = threading.excepthook
    threading.excepthook = lambda end: lost.append(end.exc_value or SystemExit())
    try:
        yield lost
    finally:
        threading.excepthook = before


def _watched(app: ASGIApp, stops: list[StopError]) -> ASGIApp:
    """An application that notes why it ends a run."""

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except StopError as stop:
            stops.append(stop)
            raise

    return watched


def _config(run: Run, phases: Sequence[Phase], examples: int, *, stop_early: bool) -> schemathesis.Config:
    off = {name: {"enabled": False} for name in run.unchecked}
    expected = {"positive_data_acceptance": {"expected-statuses": [*run.accepted]}}
    if run.refused:
        expected["negative_data_rejection"] = {"expected-statuses": [*run.refused]}
    config: dict[str, Any] = {
        "seed": SEED,
        "cache": {"enabled": False},
        "continue-on-failure": not stop_early,  # the first failure of an operation would hide the others
        "checks": {**expected, **off},
        "generation": {
            "database": "none",
            "deterministic": True,
            "max-examples": examples,
            "mode": run.mode,
            "unique-inputs": True,
            "with-security-parameters": False,  # each request has a good key; the check of keys takes it off by itself
        },
        # Reads literals from the source of the server under test, its key among them.
        "analysis": {"constants": {"enabled": False}},
        "phases": {phase: {"enabled": phase in phases} for phase in PHASES},
    }
    config["phases"]["examples"]["fill-missing"] = True
    if run.keys:
        config["auth"] = {"openapi": run.keys}
    if not run.unexpected_methods:
        config["phases"]["coverage"]["unexpected-methods"] = []
    if stop_early:
        config |= {"max-failures": 1, "generation": {**config["generation"], "no-shrink": True}}
    return schemathesis.Config.from_dict(config)


def _judge(run: Run, report: Report) -> Callable[..., bool]:
    def filter_failure(
        context: schemathesis.HookContext, failure: Failure, case: Case, response: schemathesis.Response
    ) -> bool:
        """Whether a failure counts."""
        names = [excuse.name for excuse in run.excuses if excuse.covers(failure, case, response)]
        if isinstance(failure, AcceptedNegativeData):
            names += tolerated(run.vendor, request_of(response))
        report.excused.update(names)
        return not names

    return filter_failure


def _name_raw_form(context: schemathesis.HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Put the real media type on a request, unless the request is about another one."""
    if case.media_type == RAW_FORM and case.headers.get("Content-Type", RAW_FORM) == RAW_FORM:
        case.headers["Content-Type"] = FORM


@contextmanager
def _registered(checks: Sequence[Check]) -> Generator[None]:
    """Have schemathesis know checks that are not its own, and the hook, which it has for all schemas only."""
    for check in checks:
        schemathesis.check(check)
    schemathesis.hook("before_call")(_name_raw_form)
    try:
        yield
    finally:
        unregister(_name_raw_form)
        for check in checks:
            CHECKS.unregister(check.__name__)


def _keep(report: Report, recorder: ScenarioRecorder, phase: str, secrets: Sequence[str], locate: Locate) -> None:
    hide = _hider(secrets)
    called = {case_id: operation_id(node.value) for case_id, node in recorder.cases.items()}
    exchanges = {
        case_id: _exchange(called[case_id], phase, interaction, interaction.response, hide, locate)
        for case_id, interaction in recorder.interactions.items()
        if interaction.response is not None
    }
    report.exchanges += exchanges.values()
    for case_id, nodes in recorder.checks.items():
        for node in nodes:
            if node.failure_info is None:
                report.passed[called[case_id], node.name] += node.status is Status.SUCCESS
                continue
            failure = node.failure_info.failure
            texts = (failure.title, failure.message, _signature(failure, node.name))
            # Half a surrogate pair, which JSON can escape, is in no UTF-8.
            title, message, signature = (hide(text.encode(errors="backslashreplace")).decode() for text in texts)
            identity = (called[case_id], node.name, type(failure).__name__, signature)
            exchange = exchanges.get(case_id)
            report.findings.append(Finding(node.name, called[case_id], phase, title, message, identity, exchange))


def _silence(recorder: ScenarioRecorder, phase: str, error: SilenceError) -> Finding:
    """What was found when a server fell silent: of the first request without an answer, or of a check's own."""
    unanswered = (case_id for case_id in recorder.cases if case_id not in recorder.interactions)
    called = operation_id(recorder.cases[next(unanswered, [*recorder.cases][-1])].value)
    return Finding(ANSWERS, called, phase, "No answer", str(error), (called, ANSWERS, type(error).__name__, ""), None)


def _signature(failure: Failure, check: str) -> str:
    """What makes two failures of a check the same; of one of ours schemathesis would say the line of code."""
    if isinstance(failure, CustomFailure) and isinstance(failure.exception, BreachError):
        return failure.exception.signature
    return failure_identity(failure, check)[-1]


def _exchange(
    operation_id: str,
    phase: str,
    interaction: Interaction,
    response: schemathesis.Response,
    hide: Callable[[bytes], bytes],
    locate: Locate,
) -> Exchange:
    request = interaction.request
    headers = {
        name: KEY if name.lower() == "authorization" else hide(values[0].encode()).decode()
        for name, values in request.headers.items()
        if name.lower() != "host"  # httpx sets that of the URL
    }
    return Exchange(
        operation_id,
        phase,
        as_request(
            request.method,
            hide(str(locate(httpx.URL(request.uri))).encode()).decode(),
            headers,
            request.body and hide(request.body),
        ),
        httpx.Response(
            response.status_code,
            headers=[
                (hide(name.encode("latin-1")), hide(value.encode("latin-1")))
                for name, values in response.headers.items()
                for value in values
            ],
            content=hide(response.content),
        ),
        datetime.fromtimestamp(interaction.timestamp, UTC),
        response.elapsed,
    )


def _hider(secrets: Sequence[str]) -> Callable[[bytes], bytes]:
    """Make what replaces keys, in all spellings in which servers repeat them."""
    keys = [Secret(secret.rpartition(" ")[2]) for secret in secrets]  # without the word for the scheme

    def hide(text: bytes) -> bytes:
        return scrub(text.decode("latin-1"), keys).encode("latin-1")  # which has a character for each byte

    return hide
