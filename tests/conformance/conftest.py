"""Reports of scenarios against correct servers, each executed once per session on first use."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.report import Report
from visionapis_testing.conformance.scenarios import Scenario

from .scenarios import MAX_EXAMPLES, prepare


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of test_live.py, which name a server to check."""
    parser.addoption("--base-url", metavar="URL", help="check the server at this URL, too")
    parser.addoption("--vendor", help="the vendor whose contract the server implements; derived from a vendor's URL")
    parser.addoption(
        "--resource", action="append", default=[], metavar="NAME=ID", help="a resource that exists on the server"
    )
    parser.addoption("--server-type", default="", metavar="TYPE", help="the type of the server; derived from the URL")
    parser.addoption(
        "--max-billable",
        type=int,
        default=0,
        metavar="N",
        help="allow billable calls, at most N; Roboflow has no others",
    )


@pytest.fixture(scope="session", autouse=True)
def _no_constants_of_sources() -> Iterator[None]:
    """Keep Hypothesis from using literals of the modules that earlier tests imported: it has no option for that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(providers, "_get_local_constants", Constants)
        yield


@pytest.fixture(scope="session")
def report_of(_no_constants_of_sources: None) -> Callable[[Scenario], Report]:
    """Return the report of a scenario's execution against a correct server."""

    @cache
    def report(scenario: Scenario) -> Report:
        return execute(scenario, prepare(scenario).emulator.app, max_examples=MAX_EXAMPLES)

    return report


@pytest.fixture(autouse=True)
def _responses_keep_contracts() -> None:
    """Disable the contract check of emulator responses: these tests use servers with faults."""
