"""Requests to Nanonets' emulator, and pictures for its models."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.helpers.images import picture
from visionapis_testing import NanonetsEmulator
from visionapis_testing.vendors.nanonets import Box

from .channels import COLOURS, KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import httpx

    from .channels import Way

AUTHORIZATION = {"authorization": "Basic dGVzdC1rZXk6"}
API = "/api/v2"
PICTURES = {name: picture(size=(64, 48), colour=colour) for name, colour in COLOURS.items()}
RED, BLUE = PICTURES["red"], PICTURES["blue"]
URLS = {name: f"https://pictures.example.com/{name}.png" for name in PICTURES}
GONE = "https://pictures.example.com/gone.png"
BOXES = {
    "red": Box("total", 6, 3, 46, 13, "48.20 EUR"),
    "blue": Box("seller", 5, 20, 60, 30, "Corner Shop"),
}


def pdf(colours: Iterable[tuple[int, int, int]], size: tuple[int, int] = (64, 48)) -> bytes:
    """A PDF with a page of each colour."""
    first, *others = (Image.new("RGB", size, colour) for colour in colours)
    buffer = BytesIO()
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=72)
    return buffer.getvalue()


def files(*pictures: bytes, field: str = "file") -> list[tuple[str, tuple[str, bytes]]]:
    """Parts of a form, named 0.png, 1.png ..."""
    return [(field, (f"{number}.png", content)) for number, content in enumerate(pictures)]


def annotated(boxes: Mapping[str, Sequence[Box]]) -> list[dict[str, Any]]:
    """What is said of files, by their names."""
    return [
        {
            "filename": name,
            "object": [
                {
                    "name": box.label,
                    "ocr_text": box.text,
                    "bndbox": {"xmin": box.xmin, "ymin": box.ymin, "xmax": box.xmax, "ymax": box.ymax},
                }
                for box in given
            ],
        }
        for name, given in boxes.items()
    ]


def labels(response: httpx.Response) -> list[list[str]]:
    """The labels of each entry of a classification, best first."""
    return [[each["label"] for each in entry["prediction"]] for entry in response.json()["result"]]


def texts(response: httpx.Response) -> list[list[str]]:
    """The texts of each entry of a prediction of boxes."""
    return [[each["ocr_text"] for each in entry["prediction"]] for entry in response.json()["result"]]


def blank_pdf(box: str, pages: int = 1) -> bytes:
    """A PDF of empty pages, with their corners as they stand in it."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    bodies = "".join(f"{number + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]>>endobj " for number in range(pages))
    head = f"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj "
    return f"%PDF-1.4\n{head}{bodies}trailer<</Root 1 0 R>>".encode()


class Server:
    """An emulator behind one of its ways in, with its key."""

    def __init__(self, way: Way) -> None:
        self._way = way

    def get(self, path: str, **query: Any) -> httpx.Response:
        """Ask."""
        return self._way.request("GET", f"{API}{path}", params=query, headers=AUTHORIZATION)

    def post(self, path: str, **options: Any) -> httpx.Response:
        """Send."""
        return self._way.request("POST", f"{API}{path}", **{"headers": AUTHORIZATION, **options})

    def created(self, path: str, **options: Any) -> str:
        """The id of a new model."""
        response = self.post(path, **options)
        assert response.status_code == 200, response.text
        model_id: str = response.json()["model_id"]
        return model_id

    def classifier(self) -> str:
        """The id of a new model that has three pictures to learn from."""
        model = self.created("/ImageCategorization/Model/", data={"categories": list(PICTURES)})
        for name, content in PICTURES.items():
            self.post(
                "/ImageCategorization/UploadFile/", data={"modelId": model, "category": name}, files=files(content)
            )
        return model

    def reader(self) -> str:
        """The id of a new OCR model that has two pictures to learn from."""
        model = self.created("/OCR/Model/", json={"categories": ["total", "seller"], "model_type": "ocr"})
        self.post(
            f"/OCR/Model/{model}/UploadFile/",
            files=files(RED, BLUE),
            data={"data": json.dumps(annotated({"0.png": [BOXES["red"]], "1.png": [BOXES["blue"]]}))},
        )
        return model

    def state(self, model: str) -> int:
        """How far a classification model is."""
        state: int = self.get("/ImageCategorization/Model/", modelId=model).json()["state"]
        return state


