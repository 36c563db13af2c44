"""Outcomes, each made once a session, on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .outcomes import as_is, outcome, report, wrong

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


@pytest.fixture(scope="session")
def bad() -> Outcome:
    """What comes of a server with several things wrong, stopped before its end."""
    return outcome(report(wrong), stopped="the budget of 175 requests is used up")


@pytest.fixture(scope="session")
def good() -> Outcome:
    """What comes of a right server."""
    return outcome(report(as_is))
