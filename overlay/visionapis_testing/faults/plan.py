"""When which fault happens: by call, by count, by chance."""

from __future__ import annotations

import random
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self, cast

from visionapis_testing.emulator.json_objects import misfit, read
from visionapis_testing.errors import FaultError

from .connections import KeepAliveLost
from .fault import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from .calls import Call

_KEPT = 1_000
_MOST = 10_000  # faults to come: each call looks at all of them


@dataclass(frozen=True, slots=True)
class Injection:
    """A fault that was injected, and into which call."""

    call: str
    """The call's name; the method and the path without its query, where it has none."""
    fault: Fault

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {"call": self.call, "fault": self.fault.to_json()}


@dataclass(frozen=True)
class PlannedFault:
    """A fault, and which calls get it: see ``FaultPlan.add``. Raises FaultError for values that make no sense."""

    fault: Fault
    operation: str | None = None
    times: int | None = None
    after: int = 0
    probability: float = 1.0

    def __post_init__(self) -> None:
        if wrong := misfit(self):
            raise FaultError(wrong.text)
        if (self.times is not None and self.times < 1) or self.after < 0 or not 0 < self.probability <= 1:
            raise FaultError("times is at least 1, after at least 0, probability above 0 and at most 1")

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Self:
        """Return what a JSON object describes; what it leaves out has its default. Raises FaultError."""
        fault = document.get("fault")
        if not isinstance(fault, Mapping):
            raise FaultError('"fault" is to be an object with the fault\'s kind, such as {"kind": "latency"}')
        try:
            return read(cls, {**document, "fault": Fault.from_json(cast("Mapping[str, Any]", fault))})
        except ValueError as error:
            raise FaultError(str(error)) from None

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return {each.name: getattr(self, each.name) for each in fields(self)} | {"fault": self.fault.to_json()}


@dataclass(slots=True)
class _Rule:
    planned: PlannedFault
    chance: random.Random | None
    seen: int = field(default=0, init=False)
    injected: int = field(default=0, init=False)

    def matches(self, call: Call) -> bool:
        """Whether the rule is about a call."""
        operation = self.planned.operation
        if isinstance(self.planned.fault, KeepAliveLost) and not call.reused:
            return False
        return operation is None or operation in {*call.names, call.method, f"{call.method} {call.path}"}

    def fires(self) -> bool:
        """Whether the next call that matches may get the fault. Each is drawn for, so that no rule moves another."""
        self.seen += 1
        times = self.planned.times
        drawn = self.chance is None or self.chance.random() < self.planned.probability
        return drawn and self.seen > self.planned.after and (times is None or self.injected < times)


class FaultPlan:
    """Faults to come, for transports, servers and emulators alike; it may be shared between threads.

    Equal plans inject equal faults into equal sequences of calls: chance follows `seed`.
    """

    def __init__(self, *, seed: int = 0, operations: Collection[str] | None = None) -> None:
        """`operations` are the names that `add` takes; anything, where they are not known."""
        self._seed = seed
        self.operations = operations
        """Names that `add` takes; None for any."""
        self._rules: list[_Rule] = []
        self._log: deque[Injection] = deque(maxlen=_KEPT)
        self._lock = threading.Lock()

    def add(
        self,
        fault: Fault,
        *,
        operation: str | None = None,
        times: int | None = None,
        after: int = 0,
        probability: float = 1.0,
    ) -> None:
        """Add a fault. A call gets the first whose turn it is, in the order in which they were added.

        `operation` is the name of a call (`classification_infer_url`), an operation id of the contract, a method, or
        a method and a path (`POST /digits/1`); any call, when it is left out. `after` so many of these calls, at most
        `times` of them get the fault, each with `probability`. Raises FaultError.
        """
        planned = PlannedFault(fault, operation, times, after, probability)
        known = self.operations
        is_name = operation is not None and operation.islower()  # a method is in capitals
        if known is not None and is_name and operation not in known:
            raise FaultError(f"there is no operation {operation!r} here; there are: {', '.join(sorted(known))}")
        with self._lock:
            if len(self._rules) == _MOST:
                raise FaultError(f"{_MOST:,} faults are planned already: clear the plan first")
            named = f"{self._seed}/{len(self._rules)}"
            chance = random.Random(named) if probability < 1 else None  # noqa: S311 - chance that can be repeated
            self._rules.append(_Rule(planned, chance))

    def clear(self) -> None:
        """Forget all faults, those to come and those that were injected."""
        with self._lock:
            self._rules.clear()
            self._log.clear()

    @property
    def planned(self) -> Sequence[PlannedFault]:
        """What was added, also what has had all its turns, in this order."""
        with self._lock:
            return tuple(rule.planned for rule in self._rules)

    @property
    def log(self) -> Sequence[Injection]:
        """What was injected, oldest first; the last 1,000."""
        with self._lock:
            return tuple(self._log)

    def take(self, call: Call) -> Fault | None:
        """Return the fault for a call that is being made, and note it; None when it is to go well."""
        with self._lock:
            chosen = None
            for rule in self._rules:
                if rule.matches(call) and rule.fires() and chosen is None:
                    chosen = rule
            if chosen is None:
                return None
            chosen.injected += 1
            fault = chosen.planned.fault
            self._log.append(Injection(call.name, fault))
            return fault
