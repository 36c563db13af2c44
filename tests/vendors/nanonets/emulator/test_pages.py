"""Pages that models of boxes and texts read, synchronously or asynchronously."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulators.channels import COLOURS
from tests.helpers.images import make_image
from visionapis_testing import NanonetsEmulator, RegistrationError
from visionapis_testing.vendors.nanonets import Behaviour, LabelledBox

from .api import BLUE, BOXES, IMAGES, RED, URLS, Api, annotations_json, file_parts, make_emulator, make_pdf, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel
    from visionapis_testing import Emulator

    OpenNew = Callable[[Emulator], Channel]


def test_boxes_are_those_of_the_nearest_image(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """A page gets the annotated boxes and texts of the training image that is most like it."""
    api = Api(open_new(emulator))
    darker = make_image("JPEG", (64, 48), (10, 10, 200))
    response = api.post("/OCR/Model/receipts/LabelFile/", files=file_parts(darker), data={"request_metadata": "desk 4"})
    (entry,) = response.json()["result"]
    (box,) = entry["prediction"]
    assert {name: box[name] for name in ("label", "xmin", "ymin", "xmax", "ymax", "ocr_text", "page_no")} == {
        "label": "seller",
        "xmin": 5,
        "ymin": 20,
        "xmax": 60,
        "ymax": 30,
        "ocr_text": "Corner Shop",
        "page_no": 0,
    }
    assert (0.5 < box["score"] <= 1, entry["size"]) == (True, {"width": 64, "height": 48})
    assert entry["request_metadata"] == "desk 4"
    boxes = api.post("/ObjectDetection/Model/boxes/LabelFile/", files=file_parts(darker)).json()["result"][0]
    assert [(each["label"], "ocr_text" in each) for each in boxes["prediction"]] == [("seller", False)]


def test_boxes_are_scaled_and_clipped(api: Api, emulator: NanonetsEmulator) -> None:
    """A box keeps its relative position on a page of another size, and is clipped to the page."""
    emulator.register("huge", [(RED, [LabelledBox("total", 32, -5, 10**400, 12, "48.20 EUR")])], model_type="ocr")
    response = api.post(
        "/OCR/Model/huge/LabelFile/", files=file_parts(make_image(size=(128, 24), colour=COLOURS["red"]))
    )
    (box,) = response.json()["result"][0]["prediction"]
    assert [box[edge] for edge in ("xmin", "ymin", "xmax", "ymax")] == [64, 0, 128, 6]


def test_object_detection_paths_serve_ocr_models(api: Api) -> None:
    """The vendor's client uses OCR models by the paths of object detection; their responses have texts."""
    model = api.create_model("/ObjectDetection/Model/", json={"categories": ["total"], "model_type": "ocr"})
    data = json.dumps(annotations_json({"0.png": [BOXES["red"]]}))
    api.post(f"/ObjectDetection/Model/{model}/UploadFile/", files=file_parts(RED), data={"data": data})
    api.post(f"/ObjectDetection/Model/{model}/Train/", params={"modelId": model})
    assert api.get(f"/OCR/Model/{model}").json()["model_type"] == "ocr"
    for _ in range(2):
        api.get("/ImageCategorization/Models")
    for path in ("/ObjectDetection", "/OCR"):
        assert texts(api.post(f"{path}/Model/{model}/LabelFile/", files=file_parts(RED))) == [["48.20 EUR"]]


@pytest.mark.parametrize("submissions", ["files", "pages"])
def test_asynchronous_prediction(open_new: OpenNew, submissions: Any) -> None:
    """Pages sent with async=true are read after three seconds of virtual time."""
    emulator = make_emulator(behaviour=Behaviour(submissions=submissions))
    api = Api(open_new(emulator))
    document = make_pdf([COLOURS["red"], COLOURS["blue"]])
    entries = api.post("/OCR/Model/receipts/LabelFile?async=true", files=file_parts(document)).json()["result"]
    pages = entries if submissions == "pages" else entries[0]["result"]
    assert [(page["prediction"], page["page"]) for page in pages] == [([], 0), ([], 1)]
    path = f"/Inferences/Model/receipts/ImageLevelInferences/{pages[0]['id']}"
    responses = [api.get(path).json() for _ in range(3)]
    assert [response["message"] for response in responses] == ["pending", "pending", "success"]
    assert [len(response["result"][0]["prediction"]) for response in responses] == [0, 0, 1]
    file = api.get(
        f"/Inferences/Model/receipts/InferenceRequestFiles/GetPredictions/{pages[0]['request_file_id']}"
    ).json()
    page_texts = [[box["ocr_text"] for box in page["predicted_boxes"]] for page in file["unmoderated_images"]]
    assert (page_texts, file["unmoderated_images_count"]) == ([["48.20 EUR"], ["Corner Shop"]], 2)
    emulator.verify()


