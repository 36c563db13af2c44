"""An observed client gets the same as otherwise, and each exchange is judged once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import requests
from requests.auth import HTTPDigestAuth

from visionapis import ConfigurationError
from visionapis_testing import ContractTrafficError, ObservationError, XimilarEmulator, observe
from visionapis_testing.emulator.event_loop import run as run_in_loop
from visionapis_testing.observing.bodies import MAX_BODY_BYTES
from visionapis_testing.observing.ledger import Ledger

from .judged import counts, mocked, observed
from .server import KEY, LARGE, PAGE, TASKS, VENDOR, WRONG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Flows:
    """Calls of one library, by what the server does."""

    def __init__(self, send: Callable[[Any, str], Any], digest: Callable[[Any, str], Any]) -> None:
        """Make flows of a function that follows redirects, and of one that responds to a challenge."""
        self.send = send
        self.digest = digest


def over_async(run: Callable[[httpx.AsyncClient, str], Any]) -> Callable[[httpx.AsyncClient, str], Any]:
    """Return a function that runs one of an async client."""
    return lambda client, url: run_in_loop(run(client, url))


FLOWS: dict[str, tuple[Callable[[], Any], Flows]] = {
    "httpx": (
        lambda: httpx.Client(headers=KEY, follow_redirects=True),
        Flows(
            lambda client, url: client.get(url), lambda client, url: client.get(url, auth=httpx.DigestAuth("u", "p"))
        ),
    ),
    "httpx async": (
        lambda: httpx.AsyncClient(headers=KEY, follow_redirects=True),
        Flows(
            over_async(lambda client, url: client.get(url)),
            over_async(lambda client, url: client.get(url, auth=httpx.DigestAuth("u", "p"))),
        ),
    ),
    "requests": (
        requests.Session,
        Flows(
            lambda client, url: client.get(url, headers=KEY),
            lambda client, url: client.get(url, headers=KEY, auth=HTTPDigestAuth("u", "p")),
        ),
    ),
}

each_library = pytest.mark.parametrize(("client", "flows"), FLOWS.values(), ids=FLOWS, indirect=["client"])


@pytest.fixture
def client(request: pytest.FixtureRequest) -> Iterator[Any]:
    """A client of a library."""
    made = request.param()
    yield made
    if isinstance(made, httpx.AsyncClient):
        run_in_loop(made.aclose())
    else:
        made.close()


@each_library
@pytest.mark.parametrize(
    ("kind", "expected"),
    [("wrong", (1, 1)), ("right", (1, 0)), ("redirect", (2, 1)), ("gzip", (1, 1)), ("large", (1, 0)), ("bomb", (1, 0))],
)
def test_flow(client: Any, flows: Flows, kind: str, expected: tuple[int, int], url: str) -> None:
    """Redirects are exchanges of their own, compressed bodies are judged, and larger ones than the limit are not."""
    plain = flows.send(client, url + kind)
    traffic = observed(client, url)

    response = flows.send(client, url + kind)

    assert (response.status_code, response.content) == (plain.status_code, plain.content)
    assert [each.status_code for each in response.history] == [each.status_code for each in plain.history]
    assert response.elapsed.total_seconds() > 0
    assert counts(traffic) == expected
    traffic.close()
    assert flows.send(client, url + kind).content == plain.content
    assert counts(traffic) == expected


@each_library
def test_challenge(client: Any, flows: Flows, url: str) -> None:
    """A challenge and the request with its response are two exchanges."""
    traffic = observed(client, url)

    response = flows.digest(client, f"{url}digest")

    assert response.content == WRONG
    assert counts(traffic) == (2, 1)


@each_library
def test_no_connection(client: Any, flows: Flows) -> None:
    """Without a response the error is the client's own, and nothing is observed."""
    traffic = observed(client, "http://127.0.0.1:9/recognition")

    with pytest.raises((httpx.ConnectError, requests.ConnectionError)):
        flows.send(client, "http://127.0.0.1:9/recognition/v2/task")

    assert traffic.observations == []
    traffic.verify()


