"""Every run of the suite against its emulator."""

from visionapis_testing.conformance.scenarios import Run
from visionapis_testing.conformance.suites import KEY, Prepared, suite
from visionapis_testing.vendors import EMULATORS

EXAMPLES = 20
"""Drawn requests an operation and run; those of the coverage phase, more in number, do not depend on it."""


def prepared(run: Run) -> Prepared:
    """A new server for a run, always the same."""
    return suite(run.vendor).servers[run.server]()


RUNS = tuple(
    run
    for vendor in EMULATORS
    for server, prepare in suite(vendor).servers.items()
    for run in suite(vendor).runs(server, prepare().known, KEY)
)
