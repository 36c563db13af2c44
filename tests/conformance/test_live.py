"""A live server conforms: `pytest tests/conformance --base-url URL [--vendor VENDOR] [--resource NAME=ID]`.

Only calls without effects are sent, and billable ones with `--max-billable N`, which Roboflow needs; `visionapis check`
has options for the others.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.contracts import contract
from visionapis_testing.conformance.guard import Budget, is_production
from visionapis_testing.conformance.plan import Target
from visionapis_testing.conformance.suites import KEY, suite
from visionapis_testing.vendors import EMULATORS, find_vendor
from visionapis_testing.vendors.roboflow.conformance.servers import MULTI_LABEL, SINGLE_LABEL

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
    billable = config.getoption("--max-billable")
    return Target(
        vendor,
        url.rstrip("/"),
        os.environ.get(find_vendor(vendor).key_variable, ""),
        resources,
        allow=["billable"] if billable else [],
        budget=Budget(billable=billable),
        server_type=config.getoption("--server-type"),
    )


def test_server_conforms(pytestconfig: pytest.Config) -> None:
    """At least one operation is called, and no check fails."""
    outcome = check(target(pytestconfig))

    assert [str(finding) for finding in outcome.failures] == []
    assert outcome.exchanges, outcome.skipped


ROBOFLOW = [
    *("--resource", f"single_label={SINGLE_LABEL}", "--resource", f"multi_label={MULTI_LABEL}"),
    *("--server-type", "serverless", "--max-billable", "100"),
]


@pytest.mark.parametrize(
    ("vendor", "server_type", "options", "called", "key", "expected"),
    [
        ("imagerecognize", "documented", [], {"recognition_get_cache"}, "wrong", 1),
        ("roboflow", "serverless", ROBOFLOW, {"classification_infer"}, KEY, 0),
    ],
)
def test_options_name_the_server(
    vendor: str, server_type: str, options: Sequence[str], called: set[str], key: str, expected: int
) -> None:
    """An emulator on a socket passes with its key, and fails with a key that it rejects."""
    prepared = suite(vendor).servers[server_type]()
    with prepared.emulator.serve() as url:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", f"{__file__}::test_server_conforms"),
                *("--base-url", url, "--vendor", vendor, *options),
            ],
            cwd=ROOT,
            env={**os.environ, find_vendor(vendor).key_variable: key},
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == expected, done.stdout
    assert {request.operation_id for request in prepared.emulator.requests} == called
