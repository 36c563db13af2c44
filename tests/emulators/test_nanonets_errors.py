"""How Nanonets' emulator says no."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing import NanonetsEmulator
from visionapis_testing.faults import WrongKeyAccepted
from visionapis_testing.vendors.nanonets import Box, Variants, state

from .channels import KEY, open_way
from .nanonets import API, AUTHORIZATION, BLUE, BOXES, GONE, RED, URLS, Server, annotated, emulator_with, files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing import Emulator

    from .channels import Way, WayName

    OpenNew = Callable[[Emulator], Way]


CLASSIFY = "/ImageCategorization/Model/colours/LabelFile/"


READ = "/OCR/Model/receipts/LabelFile/"


def basic(text: str) -> dict[str, str]:
    """The header of HTTP Basic."""
    return {"authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}


def bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1_000)))
        + chunk(b"IEND", b"")
    )


def read(server: Server) -> dict[str, Any]:
    """A page that was read."""
    page: dict[str, Any] = server.post(READ, files=files(RED)).json()["result"][0]
    return page


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("wrong:"),
        {"authorization": "Basic"},
        basic(":"),
        basic(KEY),
        basic(f"{KEY}:password"),
        {"authorization": f"Bearer {KEY}"},
        {"authorization": f"Basic {KEY}:"},
        {"authorization": "Basic /w=="},
    ],
)
def test_key(open_new: OpenNew, headers: dict[str, str]) -> None:
    """The key is the name of HTTP Basic without a password; anything else is refused before all."""
    emulator = NanonetsEmulator(api_key=KEY)
    way = open_new(emulator)
    for method, path in (("GET", "/ImageCategorization/Models"), ("POST", "/OCR/Model/none/Train"), ("GET", "/none")):
        response = way.request(method, f"{API}{path}", headers=headers)
        assert (response.status_code, response.json()) == (
            401,
            {
                "message": "Unauthorized",
                "code": 401,
                "errors": [{"reason": "Key is not valid", "message": "Send a valid key as the name of HTTP Basic"}],
            },
        )
    emulator.verify()


def test_wrong_key_accepted(way_in: WayName) -> None:
    """A fault takes a wrong key for the right one, and still none for none."""
    emulator = NanonetsEmulator(api_key=KEY)
    emulator.faults.add(WrongKeyAccepted(), times=2)
    with open_way(way_in, emulator) as way:
        path = f"{API}/ImageCategorization/Models"
        statuses = [way.request("GET", path, headers=headers).status_code for headers in (basic("wrong:"), {})]
    assert statuses == [200, 401]


REFUSED: dict[str, tuple[int, str, Callable[[Server], httpx.Response]]] = {
    "no path": (404, "Path does not exist", lambda server: server.get("/OCR")),
    "no method": (404, "Path does not exist", lambda server: server.get(CLASSIFY)),
    "no model": (404, "Model does not exist", lambda server: server.get("/OCR/Model/none")),
    "model of another kind": (404, "Model does not exist", lambda server: server.get("/OCR/Model/colours")),
    "boxes on the path of texts": (404, "Model does not exist", lambda server: server.get("/OCR/Model/boxes")),
    "no id": (404, "Model does not exist", lambda server: server.get("/ImageCategorization/Model")),
    "id of a training": (
        404,
        "Model does not exist",
        lambda server: server.post("/ImageCategorization/Train", params={"id": "colours"}),
    ),
    "no model, and no file": (404, "Model does not exist", lambda server: server.post("/OCR/Model/none/LabelFile")),
    "no model, and nothing to learn from": (
        404,
        "Model does not exist",
        lambda server: server.post("/OCR/Model/none/UploadFile"),
    ),
    "no page": (
        404,
        "Page does not exist",
        lambda server: server.get("/Inferences/Model/receipts/ImageLevelInferences/none"),
    ),
    "page of another model": (
        404,
        "Page does not exist",
        lambda server: server.get(f"/Inferences/Model/boxes/ImageLevelInferences/{read(server)['id']}"),
    ),
    "page of no model": (
        404,
        "Model does not exist",
        lambda server: server.get(f"/Inferences/Model/none/ImageLevelInferences/{read(server)['id']}"),
    ),
    "file of another model": (
        404,
        "File does not exist",
        lambda server: server.get(
            f"/Inferences/Model/boxes/InferenceRequestFiles/GetPredictions/{read(server)['request_file_id']}"
        ),
    ),
    "no sent file": (
        404,
        "File does not exist",
        lambda server: server.get("/Inferences/Model/receipts/InferenceRequestFiles/GetPredictions/none"),
    ),
    "a day that is none": (
        400,
        "Request is not valid",
        lambda server: server.get(
            "/Inferences/Model/receipts/ImageLevelInferences", start_day_interval="a", current_batch_day=1
        ),
    ),
    "one category": (
        400,
        "Too few categories",
        lambda server: server.post("/ImageCategorization/Model/", data={"categories": ["red"]}),
    ),
    "no categories": (400, "Too few categories", lambda server: server.post("/OCR/Model/", json={"categories": []})),
    "other model type": (
        400,
        "Request is not valid",
        lambda server: server.post("/OCR/Model/", json={"categories": ["a"], "model_type": "cats"}),
    ),
    "no json": (
        400,
        "Request is not valid",
        lambda server: server.post(
            "/OCR/Model/", content=b"{", headers={**AUTHORIZATION, "content-type": "application/json"}
        ),
    ),
    "deep json": (
        400,
        "Request is not valid",
        lambda server: server.post(
            "/OCR/Model/", content=b"[" * 100_000, headers={**AUTHORIZATION, "content-type": "application/json"}
        ),
    ),
    "broken form": (
        400,
        "Body is not valid",
        lambda server: server.post(
            CLASSIFY, content=b"--", headers={**AUTHORIZATION, "content-type": "multipart/form-data"}
        ),
    ),
    "no body": (400, "Request is not valid", lambda server: server.post(CLASSIFY)),
    "no file": (400, "File is missing", lambda server: server.post(CLASSIFY, files={"other": (None, "1")})),
    "file as a text": (400, "File is missing", lambda server: server.post(CLASSIFY, files={"file": (None, "1")})),
    "no file to learn from": (
        400,
        "File is missing",
        lambda server: server.post(
            "/ImageCategorization/UploadFile", files={"modelId": (None, "colours"), "category": (None, "red")}
        ),
    ),
    "no urls": (
        400,
        "URLs are missing",
        lambda server: server.post("/OCR/Model/receipts/LabelUrls", data={"request_metadata": "1"}),
    ),
    "other category": (
        400,
        "Category is not valid",
        lambda server: server.post(
            "/ImageCategorization/Model/colours/UploadFile", data={"category": "pink"}, files=files(RED)
        ),
    ),
    "other label of a box": (
        400,
        "Category is not valid",
        lambda server: server.post(
            "/ObjectDetection/Model/boxes/UploadUrls",
            json={"urls": [GONE], "data": annotated({GONE: [BOXES["red"], Box("vat", 1, 1, 2, 2)]})},
        ),
    ),
    "other label of several": (
        400,
        "Category is not valid",
        lambda server: server.post(
            "/MultiLabelClassification/Model/warmth/UploadFiles",
            files=files(RED, field="files"),
            data={"data": json.dumps([{"filename": "0.png", "categories": ["warm", "cold"]}])},
        ),
    ),
    "data that is no json": (
        400,
        "Data is not valid",
        lambda server: server.post("/OCR/Model/receipts/UploadFile", files=files(RED), data={"data": "["}),
    ),
    "half a box": (
        400,
        "Data is not valid",
        lambda server: server.post(
            "/OCR/Model/receipts/UploadFile",
            files=files(RED),
            data={"data": json.dumps([{"filename": "0.png", "object": [{"name": "total", "bndbox": {"xmin": 1}}]}])},
        ),
    ),
    "async that is not true": (
        400,
        "Request is not valid",
        lambda server: server.post(READ, params={"async": "false"}, files=files(RED)),
    ),
    "page numbers in words": (
        400,
        "Pages are not valid",
        lambda server: server.post(READ, data={"pages_to_process": "all"}, files=files(RED)),
    ),
    "no base64": (
        400,
        "File is not valid",
        lambda server: server.post(READ, data={"base64_data": "?"}),
    ),
    "base64 of no picture": (400, "File is not valid", lambda server: server.post(READ, data={"base64_data": "AAAA"})),
    "bomb": (400, "File is not valid", lambda server: server.post(CLASSIFY, files=files(bomb()))),
    "bad url where partial success is not known": (
        400,
        "URL is not valid",
        lambda server: server.post("/OCR/FullText", data={"urls": [URLS["red"], GONE]}),
    ),
}


@pytest.fixture(scope="module", params=["socket", "asgi", "transport"])
def refusing(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server that every call above is refused by, so that nothing changes."""
    emulator = emulator_with()
    with open_way(request.param, emulator) as way:
        server = Server(way)
        before = server.get("/ImageCategorization/Models").json()
        yield server
        assert server.get("/ImageCategorization/Models").json() == before
    emulator.verify()


