"""Requests that break a contract although the server accepted them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPMethod
from itertools import islice

from visionapis._observations.bodies import Bodies, bodies
from visionapis._observations.names import OTHER, is_name, media_type_name, path_template, without_secrets
from visionapis._observations.shapes import escape
from visionapis_testing.contracts.contract import Contract, other_slash
from visionapis_testing.contracts.matching import RejectedRequestError
from visionapis_testing.contracts.parsing import ParsedRequest
from visionapis_testing.contracts.schemas import Problem
from visionapis_testing.drift.routing import Route

_MAX_PROBLEMS = 10

_CLOSED = frozenset({"additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames"})

_TEXTS = {
    "required": "is required",
    "type": "has another type than the documented one",
    "enum": "is not a documented value",
    "const": "is not the documented value",
    "format": "has another format than the documented one",
}

# Of a body that was not kept, a contract says nothing.
_OF_BODIES = frozenset({"content type", "body"})


@dataclass(frozen=True, slots=True)
class BrokenRequest:
    """A violation of a contract by a request, without a value of the request."""

    vendor: str
    method: str
    path: str
    """The template of the path."""
    operation_id: str
    """Empty for a route that is not documented."""
    rule: str
    """`path`, `method`, `security`, `query`, `content type` or `body`."""
    pointer: str | None
    """The JSON pointer of the place in the query or the body; None for a problem of the request as a whole."""
    problem: str
    """For example `is required`."""
    status_code: int
    """The status with which the server accepted it."""

    def without(self, secrets: Sequence[str]) -> "BrokenRequest":
        """Return the same without names that contain a key, which a request can have in a wrong place."""
        folded, known = [each.casefold() for each in secrets], bodies(self.vendor).texts
        path, pointer = (without_secrets(each, folded, known) for each in (self.path, self.pointer or ""))
        return replace(self, path=path, pointer=pointer or self.pointer)

    @property
    def message(self) -> str:
        """The rule, the place and the problem."""
        return f"{self.rule}: {' '.join(filter(None, (self.pointer, self.problem)))}"


def broken(
    contract: Contract, request: ParsedRequest, found: Route | None, status_code: int, *, has_body: bool
) -> Iterator[BrokenRequest]:
    """Yield the violations of a contract, in which it calls the route `found`, by a request that the server accepted.

    Without `has_body` the body is not known, and not judged.
    """
    documents = bodies(contract.vendor)
    if found is None and _has_route(contract, request.method, other_slash(request.path)):
        return  # servers that accept both spellings do so without telling
    if found is None:
        methods = {each.method for each in contract.operations for one in each.variants if one.has_path(request.path)}
        rule = "method" if methods else "path"
        problem = f"{' or '.join(sorted(methods))} is documented" if methods else "is not documented"
        path = path_template(request.path, documents.words)
        yield BrokenRequest(contract.vendor, _method(request), path, "", rule, None, problem, status_code)
    elif found.rejection and (has_body or found.rejection.rule not in _OF_BODIES):
        operation, rule = found.operation, found.rejection.rule
        places = _places(contract, documents, operation.id, request, found.rejection)
        for pointer, text in islice(dict.fromkeys(places), _MAX_PROBLEMS):
            yield BrokenRequest(
                contract.vendor, operation.method, operation.path, operation.id, rule, pointer, text, status_code
            )


def _has_route(contract: Contract, method: str, path: str) -> bool:
    return any(
        variant.method == method and variant.has_path(path) for each in contract.operations for variant in each.variants
    )


def _method(request: ParsedRequest) -> str:
    return request.method if request.method in HTTPMethod.__members__ else OTHER


def _places(
    contract: Contract,
    documents: Bodies,
    operation_id: str,
    request: ParsedRequest,
    rejection: RejectedRequestError,
) -> Iterator[tuple[str | None, str]]:
    """Yield the pointers of what is wrong, with texts; those of the rejection itself can contain values."""
    if rejection.rule == "security":
        yield None, "no key in the documented place"
    elif rejection.rule == "content type":
        yield None, f"{media_type_name(request.media_type or '') or 'no content type'} is not documented"
    else:
        for problem in rejection.problems:
            yield from _place(contract, documents, operation_id, request, problem, is_query=rejection.rule == "query")


def _place(
    contract: Contract,
    documents: Bodies,
    operation_id: str,
    request: ParsedRequest,
    problem: Problem,
    *,
    is_query: bool,
) -> Iterator[tuple[str | None, str]]:
    if problem.keyword in _CLOSED and is_query:
        known = documents.parameters[operation_id]
        for name, _ in request.query:
            if name not in known and name.lower() not in contract.secret_parameters:
                yield _pointer([name], documents), "is not documented"
    elif problem.keyword in _CLOSED:
        yield _pointer(problem.path, documents), "has fields that are not documented"
    elif problem.keyword == "body":
        yield None, "is missing or cannot be parsed"
    else:
        yield _pointer(problem.path, documents), _TEXTS.get(problem.keyword, f"violates {problem.keyword}")


def _pointer(path: Iterable[str | int], documents: Bodies) -> str:
    parts = ["*" if isinstance(each, int) else each for each in path]
    kept = [each if each == "*" or each in documents.texts or is_name(each) else OTHER for each in parts]
    return "".join(f"/{escape(each)}" for each in kept)