def taught(emulator: NanonetsEmulator) -> NanonetsEmulator:
    """An emulator with a trained model of each type, and pictures behind URLs."""
    emulator.register("colours", [(content, name) for name, content in PICTURES.items()])
    emulator.register(
        "warmth",
        [(content, {name, "warm"} if name == "red" else {name}) for name, content in PICTURES.items()],
        model_type="multilabelclassification",
    )
    emulator.register("receipts", [(PICTURES[name], [box]) for name, box in BOXES.items()], model_type="ocr")
    emulator.register("boxes", [(PICTURES[name], [box]) for name, box in BOXES.items()], model_type="localization")
    for name, url in URLS.items():
        emulator.register_url(url, PICTURES[name])
    return emulator


def tour(server: Server) -> Iterator[httpx.Response]:
    """Every operation once, with a taught emulator."""
    category = {"category": "red"}
    labels = json.dumps([{"filename": "0.png", "categories": ["red", "warm"]}])
    boxes = json.dumps(annotated({"0.png": [BOXES["red"]]}))
    json_urls = {"urls": [URLS["red"]], "data": annotated({URLS["red"]: [BOXES["red"]]})}
    form_urls = {"urls": [URLS["red"]]}

    classification = "/ImageCategorization"
    yield server.post(f"{classification}/Model/", data={"categories": ["red", "blue"]})
    yield server.get(f"{classification}/Model", modelId="colours")
    yield server.get(f"{classification}/Model/colours")
    yield server.get(f"{classification}/Models/")
    yield server.post(f"{classification}/UploadFile", data={"modelId": "colours", **category}, files=files(RED))
    yield server.post(f"{classification}/Model/colours/UploadFile/", data=category, files=files(RED))
    yield server.post(f"{classification}/UploadUrls", data={"modelId": "colours", **category, **form_urls})
    yield server.post(f"{classification}/LabelFile", data={"modelId": "colours"}, files=files(RED, BLUE))
    yield server.post(f"{classification}/Model/colours/LabelFile/", files=files(RED))
    yield server.post(f"{classification}/LabelUrls", data={"modelId": "colours", **form_urls})
    yield server.post(f"{classification}/Model/colours/LabelUrls/", data=form_urls)
    yield server.post(f"{classification}/Train/", params={"modelId": "colours"})
    for _ in range(3):  # the training, so that another one can start
        server.get(f"{classification}/Models/")
    yield server.post(f"{classification}/Model/colours/Train/")

    multi_label = "/MultiLabelClassification/Model"
    yield server.post(multi_label, json={"categories": ["dent", "scratch"]})
    yield server.get(f"{multi_label}/warmth")
    yield server.get(f"{multi_label}/warmth/Annotations")
    yield server.post(f"{multi_label}/warmth/UploadFiles/", data={"data": labels}, files=files(RED, field="files"))
    named = [("urls", (None, URLS["red"])), ("data", (None, labels.replace("0.png", URLS["red"])))]
    yield server.post(f"{multi_label}/warmth/UploadUrls/", files=named)
    yield server.post(f"{multi_label}/warmth/LabelFiles/", files=files(RED, field="files"))
    yield server.post(f"{multi_label}/warmth/LabelUrls/", data=form_urls)
    yield server.post(f"{multi_label}/warmth/Train/")

    for path, model in (("/OCR", "receipts"), ("/ObjectDetection", "boxes")):
        yield server.post(f"{path}/Model/", json={"categories": ["total"]})
        yield server.get(f"{path}/Model/{model}")
        yield server.post(f"{path}/Model/{model}/UploadFile/", data={"data": boxes}, files=files(RED))
        yield server.post(f"{path}/Model/{model}/UploadUrls/", json=json_urls)
        yield server.post(f"{path}/Model/{model}/LabelUrls/", data=form_urls)
        yield server.post(f"{path}/Model/{model}/Train/")
        found = server.post(f"{path}/Model/{model}/LabelFile/", files=files(RED))
        yield found
        page = found.json()["result"][0]
        yield server.get(f"/Inferences/Model/{model}/ImageLevelInferences/{page['id']}")
        yield server.get(f"/Inferences/Model/{model}/InferenceRequestFiles/GetPredictions/{page['request_file_id']}")
    yield server.get("/ObjectDetection/Model/boxes/Annotations")
    days = {"start_day_interval": 20454, "current_batch_day": 20455}  # 1 and 2 January 2026
    yield server.get("/Inferences/Model/receipts/ImageLevelInferences/", **days)
    yield server.post("/OCR/FullText", files=files(RED))


def emulator_with(**options: Any) -> NanonetsEmulator:
    """A taught emulator."""
    return taught(NanonetsEmulator(api_key=KEY, **options))
