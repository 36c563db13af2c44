"""Statuses that Python's `http.HTTPStatus` does not know.

The generator's code ends with a ValueError at them
(https://github.com/openapi-generators/openapi-python-client/issues/1442).
"""

from __future__ import annotations

import pytest

from tests.helpers.vendors import each_vendor
from tests.helpers.recording import RecordingServer, make_response
from visionapis import BadRequestError, ResponseDecodeError, ServerError, VisionAPIError

from .vendors import calls, opened, send_asynchronously

STATUSES: dict[int, type[VisionAPIError]] = {
    420: BadRequestError,
    430: BadRequestError,
    499: BadRequestError,
    520: ServerError,
    599: ServerError,
}


def outcome(error: object) -> tuple[type, object, object]:
    """Return type, status and body of an error."""
    return type(error), getattr(error, "status_code", None), getattr(error, "body", None)


@each_vendor
@pytest.mark.parametrize("status", STATUSES)
def test_unknown_status_is_a_typed_error(status: int, vendor: str) -> None:
    """Every method raises the error for 4xx or 5xx, with status and body."""
    outcomes = {}
    with RecordingServer(make_response('{"message": "odd"}', status=f"{status} Odd")) as server:
        with opened(vendor, server.url) as resources:
            for example in calls(vendor):
                with pytest.raises(VisionAPIError) as caught:
                    example.send(resources)
                outcomes[example.call.name] = outcome(caught.value)
        asynchronous = send_asynchronously(vendor, server.url, calls(vendor))

    expected = (STATUSES[status], status, {"message": "odd"})
    assert outcomes == {example.call.name: expected for example in calls(vendor)}
    assert [outcome(error) for error in asynchronous] == [expected] * len(asynchronous)


@each_vendor
def test_unknown_success_is_read_as_one(vendor: str) -> None:
    """299 is a success, and a web page is rejected, also by methods without a response body."""
    outcomes = {}
    page = make_response("<html>", status="299 Odd", content_type="text/html")
    with RecordingServer(page) as server, opened(vendor, server.url) as resources:
        for example in calls(vendor):
            try:
                outcomes[example.call.name] = example.send(resources)
            except VisionAPIError as error:
                outcomes[example.call.name] = outcome(error)

    assert outcomes == {example.call.name: (ResponseDecodeError, 299, "<html>") for example in calls(vendor)}
