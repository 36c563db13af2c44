"""The operation of a contract that a request calls, and how the request differs from it."""

from dataclasses import dataclass

from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.matching import RULES, RejectedRequestError, RequestVariant
from visionapis_testing.contracts.parsing import ParsedRequest


@dataclass(frozen=True, slots=True)
class Route:
    """The operation that a request calls."""

    operation: Operation
    rejection: RejectedRequestError | None
    """Why no variant of the operation documents the request; None if one does."""


def route(contract: Contract, request: ParsedRequest) -> Route | None:
    """Return the operation that a request calls, by method and path; its query and body decide between several.

    A path without parameters precedes a template that it also matches. None for a route that is not documented.
    """
    closest: tuple[int, Route] | None = None
    for operation, variant in _candidates(contract, request.method, request.path):
        try:
            variant.check(request)
        except RejectedRequestError as rejection:
            rank = RULES.index(rejection.rule)
            if closest is None or rank > closest[0]:
                closest = rank, Route(operation, rejection)
        else:
            return Route(operation, None)
    return closest[1] if closest else None


def operations(contract: Contract, method: str, path: str) -> list[Operation]:
    """Return the operations that a request with a method and path can call."""
    return [operation for operation, _ in _candidates(contract, method, path)]


def _candidates(contract: Contract, method: str, path: str) -> list[tuple[Operation, RequestVariant]]:
    found = [
        (variant.paths[0].count("{"), operation, variant)
        for operation in contract.operations
        for variant in operation.variants
        if variant.method == method and variant.has_path(path)
    ]
    fewest = min((parameters for parameters, _, _ in found), default=0)
    return [(operation, variant) for parameters, operation, variant in found if parameters == fewest]
