"""Puts one server to the test of one contract; knows no vendor.

A run sends what schemathesis makes of the contract, judges each answer with every check of schemathesis's and of the
vendor's own, and keeps both: what was found, and what was exchanged.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, urlsplit

import httpx
import schemathesis
from schemathesis.checks import CHECKS
from schemathesis.core.failures import AcceptedNegativeData, Failure
from schemathesis.engine import events, from_schema
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from starlette.types import ASGIApp

Document: TypeAlias = dict[str, Any]
Case: TypeAlias = schemathesis.Case[Any]
Check: TypeAlias = Callable[[schemathesis.CheckContext, schemathesis.Response, Case], None]
"""Judges one answer, as schemathesis calls it; raises AssertionError."""

_SCALAR = re.compile(r"true|false|-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")

SEED = 20_261_121

FORM = "application/x-www-form-urlencoded"

RAW_FORM = "text/x-raw-form"
"""Stands in a document for FORM with a text that goes out as it is; under FORM itself schemathesis makes forms."""


@dataclass(frozen=True, slots=True)
class Excuse:
    """A failure of a check that is the real server's own, known behaviour. One that no run needs fails a test."""

    name: str
    reason: str
    covers: Callable[[Failure, Case, schemathesis.Response], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What is sent to which server, and how its answers are judged."""

    name: str
    document: Document
    """The contract, narrowed to values that this server knows."""
    operations: Sequence[str]
    """Ids of the operations that are called."""
    serve: Callable[[], ASGIApp]
    """Makes the server."""
    keys: Mapping[str, Mapping[str, str]]
    """The key of each security scheme, as schemathesis's configuration takes it."""
    accepted: int
    """The one status that valid requests are answered with."""
    served: frozenset[tuple[str, str]]
    """Media types of body (empty for none) and answer that have to meet with that status in this run."""
    checks: Sequence[Check] = ()
    """The vendor's own checks."""
    unchecked: Mapping[str, str] = field(default_factory=dict[str, str])
    """Checks that are off, each with the reason."""
    excuses: Sequence[Excuse] = ()
    tolerated: Callable[[httpx.Request], Sequence[str]] = lambda _: ()
    """Names of the tolerances, shared with the emulator, that a request makes use of."""
    mode: str = "all"
    """`all`, or `positive` where no request is to be invalid by the contract."""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Finding:
    """A failed check. No text of it holds a key."""

    check: str
    operation: str
    message: str
    request: str

    def __str__(self) -> str:
        return f"{self.check} ({self.operation}): {' '.join(self.message.split())}\n  {self.request}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    operation_id: str
    request: httpx.Request
    response: httpx.Response

    @property
    def media_types(self) -> tuple[str, str]:
        """Media types of the request's body and of the answer's; empty where there is none."""
        return _media_type(self.request.headers), _media_type(self.response.headers)


@dataclass(slots=True)
class Report:
    """What a run found and what it exchanged."""

    findings: list[Finding] = field(default_factory=list[Finding])
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    excused: Counter[str] = field(default_factory=Counter[str])
    """How often each excuse, and each tolerance, was needed."""


def execute(run: Run, app: ASGIApp, *, examples: int, stop_early: bool = False) -> Report:
    """Send everything that a run has to an application; `examples` drawn ones an operation, then stop.

    With `stop_early` the first failure ends it. Raises whatever keeps schemathesis from testing an operation.
    """
    report = Report()
    secrets = [secret for key in run.keys.values() for secret in key.values()]
    with _registered([query_by_contract, *run.checks]):
        contract = schemathesis.openapi.from_dict(run.document, config=_config(run, examples, stop_early=stop_early))
        schema = contract.include(operation_id=list(run.operations))
        schema.app = app
        schema.hook("filter_failure")(_judge(run, report))
        for event in from_schema(schema).execute():
            match event:
                case events.NonFatalError(value=error) | events.FatalError(exception=error):
                    raise error
                case events.ScenarioFinished(recorder=recorder) if recorder.interactions:
                    report.exchanges += _exchanges(recorder)
                    report.findings += _findings(recorder, secrets)
                case events.EngineFinished(stop_reason=reason):
                    assert stop_early or reason == "completed", f"{run} stopped: {reason}"
                case _:
                    pass
    return report


def _config(run: Run, examples: int, *, stop_early: bool) -> schemathesis.Config:
    off = {name: {"enabled": False} for name in run.unchecked}
    expected = {"positive_data_acceptance": {"expected-statuses": [str(run.accepted)]}}
    config: dict[str, Any] = {
        "seed": SEED,
        "cache": {"enabled": False},
        "continue-on-failure": not stop_early,  # the first failure of an operation would hide the others
        "auth": {"openapi": run.keys},
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
        "phases": {"stateful": {"enabled": False}},  # so far no operation makes anything that another one uses
    }
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
            sent = response.request
            headers = {name: str(value) for name, value in sent.headers.items()}
            names += run.tolerated(_request(str(sent.method), str(sent.url), headers, sent.body))
        report.excused.update(names)
        return not names

    return filter_failure


def query_by_contract(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: Case) -> None:
    """A request is served only if every parameter of the query is as the contract says; each is a scalar so far.

    Where a query has one valid parameter, schemathesis 4.32 lets every other one pass in its coverage phase.
    """
    sent = response.request
    if not 200 <= response.status_code < 300 or str(sent.method).lower() != case.operation.method:
        return
    texts = dict(parse_qsl(urlsplit(str(sent.url)).query, keep_blank_values=True))
    for parameter in case.operation.query:
        text = texts.get(parameter.name)
        is_valid = parameter.get_validator().is_valid
        if parameter.is_required if text is None else not any(map(is_valid, _readings(text))):
            raise AcceptedNegativeData(
                operation=case.operation.label,
                message=f"{parameter.name} is {'missing' if text is None else repr(text)}",
                status_code=response.status_code,
                expected_statuses=["4xx"],
            )


def _readings(text: str) -> Iterator[object]:
    """What a text in a query stands for: itself, and the number or boolean that it spells."""
    yield text
    if _SCALAR.fullmatch(text):
        yield json.loads(text)


@schemathesis.hook("before_call")
def _name_raw_form(context: schemathesis.HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Put the real media type on a request, unless the request is about another one."""
    if case.media_type == RAW_FORM and case.headers.get("Content-Type", RAW_FORM) == RAW_FORM:
        case.headers["Content-Type"] = FORM


@contextmanager
def _registered(checks: Sequence[Check]) -> Iterator[None]:
    """Have schemathesis know checks that are one vendor's."""
    for check in checks:
        schemathesis.check(check)
    try:
        yield
    finally:
        for check in checks:
            CHECKS.unregister(check.__name__)


def _exchanges(recorder: ScenarioRecorder) -> Iterator[Exchange]:
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is not None:
            operation_id = recorder.cases[case_id].value.operation.definition.raw["operationId"]
            yield Exchange(operation_id, _sent(interaction), _received(interaction.response))


def _findings(recorder: ScenarioRecorder, secrets: Sequence[str]) -> Iterator[Finding]:
    for case_id, checks in recorder.checks.items():
        for check in checks:
            if check.failure_info is not None:
                failure = check.failure_info.failure
                texts = [f"{failure.title}: {failure.message}", _line(recorder.interactions[case_id])]
                for secret in secrets:
                    texts = [text.replace(secret, "[key]") for text in texts]
                yield Finding(check.name, recorder.label, *texts)


def _line(interaction: Interaction) -> str:
    request = interaction.request
    status = interaction.response.status_code if interaction.response else "no answer"
    return f"{request.method} {request.uri} {(request.body or b'')[:80]!r} -> {status}"


def _sent(interaction: Interaction) -> httpx.Request:
    request = interaction.request
    headers = {name: values[0] for name, values in request.headers.items()}
    return _request(request.method, request.uri, headers, request.body)


def _request(method: str, url: str, headers: Mapping[str, str], body: object) -> httpx.Request:
    assert body is None or isinstance(body, str | bytes), f"a body that is sent bit by bit: {type(body)}"
    return httpx.Request(method, url, headers=headers, content=body)


def _received(response: schemathesis.Response) -> httpx.Response:
    headers = [(name, value) for name, values in response.headers.items() for value in values]
    return httpx.Response(response.status_code, headers=headers, content=response.content)


def _media_type(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).partition(";")[0]
