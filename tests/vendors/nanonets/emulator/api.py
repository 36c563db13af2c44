"""Requests to the Nanonets emulator, and images for its models."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from PIL import Image

from tests.emulators.channels import COLOURS, KEY
from tests.helpers.images import make_image
from visionapis_generated.vendors import VENDORS
from visionapis_testing import NanonetsEmulator
from visionapis_testing.vendors.nanonets import LabelledBox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import httpx

    from tests.emulators.channels import Channel

AUTHORIZATION = {"authorization": "Basic dGVzdC1rZXk6"}
API = urlsplit(VENDORS["nanonets"].base_url).path
IMAGES = {name: make_image(size=(64, 48), colour=colour) for name, colour in COLOURS.items()}
RED, BLUE = IMAGES["red"], IMAGES["blue"]
URLS = {name: f"https://images.example.com/{name}.png" for name in IMAGES}
MISSING_URL = "https://images.example.com/gone.png"
BOXES = {
    "red": LabelledBox("total", 6, 3, 46, 13, "48.20 EUR"),
    "blue": LabelledBox("seller", 5, 20, 60, 30, "Corner Shop"),
}


def make_pdf(colours: Iterable[tuple[int, int, int]], size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a PDF with one page per colour."""
    first, *others = (Image.new("RGB", size, colour) for colour in colours)
    buffer = BytesIO()
    first.save(buffer, "PDF", save_all=True, append_images=others, resolution=72)
    return buffer.getvalue()


def file_parts(*images: bytes, field: str = "file") -> list[tuple[str, tuple[str, bytes]]]:
    """Return files as parts of a form, named 0.png, 1.png ..."""
    return [(field, (f"{number}.png", content)) for number, content in enumerate(images)]


def annotations_json(boxes: Mapping[str, Sequence[LabelledBox]]) -> list[dict[str, Any]]:
    """Return annotations of files as the API expects them."""
    return [
        {
            "filename": name,
            "object": [
                {
                    "name": box.label,
                    "ocr_text": box.text,
                    "bndbox": {"xmin": box.xmin, "ymin": box.ymin, "xmax": box.xmax, "ymax": box.ymax},
                }
                for box in file_boxes
            ],
        }
        for name, file_boxes in boxes.items()
    ]


def labels(response: httpx.Response) -> list[list[str]]:
    """Return the labels of each entry of a classification, most probable first."""
    return [[each["label"] for each in entry["prediction"]] for entry in response.json()["result"]]


def texts(response: httpx.Response) -> list[list[str]]:
    """Return the texts of each entry of a prediction of boxes."""
    return [[each["ocr_text"] for each in entry["prediction"]] for entry in response.json()["result"]]


def make_blank_pdf(media_box: str, pages: int = 1) -> bytes:
    """Return a PDF with empty pages; their corners are written as given."""
    kids = " ".join(f"{number + 3} 0 R" for number in range(pages))
    bodies = "".join(
        f"{number + 3} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{media_box}]>>endobj " for number in range(pages)
    )
    head = f"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[{kids}]/Count {pages}>>endobj "
    return f"%PDF-1.4\n{head}{bodies}trailer<</Root 1 0 R>>".encode()


