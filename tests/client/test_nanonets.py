"""What a caller of Nanonets gets: labels, many pictures in order, typed errors, and the ends of jobs."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.generated.generator_regressions import parts
from tests.helpers.images import picture
from tests.helpers.recording import RecordingServer, answer
from visionapis import (
    AsyncNanonets,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    DecodeError,
    JobError,
    JobTimeoutError,
    Nanonets,
    NotFoundError,
    PartialFailureError,
    PictureError,
    QuotaError,
    RateLimitError,
    Size,
    VisionAPIError,
)
from visionapis_generated.nanonets.models import Classification, Submission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from visionapis import Picture

MODEL = "3f2a9c1e-7b64-4d0a-9a41-2f6c8e0b5d17"
CAT, DOG, GONE = (f"https://pictures.example.com/{name}.jpg" for name in ("cat", "dog", "gone"))
QUICK = {"timeout": 5.0, "poll_interval": 0.001}


Call = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest) -> Call:
    """Calls a method of either client by its name; of an iterator it gives the list."""

    def call_now(url: str, method: str, *arguments: Any, **options: Any) -> Any:
        with Nanonets("key", base_url=url, timeout=10) as client:
            result = _method(client, method)(*arguments, **options)
            return list(result) if inspect.isgenerator(result) else result

    async def call_later(url: str, method: str, *arguments: Any, **options: Any) -> Any:
        async with AsyncNanonets("key", base_url=url, timeout=10) as client:
            result = _method(client, method)(*arguments, **options)
            return await result if inspect.isawaitable(result) else [each async for each in result]

    def call_from_outside(url: str, method: str, *arguments: Any, **options: Any) -> Any:
        return asyncio.run(call_later(url, method, *arguments, **options))

    return call_now if request.param == "sync" else call_from_outside


def _method(client: Nanonets | AsyncNanonets, name: str) -> Any:
    found: Any = client
    for each in name.split("."):
        found = getattr(found, each)
    return found


def entry(file: str, scores: Mapping[str, float], **fields: object) -> dict[str, object]:
    """One file of an answer."""
    prediction = [{"label": label, "probability": score} for label, score in scores.items()]
    return {"message": "Success", "file": file, "prediction": prediction, **fields}


def classified(*entries: dict[str, object], status: str = "200 OK") -> bytes:
    """An answer with labels."""
    return answer({"message": "Success", "model_id": MODEL, "result": list(entries)}, status=status)


def scores(result: object) -> object:
    """What a result says, in short."""
    if isinstance(result, VisionAPIError):
        return type(result)
    return {label.name: label.confidence for label in result.labels}  # type: ignore[attr-defined]  # a Classification


def test_labels_are_as_the_server_has_them(call: Call) -> None:
    """Best first, never renormalised, with the size of the picture's header and the whole answer."""
    reply = classified(entry("picture-0.png", {"dog": 0.219, "cat": 0.969, "cow": 0.00063905714}, page=0))
    with RecordingServer(reply) as server:
        result = call(server.url, "classify", picture(), model=MODEL)
        passed = call(server.url, "classify", picture(), model=MODEL, threshold=0.219)
        none = call(server.url, "classify", picture(), model=MODEL, threshold=0.97)

    assert [(label.name, label.confidence) for label in result.labels] == [
        ("cat", 0.969),
        ("dog", 0.219),
        ("cow", 0.00063905714),
    ]
    assert result.size == Size(8, 4)
    assert isinstance(result.raw, Classification)
    assert result.raw.to_dict() == json.loads(reply.partition(b"\r\n\r\n")[2])
    assert (scores(passed), scores(none), none.top) == ({"cat": 0.969, "dog": 0.219}, {}, None)
    (part,) = [part for part in parts.read(server.received[0]) if part.name == "file"]
    assert (part.file_name, part.content) == ("picture-0.png", picture())


def test_url_is_fetched_by_the_server(call: Call) -> None:
    """A picture by URL goes to the route for URLs, and has no known size."""
    with RecordingServer(classified(entry(CAT, {"cat": 0.9}))) as server:
        result = call(server.url, "classify", CAT, model=MODEL)

    assert (scores(result), result.size) == ({"cat": 0.9}, None)
    assert server.received[0].path == "/ImageCategorization/LabelUrls"


