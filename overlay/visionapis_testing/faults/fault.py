"""What can go wrong with a call: plain data, to and from JSON.

A fault says three things: whether the server gets the request (`reaches_server`), what becomes of its answer (`alter`),
and, by its class, how the connection behaves.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from reprlib import repr as shortened
from typing import Any, ClassVar

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.emulator.json_objects import misfit, read
from visionapis_testing.errors import FaultError

from .response import Answer


@dataclass(frozen=True)
class Fault:
    """Base of all faults. Raises FaultError for values that a fault cannot have."""

    kinds: ClassVar[dict[str, type["Fault"]]] = {}
    """Every kind by its name in JSON."""

    kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Name a kind after its class."""
        cls.kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()
        if not cls.__name__.startswith("_"):
            Fault.kinds[cls.kind] = cls

    def __post_init__(self) -> None:
        if wrong := misfit(self):
            raise FaultError(f"{self.kind}: {wrong.text}")

    @property
    def reaches_server(self) -> bool:
        """Whether the server gets the request, and may act on it."""
        return True

    def alter(self, answer: Answer, operation: Operation | None) -> Answer:
        """Return what arrives in place of a true answer. Raises FaultError when there is nothing to alter."""
        return answer

    def to_json(self) -> dict[str, Any]:
        """Return the fault as a JSON object."""
        return {"kind": self.kind, **asdict(self)}

    def _require(self, fits: bool, name: str, expected: str) -> None:  # noqa: FBT001 - a condition, as of assert
        if not fits:
            raise FaultError(f"{self.kind}: {name} cannot be {shortened(getattr(self, name))}: it is {expected}")

    @staticmethod
    def from_json(document: Mapping[str, Any]) -> "Fault":
        """Return the fault that a JSON object describes; what it leaves out has its default. Raises FaultError."""
        values = dict(document)
        name = values.pop("kind", None)
        kind = Fault.kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            raise FaultError(f"there is no fault of kind {name!r}; there are: {', '.join(sorted(Fault.kinds))}")
        try:
            return read(kind, values)
        except ValueError as error:
            raise FaultError(f"{kind.kind}: {error}") from None
