"""A baseline accepts the findings that it has, and no others."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from visionapis_testing.conformance.baseline import Baseline, write
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.errors import BaselineError

from .live_servers import served
from .mutations import put, with_json, with_status


def test_findings_can_be_accepted(tmp_path: Path) -> None:
    """With a baseline of its failures a server has none left; another failure is not accepted."""
    with served("roboflow", with_json(put(time=None))) as (target, _):
        first = check(target)
        write(tmp_path / "accepted.json", first.failures * 2)
        second = check(target, baseline=Baseline.read(tmp_path / "accepted.json"))
    with served("roboflow", with_status(202, when=200)) as (target, _):
        other = check(target, baseline=Baseline.read(tmp_path / "accepted.json"))

    assert {finding.check for finding in first.failures} == {"response_schema_conformance"}
    entries = json.loads((tmp_path / "accepted.json").read_text())["entries"]
    assert len(entries) == len({finding.identity for finding in first.failures})  # each once
    assert second.failures == []
    assert {verdict for _, verdict in second.verdicts} == {"accepted"}
    assert other.failures


def test_accepted_field_does_not_accept_others(tmp_path: Path) -> None:
    """A baseline with one undocumented field accepts that field with any value, and no other field."""
    first = with_json(lambda response: response.update(new=len(response)))
    second = with_json(lambda response: response.update(newer=len(response)))
    with served("roboflow", first) as (target, _):
        write(tmp_path / "accepted.json", check(target, strict=True).failures)
    accepted = Baseline.read(tmp_path / "accepted.json")

    with served("roboflow", first) as (target, _):
        assert check(target, strict=True, baseline=accepted).failures == []
        assert {verdict for _, verdict in check(target, baseline=accepted).verdicts} == {"accepted"}  # not drift
    with served("roboflow", second) as (target, _):
        failures = check(target, strict=True, baseline=accepted).failures
    assert {finding.check for finding in failures} == {"documented_fields"}


def test_invalid_file_is_named(tmp_path: Path) -> None:
    """A missing file and a file of another format raise BaselineError."""
    with pytest.raises(BaselineError, match=r"baseline file not found: .*missing\.json"):
        Baseline.read(tmp_path / "missing.json")
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(BaselineError, match=r"invalid baseline file .*other\.json"):
        Baseline.read(tmp_path / "other.json")


@pytest.mark.parametrize(("days", "accepted"), [(-1, False), (0, True), (1, True)])
def test_entries_expire(tmp_path: Path, days: int, accepted: bool) -> None:
    """An entry holds through the day on which it expires, and not any more on the next."""
    path = tmp_path / "accepted.json"
    with served("roboflow", with_json(put(time=None))) as (target, _):
        write(path, check(target).failures)
        document = json.loads(path.read_text())
        for entry in document["entries"]:
            entry["expires"] = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
        path.write_text(json.dumps(document))
        outcome = check(target, baseline=Baseline.read(path))

    assert (outcome.failures == []) is accepted


def test_failed_write_keeps_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A baseline that cannot be written completely leaves the old one as it was, and a new one leaves nothing else."""
    path = tmp_path / "accepted.json"
    write(path, [])
    before = path.read_bytes()
    assert [each.name for each in tmp_path.iterdir()] == ["accepted.json"]
    monkeypatch.setattr(Path, "replace", lambda self, target: raise_(OSError(28, "No space left on device")))
    with pytest.raises(BaselineError, match=r"cannot write the baseline file .*: No space left on device"):
        write(path, [])
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["accepted.json"]


def raise_(error: Exception) -> NoReturn:
    """Raise an error."""
    raise error
