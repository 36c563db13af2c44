"""Calls raise the errors that the generated docstrings name."""

from __future__ import annotations

import pytest

from scripts.tools.regenerate.errors import STATUS_ERRORS, error_name
from tests.generated.generator_regressions.vendors import calls, opened
from tests.helpers.recording import RecordingServer, make_response
from visionapis import VisionAPIError


@pytest.mark.parametrize(
    "status", [*STATUS_ERRORS, 300, 406, 412, 415, 418, 420, 430, 499, 500, 501, 503, 507, 520, 599]
)
def test_status_raises_the_error_that_docstrings_name(status: int) -> None:
    """The generator and the client agree on the error for each status."""
    call = calls("ximilar")[0]
    with (
        RecordingServer(make_response('{"detail": "odd"}', status=f"{status} Odd")) as server,
        opened("ximilar", server.url) as resources,
        pytest.raises(VisionAPIError) as caught,
    ):
        call.send(resources)

    assert type(caught.value).__name__ == error_name(status)
