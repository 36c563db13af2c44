"""The operation that a request belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from visionapis_generated.operation import Operation as GeneratedOperation
    from visionapis_testing.contracts.contract import Contract, Operation


@dataclass(frozen=True, slots=True)
class Call:
    """The parts of a request that rules of a plan match."""

    method: str
    path: str
    """Without the query, which may contain a key."""
    names: tuple[str, ...] = ()
    """The name of the call and the operation id, as far as known."""
    operation: Operation | None = None
    """The operation of the contract, if there is one for the request."""
    reused: bool = True
    """Whether the connection was used before; always True without a connection."""

    @property
    def name(self) -> str:
        """The name of the call in logs."""
        return self.names[0] if self.names else f"{self.method} {self.path}"


def identify(method: str, path: str, contract: Contract | None, *, reused: bool = True) -> Call:
    """Identify a call by its method and its path, with or without a query."""
    path = path.partition("?")[0]
    operation = _find(method, path, contract) if contract else None
    return Call(method, path, (operation.id,) if operation else (), operation, reused)


def identify_request(request: httpx.Request, contract: Contract | None) -> Call:
    """Identify the call of an httpx request; clients of visionapis name it in the request's extensions."""
    known: GeneratedOperation | None = request.extensions.get("operation")
    path = request.url.raw_path.decode("ascii")
    call = identify(request.method, path, contract)
    if known is None:
        return call
    operations = contract.operations if contract else ()
    operation = next((each for each in operations if each.id == known.operation_id), None)
    return Call(call.method, call.path, (known.name, known.operation_id), operation)


def _find(method: str, path: str, contract: Contract) -> Operation | None:
    """Return the operation whose path template matches the end of a path, with the most literal segments."""
    parts = _segments(path)
    found: list[tuple[int, Operation]] = []
    for operation in contract.operations:
        template = _segments(operation.path)
        pairs = list(zip(template, parts[len(parts) - len(template) :], strict=False))
        literal = sum(one == other for one, other in pairs)
        fits = len(parts) >= len(template) and all(one == other or one.startswith("{") for one, other in pairs)
        if operation.method == method and fits:
            found.append((literal, operation))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _segments(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