@pytest.mark.parametrize("name", REFUSED)
def test_refusal(refusing: Server, name: str) -> None:
    """A refusal has the vendor's envelope, with the reason and with what to do."""
    status, reason, send = REFUSED[name]
    response = send(refusing)
    body = response.json()
    assert (response.status_code, body["code"], body["errors"][0]["reason"]) == (status, status, reason)
    assert (body["message"], bool(body["errors"][0]["message"])) == (httpx.codes.get_reason_phrase(status), True)


@pytest.mark.parametrize("status", [409, 400])
def test_training_before_data(open_new: OpenNew, status: Any) -> None:
    """A training without data, with half of it, or beside another one is refused."""
    emulator = emulator_with(variants=Variants(not_ready_status=status))
    emulator.clock.step = 0
    server = Server(open_new(emulator))
    model = server.created("/ImageCategorization/Model/", data={"categories": ["red", "blue"]})
    path = f"/ImageCategorization/Model/{model}"
    statuses = [server.post(f"{path}/Train/").status_code]
    for name, content in {"red": RED, "blue": BLUE}.items():
        server.post(f"{path}/UploadFile/", data={"category": name}, files=files(content))
        statuses.append(server.post(f"{path}/Train/").status_code)
    statuses.append(server.post(f"{path}/Train/").status_code)
    emulator.clock.advance(3)
    statuses += [server.post(f"{path}/Train/").status_code for _ in range(2)]
    assert statuses == [status, status, 200, status, 200, status]
    emulator.verify()


