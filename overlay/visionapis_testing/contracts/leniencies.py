"""Leniencies: requests that the real servers, and so the emulators, accept although they are not canonical.

Contract tests use this list to tell a lenient response from a wrong success. Leniencies that a contract can express are
its ``x-variants``; the others are ``LENIENCIES`` in the module ``leniencies`` of each vendor's package.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module

import httpx

from .contract import Operation, load
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
    own: Sequence[Leniency] = import_module(f"visionapis_testing.vendors.{vendor}.leniencies").LENIENCIES
    return (*_variants(vendor), *own)


def leniencies_used(vendor: str, request: httpx.Request) -> list[str]:
    """Return the names of the leniencies that a request relies on; none for a canonical request."""
    return [leniency.name for leniency in leniencies(vendor) if leniency.covers(request)]


def _variants(vendor: str) -> Iterator[Leniency]:
    for operation in load(vendor).operations:
        for variant in operation.variants[1:]:
            name = f"{operation.id}: {variant.name}"
            yield Leniency(name, "The contract lists it as a variant.", partial(_is_variant, operation, variant))


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
