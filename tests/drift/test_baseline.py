"""A baseline accepts drift that was reviewed, in `visionapis drift` and in `visionapis check`."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.shell import Shell, problem_in
from tests.conformance.live_servers import served
from tests.conformance.mutations import put, with_json
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.vendors import find_vendor

from .archives import archive, body_of, put_body, recorded, successes

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


def changed(vendor: str = "ximilar", **fields: object) -> list[Any]:
    """Return entries with new fields in the first response that is an object."""
    entries = recorded(vendor)
    first = successes(entries, lambda body: isinstance(body, dict))[0]
    put_body(first, {**body_of(first), **fields})
    return entries


def save(shell: Shell, entries: list[Any], name: str) -> str:
    """Write an archive and return its name."""
    (shell.directory / name).write_text(json.dumps(archive(entries)))
    return name


def entries_of(shell: Shell, name: str = "b.json") -> list[dict[str, Any]]:
    """Return the entries of a baseline."""
    found: list[dict[str, Any]] = json.loads((shell.directory / name).read_text())["entries"]
    return found


def test_accepted_drift_is_counted(shell: Shell) -> None:
    """With a baseline of its findings the status is 0, and their number is told; writing one changes no status."""
    name = save(shell, changed(added=1), "a.har")

    written = shell.call("drift", name, "--write-baseline", "b.json")
    accepted = shell.call("drift", name, "--baseline", "b.json")
    document = json.loads(shell.call("drift", name, "--baseline", "b.json", "--json").stdout)

    assert (written.returncode, accepted.returncode, accepted.stderr) == (1, 0, "")
    assert "Accepted" not in written.stdout
    assert accepted.stdout.splitlines()[0].endswith("responses, no drift")
    assert "Accepted by the baseline: 1" in accepted.stdout.splitlines()
    assert (document["accepted"], document["vendors"][0]["findings"]) == (1, [])
    (entry,) = entries_of(shell)
    assert (entry["check"], entry["failure"], entry["signature"]) == ("undocumented_field", "200 /added", "integer")
    assert entry["operation"]


def test_other_details_are_new(shell: Shell) -> None:
    """Another type, field, status or route than an accepted one is drift; fewer types are not."""
    both = [*changed(added=1), *changed(added="x")]
    shell.call("drift", save(shell, both, "both.har"), "--write-baseline", "b.json")
    cases = {
        "both": (both, 0),
        "one": (changed(added="x"), 0),
        "none": (recorded("ximilar"), 0),
        "type": (changed(added=[]), 1),
        "more": ([*both, *changed(added=None)], 1),
        "field": (changed(added=1, newer=1), 1),
    }

    statuses = {
        name: shell.call("drift", save(shell, entries, f"{name}.har"), "--baseline", "b.json").returncode
        for name, (entries, _) in cases.items()
    }
    assert statuses == {name: status for name, (_, status) in cases.items()}


def test_routes_and_redirects_are_told_apart(shell: Shell) -> None:
    """An accepted route or redirect does not accept another one."""

    def traffic(path: str, target: str) -> list[Any]:
        one, two = copy.deepcopy(successes(recorded("ximilar"))[:2])
        one["request"]["url"] = f"https://api.ximilar.com/{path}"
        moved = [{"name": "Location", "value": f"https://api.ximilar.com/{target}"}]
        two["response"] = {**two["response"], "status": 307, "headers": moved}
        return [one, two]

    name = save(shell, traffic("tagging/v2", "recognition"), "a.har")
    shell.call("drift", name, "--write-baseline", "b.json")

    assert shell.call("drift", name, "--baseline", "b.json").returncode == 0
    for path, target in (("tagging/image", "recognition"), ("tagging/v2", "account")):
        other = shell.call("drift", save(shell, traffic(path, target), "c.har"), "--baseline", "b.json")
        assert (other.returncode, "Accepted by the baseline: 1" in other.stdout) == (1, True)


def test_entries_are_added(shell: Shell) -> None:
    """Entries of others stay, with notes and dates; what is found again is marked as seen, and accepted if expired."""
    today = datetime.now(UTC).date()
    long_ago, tomorrow = str(today - timedelta(days=400)), str(today + timedelta(days=1))
    shell.call("drift", save(shell, changed(added=1, other=2), "a.har"), "--write-baseline", "b.json")
    document = json.loads((shell.directory / "b.json").read_text())
    first, second = document["entries"]
    first |= {"first_seen": long_ago, "last_seen": long_ago, "expires": tomorrow, "reason": "the vendor knows"}
    second |= {"first_seen": long_ago, "last_seen": long_ago, "expires": long_ago}
    foreign = {"operation": "tasks_list", "check": "not_a_server_error", "failure": "ServerError", "signature": ""}
    document["entries"].append(foreign)
    (shell.directory / "b.json").write_text(json.dumps(document))

    expired = shell.call("drift", "a.har", "--baseline", "b.json")
    shell.call("drift", "a.har", "--write-baseline", "b.json")
    renewed = shell.call("drift", "a.har", "--baseline", "b.json")

    assert (expired.returncode, renewed.returncode) == (1, 0)
    assert "Accepted by the baseline: 1" in expired.stdout
    found = {(each["check"], each["failure"]): each for each in entries_of(shell)}
    assert found["not_a_server_error", "ServerError"].items() >= foreign.items()
    one, two = found["undocumented_field", first["failure"]], found["undocumented_field", second["failure"]]
    assert one == {**first, "last_seen": str(today)}
    assert two == {**{name: second[name] for name in second if name != "expires"}, "last_seen": str(today)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "invalid baseline file b.json: Expected a JSON object"),
        ("{", "invalid baseline file b.json: "),
        ('{"format_version": 9, "entries": []}', "invalid baseline file b.json: Unsupported baseline format version 9"),
        ('{"format_version": 1, "entries": [{}]}', "invalid baseline file b.json: Entry {} is missing"),
        ("[" * 100_000, "invalid baseline file b.json: "),
    ],
)
@pytest.mark.parametrize("option", ["--baseline", "--write-baseline"])
def test_invalid_file(shell: Shell, text: str, expected: str, option: str) -> None:
    """A file that is no baseline ends the command with status 2, and stays as it is."""
    (shell.directory / "b.json").write_text(text)
    result = shell.call("drift", save(shell, changed(added=1), "a.har"), option, "b.json")

    assert (result.returncode, result.stdout) == (2, "")
    assert problem_in(result).startswith(f"visionapis: {expected}")
    assert (shell.directory / "b.json").read_text() == text


def test_missing_file_and_several_vendors(shell: Shell) -> None:
    """A missing baseline, and one for several vendors, end the command with status 2 and a hint."""
    name = save(shell, changed(added=1), "a.har")
    missing = shell.call("drift", name, "--baseline", "b.json")
    other = save(shell, recorded("nanonets"), "c.har")
    several = shell.call("drift", name, other, "--write-baseline", "b.json")

    assert (missing.returncode, several.returncode) == (2, 2)
    assert problem_in(missing).splitlines() == [
        "visionapis: baseline file not found: b.json",
        "hint: create it with --write-baseline",
    ]
    assert "the files have nanonets, ximilar" in problem_in(several)
    assert not (shell.directory / "b.json").exists()


def check(shell: Shell, url: str, resources: list[str], vendor: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Check a server."""
    keyed = shell.with_environment(**{find_vendor(vendor).key_variable: KEY})
    effects = ("--allow", "billable", "--max-billable", "999", "--allow", "mutating")
    return keyed.call("check", vendor, "--url", url, *resources, *effects, *options)


