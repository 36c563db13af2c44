"""Runs against right servers, each executed once a session, on first use."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from visionapis_testing.conformance.engine import execute
from visionapis_testing.conformance.report import Report
from visionapis_testing.conformance.scenarios import Run

from .scenarios import EXAMPLES, prepared


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run name a server elsewhere; see test_live.py."""
    parser.addoption("--base-url", metavar="URL", help="put this server to the test, too")
    parser.addoption("--vendor", help="whose server it is, if its host does not tell")
    parser.addoption("--use", action="append", default=[], metavar="NAME=VALUE", help="something that it knows")


@pytest.fixture(scope="session", autouse=True)
def _sources_unread() -> Iterator[None]:
    """Keep Hypothesis from drawing literals of whatever modules the tests before have imported: it has no switch."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(providers, "_get_local_constants", Constants)
        yield


@pytest.fixture(scope="session")
def report_of(_sources_unread: None) -> Callable[[Run], Report]:
    """What a run finds and exchanges with a right server."""

    @cache
    def report(run: Run) -> Report:
        return execute(run, prepared(run).emulator.app, examples=EXAMPLES)

    return report


@pytest.fixture(autouse=True)
def _answers_keep_contracts() -> None:
    """Servers are wrong here on purpose; the suite under test looks at their answers."""
