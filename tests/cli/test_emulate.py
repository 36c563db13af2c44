"""`visionapis emulate`."""

from __future__ import annotations

import random
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.limited import limited
from tests.helpers.recording import RecordingServer
from visionapis import NotFoundError, PermissionDeniedError, Roboflow
from visionapis_generated.ximilar import operations
from visionapis_testing.vendors import EMULATORS, find_vendor

from .conftest import KEY
from .shell import problem_in

if TYPE_CHECKING:
    from .shell import Shell


def free_ports(count: int) -> int:
    """Return the first of some consecutive free ports, outside the range of ephemeral ports."""
    while True:
        first = random.randrange(20_000, 30_000)
        try:
            with ExitStack() as stack:
                for port in range(first, first + count):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
        except OSError:
            continue
        return first


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_signal_is_the_regular_end(shell: Shell, end: signal.Signals) -> None:
    """After SIGINT or SIGTERM the status is 0; the URL alone is on stdout."""
    with shell.emulate(end=end) as emulation:
        httpx.get(emulation.url)
    assert (emulation.status, emulation.other_output) == (0, "")


def test_signal_during_a_large_request_is_not_waited_for(shell: Shell) -> None:
    """SIGTERM ends emulators also while one of them parses or validates a JSON body of many megabytes."""
    body = b'{"task_id": "6f1a2c34", "records": [' + b'{"_base64": "aGFsbG8="}, ' * 2_000_000 + b"{}]}"
    head = f"POST {operations.RECOGNITION_CLASSIFY.path}/ HTTP/1.1\r\nhost: a\r\nauthorization: Token {KEY}\r\n"
    head += f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    with limited(60), ExitStack() as stack:
        emulation = stack.enter_context(shell.emulate("--api-key", KEY, vendors=("ximilar",), end=signal.SIGTERM))
        host, port = emulation.url.split("/")[2].split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(head.encode() + body)
            start = time.monotonic()
            stack.close()
    assert emulation.status == 0
    assert time.monotonic() - start < 20


@pytest.mark.parametrize(
    ("in_environment", "options", "key"),
    [
        ("", [], "test-key"),
        (KEY, [], "test-key"),
        ("a b", [], "test-key"),
        (KEY, ["--api-key", "own-key"], "own-key"),
        ("", ["--api-key", "o'wn$(key)"], "o'wn$(key)"),
    ],
)
def test_printed_lines_work_in_any_shell(shell: Shell, in_environment: str, options: list[str], key: str) -> None:
    """Pasted into a shell without a key, the lines on stderr let a client classify; no key of the user is shown."""
    user = shell.with_environment(ROBOFLOW_API_KEY=in_environment)
    with user.emulate("--model", "shades/1=train", *options) as emulation:
        lines = emulation.next_error() + emulation.next_error()
        echo = 'printf "%s\\n" "$ROBOFLOW_BASE_URL" "$ROBOFLOW_API_KEY"'
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", f"{lines}\n{echo}"], env={}, capture_output=True, encoding="utf-8", check=True
        )
        assert (done.stdout, done.stderr) == (f"{emulation.url}\n{key}\n", "")
        pasted = shell.with_environment(ROBOFLOW_BASE_URL=emulation.url, ROBOFLOW_API_KEY=key)
        classified = pasted.call("classify", "roboflow", "light.png", "--model", "shades/1")
    assert (classified.returncode, classified.stderr) == (0, "")
    assert KEY not in emulation.errors


@pytest.mark.parametrize("key", ["", "a b", "a\tb", "\u00e4"])
def test_key_that_clients_reject(shell: Shell, key: str) -> None:
    """A key that no client sends is wrong usage, and is not repeated."""
    done = shell.call("emulate", "roboflow", "--api-key", key)

    assert (done.returncode, done.stdout) == (2, "")
    problem = "invalid API key in --api-key: it must be non-empty ASCII text without whitespace"
    assert done.stderr == f"visionapis: {problem}\n"


def test_port_is_the_given_one(shell: Shell) -> None:
    """A port can be used again after the end; a second server on it fails with an error that names it."""
    port = str(free_ports(1))
    with shell.emulate("--port", port):
        pass
    with shell.emulate("--port", port) as emulation:
        assert emulation.url == f"http://127.0.0.1:{port}"
        second = shell.run("emulate", "roboflow", "--port", port)
    assert (second.returncode, second.stdout) == (1, "")
    assert port in problem_in(second)


@pytest.mark.parametrize(("profile", "error"), [("serverless", NotFoundError), ("classify", PermissionDeniedError)])
def test_profile_decides_on_errors(shell: Shell, profile: str, error: type[Exception]) -> None:
    """An unknown model gets the error response of the emulated host."""
    with shell.emulate("--profile", profile) as emulation:
        client = Roboflow("test-key", base_url=emulation.url)
        with client, pytest.raises(error):
            client.classify(shell.directory / "dark.png", model="unknown/1")


