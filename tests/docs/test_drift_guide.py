"""The nightly job of DRIFT.md runs as it is printed: against servers that changed, did not, fail or are down."""

from __future__ import annotations

import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conformance.live_servers import served
from tests.conformance.mutations import put, with_json
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.vendors import find_vendor

if TYPE_CHECKING:
    from collections.abc import Mapping

GUIDE = (Path(__file__).resolve().parents[2] / "overlay" / "DRIFT.md").read_text(encoding="utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", GUIDE, flags=re.DOTALL)[0])
(JOB,) = WORKFLOW["jobs"].values()
(CRON,) = re.findall(r"```crontab\n(.*?)\n```", GUIDE, flags=re.DOTALL)
STEPS = {each["name"]: each for each in JOB["steps"] if "name" in each}
RECORD, TELL = STEPS["Record and compare"], STEPS["Tell"]
VENDOR = JOB["env"]["VENDOR"]

GH = """#!/bin/sh
echo "$@" >> gh.log
case "$1 $2" in
  "issue list") cat open-issue 2> /dev/null ;;
  "issue create") cp body.md issue.md; echo 7 > open-issue ;;
esac
exit 0
"""


class Night:
    """The runner of a job, whose directory stays from night to night."""

    def __init__(self, directory: Path, url: str, key: str = KEY) -> None:
        """Install a `gh` that records what it is called with."""
        self.directory = directory
        self.url = url
        self.key = key
        (directory / "bin").mkdir(exist_ok=True)
        (directory / "bin" / "gh").write_text(GH)
        (directory / "bin" / "gh").chmod(0o755)

    @property
    def gh(self) -> list[str]:
        """The calls of `gh`, by their first two arguments."""
        log = self.directory / "gh.log"
        return [" ".join(line.split()[:2]) for line in log.read_text().splitlines()] if log.exists() else []

    def run(self) -> int:
        """Run the steps of the job, and return the status of the first that fails."""
        for name in ("night.har", "output"):
            (self.directory / name).unlink(missing_ok=True)
        (self.directory / "output").touch()
        done = self.step(RECORD)
        if not done and TELL["if"].removeprefix("${{ ").removesuffix(" }}") == "steps.night.outputs.drift == 1":
            return self.step(TELL) if (self.directory / "output").read_text() == "drift=1\n" else 0
        return done

    def step(self, step: Mapping[str, Any]) -> int:
        """Run a step as GitHub does."""
        values = {
            f"secrets.{find_vendor(VENDOR).key_variable}": self.key,
            "github.token": "token",
            "github.server_url": "https://github.com",
            "github.repository": "owner/name",
            "github.run_id": "12",
        }
        given = {**JOB["env"], **step["env"]}
        return self.shell(
            ["bash", "-e", "-c", step["run"]],
            {name: re.sub(r"\$\{\{ (.*?) \}\}", lambda match: values[match[1]], text) for name, text in given.items()},
        ).returncode

    def shell(self, command: list[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        """Run a command with the server's URL."""
        path = os.pathsep.join([str(self.directory / "bin"), sysconfig.get_path("scripts"), os.environ["PATH"]])
        base_url = {f"{VENDOR.upper()}_BASE_URL": self.url}
        return subprocess.run(
            command,
            cwd=self.directory,
            env={"PATH": path, "GITHUB_OUTPUT": str(self.directory / "output"), **base_url, **environment},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def test_workflow_is_safe() -> None:
    """It runs by schedule, not on the hour and not on pull requests; permissions are minimal and actions pinned."""
    assert WORKFLOW.keys() == {"name", True, "permissions", "concurrency", "jobs"}  # `on` is true in YAML 1.1
    assert WORKFLOW[True].keys() == {"schedule", "workflow_dispatch"}
    (schedule,) = WORKFLOW[True]["schedule"]
    assert re.fullmatch(r"([1-9]|[1-5]\d) \d+ \* \* \*", schedule["cron"])
    assert (WORKFLOW["permissions"], JOB["permissions"]) == ({}, {"contents": "read", "issues": "write"})
    actions = [each["uses"] for each in JOB["steps"] if "uses" in each]
    assert [each for each in actions if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", each)] == []
    secrets = [each for each in JOB["steps"] if "secrets." in str(each)]
    assert secrets == [RECORD]
    assert not any("${{" in each["run"] for each in JOB["steps"] if "run" in each)


def test_unchanged_server(tmp_path: Path) -> None:
    """Without drift the job succeeds and opens no issue, night after night."""
    with served(VENDOR) as (target, _):
        night = Night(tmp_path, target.url)
        statuses = [night.run(), night.run()]

    assert (statuses, night.gh) == ([0, 0], [])
    assert "no drift" in (tmp_path / "api-drift" / "findings.txt").read_text()


def test_changed_server(tmp_path: Path) -> None:
    """Drift opens one issue, later nights comment on it, and a baseline in the repository ends that."""
    with served(VENDOR, with_json(put(brand_new=1))) as (target, _):
        night = Night(tmp_path, target.url)
        statuses = [night.run(), night.run()]
        calls = night.gh
        night.shell(["visionapis", "drift", "night.har", "--write-baseline", "baseline.json"], {})
        statuses.append(night.run())

    assert statuses == [0, 0, 0]
    told = [each for each in calls if each.startswith("issue ") and each != "issue list"]
    assert told == ["issue create", "issue comment"]
    assert night.gh == calls
    issue = (tmp_path / "issue.md").read_text()
    assert issue.startswith("Page and overlay: https://github.com/owner/name/actions/runs/12\n~~~\n")
    assert "/brand_new: the field is not documented (integer)" in issue
    assert {each.name for each in (tmp_path / "api-drift").iterdir()} == {
        *("check.html", "findings.txt", "overlay.yaml", "page.html", "week.json")
    }
    assert KEY not in "".join(each.read_text() for each in (tmp_path / "api-drift").iterdir())


FAILURES = {
    "down": (KEY, "nothing was recorded: visionapis check ended with 1"),
    "key rejected": ("wrong", "nothing was recorded: visionapis check ended with 1"),
    "no key": ("", "nothing was recorded: visionapis check ended with 2"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_recording_that_fails(tmp_path: Path, name: str) -> None:
    """The job fails and tells why if the server is down, or the key is wrong or missing; no issue is opened."""
    key, message = FAILURES[name]
    with served(VENDOR) as (target, _):
        night = Night(tmp_path, "http://127.0.0.1:9" if name == "down" else target.url, key)
        (tmp_path / "output").touch()
        variable = {find_vendor(VENDOR).key_variable: key} if key else {}
        done = night.shell(["bash", "-e", "-c", RECORD["run"]], {**JOB["env"], **variable})

    assert (done.returncode, night.gh) == (1, [])
    assert f"::error::{message}" in done.stdout
    assert (tmp_path / "output").read_text() == ""


def test_check_that_fails_without_drift(tmp_path: Path) -> None:
    """The job fails if a check failed and the traffic has no drift: what fails may hide it."""
    with served(VENDOR) as (target, _):
        night = Night(tmp_path, target.url)
        real = Path(sysconfig.get_path("scripts"), "visionapis")
        program = tmp_path / "bin" / "visionapis"
        program.write_text(f'#!/bin/sh\n"{real}" "$@" || exit $?\n[ "$1" != check ]\n')
        program.chmod(0o755)
        (tmp_path / "output").touch()
        variable = {find_vendor(VENDOR).key_variable: KEY}
        done = night.shell(["bash", "-e", "-c", RECORD["run"]], {**JOB["env"], **variable})

    assert done.returncode == 1
    assert "::error::a check failed, and not for drift" in done.stdout


@pytest.mark.parametrize("name", ["unchanged", "changed", "down"])
def test_cron(tmp_path: Path, name: str) -> None:
    """The line for cron prints nothing without drift, and the findings or errors otherwise."""
    edit = with_json(put(brand_new=1)) if name == "changed" else None
    with served(VENDOR, edit) as (target, _):
        night = Night(tmp_path, "http://127.0.0.1:9" if name == "down" else target.url)
        command = re.sub(r"^(\S+ ){5}", "", CRON).replace("/srv/drift", ".")
        done = night.shell(["sh", "-c", command], {find_vendor(VENDOR).key_variable: KEY})

    printed = done.stdout + done.stderr
    outcomes = {"unchanged": printed == "", "changed": "/brand_new" in printed, "down": "cannot reach" in printed}
    assert outcomes[name], printed
