"""Outcomes, each made once per session on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .outcomes import add_faults, keep, outcome, report

if TYPE_CHECKING:
    from visionapis_testing.conformance.outcome import Outcome


@pytest.fixture(scope="session")
def bad() -> Outcome:
    """Return the outcome of a server with several faults, whose check stopped early."""
    return outcome(report(add_faults), stopped="budget of 175 requests exhausted")


@pytest.fixture(scope="session")
def good() -> Outcome:
    """Return the outcome of a correct server."""
    return outcome(report(keep))
