"""Checks of confidence scores accept exactly what a correct server may send."""

import pytest

from visionapis_testing.conformance.scenarios import CheckFailure
from visionapis_testing.conformance.scores import require_order, require_range


def test_range() -> None:
    """Scores of 0 and of the maximum are in the range; others beyond them are not."""
    require_range([0.0, 1.0])
    require_range([100.0], maximum=100)
    for score in (-0.001, 1.001):
        with pytest.raises(CheckFailure, match="not from 0 to 1"):
            require_range([0.5, score])


def test_order() -> None:
    """Equal scores are in order; a higher one after a lower one is not."""
    require_order([0.5, 0.5, 0.1])
    with pytest.raises(CheckFailure, match="not in descending order"):
        require_order([0.5, 0.1, 0.2])
