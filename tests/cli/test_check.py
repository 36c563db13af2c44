"""`visionapis check`."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conformance.mutants import MUTANTS, scenario_of
from tests.conformance.mutation_report import written
from tests.conformance.mutations import Mutant, mutated, put, serve_mutant, with_ids, with_json
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.emulator.server import serve
from visionapis_testing.vendors import find_vendor
from visionapis_testing.vendors.roboflow.conformance.servers import MULTI_LABEL, SINGLE_LABEL, emulator

from .shell import problem_in

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence

    import httpx

    from visionapis_testing import RoboflowEmulator

    from .shell import Shell

MODELS = (
    *("--resource", f"single_label={SINGLE_LABEL}", "--resource", f"multi_label={MULTI_LABEL}"),
    *("--server-type", "serverless"),
)
BILLABLE = ("--allow", "billable", "--max-billable", "100")
ALL = ("--allow", "mutating", "--allow", "billable", "--max-billable", "9999")


@pytest.fixture(scope="module")
def server() -> RoboflowEmulator:
    """Return an emulator with two models, which requires the suite's key."""
    return emulator("serverless")


@pytest.fixture(scope="module")
def url(server: RoboflowEmulator) -> Iterator[str]:
    """Serve the emulator and return its URL."""
    with server.serve() as url:
        yield url


@pytest.fixture
def keyed(shell: Shell) -> Shell:
    """Return a shell with the server's key."""
    return shell.with_environment(ROBOFLOW_API_KEY=KEY)


def test_conforming_server(keyed: Shell, url: str) -> None:
    """The status is 0; the plan says what will be called and what it may cost."""
    done = keyed.run("check", "roboflow", "--url", url, *MODELS, *BILLABLE)

    assert (done.returncode, done.stderr.count("will call, billable")) == (0, 1), done.stderr
    assert "limits: 500 requests, 100 of them billable" in done.stderr
    assert KEY not in done.stdout + done.stderr


def test_billable_operations_are_not_called_by_default(keyed: Shell, url: str, server: RoboflowEmulator) -> None:
    """The status is 3, the hint has the option that allows them, and the server received nothing."""
    server.reset()
    done = keyed.call("check", "roboflow", "--url", url, *MODELS)

    assert (done.returncode, server.requests) == (3, ())
    assert "--allow billable --max-billable N" in done.stderr.splitlines()[-1]


def test_failing_server(keyed: Shell) -> None:
    """The status is 1, and the summary has check, operation and URL; with a baseline of the findings it is 0."""
    mutant = Mutant("null field", "", "", response=with_json(put(time=None)))
    with serve(mutated(emulator("serverless"), mutant), "127.0.0.1", 0) as mutant_url:
        command = ("check", "roboflow", "--url", mutant_url, *MODELS, *BILLABLE)
        done = keyed.call(*command, "--write-baseline", "accepted.json")
        second = keyed.call(*command, "--baseline", "accepted.json")

    assert done.returncode == 1
    for word in ("response_schema_conformance", "classification_infer", mutant_url):
        assert word in done.stdout
    assert KEY not in done.stdout + done.stderr + (keyed.directory / "accepted.json").read_text()
    assert json.loads((keyed.directory / "accepted.json").read_text())["entries"]
    assert second.returncode == 0, second.stdout


def test_undocumented_field(keyed: Shell) -> None:
    """An undocumented field is a failure with `--strict` only, and part of a new baseline, which accepts it then."""
    mutant = Mutant("new field", "", "", response=with_json(put(brand_new=1)))
    with serve(mutated(emulator("serverless"), mutant), "127.0.0.1", 0) as mutant_url:
        command = ("check", "roboflow", "--url", mutant_url, *MODELS, *BILLABLE)
        options = (["--write-baseline", "b.json"], ["--strict"], ["--strict", "--baseline", "b.json"])
        statuses = [keyed.call(*command, *each).returncode for each in options]
    entries = json.loads((keyed.directory / "b.json").read_text())["entries"]

    assert statuses == [0, 1, 0]
    assert {(each["check"], each["failure"], each["signature"]) for each in entries} == {
        ("undocumented_field", "200 /brand_new", "integer")
    }