class Api:
    """Sends requests through a channel, with the key."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def get(self, path: str, **query: Any) -> httpx.Response:
        """Send a GET request."""
        return self._channel.request("GET", f"{API}{path}", params=query, headers=AUTHORIZATION)

    def post(self, path: str, **options: Any) -> httpx.Response:
        """Send a POST request."""
        return self._channel.request("POST", f"{API}{path}", **{"headers": AUTHORIZATION, **options})

    def create_model(self, path: str, **options: Any) -> str:
        """Create a model and return its id."""
        response = self.post(path, **options)
        assert response.status_code == 200, response.text
        model_id: str = response.json()["model_id"]
        return model_id

    def create_classifier(self) -> str:
        """Create a classification model with three training images and return its id."""
        model = self.create_model("/ImageCategorization/Model/", data={"categories": list(IMAGES)})
        for name, content in IMAGES.items():
            self.post(
                "/ImageCategorization/UploadFile/", data={"modelId": model, "category": name}, files=file_parts(content)
            )
        return model

    def create_ocr_model(self) -> str:
        """Create an OCR model with two training images and return its id."""
        model = self.create_model("/OCR/Model/", json={"categories": ["total", "seller"], "model_type": "ocr"})
        self.post(
            f"/OCR/Model/{model}/UploadFile/",
            files=file_parts(RED, BLUE),
            data={"data": json.dumps(annotations_json({"0.png": [BOXES["red"]], "1.png": [BOXES["blue"]]}))},
        )
        return model

    def model_state(self, model: str) -> int:
        """Return the state of a classification model."""
        state: int = self.get("/ImageCategorization/Model/", modelId=model).json()["state"]
        return state


def make_emulator(**options: Any) -> NanonetsEmulator:
    """Return an emulator with trained models."""
    emulator = NanonetsEmulator(api_key=KEY, **options)
    register_models(emulator)
    return emulator


def register_models(emulator: NanonetsEmulator) -> None:
    """Register a trained model of each type, and images behind URLs."""
    emulator.register("colours", [(content, name) for name, content in IMAGES.items()])
    emulator.register(
        "warmth",
        [(content, {name, "warm"} if name == "red" else {name}) for name, content in IMAGES.items()],
        model_type="multilabelclassification",
    )
    emulator.register("receipts", [(IMAGES[name], [box]) for name, box in BOXES.items()], model_type="ocr")
    emulator.register("boxes", [(IMAGES[name], [box]) for name, box in BOXES.items()], model_type="localization")
    for name, url in URLS.items():
        emulator.register_url(url, IMAGES[name])


def call_every_operation(api: Api) -> Iterator[httpx.Response]:
    """Call every operation once; the emulator needs the registered models."""
    category = {"category": "red"}
    labels = json.dumps([{"filename": "0.png", "categories": ["red", "warm"]}])
    boxes = json.dumps(annotations_json({"0.png": [BOXES["red"]]}))
    json_urls = {"urls": [URLS["red"]], "data": annotations_json({URLS["red"]: [BOXES["red"]]})}
    form_urls = {"urls": [URLS["red"]]}

    classification = "/ImageCategorization"
    yield api.post(f"{classification}/Model/", data={"categories": ["red", "blue"]})
    yield api.get(f"{classification}/Model", modelId="colours")
    yield api.get(f"{classification}/Model/colours")
    yield api.get(f"{classification}/Models/")
    yield api.post(f"{classification}/UploadFile", data={"modelId": "colours", **category}, files=file_parts(RED))
    yield api.post(f"{classification}/Model/colours/UploadFile/", data=category, files=file_parts(RED))
    yield api.post(f"{classification}/UploadUrls", data={"modelId": "colours", **category, **form_urls})
    yield api.post(f"{classification}/LabelFile", data={"modelId": "colours"}, files=file_parts(RED, BLUE))
    yield api.post(f"{classification}/Model/colours/LabelFile/", files=file_parts(RED))
    yield api.post(f"{classification}/LabelUrls", data={"modelId": "colours", **form_urls})
    yield api.post(f"{classification}/Model/colours/LabelUrls/", data=form_urls)
    yield api.post(f"{classification}/Train/", params={"modelId": "colours"})
    for _ in range(3):  # until the training ends, so that another one can start
        api.get(f"{classification}/Models/")
    yield api.post(f"{classification}/Model/colours/Train/")

    multi_label = "/MultiLabelClassification/Model"
    yield api.post(multi_label, json={"categories": ["dent", "scratch"]})
    yield api.get(f"{multi_label}/warmth")
    yield api.get(f"{multi_label}/warmth/Annotations")
    yield api.post(f"{multi_label}/warmth/UploadFiles/", data={"data": labels}, files=file_parts(RED, field="files"))
    parts = [("urls", (None, URLS["red"])), ("data", (None, labels.replace("0.png", URLS["red"])))]
    yield api.post(f"{multi_label}/warmth/UploadUrls/", files=parts)
    yield api.post(f"{multi_label}/warmth/LabelFiles/", files=file_parts(RED, field="files"))
    yield api.post(f"{multi_label}/warmth/LabelUrls/", data=form_urls)
    yield api.post(f"{multi_label}/warmth/Train/")

    for path, model in (("/OCR", "receipts"), ("/ObjectDetection", "boxes")):
        yield api.post(f"{path}/Model/", json={"categories": ["total"]})
        yield api.get(f"{path}/Model/{model}")
        yield api.post(f"{path}/Model/{model}/UploadFile/", data={"data": boxes}, files=file_parts(RED))
        yield api.post(f"{path}/Model/{model}/UploadUrls/", json=json_urls)
        yield api.post(f"{path}/Model/{model}/LabelUrls/", data=form_urls)
        yield api.post(f"{path}/Model/{model}/Train/")
        prediction = api.post(f"{path}/Model/{model}/LabelFile/", files=file_parts(RED))
        yield prediction
        page = prediction.json()["result"][0]
        yield api.get(f"/Inferences/Model/{model}/ImageLevelInferences/{page['id']}")
        yield api.get(f"/Inferences/Model/{model}/InferenceRequestFiles/GetPredictions/{page['request_file_id']}")
    yield api.get("/ObjectDetection/Model/boxes/Annotations")
    days = {"start_day_interval": 20454, "current_batch_day": 20455}  # 1 and 2 January 2026, where virtual time starts
    yield api.get("/Inferences/Model/receipts/ImageLevelInferences/", **days)
    yield api.post("/OCR/FullText", files=file_parts(RED))
