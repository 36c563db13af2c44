"""All mutants, and one for each pair of a vendor and a check that kills it."""

from collections.abc import Iterator

from tests.vendors.imagerecognize import mutants as imagerecognize_mutants
from tests.vendors.nanonets import mutants as nanonets_mutants
from tests.vendors.roboflow import mutants as roboflow_mutants
from tests.vendors.ximilar import mutants as ximilar_mutants
from visionapis_testing.conformance.scenarios import Scenario

from .mutations import Mutant
from .scenarios import SCENARIOS

MUTANTS: tuple[Mutant, ...] = (
    *imagerecognize_mutants.MUTANTS,
    *nanonets_mutants.MUTANTS,
    *roboflow_mutants.MUTANTS,
    *ximilar_mutants.MUTANTS,
)


def scenario_of(mutant: Mutant) -> Scenario:
    """Return the scenario that kills a mutant."""
    return next(scenario for scenario in SCENARIOS if scenario.name == mutant.scenario)


def pair_of(mutant: Mutant) -> tuple[str, str]:
    """Return the vendor and the check that kills a mutant."""
    return scenario_of(mutant).vendor, mutant.check


def _first_of_each_pair() -> Iterator[Mutant]:
    seen: set[tuple[str, str]] = set()
    for mutant in MUTANTS:
        if pair_of(mutant) not in seen:
            seen.add(pair_of(mutant))
            yield mutant


SELECTED = tuple(_first_of_each_pair())
"""The first mutant of each pair of a vendor and a check."""
