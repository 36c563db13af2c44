"""Training of tasks: conditions, images, duration; registration of trained tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.emulators.channels import COLOURS, open_channel
from tests.helpers.images import make_image
from visionapis_testing import RegistrationError, XimilarEmulator

from .api import (
    ACCOUNT,
    KEY,
    RED,
    call,
    classify,
    coloured_image,
    create,
    create_label,
    get,
    make_emulator,
    request_json,
    upload,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from tests.emulators.channels import ChannelName


class RecordingEstimator:
    """A classifier and regressor that records its examples."""

    examples: list[tuple[tuple[int, int, int], object]]

    def __init__(self) -> None:
        self.__class__.examples = []

    def fit(self, examples: Iterable[tuple[Image.Image, Any]], *, multi_label: bool = False) -> None:
        """Record the examples."""
        self.examples += [(image.getpixel((0, 0)), target) for image, target in examples]  # type: ignore[misc] # RGB

    def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
        """Return probability 1 for the labels of the first example."""
        labels: Collection[str] = self.examples[0][1]  # type: ignore[assignment] # the examples have labels
        return dict.fromkeys(labels, 1.0)

    def predict(self, image: Image.Image) -> float:
        """Return the value of the first example."""
        return float(self.examples[0][1])  # type: ignore[arg-type] # the examples have values


def train(
    emulator: XimilarEmulator, type_: str = "multi_class", label_type: str = "category", **body: Any
) -> list[Any]:
    """Upload ten images for each of two labels, train, and return the examples of the training."""
    with open_channel("transport", emulator) as channel:
        task = create(channel, "task", {"name": "a", "type": type_})
        for name in ("red", "blue"):
            label = create_label(channel, task, name, label_type)
            for number in range(10):
                image = upload(channel, coloured_image(name, number), **body)
                request_json(channel, "POST", f"training-image/{image}/add-label", {"label_id": label, "value": number})
        request_json(channel, "POST", f"task/{task}/train")
    emulator.verify()
    return RecordingEstimator.examples


@pytest.mark.parametrize(
    ("type_", "label_type"), [("multi_class", "category"), ("multi_label", "tag"), ("regression", "value")]
)
def test_a_fifth_is_held_out(type_: str, label_type: str) -> None:
    """A training uses four fifths of the images of each label."""
    emulator = XimilarEmulator(
        api_key=KEY, classifier=RecordingEstimator, regressor=RecordingEstimator, minimum_images=10
    )
    examples = train(emulator, type_, label_type)
    blues = [pixel for pixel, _ in examples if pixel[2] == COLOURS["blue"][2]]
    assert (len(blues), len(examples)) == (8, 16)


def test_images_marked_for_testing() -> None:
    """Images marked for testing are not training images of their label."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=1)
    with pytest.raises(AssertionError, match="The label red has fewer than 1 training images"):
        train(emulator, test_image=True)


