"""Requests beyond the contract that the emulator accepts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.leniencies import leniencies_used
from visionapis_testing.vendors.nanonets.leniencies import LENIENCIES

from .api import API, AUTHORIZATION, MISSING_URL, RED, URLS, file_parts, make_emulator

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel
    from visionapis_testing import Emulator

    OpenNew = Callable[[Emulator], Channel]

CORNERS = {"xmin": 6, "ymin": 3, "xmax": 46, "ymax": 13}
BOX = {"name": "total", "ocr_text": "48.20 EUR", "bndbox": CORNERS}

ACCEPTED: dict[str, dict[str, Any]] = {
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


def test_every_leniency_has_an_example() -> None:
    """Each leniency has an example request."""
    assert sorted(ACCEPTED) == sorted(leniency.name for leniency in LENIENCIES)


@pytest.mark.parametrize("name", ACCEPTED)
def test_leniency(open_new: OpenNew, name: str) -> None:
    """The example of a leniency is accepted, and covered by this leniency alone."""
    emulator = make_emulator()
    options = {**ACCEPTED[name], "url": f"{API}{ACCEPTED[name]['url']}", "headers": AUTHORIZATION}
    response = open_new(emulator).request(options.pop("method"), options.pop("url"), **options)
    assert response.status_code == 200, response.text
    url = f"https://app.nanonets.com{API}{ACCEPTED[name]['url']}"
    request = httpx.Request(**{**ACCEPTED[name], "url": url, "headers": AUTHORIZATION})
    assert leniencies_used("nanonets", request) == [name]


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
            data={"modelId": "colours", "urls": [MISSING_URL]},
            headers=AUTHORIZATION,
        ),
    ],
    ids=["by the contract", "no operation", "broken form", "form"],
)
def test_no_leniency(request_: httpx.Request) -> None:
    """A request by the contract uses no leniency, and neither does one that matches no operation."""
    request_.read()
    assert leniencies_used("nanonets", request_) == []


def test_other_slash_of_a_variant() -> None:
    """A request variant that the contract lists with a slash is accepted without it."""
    emulator = make_emulator()
    fields = {"modelId": "colours", "category": "red"}
    with emulator.client() as client, httpx.Client(transport=emulator.transport(), headers=AUTHORIZATION) as http:
        before = client.image_classification.list_models()
        response = http.post(f"https://app.nanonets.com{API}/ImageCategorization/UploadUrls", data=fields)
        after = client.image_classification.list_models()

    assert (response.status_code, before) == (200, after)
    assert leniencies_used("nanonets", response.request) == ["other-slash"]


def test_broken_body_is_ignored(open_new: OpenNew) -> None:
    """A broken body is ignored by an operation without a body."""
    headers = {**AUTHORIZATION, "content-type": "multipart/form-data"}
    response = open_new(make_emulator()).request("GET", f"{API}/OCR/Model/receipts", headers=headers, content=b"--")

    assert response.status_code == 200, response.text


def test_other_slash_of_every_path(open_new: OpenNew) -> None:
    """Every path works with and without a trailing slash, without a redirect."""
    emulator = make_emulator()
    channel = open_new(emulator)
    for operation in load("nanonets").operations:
        path = operation.path.replace("{model_id}", "none").replace("{id}", "a").replace("{request_file_id}", "b")
        statuses = [
            channel.request(operation.method, f"{API}{path}{end}", headers=AUTHORIZATION).status_code
            for end in ("", "/")
        ]
        assert (statuses[0] == statuses[1], statuses[0] in {200, 400, 404}) == (True, True), path
    assert {each.operation_id for each in emulator.requests} == {each.id for each in load("nanonets").operations}
    emulator.verify()


@pytest.mark.parametrize(
    ("object_", "expected"),
    [
        (BOX, [BOX]),
        ({}, []),
        ([{**BOX, "ocr_text": 48.2}], [{**BOX, "ocr_text": "48.2"}]),
        ([{**BOX, "ocr_text": True}, BOX], [{**BOX, "ocr_text": "true"}, BOX]),
        ({**BOX, "ocr_text": None}, [{"name": "total", "bndbox": CORNERS}]),
        ({**BOX, "name": 2026}, [{**BOX, "name": "2026"}]),
    ],
    ids=["one box", "no box", "number", "boolean", "null", "label"],
)
def test_annotations_from_xml(open_new: OpenNew, object_: object, expected: list[object]) -> None:
    """Annotations converted from XML have the meaning of the XML."""
    emulator = make_emulator()
    channel = open_new(emulator)
    created = channel.request(
        "POST", f"{API}/ObjectDetection/Model/", json={"categories": ["total", "2026"]}, headers=AUTHORIZATION
    )
    url = f"{API}/ObjectDetection/Model/{created.json()['model_id']}/UploadFile/"
    data = json.dumps([{"filename": "0.png", "object": object_}])
    response = channel.request("POST", url, files=file_parts(RED), data={"data": data}, headers=AUTHORIZATION)
    assert (response.status_code, [each["object"] for each in response.json()["Data"]]) == (200, [expected])
    emulator.verify()


@pytest.mark.parametrize(
    "object_", [None, "total", [None], {"name": "total"}, {**BOX, "name": None}, {**BOX, "name": []}]
)
def test_invalid_annotations(open_new: OpenNew, object_: object) -> None:
    """Annotations without valid boxes are rejected."""
    data = json.dumps([{"filename": "0.png", "object": object_}])
    url = f"{API}/ObjectDetection/Model/boxes/UploadFile/"
    response = open_new(make_emulator()).request(
        "POST", url, files=file_parts(RED), data={"data": data}, headers=AUTHORIZATION
    )
    assert response.status_code == 400
