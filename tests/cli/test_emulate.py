"""`visionapis emulate`."""

from __future__ import annotations

import random
import signal
import socket
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.helpers.recording import RecordingServer
from visionapis import AccessDeniedError, NotFoundError, Roboflow
from visionapis_testing.vendors import EMULATORS

if TYPE_CHECKING:
    from .shell import Shell


def free_ports(count: int) -> int:
    """The first of some free ports in a row, from those that the system gives to nobody who does not ask for them."""
    while True:
        first = random.randrange(20_000, 30_000)  # noqa: S311 - no secret
        try:
            with ExitStack() as stack:
                for port in range(first, first + count):
                    stack.enter_context(socket.create_server(("127.0.0.1", port)))
        except OSError:
            continue
        return first


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_when_told_to(shell: Shell, end: signal.Signals) -> None:
    """Ctrl-C and a polite kill are the regular end: status 0, the URL on stdout, and how to use it on stderr."""
    with shell.emulate(end=end) as emulation:
        httpx.get(emulation.url)
    (hint,) = emulation.errors.splitlines()
    assert (emulation.status, emulation.rest) == (0, "")
    assert hint.startswith(f"export ROBOFLOW_BASE_URL={emulation.url} ROBOFLOW_API_KEY=...")
    assert shell.environment["ROBOFLOW_API_KEY"] not in hint


def test_the_port_is_the_one_asked_for(shell: Shell) -> None:
    """A port that is free again is taken by number; a second server on it is refused in one line."""
    port = str(free_ports(1))
    with shell.emulate("--port", port):
        pass
    with shell.emulate("--port", port) as emulation:
        assert emulation.url == f"http://127.0.0.1:{port}"
        second = shell.run("emulate", "roboflow", "--port", port)
    assert (second.returncode, second.stdout, len(second.stderr.splitlines())) == (1, "", 1)
    assert port in second.stderr


@pytest.mark.parametrize(("profile", "error"), [("serverless", NotFoundError), ("classify", AccessDeniedError)])
def test_the_profile_decides_on_refusals(shell: Shell, profile: str, error: type[Exception]) -> None:
    """An unknown model is refused as the host that is emulated does."""
    with shell.emulate("--profile", profile) as emulation:
        client = Roboflow(shell.environment["ROBOFLOW_API_KEY"], base_url=emulation.url)
        with client, pytest.raises(error):
            client.classify(shell.folder / "dark.png", model="unknown/1")


def test_without_a_key_in_the_environment_it_is_test_key(shell: Shell) -> None:
    """The documented key is taken when ROBOFLOW_API_KEY is not set."""
    keyless = shell.with_environment(ROBOFLOW_API_KEY="")
    with keyless.emulate("--model", "shades/1=learn") as emulation:
        client = Roboflow("test-key", base_url=emulation.url)
        with client:
            top = client.classify(shell.folder / "light.png", model="shades/1").top
    assert top
    assert top.name == "pale"


def test_vendors_have_ports_of_their_own(shell: Shell) -> None:
    """Several vendors are served by one process, on the ports that follow the one asked for, each with its key."""
    port = free_ports(2)
    with shell.emulate("--port", str(port), vendors=["imagerecognize", "roboflow"]) as emulation:
        assert emulation.url == f"http://127.0.0.1:{port}/api/v3"
        cache = {"type": "cache", "apikey": "test-key"}
        assert httpx.get(f"{emulation.url}/", params=cache).json()["data"]["objects"] == []
    assert emulation.rest == f"http://127.0.0.1:{port + 1}\n"
    first, second = emulation.errors.splitlines()
    assert first == f"export IMAGERECOGNIZE_BASE_URL={emulation.url} IMAGERECOGNIZE_API_KEY=...   # the key is test-key"
    assert second.startswith(f"export ROBOFLOW_BASE_URL=http://127.0.0.1:{port + 1} ROBOFLOW_API_KEY=...")


def test_all_vendors_without_a_name(shell: Shell) -> None:
    """Without a vendor all are emulated, each once."""
    with shell.emulate(vendors=()) as emulation:
        pass
    assert len({emulation.url, *emulation.rest.split()}) == len(EMULATORS) == len(emulation.errors.splitlines())


@pytest.mark.parametrize("fetch", [False, True])
def test_pictures_are_fetched_on_demand_alone(shell: Shell, fetch: bool) -> None:  # noqa: FBT001 - a parameter
    """A picture behind a URL that is not registered is fetched with --fetch, and else not."""
    options = ["--model", "shades/1=learn", *(["--fetch"] if fetch else [])]
    query = {"api_key": shell.environment["ROBOFLOW_API_KEY"], "image": "https://pictures.example.com/cat.png"}
    with RecordingServer(b"") as proxy, shell.with_environment(HTTPS_PROXY=proxy.url).emulate(*options) as emulation:
        assert httpx.get(f"{emulation.url}/shades/1", params=query).status_code == 400
    assert [request.target for request in proxy.received] == (["pictures.example.com:443"] if fetch else [])


def test_ximilar_has_a_token(shell: Shell) -> None:
    """The variable is the one that the client reads, and so is the key."""
    stranger = shell.with_environment(XIMILAR_TOKEN="own-token")  # noqa: S106  (of nobody)
    with stranger.emulate("--port", "0", vendors=("ximilar",)) as emulation:
        status = httpx.get(
            f"{emulation.url}/recognition/v2/task", headers={"Authorization": "Token own-token"}
        ).status_code

    assert status == 200
    assert emulation.errors.startswith(f"export XIMILAR_BASE_URL={emulation.url} XIMILAR_TOKEN=...   # the one of this")


def test_faults_are_planned_from_outside(shell: Shell) -> None:
    """The control route is there without a key, unless it is switched off."""
    statuses: list[int] = []
    for options in ([], ["--no-control"]):
        with shell.emulate(*options) as emulation:
            planned = httpx.post(
                f"{emulation.url}/__visionapis__/faults", json={"fault": {"kind": "status", "status": 418}}
            )
            statuses += [planned.status_code, httpx.get(f"{emulation.url}/a/1").status_code]
    assert statuses == [200, 418, 401, 401]
