"""Ximilar's clients: results and errors of `classify`."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import make_image
from tests.helpers.recording import RecordingServer, make_response
from visionapis import (
    APIStatusError,
    AsyncXimilar,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ImageSize,
    NotFoundError,
    PartialFailureError,
    PermissionDeniedError,
    ResponseDecodeError,
    ServerError,
    UnsupportedModelError,
    VisionAPIError,
    Ximilar,
)
from visionapis.ximilar import ClassifyOptions
from visionapis.ximilar.models import UrlRecord
from visionapis_generated.ximilar.resources.recognition import Recognition

from .api import KEY, TASK, TRAINED, URL, classified, classify, example, failed_record, record

if TYPE_CHECKING:
    from .api import Run


def test_multi_class_task_returns_all_labels(run: Run) -> None:
    """The result has every label, best first, the image size from the response, and the record as `raw`."""
    with RecordingServer(make_response(example("multi_class"))) as server:
        result = run(server, classify)

    assert [(label.name, label.confidence) for label in result.labels] == [("dent", 0.91204), ("scratch", 0.08796)]
    assert (result.top.name, result.image_size) == ("dent", ImageSize(640, 480))
    assert result.raw.best_label.id == "1d0c9b8a-7f6e-4d5c-8b4a-3f2e1d0c9b8a"


def test_confidences_of_a_multi_label_task_are_not_normalised(run: Run) -> None:
    """Confidences that do not add up to 1 are returned as they are."""
    with RecordingServer(make_response(example("multi_label"))) as server:
        labels = run(server, classify).labels

    assert [(label.name, label.confidence) for label in labels] == [("outdoors", 0.97115), ("people", 0.64021)]


def test_threshold_omits_labels(run: Run) -> None:
    """A label at the threshold is kept; `top` is None if no label reaches it."""
    with RecordingServer(classified(record())) as server:
        kept = run(server, lambda client: client.classify(make_image(), task=TASK, threshold=0.75))
        none = run(server, lambda client: client.classify(make_image(), task=TASK, threshold=0.76))

    assert [label.name for label in kept.labels] == ["dent"]
    assert (none.labels, none.top) == ((), None)


@pytest.mark.parametrize("call", ["classify", "classify_many"])
@pytest.mark.parametrize("task", [None, 5, "", " ", b"6f1a2c34"])
@pytest.mark.parametrize("client_class", [Ximilar, AsyncXimilar])
def test_invalid_task_is_rejected_before_sending(client_class: type[Any], task: object, call: str) -> None:
    """A task that is not a text raises ConfigurationError in the call itself: the server might charge for the call."""
    with RecordingServer() as server:
        client = client_class(KEY, base_url=server.url)
        with pytest.raises(ConfigurationError, match="task must be the id of a task"):
            asyncio.run(getattr(client, call)([make_image()], task=task))

    assert server.received == []


@pytest.mark.parametrize("size", [(-1, 480), (640, -480), (1e300, 480), (640, 2**31)])
def test_image_size_out_of_range(run: Run, size: tuple[float, float]) -> None:
    """A negative or huge width or height is no size; the labels are read."""
    with RecordingServer(classified(record(_width=size[0], _height=size[1]))) as server:
        result = run(server, classify)

    assert (result.image_size, result.top.name) == (None, "dent")


def test_image_size_comes_from_the_image_if_the_response_has_none(run: Run) -> None:
    """The size of a PNG is read from its header; that of an image by URL is None."""
    with RecordingServer(classified(record())) as server:
        own = run(server, classify)
        fetched = run(server, lambda client: client.classify(URL, task=TASK))

    assert (own.image_size, fetched.image_size) == (ImageSize(8, 4), None)


@pytest.mark.parametrize("fields", [{"_width": 640}, {"_height": 480}])
def test_half_an_image_size_is_none(run: Run, fields: dict[str, Any]) -> None:
    """A width without a height, or the reverse, which the contract allows, is no size; the labels are read."""
    with RecordingServer(classified(record(**fields))) as server:
        result = run(server, classify)

    assert (result.image_size, result.top.name) == (None, "dent")


def test_options_are_sent(run: Run) -> None:
    """`version`, `store_images` and `workspace` are fields of the body; without them the body has none."""
    with RecordingServer(classified(record())) as server:
        run(server, lambda client: client.classify(URL, task=TASK, version=2, store_images=True, workspace="w"))
        run(server, classify)

    assert [json.loads(request.body) for request in server.received] == [
        {"task_id": TASK, "records": [{"_url": URL}], "version": 2, "store_images": True, "workspace": "w"},
        {"task_id": TASK, "records": [{"_base64": base64.b64encode(make_image()).decode()}]},
    ]


def test_classify_options_are_those_of_the_contract() -> None:
    """`ClassifyOptions` has the parameters of `recognition.classify` other than task and records."""
    taken = set(inspect.signature(Recognition.classify).parameters) - {"self", "task_id", "records"}

    assert ClassifyOptions.__optional_keys__ == taken


@pytest.mark.parametrize(
    "fields",
    [
        {"labels": [{"id": "1", "name": "age", "value": 34.2}]},
        {"labels": [{"id": "1", "name": "age", "value": 34, "prob": 0.9}]},
        {"labels": None},
    ],
    ids=["value only", "value and score", "no labels"],
)
def test_regression_task_raises_with_the_method_that_reads_it(run: Run, fields: dict[str, object]) -> None:
    """A response with values raises UnsupportedModelError, whose hint names the method for them."""
    fields = {**record(), **fields}
    reply = classified({name: value for name, value in fields.items() if value is not None})
    with RecordingServer(reply) as server, pytest.raises(UnsupportedModelError) as caught:
        run(server, classify)

    assert "client.recognition.classify" in (caught.value.hint or "")
    assert len(server.received) == 1


def test_values_of_a_regression_task_are_read_as_the_hint_says(run: Run) -> None:
    """The method that the hint names returns the value."""
    with RecordingServer(make_response(example("regression"))) as server:
        with pytest.raises(UnsupportedModelError):
            run(server, classify)
        values = run(
            server,
            lambda client: client.recognition.classify(task_id=TASK, records=[UrlRecord(URL)]),
        )

    assert values.records[0].best_label.value == 34.2


def test_partial_failure_keeps_the_classified_records(run: Run) -> None:
    """The error has the whole response, and the index, status and message of the record that failed."""
    with (
        RecordingServer(make_response(example("partial_failure"))) as server,
        pytest.raises(PartialFailureError) as caught,
    ):
        run(
            server,
            lambda client: client.recognition.classify(task_id=TASK, records=[UrlRecord(URL), UrlRecord(URL)]),
        )

    parsed: Any = caught.value.parsed
    assert parsed.records[0].best_label.name == "dent"
    assert [(each.index, each.status_code, each.message) for each in caught.value.failures] == [
        (1, 400, "The image cannot be read")
    ]


def test_status_of_the_body_is_ignored_if_every_record_was_classified(run: Run) -> None:
    """A response whose records all have status 200 is a success although its body has status 500."""
    with RecordingServer(classified(record(), code=500, text="Some records failed")) as server:
        result = run(server, classify)

    assert result.top.name == "dent"


@pytest.mark.parametrize(("code", "error_type"), [(400, BadRequestError), (404, NotFoundError), (503, ServerError)])
def test_failed_record_of_a_single_image_raises_by_its_status(
    run: Run, code: int, error_type: type[APIStatusError]
) -> None:
    """`classify` raises the exception of the record's own status, not a PartialFailureError."""
    with RecordingServer(classified(failed_record(code), code=500)) as server, pytest.raises(VisionAPIError) as caught:
        run(server, classify)

    assert (type(caught.value), caught.value.status_code) == (error_type, code)
    assert f"recognition_classify: status {code}: The image cannot be read" in str(caught.value)
    assert caught.value.attempts == 1


