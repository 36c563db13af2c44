"""A live server conforms: `pytest tests/conformance --base-url URL [--vendor VENDOR] [--resource NAME=ID]`.

Only calls without effects are sent; `visionapis check` has options for the others.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.guard import is_production
from visionapis_testing.conformance.plan import Target
from visionapis_testing.conformance.suites import KEY, suite
from visionapis_testing.vendors import EMULATORS, find_vendor

ROOT = Path(__file__).resolve().parents[2]


def target(config: pytest.Config) -> Target:
    """Return the target that the options describe."""
    url = str(config.getoption("--base-url", default=None) or "")
    if not url:
        pytest.skip("no server to check: --base-url is not set")
    vendor = config.getoption("--vendor") or next(
        (vendor for vendor in EMULATORS if is_production(contract(vendor), url)), None
    )
    if vendor not in EMULATORS:
        pytest.fail(f"{httpx.URL(url).host} is not a vendor's host: pass --vendor, one of {', '.join(EMULATORS)}")
    resources: dict[str, list[str]] = {}
    for name, _, value in (each.partition("=") for each in config.getoption("--resource")):
        resources.setdefault(name, []).append(value)
    return Target(vendor, url.rstrip("/"), os.environ.get(find_vendor(vendor).key_variable, ""), resources)


def test_server_conforms(pytestconfig: pytest.Config) -> None:
    """At least one operation is called, and no check fails."""
    outcome = check(target(pytestconfig))

    assert [str(finding) for finding in outcome.failures] == []
    assert outcome.exchanges, outcome.skipped


@pytest.mark.parametrize(("key", "expected"), [(KEY, 0), ("wrong", 1)])
def test_options_name_the_server(key: str, expected: int) -> None:
    """An emulator on a socket passes with its key, and fails with a key that it rejects."""
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
