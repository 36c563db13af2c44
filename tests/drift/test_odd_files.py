"""Recordings and observations that are odd or hostile: an error of one line, and nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.shell import Shell

from .archives import archive, recorded
from .test_observation import observe

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


def test_recording_is_not_replaced(shell: Shell) -> None:
    """An archive that --save names is left as it is; an observation can be replaced by its sum."""
    text = json.dumps(archive(recorded("ximilar")))
    (shell.directory / "a.har").write_text(text)

    refused = shell.call("drift", "a.har", "--save", "a.har")
    first = shell.call("drift", "a.har", "--save", "a.json")
    again = shell.call("drift", "a.har", "a.json", "--save", "a.json")

    assert (refused.returncode, first.returncode, again.returncode) == (2, 0, 0)
    assert "--save would replace a recording" in refused.stderr
    assert (shell.directory / "a.har").read_text() == text


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"startedDateTime": "9999-12-31T23:59:59-14:00"}, id="after all years"),
        pytest.param({"startedDateTime": "0001-01-01T00:00:00+14:00"}, id="before all years"),
        pytest.param({"params": [{"name": 5}]}, id="number as name"),
        pytest.param({"params": [{"name": None}]}, id="null as name"),
        pytest.param({"sunset": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"}, id="day after all years"),
        pytest.param({"sunset": "Mon, 01 Jan 2032 00:00:00 +99999999999999"}, id="zone of years"),
    ],
)
def test_odd_archive_is_no_crash(shell: Shell, change: dict[str, Any]) -> None:
    """An archive with an odd time, name or day is malformed or read; it ends in no traceback."""
    found = recorded("ximilar")[:1]
    for each in found:
        if "params" in change:
            each["request"]["postData"] = {"mimeType": "application/x-www-form-urlencoded", **change}
        elif "sunset" in change:
            each["response"]["headers"].append({"name": "Sunset", "value": change["sunset"]})
        else:
            each.update(change)
    (shell.directory / "a.har").write_text(json.dumps(archive(found)))

    result = shell.call("drift", "a.har")

    assert result.returncode in (1, 2)
    assert ("Sunset" in result.stdout) if "sunset" in change else ("entry 0 is malformed" in result.stderr)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("calls", "count"), 10**310),
        (("calls", "count"), 2.5),
        (("timeline",), {"9999-99-99T00:00:00Z/PT1S": {}}),
        (("timeline",), {"2026-11-21T08:00:00Z/PT0S": {}}),
        (("timeline",), {f"2026-11-21T08:00:00Z/PT{'9' * 5000}S": {}}),
    ],
    ids=["huge count", "fraction", "no date", "no length", "long length"],
)
def test_odd_observation_is_refused(shell: Shell, path: tuple[str, ...], value: object) -> None:
    """An observation with counts or periods that cannot be is an error of one line, to drift and merge."""
    document = observe("ximilar", recorded("ximilar")).document
    node: Any = next(iter(document["operations"].values()))
    for name in path[:-1]:
        node = node[name]
    node[path[-1]] = value
    (shell.directory / "a.json").write_text(json.dumps(document))

    for arguments in (["drift", "a.json"], ["drift", "merge", "a.json", "a.json", "--save", "b.json"]):
        result = shell.call(*arguments)

        assert result.returncode == 2
        assert "a.json is not a valid observation" in result.stderr


def test_count_with_a_fraction_of_zero_is_read(shell: Shell) -> None:
    """A count that another program wrote as 2.0 is a count."""
    document = observe("ximilar", recorded("ximilar")).document
    for operation in document["operations"].values():
        operation["calls"]["count"] = float(operation["calls"]["count"])
    (shell.directory / "a.json").write_text(json.dumps(document))

    assert shell.call("drift", "a.json").returncode == 0
    assert shell.call("drift", "merge", "a.json", "a.json", "--save", "b.json").returncode == 0
