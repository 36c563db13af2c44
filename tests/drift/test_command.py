"""`visionapis drift`."""

from __future__ import annotations

import base64
import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.cli.shell import Shell, problem_in
from visionapis_testing.drift import files

from .archives import archive, body_of, put_body, recorded, successes

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

VENDOR = "ximilar"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


def problem(result: subprocess.CompletedProcess[str]) -> list[str]:
    """Return the error on stderr and its hint."""
    return problem_in(result).splitlines()


def save(shell: Shell, entries: list[Any], name: str = "traffic.har") -> str:
    """Write an archive and return its name."""
    (shell.directory / name).write_text(json.dumps(archive(entries)), encoding="utf-8")
    return name


def changed() -> list[Any]:
    """Return entries in whose first successful response a field was added."""
    entries = recorded(VENDOR)
    first = successes(entries, lambda body: isinstance(body, dict))[0]
    put_body(first, {**body_of(first), "added": 1})
    return entries


def test_unchanged_traffic(shell: Shell) -> None:
    """Without drift the status is 0, and the number of responses is told."""
    entries = recorded(VENDOR)
    result = shell.call("drift", save(shell, entries))

    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == f"{VENDOR}: {len(entries)} responses, no drift\n"


def test_changed_traffic(shell: Shell) -> None:
    """With drift the status is 1; each finding has severity, place, counts and what it concerns in the client."""
    result = shell.call("drift", save(shell, changed()))

    assert result.returncode == 1
    assert "1 additive" in result.stdout
    assert "/added: the field is not documented (integer)" in result.stdout
    assert "concerns client." in result.stdout
    assert '.additional_properties["added"]' in result.stdout


def test_findings_as_json(shell: Shell) -> None:
    """With --json the findings are one document."""
    result = shell.call("drift", "--json", save(shell, changed()))

    (vendor,) = json.loads(result.stdout)["vendors"]
    (finding,) = vendor["findings"]
    assert result.returncode == 1
    assert (vendor["vendor"], finding["kind"], finding["severity"]) == (VENDOR, "undocumented_field", "additive")
    assert finding["effect"]["methods"]


def test_several_files_and_hosts(shell: Shell) -> None:
    """Several files are read as one recording, requests to other hosts are counted, and requests without response."""
    foreign = copy.deepcopy(recorded(VENDOR)[:1])
    foreign[0]["request"]["url"] = "https://shop.example.com/cart"
    blocked = copy.deepcopy(recorded(VENDOR)[:1])
    blocked[0]["response"]["status"] = 0
    names = [save(shell, recorded(VENDOR), "a.har"), save(shell, [*foreign, *blocked], "b.har")]
    names.append(save(shell, recorded("nanonets"), "c.har"))

    result = shell.call("drift", *names)

    assert result.returncode == 0
    assert [line.partition(":")[0] for line in result.stdout.splitlines()] == [
        "nanonets",
        VENDOR,
        "1 request",
        "1 request",
    ]


def test_vendor_of_a_self_hosted_server(shell: Shell) -> None:
    """Requests to a host that belongs to no vendor are those of --vendor; without it there is nothing to look at."""
    entries = changed()
    for each in entries:
        path = each["request"]["url"].partition("://")[2].partition("/")[2]
        each["request"]["url"] = f"http://localhost:9001/{path}"
    name = save(shell, entries)

    assert shell.call("drift", name, "--vendor", VENDOR).returncode == 1
    result = shell.call("drift", name)
    assert result.returncode == 3
    assert problem(result) == [
        f"visionapis: no request to a known vendor ({len(entries)} requests: another host)",
        "hint: name the vendor with --vendor",
    ]


def test_archives_of_other_programs(shell: Shell) -> None:
    """Plain text, left out bodies, parameters of forms, headers of HTTP/2 and a byte order mark are read."""
    entries = changed()
    for number, each in enumerate(entries):
        content = each["response"]["content"]
        text = base64.b64decode(content["text"]).decode("utf-8", "replace")
        each["response"]["content"] = {"size": len(text), "mimeType": "", "text": text}
        each["response"]["headers"] += [{"name": "Content-Encoding", "value": "br"}]
        each["request"]["headers"] += [{"name": ":method", "value": each["request"]["method"]}]
        if number == len(entries) - 1:
            del each["response"]["content"]["text"]
    entries[0]["request"]["postData"] = {"mimeType": "text/plain", "params": [{"name": "a", "fileName": "b.jpg"}]}
    (shell.directory / "browser.har").write_text(json.dumps(archive(entries)), encoding="utf-8-sig")

    result = shell.call("drift", "browser.har")

    assert result.returncode == 1
    assert "/added: the field is not documented" in result.stdout
    assert result.stdout.endswith("1 request: no body recorded\n")


