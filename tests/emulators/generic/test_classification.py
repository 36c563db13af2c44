"""Operations with `x-classify` respond with labels of images."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image

from tests.helpers.images import make_image
from tests.helpers.invented import contract, shelter
from visionapis_testing import RegistrationError
from visionapis_testing.emulator.classifiers import KernelRidgeClassifier
from visionapis_testing.generic.emulator import GenericEmulator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

RED, BLUE = (make_image(colour=colour) for colour in ((230, 20, 20), (20, 20, 230)))


def labels(api: httpx.Client, image: bytes) -> Mapping[str, float]:
    """Return the labels of an image with their confidences, in the order of the response."""
    tags = api.post("/classify", files={"file": ("image.png", image)}).json()["result"]["tags"]
    return {each["tag"]["en"]: each["confidence"] for each in tags}


def test_registered_labels(emulator: GenericEmulator, api: httpx.Client) -> None:
    """A registered image has its labels, the likeliest first, with confidences in the contract's scale."""
    emulator.register(RED, {"rust": 0.25, "apple": 0.9})
    emulator.register(BLUE, "sea")

    assert list(labels(api, RED).items()) == [("apple", 90.0), ("rust", 25.0)]
    assert labels(api, BLUE) == {"sea": 100.0}


def test_other_image_has_the_labels_of_the_most_similar_one(emulator: GenericEmulator, api: httpx.Client) -> None:
    """An image that is not registered is classified by a classifier that was trained on those that are."""
    emulator.register_model("colours", [(RED, {"label": "apple"}), (BLUE, {"labels": ["sea"]})])
    found = labels(api, make_image(colour=(200, 30, 30)))

    assert next(iter(found)) == "apple"
    assert found["apple"] > 90
    assert found.keys() == {"apple", "sea"}


class Counted(KernelRidgeClassifier):
    """A classifier that counts how often one is trained."""

    trained = 0

    def fit(self, *arguments: Any, **options: Any) -> None:
        """Train the classifier."""
        type(self).trained += 1
        super().fit(*arguments, **options)


def test_classifier_is_trained_when_images_change(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is trained once for any number of requests, and again when an image is added, replaced or forgotten."""
    monkeypatch.setattr(Counted, "trained", 0)
    emulator = GenericEmulator(contract(shelter(), "shelter"), classifier=Counted)
    other = make_image(colour=(200, 30, 30))
    emulator.register(RED, "apple")
    emulator.checkpoint()
    changes: list[tuple[Callable[[], object], set[str]]] = [
        (lambda: None, {"apple"}),
        (lambda: emulator.register(BLUE, "sea"), {"apple", "sea"}),
        (lambda: emulator.register(RED, "rose"), {"rose", "sea"}),
        (emulator.reset, {"apple"}),
    ]
    with httpx.Client(
        transport=emulator.transport(),
        base_url="https://api.shelter.example.com/v1",
        headers={"Authorization": "Bearer test-key"},
    ) as api:
        for number, (change, names) in enumerate(changes, 1):
            change()
            assert [labels(api, other).keys() for _ in range(3)] == [names] * 3
            assert Counted.trained == number


def test_labels_without_registered_images(api: httpx.Client) -> None:
    """Without registered images the labels of the contract's example are derived from the image's bytes."""
    found = [labels(api, image) for image in (RED, BLUE, b"no image", RED)]

    assert found[0] == found[3]
    assert len({str(each) for each in found}) == 3
    assert all(each.keys() == {"cat", "dog"} and sum(each.values()) == pytest.approx(100) for each in found)


def test_images_in_other_places() -> None:
    """The image can be base64 text, a data URI, a registered URL, or the body itself."""
    document = shelter()
    operation = document["paths"]["/classify"]["post"]
    schema: dict[str, Any] = {"type": "object", "properties": {"imageData": {"type": "string"}}}
    operation["requestBody"]["content"] = {
        "application/json": {"schema": schema},
        "image/*": {"schema": {"type": "string", "format": "binary"}},
    }
    operation["x-classify"]["image"] = "image_data"
    emulator = GenericEmulator(contract(document, "shelter"))
    emulator.register(RED, "apple")
    emulator.register_url("https://images.example.com/red.png", RED)
    text = base64.b64encode(RED).decode()
    with httpx.Client(transport=emulator.transport(), headers={"Authorization": "Bearer test-key"}) as client:
        url = "https://api.shelter.example.com/v1/classify"
        values = (text, f"data:image/png;base64,{text}", "https://images.example.com/red.png")
        responses = [client.post(url, json={"imageData": value}) for value in values]
        responses.append(client.post(url, content=RED, headers={"Content-Type": "image/png"}))
        found = [each.json()["result"]["tags"][0]["tag"]["en"] for each in responses]

    assert found == ["apple"] * 4
    emulator.verify()


def test_other_calls_of_the_operation() -> None:
    """A call without `x-classify`, by base64 text or the id of an upload, has labels too; one without image fails."""
    document = shelter()
    operation = document["paths"]["/classify"]["post"]
    marks = operation.pop("x-classify")
    operation["x-calls"] = [
        {"method": "classify", "x-classify": {**marks, "image": "image_url"}},
        {"method": "classify_base64", "request": "Base64Image"},
        {"method": "classify_upload", "parameters": {"upload": {"required": True}}},
    ]
    text = {"type": "string"}
    operation["parameters"] = [{"name": name, "in": "query", "schema": text} for name in ("image_url", "upload")]
    document["components"]["schemas"]["Base64Image"] = {
        "type": "object", "required": ["image"], "properties": {"image": text},
    }  # fmt: skip
    operation["requestBody"] = {"content": {"multipart/form-data": {"schema": {"type": "object"}}}}
    emulator = GenericEmulator(contract(document, "shelter"))
    emulator.register(RED, "apple")
    with httpx.Client(transport=emulator.transport(), headers={"Authorization": "Bearer test-key"}) as client:
        url = "https://api.shelter.example.com/v1/classify"
        image = client.post(url, files={"image": (None, base64.b64encode(RED))})
        upload = client.post(url, params={"upload": "a1"})
        neither = client.post(url)

    assert image.json()["result"]["tags"] == [{"tag": {"en": "apple"}, "confidence": 100.0}]
    assert {each["tag"]["en"] for each in upload.json()["result"]["tags"]} == {"cat", "dog"}
    assert neither.status_code == 422


def test_invalid_registrations(emulator: GenericEmulator) -> None:
    """Confidences are from 0 to 1, and an image has a label or labels."""
    with pytest.raises(RegistrationError, match="confidence of 'cat' must be from 0 to 1, not 90"):
        emulator.register(RED, {"cat": 90})
    with pytest.raises(RegistrationError, match="image 1: expected exactly one of label, labels, confidences, not 0"):
        emulator.register_model("cats", [(RED, {})])
    with pytest.raises(RegistrationError, match="cats: there are no images"):
        emulator.register_model("cats", [])


def test_reset_forgets_images(emulator: GenericEmulator, api: httpx.Client) -> None:
    """After a reset an image has no registered labels; a checkpoint keeps them."""
    emulator.register(Image.new("RGB", (8, 8), "red"), "apple")
    emulator.checkpoint()
    emulator.register(BLUE, "sea")
    emulator.reset()

    assert set(labels(api, BLUE)) == {"apple"}
