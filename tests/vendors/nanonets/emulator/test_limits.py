"""Limits of what the Nanonets emulator keeps in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from visionapis_testing.vendors.nanonets import LabelledBox, calls, pages, state

from .api import RED, URLS, Api, annotations_json, file_parts, make_blank_pdf

if TYPE_CHECKING:
    import httpx

READ = "/OCR/Model/receipts/LabelFile/"


def reason(response: httpx.Response) -> tuple[int, str]:
    """Return the status and the reason of an error response."""
    return response.status_code, response.json()["errors"][0]["reason"]


def read_page(api: Api, **form: str) -> str:
    """Read a page and return its id."""
    page_id: str = api.post(READ, files=file_parts(RED), data=form).json()["result"][0]["id"]
    return page_id


def page_status(api: Api, page_id: str) -> int:
    """Return the status of the response about a page."""
    return api.get(f"/Inferences/Model/receipts/ImageLevelInferences/{page_id}").status_code


def test_number_of_read_pages(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the maximum number of pages the oldest is forgotten."""
    monkeypatch.setattr(state, "MAX_READ_PAGES", 2)
    page_ids = [read_page(api) for _ in range(3)]
    assert [page_status(api, page_id) for page_id in page_ids] == [404, 200, 200]


@pytest.mark.parametrize(("name", "limit"), [("MAX_IMAGES", 3), ("MAX_BYTES", 100)])
def test_training_images(api: Api, monkeypatch: pytest.MonkeyPatch, name: str, limit: int) -> None:
    """An upload that exceeds the number or the bytes of training images is rejected."""
    monkeypatch.setattr(state, name, limit)
    path = "/ImageCategorization/Model/colours/UploadFile"
    assert reason(api.post(path, data={"category": "red"}, files=file_parts(RED))) == (402, "Too many images")


def test_last_training_image(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model of three images can have a fourth if that is the limit."""
    monkeypatch.setattr(state, "MAX_IMAGES", 4)
    path = "/ImageCategorization/Model/colours/UploadFile"
    statuses = [api.post(path, data={"category": "red"}, files=file_parts(RED)).status_code for _ in range(2)]
    assert statuses == [200, 402]


def test_number_of_models(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model beyond the maximum number is rejected."""
    monkeypatch.setattr(state, "MAX_MODELS", 4)
    assert reason(api.post("/OCR/Model/", json={"categories": ["a"]})) == (402, "Too many models")


def test_texts_count(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of categories, boxes and pages count towards the limit of bytes."""
    long = "x" * 12_000
    monkeypatch.setattr(state, "MAX_BYTES", 20_000)
    model = api.create_model("/OCR/Model/", json={"categories": ["a"], "model_type": "ocr"})
    response = api.post("/OCR/Model/", json={"categories": [long, f"{long}2"]})
    assert reason(response) == (402, "Too many categories")
    for status in (200, 402):
        data = json.dumps(annotations_json({"0.png": [LabelledBox("a", 0, 0, 1, 1, long)]}))
        path = f"/OCR/Model/{model}/UploadFile/"
        assert api.post(path, files=file_parts(RED), data={"data": data}).status_code == status
    page_ids = [read_page(api, request_metadata=metadata) for metadata in ("a", long, "b", long)]
    assert [page_status(api, page_id) for page_id in page_ids] == [404, 404, 200, 200]


@pytest.mark.parametrize(("surplus", "status"), [(0, 200), (1, 413)])
def test_number_of_urls(api: Api, monkeypatch: pytest.MonkeyPatch, surplus: int, status: int) -> None:
    """A request can have as many URLs as the limit says; with one more it is too large."""
    monkeypatch.setattr(calls, "_MAX_URLS", 2)
    assert api.post("/OCR/FullText", data={"urls": [URLS["red"]] * (2 + surplus)}).status_code == status


@pytest.mark.parametrize(("surplus", "status"), [(0, 200), (1, 400)])
def test_number_of_pages_of_a_pdf(api: Api, monkeypatch: pytest.MonkeyPatch, surplus: int, status: int) -> None:
    """A PDF can have as many pages as the limit says; one with more is rejected."""
    monkeypatch.setattr(pages, "MAX_PAGES", 2)
    document = make_blank_pdf("0 0 64 48", 2 + surplus)
    assert api.post("/OCR/FullText", files=file_parts(document)).status_code == status
