"""Every recorded request of a real client is one that the contract describes, and calls one operation."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from support import wire
from support.acceptance import RefusedError, accept
from support.contracts import ROOT

from codegen.contract import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from codegen.contract import Contract

# Wrong callers, and the rule by which the contract refuses them.
WRONG = {
    "imagerecognize_010": "content type",  # a JSON body, with the key under another name
    "imagerecognize_011": "path",  # without the slash at the end
}

CAPTURES = [(vendor, request) for vendor in wire.vendors() for request in wire.requests(vendor)]


@cache
def contract(vendor: str) -> Contract:
    """A vendor's contract."""
    return load(ROOT / "specs" / vendor / "openapi.yaml")


@pytest.mark.parametrize(
    ("vendor", "request_"),
    [pytest.param(vendor, request, id=request.name) for vendor, request in CAPTURES if request.name not in WRONG],
)
def test_capture_is_accepted(
    vendor: str, request_: wire.Request, record_property: Callable[[str, object], None]
) -> None:
    """Path, query and body fit one operation alone, in its canonical form or in another spelling that has a name."""
    forms = accept(contract(vendor), request_)
    record_property("operation", forms[0].operation.id)
    record_property("spelling", forms[0].spelling or "canonical")

    assert len({form.operation.id for form in forms}) == 1


@pytest.mark.parametrize("name", WRONG)
def test_wrong_call_is_refused(name: str) -> None:
    """The contract is no narrower than the servers, and no wider."""
    [(vendor, request)] = [(vendor, request) for vendor, request in CAPTURES if request.name == name]
    with pytest.raises(RefusedError) as caught:
        accept(contract(vendor), request)

    assert caught.value.rule == WRONG[name]


def test_table_of_operations() -> None:
    """Which operation each capture calls; `pytest -rP -k table` prints it, operations without a capture included."""
    called: dict[str, list[str]] = {
        f"{vendor} {operation.id}": [] for vendor in wire.vendors() for operation in contract(vendor).operations()
    }
    for vendor, request in CAPTURES:
        if request.name not in WRONG:
            form = accept(contract(vendor), request)[0]
            name = f"{request.name} ({form.spelling})" if form.spelling else request.name
            called[f"{vendor} {form.operation.id}"].append(name)
    for operation, names in called.items():
        print(f"{operation}: {', '.join(names) or '-'}")

    assert sum(map(len, called.values())) == len(CAPTURES) - len(WRONG)