def test_multi_label_models_have_routes_of_their_own(call: Call) -> None:
    """Files are named `files` there, and once more in a document when there are several."""
    reply = classified(entry("a", {"dent": 0.91, "scratch": 0.74}))
    two = classified(entry("a", {"dent": 0.5}), entry("b", {"dent": 0.25}))
    with RecordingServer(reply, reply, two) as server:
        for each in (picture(), CAT):
            result = call(server.url, "classify", each, model=MODEL, multi_label=True)
            assert scores(result) == {"dent": 0.91, "scratch": 0.74}
        many = call(server.url, "classify_many", [picture(), picture("JPEG")], model=MODEL, multi_label=True)

    assert [scores(each) for each in many] == [{"dent": 0.5}, {"dent": 0.25}]
    routes = [request.path.rpartition("/")[2] for request in server.received]
    assert routes == ["LabelFiles", "LabelUrls", "LabelFiles"]
    assert [part.name for part in parts.read(server.received[0])] == ["files"]
    several = {part.file_name: part.content for part in parts.read(server.received[2])}
    assert list(several) == ["picture-0.png", "picture-1.jpeg", None]
    assert json.loads(several[None]) == [{"filename": "picture-0.png"}, {"filename": "picture-1.jpeg"}]


def test_pdf_has_the_best_score_of_any_page(call: Call) -> None:
    """Each label once; alone, and among other files, where its pages are told by its name."""
    pages = [entry("picture-0.pdf", {"cat": 0.2, "dog": 0.8}, page=0), entry("picture-0.pdf", {"cat": 0.7}, page=1)]
    other = entry("picture-1.png", {"cat": 0.4})
    with RecordingServer(classified(*pages), classified(*pages, other)) as server:
        alone = call(server.url, "classify", b"%PDF-1.7 two pages", model=MODEL)
        many = call(server.url, "classify_many", [b"%PDF-1.7", picture()], model=MODEL)

    assert (scores(alone), alone.size, len(alone.raw.result)) == ({"dog": 0.8, "cat": 0.7}, None, 2)
    assert [scores(each) for each in many] == [{"dog": 0.8, "cat": 0.7}, {"cat": 0.4}]
    assert [len(each.raw.result) for each in many] == [2, 1]


def named(count: int, start: int = 0) -> list[dict[str, object]]:
    """Entries whose scores tell their places."""
    return [entry(f"picture-{place}.png", {"cat": (start + place) / 100}) for place in range(count)]


def test_many_pictures_are_packed_in_order(call: Call) -> None:
    """Twenty a call, whatever iterable they come from; what is no picture has its error in its place."""
    pictures: list[Picture] = [picture()] * 45
    pictures[3] = "missing.png"
    pictures[44] = b"GIF89a is not read here"
    replies = [classified(*named(19)), classified(*named(20, 20)), classified(*named(4, 40))]
    for source in (pictures, iter(pictures)):
        with RecordingServer(*replies) as server:
            results = call(server.url, "classify_many", source, model=MODEL)

        expected: list[object] = [{"cat": place / 100} for place in (*range(19), *range(20, 44))]
        expected.insert(3, PictureError)
        assert [scores(each) for each in results] == [*expected, PictureError]
        assert [len(parts.read(request)) for request in server.received] == [20, 21, 5]  # and the model's id


def test_pictures_can_come_asynchronously() -> None:
    """The asynchronous client takes what gives them as they come."""

    async def pictures() -> AsyncIterator[bytes]:
        for _ in range(2):
            await asyncio.sleep(0)
            yield picture()

    async def collect(url: str) -> list[object]:
        async with AsyncNanonets("key", base_url=url) as client:
            return [scores(result) async for result in client.classify_many(pictures(), model=MODEL)]

    with RecordingServer(classified(*named(2))) as server:
        assert asyncio.run(collect(server.url)) == [{"cat": 0.0}, {"cat": 0.01}]


