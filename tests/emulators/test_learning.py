"""Models are trained on labelled images and classify others."""

from __future__ import annotations

import base64
from itertools import repeat
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from PIL import Image

from tests.helpers.digits import TRAIN_SIZE, digits, pairs, png
from tests.helpers.images import make_image
from visionapis_testing import KernelRidgeClassifier, RegistrationError, RoboflowEmulator

from .channels import COLOURS, FORM, KEY, RED

if TYPE_CHECKING:
    from pathlib import Path


def test_digits() -> None:
    """A model of 1,400 digits classifies at least 97 % of 397 others correctly."""
    images, labels = digits()
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("digits/1", zip(images[:TRAIN_SIZE], labels[:TRAIN_SIZE], strict=True))
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator", headers=headers) as client:
        responses = [
            client.post("/digits/1", content=base64.b64encode(png(each))).json() for each in images[TRAIN_SIZE:]
        ]
    correct = sum(response["top"] == label for response, label in zip(responses, labels[TRAIN_SIZE:], strict=True))
    assert (len(responses), correct >= 0.97 * len(responses)) == (397, True)
    emulator.verify()


def test_pairs_of_digits() -> None:
    """A model of pairs of digits gets at least 97 % of labels, and all labels of 75 % of images, right."""
    images, labels = digits()
    classifier = KernelRidgeClassifier()
    classifier.fit(pairs(images[:TRAIN_SIZE], labels[:TRAIN_SIZE], 1_000), multi_label=True)
    decisions: list[bool] = []
    images_right: list[bool] = []
    for image, expected in pairs(images[TRAIN_SIZE:], labels[TRAIN_SIZE:], 300):
        right = [(score >= 0.4) == (label in expected) for label, score in classifier.predict_proba(image).items()]
        decisions += right
        images_right.append(all(right))
    assert (sum(decisions) >= 0.97 * len(decisions), sum(images_right) >= 0.75 * len(images_right)) == (True, True)


def test_many_examples() -> None:
    """With more examples than reference points, accuracy stays at 97 % or more."""
    images, labels = digits()
    classifier = KernelRidgeClassifier()
    doubled = [*images[:TRAIN_SIZE], *images[:TRAIN_SIZE]]
    names = [*labels[:TRAIN_SIZE], *labels[:TRAIN_SIZE]]
    classifier.fit(
        ((each.convert("RGB"), {name}) for each, name in zip(doubled, names, strict=True)), multi_label=False
    )
    correct = 0
    for each, name in zip(images[TRAIN_SIZE:], labels[TRAIN_SIZE:], strict=True):
        scores = classifier.predict_proba(each.convert("RGB"))
        correct += max(scores, key=scores.__getitem__) == name
    assert correct >= 0.97 * 397


@pytest.mark.parametrize("count", [1, 3, 40])
def test_few_and_equal_examples(count: int) -> None:
    """One image per label is enough, and equal images are accepted."""
    classifier = KernelRidgeClassifier()
    examples = [(Image.new("RGB", (8, 8), colour), {name}) for name, colour in COLOURS.items() for _ in range(count)]
    classifier.fit(examples, multi_label=False)
    scores = classifier.predict_proba(Image.new("RGB", (80, 40), COLOURS["green"]))
    assert (scores["green"] > 0.99, abs(sum(scores.values()) - 1) < 1e-9) == (True, True)


def test_one_label() -> None:
    """A model with one label gives it a probability of 1."""
    classifier = KernelRidgeClassifier()
    classifier.fit([(Image.new("RGB", (8, 8)), {"only"})], multi_label=False)
    assert classifier.predict_proba(Image.new("RGB", (8, 8), "white")) == {"only": 1.0}


