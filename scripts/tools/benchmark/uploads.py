"""How far memory rises while a large picture is sent."""

from __future__ import annotations

from .memory import BODIES, FORMS, PICTURES, SIZE, peak_rise
from .rows import Row

BOUND = 8e6
PLANTED = 4_000_000


def measure() -> list[Row]:
    """Each kind of body and client against the bound; and whether the measurement sees what is planted."""
    rows: list[Row] = []
    for kind in ("sync", "async"):
        for body in BODIES:
            rises = [peak_rise(f"{kind}/{body}/{picture}") / 1e6 for picture in PICTURES]
            what = f"memory for {SIZE / 1e6:.0f} MB, {kind}, {body}: the most of {', '.join(PICTURES)}"
            rows.append(Row(what, "the bound", "MB", [max(rises)], [BOUND / 1e6], at_most=1.0))
    seen = (peak_rise(FORMS[0], planted=PLANTED) - peak_rise(FORMS[0])) / 1e6
    rows.append(Row("the same, with memory planted", "what is planted", "MB", [seen], [PLANTED / 1e6], at_least=0.75))
    return rows