def test_files_and_urls_go_apart_in_order(call: Call) -> None:
    """Each kind to its route, and the results stand as the pictures did."""
    replies = [
        classified(entry("picture-0.png", {"cat": 0.1})),
        classified(entry(CAT, {"cat": 0.2}), entry(DOG, {"cat": 0.3})),
        classified(entry("picture-0.jpeg", {"cat": 0.4})),
    ]
    with RecordingServer(*replies) as server:
        results = call(server.url, "classify_many", [picture(), CAT, DOG, picture("JPEG")], model=MODEL)

    assert [scores(each) for each in results] == [{"cat": each} for each in (0.1, 0.2, 0.3, 0.4)]
    assert [request.path.rpartition("/")[2] for request in server.received] == ["LabelFile", "LabelUrls", "LabelFile"]


@pytest.mark.parametrize("status", ["202 Accepted", "206 Partial Content"])
def test_failed_pictures_of_a_call_keep_the_good_ones(status: str, call: Call) -> None:
    """The call raises with the whole answer and what failed; `classify_many` gives an error in the place of each."""
    gone = entry(GONE, {}, message="Could not fetch the URL")
    reply = classified(entry(CAT, {"cat": 0.9}), gone, entry(DOG, {"dog": 0.8}), status=status)
    urls = [CAT, GONE, DOG]
    with RecordingServer(reply) as server:
        with pytest.raises(PartialFailureError, match="number 2: Could not fetch the URL; ") as caught:
            call(server.url, "image_classification.predict_urls", model_id=MODEL, urls=urls)
        results = call(server.url, "classify_many", urls, model=MODEL)

    error = caught.value
    assert isinstance(error.answer, Classification)
    assert [each.file for each in error.answer.result] == urls
    assert [(each.index, each.message) for each in error.failures] == [(1, "Could not fetch the URL")]
    assert error.status == int(status[:3])
    assert [scores(each) for each in results] == [{"cat": 0.9}, BadRequestError, {"dog": 0.8}]
    assert str(results[1]) == "image_classification_predict_urls: Could not fetch the URL"
    with RecordingServer(classified(gone, status=status)) as server, pytest.raises(BadRequestError, match="not fetch"):
        call(server.url, "classify", GONE, model=MODEL)


def test_picture_without_an_entry_is_an_error_in_its_place(call: Call) -> None:
    """A partial answer may leave out what failed; the others are told by their names."""
    with RecordingServer(classified(entry(DOG, {"dog": 0.8}), status="206 Partial Content")) as server:
        results = call(server.url, "classify_many", [GONE, DOG], model=MODEL)
    assert [scores(each) for each in results] == [DecodeError, {"dog": 0.8}]

    with RecordingServer(classified()) as server, pytest.raises(DecodeError, match="no entry"):
        call(server.url, "classify", picture(), model=MODEL)


@pytest.mark.parametrize("status", ["202 Accepted", "206 Partial Content"])
def test_upload_that_failed_in_part_does_not_tell_which(status: str, call: Call) -> None:
    """The answer is the model alone; it is in the error."""
    model = {"model_id": MODEL, "model_type": "classification", "state": 1, "categories": []}
    with (
        RecordingServer(answer(model, status=status)) as server,
        pytest.raises(PartialFailureError, match="some of the pictures failed: the answer does not") as caught,
    ):
        call(
            server.url,
            "image_classification.upload_urls",
            model_id=MODEL,
            category="cat",
            urls=[CAT, GONE],
        )

    assert [(each.index, each.status) for each in caught.value.failures] == [(None, int(status[:3]))]
    assert caught.value.answer.to_dict() == model  # type: ignore[attr-defined]  # a Model


def refusal(status: str, message: str, *errors: dict[str, str]) -> bytes:
    """The vendor's envelope."""
    return answer({"message": message, "code": int(status[:3]), "errors": list(errors)}, status=status)


