"""A server with a fault does not pass."""

import pytest

from contract.faults import Fault, FaultyServer
from contract.roboflow_faults import FAULTS
from contract.runs import EXAMPLES, RUNS
from contract.suite import execute


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_fault_is_found(fault: Fault) -> None:
    """The run that a fault names finds it, by the check that it names, and says so without a key."""
    (run,) = (run for run in RUNS if run.name == fault.run)

    report = execute(run, FaultyServer(run.serve(), fault), examples=EXAMPLES, stop_early=True)

    assert fault.check in {finding.check for finding in report.findings}
    assert [key for scheme in run.keys.values() for key in scheme.values() if key in str(report.findings)] == []


def test_server_without_a_fault_passes() -> None:
    """What stands between a run and its server changes nothing by itself."""
    run = next(run for run in RUNS if "drawing" in run.name)

    report = execute(run, FaultyServer(run.serve(), Fault("none", run.name, "")), examples=EXAMPLES)

    assert report.findings == []
