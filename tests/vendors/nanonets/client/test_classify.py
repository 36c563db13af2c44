"""Nanonets' clients: results and errors of `classify` and `classify_many`."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from tests.generated.generator_regressions import parts
from tests.helpers.images import make_image
from tests.helpers.models import same
from tests.helpers.recording import RecordingServer, make_response
from visionapis import (
    AsyncNanonets,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    ImageSize,
    InvalidImageError,
    Nanonets,
    NotFoundError,
    PartialFailureError,
    QuotaExceededError,
    RateLimitError,
    ResponseDecodeError,
    VisionAPIError,
)
from visionapis.nanonets.models import Classification

from .api import CAT, DOG, GONE, MODEL, Call, classified, entry, error_response, scores

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from visionapis import ImageInput


def test_result_has_all_labels(call: Call) -> None:
    """The result has every label, best first and not normalised, the image size from the header, and the response."""
    reply = classified(entry("image-0.png", {"dog": 0.219, "cat": 0.969, "cow": 0.00063905714}, page=0))
    with RecordingServer(reply) as server:
        result = call(server.url, "classify", make_image(), model=MODEL)
        passed = call(server.url, "classify", make_image(), model=MODEL, threshold=0.219)
        none = call(server.url, "classify", make_image(), model=MODEL, threshold=0.97)

    assert [(label.name, label.confidence) for label in result.labels] == [
        ("cat", 0.969),
        ("dog", 0.219),
        ("cow", 0.00063905714),
    ]
    assert result.image_size == ImageSize(8, 4)
    assert isinstance(result.raw, Classification)
    assert same(json.loads(reply.partition(b"\r\n\r\n")[2]), result.raw)
    assert (scores(passed), scores(none), none.top) == ({"cat": 0.969, "dog": 0.219}, {}, None)
    (part,) = [part for part in parts.read(server.received[0]) if part.name == "file"]
    assert (part.file_name, part.content) == ("image-0.png", make_image())


def test_url_is_sent_to_the_route_for_urls(call: Call) -> None:
    """The result of an image by URL has no image size."""
    with RecordingServer(classified(entry(CAT, {"cat": 0.9}))) as server:
        result = call(server.url, "classify", CAT, model=MODEL)

    assert (scores(result), result.image_size) == ({"cat": 0.9}, None)
    assert server.received[0].path == "/ImageCategorization/LabelUrls"


def test_multi_label_model_has_its_own_routes(call: Call) -> None:
    """With `multi_label`, the field is `files`, and several files are also named in the field `data`."""
    reply = classified(entry("a", {"dent": 0.91, "scratch": 0.74}))
    two = classified(entry("a", {"dent": 0.5}), entry("b", {"dent": 0.25}))
    with RecordingServer(reply, reply, two) as server:
        for each in (make_image(), CAT):
            result = call(server.url, "classify", each, model=MODEL, multi_label=True)
            assert scores(result) == {"dent": 0.91, "scratch": 0.74}
        many = call(server.url, "classify_many", [make_image(), make_image("JPEG")], model=MODEL, multi_label=True)

    assert [scores(each) for each in many] == [{"dent": 0.5}, {"dent": 0.25}]
    routes = [request.path.rpartition("/")[2] for request in server.received]
    assert routes == ["LabelFiles", "LabelUrls", "LabelFiles"]
    assert [part.name for part in parts.read(server.received[0])] == ["files"]
    several = {part.file_name: part.content for part in parts.read(server.received[2])}
    assert list(several) == ["image-0.png", "image-1.jpeg", None]
    assert json.loads(several[None]) == [{"filename": "image-0.png"}, {"filename": "image-1.jpeg"}]


def test_label_of_a_pdf_has_its_highest_confidence_on_any_page(call: Call) -> None:
    """Entries of pages are assigned to a PDF that is sent alone, and by its name if it is sent with other files."""
    pages = [entry("image-0.pdf", {"cat": 0.2, "dog": 0.8}, page=0), entry("image-0.pdf", {"cat": 0.7}, page=1)]
    other = entry("image-1.png", {"cat": 0.4})
    with RecordingServer(classified(*pages), classified(*pages, other)) as server:
        alone = call(server.url, "classify", b"%PDF-1.7 two pages", model=MODEL)
        many = call(server.url, "classify_many", [b"%PDF-1.7", make_image()], model=MODEL)

    assert (scores(alone), alone.image_size, len(alone.raw.result)) == ({"dog": 0.8, "cat": 0.7}, None, 2)
    assert [scores(each) for each in many] == [{"dog": 0.8, "cat": 0.7}, {"cat": 0.4}]
    assert [len(each.raw.result) for each in many] == [2, 1]


def numbered(count: int, start: int = 0) -> list[dict[str, object]]:
    """Return entries whose confidences are their numbers in percent."""
    return [entry(f"image-{place}.png", {"cat": (start + place) / 100}) for place in range(count)]


def test_classify_many_sends_twenty_images_per_request(call: Call) -> None:
    """Results are in the order of the images; an image that cannot be sent yields its exception."""
    images: list[ImageInput] = [make_image()] * 45
    images[3] = "missing.png"
    images[44] = b"GIF89a is not read here"
    replies = [classified(*numbered(19)), classified(*numbered(20, 20)), classified(*numbered(4, 40))]
    for source in (images, iter(images)):
        with RecordingServer(*replies) as server:
            results = call(server.url, "classify_many", source, model=MODEL, max_concurrency=1)

        expected: list[object] = [{"cat": place / 100} for place in (*range(19), *range(20, 44))]
        expected.insert(3, InvalidImageError)
        assert [scores(each) for each in results] == [*expected, InvalidImageError]
        assert [len(parts.read(request)) for request in server.received] == [20, 21, 5]  # and the model's id


def test_classify_many_accepts_an_async_iterable() -> None:
    """The asynchronous client classifies the images of an asynchronous iterable."""

    async def images() -> AsyncIterator[bytes]:
        for _ in range(2):
            await asyncio.sleep(0)
            yield make_image()

    async def collect(url: str) -> list[object]:
        async with AsyncNanonets("key", base_url=url) as client:
            return [scores(result) async for result in client.classify_many(images(), model=MODEL)]

    with RecordingServer(classified(*numbered(2))) as server:
        assert asyncio.run(collect(server.url)) == [{"cat": 0.0}, {"cat": 0.01}]


def test_files_and_urls_are_sent_in_separate_requests(call: Call) -> None:
    """Files and URLs go to different routes, and the results are in the order of the images."""
    replies = [
        classified(entry("image-0.png", {"cat": 0.1})),
        classified(entry(CAT, {"cat": 0.2}), entry(DOG, {"cat": 0.3})),
        classified(entry("image-0.jpeg", {"cat": 0.4})),
    ]
    with RecordingServer(*replies) as server:
        results = call(server.url, "classify_many", [make_image(), CAT, DOG, make_image("JPEG")], model=MODEL)

    assert [scores(each) for each in results] == [{"cat": each} for each in (0.1, 0.2, 0.3, 0.4)]
    assert [request.path.rpartition("/")[2] for request in server.received] == ["LabelFile", "LabelUrls", "LabelFile"]


@pytest.mark.parametrize("status", ["202 Accepted", "206 Partial Content"])
def test_partial_failure_keeps_the_other_results(status: str, call: Call) -> None:
    """A method raises with the response and the failures; `classify_many` yields an exception for each failed image."""
    gone = entry(GONE, {}, message="Could not fetch the URL")
    reply = classified(entry(CAT, {"cat": 0.9}), gone, entry(DOG, {"dog": 0.8}), status=status)
    urls = [CAT, GONE, DOG]
    with RecordingServer(reply) as server:
        with pytest.raises(PartialFailureError, match=r"index 1 failed: Could not fetch the URL$") as caught:
            call(server.url, "image_classification.predict_urls", model_id=MODEL, urls=urls)
        results = call(server.url, "classify_many", urls, model=MODEL)

    error = caught.value
    assert isinstance(error.parsed, Classification)
    assert [each.file for each in error.parsed.result] == urls
    assert [(each.index, each.message) for each in error.failures] == [(1, "Could not fetch the URL")]
    assert error.status_code == int(status[:3])
    assert [scores(each) for each in results] == [{"cat": 0.9}, BadRequestError, {"dog": 0.8}]
    assert str(results[1]) == "image_classification_predict_urls: Could not fetch the URL"
    with RecordingServer(classified(gone, status=status)) as server, pytest.raises(BadRequestError, match="not fetch"):
        call(server.url, "classify", GONE, model=MODEL)


def test_image_without_an_entry_yields_an_exception(call: Call) -> None:
    """A response without an entry for an image yields ResponseDecodeError for it; the others are found by name."""
    with RecordingServer(classified(entry(DOG, {"dog": 0.8}), status="206 Partial Content")) as server:
        results = call(server.url, "classify_many", [GONE, DOG], model=MODEL)
    assert [scores(each) for each in results] == [ResponseDecodeError, {"dog": 0.8}]

    with RecordingServer(classified()) as server, pytest.raises(ResponseDecodeError, match="no entry"):
        call(server.url, "classify", make_image(), model=MODEL)


@pytest.mark.parametrize("status", ["202 Accepted", "206 Partial Content"])
def test_partly_failed_upload_does_not_say_which(status: str, call: Call) -> None:
    """An upload that failed in part raises PartialFailureError with the model and no index."""
    model = {"model_id": MODEL, "model_type": "classification", "state": 1, "categories": []}
    with (
        RecordingServer(make_response(model, status=status)) as server,
        pytest.raises(PartialFailureError, match="some images failed: the response does not") as caught,
    ):
        call(
            server.url,
            "image_classification.upload_urls",
            model_id=MODEL,
            category="cat",
            urls=[CAT, GONE],
        )

    assert [(each.index, each.status_code) for each in caught.value.failures] == [(None, int(status[:3]))]
    assert same(model, caught.value.parsed)


ERROR_RESPONSES: dict[str, tuple[bytes, type[VisionAPIError], str]] = {
    "reasons": (
        error_response(
            "409 Conflict",
            "Conflict",
            {"reason": "Model is not ready", "message": "Please check the current state of model"},
            {"reason": "Second"},
        ),
        ConflictError,
        "status 409: Model is not ready: Please check the current state of model; Second",
    ),
    "no reason": (error_response("401 Unauthorized", "Unauthorized"), AuthenticationError, "status 401: Unauthorized"),
    "no calls left": (
        error_response("402 Payment Required", "Payment required"),
        QuotaExceededError,
        "Payment required",
    ),
    "unknown model": (error_response("404 Not Found", "Not found"), NotFoundError, "status 404: Not found"),
    "other shape": (make_response({"message": "slow"}, status="400 Bad Request"), BadRequestError, "status 400: slow"),
    "other errors": (
        make_response({"message": "bad", "errors": "many"}, status="400 Bad Request"),
        BadRequestError,
        "status 400: bad",
    ),
    "a redirect": (
        make_response({"message": "moved", "errors": []}, status="301 Moved", location="https://other.example/x"),
        BadRequestError,
        "redirect to https://other.example",
    ),
}


@pytest.mark.parametrize("name", ERROR_RESPONSES)
def test_error_message_has_the_reasons_in_the_body(name: str, call: Call) -> None:
    """The message is one line with the envelope's message and every reason."""
    reply, error_type, message = ERROR_RESPONSES[name]
    with RecordingServer(reply) as server, pytest.raises(error_type) as caught:
        call(server.url, "image_classification.train", model_id=MODEL)

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rate_limit_error_has_the_documented_delay(call: Call) -> None:
    """`retry_after` is the vendor's 30 seconds; the call is not retried, because they exceed its timeout of 10."""
    reply = error_response("429 Too Many Requests", "Too many requests")
    with RecordingServer(reply) as server, pytest.raises(RateLimitError) as caught:
        call(server.url, "classify", make_image(), model=MODEL)

    assert (caught.value.retry_after, caught.value.attempts, len(server.received)) == (30.0, 1, 1)


