"""What Nanonets' emulator takes although its contract does not have it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.leniencies import tolerated
from visionapis_testing.vendors.nanonets.leniencies import TOLERANCES

from .nanonets import API, AUTHORIZATION, GONE, RED, URLS, emulator_with, files

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Way

    OpenNew = Callable[[Emulator], Way]


CORNERS = {"xmin": 6, "ymin": 3, "xmax": 46, "ymax": 13}
BOX = {"name": "total", "ocr_text": "48.20 EUR", "bndbox": CORNERS}

TAKEN: dict[str, dict[str, Any]] = {
    "other-slash": {"method": "GET", "url": "/OCR/Model/receipts/"},
    "unknown-parameter": {"method": "GET", "url": "/ImageCategorization/Models", "params": {"page": "2"}},
    "repeated-parameter": {
        "method": "GET",
        "url": "/ImageCategorization/Model",
        "params": [("modelId", "none"), ("modelId", "colours")],
    },
    "unread-body": {"method": "POST", "url": "/OCR/Model/receipts/Train", "data": {"modelId": "receipts"}},
    "body-fields-in-query": {
        "method": "POST",
        "url": "/ImageCategorization/LabelUrls",
        "params": {"modelId": "colours"},
        "data": {"urls": [URLS["red"]]},
    },
    "annotations-from-xml": {
        "method": "POST",
        "url": "/ObjectDetection/Model/boxes/UploadFile/",
        "files": {"file": ("0.png", RED)},
        "data": {"data": json.dumps([{"filename": "0.png", "object": BOX}])},
    },
}


def test_every_tolerance_is_shown() -> None:
    """Each tolerance has an example here."""
    assert sorted(TAKEN) == sorted(tolerance.name for tolerance in TOLERANCES)


@pytest.mark.parametrize("name", TAKEN)
def test_tolerated(open_new: OpenNew, name: str) -> None:
    """What a tolerance covers is taken, and recognised as that alone."""
    emulator = emulator_with()
    sent = {**TAKEN[name], "url": f"{API}{TAKEN[name]['url']}", "headers": AUTHORIZATION}
    response = open_new(emulator).request(sent.pop("method"), sent.pop("url"), **sent)
    assert response.status_code == 200, response.text
    url = f"https://app.nanonets.com{API}{TAKEN[name]['url']}"
    assert tolerated("nanonets", httpx.Request(**{**TAKEN[name], "url": url, "headers": AUTHORIZATION})) == [name]


@pytest.mark.parametrize(
    "request_",
    [
        httpx.Request("GET", f"https://app.nanonets.com{API}/ImageCategorization/Models", headers=AUTHORIZATION),
        httpx.Request("GET", "https://app.nanonets.com/none", headers=AUTHORIZATION),
        httpx.Request(
            "POST",
            f"https://app.nanonets.com{API}/ImageCategorization/LabelFile",
            content=b"--",
            headers={**AUTHORIZATION, "content-type": "multipart/form-data"},
        ),
        httpx.Request(
            "POST",
            f"https://app.nanonets.com{API}/ImageCategorization/LabelUrls",
            data={"modelId": "colours", "urls": [GONE]},
            headers=AUTHORIZATION,
        ),
    ],
    ids=["by the contract", "elsewhere", "broken", "form"],
)
def test_no_tolerance(request_: httpx.Request) -> None:
    """A request by the contract needs none, and one of no operation has none."""
    request_.read()
    assert tolerated("nanonets", request_) == []


def test_slash_of_another_spelling() -> None:
    """A spelling that is known with a slash only is taken without one, too."""
    emulator = emulator_with()
    fields = {"modelId": "colours", "category": "red"}
    with emulator.client() as client, httpx.Client(transport=emulator.transport(), headers=AUTHORIZATION) as http:
        before = client.image_classification.list_models()
        answer = http.post(f"https://app.nanonets.com{API}/ImageCategorization/UploadUrls", data=fields)
        after = client.image_classification.list_models()

    assert (answer.status_code, before) == (200, after)
    assert tolerated("nanonets", answer.request) == ["other-slash"]


def test_body_that_nobody_reads(open_new: OpenNew) -> None:
    """A body that is broken does no harm to an operation that has none."""
    headers = {**AUTHORIZATION, "content-type": "multipart/form-data"}
    response = open_new(emulator_with()).request("GET", f"{API}/OCR/Model/receipts", headers=headers, content=b"--")

    assert response.status_code == 200, response.text


def test_other_slash_everywhere(open_new: OpenNew) -> None:
    """Every path is answered with and without a slash at its end, without a redirect."""
    emulator = emulator_with()
    way = open_new(emulator)
    for operation in load("nanonets").operations:
        path = operation.path.replace("{model_id}", "none").replace("{id}", "a").replace("{request_file_id}", "b")
        found = [
            way.request(operation.method, f"{API}{path}{end}", headers=AUTHORIZATION).status_code for end in ("", "/")
        ]
        assert (found[0] == found[1], found[0] in {200, 400, 404}) == (True, True), path
    assert {each.operation_id for each in emulator.requests} == {each.id for each in load("nanonets").operations}
    emulator.verify()


@pytest.mark.parametrize(
    ("object_", "taught"),
    [
        (BOX, [BOX]),
        ({}, []),
        ([{**BOX, "ocr_text": 48.2}], [{**BOX, "ocr_text": "48.2"}]),
        ([{**BOX, "ocr_text": True}, BOX], [{**BOX, "ocr_text": "true"}, BOX]),
        ({**BOX, "ocr_text": None}, [{"name": "total", "bndbox": CORNERS}]),
        ({**BOX, "name": 2026}, [{**BOX, "name": "2026"}]),
    ],
    ids=["one", "none", "number", "truth", "nothing", "label"],
)
def test_annotations_from_xml(open_new: OpenNew, object_: object, taught: list[object]) -> None:
    """What a converter made of XML is learnt as what the XML said."""
    emulator = emulator_with()
    way = open_new(emulator)
    created = way.request(
        "POST", f"{API}/ObjectDetection/Model/", json={"categories": ["total", "2026"]}, headers=AUTHORIZATION
    )
    url = f"{API}/ObjectDetection/Model/{created.json()['model_id']}/UploadFile/"
    data = json.dumps([{"filename": "0.png", "object": object_}])
    answer = way.request("POST", url, files=files(RED), data={"data": data}, headers=AUTHORIZATION)
    assert (answer.status_code, [each["object"] for each in answer.json()["Data"]]) == (200, [taught])
    emulator.verify()


@pytest.mark.parametrize(
    "object_", [None, "total", [None], {"name": "total"}, {**BOX, "name": None}, {**BOX, "name": []}]
)
def test_annotations_that_are_none(open_new: OpenNew, object_: object) -> None:
    """What says nothing of boxes is refused."""
    data = json.dumps([{"filename": "0.png", "object": object_}])
    url = f"{API}/ObjectDetection/Model/boxes/UploadFile/"
    answer = open_new(emulator_with()).request(
        "POST", url, files=files(RED), data={"data": data}, headers=AUTHORIZATION
    )
    assert answer.status_code == 400
