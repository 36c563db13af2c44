"""The scenarios kill mutants: one for each pair of a vendor and a check; `scripts/test --all-faults` runs them all."""

from dataclasses import replace

import pytest

from visionapis_testing.conformance.engine import execute

from .mutants import MUTANTS, SELECTED, pair_of, scenario_of
from .mutations import Mutant, mutated
from .scenarios import MAX_EXAMPLES, SCENARIOS, prepare


@pytest.mark.parametrize("mutant", SELECTED, ids=lambda mutant: ": ".join((pair_of(mutant)[0], mutant.name)))
def test_mutant_is_killed(mutant: Mutant) -> None:
    """The scenario of a mutant kills it with the mutant's check, and no finding has a key."""
    scenario = scenario_of(mutant)

    narrowed = replace(scenario, operations=mutant.operations or scenario.operations)
    app = mutated(prepare(scenario).emulator, mutant)
    report = execute(narrowed, app, max_examples=MAX_EXAMPLES, fail_fast=True)

    assert mutant.check in {finding.check for finding in report.findings}
    assert [key for key in scenario.secrets if key in str([str(finding) for finding in report.findings])] == []


def test_every_pair_is_selected() -> None:
    """Each vendor and check that kills a mutant has exactly one mutant here."""
    assert sorted(map(pair_of, SELECTED)) == sorted({*map(pair_of, MUTANTS)})


def test_server_without_a_fault_passes() -> None:
    """The proxy in front of a mutant's emulator causes no findings by itself."""
    scenario = next(scenario for scenario in SCENARIOS if "visualization" in scenario.name)

    app = mutated(prepare(scenario).emulator, Mutant("none", scenario.name, ""))
    report = execute(scenario, app, max_examples=MAX_EXAMPLES)

    assert report.findings == []