NOT_TRAINED: dict[str, object] = {"status": {"code": 400, "text": "The task has no trained model"}}


@pytest.mark.parametrize(
    ("reply", "error_type", "status", "message"),
    [
        (make_response(example("failure")), BadRequestError, 400, "The task has no trained model"),
        (make_response({**NOT_TRAINED, "records": []}), BadRequestError, 400, "The task has no trained model"),
        (make_response({"status": {"code": 210, "text": "odd"}}), BadRequestError, 210, "odd"),
        (make_response({"status": {"code": 500, "text": "broken"}}), ServerError, 500, "broken"),
        (make_response(example("status", "400"), status="400 Bad Request"), BadRequestError, 400, "no trained model"),
        (make_response(NOT_TRAINED, status="500 Server Error"), ServerError, 500, "no trained model"),
        (
            make_response(example("too_many", "400"), status="400 Bad Request"),
            BadRequestError,
            400,
            "At most ten records",
        ),
        (
            make_response('["The image already exists"]', status="400 Bad Request"),
            BadRequestError,
            400,
            "already exists",
        ),
        (
            make_response(example("token", "401"), status="401 Unauthorized"),
            AuthenticationError,
            401,
            "Invalid token",
        ),
        (
            make_response(example("credits", "403"), status="403 Forbidden"),
            PermissionDeniedError,
            403,
            "credits are used up",
        ),
        (make_response(example("unknown", "404"), status="404 Not Found"), NotFoundError, 404, "Not found"),
        (
            make_response("<html>503</html>", status="503 Unavailable", content_type="text/html"),
            ServerError,
            503,
            "status 503",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_error_response_raises_by_its_status(
    run: Run, reply: bytes, error_type: type[APIStatusError], status: int, message: str
) -> None:
    """The status is HTTP's or, beside HTTP's 200, the body's; the message is one line with the server's message."""
    with RecordingServer(reply) as server, pytest.raises(VisionAPIError) as caught:
        run(server, classify)

    assert (type(caught.value), caught.value.status_code) == (error_type, status)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "reply",
    [
        classified(),
        classified(record(), record()),
        classified(record(), code="OK"),
        classified(record(_status=None)),
        classified(record(_status={"code": None, "text": "?"})),
        classified(record(labels=7)),
        classified(record(labels=[{"id": "1", "name": "dent"}])),
        classified(record(labels=[{"id": "1", "name": "dent", "prob": "high"}])),
        classified(record(_width="640", _height=480)),
        classified(record(_width=640.5, _height=480)),
        classified(record(_width=True, _height=480)),
        make_response({"status": "OK", "records": None}),
        make_response({"status": {"code": "none"}}),
        make_response({"records": []}),
        make_response("[]"),
        make_response('{"status": {"code": 200'),
    ],
)
def test_response_of_another_shape_raises_a_decode_error(run: Run, reply: bytes) -> None:
    """A success without exactly one well-formed record per image raises ResponseDecodeError and nothing else."""
    with RecordingServer(reply) as server, pytest.raises(VisionAPIError) as caught:
        run(server, classify)

    assert type(caught.value) is ResponseDecodeError


def test_token_and_base_url_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client reads XIMILAR_TOKEN and XIMILAR_BASE_URL; without a token its constructor raises."""
    monkeypatch.delenv("XIMILAR_TOKEN", raising=False)
    with pytest.raises(ConfigurationError) as caught:
        Ximilar()
    assert "XIMILAR_TOKEN" in (caught.value.hint or "")
    with RecordingServer(make_response(TRAINED)) as server:
        monkeypatch.setenv("XIMILAR_TOKEN", "from-environment")
        monkeypatch.setenv("XIMILAR_BASE_URL", server.url)
        with Ximilar() as client:
            client.tasks.get(TASK)

    assert server.received[0].headers["authorization"] == "Token from-environment"
