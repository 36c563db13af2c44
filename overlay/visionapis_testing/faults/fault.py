"""The base class of all faults, and their JSON form.

A fault defines whether the server receives the request (`reaches_server`), how its response is changed (`alter`) and,
by its class, how the connection behaves.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from reprlib import repr as shortened
from typing import Any, ClassVar

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.errors import FaultError
from visionapis_testing.validation import field_problem, from_json

from .response import PlainResponse


@dataclass(frozen=True)
class Fault:
    """Base class of all faults. Raises FaultError for invalid values."""

    kinds: ClassVar[dict[str, type["Fault"]]] = {}
    """All fault classes by the value of `kind` in JSON."""

    kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        """Derive `kind` from the name of the class."""
        cls.kind = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", cls.__name__).lower()
        if not cls.__name__.startswith("_"):
            Fault.kinds[cls.kind] = cls

    def __post_init__(self) -> None:
        if problem := field_problem(type(self), vars(self)):
            raise FaultError(f"{self.kind}: {problem}")

    @property
    def reaches_server(self) -> bool:
        """Whether the server receives the request and may process it."""
        return True

    def alter(self, response: PlainResponse, operation: Operation | None) -> PlainResponse:
        """Return the response to deliver instead. Raises FaultError if the fault does not apply to this response."""
        return response

    def to_json(self) -> dict[str, Any]:
        """Return the fault as a JSON object."""
        return {"kind": self.kind, **asdict(self)}

    def _require(self, fits: bool, name: str, expected: str) -> None:  # noqa: FBT001 - a condition, as of assert
        if not fits:
            raise FaultError(f"{self.kind}: invalid {name} {shortened(getattr(self, name))}: expected {expected}")

    @staticmethod
    def from_json(document: Mapping[str, Any]) -> "Fault":
        """Create a fault from a JSON object; omitted fields have their defaults. Raises FaultError."""
        values = dict(document)
        name = values.pop("kind", None)
        kind = Fault.kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            raise FaultError(f"unknown fault kind {shortened(name)}: expected one of {', '.join(sorted(Fault.kinds))}")
        try:
            return from_json(kind, values)
        except ValueError as error:
            raise FaultError(f"{kind.kind}: {error}") from None
