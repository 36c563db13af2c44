"""The pytest fixture `contract_traffic`, in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

START = """
import asyncio, threading, unittest
import aiohttp, httpx, pytest, requests, respx, urllib3
from visionapis import Ximilar, AsyncXimilar
from visionapis_testing import ContractTrafficError, XimilarEmulator
from visionapis_testing.faults import FaultServer

KEY = {"Authorization": "Token test-key"}
TASKS = "https://api.ximilar.com/recognition/v2/task"
WRONG = {"count": "many", "next": None, "previous": None, "results": []}


@pytest.fixture
def wrong():
    response = 200, [("content-type", "application/json")], __import__("json").dumps(WRONG).encode()
    with FaultServer(response=lambda *_: response) as server:
        yield server.url


@pytest.fixture
def client():
    with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=WRONG)), headers=KEY) as made:
        yield made

"""


LINE = """\
    ximilar GET /recognition/v2/task (tasks_list): breaking response 200 /count: string, but expected integer, 1 of 1; \
concerns client.tasks.list, TaskPage.count
"""
SUMMARY = "visionapis_testing.errors.ContractTrafficError: the traffic breaks the contract in one place:"


def check(folder: Path, last_line: str, tests: str) -> str:
    """Assert what the last line of a test run is, without the time; return all that it prints."""
    (folder / "test_user.py").write_text(START + tests)
    command = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "visionapis_testing.plugin", "-p", "anyio.pytest_plugin", "test_user.py"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, text=True)
    printed = done.stdout
    assert printed.splitlines()[-1].partition(" in ")[0] == last_line, printed
    return printed


def test_passing_and_failing_tests(tmp_path: Path) -> None:
    """A test with a finding fails itself, and shows the line about it alone; the others pass."""
    printed = check(
        tmp_path,
        "1 failed, 3 passed",
        """
def test_right(contract_traffic, ximilar_emulator):
    with ximilar_emulator.client() as client:
        client.tasks.list()
    assert [each.vendor for each in contract_traffic.observations] == ["ximilar"]

def test_wrong(contract_traffic, client):
    assert client.get(TASKS).json() == WRONG

def test_without_the_fixture(client):
    assert client.get(TASKS).json() == WRONG

def test_after_it(contract_traffic):
    assert contract_traffic.observations == []
""",
    )

    assert f"\nE   {SUMMARY}\n{LINE}" in printed
    assert "FAILED test_user.py::test_wrong" in printed
    assert "overlay/visionapis_testing/" not in printed


def test_failing_test(tmp_path: Path) -> None:
    """A test that fails itself keeps its error, and has the lines about its traffic as a section."""
    printed = check(
        tmp_path,
        "2 failed, 1 skipped",
        """
def test_fails(contract_traffic, client):
    client.get(TASKS)
    assert 1 == 2

def test_raises(contract_traffic, client):
    with pytest.raises(ContractTrafficError):
        client.get(TASKS)
        contract_traffic.verify()
    raise RuntimeError("its own")

def test_skips(contract_traffic, client):
    client.get(TASKS)
    pytest.skip("no")
""",
    )

    assert printed.count("- Captured contract traffic call -") == 2
    assert "E       assert 1 == 2" in printed
    assert "E       RuntimeError: its own" in printed
    assert f"E   {SUMMARY}" not in printed


def test_ways_of_tests(tmp_path: Path) -> None:
    """Expected failures, parameters, dynamic and automatic use, methods and unittest are as with any fixture."""
    check(
        tmp_path,
        "6 failed, 1 passed, 2 xfailed",
        """
@pytest.mark.xfail(strict=True)
def test_expected(contract_traffic, client):
    client.get(TASKS)

@pytest.mark.xfail(strict=True, raises=ContractTrafficError)
def test_expected_error(contract_traffic, client):
    client.get(TASKS)

@pytest.mark.xfail(strict=True)
def test_unexpected(contract_traffic):
    pass

@pytest.mark.parametrize("path", [TASKS, "https://example.com"])
def test_parameters(contract_traffic, client, path):
    client.get(path)

def test_dynamic(request, client):
    request.getfixturevalue("contract_traffic")
    client.get(TASKS)

@pytest.fixture
def automatic(contract_traffic):
    pass

@pytest.mark.usefixtures("automatic")
class TestAutomatic:
    def test_method(self, client):
        client.get(TASKS)

@pytest.mark.usefixtures("automatic")
class UnitTest(unittest.TestCase):
    def test_unit(self):
        httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=WRONG)), headers=KEY).get(TASKS)

@pytest.fixture
def early(contract_traffic, client):
    client.get(TASKS)

