"""What the emulators take although it is no canonical request of a contract, because the real servers take it.

The one list of it: contract tests use it to tell a tolerated request from an unjust success. Its first part is read
from the contracts, which list other spellings of their operations; what no contract can say stands in ``TOLERANCES`` of
the module ``tolerances`` in a vendor's package.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module

import httpx

from .contract import Operation, load
from .matching import Form, RefusedError
from .parsing import ParsedRequest, UnreadableBodyError, parse_sent


@dataclass(frozen=True, slots=True)
class Tolerance:
    """One kind of request that is outside the contract and still answered as if it were inside."""

    name: str
    reason: str
    covers: Callable[[httpx.Request], bool]
    """Whether a request makes use of it."""


@cache
def tolerances(vendor: str) -> Sequence[Tolerance]:
    """Return what a vendor's emulator takes beyond its contract."""
    own: Sequence[Tolerance] = import_module(f"visionapis_testing.vendors.{vendor}.leniencies").TOLERANCES
    return (*_spellings(vendor), *own)


def tolerated(vendor: str, request: httpx.Request) -> list[str]:
    """Return the names of the tolerances that a request makes use of; none for a request by the contract."""
    return [tolerance.name for tolerance in tolerances(vendor) if tolerance.covers(request)]


def _spellings(vendor: str) -> Iterator[Tolerance]:
    for operation in load(vendor).operations:
        for form in operation.forms[1:]:
            name = f"{operation.id}: {form.spelling}"
            yield Tolerance(name, "The contract lists it as another spelling.", partial(_is_spelt, operation, form))


def _is_spelt(operation: Operation, form: Form, request: httpx.Request) -> bool:
    """Whether a request is of this form, and not of the canonical one."""
    try:
        parsed = parse_sent(request)
    except UnreadableBodyError:
        return False
    return _takes(form, parsed) and not _takes(operation.forms[0], parsed)


def _takes(form: Form, request: ParsedRequest) -> bool:
    try:
        form.check(request)
    except RefusedError:
        return False
    return True
