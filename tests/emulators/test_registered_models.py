"""Models that are registered over HTTP, and the state that `reset` returns to."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.classification import classify_arguments, each_classifier
from tests.helpers.images import make_image
from tests.helpers.vendors import CLASSIFIERS
from visionapis import Classification, NotFoundError
from visionapis_testing import ImageRecognizeEmulator, NanonetsEmulator, RoboflowEmulator, XimilarEmulator
from visionapis_testing.emulator.control_api import PREFIX
from visionapis_testing.vendors import emulator

from .channels import COLOURS, KEY, new_emulator, open_channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image

    from visionapis_testing import Emulator

    from .channels import Channel

    OpenNew = Callable[[Emulator], Channel]

IMAGES = {name: make_image(colour=colour) for name, colour in COLOURS.items()}
BASE64 = {name: base64.b64encode(content).decode() for name, content in IMAGES.items()}
LABELLED = [{"base64": BASE64[name], "label": name} for name in COLOURS]
TAGGED = [{"base64": BASE64[name], "labels": [name, "warm"] if name == "red" else [name]} for name in COLOURS]


def register(channel: Channel, **document: object) -> Any:
    """Register a model; return the JSON of the response, which must be a success."""
    response = channel.request("POST", f"{PREFIX}/models", content=json.dumps(document).encode())
    assert response.status_code == 200, response.text
    return response.json()


def classify(emulated: Any, model: str, image: bytes, **options: Any) -> Classification[Any]:
    """Classify an image with the vendor's client."""
    with emulated.client() as client:
        result: Classification[Any] = client.classify(image, **classify_arguments(emulated.vendor, model), **options)
        return result


@each_classifier
def test_labelled_images(open_new: OpenNew, vendor: str) -> None:
    """Labelled images become a model of every vendor, which classifies under the id in the response."""
    emulated = emulator(vendor)
    id_ = register(open_new(emulated), model="colours/1", images=LABELLED)["id"]
    for name, content in IMAGES.items():
        top = classify(emulated, id_, content).top
        assert top
        assert top.name == name


@pytest.mark.parametrize("vendor", ["nanonets", "roboflow", "ximilar"])
def test_several_labels(vendor: str) -> None:
    """Images with several labels become a multi-label model."""
    emulated = emulator(vendor)
    with open_channel("transport", emulated) as channel:
        id_ = register(channel, model="tags/1", images=TAGGED)["id"]
    options = {"multi_label": True} if vendor == "nanonets" else {}
    labels = classify(emulated, id_, IMAGES["red"], threshold=0.5, **options).labels
    assert {label.name for label in labels} == {"red", "warm"}


@pytest.mark.parametrize("vendor", ["nanonets", "ximilar"])
def test_given_id(vendor: str) -> None:
    """A model gets the id that is asked for."""
    emulated = emulator(vendor)
    with open_channel("transport", emulated) as channel:
        assert register(channel, model="colours", id="my-colours", images=LABELLED) == {"id": "my-colours"}
    assert classify(emulated, "my-colours", IMAGES["red"]).top


def test_values_of_a_regression() -> None:
    """Images with values become a regression task of Ximilar."""
    emulated = XimilarEmulator()
    images = [{"base64": BASE64[name], "value": value} for value, name in enumerate(COLOURS)]
    with open_channel("transport", emulated) as channel, emulated.client() as client:
        task = register(channel, model="number", images=images)["id"]
        assert client.tasks.get(task).type_ == "regression"


def test_boxes_of_nanonets() -> None:
    """Images with boxes become a model of boxes, or of texts if one has a text."""
    emulated = NanonetsEmulator()
    box = {"label": "total", "xmin": 1, "ymin": 1, "xmax": 6, "ymax": 3}
    with open_channel("transport", emulated) as channel, emulated.client() as client:
        image = client.image_file(IMAGES["red"])
        detector = register(channel, model="boxes", images=[{"base64": BASE64["red"], "boxes": [box]}])["id"]
        found = client.object_detection.predict_files(detector, file=[image])
        assert [each.label for each in found.result[0].prediction] == ["total"]
        texts = {**box, "text": "48.20"}
        reader = register(channel, model="texts", images=[{"base64": BASE64["red"], "boxes": [texts]}])["id"]
        read = client.ocr.predict_files(reader, file=[image])
        assert [each.ocr_text for each in read.result[0].prediction] == ["48.20"]