def test_image_without_labels() -> None:
    """A multi-label model can be trained on images without labels."""
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("tags/1", [(RED, ["red"]), (make_image(colour=(0, 0, 255)), [])], multi_label=True)
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator", headers=headers) as client:
        found = [
            client.post("/tags/1", content=base64.b64encode(each)).json()["predicted_classes"]
            for each in (RED, make_image(colour=(0, 0, 255)))
        ]
    assert found == [["red"], []]


def test_folder(tmp_path: Path) -> None:
    """Examples can be a folder with one sub-folder per label, paths, bytes or open images."""
    for name, colour in COLOURS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(make_image(colour=colour))
        (tmp_path / name / ".hidden").write_bytes(b"no image")
    (tmp_path / "notes.txt").write_text("not a sub-folder")
    emulator = RoboflowEmulator(api_key=KEY)
    emulator.register("colours/1", folder=tmp_path)
    emulator.register("colours/2", [(tmp_path / name / "one.png", name) for name in COLOURS])
    emulator.register("colours/3", [(str(tmp_path / name / "one.png"), name) for name in COLOURS])
    emulator.register("colours/4", [(Image.new("RGB", (8, 8), colour), name) for name, colour in COLOURS.items()])
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator", headers=headers) as client:
        tops = [client.post(f"/colours/{n}", content=base64.b64encode(RED)).json()["top"] for n in (1, 2, 3, 4)]
    assert tops == ["red"] * 4


def test_registered_again(tmp_path: Path) -> None:
    """Registering a model again replaces it; a failed registration changes nothing."""
    emulator = RoboflowEmulator(api_key=KEY)
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    tops: list[str] = []
    with httpx.Client(transport=emulator.transport(), base_url="http://emulator", headers=headers) as client:
        for label in ("first", "second"):
            emulator.register("one/1", [(RED, label)])
            tops.append(client.post("/one/1", content=base64.b64encode(RED)).json()["top"])
        with pytest.raises(RegistrationError):
            emulator.register("one/1", [(tmp_path / "missing.png", "third")])
        tops.append(client.post("/one/1", content=base64.b64encode(RED)).json()["top"])
    assert tops == ["first", "second", "second"]


@pytest.mark.parametrize(
    "model_id", ["digits", "digits/", "/1", "digits/1/2", "digits 1/1", "zahlen/ä", "", "digits/0"]
)
def test_invalid_model_id(model_id: str) -> None:
    """A model id that is not dataset/version, or has the vendor's own version 0, is rejected."""
    with pytest.raises(RegistrationError, match="model id"):
        RoboflowEmulator().register(model_id, [(RED, "red")])


def test_invalid_examples(tmp_path: Path) -> None:
    """Invalid examples are rejected with a message that names them."""
    emulator = RoboflowEmulator()
    (tmp_path / "text.png").write_text("no image")
    (tmp_path / "empty").mkdir()
    cases: list[tuple[dict[str, Any], str]] = [
        ({"examples": []}, "there are no images"),
        ({"examples": [(RED, {"a", "b"})]}, "an image has 2 labels"),
        ({"examples": [(RED, [])]}, "an image has 0 labels"),
        ({"examples": [(b"no image", "a")]}, "cannot decode the given bytes"),
        ({"examples": [(tmp_path / "text.png", "a")]}, "cannot decode .*text.png"),
        ({"examples": [(tmp_path / "missing.png", "a")]}, "cannot read image .*missing.png: No such file"),
        ({"folder": tmp_path / "empty"}, "has no images"),
        ({"folder": tmp_path / "missing"}, "cannot read folder .*missing: No such file"),
        ({"examples": [(RED, "a")], "folder": tmp_path}, "either examples or a folder"),
        ({}, "either examples or a folder"),
    ]
    for options, message in cases:
        with pytest.raises(RegistrationError, match=message):
            emulator.register("digits/1", **options)


def test_examples_from_a_generator() -> None:
    """Examples can come from a generator."""
    emulator = RoboflowEmulator()
    emulator.register("one/1", zip(repeat(RED, 3), "aba", strict=True))
    assert emulator.requests == ()
