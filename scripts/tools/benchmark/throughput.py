"""How many calls a second an emulator answers over a socket."""

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

from . import emulated
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
CONTRACT = ROOT / "generated" / "visionapis_contracts" / "ximilar" / "openapi.json"


def measure() -> list[Row]:
    """Ours against a bare route, and against a server of examples that checks requests by the same contract."""
    load = emulated.make()[1]
    samples: dict[str, list[float]] = {"prism": []}
    with ExitStack() as servers:
        (ours,) = servers.enter_context(announced([sys.executable, "-m", "scripts.tools.benchmark.emulated"]))
        bare = servers.enter_context(starlette(load, answer(ours, load).text))
        measures = {
            "ours": partial(load.per_second, ours, CALLS),
            "bare": partial(repeated(bare, load).per_second, bare, CALLS),
        }
        installed = PROGRAM.exists() or npm.install(PRISM) == 0
        if installed:
            mock = servers.enter_context(prism())
            measures["prism"] = partial(repeated(mock, load).per_second, mock, CALLS)
        samples |= in_turns(measures, ROUNDS)
    what, unit = "Ximilar classify by URL, over a socket", "calls/s"
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


def starlette(load: Load, answer: str) -> AbstractContextManager[str]:
    """The address of a bare route, in the server and with the protocol that uvicorn takes when it is told nothing."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "--no-access-log",
        f"--port={port}",
        "scripts.tools.benchmark.constant:app",
    ]
    return listening(command, port, ANSWER=answer, ANSWER_PATH=load.path)


def prism() -> AbstractContextManager[str]:
    """The address of Prism with Ximilar's contract."""
    port = free_port()
    return listening([npm.NODE, PROGRAM, "mock", "--host=127.0.0.1", f"--port={port}", CONTRACT], port)


def repeated(url: str, load: Load) -> Load:
    """The load for a server whose answer is always the same: that is the right one."""
    value = answer(url, load).json()
    for part in load.place:
        value = value[part]
    return replace(load, values=[value] * len(load.bodies))


def answer(url: str, load: Load) -> httpx.Response:
    return httpx.post(url + load.path, json=load.bodies[0], headers=load.headers, timeout=60).raise_for_status()