REFUSALS: dict[str, tuple[bytes, type[VisionAPIError], str]] = {
    "reasons": (
        refusal(
            "409 Conflict",
            "Conflict",
            {"reason": "Model is not ready", "message": "Please check the current state of model"},
            {"reason": "Second"},
        ),
        ConflictError,
        "status 409: Conflict: Model is not ready: Please check the current state of model; Second; look up the model",
    ),
    "no reason": (refusal("401 Unauthorized", "Unauthorized"), AuthenticationError, "Unauthorized; set NANONETS_API"),
    "no calls left": (refusal("402 Payment Required", "Payment required"), QuotaError, "billing page"),
    "unknown model": (refusal("404 Not Found", "Not found"), NotFoundError, "kind of the model"),
    "other shape": (answer({"message": "slow"}, status="400 Bad Request"), BadRequestError, "status 400: slow;"),
    "other errors": (
        answer({"message": "bad", "errors": "many"}, status="400 Bad Request"),
        BadRequestError,
        "status 400: bad;",
    ),
    "a redirect": (
        answer({"message": "moved", "errors": []}, status="301 Moved", location="https://other.example/x"),
        BadRequestError,
        "redirects to https://other.example; set base_url",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refusal_tells_the_reasons_in_its_body(name: str, call: Call) -> None:
    """The line has the envelope's message, every reason, and what to do."""
    reply, kind, words = REFUSALS[name]
    with RecordingServer(reply) as server, pytest.raises(kind) as caught:
        call(server.url, "image_classification.train", model_id=MODEL)

    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rate_limit_advises_the_wait_of_the_vendor(call: Call) -> None:
    """Thirty seconds, which is more than the call may take, so that it ends at once."""
    reply = refusal("429 Too Many Requests", "Too many requests")
    with RecordingServer(reply) as server, pytest.raises(RateLimitError) as caught:
        call(server.url, "classify", picture(), model=MODEL)

    assert (caught.value.retry_after, caught.value.attempts, len(server.received)) == (30.0, 1, 1)


@pytest.mark.parametrize("reply", [refusal("400 Bad", "Bad request"), refusal("404 Not Found", "Not found")])
def test_refusal_of_a_whole_call_is_raised(reply: bytes, call: Call) -> None:
    """Which of its pictures is to blame is not known."""
    with RecordingServer(reply) as server, pytest.raises((BadRequestError, NotFoundError)):
        call(server.url, "classify_many", [picture(), picture()], model=MODEL)


def trained(state: int, **fields: object) -> bytes:
    """A model."""
    return answer({"model_id": MODEL, "model_type": "ocr", "state": state, "categories": [], **fields})


ROUTES = {
    "image_classification": f"/ImageCategorization/Model?modelId={MODEL}",
    "multi_label_classification": f"/MultiLabelClassification/Model/{MODEL}",
    "ocr": f"/OCR/Model/{MODEL}",
    "object_detection": f"/ObjectDetection/Model/{MODEL}",
}


@pytest.mark.parametrize("kind", ROUTES)
def test_training_is_waited_for(kind: str, call: Call) -> None:
    """Until the model can predict, whichever route knows it; a model that is trained anew can."""
    with RecordingServer(trained(2), trained(3), trained(4), trained(5)) as server:
        model = call(server.url, "wait_until_trained", MODEL, kind=kind, **QUICK)
    assert model.state == 5
    assert [request.target for request in server.received] == [ROUTES[kind]] * 4

    with RecordingServer(trained(6)) as server:
        assert call(server.url, "wait_until_trained", MODEL, kind=kind, **QUICK).state == 6


def test_training_that_never_ends_well_is_an_error(call: Call) -> None:
    """It failed, there is nothing to train with, or it takes too long."""
    out_of_memory = trained(-1, status="Out\nof memory")
    with (
        RecordingServer(trained(4), out_of_memory) as server,
        pytest.raises(JobError, match="its training failed: Out of memory"),
    ):
        call(server.url, "wait_until_trained", MODEL, **QUICK)
    with RecordingServer(trained(0)) as server, pytest.raises(JobError, match="no training data"):
        call(server.url, "wait_until_trained", MODEL, **QUICK)
    with RecordingServer(trained(4)) as server, pytest.raises(JobTimeoutError, match=MODEL):
        call(server.url, "wait_until_trained", MODEL, timeout=0.1, poll_interval=0.01)
    with RecordingServer(trained(5)) as server, pytest.raises(ConfigurationError, match="kind is one of image_class"):
        call(server.url, "wait_until_trained", MODEL, kind="segmentation")


def page(number: int, **fields: object) -> dict[str, object]:
    """A page of a document."""
    return {"id": f"page-{number}", "input": "receipt.pdf", "prediction": [], "page": number, **fields}


def fetched(number: int, message: str = "success", **fields: object) -> bytes:
    """The answer to a page that was asked for."""
    return answer({"message": message, "result": [page(number, message=message, **fields)]})


BOX = {"label": "total", "xmin": 600, "ymin": 310, "xmax": 960, "ymax": 350, "ocr_text": "48.20"}
PAGES = [page(0, message="Success"), page(1, message="Success")]
SUBMITTED: dict[str, dict[str, object]] = {
    "by file": {"message": "Success", "result": [{"message": "Success", "result": PAGES}]},
    "by page": {"message": "Success", "result": PAGES},
}


@pytest.mark.parametrize("shape", SUBMITTED)
def test_prediction_is_waited_for(shape: str, call: Call) -> None:
    """Page by page in order; a page without boxes waits, unless its status says that it was read."""
    replies = [
        answer(SUBMITTED[shape]),
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


def test_prediction_that_never_ends_well_is_an_error(call: Call) -> None:
    """It failed, it takes too long, or its pages cannot be asked for."""
    submission = Submission.from_dict(SUBMITTED["by page"])
    nameless = Submission.from_dict({"message": "Success", "result": [{"input": "a.pdf", "prediction": []}]})
    with RecordingServer(fetched(0, "Failure")) as server, pytest.raises(JobError, match="page page-0 could not"):
        call(server.url, "wait_for_prediction", MODEL, submission, **QUICK)
    with RecordingServer(fetched(0, "pending")) as server, pytest.raises(JobTimeoutError, match="prediction did not"):
        call(server.url, "wait_for_prediction", MODEL, submission, timeout=0.1, poll_interval=0.01)
    with RecordingServer(fetched(0)) as server, pytest.raises(DecodeError, match="page without an id"):
        call(server.url, "wait_for_prediction", MODEL, nameless, **QUICK)
    assert server.received == []


def test_file_that_could_not_be_taken_is_a_failure_of_the_call(call: Call) -> None:
    """A submission names the files that failed; those that wait are no failure."""
    taken: list[object] = [{"message": "pending", "result": PAGES}, {"message": "failure", "result": []}]
    reply = answer({"message": "Success", "result": taken})
    with RecordingServer(reply) as server, pytest.raises(PartialFailureError) as caught:
        call(server.url, "ocr.submit_urls", MODEL, urls=[CAT, GONE])

    assert [each.index for each in caught.value.failures] == [1]


@pytest.mark.parametrize("client", [Nanonets, AsyncNanonets])
def test_key_is_wanted_at_once(client: type[Nanonets | AsyncNanonets], monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key no client is made, and the message names the variable."""
    monkeypatch.delenv("NANONETS_API_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="NANONETS_API_KEY"):
        client()


@pytest.mark.parametrize(
    ("content", "words"), [(picture("GIF"), "reads JPEG, PDF, PNG"), (CAT, "sends the picture itself")]
)
def test_what_cannot_be_a_file_is_refused_at_once(content: Picture, words: str, call: Call) -> None:
    """Another format, or a URL."""
    with RecordingServer() as server, pytest.raises(PictureError, match=words):
        call(server.url, "file", content)
    assert server.received == []


@pytest.mark.parametrize("method", ["classify", "classify_many"])
def test_threshold_is_checked_before_anything_is_sent(method: str, call: Call) -> None:
    """It is a number from 0 to 1."""
    with RecordingServer() as server, pytest.raises(ConfigurationError, match="from 0 to 1"):
        call(server.url, method, picture(), model=MODEL, threshold=40)
    assert server.received == []
