"""Messages and hints of the exceptions of every vendor's client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.vendors import VENDORS, own
from visionapis import VisionAPIError

if TYPE_CHECKING:
    from tests.client.failure import Failure

FAILURES = [
    pytest.param(failure, id=f"{vendor}-{name}", marks=pytest.mark.vendor(name=vendor))
    for vendor in VENDORS
    if (table := own(vendor, "failures"))
    for name, failure in table.FAILURES.items()
]
"""Of vendors whose messages are their own; the messages of a generated client are those of all clients."""


@pytest.mark.parametrize("failure", FAILURES)
def test_failure_has_this_message_and_hint(failure: Failure, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception's class, its message, which says what is wrong, and its hint, which says what to do, are exact."""
    for vendor in VENDORS.values():
        monkeypatch.delenv(vendor.key_variable, raising=False)
        monkeypatch.delenv(vendor.url_variable, raising=False)
    with failure.open_client() as client, pytest.raises(VisionAPIError) as caught:
        failure.call(client)

    error = caught.value
    assert (type(error), str(error), error.hint) == (failure.error, failure.message, failure.hint)
    assert error.message == str(error)