@pytest.mark.parametrize(
    "reply", [error_response("400 Bad", "Bad request"), error_response("404 Not Found", "Not found")]
)
def test_error_of_a_whole_request_is_raised(reply: bytes, call: Call) -> None:
    """`classify_many` raises an error response to a request, since it does not say which image caused it."""
    with RecordingServer(reply) as server, pytest.raises((BadRequestError, NotFoundError)):
        call(server.url, "classify_many", [make_image(), make_image()], model=MODEL)


@pytest.mark.parametrize("client", [Nanonets, AsyncNanonets])
def test_missing_key_is_reported_by_the_constructor(
    client: type[Nanonets | AsyncNanonets], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key the constructor raises, and the hint names the environment variable."""
    monkeypatch.delenv("NANONETS_API_KEY", raising=False)
    with pytest.raises(ConfigurationError) as caught:
        client()
    assert "NANONETS_API_KEY" in (caught.value.hint or "")


@pytest.mark.parametrize(("content", "message"), [(make_image("GIF"), "is GIF"), (CAT, "URL")])
def test_file_of_another_format_or_a_url_is_rejected(content: ImageInput, message: str, call: Call) -> None:
    """`image_file` raises InvalidImageError for another format and for a URL, and nothing is sent."""
    with RecordingServer() as server, pytest.raises(InvalidImageError, match=message):
        call(server.url, "image_file", content)
    assert server.received == []


@pytest.mark.parametrize("method", ["classify", "classify_many"])
def test_invalid_threshold_is_rejected_before_sending(method: str, call: Call) -> None:
    """A threshold in percent raises, and nothing is sent."""
    with RecordingServer() as server, pytest.raises(ConfigurationError, match="threshold"):
        call(server.url, method, make_image(), model=MODEL, threshold=40)
    assert server.received == []