@pytest.mark.parametrize(
    ("vendor", "name"),
    [
        ("imagerecognize", "response of another type"),
        ("nanonets", "null instead of a list"),
        ("roboflow", "percentages instead of fractions"),
        ("ximilar", "status 200 instead of 201"),
    ],
)
def test_mutant_is_killed(shell: Shell, vendor: str, name: str) -> None:
    """The status is 1; the report has the operation and the check of the table of mutants."""
    mutant, row = next(
        (mutant, row)
        for mutant, row in zip(MUTANTS, written(), strict=True)
        if (row.mutant, scenario_of(mutant).vendor) == (name, vendor)
    )
    server_type = scenario_of(mutant).server_type
    with serve_mutant(vendor, server_type, mutant) as (url, prepared):
        resources = [f"--resource={name}={id_}" for name, ids in prepared.resources.items() for id_ in ids]
        options = ("--server-type", server_type, "--strict", *ALL, "--max-requests", "9999", "--report", "mutant.json")
        done = shell.with_environment(**{find_vendor(vendor).key_variable: KEY}).call(
            "check", vendor, "--url", url, *resources, *options
        )
    (outcome,) = json.loads((shell.directory / "mutant.json").read_text())["outcomes"]

    assert done.returncode == 1, done.stderr
    assert (row.operation, row.check) in {(each["operation"], each["check"]) for each in outcome["findings"]}


def test_reports_are_written(keyed: Shell) -> None:
    """A report of a failing server is written in each format, without the key."""
    mutant = Mutant("null field", "", "", response=with_json(put(time=None)))
    names = ("page.html", "document.json", "requests.har", "junit.xml")
    with serve(mutated(emulator("serverless"), mutant), "127.0.0.1", 0) as mutant_url:
        options = [word for name in names for word in ("--report", name)]
        done = keyed.call("check", "roboflow", "--url", mutant_url, *MODELS, *BILLABLE, *options)
    texts = [(keyed.directory / name).read_text() for name in names]

    assert done.returncode == 1, done.stderr
    assert [mutant_url in text for text in texts] == [True] * len(names)
    assert [KEY in text for text in texts] == [False] * len(names)


def test_summary_that_cannot_be_written(keyed: Shell, url: str) -> None:
    """The error is printed and the status is not 0; the report is still written."""
    command = ("check", "roboflow", "--url", url, *MODELS, *BILLABLE, "--report", "full.json")
    with Path("/dev/full").open("w") as full:
        done = keyed.run(*command, stdout=full)

    assert done.returncode != 0
    assert "visionapis: cannot write the summary: No space left on device" in done.stderr.splitlines()
    assert "Traceback" not in done.stderr
    assert json.loads((keyed.directory / "full.json").read_text())["outcomes"]


def test_control_characters_of_a_server_are_escaped(shell: Shell) -> None:
    """Ids that are discovered on a server are printed with their control characters escaped."""
    mutant = Mutant("control characters", "", "", response=with_ids("\x1b[2J"))
    with serve_mutant("ximilar", "standard", mutant) as (url, _):
        done = shell.with_environment(XIMILAR_TOKEN=KEY).call("check", "ximilar", "--url", url)

    assert "resource task: \\x1b[2J" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_interruption(keyed: Shell) -> None:
    """After Ctrl-C nothing more is sent, a partial report is written, and the status is 130."""
    started: list[subprocess.Popen[str]] = []
    responses: list[httpx.Response] = []

    def interrupt(_: httpx.Request, response: httpx.Response) -> httpx.Response:
        responses.append(response)
        if len(responses) == 3:
            started[0].send_signal(signal.SIGINT)
        return response

    mutant = Mutant("interruption", "", "", response=interrupt)
    with serve(mutated(emulator("serverless"), mutant), "127.0.0.1", 0) as url:
        options = ("--rate-limit", "60/m", "--report", "interrupted.json")
        with keyed.start("check", "roboflow", "--url", url, *MODELS, *BILLABLE, *options) as process:
            started.append(process)
            output, errors = process.communicate(timeout=60)
    (outcome,) = json.loads((keyed.directory / "interrupted.json").read_text())["outcomes"]

    assert process.returncode == 130, errors
    assert (outcome["requests"], outcome["stopped_early"]) == (len(responses), "interrupted")
    assert "Stopped early: interrupted" in output
    assert "Traceback" not in errors


