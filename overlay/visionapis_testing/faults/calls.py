"""Which operation a request belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

    from visionapis_generated.operation import Operation as GeneratedOperation
    from visionapis_testing.contracts.contract import Contract, Operation


@dataclass(frozen=True, slots=True)
class Call:
    """A request as a plan sees it."""

    method: str
    path: str
    """Without the query, where a key can stand."""
    names: tuple[str, ...] = ()
    """Name of the call and id of the operation, as far as they are known."""
    operation: Operation | None = None
    """The contract's operation, where there is a contract and the request belongs to one."""
    reused: bool = True
    """Whether the connection has served before; where there are no connections, every one counts as reused."""

    @property
    def name(self) -> str:
        """How a log names it."""
        return self.names[0] if self.names else f"{self.method} {self.path}"


def identify(method: str, path: str, contract: Contract | None, *, reused: bool = True) -> Call:
    """Return the call that a method and a path, with or without its query, stand for."""
    path = path.partition("?")[0]
    operation = _find(method, path, contract) if contract else None
    return Call(method, path, (operation.id,) if operation else (), operation, reused)


def identify_request(request: httpx.Request, contract: Contract | None) -> Call:
    """Return the call that a request of httpx is; the clients of visionapis say so themselves."""
    made: GeneratedOperation | None = request.extensions.get("operation")
    path = request.url.raw_path.decode("ascii")
    call = identify(request.method, path, contract)
    if made is None:
        return call
    operations = contract.operations if contract else ()
    operation = next((each for each in operations if each.id == made.operation_id), None)
    return Call(call.method, call.path, (made.name, made.operation_id), operation)


def _find(method: str, path: str, contract: Contract) -> Operation | None:
    """The operation whose path is the end of a path (a server may have a prefix), the most literal one."""
    parts = _words(path)
    found: list[tuple[int, Operation]] = []
    for operation in contract.operations:
        template = _words(operation.path)
        pairs = list(zip(template, parts[len(parts) - len(template) :], strict=False))
        literal = sum(one == other for one, other in pairs)
        fits = len(parts) >= len(template) and all(one == other or one.startswith("{") for one, other in pairs)
        if operation.method == method and fits:
            found.append((literal, operation))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _words(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
