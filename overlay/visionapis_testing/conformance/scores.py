"""How sure a server is of what it found."""

from collections.abc import Sequence
from itertools import pairwise

from .scenarios import require


def require_range(scores: Sequence[float], most: int = 1) -> None:
    """Fail a check unless all of them are from 0 to `most`."""
    require(all(0 <= score <= most for score in scores), f"not from 0 to {most}: {scores}")


def require_order(scores: Sequence[float]) -> None:
    """Fail a check unless the best comes first."""
    require(all(better >= worse for better, worse in pairwise(scores)), f"not best first: {scores}")
