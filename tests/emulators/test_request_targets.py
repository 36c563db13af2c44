"""Requests whose target is a whole URL, which a proxy passes on as it is."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from visionapis_testing.emulator.control_api import HEALTH, PREFIX

from .channels import KEY, new_emulator

TARGETS = {
    "own address": "http://127.0.0.1:{port}/colours/1?api_key={key}",
    "another host": "https://api.example.com/colours/1?api_key={key}",
    "upper case": "HTTP://API.EXAMPLE.COM:443/colours/1?api_key={key}",
    "user and password": "http://user:pass@api.example.com/colours/1?api_key={key}",
    "address of version 6": "http://[::1]:9001/colours/1?api_key={key}",
    "a URL in the query": "http://api.example.com/colours/1?api_key={key}&image=https://example.com/1.png",
    "an encoded path": "http://api.example.com/colou%72s/1?api_key={key}",
}


def respond(target: str, host: str = "localhost") -> tuple[int, list[tuple[str, str]]]:
    """Return the status of a GET with this target, and the paths and image URLs that the emulator has received."""
    emulator = new_emulator()
    emulator.control_api = True
    with emulator.serve() as url:
        address = (str(urlsplit(url).hostname), int(urlsplit(url).port or 0))
        line = target.format(port=address[1], key=KEY)
        with socket.create_connection(address) as connection:
            connection.sendall(f"GET {line} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
            head = connection.makefile("rb").readline()
    received = [(each.path, each.query.get("image", ("",))[0]) for each in emulator.requests]
    return int(head.split()[1]), received


@pytest.mark.parametrize("name", TARGETS)
def test_whole_url(name: str) -> None:
    """A request with a whole URL reaches the operation of its path, whatever its host."""
    expected = respond("/colours/1?api_key={key}" + TARGETS[name].partition("{key}")[2])

    assert respond(TARGETS[name]) == expected
    assert expected[1][0][0] == "/colours/1"


def test_url_without_a_path() -> None:
    """A URL without a path is that of the server's root, with its query."""
    for target in ("http://api.example.com", "http://api.example.com?a=/b"):
        assert respond(target)[0] == respond("/")[0] != 400


def test_health() -> None:
    """The health check is reached by a whole URL."""
    assert respond(f"http://127.0.0.1{HEALTH}")[0] == respond(HEALTH)[0] == 200


def test_host_of_the_url_counts() -> None:
    """The control API rejects another host name in the URL, whatever the header `Host` says."""
    control = f"{PREFIX}/faults"
    assert (
        respond(f"http://evil.example{control}", host="localhost")[0] == respond(control, host="evil.example")[0] == 403
    )
    assert respond(f"http://localhost{control}", host="evil.example")[0] == respond(control)[0] == 200
