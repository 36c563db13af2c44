"""Messages and hints of the exceptions of every vendor's client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.vendors.imagerecognize import failures as imagerecognize
from tests.vendors.nanonets import failures as nanonets
from tests.vendors.roboflow import failures as roboflow
from tests.vendors.ximilar import failures as ximilar
from visionapis import VisionAPIError
from visionapis_testing.vendors import EMULATORS, find_vendor

if TYPE_CHECKING:
    from .failure import Failure

TABLES = {
    "imagerecognize": imagerecognize.FAILURES,
    "nanonets": nanonets.FAILURES,
    "roboflow": roboflow.FAILURES,
    "ximilar": ximilar.FAILURES,
}
FAILURES = [
    pytest.param(failure, id=f"{vendor}-{name}") for vendor, table in TABLES.items() for name, failure in table.items()
]


@pytest.mark.parametrize("failure", FAILURES)
def test_failure_has_this_message_and_hint(failure: Failure, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception's class, its message, which says what is wrong, and its hint, which says what to do, are exact."""
    for vendor in EMULATORS:
        monkeypatch.delenv(find_vendor(vendor).key_variable, raising=False)
        monkeypatch.delenv(find_vendor(vendor).url_variable, raising=False)
    with failure.open_client() as client, pytest.raises(VisionAPIError) as caught:
        failure.call(client)

    error = caught.value
    assert (type(error), str(error), error.hint) == (failure.error, failure.message, failure.hint)
    assert error.message == str(error)