def test_plan_comes_before_the_first_request(keyed: Shell) -> None:
    """The plan is printed in full even if the first request fails."""
    with serve(emulator("serverless").app, "127.0.0.1", 0) as url:
        pass
    done = keyed.call("check", "roboflow", "--url", url, *MODELS, *BILLABLE)
    *plan, error = done.stderr.splitlines()

    assert (done.returncode, f"cannot reach {url}" in error) == (1, True)
    headings = [line for line in plan if not line.startswith("  ")]
    assert headings[1:3] == ["will call, billable:", "will call, without effects:"]
    assert headings[3].startswith("will skip, mutating")
    assert headings[4].startswith("limits: 500 requests")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ("--max-billable 1 --report report", ".html"),
        ("--max-billable 1 --report missing/report.html", "directory not found"),
        ("", "--max-billable"),
        ("--max-billable 1 --resource model", "NAME=ID"),
        ("--max-billable 1 --resource model=x", "single_label"),
        ("--max-billable 1 --server-type serverles", "serverless"),
        ("--max-billable 1 --only classification_infr", "did you mean classification_infer?"),
        ("--max-billable 1 --only nothing", "visionapis check roboflow --list"),
        ("--max-billable 1 --url ftp://example.com", "http(s)://host[:port]"),
        ("--max-billable 1 --rate-limit 5", "60/m"),
        ("--max-billable 1 --rate-limit 0/s", "0/s"),
        ("--max-billable 1 --fuzz --url https://serverless.roboflow.com", "--fuzz-production"),
    ],
)
def test_wrong_usage(keyed: Shell, url: str, options: str, named: str) -> None:
    """The status is 2, and the error or its hint names what is wrong or valid; nothing is sent."""
    done = keyed.call("check", "roboflow", "--url", url, "--allow", "billable", *options.split())

    assert done.returncode == 2
    assert named in problem_in(done)


@pytest.mark.parametrize(
    ("vendor", "names"),
    [
        ("roboflow", ["classification_infer ", "single_label ", "self-hosted"]),
        ("ximilar", ["tasks_delete ", "mutating", "spare_image ", "standard"]),
        ("imagerecognize", ["recognition_recognize ", "billable"]),
    ],
)
def test_names_are_listed(shell: Shell, vendor: str, names: Sequence[str]) -> None:
    """`--list` prints operations with their effects, resources and server types, needs no key and sends nothing."""
    done = shell.call("check", vendor, "--list")

    assert (done.returncode, done.stderr) == (0, "")
    assert [name for name in names if name not in done.stdout] == []


@pytest.mark.parametrize(("vendor", "variable"), [("ximilar", "XIMILAR_TOKEN"), ("roboflow", "ROBOFLOW_API_KEY")])
def test_missing_key(shell: Shell, vendor: str, variable: str) -> None:
    """The status is 2, and the hint names the variable."""
    done = shell.with_environment(ROBOFLOW_API_KEY="").call("check", vendor)

    assert done.returncode == 2
    assert problem_in(done).endswith(f"\nhint: set {variable} in the environment\n")


@pytest.mark.parametrize("end", ["\n", " x", "\xfc"])
def test_invalid_key(shell: Shell, url: str, end: str) -> None:
    """A key that no header can hold is status 2, before anything is sent; the error does not show it."""
    done = shell.with_environment(ROBOFLOW_API_KEY=KEY + end).call(
        "check", "roboflow", "--url", url, *MODELS, *BILLABLE
    )

    assert done.returncode == 2
    assert "ROBOFLOW_API_KEY" in problem_in(done)
    assert KEY not in done.stderr


def test_self_hosted_server_needs_no_key(shell: Shell) -> None:
    """With a loaded model no key is sent, and all phases pass, also for models that cannot be loaded without a key."""
    server = emulator("self-hosted")
    options = ("--resource", f"single_label={SINGLE_LABEL}", "--allow", "billable", "--max-billable", "1000")
    with server.client() as client:
        client.models.add(model_id=SINGLE_LABEL)
    server.checkpoint()
    server.reset()
    with server.serve() as url:
        fuzz = ("--max-requests", "1000", "--max-examples", "3", "--fuzz")
        done = shell.with_environment(ROBOFLOW_API_KEY="").call("check", "roboflow", "--url", url, *options, *fuzz)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "(self-hosted)" in done.stderr
    assert {request.status_code for request in server.requests} >= {200, 401}
    assert [request for request in server.requests if "authorization" in request.headers] == []


@pytest.mark.parametrize("key", ["", "wrong"])
def test_self_hosted_server_rejects_a_key(shell: Shell, key: str) -> None:
    """With a model that is not loaded, a missing or wrong key fails the check; with the server's key it passes."""
    options = ("--resource", f"single_label={SINGLE_LABEL}", "--server-type", "self-hosted", *BILLABLE)
    with emulator("self-hosted").serve() as url:
        rejected, accepted = (
            shell.with_environment(ROBOFLOW_API_KEY=each).call("check", "roboflow", "--url", url, *options)
            for each in (key, KEY)
        )

    assert (rejected.returncode, accepted.returncode) == (1, 0), accepted.stderr
    assert "rejects the API key" in rejected.stderr.splitlines()[-1]