def test_findings_of_imagerecognize() -> None:
    """Each type of recognition returns what was registered for the image, with its boxes."""
    emulated = ImageRecognizeEmulator()
    box = {"x": 0.25, "y": 0.5, "width": 0.5, "height": 0.25}
    image = {
        "base64": BASE64["red"],
        "objects": [{"name": "car", "confidence": 87.5, "boxes": [box]}],
        "faces": [{"confidence": 99, "boxes": [box]}],
        "texts": [{"text": "Platform 4"}],
        "nsfw": [{"name": "Alcohol"}],
    }
    with open_channel("transport", emulated) as channel, emulated.client() as client:
        register(channel, model="street", images=[image])
        (top,) = client.classify(IMAGES["red"]).labels
        file = client.image_file(IMAGES["red"])
        assert (top.name, top.confidence, len(top.boxes)) == ("car", 0.875, 1)
        assert client.recognition.detect_text(file=file).data.objects[0].text == "Platform 4"
        assert client.recognition.detect_nsfw(file=file, nsfw_min_confidence=0).data.objects[0].name == "Alcohol"
        assert client.recognition.detect_faces(file=file).data.objects[0].confidence == 99


RED = {"base64": BASE64["red"]}
INVALID: list[tuple[str, dict[str, object], str]] = [
    ("roboflow", {"images": LABELLED}, "field 'model' is missing"),
    ("roboflow", {"model": "a/1"}, "field 'images' is missing"),
    ("roboflow", {"model": "a/1", "images": []}, "model a/1: there are no images"),
    ("roboflow", {"model": "a/1", "images": ["x"]}, "invalid images ['x']: expected a valid dictionary"),
    ("roboflow", {"model": "a/1", "images": [{"label": "x"}]}, "image 1: field 'base64' is missing or not a string"),
    ("roboflow", {"model": "a/1", "images": [{"base64": "?", "label": "x"}]}, "image 1: base64 is not valid base64"),
    ("roboflow", {"model": "a/1", "images": [{"base64": "aGk=", "label": "x"}]}, "cannot decode the given bytes: "),
    ("roboflow", {"model": "a/1", "images": [RED]}, "image 1: expected exactly one of label, labels, not 0"),
    (
        "roboflow",
        {"model": "a/1", "images": [RED | {"lable": "x"}]},
        "image 1: unknown field 'lable': expected one of ",
    ),
    ("roboflow", {"model": "a/1", "images": [RED | {"label": 3}]}, "image 1: invalid label 3: expected a valid string"),
    ("roboflow", {"model": "a/1", "images": [RED | {"labels": ["\ud800"]}]}, "image 1: invalid labels ['\\ud800']: "),
    ("roboflow", {"model": "a/1", "images": [*LABELLED, TAGGED[0]]}, "image 4: expected label as for the other images"),
    ("roboflow", {"model": "colours", "images": LABELLED}, "model id 'colours' is not of the form dataset/version"),
    (
        "roboflow",
        {"model": "a/1", "id": "b/1", "images": LABELLED},
        "model a/1: the id of a Roboflow model is its name",
    ),
    ("ximilar", {"model": "a", "id": "b/1", "images": LABELLED}, "invalid id 'b/1': expected letters, digits, "),
    ("ximilar", {"model": "a", "images": []}, "task a: The task has no labels."),
    ("nanonets", {"model": "a", "id": "", "images": LABELLED}, "invalid id '': expected letters, digits, "),
    (
        "nanonets",
        {"model": "a", "images": [RED | {"boxes": [{"label": "x"}]}]},
        "model a: box: field 'xmin' is missing",
    ),
    ("imagerecognize", {"model": "a", "id": "b", "images": LABELLED}, "a: the API of ImageRecognize has no ids"),
    ("imagerecognize", {"model": "a", "images": [RED]}, "image 1: expected one of label, objects, celebrities, "),
    ("imagerecognize", {"model": "a", "images": [RED | {"objects": [{}]}]}, "image 1: field 'name' is missing"),
    (
        "imagerecognize",
        {"model": "a", "images": [RED | {"objects": [{"name": "x", "confidence": 101}]}]},
        "confidence must be a percentage from 0 to 100",
    ),
]


