"""Every captured request of a real client matches the contract, and calls one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers import wire
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.matching import RejectedRequestError, matching_variants

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing.contracts.parsing import ParsedRequest

# Requests of broken clients, and the rule by which the contract rejects them.
REJECTED = {
    "imagerecognize_010": "content type",  # a JSON body, with the key under another name
    "imagerecognize_011": "path",  # without the slash at the end
}

CAPTURES = {name: (vendor, request) for vendor in wire.vendors() for name, request in wire.recorded(vendor).items()}


@pytest.mark.parametrize(
    ("vendor", "request_"),
    [pytest.param(*captured, id=name) for name, captured in CAPTURES.items() if name not in REJECTED],
)
def test_capture_is_accepted(
    vendor: str, request_: ParsedRequest, record_property: Callable[[str, object], None]
) -> None:
    """Path, query and body match exactly one operation, in its canonical form or as a named variant."""
    variants = matching_variants(load(vendor), request_)
    record_property("operation", variants[0].operation_id)
    record_property("variant", variants[0].name or "canonical")

    assert len({variant.operation_id for variant in variants}) == 1


@pytest.mark.parametrize("name", REJECTED)
def test_broken_client_is_rejected(name: str) -> None:
    """The request of a broken client is rejected by the expected rule."""
    vendor, request = CAPTURES[name]
    with pytest.raises(RejectedRequestError) as caught:
        matching_variants(load(vendor), request)

    assert caught.value.rule == REJECTED[name]


def test_table_of_operations() -> None:
    """Every capture calls an operation; `pytest -rP -k table` prints which, and operations without a capture."""
    called: dict[str, list[str]] = {
        f"{vendor} {operation.id}": [] for vendor in wire.vendors() for operation in load(vendor).operations
    }
    for name, (vendor, request) in CAPTURES.items():
        if name not in REJECTED:
            variant = matching_variants(load(vendor), request)[0]
            called[f"{vendor} {variant.operation_id}"].append(f"{name} ({variant.name})" if variant.name else name)
    for operation, names in called.items():
        print(f"{operation}: {', '.join(names) or '-'}")

    assert sum(map(len, called.values())) == len(CAPTURES) - len(REJECTED)
