"""`visionapis check`."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.mutants import Fault, faulty, on_socket, with_json
from tests.conformance.mutation_report import run_of, written
from tests.conformance.test_mutants import FAULTS
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.emulator.server import serve
from visionapis_testing.vendors import key_variable
from visionapis_testing.vendors.roboflow.conformance.scenarios import MULTI_LABEL, SINGLE_LABEL, emulator

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator

    import httpx

    from visionapis_testing import RoboflowEmulator

    from .shell import Shell

MODELS = ("--use", f"single_label={SINGLE_LABEL}", "--use", f"multi_label={MULTI_LABEL}", "--server", "serverless")
BILLABLE = ("--allow", "billable", "--max-billable", "100")
ALL = ("--allow", "mutating", "--allow", "billable", "--max-billable", "9999")


@pytest.fixture(scope="module")
def server() -> RoboflowEmulator:
    """A server with two models, which demands the suite's key."""
    return emulator("serverless")


@pytest.fixture(scope="module")
def url(server: RoboflowEmulator) -> Iterator[str]:
    """Where it is."""
    with server.serve() as url:
        yield url


@pytest.fixture
def keyed(shell: Shell) -> Shell:
    """A shell with the server's key."""
    return shell.with_environment(ROBOFLOW_API_KEY=KEY)


def test_server_that_conforms(keyed: Shell, url: str) -> None:
    """Status 0; what would be called and what it may cost is said before."""
    done = keyed.run("check", "roboflow", "--url", url, *MODELS, *BILLABLE)

    assert (done.returncode, done.stderr.count("will call, billable")) == (0, 1), done.stderr
    assert "at most 500 requests, 100 of them billable" in done.stderr
    assert KEY not in done.stdout + done.stderr


def test_nothing_that_costs_is_called_unasked(keyed: Shell, url: str, server: RoboflowEmulator) -> None:
    """Status 3, with the option that would change that; the server saw nothing."""
    server.reset()
    done = keyed.run("check", "roboflow", "--url", url, *MODELS)

    assert (done.returncode, server.requests) == (3, ())
    assert "--allow billable --max-billable N" in done.stderr.splitlines()[-1]


def test_server_with_a_fault(keyed: Shell) -> None:
    """Status 1, with the check, the operation and what was sent; a baseline of it is accepted."""
    fault = Fault("null", "", "", answer=with_json(lambda answer: answer.update(time=None)))
    with serve(faulty(emulator("serverless"), fault), "127.0.0.1", 0) as faulty_url:
        command = ("check", "roboflow", "--url", faulty_url, *MODELS, *BILLABLE)
        done = keyed.run(*command, "--write-baseline", "accepted.json")
        again = keyed.run(*command, "--baseline", "accepted.json")

    assert done.returncode == 1
    for word in ("response_schema_conformance", "classification_infer", faulty_url):
        assert word in done.stdout
    assert KEY not in done.stdout + done.stderr + (keyed.folder / "accepted.json").read_text()
    assert json.loads((keyed.folder / "accepted.json").read_text())["entries"]
    assert again.returncode == 0, again.stdout


@pytest.mark.parametrize(
    ("vendor", "name"),
    [
        ("imagerecognize", "the answer to another type"),
        ("nanonets", "a null for a list"),
        ("roboflow", "percent for fractions"),
        ("ximilar", "done for created"),
    ],
)
def test_planted_fault_is_found(shell: Shell, vendor: str, name: str) -> None:
    """Status 1, and what failed is the operation and the check that the table of faults has for it."""
    fault, row = next(
        (fault, row)
        for fault, row in zip(FAULTS, written(), strict=True)
        if (row.fault, run_of(fault).vendor) == (name, vendor)
    )
    kind = run_of(fault).server
    with on_socket(vendor, kind, fault) as (url, prepared):
        known = [f"--use={name}={value}" for name, values in prepared.known.items() for value in values]
        options = ("--server", kind, "--strict", *ALL, "--max-requests", "9999", "--report", "planted.json")
        done = shell.with_environment(**{key_variable(vendor): KEY}).run(
            "check", vendor, "--url", url, *known, *options
        )
    (outcome,) = json.loads((shell.folder / "planted.json").read_text())["outcomes"]

    assert done.returncode == 1, done.stderr
    assert (row.operation, row.check) in {(each["operation"], each["check"]) for each in outcome["findings"]}


def test_reports_are_written(keyed: Shell) -> None:
    """In every format, also of a server that fails; the key is in none."""
    fault = Fault("null", "", "", answer=with_json(lambda answer: answer.update(time=None)))
    names = ("page.html", "document.json", "requests.har", "junit.xml")
    with serve(faulty(emulator("serverless"), fault), "127.0.0.1", 0) as faulty_url:
        wanted = [word for name in names for word in ("--report", name)]
        done = keyed.run("check", "roboflow", "--url", faulty_url, *MODELS, *BILLABLE, *wanted)
    texts = [(keyed.folder / name).read_text() for name in names]

    assert done.returncode == 1, done.stderr
    assert [faulty_url in text for text in texts] == [True] * len(names)
    assert [KEY in text for text in texts] == [False] * len(names)


def test_summary_that_cannot_be_written(keyed: Shell, url: str) -> None:
    """It is told, by the status, too; the report is there all the same."""
    command = ("check", "roboflow", "--url", url, *MODELS, *BILLABLE, "--report", "full.json")
    with Path("/dev/full").open("w") as full:
        done = keyed.run(*command, stdout=full)

    assert done.returncode != 0
    assert "visionapis: the summary cannot be written: No space left on device" in done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert json.loads((keyed.folder / "full.json").read_text())["outcomes"]


