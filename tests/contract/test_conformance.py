"""Each emulator does what its contract says, and the suite that says so has asked."""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from contract.runs import EXAMPLES, RUNS, prepared
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.report import Report
from visionapis_testing.conformance.runs import Run

ENOUGH = 5

STATUSES = {
    "imagerecognize": {200, 300, 400, 401, 412, 415, 420, 430},
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
        if str(exchange.response.status_code) in run.accepted
    )

    assert {operation for operation, _, _ in served} == set(run.operations)
    assert {
        (operation, *kinds)
        for operation in run.operations
        for kinds in run.served
        if served[operation, *kinds] < ENOUGH
    } == set()


@pytest.mark.parametrize("vendor", STATUSES)
def test_invalid_requests_are_refused(vendor: str, report_of: Callable[[Run], Report]) -> None:
    """The statuses by which the servers refuse were all seen."""
    runs = [run for run in RUNS if run.vendor == vendor]

    assert {exchange.response.status_code for run in runs for exchange in report_of(run).exchanges} == STATUSES[vendor]


def test_every_excuse_is_needed(report_of: Callable[[Run], Report]) -> None:
    """An excuse that nothing calls for any more is a hole in the suite."""
    needed = {name for run in RUNS for name in report_of(run).excused}

    assert {excuse.name for run in RUNS for excuse in run.excuses} - needed == set()


def test_requests_are_the_same_in_every_run(report_of: Callable[[Run], Report]) -> None:
    """A run sends the same requests in the same order, and gets the same answers."""
    run = next(run for run in RUNS if "drawing" in run.name)
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
