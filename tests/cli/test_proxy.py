"""`visionapis proxy`: what it prints, its exit status, and the observation that it saves."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import requests

from tests.helpers.canary import KEY, find_marks
from tests.helpers.canary_calls import all_calls, outcomes
from tests.helpers.echo_servers import EchoServer, error_replies, extend_strings
from tests.helpers.vendors import each_client, each_sync_client, each_vendor, vendor_of
from visionapis_testing.drift.files import observation
from visionapis_testing.faults import FaultServer
from visionapis_testing.vendors import emulator

from .proxying import FILE, responses_in, running
from .shell import Shell, problem_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tests.helpers.canary_calls import Call


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Return a shell in an empty directory."""
    return Shell(tmp_path, {})


class Server:
    """An application whose responses are those of the contract's examples, call by call, with a member added."""

    def __init__(self, calls: Sequence[Call], added: Mapping[str, object]) -> None:
        """Respond to these calls, in this order."""
        self._responses = iter([next(iter(call.success_responses())) for call in calls])
        self._added = added

    def __call__(self, *_: object) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        """Respond to the next call."""
        response = next(self._responses)
        body = json.loads(response.body)
        return response.status_code, response.headers, json.dumps({**body, **self._added}).encode()


class WithParameter(httpx.HTTPTransport):
    """A transport that adds an undocumented parameter to each request."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request."""
        request.url = request.url.copy_add_param("zz", "value-4711")
        return super().handle_request(request)


def client_of(vendor: str, url: str, **options: Any) -> Any:
    """Return a client that sends requests over the network."""
    emulated: Any = emulator(vendor)
    return emulated.client(base_url=url, **{"transport": None, **options})


def json_calls(vendor: str) -> list[Call]:
    """Return the calls of a vendor with an object as the response, each of which the client can make by itself."""
    calls = [call for call in all_calls(vendor) if call.has_response]
    return [call for call in calls if next(iter(call.success_responses())).body.startswith(b"{")]


@each_client
def test_clients_notice_nothing(client_class: Any, shell: Shell) -> None:
    """Every call of a client has the same outcome as without the proxy, and nothing is found."""
    vendor = vendor_of(client_class)
    calls = [call.send for call in all_calls(vendor)]
    with emulator(vendor, api_key=KEY).serve() as url:
        direct = outcomes(client_class, url, calls, max_retries=0)
    with (
        emulator(vendor, api_key=KEY).serve() as url,
        running(shell, vendor, url, "--check", "strict", "--save", FILE) as proxy,
    ):
        proxied = outcomes(client_class, proxy.url, calls, max_retries=0)

    assert list(map(repr, proxied)) == list(map(repr, direct))
    assert (proxy.status, proxy.output) == (0, f"{vendor}: {len(calls)} responses, no drift\n")
    assert responses_in(proxy.saved) == len(calls)
    assert shell.call("drift", FILE).stdout == proxy.output


@each_sync_client
def test_change_is_told_once(client_class: Any, shell: Shell) -> None:
    """A field that a server adds is printed when it is seen first, as `visionapis drift` prints it."""
    vendor = vendor_of(client_class)
    call = json_calls(vendor)[0]
    with (
        FaultServer(response=Server([call] * 3, {"added": 1})) as server,
        running(shell, vendor, server.url, "--save", FILE, "--check", "strict") as proxy,
    ):
        outcomes(client_class, proxy.url, [call.send], max_retries=0)
        proxy.wait_for("/added: the field is not documented")
        outcomes(client_class, proxy.url, [call.send] * 2, max_retries=0)

    assert proxy.status == 1
    assert proxy.output.count("/added: the field is not documented (integer)") == 1
    assert proxy.output.endswith(f"{vendor}: 3 responses, 1 additive\n")
    told = shell.call("drift", FILE).stdout
    assert proxy.output.splitlines()[0] in told
    assert "3 of 3" in told


def test_report_is_no_failure(shell: Shell) -> None:
    """Without --check strict the exit status is 0, whatever is found."""
    call = json_calls("ximilar")[0]
    with (
        FaultServer(response=Server([call], {"added": 1})) as server,
        running(shell, "ximilar", server.url) as proxy,
        client_of("ximilar", proxy.url) as client,
    ):
        call.send(client)

    assert proxy.status == 0
    assert "1 additive" in proxy.output


@each_vendor
def test_request_that_the_contract_rejects(vendor: str, shell: Shell) -> None:
    """A request that a server accepts, and the contract does not document, is told without its values."""
    call = json_calls(vendor)[0]
    with (
        FaultServer(response=Server([call] * 2, {})) as server,
        running(shell, vendor, server.url, "--check", "strict") as proxy,
        client_of(vendor, proxy.url, transport=WithParameter()) as sender,
    ):
        for _ in range(2):
            call.send(sender)

    assert proxy.status == 1
    assert call.example
    operation = call.example.call.operation
    line = f"{operation.id}): the request breaks the contract, query: /zz is not documented; accepted with status "
    assert line in proxy.output
    assert proxy.output.splitlines()[-1].startswith(f"{vendor} {operation.method.upper()} {operation.path} ({line}")
    assert proxy.output.endswith(", 2 times\n")
    assert "4711" not in proxy.output + proxy.errors


