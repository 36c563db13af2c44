"""The target of a check, and the plan of which operations it may call."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

import httpx

from .contracts import contract
from .errors import UsageError
from .guard import EFFECTS, Budget, Effect, effects, is_production
from .scenarios import Phase, Resources
from .suites import suite

_OPTIONS: Mapping[Effect, str] = {"billable": "--allow billable --max-billable N", "mutating": "--allow mutating"}


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and what the check may send to it."""

    vendor: str
    url: str
    key: str = field(repr=False)
    resources: Resources = field(default_factory=dict[str, Sequence[str]])
    """Resources that exist on the server, by the suite's names, in addition to those that the check discovers."""
    allow: Collection[Effect] = ()
    budget: Budget = field(default_factory=Budget)
    phases: Sequence[Phase] = ("examples",)
    max_examples: int = 20
    """The maximum number of generated requests per operation."""
    fuzz_production: bool = False
    """Whether phases other than `examples` may be run on the vendor's production hosts."""
    only: Collection[str] = ()
    """The ids of the operations to call; all of them if empty."""
    server_type: str = ""
    """One of the suite's server types; derived from the URL when empty."""

    @property
    def resolved_server_type(self) -> str:
        """The server type that was given or derived from the URL."""
        return self.server_type or suite(self.vendor).server_type(self.url)

    @property
    def permitted(self) -> frozenset[Effect]:
        """The effects that calls may have; `billable` only with a budget for it."""
        return frozenset(each for each in self.allow if each != "billable" or self.budget.billable > 0)


@dataclass(frozen=True, slots=True)
class Plan:
    """The operations that a check may call, decided before anything is sent."""

    allowed: Mapping[str, frozenset[str]]
    """The effects of each operation that may be called, by operation id."""
    skipped: Mapping[str, str]
    """The reason why an operation may not be called, by operation id."""


def plan(target: Target) -> Plan:
    """Return the plan for a target. Raises UsageError for an invalid target."""
    document, chosen = contract(target.vendor), suite(target.vendor)
    if set(target.phases) - {"examples"} and is_production(document, target.url) and not target.fuzz_production:
        raise UsageError(
            f"production hosts are not fuzzed: {httpx.URL(target.url).host}",
            hint="omit --fuzz, or pass --fuzz-production if the vendor permits it",
        )
    if unknown := sorted(set(target.resources) - set(chosen.resource_names)):
        names = "; ".join(f"{name} ({description})" for name, description in chosen.resource_names.items())
        raise UsageError(
            f"unknown resource of {target.vendor}: {', '.join(unknown)}",
            hint=f"valid names for --resource: {names or 'none'}",
        )
    if target.resolved_server_type not in chosen.servers:
        raise UsageError(
            f"unknown server type of {target.vendor}: {target.resolved_server_type}",
            hint=f"valid values for --server-type: {', '.join(chosen.servers)}",
        )
    all_effects = effects(document)
    if unknown := sorted(set(target.only) - all_effects.keys()):
        near = [each for name in unknown for each in get_close_matches(name, all_effects, n=1)]
        raise UsageError(
            f"unknown operation of {target.vendor}: {', '.join(unknown)}",
            hint=f"did you mean {' or '.join(near)}?" if near else f"see visionapis check {target.vendor} --list",
        )
    skipped: dict[str, str] = {}
    for operation_id, found in all_effects.items():
        if target.only and operation_id not in target.only:
            skipped[operation_id] = "not named by --only"
            continue
        missing: list[Effect] = [each for each in EFFECTS if each in found and each not in target.permitted]
        if missing:
            options = " ".join(_OPTIONS[each] for each in missing)
            skipped[operation_id] = f"{' and '.join(sorted(found))}; pass {options} to call it"
    return Plan({each: found for each, found in all_effects.items() if each not in skipped}, skipped)
