"""Error responses of the Nanonets emulator, and the order of its checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.emulators.channels import KEY, open_channel
from tests.helpers.images import make_png_bomb
from visionapis_testing import NanonetsEmulator
from visionapis_testing.vendors.nanonets import Behaviour, LabelledBox

from .api import (
    API,
    AUTHORIZATION,
    BLUE,
    BOXES,
    MISSING_URL,
    RED,
    URLS,
    Api,
    annotations_json,
    file_parts,
    make_emulator,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator

    OpenNew = Callable[[Emulator], Channel]

CLASSIFY = "/ImageCategorization/Model/colours/LabelFile/"
READ = "/OCR/Model/receipts/LabelFile/"


def read_page(api: Api) -> dict[str, Any]:
    """Read a page and return its entry."""
    page: dict[str, Any] = api.post(READ, files=file_parts(RED)).json()["result"][0]
    return page


REJECTED: dict[str, tuple[int, str, Callable[[Api], httpx.Response]]] = {
    "unknown path": (404, "Path does not exist", lambda api: api.get("/OCR")),
    "unknown method": (404, "Path does not exist", lambda api: api.get(CLASSIFY)),
    "unknown model": (404, "Model does not exist", lambda api: api.get("/OCR/Model/none")),
    "model of another type": (404, "Model does not exist", lambda api: api.get("/OCR/Model/colours")),
    "box model on an OCR path": (404, "Model does not exist", lambda api: api.get("/OCR/Model/boxes")),
    "no model id": (404, "Model does not exist", lambda api: api.get("/ImageCategorization/Model")),
    "id in place of modelId": (
        404,
        "Model does not exist",
        lambda api: api.post("/ImageCategorization/Train", params={"id": "colours"}),
    ),
    "unknown model and no file": (404, "Model does not exist", lambda api: api.post("/OCR/Model/none/LabelFile")),
    "unknown model and no training data": (
        404,
        "Model does not exist",
        lambda api: api.post("/OCR/Model/none/UploadFile"),
    ),
    "unknown page": (
        404,
        "Page does not exist",
        lambda api: api.get("/Inferences/Model/receipts/ImageLevelInferences/none"),
    ),
    "page of another model": (
        404,
        "Page does not exist",
        lambda api: api.get(f"/Inferences/Model/boxes/ImageLevelInferences/{read_page(api)['id']}"),
    ),
    "page of an unknown model": (
        404,
        "Model does not exist",
        lambda api: api.get(f"/Inferences/Model/none/ImageLevelInferences/{read_page(api)['id']}"),
    ),
    "file of another model": (
        404,
        "File does not exist",
        lambda api: api.get(
            f"/Inferences/Model/boxes/InferenceRequestFiles/GetPredictions/{read_page(api)['request_file_id']}"
        ),
    ),
    "unknown file": (
        404,
        "File does not exist",
        lambda api: api.get("/Inferences/Model/receipts/InferenceRequestFiles/GetPredictions/none"),
    ),
    "invalid day": (
        400,
        "Request is not valid",
        lambda api: api.get(
            "/Inferences/Model/receipts/ImageLevelInferences", start_day_interval="a", current_batch_day=1
        ),
    ),
    "one category": (
        400,
        "Too few categories",
        lambda api: api.post("/ImageCategorization/Model/", data={"categories": ["red"]}),
    ),
    "no categories": (400, "Too few categories", lambda api: api.post("/OCR/Model/", json={"categories": []})),
    "unknown model type": (
        400,
        "Request is not valid",
        lambda api: api.post("/OCR/Model/", json={"categories": ["a"], "model_type": "cats"}),
    ),
    "invalid json": (
        400,
        "Request is not valid",
        lambda api: api.post(
            "/OCR/Model/", content=b"{", headers={**AUTHORIZATION, "content-type": "application/json"}
        ),
    ),
    "deeply nested json": (
        400,
        "Request is not valid",
        lambda api: api.post(
            "/OCR/Model/", content=b"[" * 100_000, headers={**AUTHORIZATION, "content-type": "application/json"}
        ),
    ),
    "broken form": (
        400,
        "Body is not valid",
        lambda api: api.post(CLASSIFY, content=b"--", headers={**AUTHORIZATION, "content-type": "multipart/form-data"}),
    ),
    "no body": (400, "Request is not valid", lambda api: api.post(CLASSIFY)),
    "no file": (400, "File is missing", lambda api: api.post(CLASSIFY, files={"other": (None, "1")})),
    "text in place of a file": (400, "File is missing", lambda api: api.post(CLASSIFY, files={"file": (None, "1")})),
    "no training file": (
        400,
        "File is missing",
        lambda api: api.post(
            "/ImageCategorization/UploadFile", files={"modelId": (None, "colours"), "category": (None, "red")}
        ),
    ),
    "no urls": (
        400,
        "URLs are missing",
        lambda api: api.post("/OCR/Model/receipts/LabelUrls", data={"request_metadata": "1"}),
    ),
    "unknown category": (
        400,
        "Category is not valid",
        lambda api: api.post(
            "/ImageCategorization/Model/colours/UploadFile", data={"category": "pink"}, files=file_parts(RED)
        ),
    ),
    "unknown label of a box": (
        400,
        "Category is not valid",
        lambda api: api.post(
            "/ObjectDetection/Model/boxes/UploadUrls",
            json={
                "urls": [MISSING_URL],
                "data": annotations_json({MISSING_URL: [BOXES["red"], LabelledBox("vat", 1, 1, 2, 2)]}),
            },
        ),
    ),
    "unknown label among several": (
        400,
        "Category is not valid",
        lambda api: api.post(
            "/MultiLabelClassification/Model/warmth/UploadFiles",
            files=file_parts(RED, field="files"),
            data={"data": json.dumps([{"filename": "0.png", "categories": ["warm", "cold"]}])},
        ),
    ),
    "data not json": (
        400,
        "Data is not valid",
        lambda api: api.post("/OCR/Model/receipts/UploadFile", files=file_parts(RED), data={"data": "["}),
    ),
    "incomplete box": (
        400,
        "Data is not valid",
        lambda api: api.post(
            "/OCR/Model/receipts/UploadFile",
            files=file_parts(RED),
            data={"data": json.dumps([{"filename": "0.png", "object": [{"name": "total", "bndbox": {"xmin": 1}}]}])},
        ),
    ),
    "async not true": (
        400,
        "Request is not valid",
        lambda api: api.post(READ, params={"async": "false"}, files=file_parts(RED)),
    ),
    "invalid page numbers": (
        400,
        "Pages are not valid",
        lambda api: api.post(READ, data={"pages_to_process": "all"}, files=file_parts(RED)),
    ),
    "invalid base64": (
        400,
        "File is not valid",
        lambda api: api.post(READ, data={"base64_data": "?"}),
    ),
    "base64 not of an image": (400, "File is not valid", lambda api: api.post(READ, data={"base64_data": "AAAA"})),
    "decompression bomb": (400, "File is not valid", lambda api: api.post(CLASSIFY, files=file_parts(make_png_bomb()))),
    "invalid url without partial success": (
        400,
        "URL is not valid",
        lambda api: api.post("/OCR/FullText", data={"urls": [URLS["red"], MISSING_URL]}),
    ),
}


@pytest.fixture(scope="module", params=["socket", "transport"])
def rejecting_api(request: pytest.FixtureRequest) -> Iterator[Api]:
    """Requests to an emulator that must reject all of them and keep its state."""
    emulator = make_emulator()
    with open_channel(request.param, emulator) as channel:
        api = Api(channel)
        before = api.get("/ImageCategorization/Models").json()
        yield api
        assert api.get("/ImageCategorization/Models").json() == before
    emulator.verify()


@pytest.mark.parametrize("name", REJECTED)
def test_error_response(rejecting_api: Api, name: str) -> None:
    """An error response has the vendor's envelope with a reason and a message."""
    status, reason, send = REJECTED[name]
    response = send(rejecting_api)
    body = response.json()
    assert (response.status_code, body["code"], body["errors"][0]["reason"]) == (status, status, reason)
    assert (body["message"], bool(body["errors"][0]["message"])) == (httpx.codes.get_reason_phrase(status), True)


