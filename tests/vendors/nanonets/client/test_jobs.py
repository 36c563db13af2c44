"""Nanonets' clients: waiting for trainings and predictions."""

from __future__ import annotations

import pytest

from tests.helpers.recording import RecordingServer, make_response
from visionapis import (
    ConfigurationError,
    JobError,
    JobTimeoutError,
    PartialFailureError,
    ResponseDecodeError,
)
from visionapis.nanonets.models import Submission

from .api import CAT, GONE, MODEL, QUICK, Call


def trained(state: int, **fields: object) -> bytes:
    """Return a model in a state."""
    return make_response({"model_id": MODEL, "model_type": "ocr", "state": state, "categories": [], **fields})


ROUTES = {
    "image_classification": f"/ImageCategorization/Model?modelId={MODEL}",
    "multi_label_classification": f"/MultiLabelClassification/Model/{MODEL}",
    "ocr": f"/OCR/Model/{MODEL}",
    "object_detection": f"/ObjectDetection/Model/{MODEL}",
}


@pytest.mark.parametrize("model_type", ROUTES)
def test_wait_returns_the_trained_model(model_type: str, call: Call) -> None:
    """The model is polled on the route of its type until it can predict; one that is trained anew can."""
    with RecordingServer(trained(2), trained(3), trained(4), trained(5)) as server:
        model = call(server.url, "wait_until_trained", MODEL, model_type=model_type, **QUICK)
    assert model.state == 5
    assert [request.target for request in server.received] == [ROUTES[model_type]] * 4

    with RecordingServer(trained(6)) as server:
        assert call(server.url, "wait_until_trained", MODEL, model_type=model_type, **QUICK).state == 6


def test_wait_for_a_training_raises(call: Call) -> None:
    """A failed training, missing training data, the timeout and an unknown model type each raise their exception."""
    out_of_memory = trained(-1, status="Out\nof memory")
    with (
        RecordingServer(trained(4), out_of_memory) as server,
        pytest.raises(JobError, match="training failed: Out of memory"),
    ):
        call(server.url, "wait_until_trained", MODEL, **QUICK)
    with RecordingServer(trained(0)) as server, pytest.raises(JobError, match="no training data"):
        call(server.url, "wait_until_trained", MODEL, **QUICK)
    with RecordingServer(trained(4)) as server, pytest.raises(JobTimeoutError, match=MODEL):
        call(server.url, "wait_until_trained", MODEL, timeout=0.1, poll_interval=0.01)
    with (
        RecordingServer(trained(5)) as server,
        pytest.raises(ConfigurationError, match="not 'segmentation'"),
    ):
        call(server.url, "wait_until_trained", MODEL, model_type="segmentation")


def page(number: int, **fields: object) -> dict[str, object]:
    """Return a page of a document."""
    return {"id": f"page-{number}", "input": "receipt.pdf", "prediction": [], "page": number, **fields}


def fetched(number: int, message: str = "success", **fields: object) -> bytes:
    """Return the response to a request for a page."""
    return make_response({"message": message, "result": [page(number, message=message, **fields)]})


BOX = {"label": "total", "xmin": 600, "ymin": 310, "xmax": 960, "ymax": 350, "ocr_text": "48.20"}


PAGES = [page(0, message="Success"), page(1, message="Success")]


SUBMITTED: dict[str, dict[str, object]] = {
    "by file": {"message": "Success", "result": [{"message": "Success", "result": PAGES}]},
    "by page": {"message": "Success", "result": PAGES},
}


@pytest.mark.parametrize("shape", SUBMITTED)
def test_wait_returns_the_pages_of_a_prediction(shape: str, call: Call) -> None:
    """Pages are polled in order; a page without boxes is pending unless its `status` is success."""
    replies = [
        make_response(SUBMITTED[shape]),
        fetched(0, "pending"),
        fetched(0),
        fetched(0, prediction=[BOX]),
        fetched(1, status="success"),
    ]
    with RecordingServer(*replies) as server:
        submission = call(server.url, "ocr.submit_urls", MODEL, urls=[CAT])
        pages = call(server.url, "wait_for_prediction", MODEL, submission, **QUICK)

    assert isinstance(submission, Submission)
    assert [(each.id, [box.ocr_text for box in each.prediction]) for each in pages] == [
        ("page-0", ["48.20"]),
        ("page-1", []),
    ]
    assert [request.path.rpartition("/")[2] for request in server.received[1:]] == ["page-0"] * 3 + ["page-1"]


def test_wait_for_a_prediction_raises(call: Call) -> None:
    """A page that failed, the timeout and a page without an id each raise their exception."""
    submission = Submission.from_dict(SUBMITTED["by page"])
    nameless = Submission.from_dict({"message": "Success", "result": [{"input": "a.pdf", "prediction": []}]})
    with RecordingServer(fetched(0, "Failure")) as server, pytest.raises(JobError, match="could not read page page-0"):
        call(server.url, "wait_for_prediction", MODEL, submission, **QUICK)
    with RecordingServer(fetched(0, "pending")) as server, pytest.raises(JobTimeoutError, match="the prediction"):
        call(server.url, "wait_for_prediction", MODEL, submission, timeout=0.1, poll_interval=0.01)
    with RecordingServer(fetched(0)) as server, pytest.raises(ResponseDecodeError, match="page without an id"):
        call(server.url, "wait_for_prediction", MODEL, nameless, **QUICK)
    assert server.received == []


def test_rejected_file_of_a_submission_is_a_partial_failure(call: Call) -> None:
    """A submission with a file that failed raises PartialFailureError; a pending file is not a failure."""
    entries: list[object] = [{"message": "pending", "result": PAGES}, {"message": "failure", "result": []}]
    reply = make_response({"message": "Success", "result": entries})
    with RecordingServer(reply) as server, pytest.raises(PartialFailureError) as caught:
        call(server.url, "ocr.submit_urls", MODEL, urls=[CAT, GONE])

    assert [each.index for each in caught.value.failures] == [1]
