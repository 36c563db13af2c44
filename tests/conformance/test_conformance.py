"""Each emulator conforms to its contract, and the scenarios send enough requests to prove it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from tests.helpers.vendors import VENDORS, each_vendor, of_vendors, own
from tests.helpers.vendors import contract as api
from visionapis._vendors import find_vendor
from visionapis_testing.conformance.contracts import contract, operation_ids, operations, resolved
from visionapis_testing.conformance.drift import with_drift
from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.report import Report
from visionapis_testing.conformance.scenarios import RAW_FORM, Scenario
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.parsing import FORM

from .scenarios import MAX_EXAMPLES, SCENARIOS, prepare

MIN_RESPONSES = 5

BOUNDARY = re.compile(rb"--[0-9a-f]{32}")
"""The boundary of a multipart body, which is random."""


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_server_conforms(scenario: Scenario, report_of: Callable[[Scenario], Report]) -> None:
    """No check fails, except for known deviations and leniencies, and nothing is drift."""
    report, url = report_of(scenario), load(scenario.vendor).base_url

    assert [str(each) for each in with_drift(scenario.vendor, url, report.exchanges, report.findings)] == []


@pytest.mark.parametrize("scenario", SCENARIOS, ids=str)
def test_valid_requests_succeed(scenario: Scenario, report_of: Callable[[Scenario], Report]) -> None:
    """Each operation succeeds with each kind of body and response: a suite whose requests all fail proves nothing."""
    report = report_of(scenario)
    succeeded = Counter(
        (exchange.operation_id, *exchange.media_types)
        for exchange in report.exchanges
        if _is_success(scenario, exchange.response.status_code)
    )

    assert {operation for operation, _, _ in succeeded} == set(scenario.operations)
    assert {
        (operation, *media_types)
        for operation in scenario.operations
        for media_types in scenario.required_media_types
        if succeeded[operation, *media_types] < MIN_RESPONSES
    } == set()
    sent = {(operation, body) for operation, body, _ in succeeded}
    assert {*_bodies(scenario)} - sent == set()


@of_vendors("vendor", VENDORS, "statuses")
def test_invalid_requests_are_rejected(vendor: str, report_of: Callable[[Scenario], Report]) -> None:
    """The scenarios of a vendor provoke exactly the statuses that are known, else documented ones."""
    reports = [report_of(scenario) for scenario in SCENARIOS if scenario.vendor == vendor]

    documented = {int(each) for operation in api(vendor).operations() for each in operation.data["responses"]}
    provoked = {exchange.response.status_code for report in reports for exchange in report.exchanges}

    if facts := own(vendor, "statuses"):
        assert provoked == facts.STATUSES
    else:
        assert {200, 401} <= provoked <= documented | {404, 405}


@each_vendor
def test_every_operation_is_called(vendor: str) -> None:
    """Each operation of a contract is in a scenario."""
    assert {*operation_ids(contract(vendor))} == {
        operation for scenario in SCENARIOS if scenario.vendor == vendor for operation in scenario.operations
    }


def test_every_known_deviation_is_needed(report_of: Callable[[Scenario], Report]) -> None:
    """A known deviation of a vendor that excuses no failure any more is a hole in the suite."""
    own_suites = [scenario for scenario in SCENARIOS if find_vendor(scenario.vendor).testing]
    needed = {name for scenario in own_suites for name in report_of(scenario).known_deviations}

    assert {deviation.name for scenario in own_suites for deviation in scenario.known_deviations} - needed == set()


@pytest.mark.parametrize(
    "name",
    [
        "roboflow, serverless, visualization in body",
        "ximilar, uploads",
        "nanonets, standard, lifecycles, ocr",
    ],
)
def test_executions_are_deterministic(name: str, report_of: Callable[[Scenario], Report]) -> None:
    """A second execution sends the same requests in the same order and gets the same responses."""
    scenario = next(scenario for scenario in SCENARIOS if scenario.name == name)
    second = execute(scenario, prepare(scenario).emulator.app, max_examples=MAX_EXAMPLES)

    assert _exchanged(second) == _exchanged(report_of(scenario))


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


def _bodies(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield each operation of a scenario with each media type that the scenario's document has for its body."""
    for _, _, operation in operations(scenario.document):
        if operation["operationId"] in scenario.operations:
            body = resolved(scenario.document, operation.get("requestBody", {}))
            for media_type in body.get("content", [""]):
                yield operation["operationId"], FORM if media_type == RAW_FORM else media_type


def _is_success(scenario: Scenario, status_code: int) -> bool:
    """Return whether a status is a success, or an expected rejection in a scenario that has no success."""
    successes = [each for each in scenario.accepted_statuses if each.startswith("2")]
    return {str(status_code), f"{status_code // 100}xx"} & {*(successes or scenario.accepted_statuses)} != set()