@each_client
def test_nothing_leaks(client_class: Any, shell: Shell) -> None:
    """No key, URL, file name or image is printed or saved, however a server repeats the request."""
    vendor = vendor_of(client_class)
    calls = [(call, each) for call in all_calls(vendor) for each in call.success_responses()]
    remaining = iter(calls)
    echoing = EchoServer(lambda text: extend_strings(next(remaining)[1], text))
    replies = error_replies()
    with FaultServer(response=echoing) as server, running(shell, vendor, server.url, "--save", FILE) as proxy:
        outcomes(client_class, proxy.url, [call.send for call, _ in calls], max_retries=0)
        for reply in replies.values():
            echoing.reply = reply
            outcomes(client_class, proxy.url, [calls[0][0].send], max_retries=0)

    assert responses_in(proxy.saved) == len(calls) + len(replies)
    written = [path.read_text(encoding="utf-8") for path in shell.directory.rglob("*") if path.is_file()]
    assert len(written) == 3
    assert find_marks("\n".join(written)) == set()


def test_lines_per_request(shell: Shell) -> None:
    """stderr has method, path template, status and time of each request, without ids and queries."""
    with emulator("roboflow").serve() as url, running(shell, "roboflow", url) as proxy:
        httpx.post(f"{proxy.url}/secret-set/17?api_key=test-key")
        httpx.get(f"{proxy.url}/info")
        httpx.get(f"{proxy.url}/users/4711/photo.jpg")

    _, *lines = proxy.errors.splitlines()
    assert [line.rpartition(" ms")[0].rpartition(" ")[0] for line in lines] == [
        "POST /{dataset_id}/{version_id} 400",
        "GET /info 200",
        "GET /users/{}/{} 401",
    ]


def test_quiet(shell: Shell) -> None:
    """With --quiet there is no line per request."""
    with emulator("roboflow").serve() as url, running(shell, "roboflow", url, "--quiet") as proxy:
        httpx.get(f"{proxy.url}/info")

    assert proxy.errors == f"export ROBOFLOW_BASE_URL={proxy.url}\n"


def test_variable_of_the_client(shell: Shell) -> None:
    """The line on stderr makes clients use the proxy; without --url the proxy uses the same variable."""
    with emulator("nanonets").serve() as url:
        own = shell.with_environment(NANONETS_BASE_URL=url)
        with running(own, "nanonets", "") as proxy:
            proxy.wait_for("export ")
            name, _, value = proxy.errors.splitlines()[0].removeprefix("export ").partition("=")
            requests.get(f"{value}/ImageCategorization/Models/", timeout=30)
    assert (name, value) == ("NANONETS_BASE_URL", proxy.url)
    assert proxy.url.endswith("/api/v2")
    assert proxy.status == 0


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_signals_save(shell: Shell, end: signal.Signals) -> None:
    """SIGINT and SIGTERM end the proxy with status 0, and what was seen last is in the file."""
    with (
        emulator("roboflow").serve() as url,
        running(shell, "roboflow", url, "--save", FILE, "--save-interval", "3600", end=end) as proxy,
    ):
        httpx.get(f"{proxy.url}/info")

    assert proxy.status == 0
    assert responses_in(proxy.saved) == 1


def test_killed_proxy(shell: Shell) -> None:
    """After a kill the file is valid and has what was saved until then; the next proxy adds to it."""
    options = ["--save", FILE, "--save-interval", "0.1"]
    file = shell.directory / FILE
    with emulator("roboflow").serve() as url:
        with running(shell, "roboflow", url, *options) as proxy:
            httpx.get(f"{proxy.url}/info")
            while not file.exists():
                assert proxy.process.poll() is None
            proxy.kill()
        assert responses_in(json.loads(file.read_text(encoding="utf-8"))) == 1
        with running(shell, "roboflow", url, *options) as proxy:
            httpx.get(f"{proxy.url}/info")
            httpx.get(f"{proxy.url}/info")

    assert responses_in(observation(proxy.saved, file).document) == 3
    assert proxy.output.endswith("roboflow: 2 responses, no drift\n")


def test_earlier_findings_are_those_of_earlier_runs(shell: Shell) -> None:
    """A finding of an earlier run alone is neither told again nor a failure; one that recurs is both."""
    call = json_calls("ximilar")[0]
    statuses, outputs = [], []
    for added in ({"added": 1}, {}, {"added": 1}):
        with (
            FaultServer(response=Server([call], added)) as server,
            running(shell, "ximilar", server.url, "--save", FILE, "--check", "strict") as proxy,
            client_of("ximilar", proxy.url) as client,
        ):
            call.send(client)
        statuses.append(proxy.status)
        outputs.append("/added" in proxy.output)

    assert statuses == [1, 0, 1]
    assert outputs == [True, False, True]
    assert responses_in(proxy.saved) == 3