@pytest.mark.parametrize("status", [409, 400])
def test_training_of_unready_model(open_new: OpenNew, status: Any) -> None:
    """A training is rejected without data for every label and during another training."""
    emulator = make_emulator(behaviour=Behaviour(not_ready_status=status))
    emulator.clock.step = 0
    api = Api(open_new(emulator))
    model = api.create_model("/ImageCategorization/Model/", data={"categories": ["red", "blue"]})
    path = f"/ImageCategorization/Model/{model}"
    statuses = [api.post(f"{path}/Train/").status_code]
    for name, content in {"red": RED, "blue": BLUE}.items():
        api.post(f"{path}/UploadFile/", data={"category": name}, files=file_parts(content))
        statuses.append(api.post(f"{path}/Train/").status_code)
    statuses.append(api.post(f"{path}/Train/").status_code)
    emulator.clock.advance(3)
    statuses += [api.post(f"{path}/Train/").status_code for _ in range(2)]
    assert statuses == [status, status, 200, status, 200, status]
    emulator.verify()


def test_prediction_of_unready_model(open_new: OpenNew) -> None:
    """A model predicts only in state 5 or 6."""
    emulator = make_emulator()
    api = Api(open_new(emulator))
    classification, ocr = api.create_classifier(), api.create_ocr_model()
    for path in (f"/ImageCategorization/Model/{classification}", f"/OCR/Model/{ocr}"):
        response = api.post(f"{path}/LabelFile/", files=file_parts(RED))
        assert (response.status_code, response.json()["errors"][0]["reason"]) == (400, "Model is not ready")
    emulator.verify()