CHANGES: dict[str, tuple[dict[str, object], str]] = {
    "failure": ({"time": None}, "breaking"),
    "drift": ({"brand_new": 1}, "additive"),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("first", ["check", "drift"])
def test_one_file_serves_both_commands(shell: Shell, first: str, name: str) -> None:
    """Each command accepts what the other one wrote to a baseline, whether a check fails for it or not."""
    fields, severity = CHANGES[name]
    with served("roboflow", with_json(put(**fields))) as (target, prepared):
        resources = [f"--resource={each}={id_}" for each, ids in prepared.resources.items() for id_ in ids]
        options = ("--server-type", target.server_type, "--strict")
        checked = check(
            shell, target.url, resources, "roboflow", *options, "--report", "a.har", "--write-baseline", "c.json"
        )
        told = shell.call("drift", "a.har", "--write-baseline", "d.json")
        if first == "check":
            other = shell.call("drift", "a.har", "--baseline", "c.json")
        else:
            other = check(shell, target.url, resources, "roboflow", *options, "--baseline", "d.json")

    assert (checked.returncode, told.returncode, other.returncode) == (1, 1, 0), other.stdout + other.stderr
    assert severity in told.stdout
    assert "Accepted by the baseline: " in other.stdout
    assert [each["id"] for each in entries_of(shell, "c.json")] == [each["id"] for each in entries_of(shell, "d.json")]


def test_check_does_not_replace_another_file(shell: Shell) -> None:
    """A file to write that is no baseline ends a check with status 2 before anything is sent, and stays as it is."""
    (shell.directory / "notes.json").write_text("[]")
    with served("roboflow") as (target, prepared):
        before = len(prepared.emulator.requests)
        done = check(shell, target.url, [], "roboflow", "--write-baseline", "notes.json")
        received = prepared.emulator.requests[before:]

    assert (done.returncode, received) == (2, ())
    assert "invalid baseline file notes.json" in problem_in(done)
    assert (shell.directory / "notes.json").read_text() == "[]"
