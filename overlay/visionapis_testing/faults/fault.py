"""What can go wrong with a call: plain data, to and from JSON.

A fault says three things: whether the server gets the request (`reaches_server`), what becomes of its answer (`alter`),
and, by its class, how the connection behaves.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from types import UnionType
from typing import Any, ClassVar, Literal, cast, get_args, get_origin, get_type_hints

from visionapis_testing.contract import Operation
from visionapis_testing.errors import FaultError
from visionapis_testing.faults.answer import Answer


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
        hints = get_type_hints(type(self))
        for each in fields(self):
            self._require(_fits(getattr(self, each.name), hints[each.name]), each.name)

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

    def _require(self, fits: bool, name: str) -> None:  # noqa: FBT001 - a condition, as of assert
        if not fits:
            raise FaultError(f"{self.kind}: {name} cannot be {getattr(self, name)!r}")

    @staticmethod
    def from_json(document: Mapping[str, Any]) -> "Fault":
        """Return the fault that a JSON object describes; what it leaves out has its default. Raises FaultError."""
        values = dict(document)
        name = values.pop("kind", None)
        kind = Fault.kinds.get(name) if isinstance(name, str) else None
        if kind is None:
            raise FaultError(f"there is no fault of kind {name!r}; there are: {', '.join(sorted(Fault.kinds))}")
        known = [each.name for each in fields(kind)]
        if unknown := sorted(set(values).difference(known)):
            raise FaultError(f"{kind.kind}: no field {unknown[0]!r}; there are: {', '.join(known) or 'none'}")
        return kind(**values)


def _fits(value: object, hint: Any) -> bool:
    """Whether a value, perhaps of JSON, is of a field's type."""
    match get_origin(hint) or hint:
        case kind if kind is Literal:
            return value in get_args(hint)
        case kind if kind is UnionType:
            return any(_fits(value, each) for each in get_args(hint))
        case kind if kind is Mapping:
            pairs = cast("Mapping[object, object]", value).items() if isinstance(value, Mapping) else [(None, None)]
            return all(isinstance(part, str) for pair in pairs for part in pair)
        case kind if kind is float:
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case kind if kind is int:
            return isinstance(value, int) and not isinstance(value, bool)
        case kind:
            return isinstance(value, kind)
