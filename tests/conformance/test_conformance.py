"""Each emulator does what its contract says, and the suite that says so has asked."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from visionapis_testing.conformance.contracts import contract, operation_ids, operations, resolved
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.report import Report
from visionapis_testing.conformance.scenarios import RAW_FORM, Run
from visionapis_testing.contracts.parsing import FORM
from visionapis_testing.vendors import EMULATORS

from .scenarios import EXAMPLES, RUNS, prepared

ENOUGH = 5

STATUSES = {
    "imagerecognize": {200, 300, 400, 401, 412, 415, 420, 430},
    "nanonets": {200, 202, 206, 400, 401, 402, 404, 409},
    "ximilar": {200, 201, 204, 400, 401, 403, 404, 405},
    "roboflow": {200, 400, 401, 403, 404, 405, 422, 500},
}
"""What the suite gets from each vendor's servers."""

BOUNDARY = re.compile(rb"--[0-9a-f]{32}")
"""What parts a multipart body; drawn anew for each."""


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_server_conforms(run: Run, report_of: Callable[[Run], Report]) -> None:
    """No check fails but for an excuse or a tolerance."""
    assert [str(finding) for finding in report_of(run).findings] == []


@pytest.mark.parametrize("run", RUNS, ids=str)
def test_valid_requests_are_served(run: Run, report_of: Callable[[Run], Report]) -> None:
    """Each operation was, with each kind of body and answer: a suite that is refused throughout proves nothing."""
    report = report_of(run)
    served = Counter(
        (exchange.operation_id, *exchange.media_types)
        for exchange in report.exchanges
        if _is_served(run, exchange.response.status_code)
    )

    assert {operation for operation, _, _ in served} == set(run.operations)
    assert {
        (operation, *kinds)
        for operation in run.operations
        for kinds in run.served
        if served[operation, *kinds] < ENOUGH
    } == set()
    sent = {(operation, body) for operation, body, _ in served}
    assert {*_bodies(run)} - sent == set()


@pytest.mark.parametrize("vendor", STATUSES)
def test_invalid_requests_are_refused(vendor: str, report_of: Callable[[Run], Report]) -> None:
    """The statuses by which the servers refuse were all seen."""
    runs = [run for run in RUNS if run.vendor == vendor]

    assert {exchange.response.status_code for run in runs for exchange in report_of(run).exchanges} == STATUSES[vendor]


@pytest.mark.parametrize("vendor", EMULATORS)
def test_every_operation_is_called(vendor: str) -> None:
    """No operation of a contract is without a run."""
    assert {*operation_ids(contract(vendor))} == {
        each for run in RUNS if run.vendor == vendor for each in run.operations
    }


def test_every_excuse_is_needed(report_of: Callable[[Run], Report]) -> None:
    """An excuse that nothing calls for any more is a hole in the suite."""
    needed = {name for run in RUNS for name in report_of(run).excused}

    assert {excuse.name for run in RUNS for excuse in run.excuses} - needed == set()


@pytest.mark.parametrize(
    "name",
    ["roboflow, serverless, drawing in body", "nanonets, account, new models", "ximilar, uploads", "ximilar, lives"],
)
def test_requests_are_the_same_in_every_run(name: str, report_of: Callable[[Run], Report]) -> None:
    """A run sends the same requests in the same order, and gets the same answers."""
    run = next(run for run in RUNS if run.name == name)
    again = execute(run, prepared(run).emulator.app, examples=EXAMPLES)

    assert _exchanged(again) == _exchanged(report_of(run))


def _exchanged(report: Report) -> list[tuple[str, str, bytes, bytes]]:
    return [
        (
            exchange.request.method,
            str(exchange.request.url),
            BOUNDARY.sub(b"", exchange.request.content),
            exchange.response.content,
        )
        for exchange in report.exchanges
    ]


def _bodies(run: Run) -> Iterator[tuple[str, str]]:
    """Yield the run's operations, each with every media type that its document has for their bodies."""
    for _, _, operation in operations(run.document):
        if operation["operationId"] in run.operations:
            body = resolved(run.document, operation.get("requestBody", {}))
            for media_type in body.get("content", [""]):
                yield operation["operationId"], FORM if media_type == RAW_FORM else media_type


def _is_served(run: Run, status: int) -> bool:
    """Whether a status is what a run is about: a success, or a refusal where it asks for nothing else."""
    successes = [each for each in run.accepted if each.startswith("2")]
    return {str(status), f"{status // 100}xx"} & {*(successes or run.accepted)} != set()
