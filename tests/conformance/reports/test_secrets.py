"""No report has the key, wherever it was sent and however the server repeats it."""

from __future__ import annotations

import json
from base64 import b64decode
from io import StringIO

import pytest
from rich.console import Console

from tests.helpers.canary import KEY_MARK, find_marks
from visionapis._http.redaction import PLACEHOLDER
from visionapis_testing.conformance.reports import FORMATS, show

from .echo_servers import SCENARIOS, repeat_in_utf_16, report
from .outcomes import outcome


@pytest.mark.parametrize("place", SCENARIOS)
def test_no_report_shows_the_key(place: str) -> None:
    """No report has the key in any spelling, although each response repeats it in all of them."""
    rendered = outcome(report(SCENARIOS[place]), SCENARIOS[place].vendor)
    screen = StringIO()
    show([rendered], Console(file=screen, width=200))
    shown = {"terminal": screen.getvalue()} | {name: render([rendered]) for name, render in FORMATS.items()}

    assert rendered.failures
    assert {name: marks for name, text in shown.items() if (marks := find_marks(text))} == {}
    assert [name for name in FORMATS if PLACEHOLDER not in shown[name]] == []


def test_requests_had_the_key() -> None:
    """Each request had the key, or the test above would prove nothing: the archive has its replacement."""
    for place, scenario in SCENARIOS.items():
        archive = json.loads(FORMATS[".har"]([outcome(report(scenario), scenario.vendor)]))
        sent = [json.dumps(entry["request"]) for entry in archive["log"]["entries"]]
        assert [text for text in sent if PLACEHOLDER in text], place
        assert KEY_MARK not in "".join(sent)


@pytest.mark.parametrize("place", SCENARIOS)
def test_archive_shows_no_key_in_another_encoding(place: str) -> None:
    """The archive has binary bodies as base64; one in UTF-16 that repeats the key is redacted, too."""
    rendered = outcome(report(SCENARIOS[place], repeat_in_utf_16), SCENARIOS[place].vendor)
    entries = json.loads(FORMATS[".har"]([rendered]))["log"]["entries"]
    contents = [entry["response"]["content"] for entry in entries]
    texts = [b64decode(each["text"]).decode("latin-1") if each.get("encoding") else each["text"] for each in contents]

    assert texts
    assert [marks for text in texts if (marks := find_marks(text))] == []
    assert all(PLACEHOLDER in text for text in texts)