def test_prediction_before_training(open_new: OpenNew) -> None:
    """Only models in state 5 or 6 predict."""
    emulator = emulator_with()
    server = Server(open_new(emulator))
    model, reader = server.classifier(), server.reader()
    for path in (f"/ImageCategorization/Model/{model}", f"/OCR/Model/{reader}"):
        response = server.post(f"{path}/LabelFile/", files=files(RED))
        assert (response.status_code, response.json()["errors"][0]["reason"]) == (400, "Model is not ready")
    emulator.verify()


def test_order(way_in: WayName) -> None:
    """Of several mistakes the first of the list is told: key, path, form, model, calls, request, state, files."""
    emulator = emulator_with(free_calls=0)
    with open_way(way_in, emulator) as way:
        server = Server(way)
        model = server.classifier()
        broken: dict[str, Any] = {
            "content": b"--",
            "headers": {**AUTHORIZATION, "content-type": "multipart/form-data"},
        }
        found = [
            way.request("POST", f"{API}/none", content=b"--"),
            server.post("/none", **broken),
            server.post("/ImageCategorization/Model/none/LabelFile", **broken),
            server.post("/ImageCategorization/Model/none/LabelFile"),
            server.post(f"/ImageCategorization/Model/{model}/LabelFile"),
        ]
        emulator.free_calls = 9
        found += [
            server.post(f"/ImageCategorization/Model/{model}/LabelFile", files={"other": b""}),
            server.post(f"/ImageCategorization/Model/{model}/LabelFile", files=files(b"")),
            server.post(CLASSIFY, files=files(b"")),
        ]
    assert [response.json()["errors"][0]["reason"] for response in found] == [
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
    """A body above the limit is refused in the vendor's envelope, however it is sent."""
    emulator = NanonetsEmulator(api_key=KEY, max_body_bytes=1_000)
    way = open_new(emulator)
    for response in (
        Server(way).post(CLASSIFY, files=files(bytes(2_000))),
        way.request_in_chunks("POST", f"{API}{CLASSIFY}", content=bytes(2_000), headers=AUTHORIZATION),
    ):
        assert (response.status_code, response.json()["code"]) == (413, 413)
    emulator.verify()


def test_bounds(way_in: WayName, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to models, pictures, bytes and pages that are kept."""
    emulator = emulator_with()
    with open_way(way_in, emulator) as way:
        server = Server(way)
        first = server.post(READ, files=files(RED)).json()["result"][0]["id"]
        monkeypatch.setattr(state, "MAX_READ_PAGES", 2)
        for _ in range(2):
            server.post(READ, files=files(RED))
        assert server.get(f"/Inferences/Model/receipts/ImageLevelInferences/{first}").status_code == 404
        path = "/ImageCategorization/Model/colours/UploadFile"
        for name, limit in {"MAX_PICTURES": 3, "MAX_BYTES": 100}.items():
            monkeypatch.setattr(state, name, limit)
            response = server.post(path, data={"category": "red"}, files=files(RED))
            assert (response.status_code, response.json()["errors"][0]["reason"]) == (402, "Too many pictures")
            monkeypatch.undo()
            monkeypatch.setattr(state, "MAX_READ_PAGES", 2)
        monkeypatch.setattr(state, "MAX_MODELS", 4)
        response = server.post("/OCR/Model/", json={"categories": ["a"]})
        assert (response.status_code, response.json()["errors"][0]["reason"]) == (402, "Too many models")
    emulator.verify()


def test_texts_are_bounded(way_in: WayName, monkeypatch: pytest.MonkeyPatch) -> None:
    """Texts are counted with the pictures: those of labels and boxes, and those that a page is kept with."""
    emulator = emulator_with()
    long = "x" * 12_000
    with open_way(way_in, emulator) as way:
        server = Server(way)
        monkeypatch.setattr(state, "MAX_BYTES", 20_000)
        model = server.created("/OCR/Model/", json={"categories": ["a"], "model_type": "ocr"})
        refused = server.post("/OCR/Model/", json={"categories": [long, f"{long}2"]})
        assert (refused.status_code, refused.json()["errors"][0]["reason"]) == (402, "Too many categories")
        for status in (200, 402):
            data = json.dumps(annotated({"0.png": [Box("a", 0, 0, 1, 1, long)]}))
            path = f"/OCR/Model/{model}/UploadFile/"
            assert server.post(path, files=files(RED), data={"data": data}).status_code == status
        pages = [
            server.post(READ, files=files(RED), data={"request_metadata": note}).json()["result"][0]["id"]
            for note in ("a", long, "b", long)
        ]
        kept = [server.get(f"/Inferences/Model/receipts/ImageLevelInferences/{page}").status_code for page in pages]
        assert kept == [404, 404, 200, 200]
    emulator.verify()