def test_vendors_have_consecutive_ports(shell: Shell) -> None:
    """One process serves several vendors, on consecutive ports, each with its key."""
    port = free_ports(2)
    with shell.emulate("--port", str(port), vendors=["imagerecognize", "roboflow"]) as emulation:
        assert emulation.url == f"http://127.0.0.1:{port}/api/v3"
        cache = {"type": "cache", "apikey": "test-key"}
        assert httpx.get(f"{emulation.url}/", params=cache).json()["data"]["objects"] == []
    assert emulation.other_output == f"http://127.0.0.1:{port + 1}\n"
    first, second, _ = emulation.errors.splitlines()
    assert first == f"export IMAGERECOGNIZE_BASE_URL={emulation.url} IMAGERECOGNIZE_API_KEY=test-key"
    assert second == f"export ROBOFLOW_BASE_URL=http://127.0.0.1:{port + 1} ROBOFLOW_API_KEY=test-key"


def test_all_vendors_by_default(shell: Shell) -> None:
    """Without a vendor in the arguments, each vendor is emulated once; one warning says that no model is known."""
    with shell.emulate(vendors=()) as emulation:
        pass
    *variables, warning = emulation.errors.splitlines()
    assert len({emulation.url, *emulation.other_output.split()}) == len(EMULATORS) == len(variables)
    needing = [vendor for vendor in EMULATORS if find_vendor(vendor).testing]  # other emulators label any image
    assert warning.startswith(f"visionapis: warning: no model is registered ({', '.join(needing)})")
    assert "--model" in warning


def test_start_loads_no_client() -> None:
    """The start of the command and the variables of all vendors load neither httpx nor a client.

    Neither does an emulator, except the one of a contract, which checks keys as clients do.
    """
    program = """
import sys
import visionapis_cli.emulate
from visionapis_testing.vendors import EMULATORS, emulator, find_vendor
emulators = [emulator(vendor) for vendor in EMULATORS if find_vendor(vendor).testing]
print(*(find_vendor(vendor).key_variable for vendor in EMULATORS))
print(*(name for name in sys.modules if name.split(".")[0] in {"httpx", "visionapis", "visionapis_generated"}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)

    variables, modules = map(str.split, done.stdout.splitlines())
    assert len(variables) == len(EMULATORS)
    assert set(modules) == {
        "visionapis",
        "visionapis.version",
        "visionapis._images",
        "visionapis._images.orientation",
        "visionapis._text",
        "visionapis._transport",
        "visionapis._transport.hosts",
        "visionapis._vendors",
        "visionapis_generated",
        "visionapis_generated.clients",
        "visionapis_generated.emulators",
        "visionapis_generated.vendor",
        "visionapis_generated.vendors",
    }


@pytest.mark.parametrize("option", [[], ["--fetch-urls", "--fetch-private"]])
def test_images_are_fetched_on_demand(shell: Shell, option: list[str]) -> None:
    """An image at a URL that is not registered is fetched with --fetch-urls only, with --fetch-private by a proxy."""
    options = ["--model", "shades/1=train", *option]
    query = {"api_key": "test-key", "image": "https://images.example.com/cat.png"}
    with RecordingServer(b"") as proxy, shell.with_environment(HTTPS_PROXY=proxy.url).emulate(*options) as emulation:
        assert httpx.get(f"{emulation.url}/shades/1", params=query).status_code == 400
    assert [request.target for request in proxy.received] == (["images.example.com:443"] if option else [])


def test_key_variable_is_that_of_the_client(shell: Shell) -> None:
    """The printed variable is the one that the client reads, for Ximilar XIMILAR_TOKEN; its value is not the key."""
    path = operations.TASKS_LIST.path
    with_token = shell.with_environment(XIMILAR_TOKEN="own-token")
    with with_token.emulate(vendors=("ximilar",)) as emulation:
        statuses = [
            httpx.get(f"{emulation.url}{path}", headers={"Authorization": f"Token {key}"}).status_code
            for key in ("own-token", "test-key")
        ]

    assert statuses == [401, 200]
    assert f"export XIMILAR_BASE_URL={emulation.url} XIMILAR_TOKEN=test-key\n" in emulation.errors


def test_control_api_injects_faults(shell: Shell) -> None:
    """The control API needs no key, and --no-control-api disables it."""
    statuses: list[int] = []
    for options in ([], ["--no-control-api"]):
        with shell.emulate(*options) as emulation:
            added = httpx.post(
                f"{emulation.url}/__visionapis__/faults",
                json={"fault": {"kind": "status_response", "status_code": 418}},
            )
            statuses += [added.status_code, httpx.get(f"{emulation.url}/a/1").status_code]
    assert statuses == [200, 418, 401, 401]


def test_example_of_the_help_works(shell: Shell) -> None:
    """The request to the control API in the help is accepted."""
    help_text = shell.run("emulate", "--help").stdout
    example = re.search(r"curl -d '(?P<body>.*)' .*http://127.0.0.1:PORT(?P<path>/\S+)", help_text, re.DOTALL)
    assert example
    with shell.emulate() as emulation:
        response = httpx.post(emulation.url + example["path"], content=example["body"])

    assert (response.is_success, response.json()["fault"]["status_code"]) == (True, 429)
