"""Plans of faults: which calls get which fault, by operation, count and probability."""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self, cast

from visionapis_testing.errors import FaultError
from visionapis_testing.validation import field_problem, from_json

from .connections import StaleConnection
from .fault import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .calls import Call

_MAX_INJECTIONS = 1_000
_MAX_RULES = 10_000  # each call checks every rule


@dataclass(frozen=True, slots=True)
class Injection:
    """An injected fault and the call that got it."""

    call: str
    """The name of the call, or its method and path without the query."""
    fault: Fault

    def to_json(self) -> dict[str, Any]:
        """Return the injection as a JSON object."""
        return {"call": self.call, "fault": self.fault.to_json()}


@dataclass(frozen=True)
class FaultRule:
    """A fault and the calls that get it: see `FaultPlan.add`. Raises FaultError for invalid values."""

    fault: Fault
    operation: str | None = None
    times: int | None = None
    skip_first: int = 0
    probability: float = 1.0

    def __post_init__(self) -> None:
        if problem := field_problem(type(self), vars(self)):
            raise FaultError(problem)
        for name, fits, expected in (
            ("times", self.times is None or self.times >= 1, "1 or more"),
            ("skip_first", self.skip_first >= 0, "0 or more"),
            ("probability", 0 < self.probability <= 1, "above 0 and at most 1"),
        ):
            if not fits:
                raise FaultError(f"invalid {name} {getattr(self, name)}: expected {expected}")

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Create a rule from a JSON object; omitted fields have their defaults. Raises FaultError."""
        fault = document.get("fault")
        if not isinstance(fault, Mapping):
            raise FaultError('invalid fault: expected an object with its kind, such as {"kind": "latency"}')
        try:
            return from_json(cls, {**document, "fault": Fault.from_json(cast("Mapping[str, Any]", fault))})
        except ValueError as error:
            raise FaultError(str(error)) from None

    def to_json(self) -> dict[str, Any]:
        """Return the rule as a JSON object."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {"fault": self.fault.to_json()}


@dataclass(slots=True)
class _RuleState:
    rule: FaultRule
    chance: random.Random | None
    seen_count: int = field(default=0, init=False)
    injected_count: int = field(default=0, init=False)

    def matches(self, call: Call) -> bool:
        """Return whether the rule applies to a call."""
        operation = self.rule.operation
        if isinstance(self.rule.fault, StaleConnection) and not call.reused:
            return False
        return operation is None or operation in {*call.names, call.method, f"{call.method} {call.path}"}

    def fires(self) -> bool:
        """Count a matching call and return whether it may get the fault."""
        self.seen_count += 1
        times = self.rule.times
        # A random number per call, used or not, so that the results of a rule do not depend on other rules.
        selected = self.chance is None or self.chance.random() < self.rule.probability
        return selected and self.seen_count > self.rule.skip_first and (times is None or self.injected_count < times)


class FaultPlan:
    """An ordered list of rules for transports, servers and emulators. It can be shared between threads.

    Random choices depend on `seed` only: equal plans inject equal faults into equal sequences of calls.
    """

    def __init__(self, *, seed: int = 0, operations: Collection[str] | None = None) -> None:
        """Create a plan. `operations` are the names that `add` accepts; by default any."""
        self._seed = seed
        self.operations = operations
        """The operation names that `add` accepts; None accepts any."""
        self._rules: list[_RuleState] = []
        self._log: deque[Injection] = deque(maxlen=_MAX_INJECTIONS)
        self._lock = threading.Lock()

    def add(
        self,
        fault: Fault,
        *,
        operation: str | None = None,
        times: int | None = None,
        skip_first: int = 0,
        probability: float = 1.0,
    ) -> None:
        """Add a rule. A call gets the fault of the first rule that fires, in the order in which rules were added.

        Args:
            fault: The fault to inject.
            operation: The calls concerned: the name of a call (`classification_infer_url`), an operation id, a method,
                or a method and a path (`POST /digits/1`). By default every call.
            times: How many calls get the fault at most. By default there is no limit.
            skip_first: How many of these calls are left unchanged first.
            probability: The probability that a call gets the fault, above 0 and at most 1.

        Raises FaultError for an unknown operation and invalid values.
        """
        rule = FaultRule(fault, operation, times, skip_first, probability)
        known = self.operations
        is_name = operation is not None and operation.islower()  # a method is in capitals
        if known is not None and is_name and operation not in known:
            raise FaultError(f"unknown operation {operation!r}: expected one of {', '.join(sorted(known))}")
        with self._lock:
            if len(self._rules) == _MAX_RULES:
                raise FaultError(f"the plan is full: it has {_MAX_RULES:,} rules")
            stream = f"{self._seed}/{len(self._rules)}"
            chance = random.Random(stream) if probability < 1 else None  # noqa: S311 - repeatable, not secret
            self._rules.append(_RuleState(rule, chance))

    def clear(self) -> None:
        """Remove all rules and injections."""
        with self._lock:
            self._rules.clear()
            self._log.clear()

    @property
    def rules(self) -> Sequence[FaultRule]:
        """All rules in the order of their addition, exhausted ones included."""
        with self._lock:
            return tuple(rule.rule for rule in self._rules)

    @property
    def injections(self) -> Sequence[Injection]:
        """The last 1,000 injections, oldest first."""
        with self._lock:
            return tuple(self._log)

    def take(self, call: Call) -> Fault | None:
        """Return the fault for a call and record the injection; None if it gets none."""
        with self._lock:
            chosen = None
            for rule in self._rules:
                if rule.matches(call) and rule.fires() and chosen is None:
                    chosen = rule
            if chosen is None:
                return None
            chosen.injected_count += 1
            fault = chosen.rule.fault
            self._log.append(Injection(call.name, fault))
            return fault