def test_rejected_key(shell: Shell, url: str) -> None:
    """The status is 1, and the error says that the server rejects the key."""
    done = shell.call("check", "roboflow", "--url", url, *MODELS, *BILLABLE)

    assert done.returncode == 1
    assert "rejects the API key" in done.stderr.splitlines()[-1]


def test_missing_baseline(keyed: Shell, url: str) -> None:
    """The status is 2 before anything is sent; the hint names the option that creates a baseline."""
    done = keyed.call("check", "roboflow", "--url", url, "--baseline", "missing.json")

    assert done.returncode == 2
    assert "--write-baseline" in problem_in(done)


@pytest.mark.parametrize(
    "url", ["http://user:canary@127.0.0.1:1", "http://user:canary@host:port", "ftp://host?key=canary"]
)
def test_secret_in_the_url_is_not_shown(keyed: Shell, url: str) -> None:
    """A URL with credentials or a query is refused, and not quoted."""
    done = keyed.call("check", "roboflow", "--url", url)

    assert (done.returncode, done.stdout) == (2, "")
    assert "without credentials, query or fragment" in done.stderr
    assert "canary" not in done.stderr


@pytest.mark.parametrize("interrupted", [False, True])
def test_nothing_is_left_in_the_folder(keyed: Shell, interrupted: bool) -> None:
    """Generated requests leave no files behind, also after Ctrl-C."""
    options = (
        "--fuzz",
        "--max-examples",
        "2",
        "--max-requests",
        "20",
        *(("--rate-limit", "60/m") if interrupted else ()),
    )
    before = sorted(keyed.directory.rglob("*"))
    with (
        emulator("serverless").serve() as url,
        keyed.start("check", "roboflow", "--url", url, *MODELS, *ALL, *options) as process,
    ):
        if interrupted:
            assert process.stderr
            assert any(line.startswith("limits:") for line in process.stderr)
            time.sleep(1)  # the tables are made before the first generated request
            process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)

    assert process.returncode == (130 if interrupted else 0), output + errors
    assert sorted(keyed.directory.rglob("*")) == before


@pytest.mark.parametrize(
    "url", ["http://api.example.com", "http://8.8.8.8:9001/api", "http://134744072", "http://240.0.0.1"]
)
def test_key_is_not_sent_unencrypted(keyed: Shell, url: str) -> None:
    """A public http:// URL is refused before anything is sent, as by the clients, unless --allow-http is given."""
    refused = keyed.call("check", "roboflow", "--url", url, *MODELS, *BILLABLE)
    allowed = keyed.call("check", "roboflow", "--url", url, *MODELS, *BILLABLE, "--allow-http", "--max-time", "0.001")

    assert refused.returncode == 2
    assert problem_in(refused).splitlines() == [
        "visionapis: the URL is http://, which would send the API key unencrypted",
        "hint: use https://, or pass --allow-http if the network is trusted",
    ]
    assert "unencrypted" not in allowed.stderr
    assert "will call" in allowed.stderr


def test_safe_defaults(shell: Shell) -> None:
    """On a vendor's own host the pace is 60 requests per minute; nowhere is anything billable, mutating or fuzzed."""
    plans = [plan_of(shell, *options) for options in ((), ("--url", "http://127.0.0.1:9"), ("--allow", "mutating"))]

    for plan, pace in zip(plans, (", 60 requests per minute", "", ", 60 requests per minute"), strict=True):
        assert f"limits: 500 requests, 0 of them billable, 1e-06 s{pace}; phases: examples\n" in plan
    assert ["will call, mutating" in plan for plan in plans] == [False, False, True]
    assert not any("will call, billable" in plan for plan in plans)


@pytest.mark.parametrize(
    ("rate", "per_minute"), [("600/h", "10"), ("600/m", "600"), ("2/s", "120"), ("0.5/s", "30"), ("7.5/m", "7.5")]
)
@pytest.mark.parametrize("url", [(), ("--url", "http://127.0.0.1:9")])
def test_rate_limit(shell: Shell, rate: str, per_minute: str, url: Sequence[str]) -> None:
    """`--rate-limit` replaces the default, on a vendor's own host, too."""
    assert f" s, {per_minute} requests per minute; " in plan_of(shell, "--rate-limit", rate, *url)


def plan_of(shell: Shell, *options: str) -> str:
    """Return the plan of a check that ends before its first request."""
    return shell.with_environment(XIMILAR_TOKEN=KEY).call("check", "ximilar", "--max-time", "0.000001", *options).stderr
