"""Requests of every method of Nanonets' clients, compared with recorded requests of the vendor's clients."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.generated.generator_regressions import parts
from tests.generated.generator_regressions.vendors import calls, responses
from tests.helpers import wire
from tests.helpers.models import same
from tests.helpers.recording import RecordingServer, make_response
from visionapis import AsyncNanonets, Nanonets
from visionapis.nanonets.models import AnnotatedBox, BoundingBox, File, FileAnnotations
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.matching import matching_variants
from visionapis_testing.contracts.parsing import File as WireFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing.contracts.parsing import ParsedRequest

KEY = "test-key"
ID = "00000000-0000-0000-0000-000000000000"
URL = "http://example.test/1.jpg"
URLS = [f"{URL}?a=1&b=2", "http://example.test/2.jpg"]
CATEGORIES = ["category1", "category2"]
CAPTURES = wire.recorded("nanonets")

PNG = next(each.content for _, each in CAPTURES["55_curl_ic_predict_file"].form if isinstance(each, WireFile))
A, B = File(PNG, "a.png", "image/png"), File(PNG, "b.png", "image/png")
NAMES = '[{"filename": "a.png"}, {"filename": "b.png"}]'
BOXED = (
    '[{"filename": "a.png", "object": [{"name": "category1", "bndbox": {"xmin": 1, "ymin": 1, "xmax": 9, "ymax": 9}}]}]'
)
READ = (
    '[{"filename":"a.png","object":[{"name":"category1","ocr_text":"t",'
    '"bndbox":{"xmin":1,"ymin":1,"xmax":100,"ymax":100}}]}]'
)
LABELS = '[{"filename": "a.png", "categories": ["category1"]}]'
BOX = AnnotatedBox("category1", BoundingBox(xmin=1, ymin=1, xmax=100, ymax=100), ocr_text="t")

# Each call and the recorded request that it equals. Recorded paths end with a slash, which makes no difference to the
# server. A call without a recorded request is compared with the contract's canonical form only.
CALLS: dict[str, tuple[Callable[[Any], Any], str | None]] = {
    "image_classification_predict_files": (
        lambda c: c.image_classification.predict_files(model_id=ID, file=[A]),
        "55_curl_ic_predict_file",
    ),
    "image_classification_predict_urls": (
        lambda c: c.image_classification.predict_urls(model_id=ID, urls=URLS),
        "12_py_ic_predict_urls",
    ),
    "image_classification_get_model": (
        lambda c: c.image_classification.get_model(model_id=ID),
        "02_py_ic_model_state",
    ),
    "image_classification_create_model": (
        lambda c: c.image_classification.create_model(categories=CATEGORIES),
        "01_py_ic_create_model",
    ),
    "image_classification_list_models": (lambda c: c.image_classification.list_models(), "49_curl_ic_models"),
    "image_classification_train": (lambda c: c.image_classification.train(model_id=ID), "08_py_ic_train"),
    "image_classification_upload_files": (
        lambda c: c.image_classification.upload_files(model_id=ID, category="category1", file=[A]),
        "52_curl_ic_upload_file",
    ),
    "image_classification_upload_urls": (
        lambda c: c.image_classification.upload_urls(model_id=ID, category="category1", urls=URLS),
        "06_py_ic_upload_urls",
    ),
    "multi_label_classification_create_model": (
        lambda c: c.multi_label_classification.create_model(categories=CATEGORIES),
        None,
    ),
    "multi_label_classification_get_model": (lambda c: c.multi_label_classification.get_model(ID), None),
    "multi_label_classification_get_annotations": (lambda c: c.multi_label_classification.get_annotations(ID), None),
    "multi_label_classification_upload_files": (
        lambda c: c.multi_label_classification.upload_files(ID, files=[A], data=LABELS),
        None,
    ),
    "multi_label_classification_upload_urls": (
        lambda c: c.multi_label_classification.upload_urls(ID, urls=[URL], data=LABELS),
        None,
    ),
    "multi_label_classification_train": (lambda c: c.multi_label_classification.train(ID), None),
    "multi_label_classification_predict_urls": (
        lambda c: c.multi_label_classification.predict_urls(ID, urls=URLS),
        None,
    ),
    "multi_label_classification_predict_files": (
        lambda c: c.multi_label_classification.predict_files(ID, files=[A, B], data=NAMES),
        None,
    ),
    "ocr_create_model": (lambda c: c.ocr.create_model(categories=CATEGORIES), None),
    "ocr_get_model": (lambda c: c.ocr.get_model(ID), "42_curl_ocr_model"),
    "ocr_upload_files": (lambda c: c.ocr.upload_files(ID, file=[A], data=READ), "44_curl_ocr_upload_file"),
    "ocr_upload_urls": (
        lambda c: c.ocr.upload_urls(ID, urls=[URL], data=[FileAnnotations(URL, [BOX])]),
        "43_curl_ocr_upload_urls_json",
    ),
    "ocr_train": (lambda c: c.ocr.train(ID), "45_curl_ocr_train"),
    "ocr_predict_files": (
        lambda c: c.ocr.predict_files(ID, file=[A, B], data=NAMES),
        "17_py_ocr_predict_files",
    ),
    "ocr_predict_urls": (lambda c: c.ocr.predict_urls(ID, urls=[URL]), "46_curl_ocr_predict_url"),
    "ocr_submit_files": (lambda c: c.ocr.submit_files(ID, file=[A]), None),
    "ocr_submit_urls": (lambda c: c.ocr.submit_urls(ID, urls=[URL]), "47_curl_ocr_predict_url_async"),
    "ocr_read_files": (lambda c: c.ocr.read_files(file=[A]), None),
    "ocr_read_urls": (lambda c: c.ocr.read_urls(urls=URLS), None),
    "object_detection_create_model": (
        lambda c: c.object_detection.create_model(categories=CATEGORIES[:1], model_type="ocr"),
        "13_py_ocr_create_model",
    ),
    "object_detection_get_model": (lambda c: c.object_detection.get_model(ID), None),
    "object_detection_get_annotations": (lambda c: c.object_detection.get_annotations(ID), None),
    "object_detection_upload_files": (
        lambda c: c.object_detection.upload_files(ID, file=[A], data=BOXED),
        "14_py_ocr_upload_files",
    ),
    "object_detection_upload_urls": (
        lambda c: c.object_detection.upload_urls(ID, urls=[URL], data=[FileAnnotations(URL, [BOX])]),
        None,
    ),
    "object_detection_train": (lambda c: c.object_detection.train(ID), "15_py_ocr_train"),
    "object_detection_predict_urls": (
        lambda c: c.object_detection.predict_urls(ID, urls=URLS),
        "19_py_ocr_predict_urls",
    ),
    "object_detection_predict_files": (lambda c: c.object_detection.predict_files(ID, file=[A]), None),
    "inferences_list_by_day": (
        lambda c: c.inferences.list_by_day(ID, start_day_interval=19200, current_batch_day=19201),
        None,
    ),
    "inferences_get_page": (lambda c: c.inferences.get_page(ID, "7a1f8e60"), None),
    "inferences_get_file": (lambda c: c.inferences.get_file(ID, "e2d4c6b8"), None),
}

# Recorded requests with the model's id in the path and again in the query or the form: a variant.
REPEATED_ID = {"15_py_ocr_train", "19_py_ocr_predict_urls"}

BY_NAME = {example.call.name: example.call for example in calls("nanonets")}


def comparable(request: ParsedRequest, *, repeated_id: bool = False) -> tuple[object, ...]:
    """Return a request without the order of its fields and, with `repeated_id`, without the second id of the model."""
    body = json.loads(str(request.body)) if request.media_type == "application/json" else request.body
    if isinstance(body, list):
        body = sorted(
            (field for field in body if not (repeated_id and field[0] == "modelId")), key=lambda field: field[0]
        )
    query = [] if repeated_id and request.media_type is None else sorted(request.query)
    return request.method, request.path.rstrip("/"), query, request.authorization, request.media_type, body


@pytest.mark.parametrize("name", CALLS)
def test_request_equals_the_recorded_one_and_its_response_is_parsed(name: str) -> None:
    """Both clients send the operation's canonical request and return the contract's example of its response."""
    call, capture = CALLS[name]
    examples = responses("nanonets", BY_NAME[name])[:1]
    reply = make_response(json.dumps(examples[0]))

    async def send(url: str) -> Any:
        async with AsyncNanonets(KEY, base_url=url) as client:
            return await call(client)

    with RecordingServer(reply) as server:
        url = f"{server.url}/api/v2"
        with Nanonets(KEY, base_url=url) as client:
            parsed = call(client)
        parsed_async = asyncio.run(send(url))

    assert same(examples[0], parsed)
    assert parsed_async == parsed
    requests = [wire.parse_received(received) for received in server.received]
    assert len(requests) == 2
    for request in requests:
        (form,) = matching_variants(load("nanonets"), request)
        assert (form.operation_id, form.name) == (BY_NAME[name].operation.id, None)
        assert request.authorization == "Basic dGVzdC1rZXk6"
        if capture:
            assert comparable(request) == comparable(CAPTURES[capture], repeated_id=capture in REPEATED_ID)


def test_every_call_is_compared() -> None:
    """The table has every call of the contract, and uses each recorded request once."""
    assert set(CALLS) == set(BY_NAME)
    assert max(Counter(capture for _, capture in CALLS.values() if capture).values()) == 1


def test_file_name_and_content_type_come_from_the_format() -> None:
    """A part of the form has a file name and content type made from the format, or the name that was passed."""

    async def read_async(url: str) -> None:
        async with AsyncNanonets(KEY, base_url=url) as client:
            await client.ocr.read_files(
                file=[await client.image_file(PNG), await client.image_file(b"%PDF-1.7", "receipt.pdf")]
            )

    reply = make_response(json.dumps({"results": []}))
    with RecordingServer(reply) as server:
        with Nanonets(KEY, base_url=server.url) as client:
            client.ocr.read_files(file=[client.image_file(PNG), client.image_file(b"%PDF-1.7", "receipt.pdf")])
        asyncio.run(read_async(server.url))

    for request in server.received:
        assert [
            (part.name, part.file_name, part.headers["content-type"], part.content) for part in parts.read(request)
        ] == [
            ("file", "image.png", "image/png", PNG),
            ("file", "receipt.pdf", "application/pdf", b"%PDF-1.7"),
        ]
