"""A server with a fault does not pass."""

from dataclasses import replace

import pytest

from visionapis_testing.conformance.engine import execute

from .imagerecognize_mutants import FAULTS as IMAGERECOGNIZE
from .mutants import Fault, faulty
from .nanonets_mutants import FAULTS as NANONETS
from .roboflow_mutants import FAULTS as ROBOFLOW
from .scenarios import EXAMPLES, RUNS, prepared
from .ximilar_mutants import FAULTS as XIMILAR

FAULTS = (*IMAGERECOGNIZE, *NANONETS, *ROBOFLOW, *XIMILAR)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_fault_is_found(fault: Fault) -> None:
    """The run that a fault names finds it, by the check that it names, and says so without a key."""
    (run,) = (run for run in RUNS if run.name == fault.run)

    narrowed = replace(run, operations=fault.operations or run.operations)
    report = execute(narrowed, faulty(prepared(run).emulator, fault), examples=EXAMPLES, stop_early=True)

    assert fault.check in {finding.check for finding in report.findings}
    assert [key for key in run.secrets if key in str([str(finding) for finding in report.findings])] == []


def test_server_without_a_fault_passes() -> None:
    """What stands between a run and its server changes nothing by itself."""
    run = next(run for run in RUNS if "drawing" in run.name)

    report = execute(run, faulty(prepared(run).emulator, Fault("none", run.name, "")), examples=EXAMPLES)

    assert report.findings == []
