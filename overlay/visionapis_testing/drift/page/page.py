"""The page about drift as one self-contained HTML document, which is readable without its script."""

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Template

from visionapis._pages.template import load_template
from visionapis._text import printable
from visionapis_testing.drift.finding import ORDER, Severity
from visionapis_testing.drift.report import CONSEQUENCES

from .sections import MAX_ROWS, Section

MAX_LENGTH = 200
"""Characters of a text that is shown."""

# Symbols in addition to colours, for readers who cannot tell the colours apart; the classes are those of findings.css.
_SYMBOLS: Mapping[Severity, str] = {"breaking": "\u2715", "suspicious": "\u25b3", "additive": "+"}
_CLASSES: Mapping[Severity, str] = {"breaking": "failed", "suspicious": "drift", "additive": "accepted"}


def render(sections: Sequence[Section], skipped: Mapping[str, int], accepted: int = 0) -> str:
    """Return the page: per vendor the findings, the worst first, and what was looked at.

    Args:
        sections: Those of the vendors.
        skipped: How many requests were not used, by reason.
        accepted: How many findings a baseline accepts, which are left out.
    """
    return _template().render(heading=_heading(sections), sections=sections, skipped=skipped, accepted=accepted)


def shown(text: object) -> str:
    """Return a text of traffic without characters that do not show what they are, and cut."""
    found = str(text)
    return printable(found if len(found) <= MAX_LENGTH else f"{found[: MAX_LENGTH - 1]}…")


def _heading(sections: Sequence[Section]) -> str:
    if len(sections) == 1:
        counts = ", ".join(f"{count:,} {severity}" for severity, count in sections[0].counts.items() if count)
        return f"{sections[0].vendor}: {counts or 'no drift'}"
    changed = [each.vendor for each in sections if each.total]
    return f"Drift of {', '.join(changed)}" if changed else "No drift"


@cache
def _template() -> Template:
    return load_template(
        "visionapis_testing.drift.page",
        "page.html.jinja",
        command="visionapis drift",
        styles=["tables.css", "findings.css", "page.css"],
        scripts=["copy.js"],
        names={
            "shown": shown,
            "symbols": _SYMBOLS,
            "classes": _CLASSES,
            "consequences": CONSEQUENCES,
            "severities": ORDER,
            "max_rows": MAX_ROWS,
        },
    )