def test_untrainable_tasks(channel_name: ChannelName) -> None:
    """A task is not trained without labels, with too few images, with two labels on one image, or in training."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=2)
    texts: list[str] = []
    with open_channel(channel_name, emulator) as channel:
        task = create(channel, "task", {"name": "a", "type": "multi_class"})

        def train_in_vain() -> None:
            response = call(channel, "POST", f"task/{task}/train/")
            assert response.status_code == 400
            texts.append(response.json()["detail"])

        train_in_vain()
        red, blue = (create_label(channel, task, name) for name in ("red", "blue"))
        for number in range(2):
            upload(channel, coloured_image("red", number), red)
        upload(channel, coloured_image("blue"), blue)
        train_in_vain()
        both = upload(channel, coloured_image("blue", 1), blue, red)
        train_in_vain()
        request_json(channel, "POST", f"training-image/{both}/remove-label", {"label_id": red})
        request_json(channel, "POST", f"task/{task}/train")
        train_in_vain()
        assert emulator.model_ids(task) != []
    assert texts == [
        "The task has no labels.",
        "The label blue has fewer than 2 training images.",
        "An image carries more than one label of the task.",
        "The task is in training already.",
    ]
    emulator.verify()


def test_default_minimum_images() -> None:
    """By default a label needs twenty images, as the vendor requires."""
    with pytest.raises(AssertionError, match="fewer than 20"):
        train(XimilarEmulator(api_key=KEY))


def test_negative_label_may_be_empty(channel_name: ChannelName) -> None:
    """The negative label needs no images; with images it is predicted."""
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("a", [(RED, ["red"]), (coloured_image("blue"), ["blue"])], type="multi_label")
    with_negative = emulator.register("b", [(RED, {"red"}), (coloured_image("blue"), [])], type="multi_label")
    with open_channel(channel_name, emulator) as channel:
        (record,) = classify(channel, task, RED)["records"]
        assert {label["name"] for label in record["labels"]} == {"red", "blue"}
        (record,) = classify(channel, with_negative, coloured_image("blue"))["records"]
        assert record["best_label"]["name"] == "Negative Label"
    emulator.verify()


def test_training_seconds(channel_name: ChannelName) -> None:
    """A training ends after its seconds of virtual time."""
    emulator, task = make_emulator(minimum_images=1, training_seconds=600)
    emulator.clock.step = 0
    with open_channel(channel_name, emulator) as channel:
        request_json(channel, "POST", f"task/{task}/train")
        states = [get(channel, f"task/{task}")]
        emulator.clock.advance(599)
        states.append(get(channel, f"task/{task}"))
        emulator.clock.advance(1)
        states.append(get(channel, f"task/{task}"))
    progress = [(state["last_train_status"], state["production_version"]) for state in states]
    assert progress == [("IN_TRAINING", 1), ("IN_TRAINING", 1), ("TRAINED", 2)]


def test_deletion_after_training(channel_name: ChannelName) -> None:
    """Labels and images deleted after a training was requested do not change its model."""
    emulator, task = make_emulator()
    with open_channel(channel_name, emulator) as channel:
        for label in get(channel, "label", task=task)["results"]:
            request_json(channel, "DELETE", f"label/{label['id']}/wipe")
        (record,) = classify(channel, task, coloured_image("green", 30))["records"]
        assert (record["best_label"]["name"], len(record["labels"])) == ("green", 3)


def test_register(channel_name: ChannelName, tmp_path: Path) -> None:
    """Tasks of all types are registered with images or a folder, without using credits."""
    emulator = XimilarEmulator(api_key=KEY)
    for name in COLOURS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(coloured_image(name, 1))
    workspace = emulator.register_workspace("Workshop")
    folder = emulator.register("folder", folder=tmp_path, workspace=workspace)
    tags = emulator.register("tags", [(RED, {"red", "warm"}), (coloured_image("blue"), "blue")], type="multi_label")
    numbers = emulator.register("number", [(RED, 1), (coloured_image("blue"), 5.0)], type="regression")
    with open_channel(channel_name, emulator) as channel:
        (record,) = classify(channel, folder, RED, workspace=workspace)["records"]
        assert record["best_label"]["name"] == "red"
        (record,) = classify(channel, tags, RED)["records"]
        assert {label["name"] for label in record["labels"] if label["prob"] > 0.5} == {"red", "warm"}
        (record,) = classify(channel, numbers, coloured_image("blue"))["records"]
        assert (record["best_label"]["name"], round(record["best_label"]["value"], 1)) == ("number", 5.0)
        assert "prob" not in record["best_label"]
        (label,) = get(channel, "label", task=numbers)["results"]
        assert (label["type"], label["images_count"]) == ("value", 2)
        assert get(channel, ACCOUNT)["credits_counter"] == 100_000 - 3
    emulator.verify()


def test_invalid_registrations(channel_name: ChannelName, tmp_path: Path) -> None:
    """Invalid examples raise an error that names the task, and nothing is added."""
    emulator = XimilarEmulator(api_key=KEY)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"examples": []}, "task a: The task has no labels"),
        ({"examples": [(RED, "red"), (b"not an image", "a")]}, "cannot decode the given bytes"),
        ({"examples": [(RED, "red"), (coloured_image("blue"), 3)]}, "3 is not a valid label of type multi_class"),
        ({"examples": [(RED, {"red"})]}, "is not a valid label of type multi_class"),
        ({"examples": [(RED, "red")], "type": "regression"}, "'red' is not a valid label of type regression"),
        ({"examples": [(RED, 1.5)], "type": "multi_label"}, "1.5 is not a valid label of type multi_label"),
        ({"examples": [(RED, [])], "type": "multi_label"}, "The task has no labels"),
        ({"examples": [(RED, "red")], "workspace": "unknown"}, "there is no workspace 'unknown'"),
        ({"folder": tmp_path / "missing"}, "cannot read folder"),
        ({"examples": [(RED, "red")], "folder": tmp_path}, "either examples or a folder"),
        ({}, "either examples or a folder"),
    ]
    for options, message in cases:
        with pytest.raises(RegistrationError, match=message):
            emulator.register("a", **options)
    with open_channel(channel_name, emulator) as channel:
        assert [get(channel, path)["count"] for path in ("task", "label", "training-image")] == [0, 0, 0]


def test_image_of_one_pixel(channel_name: ChannelName) -> None:
    """An image of one pixel can be registered and classified."""
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("a", [(make_image(size=(1, 1)), "one"), (Image.new("L", (1, 1)), "two")])
    with open_channel(channel_name, emulator) as channel:
        (record,) = classify(channel, task, make_image(size=(1, 1)))["records"]
    assert (record["best_label"]["name"], record["_width"], record["_height"]) == ("one", 1, 1)
