"""A finding: a difference between the traffic of an API and its contract."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Literal, TypeAlias

from visionapis._observations.observation import Seen, leaves

from .effects import Effect

Severity: TypeAlias = Literal["breaking", "suspicious", "additive"]

Kind: TypeAlias = Literal[
    "deprecation",
    "format",
    "frequent_status",
    "invalid_json",
    "latency",
    "missing_field",
    "page_size",
    "redirect",
    "sunset",
    "undocumented_content_type",
    "undocumented_field",
    "undocumented_null",
    "undocumented_route",
    "undocumented_status",
    "undocumented_type",
    "undocumented_value",
    "vanished_field",
]

ORDER: tuple[Severity, ...] = ("breaking", "suspicious", "additive")
"""`breaking` for users of the client, `suspicious` if that is unknown, `additive` if nothing changes for them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference between the traffic and the contract."""

    kind: Kind
    check: str
    """The check of `visionapis check` that fails for it; empty if there is none."""
    severity: Severity
    operation_id: str
    """Empty for an unknown route."""
    status_code: int | None
    pointer: str | None
    """The JSON pointer of the place in the response body; None for a finding about the response as a whole."""
    message: str
    detail: str
    """The new type, value, format, content type, route, target or day; several are separated by commas."""
    count: int
    """How many messages have it."""
    of: int
    """Of how many that could."""
    first: str
    last: str
    effect: Effect

    @property
    def place(self) -> str:
        """The status and the JSON pointer."""
        status = "" if self.status_code is None else str(self.status_code)
        return f"{status} {self.pointer or ''}".strip()


def total(node: dict[str, Any], leaf: str = "") -> Seen:
    """Return the sum of the counts of a node; with `leaf`, of that child of each of its children."""
    seen = [each for path, each in leaves(node) if not leaf or path[1:] == (leaf,)]
    return Seen(sum(each.count for each in seen), min(each.first for each in seen), max(each.last for each in seen))


def finding(
    kind: Kind,
    check: str,
    severity: Severity,
    message: str,
    seen: Seen,
    of: int,
    effect: Effect,
    operation_id: str = "",
    status_code: int | None = None,
    pointer: str | None = None,
    detail: str = "",
) -> Finding:
    """Return a finding about messages that were seen, of how many that could have it."""
    times = (seen.count, of, seen.first, seen.last)
    return Finding(kind, check, severity, operation_id, status_code, pointer, message, detail, *times, effect)


def status_text(status_code: int) -> str:
    """Return a status with its name, such as `404 Not Found`, if it has one."""
    try:
        return f"{status_code} {HTTPStatus(status_code).phrase}"
    except ValueError:
        return str(status_code)