ENTRY: dict[str, Any] = recorded(VENDOR)[0]
BAD_FILES: dict[str, tuple[str, str]] = {
    "not JSON": ("<html>", "bad.har is not JSON"),
    "no archive": ('{"log": {}}', "bad.har is not an HTTP Archive: it has no list log.entries"),
    "a list": ("[1]", "bad.har is not an HTTP Archive: it has no list log.entries"),
    "text as entry": (json.dumps(archive(["a"])), "bad.har: entry 0 is malformed (TypeError)"),  # type: ignore[list-item]  # on purpose
    "no request": (json.dumps(archive([ENTRY, {}])), "bad.har: entry 1 is malformed (KeyError)"),
    "no time": (json.dumps(archive([{**ENTRY, "startedDateTime": "x"}])), "bad.har: entry 0 is malformed (ValueError)"),
    "not base64": (
        json.dumps(archive([{**ENTRY, "response": {"status": 200, "content": {"text": "!", "encoding": "base64"}}}])),
        "bad.har: entry 0 is malformed (ValueError)",
    ),
    "bad URL": (
        json.dumps(archive([{**ENTRY, "request": {"method": "GET", "url": "http://[::1"}}])),
        "bad.har: entry 0 is malformed (InvalidURL)",
    ),
    "other version": ('{"visionapis_observation": 9}', "bad.har is an observation of another version than 1"),
    "no observation": (
        '{"visionapis_observation": 1, "vendor": "a"}',
        "bad.har is not a valid observation: the document breaks required",
    ),
    "wrong count": (
        json.dumps(
            {
                "visionapis_observation": 1,
                "vendor": VENDOR,
                "contract_version": "1",
                "routes": {},
                "operations": {"tasks_list": {"calls": {"count": "3"}}},
            }
        ),
        "bad.har is not a valid observation: operations/tasks_list/calls",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file(shell: Shell, name: str) -> None:
    """A file that is no recording ends the command with status 2 and one line that names file and part."""
    text, expected = BAD_FILES[name]
    (shell.directory / "bad.har").write_text(text)

    result = shell.call("drift", "bad.har")

    assert result.returncode == 2
    assert result.stdout == ""
    assert problem(result)[0].startswith(f"visionapis: {expected}")


def test_missing_and_huge_files(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that does not exist, or is larger than the limit, ends the command with status 2."""
    assert problem(shell.call("drift", "none.har")) == ["visionapis: cannot read none.har: No such file or directory"]

    name = save(shell, recorded(VENDOR))
    monkeypatch.setattr(files, "MAX_BYTES", 100)
    result = shell.call("drift", name)

    assert result.returncode == 2
    assert problem(result)[0].endswith("more than 100 bytes")


def test_merged_observations(shell: Shell) -> None:
    """`drift merge` adds up what --save wrote; the sum tells the same as the archives together."""
    names = [save(shell, recorded(VENDOR), "a.har"), save(shell, changed(), "b.har")]
    for name in names:
        shell.call("drift", name, "--save", f"{name}.json")
    merged = shell.call("drift", "merge", "a.har.json", "b.har.json", "--save", "a.har.json")

    assert (merged.returncode, merged.stdout, merged.stderr) == (0, "", "")
    assert shell.call("drift", "a.har.json").stdout == shell.call("drift", *names).stdout


def test_only_observations_of_one_vendor_are_merged(shell: Shell) -> None:
    """Observations of two vendors, and archives, are not merged, and the destination stays as it was."""
    for vendor in (VENDOR, "nanonets"):
        shell.call("drift", save(shell, recorded(vendor)), "--save", f"{vendor}.json")
    before = (shell.directory / f"{VENDOR}.json").read_text()

    mixed = shell.call("drift", "merge", f"{VENDOR}.json", "nanonets.json", "--save", f"{VENDOR}.json")
    archived = shell.call("drift", "merge", "traffic.har", "--save", f"{VENDOR}.json")

    assert mixed.returncode == archived.returncode == 2
    assert problem(mixed) == [f"visionapis: observations of different vendors: {VENDOR} and nanonets"]
    assert problem(archived) == ["visionapis: traffic.har is not an observation"]
    assert (shell.directory / f"{VENDOR}.json").read_text() == before


def test_no_arguments(shell: Shell) -> None:
    """Without a file the status is 2."""
    result = shell.call("drift")

    assert result.returncode == 2
    assert problem(result)[0].startswith("visionapis: ")


def test_proposal_is_written(shell: Shell) -> None:
    """--propose writes an overlay that settles the findings, and tells what it does not settle with the reason."""
    entries = changed()
    second = successes(entries, lambda body: isinstance(body, dict))[1]
    put_body(second, dict.fromkeys(body_of(second)))
    result = shell.call("drift", save(shell, entries), "--propose", "overlay.yaml")

    overlay = yaml.safe_load((shell.directory / "overlay.yaml").read_text(encoding="utf-8"))
    assert result.returncode == 1
    assert overlay["overlay"] == "1.1.0"
    (action,) = overlay["actions"]
    assert action["update"] == {"added": {"description": "Its meaning is not documented.", "type": "integer"}}
    assert action["x-evidence"]["count"] == 1
    assert result.stderr.splitlines()
    assert {line.partition(":")[0] for line in result.stderr.splitlines()} == {"not proposed"}
    assert all(line.endswith("seen 1 time, and a change needs 10") for line in result.stderr.splitlines())


def test_proposal_against_evidence_is_told(shell: Shell) -> None:
    """A change that contradicts what the contract has evidence for is told on stderr, with that evidence."""
    entries = recorded(VENDOR)
    first = successes(entries, lambda body: isinstance(body, dict) and "id" in body)[0]
    put_body(first, {**body_of(first), "id": None})
    result = shell.call("drift", save(shell, entries), "--propose", "overlay.yaml", "--min-count", "1")

    text = (shell.directory / "overlay.yaml").read_text(encoding="utf-8")
    assert {line.partition(":")[0] for line in result.stderr.splitlines()} == {"against evidence"}
    assert "/id: the contract has vendor-client: ximilar-client" in result.stderr
    assert "x-contract-evidence" in text
    assert "&id" not in text


def test_nothing_to_propose(shell: Shell) -> None:
    """Without drift no overlay is written, as one without actions is not valid, and an older one stays."""
    (shell.directory / "overlay.yaml").write_text("mine", encoding="utf-8")
    result = shell.call("drift", save(shell, recorded(VENDOR)), "--propose", "overlay.yaml")

    assert (result.returncode, result.stderr) == (0, "nothing to propose: overlay.yaml is not written\n")
    assert (shell.directory / "overlay.yaml").read_text(encoding="utf-8") == "mine"


ONCE = {"count": 1, "first": "2026-11-21T08:00:00Z", "last": "2026-11-21T08:00:00Z"}


@pytest.mark.parametrize(
    ("changes", "operation", "expected"),
    [
        ({"vendor": "x"}, {}, "is an observation of an unknown vendor"),
        ({}, {"responses": {"abc": {"": {"total": ONCE}}}}, "is not a valid observation"),
        ({}, {"responses": {"200": {}}}, "is not a valid observation"),
        ({}, {"calls": None}, "is not a valid observation"),
        ({}, {"query": {"\ud800": ONCE}}, "is not a valid observation: it has half of a surrogate pair"),
        ({"routes": {"GET /x": {}}}, {}, "is not a valid observation"),
    ],
)
def test_bad_observation(shell: Shell, changes: dict[str, Any], operation: dict[str, Any], expected: str) -> None:
    """An observation with what no observer writes ends the command with status 2 and one line."""
    document = {"visionapis_observation": 1, "vendor": VENDOR, "contract_version": "1", "routes": {}, **changes}
    document["operations"] = {"tasks_get": {"calls": ONCE, **operation}}
    (shell.directory / "bad.json").write_text(json.dumps(document))

    result = shell.call("drift", "bad.json")

    assert (result.returncode, result.stdout) == (2, "")
    assert problem(result)[0].startswith(f"visionapis: bad.json {expected}")


def test_observation_of_another_contract(shell: Shell) -> None:
    """Fields and operations of an earlier contract, and statuses that are not kept, are no findings."""
    messages = {"total": ONCE, "fields": {"/dropped": {"absent": {"optional": ONCE}}}}
    responses = {"200": {"application/json": messages}, "(other)": {"": {"total": ONCE}}}
    document = {"visionapis_observation": 1, "vendor": VENDOR, "contract_version": "1", "routes": {}}
    document["operations"] = {"tasks_get": {"calls": ONCE, "responses": responses}, "dropped": {"calls": ONCE}}
    (shell.directory / "old.json").write_text(json.dumps(document))

    assert shell.call("drift", "old.json").stdout == f"{VENDOR}: 2 responses, no drift\n"
