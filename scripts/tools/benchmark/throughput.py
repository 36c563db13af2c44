"""The calls per second of an emulator over a socket."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from scripts.tools import npm
from visionapis._vendors import find_vendor

from .examples import emulated
from .programs import announced, free_port, listening
from .rows import Row, in_turns

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from .load import Load

CALLS = 200
ROUNDS = 15

PRISM = "@stoplight/prism-cli@5.16.0"
PROGRAM = npm.home(PRISM) / "node_modules" / "@stoplight" / "prism-cli" / "dist" / "index.js"
ROOT = Path(__file__).resolve().parents[3]
CONTRACT = ROOT / "generated" / "visionapis_contracts" / emulated.VENDOR / "openapi.json"


def measure() -> list[Row]:
    """Compare our emulator with a bare route, and with a mock server that validates requests by the same contract."""
    load = emulated.make()[1]
    samples: dict[str, list[float]] = {"prism": []}
    with ExitStack() as servers:
        (ours,) = servers.enter_context(announced([sys.executable, "-m", emulated.__name__]))
        bare = servers.enter_context(starlette(load, send(ours, load).text))
        measures = {
            "ours": partial(load.per_second, ours, CALLS),
            "bare": partial(repeated(bare, load).per_second, bare, CALLS),
        }
        installed = PROGRAM.exists() or npm.install(PRISM) == 0
        if installed:
            mock = servers.enter_context(prism())
            measures["prism"] = partial(repeated(mock, load).per_second, mock, CALLS)
        samples |= in_turns(measures, ROUNDS)
    what, unit = f"{find_vendor(emulated.VENDOR).client} classify by URL, over a socket", "calls/s"
    return [
        Row(
            what,
            f"bare Starlette route, both {AutoHTTPProtocol.__name__}",
            unit,
            samples["ours"],
            samples["bare"],
            at_least=0.65,
        ),
        Row(
            what,
            "prism mock of the contract",
            unit,
            samples["ours"],
            samples["prism"],
            at_least=2.0,
            not_run="" if installed else f"npm could not install {PRISM}",
        ),
    ]


def starlette(load: Load, response: str) -> AbstractContextManager[str]:
    """Serve a bare route with uvicorn's default settings."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "--no-access-log",
        f"--port={port}",
        "scripts.tools.benchmark.constant:app",
    ]
    return listening(command, port, RESPONSE=response, RESPONSE_PATH=load.path)


def prism() -> AbstractContextManager[str]:
    """Serve the same contract with Prism."""
    port = free_port()
    return listening([npm.NODE, PROGRAM, "mock", "--host=127.0.0.1", f"--port={port}", CONTRACT], port)


def repeated(url: str, load: Load) -> Load:
    """Return the load for a server that always returns the same response, which is then the expected one."""
    value = send(url, load).json()
    for part in load.location:
        value = value[part]
    return replace(load, values=[value] * len(load.bodies))


def send(url: str, load: Load) -> httpx.Response:
    """Send the first request of a load, and return the response."""
    return httpx.post(url + load.path, json=load.bodies[0], headers=load.headers, timeout=60).raise_for_status()
