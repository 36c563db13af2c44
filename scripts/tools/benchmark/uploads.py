"""The rise in memory while a large image is sent."""

from __future__ import annotations

from .memory import BODIES, FORMS, SIZE, SOURCES, peak_rise
from .rows import Row

BOUND = 8e6
ALLOCATED = 4_000_000


def measure() -> list[Row]:
    """Compare each client and body with the bound, and prove that the measurement sees memory that is held."""
    rows: list[Row] = []
    for kind in ("sync", "async"):
        for body in BODIES:
            rises = [peak_rise(f"{kind}/{body}/{source}") / 1e6 for source in SOURCES]
            what = f"memory for {SIZE / 1e6:.0f} MB, {kind}, {body}: the most of {', '.join(SOURCES)}"
            rows.append(Row(what, "the bound", "MB", [max(rises)], [BOUND / 1e6], at_most=1.0))
    seen = (peak_rise(FORMS[0], allocated=ALLOCATED) - peak_rise(FORMS[0])) / 1e6
    name = "the same, with memory allocated"
    rows.append(Row(name, "the memory allocated", "MB", [seen], [ALLOCATED / 1e6], at_least=0.75))
    return rows
