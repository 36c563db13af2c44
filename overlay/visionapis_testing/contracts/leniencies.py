"""Leniencies: requests that the real servers, and so the emulators, accept although they are not canonical.

Contract tests use this list to tell a lenient response from a wrong success. Leniencies that a contract can express are
its ``x-variants``; the others are ``LENIENCIES`` in the module ``leniencies`` of each vendor's package.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module

import httpx

from visionapis._vendors import find_vendor

from .contract import Contract, Operation, load
from .matching import RejectedRequestError, RequestVariant
from .parsing import ParsedRequest, UnreadableBodyError, parse_sent


@dataclass(frozen=True, slots=True)
class Leniency:
    """A kind of non-canonical request that is accepted."""

    name: str
    reason: str
    covers: Callable[[httpx.Request], bool]
    """Whether a request relies on the leniency."""


@cache
def leniencies(vendor: str) -> Sequence[Leniency]:
    """Return the leniencies of a vendor."""
    own = find_vendor(vendor).testing
    others: Sequence[Leniency] = (
        import_module(f"{own}.leniencies").LENIENCIES if own else [_unknown_parameters(load(vendor))]
    )
    return (*_variants(vendor), *others)


def leniencies_used(vendor: str, request: httpx.Request) -> list[str]:
    """Return the names of the leniencies that a request relies on; none for a canonical request."""
    return [leniency.name for leniency in leniencies(vendor) if leniency.covers(request)]


def _variants(vendor: str) -> Iterator[Leniency]:
    for operation in load(vendor).operations:
        for variant in operation.variants[1:]:
            name = f"{operation.id}: {variant.name}"
            yield Leniency(name, "The contract lists it as a variant.", partial(_is_variant, operation, variant))


def _unknown_parameters(contract: Contract) -> Leniency:
    """Return the only leniency of a generic emulator beyond its contract."""

    def has_unknown_parameter(request: httpx.Request) -> bool:
        known = {
            parameter["name"]
            for operation in contract.operations
            for variant in operation.variants
            if variant.method == request.method and variant.has_path(request.url.path)
            for parameter in variant.parameters
        }
        names = {*map(str.lower, known), *contract.secret_parameters}
        return not names.issuperset(map(str.lower, request.url.params))

    return Leniency("unknown-parameter", "Unknown query parameters are ignored.", has_unknown_parameter)


def _is_variant(operation: Operation, variant: RequestVariant, request: httpx.Request) -> bool:
    """Return whether a request matches the variant and not the canonical one."""
    try:
        parsed = parse_sent(request)
    except UnreadableBodyError:
        return False
    return _matches(variant, parsed) and not _matches(operation.variants[0], parsed)


def _matches(variant: RequestVariant, request: ParsedRequest) -> bool:
    try:
        variant.check(request)
    except RejectedRequestError:
        return False
    return True