@pytest.mark.parametrize(("vendor", "document", "message"), INVALID)
def test_invalid_model(vendor: str, document: dict[str, object], message: str) -> None:
    """An invalid model gets status 400 and an error that names the problem, without the image."""
    with open_channel("transport", emulator(vendor)) as channel:
        response = channel.request("POST", f"{PREFIX}/models", content=json.dumps(document).encode())
    assert (response.status_code, list(response.json())) == (400, ["error"])
    assert response.json()["error"].startswith(message)
    assert BASE64["red"][:16] not in response.text


def test_id_that_is_taken() -> None:
    """A second task of Ximilar with the same id is rejected, and the first one stays."""
    emulated = XimilarEmulator()
    with open_channel("transport", emulated) as channel:
        register(channel, model="colours", id="mine", images=LABELLED)
        document = {"model": "other", "id": "mine", "images": LABELLED}
        again = channel.request("POST", f"{PREFIX}/models", content=json.dumps(document).encode())
    assert (again.status_code, again.json()["error"]) == (400, "task other: there is a task with id 'mine' already")
    assert classify(emulated, "mine", IMAGES["blue"]).top


@each_classifier
def test_reset_returns_to_the_checkpoint(open_new: OpenNew, vendor: str) -> None:
    """After a reset models of the checkpoint classify as before, later ones are gone, and ids begin as they did."""
    emulated = emulator(vendor)
    emulated.clock.step = 7
    channel = open_new(emulated)
    first = register(channel, model="colours/1", images=LABELLED)["id"]
    emulated.checkpoint()
    before = classify(emulated, first, IMAGES["red"]).raw
    emulated.reset()
    ids: list[str] = []
    for _ in range(2):
        ids.append(register(channel, model="other/1", images=[{**RED, "label": "other"}])["id"])
        channel.request("POST", f"{PREFIX}/clock", content=b'{"advance": 1000, "step": 3}')
        assert channel.request("POST", f"{PREFIX}/reset").json() == {"seconds": 0, "step": 7}
        assert emulated.requests == ()
        assert classify(emulated, first, IMAGES["red"]).raw == before
        emulated.reset()
    assert ids[0] == ids[1]


def test_reset_restores_what_the_api_changed() -> None:
    """Labels and tasks that the API deleted since the checkpoint are there again, and its own are gone."""
    emulated = XimilarEmulator()
    with open_channel("transport", emulated) as channel, emulated.client() as client:
        task = register(channel, model="colours", images=LABELLED)["id"]
        emulated.checkpoint()
        client.labels.delete(next(client.labels.iterate(task=task)).id)
        client.tasks.create(name="mine", type_="multi_class")
        emulated.reset()
        assert [each.name for each in client.tasks.iterate()] == ["colours"]
        assert {each.name for each in client.labels.iterate(task=task)} == set(COLOURS)


def test_classifier_that_cannot_be_copied() -> None:
    """A checkpoint shares trained classifiers, which may hold what cannot be copied, such as locks or a GPU's model."""

    class Uncopyable:
        def fit(self, examples: Any, *, multi_label: bool) -> None:
            self.labels = [*{label for _, labels in examples for label in labels}]

        def predict_proba(self, image: Image.Image) -> dict[str, float]:
            return dict.fromkeys(self.labels, 1 / len(self.labels))

        def __deepcopy__(self, memo: object) -> Uncopyable:
            raise TypeError("cannot be copied")

    for vendor in CLASSIFIERS:
        emulated = emulator(vendor, classifier=Uncopyable)
        id_ = emulated.register_model("colours/1", [(IMAGES[name], {"label": name}) for name in COLOURS])
        classify(emulated, id_, make_image(colour=(1, 2, 3)))
        emulated.checkpoint()
        emulated.reset()
        assert classify(emulated, id_, IMAGES["red"]).top


def test_reset_without_a_checkpoint() -> None:
    """Without a checkpoint nothing is left."""
    emulated: RoboflowEmulator = new_emulator()
    emulated.reset()
    with emulated.client(api_key=KEY) as client, pytest.raises(NotFoundError):
        client.classify(IMAGES["red"], model="colours/1")