def test_pages_by_day_and_review(api: Api, emulator: NanonetsEmulator) -> None:
    """Pages are listed by the day on which they were received; reviewed pages are separate."""
    path = "/OCR/Model/receipts/LabelFile/"
    first = api.post(path, files=file_parts(RED)).json()["result"][0]["id"]
    emulator.clock.advance(24 * 3600)
    second = api.post(path, files=file_parts(BLUE)).json()["result"][0]["id"]
    emulator.review(first, [LabelledBox("total", 6, 3, 46, 13, "43.20 EUR")])

    def list_pages(start: int, end: int) -> tuple[list[str], list[str]]:
        query = {"start_day_interval": start, "current_batch_day": end}
        body = api.get("/Inferences/Model/receipts/ImageLevelInferences/", **query).json()
        ids = [[page["id"] for page in body[name]] for name in ("moderated_images", "unmoderated_images")]
        assert [len(each) for each in ids] == [body["moderated_images_count"], body["unmoderated_images_count"]]
        return ids[0], ids[1]

    assert [list_pages(*days) for days in ((20454, 20455), (20454, 20454), (20455, 20456), (20460, 20450))] == [
        ([first], [second]),
        ([first], []),
        ([], [second]),
        ([], []),
    ]
    (page,) = api.get(f"/Inferences/Model/receipts/ImageLevelInferences/{first}").json()["result"]
    assert (page["prediction"][0]["ocr_text"], page["moderated_boxes"][0]["ocr_text"], page["is_moderated"]) == (
        "48.20 EUR",
        "43.20 EUR",
        True,
    )
    with pytest.raises(RegistrationError, match="no page with id 'cats' has been read"):
        emulator.review("cats", [])


def test_full_text(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """A training image of any model has the words annotated in it; any other file has none."""
    api = Api(open_new(emulator))
    results = api.post("/OCR/FullText", files=file_parts(RED, IMAGES["green"])).json()["results"]
    assert [result["filename"] for result in results] == ["0.png", "1.png"]
    (page,), (empty,) = (result["page_data"] for result in results)
    assert (page["raw_text"], page["size"]) == ("48.20 EUR", {"width": 64, "height": 48})
    assert [(word["text"], word["xmin"], word["xmax"]) for word in page["words"]] == [("48.20", 6, 28), ("EUR", 32, 46)]
    assert (empty["words"], empty["raw_text"]) == ([], "")
    by_url = api.post("/OCR/FullText/", data={"urls": [URLS["blue"]]}).json()["results"][0]
    assert (by_url["filename"], by_url["page_data"][0]["raw_text"]) == (URLS["blue"], "Corner Shop")


def test_annotations(api: Api) -> None:
    """Training images are listed with their boxes or labels."""
    body = api.get("/ObjectDetection/Model/boxes/Annotations").json()
    assert body["Meta"] == {
        "categories": [{"name": "seller", "count": 1}, {"name": "total", "count": 1}],
        "state": 5,
        "status": "Model is ready",
    }
    assert body["Data"][0]["object"][0]["bndbox"] == {"xmin": 6, "ymin": 3, "xmax": 46, "ymax": 13}
    data = api.get("/MultiLabelClassification/Model/warmth/Annotations").json()["Data"]
    assert sorted(each["categories"] for each in data) == [["blue"], ["green"], ["red", "warm"]]


def test_boxes_by_file_name(api: Api) -> None:
    """Annotations are matched with files by name; a file without annotations has no boxes."""
    data = json.dumps(annotations_json({"1.png": [BOXES["blue"]], "other.png": [BOXES["red"]]}))
    body = api.post("/OCR/Model/receipts/UploadFile/", files=file_parts(RED, BLUE), data={"data": data}).json()
    assert [[box["name"] for box in each["object"]] for each in body["Data"]] == [[], ["seller"]]
    assert (body["Meta"]["ModelID"], body["Meta"]["State"]) == ("receipts", 5)
