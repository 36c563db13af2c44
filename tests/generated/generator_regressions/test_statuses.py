"""Statuses that Python's `http.HTTPStatus` does not know.

The generator's code ends with a ValueError at them
(https://github.com/openapi-generators/openapi-python-client/issues/1442).
"""

from __future__ import annotations

import pytest
from tests.helpers.recording import (RecordingServer, answer)

from .vendors import (VENDORS, calls, opened, send_asynchronously)
from visionapis import (BadRequestError, DecodeError, ServerError, VisionAPIError)

STATUSES: dict[int, type[VisionAPIError]] = {
    420: BadRequestError,
    430: BadRequestError,
    499: BadRequestError,
    520: ServerError,
    599: ServerError,
}


def outcome(error: object) -> tuple[type, object, object]:
    """What a caller sees of an error."""
    return type(error), getattr(error, "status", None), getattr(error, "body", None)


@pytest.mark.parametrize("vendor", VENDORS)
@pytest.mark.parametrize("status", STATUSES)
def test_unknown_status_is_a_typed_error(status: int, vendor: str) -> None:
    """Every method raises the error of the status's class, with status and body."""
    outcomes = {}
    with RecordingServer(answer('{"message": "odd"}', status=f"{status} Odd")) as server:
        with opened(vendor, server.url) as facade:
            for example in calls(vendor):
                with pytest.raises(VisionAPIError) as caught:
                    example.send(facade)
                outcomes[example.call.name] = outcome(caught.value)
        asynchronous = send_asynchronously(vendor, server.url, calls(vendor))

    expected = (STATUSES[status], status, {"message": "odd"})
    assert outcomes == {example.call.name: expected for example in calls(vendor)}
    assert [outcome(error) for error in asynchronous] == [expected] * len(asynchronous)


@pytest.mark.parametrize("vendor", VENDORS)
def test_unknown_success_is_read_as_one(vendor: str) -> None:
    """299 is a success, and a web page is no answer, to methods that have none neither."""
    outcomes = {}
    page = answer("<html>", status="299 Odd", content_type="text/html")
    with RecordingServer(page) as server, opened(vendor, server.url) as facade:
        for example in calls(vendor):
            try:
                outcomes[example.call.name] = example.send(facade)
            except VisionAPIError as error:
                outcomes[example.call.name] = outcome(error)

    assert outcomes == {example.call.name: (DecodeError, 299, "<html>") for example in calls(vendor)}
