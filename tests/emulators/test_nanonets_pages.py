"""Pages that models of boxes and texts read, at once or later."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.images import picture
from visionapis_testing import NanonetsEmulator, RegistrationError
from visionapis_testing.vendors.nanonets import Box, Variants

from .channels import COLOURS, open_way
from .nanonets import BLUE, BOXES, PICTURES, RED, URLS, Server, annotated, emulator_with, files, pdf, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing import Emulator

    from .channels import Way, WayName

    OpenNew = Callable[[Emulator], Way]


@pytest.fixture
def emulator() -> Iterator[NanonetsEmulator]:
    """A taught emulator, all of whose answers hold to the contract."""
    made = emulator_with()
    yield made
    made.verify()


@pytest.fixture
def server(way_in: WayName, emulator: NanonetsEmulator) -> Iterator[Server]:
    """The emulator, in process."""
    with open_way(way_in, emulator) as way:
        yield Server(way)


def test_boxes_are_those_of_the_nearest_picture(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """A page gets the boxes and texts of the training picture that is most like it, as they were annotated."""
    server = Server(open_new(emulator))
    darker = picture("JPEG", (64, 48), (10, 10, 200))
    response = server.post("/OCR/Model/receipts/LabelFile/", files=files(darker), data={"request_metadata": "desk 4"})
    (entry,) = response.json()["result"]
    (found,) = entry["prediction"]
    assert {name: found[name] for name in ("label", "xmin", "ymin", "xmax", "ymax", "ocr_text", "page_no")} == {
        "label": "seller",
        "xmin": 5,
        "ymin": 20,
        "xmax": 60,
        "ymax": 30,
        "ocr_text": "Corner Shop",
        "page_no": 0,
    }
    assert (0.5 < found["score"] <= 1, entry["size"]) == (True, {"width": 64, "height": 48})
    assert entry["request_metadata"] == "desk 4"
    boxes = server.post("/ObjectDetection/Model/boxes/LabelFile/", files=files(darker)).json()["result"][0]
    assert [(each["label"], "ocr_text" in each) for each in boxes["prediction"]] == [("seller", False)]


def test_boxes_lie_on_their_page(server: Server, emulator: NanonetsEmulator) -> None:
    """They are at the same place of a page of another size, as much of them as is on it."""
    emulator.register("huge", [(RED, [Box("total", 32, -5, 10**400, 12, "48.20 EUR")])], model_type="ocr")
    response = server.post("/OCR/Model/huge/LabelFile/", files=files(picture(size=(128, 24), colour=COLOURS["red"])))
    (found,) = response.json()["result"][0]["prediction"]
    assert [found[edge] for edge in ("xmin", "ymin", "xmax", "ymax")] == [64, 0, 128, 6]


def test_routes_of_object_detection_serve_ocr_models(server: Server) -> None:
    """The vendor's client makes, teaches and asks OCR models there; the answers have texts."""
    model = server.created("/ObjectDetection/Model/", json={"categories": ["total"], "model_type": "ocr"})
    data = json.dumps(annotated({"0.png": [BOXES["red"]]}))
    server.post(f"/ObjectDetection/Model/{model}/UploadFile/", files=files(RED), data={"data": data})
    server.post(f"/ObjectDetection/Model/{model}/Train/", params={"modelId": model})
    assert server.get(f"/OCR/Model/{model}").json()["model_type"] == "ocr"
    for _ in range(2):
        server.get("/ImageCategorization/Models")
    for path in ("/ObjectDetection", "/OCR"):
        assert texts(server.post(f"{path}/Model/{model}/LabelFile/", files=files(RED))) == [["48.20 EUR"]]


@pytest.mark.parametrize("submissions", ["files", "pages"])
def test_submission(open_new: OpenNew, submissions: Any) -> None:
    """With async=true pages are taken at once and read later: three seconds of virtual time."""
    emulator = emulator_with(variants=Variants(submissions=submissions))
    server = Server(open_new(emulator))
    document = pdf([COLOURS["red"], COLOURS["blue"]])
    entries = server.post("/OCR/Model/receipts/LabelFile?async=true", files=files(document)).json()["result"]
    pages = entries if submissions == "pages" else entries[0]["result"]
    assert [(page["prediction"], page["page"]) for page in pages] == [([], 0), ([], 1)]
    path = f"/Inferences/Model/receipts/ImageLevelInferences/{pages[0]['id']}"
    answers = [server.get(path).json() for _ in range(3)]
    assert [answer["message"] for answer in answers] == ["pending", "pending", "success"]
    assert [len(answer["result"][0]["prediction"]) for answer in answers] == [0, 0, 1]
    file = server.get(
        f"/Inferences/Model/receipts/InferenceRequestFiles/GetPredictions/{pages[0]['request_file_id']}"
    ).json()
    found = [[box["ocr_text"] for box in page["predicted_boxes"]] for page in file["unmoderated_images"]]
    assert (found, file["unmoderated_images_count"]) == ([["48.20 EUR"], ["Corner Shop"]], 2)
    emulator.verify()