def test_file_that_another_program_changes(shell: Shell) -> None:
    """A file that another program moves away keeps its counts: each save adds to the file that is there."""
    with (
        emulator("roboflow").serve() as url,
        running(shell, "roboflow", url, "--save", FILE, "--save-interval", "0.1") as proxy,
    ):
        for _ in range(2):
            httpx.get(f"{proxy.url}/info")
            while not (shell.directory / FILE).exists():
                assert proxy.process.poll() is None
            (shell.directory / FILE).rename(shell.directory / "yesterday.json")

    yesterday = json.loads((shell.directory / "yesterday.json").read_text(encoding="utf-8"))
    assert responses_in(yesterday) == 1
    assert not (shell.directory / FILE).exists()


def test_file_that_cannot_be_written_any_more(shell: Shell) -> None:
    """A file that becomes something else is told once while the proxy runs, and is an error at the end."""
    with (
        emulator("roboflow").serve() as url,
        running(shell, "roboflow", url, "--quiet", "--save", FILE, "--save-interval", "0.1") as proxy,
    ):
        (shell.directory / FILE).write_text("[]")
        httpx.get(f"{proxy.url}/info")
        proxy.wait_for("warning: ")

    assert proxy.status == 1
    problem = f"{FILE} is not an observation"
    assert proxy.errors.splitlines()[1:] == [f"visionapis: warning: {problem}", f"visionapis: {problem}"]
    assert (shell.directory / FILE).read_text() == "[]"


def test_nothing_was_called(shell: Shell) -> None:
    """Without a response of the server the status is 3, also in strict mode, and no file is written."""
    with running(shell, "roboflow", "http://127.0.0.1:1", "--check", "strict", "--save", FILE) as proxy:
        response = httpx.get(f"{proxy.url}/info")

    assert (response.status_code, proxy.status) == (502, 3)
    assert proxy.errors.splitlines()[-1] == "visionapis: the server responded to no request"
    assert not (shell.directory / FILE).exists()


BAD_FILES = {
    "text": ("<html>", "seen.json is not JSON"),
    "archive": ('{"log": {"entries": []}}', "seen.json is not an observation"),
    "other vendor": (
        '{"visionapis_observation": 1, "vendor": "nanonets", "contract_version": "1", "operations": {}, "routes": {}}',
        "seen.json is an observation of nanonets, not of roboflow",
    ),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_file_that_is_no_observation(shell: Shell, kind: str) -> None:
    """A file that is no observation of the vendor ends the command before it listens, and stays as it is."""
    text, expected = BAD_FILES[kind]
    (shell.directory / FILE).write_text(text)

    done = shell.call("proxy", "roboflow", "--save", FILE)

    assert (done.returncode, done.stdout) == (2, "")
    assert problem_in(done).splitlines()[0] == f"visionapis: {expected}"
    assert (shell.directory / FILE).read_text() == text


def test_wrong_usage(shell: Shell) -> None:
    """A port in use, a folder that does not exist, bad URLs and the proxy as its own server have status 2."""
    (shell.directory / "folder").mkdir()
    with emulator("roboflow").serve() as url:
        port = url.rpartition(":")[2]
        wrong = {
            f"--url {url} --port {port}": f"cannot listen on 127.0.0.1 port {port}",
            "--save none/seen.json": "cannot write none/seen.json: No such file or directory",
            "--save folder": "cannot read folder: Is a directory",
            "--url ftp://127.0.0.1": "base_url",
            "--url http://api.example.com": "unencrypted",
            "--host no.such.host.invalid": "cannot listen on no.such.host.invalid",
        }
        found = {arguments: shell.run("proxy", "roboflow", *arguments.split()) for arguments in wrong}

    assert {arguments: done.returncode for arguments, done in found.items()} == dict.fromkeys(wrong, 2)
    for arguments, text in wrong.items():
        assert text in problem_in(found[arguments])
        assert found[arguments].stdout == ""


def test_server_that_is_the_proxy_itself(shell: Shell) -> None:
    """A variable that names the proxy already, from an earlier run, ends the command with a hint."""
    with running(shell, "roboflow", "http://127.0.0.1:1") as proxy:
        pass
    port = str(proxy.address[1])
    for host in ("127.0.0.1", "localhost"):
        own = shell.with_environment(ROBOFLOW_BASE_URL=f"http://{host}:{port}")
        done = own.run("proxy", "roboflow", "--port", port)

        assert (done.returncode, done.stdout) == (2, "")
        assert problem_in(done).splitlines() == [
            "visionapis: the server is the proxy itself",
            "hint: pass the URL of the server with --url",
        ]


def test_other_machines_are_warned_of(shell: Shell) -> None:
    """A proxy that other machines reach warns that keys are sent to it unencrypted."""
    with running(shell, "roboflow", "http://127.0.0.1:1", "--host", "0.0.0.0") as proxy:
        pass

    assert proxy.errors.startswith(
        "visionapis: warning: programs that connect to 0.0.0.0 send their keys unencrypted\n"
    )