def test_server_does_not_command_the_terminal(shell: Shell) -> None:
    """Ids that are found on it are shown without the characters that would."""

    def name(answer: Any) -> None:
        for row in answer if isinstance(answer, list) else answer.get("results", ()):
            row["id"] = "\x1b[2J"

    with on_socket("ximilar", "ximilar", Fault("screen", "", "", answer=with_json(name))) as (url, _):
        done = shell.with_environment(XIMILAR_TOKEN=KEY).run("check", "ximilar", "--url", url)

    assert "known: task \ufffd[2J" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_interruption(keyed: Shell) -> None:
    """After Ctrl-C nothing more is sent: what was found until then is reported, and the status is 130."""
    started: list[subprocess.Popen[str]] = []
    answers: list[httpx.Response] = []

    def interrupt(_: httpx.Request, answer: httpx.Response) -> httpx.Response:
        answers.append(answer)
        if len(answers) == 3:
            started[0].send_signal(signal.SIGINT)
        return answer

    with serve(faulty(emulator("serverless"), Fault("none", "", "", answer=interrupt)), "127.0.0.1", 0) as url:
        pace = ("--per-minute", "60", "--report", "interrupted.json")
        with keyed.start("check", "roboflow", "--url", url, *MODELS, *BILLABLE, *pace) as process:
            started.append(process)
            shown, errors = process.communicate(timeout=60)
    (outcome,) = json.loads((keyed.folder / "interrupted.json").read_text())["outcomes"]

    assert process.returncode == 130, errors
    assert (outcome["requests"], outcome["stopped"]) == (len(answers), "it was interrupted")
    assert "Stopped before its end: it was interrupted" in shown
    assert "Traceback" not in errors


def test_plan_comes_before_the_first_request(keyed: Shell) -> None:
    """It is there in full, where the first request already fails."""
    with serve(emulator("serverless").app, "127.0.0.1", 0) as url:
        pass
    done = keyed.run("check", "roboflow", "--url", url, *MODELS, *BILLABLE)
    *said, error = done.stderr.splitlines()

    assert (done.returncode, f"{url} does not answer" in error) == (1, True)
    assert [line for line in said if line.startswith(("will call, billable", "at most 500 requests"))] == said[1:4:2]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ("--max-billable 1 --report report", ".html"),
        ("--max-billable 1 --report missing/report.html", "make it first"),
        ("", "--max-billable"),
        ("--max-billable 1 --use model", "NAME=VALUE"),
        ("--max-billable 1 --use model=x", "single_label"),
        ("--max-billable 1 --server serverles", "serverless"),
        ("--max-billable 1 --url ftp://example.com", "http://"),
        ("--max-billable 1 --fuzz --url https://serverless.roboflow.com", "--fuzz-production"),
    ],
)
def test_wrong_wishes(keyed: Shell, url: str, options: str, named: str) -> None:
    """Status 2 and one line that says what would be right; nothing is sent."""
    done = keyed.run("check", "roboflow", "--url", url, "--allow", "billable", *options.split())

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert named in done.stderr


@pytest.mark.parametrize(("vendor", "variable"), [("ximilar", "XIMILAR_TOKEN"), ("roboflow", "ROBOFLOW_API_KEY")])
def test_missing_key(shell: Shell, vendor: str, variable: str) -> None:
    """Status 2, and the variable's name."""
    done = shell.with_environment(ROBOFLOW_API_KEY="").run("check", vendor)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert variable in done.stderr


@pytest.mark.parametrize("end", ["\n", " x", "\xfc"])
def test_impossible_key(shell: Shell, url: str, end: str) -> None:
    """Status 2 and the variable's name before anything is sent; the key is not shown."""
    done = shell.with_environment(ROBOFLOW_API_KEY=KEY + end).run("check", "roboflow", "--url", url, *MODELS, *BILLABLE)

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "ROBOFLOW_API_KEY" in done.stderr
    assert KEY not in done.stderr


def test_server_of_ones_own(shell: Shell) -> None:
    """Without a key none is sent; all phases pass, models that would have to be loaded with a key among them."""
    server = emulator("self-hosted")
    options = ("--use", f"single_label={SINGLE_LABEL}", "--allow", "billable", "--max-billable", "1000")
    with server.serve() as url:
        command = ("check", "roboflow", "--url", url, *options, "--max-requests", "1000", "--examples", "3", "--fuzz")
        done = shell.with_environment(ROBOFLOW_API_KEY="").run(*command)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "(self-hosted)" in done.stderr
    assert {request.status for request in server.requests} >= {200, 401}
    assert [request for request in server.requests if "authorization" in request.headers] == []


def test_wrong_key(shell: Shell, url: str) -> None:
    """Status 1, and in the last line that the key is refused."""
    done = shell.run("check", "roboflow", "--url", url, *MODELS, *BILLABLE)

    assert done.returncode == 1
    assert "refuses the key" in done.stderr.splitlines()[-1]


def test_missing_baseline(keyed: Shell, url: str) -> None:
    """Status 2 before anything is sent, and the option that makes one."""
    done = keyed.run("check", "roboflow", "--url", url, "--baseline", "missing.json")

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "--write-baseline" in done.stderr
