"""When which fault happens: by call, by count, by chance."""

from __future__ import annotations

import random
import threading
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from visionapis_testing.errors import FaultError
from visionapis_testing.faults.connections import KeepAliveLost

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from visionapis_testing.faults.calls import Call
    from visionapis_testing.faults.fault import Fault

_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Injection:
    """A fault that was injected, and into which call."""

    call: str
    """The call's name; the method and the path without its query, where it has none."""
    fault: Fault


@dataclass(slots=True)
class _Rule:
    fault: Fault
    operation: str | None
    times: int | None
    after: int
    probability: float
    chance: random.Random
    seen: int = field(default=0, init=False)
    injected: int = field(default=0, init=False)

    def matches(self, call: Call) -> bool:
        """Whether the rule is about a call."""
        if isinstance(self.fault, KeepAliveLost) and not call.reused:
            return False
        return self.operation is None or self.operation in {*call.names, call.method, f"{call.method} {call.path}"}

    def fires(self) -> bool:
        """Whether the next call that matches may get the fault. Each is drawn for, so that no rule moves another."""
        self.seen += 1
        drawn = self.chance.random() < self.probability
        return drawn and self.seen > self.after and (self.times is None or self.injected < self.times)


class FaultPlan:
    """Faults to come, for transports, servers and emulators alike; it may be shared between threads.

    Equal plans inject equal faults into equal sequences of calls: chance follows `seed`.
    """

    def __init__(self, *, seed: int = 0, operations: Collection[str] | None = None) -> None:
        """`operations` are the names that `add` takes; anything, where they are not known."""
        self._seed = seed
        self._operations = operations
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
        known = self._operations
        is_name = operation is not None and operation.islower()  # a method is in capitals
        if known is not None and is_name and operation not in known:
            raise FaultError(f"there is no operation {operation!r} here; there are: {', '.join(sorted(known))}")
        if (times is not None and times < 1) or after < 0 or not 0 < probability <= 1:
            raise FaultError("times is at least 1, after at least 0, probability above 0 and at most 1")
        with self._lock:
            chance = random.Random(f"{self._seed}/{len(self._rules)}")  # noqa: S311 - chance that can be repeated
            self._rules.append(_Rule(fault, operation, times, after, probability, chance))

    def clear(self) -> None:
        """Forget all faults, those to come and those that were injected."""
        with self._lock:
            self._rules.clear()
            self._log.clear()

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
            self._log.append(Injection(call.name, chosen.fault))
            return chosen.fault