@each_library
def test_failure_of_the_observation(client: Any, flows: Flows, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the observation itself does not reach the call; verify raises it without its text."""

    def fail(*_: object, **__: object) -> None:
        raise ValueError("a part of a message")

    monkeypatch.setattr(Ledger, "add", fail)
    traffic = observed(client, url)

    assert flows.send(client, f"{url}wrong").content == WRONG
    with pytest.raises(ObservationError, match="not observed completely: ValueError in fail, line") as caught:
        traffic.verify()
    assert "a part" not in str(caught.value)


def test_hooks_of_others(url: str) -> None:
    """Hooks of the caller that read the response or raise stay as they are, and do not hide the exchange."""

    def read(response: httpx.Response) -> None:
        response.read()

    def refuse(response: httpx.Response) -> None:
        raise RuntimeError(response.status_code)

    with httpx.Client(headers=KEY, event_hooks={"response": [read, refuse]}) as client:
        traffic = observed(client, url)
        with pytest.raises(RuntimeError, match="200"):
            client.get(f"{url}wrong")
        traffic.close()
        assert client.event_hooks == {"request": [], "response": [read, refuse]}

    assert counts(traffic) == (1, 1)


@pytest.mark.parametrize("make", [httpx.Client, requests.Session])
def test_threads(make: Callable[[], Any], url: str) -> None:
    """Requests of many threads are all counted."""
    with make() as client:
        traffic = observed(client, url)
        threads = [
            threading.Thread(target=lambda: [client.get(f"{url}wrong", headers=KEY) for _ in range(20)])
            for _ in range(8)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

    assert counts(traffic) == (160, 160)


def test_same_request_again(url: str) -> None:
    """A request that is sent twice, and one that two observers see, is judged each time by each."""
    with httpx.Client(headers=KEY) as client:
        first, second = observed(client, url), observed(client, url)
        request = client.build_request("GET", f"{url}wrong")
        assert [client.send(request).content for _ in range(2)] == [WRONG, WRONG]
        assert counts(first) == counts(second) == (2, 2)
        first.close()
        client.send(request)

    assert (counts(first), counts(second)) == ((2, 2), (3, 3))


def test_own_client() -> None:
    """A client of this package is observed until the traffic is closed, its copies included."""
    emulator = XimilarEmulator()
    with emulator.client() as client, emulator.client() as other:
        traffic = observe(client)
        client.tasks.list()
        client.with_options(max_retries=0).tasks.list()
        other.tasks.list()
        assert counts(traffic) == (2, 0)
        traffic.close()
        client.tasks.list()

    assert counts(traffic) == (2, 0)


def test_pause(url: str) -> None:
    """Requests of a block are not observed on request, and those after it are."""
    wrapped = observe(mocked(WRONG))
    with httpx.Client(headers=KEY) as client, requests.Session() as session, httpx.Client(transport=wrapped) as mock:
        traffics = [observed(client, url), observed(session, url), wrapped.traffic]
        for _ in range(2):
            with traffics[0].paused(), traffics[1].paused(), traffics[2].paused():
                client.get(f"{url}wrong")
                session.get(f"{url}wrong")
                mock.get("https://api.ximilar.com/recognition/v2/task", headers=KEY)
            client.get(f"{url}wrong")
            session.get(f"{url}wrong", headers=KEY)
            mock.get("https://api.ximilar.com/recognition/v2/task", headers=KEY)

    assert [counts(each) for each in traffics] == [(2, 2)] * 3


def test_transports() -> None:
    """A transport stays sync, async or both; what passes it is judged."""
    emulator = XimilarEmulator()
    both = observe(emulator.transport())
    with emulator.client(transport=both) as client:
        client.tasks.list()
    assert counts(both.traffic) == (1, 0)
    assert isinstance(both, httpx.BaseTransport)
    assert isinstance(both, httpx.AsyncBaseTransport)
    sync = observe(httpx.HTTPTransport())
    assert not isinstance(sync, httpx.AsyncBaseTransport)
    asynchronous = observe(httpx.AsyncHTTPTransport())
    assert not isinstance(asynchronous, httpx.BaseTransport)


def test_mocked_transport() -> None:
    """A transport of mocks is observed, in a client and as a transport."""
    wrapped = observe(mocked(WRONG))
    with httpx.Client(transport=wrapped, headers=KEY) as client:
        traffic = observe(client)
        assert client.get("https://api.ximilar.com/recognition/v2/task").content == WRONG

    assert counts(traffic) == counts(wrapped.traffic) == (1, 1)
    with pytest.raises(ContractTrafficError, match="count"):
        wrapped.traffic.verify()


def test_additive_findings() -> None:
    """Undocumented fields are findings; they break nothing unless that is asked for."""
    body = PAGE.replace(b"{", b'{"surprise": 1, ', 1)
    with httpx.Client(transport=mocked(body), headers=KEY) as client:
        traffic = observe(client)
        client.get("https://api.ximilar.com/recognition/v2/task")

    assert [each.pointer for each in traffic.findings] == ["/surprise"]
    traffic.verify()
    with pytest.raises(ContractTrafficError, match="/surprise: the field is not documented"):
        traffic.verify(additive=True)


@pytest.mark.parametrize("thing", [None, object(), "https://example.com", httpx.Client])
def test_other_objects(thing: Any) -> None:
    """Anything else is rejected with a hint."""
    with pytest.raises(ConfigurationError, match="cannot observe") as caught:
        observe(thing)
    assert "httpx" in str(caught.value.hint)


@pytest.mark.parametrize("url", ["", "localhost:9001", "ftp://localhost", "http://", 5, "/path"])
def test_invalid_host(url: Any) -> None:
    """A host that is not an absolute URL, and an unknown vendor, are rejected with a hint."""
    with httpx.Client() as client:
        traffic = observe(client)
    with pytest.raises(ConfigurationError, match="must be absolute") as caught:
        traffic.add_host(url, VENDOR)
    assert caught.value.hint
    with pytest.raises(ConfigurationError, match="unknown vendor 'acme'") as caught:
        traffic.add_host("http://localhost:9001", "acme")
    assert VENDOR in str(caught.value.hint)


def test_saved_observation(url: str, tmp_path: Path) -> None:
    """The observation of each vendor is saved for `visionapis drift`; other hosts are in none."""
    with httpx.Client(headers=KEY) as client:
        traffic = observe(client)
        client.get(f"{url}wrong")
        assert traffic.observations == []
        traffic.add_host(url.partition(TASKS)[0], VENDOR)
        client.get(f"{url}wrong")
    traffic.save(tmp_path / "new" / "folder")
    traffic.save(tmp_path / "new" / "folder")

    assert [each.name for each in (tmp_path / "new" / "folder").iterdir()] == ["ximilar.json"]
    assert len(LARGE) > MAX_BODY_BYTES
