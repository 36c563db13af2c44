"""Ximilar's clients: results and errors of `classify` and `classify_many`."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import pickle
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
    InvalidImageError,
    NotFoundError,
    PartialFailureError,
    PermissionDeniedError,
    ResponseDecodeError,
    ServerError,
    UnsupportedModelError,
    VisionAPIError,
    Ximilar,
)
from visionapis._images.sources import SMALL_SIZE
from visionapis.ximilar import ClassifyOptions
from visionapis.ximilar.models import UrlRecord
from visionapis_generated.ximilar.resources.recognition import Recognition

from .api import KEY, TASK, TRAINED, URL, classified, classify, example, failed_record, record

if TYPE_CHECKING:
    from collections.abc import AsyncIterator as AsyncItems
    from collections.abc import Iterable

    from visionapis import ImageInput

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
def test_invalid_threshold_is_rejected_before_sending(call: str) -> None:
    """A threshold in percent raises in the call itself, also in that of an iterator, and nothing is sent."""
    with (
        RecordingServer() as server,
        Ximilar(KEY, base_url=server.url) as client,
        pytest.raises(ConfigurationError, match="threshold"),
    ):
        getattr(client, call)([make_image()], task=TASK, threshold=40)

    assert server.received == []


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


def test_classify_many_sends_ten_images_per_request(run: Run) -> None:
    """23 images, files and URLs, are three requests, and the results are in the order of the images."""
    images = [URL if number % 3 == 0 else make_image(colour=(number, 0, 0)) for number in range(23)]
    records = [record(str(number)) for number in range(23)]
    with RecordingServer(*(classified(*records[start : start + 10]) for start in (0, 10, 20))) as server:
        results = run(server, lambda client: client.classify_many(images, task=TASK, version=2, max_concurrency=1))

    bodies = [json.loads(request.body) for request in server.received]
    assert [len(body["records"]) for body in bodies] == [10, 10, 3]
    assert [body["version"] for body in bodies] == [2, 2, 2]
    assert [
        each.get("_url") or base64.b64decode(each["_base64"]) for body in bodies for each in body["records"]
    ] == images
    assert [result.top.name for result in results] == [str(number) for number in range(23)]


def test_failed_image_yields_its_exception(run: Run) -> None:
    """An image that cannot be sent and one that the server cannot read yield exceptions; the others have results."""
    reply = classified(record("first"), failed_record(), record("last"), code=500)
    with RecordingServer(reply) as server:
        results = run(
            server,
            lambda client: client.classify_many([make_image(), b"not an image", URL, make_image()], task=TASK),
        )

    assert [type(each) for each in results[1:3]] == [InvalidImageError, BadRequestError]
    assert (results[0].top.name, results[3].top.name) == ("first", "last")
    assert [len(json.loads(request.body)["records"]) for request in server.received] == [3]


ODD_VALUES = {
    "half a surrogate": r'"\ud800"',
    "NaN": "NaN",
    "infinity": "1e999",
    "401 digits": "9" * 401,
    "the field is an object": '{"a": NaN}',
}


@pytest.mark.parametrize("place", ["text of the failure", "field of the good record", "field of the response"])
@pytest.mark.parametrize("name", ODD_VALUES)
def test_good_records_beside_odd_values_are_kept(run: Run, name: str, place: str) -> None:
    """The result of an image is kept beside a failed one, whatever values Python's JSON parser accepted."""
    text = "VALUE" if place.startswith("text") else "broken"
    good = record("first", extra="VALUE" if "good" in place else None)
    reply = classified(good, failed_record(text=text), code=500, text="VALUE" if "response" in place else "OK")
    body = reply.partition(b"\r\n\r\n")[2].replace(b'"VALUE"', ODD_VALUES[name].encode())
    with RecordingServer(make_response(body)) as server:
        many = run(server, lambda client: client.classify_many([make_image()] * 2, task=TASK))
        with pytest.raises(PartialFailureError) as caught:
            run(server, lambda client: client.recognition.classify(task_id=TASK, records=[]))

    assert (many[0].top.name, type(many[1])) == ("first", BadRequestError)
    assert many[1].body is not None
    assert caught.value.parsed.records[0].labels[0].name == "first"  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(caught.value)).parsed.records[0].labels[0].name == "first"  # noqa: S301


def test_no_request_is_sent_without_images(run: Run) -> None:
    """If no image of a batch can be sent, nothing is: the server rejects a request without records."""
    with RecordingServer() as server:
        results = run(server, lambda client: client.classify_many([b"", b"not an image"], task=TASK))

    assert ([type(each) for each in results], server.received) == ([InvalidImageError, InvalidImageError], [])


def test_images_are_read_ahead_by_two_requests_at_most() -> None:
    """One request at a time: the iterator reads the images of the next one, and none before it is iterated over."""
    taken = []

    def images() -> Iterable[ImageInput]:
        for number in range(30):
            taken.append(number)
            yield URL

    with RecordingServer(classified(*[record()] * 10)) as server, Ximilar(KEY, base_url=server.url) as client:
        results = client.classify_many(images(), task=TASK, max_concurrency=1)
        before = len(taken)
        next(results)

    assert (before, len(taken)) == (0, 20)


def test_classify_many_accepts_an_async_iterable() -> None:
    """The asynchronous client classifies the images of an asynchronous iterable."""

    async def images() -> AsyncItems[ImageInput]:
        for _ in range(12):
            yield URL

    async def call(url: str) -> list[object]:
        async with AsyncXimilar(KEY, base_url=url) as client:
            return [each async for each in client.classify_many(images(), task=TASK, max_concurrency=1)]

    with RecordingServer(classified(*[record()] * 10), classified(*[record()] * 2)) as server:
        assert len(asyncio.run(call(server.url))) == 12


def test_error_of_a_whole_request_ends_the_iteration(run: Run) -> None:
    """A wrong token concerns every image: it raises, and no second request is sent."""
    reply = make_response({"detail": "Invalid token."}, status="401 Unauthorized")
    with RecordingServer(reply) as server, pytest.raises(AuthenticationError):
        run(server, lambda client: client.classify_many([make_image()] * 12, task=TASK, max_concurrency=1))

    assert len(server.received) == 1


def test_errors_show_neither_image_nor_url(run: Run) -> None:
    """Errors have placeholders for the key, for URLs and for images, also for one whose base64 text is short."""
    small = make_image("GIF", (1, 1))
    large = make_image() + bytes(SMALL_SIZE)
    with RecordingServer(classified(failed_record(), failed_record(), failed_record())) as server:
        results = run(server, lambda client: client.classify_many([small, large, URL], task=TASK))

    shown = [f"{each!r} {each} {each.body} {each.as_curl()}" for each in results]
    for text in shown:
        assert '{"_base64": "<image>"}, {"_base64": "<image>"}, {"_url": "<url>"}' in text
        assert "$XIMILAR_TOKEN" in text
        assert base64.b64encode(small).decode() not in text
        assert KEY not in text
        assert "SIGNED" not in text


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