def test_setup(early):
    pass
""",
    )


def test_traffic_of_a_teardown(tmp_path: Path) -> None:
    """A contract that is broken after the test is an error of its teardown."""
    printed = check(
        tmp_path,
        "1 passed, 1 error",
        """
@pytest.fixture
def late(contract_traffic, client):
    yield
    client.get(TASKS)

def test_late(late):
    pass
""",
    )

    assert f"\nE   {SUMMARY}\n" in printed


def test_clients(tmp_path: Path) -> None:
    """Each client fails a test, also over mocks of the network, in threads and in clients that existed before."""
    check(
        tmp_path,
        "13 failed",
        """
@pytest.fixture(autouse=True)
def _everything(contract_traffic, wrong):
    contract_traffic.add_host(wrong, "ximilar")

@pytest.fixture(scope="session")
def older():
    with httpx.Client(headers=KEY) as client, requests.Session() as session, urllib3.PoolManager(headers=KEY) as pool:
        session.headers.update(KEY)
        yield client, session, pool

@pytest.fixture
def anyio_backend():
    return "asyncio"

def path(wrong):
    return f"{wrong}/recognition/v2/task"

def test_httpx_function(wrong):
    httpx.get(path(wrong), headers=KEY)

def test_older_httpx(older, wrong):
    older[0].get(path(wrong))

def test_older_requests(older, wrong):
    older[1].get(path(wrong))

def test_older_urllib3(older, wrong):
    older[2].request("GET", path(wrong))

def test_requests_function(wrong):
    requests.get(path(wrong), headers=KEY)

def test_own_client(wrong):
    with Ximilar("test-key", base_url=wrong) as client, pytest.raises(Exception):
        client.tasks.list()

@pytest.mark.anyio
async def test_async_client(wrong):
    async with AsyncXimilar("test-key", base_url=wrong) as client:
        with pytest.raises(Exception):
            await client.tasks.list()

@pytest.mark.anyio
async def test_async_httpx(wrong):
    async with httpx.AsyncClient(headers=KEY) as client:
        await asyncio.gather(client.get(path(wrong)))

@pytest.mark.anyio
async def test_aiohttp(wrong):
    async with aiohttp.ClientSession(headers=KEY) as session, session.get(path(wrong)) as response:
        assert await response.json() == WRONG

def test_thread(wrong):
    thread = threading.Thread(target=requests.get, args=[path(wrong)], kwargs={"headers": KEY})
    thread.start()
    thread.join()

@respx.mock
def test_respx():
    respx.get(TASKS).respond(json=WRONG)
    httpx.get(TASKS, headers=KEY)

def test_respx_of_clients():
    with respx.mock(using="httpx") as mock:
        mock.get(TASKS).respond(json=WRONG)
        httpx.get(TASKS, headers=KEY)

def test_mocked_requests(monkeypatch, wrong):
    real = requests.adapters.HTTPAdapter.send
    def send(self, request, **options):
        request.url = path(wrong)
        return real(self, request, **options)
    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    requests.get(TASKS, headers=KEY)
""",
    )


def test_everything_is_as_before(tmp_path: Path) -> None:
    """After a test, also one that fails, all classes and the clients that it used are as they were."""
    check(
        tmp_path,
        "1 failed, 2 passed",
        """
from urllib3.connection import HTTPConnection
from visionapis._transport.pool import Connections

OWNERS = [httpx.Client, httpx.AsyncClient, requests.Session, HTTPConnection, aiohttp.ClientSession, Connections]
before = [dict(vars(each)) for each in OWNERS]
shared = httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=WRONG)))

def test_used(contract_traffic):
    assert [dict(vars(each)) for each in OWNERS] != before
    shared.get("https://example.com")
    assert shared.event_hooks["response"]
    raise RuntimeError

def test_after():
    assert [dict(vars(each)) for each in OWNERS] == before
    assert shared.event_hooks == {"request": [], "response": []}

def test_inner(contract_traffic, client):
    from visionapis_testing import observe

    traffic = observe(client)
    client.get("https://example.com")
    traffic.close()
    assert client.event_hooks["response"]
""",
    )


def test_parallel_tests(tmp_path: Path) -> None:
    """Tests in several processes are observed as in one."""
    (tmp_path / "test_user.py").write_text(
        START + "@pytest.mark.parametrize('number', range(4))\ndef test_wrong(number, contract_traffic, client):\n"
        "    client.get(TASKS if number % 2 else 'https://example.com')\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-p", "no:cacheprovider", str(tmp_path)]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert result.stdout.splitlines()[-1].partition(" in ")[0] == "2 failed, 2 passed", result.stdout
