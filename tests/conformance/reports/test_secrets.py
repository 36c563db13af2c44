"""No report shows a key, wherever it was sent and however the server repeats it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.console import Console

from tests.helpers.canary import KEY_MARK, seen
from visionapis_testing.conformance.engine import KEY
from visionapis_testing.conformance.reports import FORMATS, show

from .echo_servers import RUNS, report
from .outcomes import outcome


@pytest.mark.parametrize("place", RUNS)
def test_no_report_shows_the_key(place: str) -> None:
    """Every report of a run in which each answer fails, and repeats the key in all spellings, is without it."""
    found = outcome(report(RUNS[place]), RUNS[place].vendor)
    screen = StringIO()
    show([found], Console(file=screen, width=200))
    shown = {"terminal": screen.getvalue()} | {name: render([found]) for name, render in FORMATS.items()}

    assert found.failures
    assert {name: marks for name, text in shown.items() if (marks := seen(text))} == {}
    assert [name for name in FORMATS if KEY not in shown[name]] == []


def test_key_was_there_to_be_shown() -> None:
    """The requests had it, or else the test above would prove nothing: the archive has what stands in its place."""
    for place, run in RUNS.items():
        archive = json.loads(FORMATS[".har"]([outcome(report(run), run.vendor)]))
        sent = [json.dumps(entry["request"]) for entry in archive["log"]["entries"]]
        assert [text for text in sent if KEY in text], place
        assert KEY_MARK not in "".join(sent)
