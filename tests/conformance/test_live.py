"""A server elsewhere conforms: `pytest tests/contract --base-url URL [--vendor VENDOR] [--use NAME=VALUE]`.

Only what costs and changes nothing is called; `visionapis check` is the way to more.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from visionapis_testing.conformance.check import Target, check
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.live import is_production
from visionapis_testing.conformance.suites import KEY, suite
from visionapis_testing.vendors import EMULATORS, key_variable

ROOT = Path(__file__).resolve().parents[2]


def target(config: pytest.Config) -> Target:
    """What the options say."""
    url = str(config.getoption("--base-url", default=None) or "")
    if not url:
        pytest.skip("not run: no --base-url names a server")
    vendor = config.getoption("--vendor") or next(
        (vendor for vendor in EMULATORS if is_production(contract(vendor), url)), None
    )
    if vendor not in EMULATORS:
        pytest.fail(f"{httpx.URL(url).host} is no vendor's own host: say --vendor, one of {', '.join(EMULATORS)}")
    used: dict[str, list[str]] = {}
    for name, _, value in (each.partition("=") for each in config.getoption("--use")):
        used.setdefault(name, []).append(value)
    return Target(vendor, url.rstrip("/"), os.environ.get(key_variable(vendor), ""), used)


def test_server_conforms(pytestconfig: pytest.Config) -> None:
    """No check fails, and something was called."""
    outcome = check(target(pytestconfig))

    assert [str(finding) for finding in outcome.failures] == []
    assert outcome.exchanges, outcome.left_out


@pytest.mark.parametrize(("key", "expected"), [(KEY, 0), ("wrong", 1)])
def test_pytest_is_pointed_at_a_server(key: str, expected: int) -> None:
    """The option is heeded: an emulator on a socket passes, and does not with a key that it refuses."""
    prepared = suite("imagerecognize").servers["documented"]()
    with prepared.emulator.serve() as url:
        options = ["--base-url", url, "--vendor", "imagerecognize"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", f"{__file__}::test_server_conforms", *options],
            cwd=ROOT,
            env={**os.environ, "IMAGERECOGNIZE_API_KEY": key},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == expected, done.stdout
    assert {request.operation_id for request in prepared.emulator.requests} == {"recognition_get_cache"}