@pytest.mark.parametrize(("group", "trained"), [("ImageCategorization", "colours"), ("OCR", "receipts")])
def test_order(channel_name: ChannelName, group: str, trained: str) -> None:
    """Of several errors the first is reported: key, path, form, model, calls, request, state, files."""
    emulator = make_emulator(remaining_calls=0)
    with open_channel(channel_name, emulator) as channel:
        api = Api(channel)
        model = api.create_ocr_model() if group == "OCR" else api.create_classifier()
        path = f"/{group}/Model/{model}/LabelFile"
        broken: dict[str, Any] = {
            "content": b"--",
            "headers": {**AUTHORIZATION, "content-type": "multipart/form-data"},
        }
        responses = [
            channel.request("POST", f"{API}/none", content=b"--"),
            api.post("/none", **broken),
            api.post(f"/{group}/Model/none/LabelFile", **broken),
            api.post(f"/{group}/Model/none/LabelFile"),
            api.post(path),
        ]
        emulator.remaining_calls = 9
        responses += [
            api.post(path, files={"other": b""}),
            api.post(path, files=file_parts(b"")),
            api.post(f"/{group}/Model/{trained}/LabelFile/", files=file_parts(b"")),
        ]
    assert [response.json()["errors"][0]["reason"] for response in responses] == [
        "Key is not valid",
        "Path does not exist",
        "Body is not valid",
        "Model does not exist",
        "Free calls are used up",
        "File is missing",
        "Model is not ready",
        "File is not valid",
    ]


def test_too_large(open_new: OpenNew) -> None:
    """A body above the limit gets status 413 in the vendor's envelope, with and without a content length."""
    emulator = NanonetsEmulator(api_key=KEY, max_body_bytes=1_000)
    channel = open_new(emulator)
    for response in (
        Api(channel).post(CLASSIFY, files=file_parts(bytes(2_000))),
        channel.request_in_chunks("POST", f"{API}{CLASSIFY}", content=bytes(2_000), headers=AUTHORIZATION),
    ):
        assert (response.status_code, response.json()["code"]) == (413, 413)
    emulator.verify()
