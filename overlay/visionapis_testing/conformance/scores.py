"""Checks of confidence scores."""

from collections.abc import Sequence
from itertools import pairwise

from .scenarios import require


def require_range(scores: Sequence[float], maximum: int = 1) -> None:
    """Fail the check unless all scores are between 0 and `maximum`."""
    require(all(0 <= score <= maximum for score in scores), f"not from 0 to {maximum}: {scores}")


def require_order(scores: Sequence[float]) -> None:
    """Fail the check unless the scores are in descending order."""
    require(all(better >= worse for better, worse in pairwise(scores)), f"not in descending order: {scores}")
