"""Copies of httpx and httpcore under other names: what they log and raise shows no key."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.recording import RecordingServer, make_response

KEY = "rf_canary-key"

ALIAS = """
import asyncio, logging, sys, traceback
from contextlib import suppress
import httpcore2, httpx2
sys.modules["httpx"], sys.modules["httpcore"] = httpx2, httpcore2
from visionapis import AsyncRoboflow, ResponseDecodeError, Roboflow
"""

ECHOED = """
logging.basicConfig(level=logging.DEBUG, format="%(name)s %(message)s")

async def main():
    async with AsyncRoboflow(sys.argv[2], base_url=sys.argv[1], transport="httpx") as client:
        with suppress(ResponseDecodeError):
            await client.infer("https://images.example.com/a.png", model="digits/1")

asyncio.run(main())
with Roboflow(sys.argv[2], base_url=sys.argv[1]) as client, suppress(ResponseDecodeError):
    client.infer("https://images.example.com/a.png", model="digits/1")
"""

FAILING = """
def fail(*_, **__):
    raise LookupError

class Backend(httpcore2.NetworkBackend):
    connect_tcp = fail

network = httpx2.HTTPTransport()
network._pool = httpcore2.ConnectionPool(network_backend=Backend())
for transport in httpx2.MockTransport(fail), network:
    with Roboflow(sys.argv[2], base_url=sys.argv[1], api_key_in="query", transport=transport) as client:
        try:
            client.infer("https://images.example.com/a.png", model="digits/1")
        except LookupError as error:
            frames = traceback.walk_tb(error.__traceback__)
            print(*sorted({frame.f_globals["__name__"].partition(".")[0] for frame, _ in frames}))
"""


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with the packages httpx2 and httpcore2."""
    for name in ("httpx", "httpcore"):
        spec = importlib.util.find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        source = Path(spec.origin).parent
        for path in source.rglob("*.py"):
            text = re.sub(r"\b(httpx|httpcore)\b", r"\g<1>2", path.read_text(encoding="utf-8"))
            target = tmp_path / f"{name}2" / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return tmp_path


def run(packages: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Run a program whose httpx is httpx2, with a server that repeats the key."""
    with RecordingServer(make_response("{}", x_echo=KEY)) as server:
        command = [sys.executable, "-c", ALIAS + program, server.url, KEY]
        environment = {"PYTHONPATH": str(packages)}
        return subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_log_records_are_redacted(packages: Path) -> None:
    """Loggers of other names log no key that a server repeats."""
    result = run(packages, ECHOED)

    assert result.returncode == 0, result.stderr
    assert result.stderr.count("(b'x-echo', b'***')") == 2
    assert "httpcore2.http11 receive_response_headers.complete" in result.stderr
    assert KEY not in result.stderr


def test_tracebacks_have_no_frame_of_the_library(packages: Path) -> None:
    """An exception of a caller's handler or network backend has no frame of a library, which would hold the key."""
    result = run(packages, FAILING)

    assert (result.returncode, result.stdout) == (0, "__main__ visionapis visionapis_generated\n" * 2), result.stderr