def test_days_and_reviews(server: Server, emulator: NanonetsEmulator) -> None:
    """Pages are listed by the day on which they came, those that a person has left apart from the others."""
    path = "/OCR/Model/receipts/LabelFile/"
    first = server.post(path, files=files(RED)).json()["result"][0]["id"]
    emulator.clock.advance(24 * 3600)
    second = server.post(path, files=files(BLUE)).json()["result"][0]["id"]
    emulator.review(first, [Box("total", 6, 3, 46, 13, "43.20 EUR")])

    def listed(start: int, end: int) -> tuple[list[str], list[str]]:
        query = {"start_day_interval": start, "current_batch_day": end}
        body = server.get("/Inferences/Model/receipts/ImageLevelInferences/", **query).json()
        found = [[page["id"] for page in body[name]] for name in ("moderated_images", "unmoderated_images")]
        assert [len(each) for each in found] == [body["moderated_images_count"], body["unmoderated_images_count"]]
        return found[0], found[1]

    assert [listed(20454, 20455), listed(20454, 20454), listed(20455, 20456), listed(20460, 20450)] == [
        ([first], [second]),
        ([first], []),
        ([], [second]),
        ([], []),
    ]
    (page,) = server.get(f"/Inferences/Model/receipts/ImageLevelInferences/{first}").json()["result"]
    assert (page["prediction"][0]["ocr_text"], page["moderated_boxes"][0]["ocr_text"], page["is_moderated"]) == (
        "48.20 EUR",
        "43.20 EUR",
        True,
    )
    with pytest.raises(RegistrationError, match="no page cats was read"):
        emulator.review("cats", [])


def test_full_text(open_new: OpenNew, emulator: NanonetsEmulator) -> None:
    """A file that some model has learnt from has the words that are annotated there; in any other there are none."""
    server = Server(open_new(emulator))
    response = server.post("/OCR/FullText", files=files(RED, PICTURES["green"])).json()["results"]
    assert [result["filename"] for result in response] == ["0.png", "1.png"]
    (page,), (empty,) = (result["page_data"] for result in response)
    assert (page["raw_text"], page["size"]) == ("48.20 EUR", {"width": 64, "height": 48})
    assert [(word["text"], word["xmin"], word["xmax"]) for word in page["words"]] == [("48.20", 6, 28), ("EUR", 32, 46)]
    assert (empty["words"], empty["raw_text"]) == ([], "")
    by_url = server.post("/OCR/FullText/", data={"urls": [URLS["blue"]]}).json()["results"][0]
    assert (by_url["filename"], by_url["page_data"][0]["raw_text"]) == (URLS["blue"], "Corner Shop")


def test_annotations(server: Server) -> None:
    """Training pictures are listed with their boxes or labels."""
    body = server.get("/ObjectDetection/Model/boxes/Annotations").json()
    assert body["Meta"] == {
        "categories": [{"name": "seller", "count": 1}, {"name": "total", "count": 1}],
        "state": 5,
        "status": "Model is ready",
    }
    assert body["Data"][0]["object"][0]["bndbox"] == {"xmin": 6, "ymin": 3, "xmax": 46, "ymax": 13}
    data = server.get("/MultiLabelClassification/Model/warmth/Annotations").json()["Data"]
    assert sorted(each["categories"] for each in data) == [["blue"], ["green"], ["red", "warm"]]


def test_boxes_by_files_name(server: Server) -> None:
    """What is said of a file is found by its name; a file of which nothing is said has no boxes."""
    data = json.dumps(annotated({"1.png": [BOXES["blue"]], "other.png": [BOXES["red"]]}))
    body = server.post("/OCR/Model/receipts/UploadFile/", files=files(RED, BLUE), data={"data": data}).json()
    assert [[box["name"] for box in each["object"]] for each in body["Data"]] == [[], ["seller"]]
    assert (body["Meta"]["ModelID"], body["Meta"]["State"]) == ("receipts", 5)
