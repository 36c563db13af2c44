"""Record the exchanges and findings of scenarios, with keys redacted."""

# schemathesis is only partially typed.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import httpx
import schemathesis
from schemathesis.baseline import failure_identity
from schemathesis.core.failures import CustomFailure, Failure
from schemathesis.engine import Status
from schemathesis.engine.recorder import Interaction, ScenarioRecorder
from schemathesis.openapi.checks import JsonSchemaError

from visionapis._http.redaction import PLACEHOLDER, Secret, pair_secrets, redact

from .applicability import judged
from .errors import ServerUnresponsive
from .exchanges import build_request, operation_id
from .proxy import LOCATION, Locate
from .report import Exchange, Finding, Report
from .scenarios import CheckFailure

SERVER_RESPONDS = "server_responds"
"""The name of the check that fails when the server stops responding."""

RESPONSE_IS_READABLE = "response_is_readable"
"""The name of the check that fails for a response that cannot be parsed, not even to judge it."""


def record(report: Report, recorder: ScenarioRecorder, phase: str, secrets: Sequence[str], locate: Locate) -> None:
    """Add the exchanges and findings of one of schemathesis's scenarios to a report."""
    redacted = _redactor(secrets)
    operations = {case_id: operation_id(node.value) for case_id, node in recorder.cases.items()}
    exchanges = {
        case_id: _exchange(operations[case_id], phase, interaction, interaction.response, redacted, locate)
        for case_id, interaction in recorder.interactions.items()
        if interaction.response is not None
    }
    report.exchanges += exchanges.values()
    for case_id, nodes in recorder.checks.items():
        for node in nodes:
            if node.failure_info is None:
                if node.status is Status.SUCCESS and judged(node.name, recorder, case_id):
                    report.passed[operations[case_id], node.name] += 1
                continue
            failure = node.failure_info.failure
            texts = (failure.title, failure.message, _signature(failure, node.name))
            # JSON can escape a lone surrogate, which UTF-8 cannot encode.
            title, message, signature = (redacted(text.encode(errors="backslashreplace")).decode() for text in texts)
            identity = (operations[case_id], node.name, type(failure).__name__, signature)
            place, keyword = None, ""
            if isinstance(failure, JsonSchemaError):
                place, keyword = tuple(failure.instance_path), "".join(map(str, failure.schema_path[-1:]))
            found = (node.name, operations[case_id], phase, title, message, identity, exchanges.get(case_id))
            report.findings.append(Finding(*found, place, keyword))


def unreadable(operation_id: str, phase: str, error: BaseException) -> Finding:
    """Return a finding about a response that cannot be parsed."""
    name = type(error).__name__
    identity = (operation_id, RESPONSE_IS_READABLE, name, "")
    message = f"the response cannot be parsed: {name}"
    return Finding(RESPONSE_IS_READABLE, operation_id, phase, "Unreadable response", message, identity, None)


def no_response(recorder: ScenarioRecorder, phase: str, message: str) -> Finding:
    """Return a finding about the first request without a response, or else about the case whose check sent one."""
    pending = (case_id for case_id in recorder.cases if case_id not in recorder.interactions)
    called = operation_id(recorder.cases[next(pending, [*recorder.cases][-1])].value)
    identity = (called, SERVER_RESPONDS, ServerUnresponsive.__name__, "")
    return Finding(SERVER_RESPONDS, called, phase, "No response", message, identity, None)


def _signature(failure: Failure, check: str) -> str:
    """Return a text that is equal for equal failures; schemathesis's own contains a source line of this package."""
    if isinstance(failure, CustomFailure) and isinstance(failure.exception, CheckFailure):
        return failure.exception.signature
    return failure_identity(failure, check)[-1]


def _exchange(
    operation_id: str,
    phase: str,
    interaction: Interaction,
    response: schemathesis.Response,
    redacted: Callable[[bytes], bytes],
    locate: Locate,
) -> Exchange:
    request = interaction.request
    headers = {
        name: PLACEHOLDER if name.lower() == "authorization" else redacted(values[0].encode()).decode()
        for name, values in request.headers.items()
        if name.lower() != "host"  # httpx derives it from the URL
    }
    return Exchange(
        operation_id,
        phase,
        build_request(
            request.method,
            redacted(str(locate(httpx.URL(request.uri))).encode()).decode(),
            headers,
            request.body and redacted(request.body),
        ),
        httpx.Response(
            response.status_code,
            headers=[
                (redacted(name.replace(LOCATION, "location").encode("latin-1")), redacted(value.encode("latin-1")))
                for name, values in response.headers.items()
                for value in values
            ],
            content=redacted(response.content),
        ),
        datetime.fromtimestamp(interaction.timestamp, UTC),
        response.elapsed,
    )


def _redactor(secrets: Sequence[str]) -> Callable[[bytes], bytes]:
    """Return a function that redacts keys, in every encoding in which servers may repeat them."""
    keys = [each for secret in secrets for each in pair_secrets(Secret(secret))]

    def redacted(text: bytes) -> bytes:
        return redact(text.decode("latin-1"), keys).encode("latin-1")  # latin-1 maps each byte to one character

    return redacted
