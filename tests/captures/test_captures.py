"""Every recorded request of a real client is one that the contract describes, and calls one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers import wire
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.matching import RefusedError, accept

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing.contracts.parsing import ParsedRequest

# Wrong callers, and the rule by which the contract refuses them.
WRONG = {
    "imagerecognize_010": "content type",  # a JSON body, with the key under another name
    "imagerecognize_011": "path",  # without the slash at the end
}

CAPTURES = {name: (vendor, request) for vendor in wire.vendors() for name, request in wire.requests(vendor).items()}


@pytest.mark.parametrize(
    ("vendor", "request_"),
    [pytest.param(*captured, id=name) for name, captured in CAPTURES.items() if name not in WRONG],
)
def test_capture_is_accepted(
    vendor: str, request_: ParsedRequest, record_property: Callable[[str, object], None]
) -> None:
    """Path, query and body fit one operation alone, in its canonical form or in another spelling that has a name."""
    forms = accept(load(vendor), request_)
    record_property("operation", forms[0].operation_id)
    record_property("spelling", forms[0].spelling or "canonical")

    assert len({form.operation_id for form in forms}) == 1


@pytest.mark.parametrize("name", WRONG)
def test_wrong_call_is_refused(name: str) -> None:
    """The contract is no narrower than the servers, and no wider."""
    vendor, request = CAPTURES[name]
    with pytest.raises(RefusedError) as caught:
        accept(load(vendor), request)

    assert caught.value.rule == WRONG[name]


def test_table_of_operations() -> None:
    """Which operation each capture calls; `pytest -rP -k table` prints it, operations without a capture included."""
    called: dict[str, list[str]] = {
        f"{vendor} {operation.id}": [] for vendor in wire.vendors() for operation in load(vendor).operations
    }
    for name, (vendor, request) in CAPTURES.items():
        if name not in WRONG:
            form = accept(load(vendor), request)[0]
            called[f"{vendor} {form.operation_id}"].append(f"{name} ({form.spelling})" if form.spelling else name)
    for operation, names in called.items():
        print(f"{operation}: {', '.join(names) or '-'}")

    assert sum(map(len, called.values())) == len(CAPTURES) - len(WRONG)
