"""Who may use the control API."""

from __future__ import annotations

import asyncio
from ipaddress import ip_network
from typing import TYPE_CHECKING

import httpx
import pytest

from visionapis_testing.emulator.control_api import HEALTH, PREFIX

from .channels import new_emulator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visionapis_testing import Emulator

FAULTS = f"{PREFIX}/faults"
BUSY = {"fault": {"kind": "status_response", "status_code": 503}, "times": 1}
NETWORKS = [ip_network("192.0.2.0/24"), ip_network("2001:db8::/32")]


def post(emulated: Emulator, client: str, path: str = FAULTS, headers: Mapping[str, str] | None = None) -> list[int]:
    """Return the statuses of a GET and a POST to a path of the control API, and of a call of the vendor's API."""

    async def send() -> list[int]:
        transport = httpx.ASGITransport(app=emulated.app, client=(client, 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1", headers=headers) as session:
            responses = [await session.get(path), await session.post(path, json=BUSY), await session.get("/colours/1")]
            return [response.status_code for response in responses]

    return asyncio.run(send())


@pytest.mark.parametrize("client", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_programs_on_this_machine(client: str) -> None:
    """Programs on this machine may use it, over every loopback address."""
    assert post(new_emulator(), client) == [200, 200, 503]


@pytest.mark.parametrize("client", ["192.0.2.7", "2001:db8::7", "elsewhere", "::ffff:192.0.2.7", "0.0.0.0"])
def test_other_machines(client: str) -> None:
    """Other machines are rejected, but can call the vendor's operations."""
    emulated = new_emulator()
    assert post(emulated, client) == [403, 403, 401]
    assert emulated.faults.rules == ()


@pytest.mark.parametrize("client", ["192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7", "127.0.0.1"])
def test_allowed_networks(client: str) -> None:
    """Programs on networks in `control_from` may use it, under any host name; this machine still may."""
    emulated = new_emulator()
    emulated.control_from = NETWORKS
    headers = {} if client == "127.0.0.1" else {"host": "emulator:9001"}
    assert post(emulated, client, headers=headers) == [200, 200, 503]


@pytest.mark.parametrize("client", ["198.51.100.7", "2001:db9::7"])
def test_neighbours_of_allowed_networks(client: str) -> None:
    """Other networks than those in `control_from` stay rejected, whatever a proxy header says."""
    emulated = new_emulator()
    emulated.control_from = NETWORKS
    assert post(emulated, client, headers={"x-forwarded-for": "127.0.0.1"}) == [403, 403, 401]


@pytest.mark.parametrize("client", ["127.0.0.1", "192.0.2.7"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://example.com"},
        {"origin": "null"},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "cross-site"},
    ],
)
def test_web_pages(client: str, headers: dict[str, str]) -> None:
    """Web pages are rejected on every method, also those of the emulator's own origin and of allowed networks."""
    emulated = new_emulator()
    emulated.control_from = NETWORKS
    assert post(emulated, client, headers=headers) == [403, 403, 401]


@pytest.mark.parametrize(
    "host", ["evil.test:9001", "localhost.evil.test", "127.0.0.1.evil.test", "127.1", "", "[evil]"]
)
def test_rebound_host_names(host: str) -> None:
    """A name that may have been pointed at this machine is rejected (DNS rebinding)."""
    assert post(new_emulator(), "127.0.0.1", headers={"host": host}) == [403, 403, 401]


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:9001", "app.localhost:1", "127.0.0.1:9001", "[::1]:9001", "192.0.2.7"]
)
def test_local_host_names(host: str) -> None:
    """`localhost` and IP addresses are accepted as the host."""
    assert post(new_emulator(), "127.0.0.1", headers={"host": host}) == [200, 200, 503]


@pytest.mark.parametrize("control_api", [True, False])
def test_health_is_open_to_all(*, control_api: bool) -> None:
    """A GET of the health path succeeds for every machine, page and host, and is not recorded as a call."""
    emulated = new_emulator()
    emulated.control_api = control_api
    headers = {"host": "emulator.example", "origin": "https://example.com"}
    assert post(emulated, "192.0.2.7", HEALTH, headers)[0] == 200
    assert [request.path for request in emulated.requests if request.method == "GET"] == ["/colours/1"]
