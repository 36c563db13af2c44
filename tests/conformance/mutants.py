"""All mutants, and one for each pair of a vendor and a check that kills it."""

from collections.abc import Iterator

from tests.helpers.vendors import VENDORS, own
from visionapis_testing.conformance.scenarios import Scenario

from .mutations import Mutant
from .scenarios import SCENARIOS

MUTANTS: tuple[Mutant, ...] = tuple(
    mutant for vendor in VENDORS if (table := own(vendor, "mutants")) for mutant in table.MUTANTS
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
