"""The operation of a contract that a request calls, and how the request differs from it."""

from dataclasses import dataclass

from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.matching import RULES, RejectedRequestError
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
    candidates = [
        (variant.paths[0].count("{"), operation, variant)
        for operation in contract.operations
        for variant in operation.variants
        if variant.method == request.method and variant.has_path(request.path)
    ]
    fewest = min((parameters for parameters, _, _ in candidates), default=0)
    closest: tuple[int, Route] | None = None
    for parameters, operation, variant in candidates:
        if parameters > fewest:
            continue
        try:
            variant.check(request)
        except RejectedRequestError as rejection:
            rank = RULES.index(rejection.rule)
            if closest is None or rank > closest[0]:
                closest = rank, Route(operation, rejection)
        else:
            return Route(operation, None)
    return closest[1] if closest else None
