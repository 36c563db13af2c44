"""When Ximilar's emulator trains a task, on which pictures, and how tasks are made without calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.helpers.images import picture
from visionapis_testing import RegistrationError, XimilarEmulator

from .channels import COLOURS, open_way
from .ximilar import KEY, RED, call, classified, colour, done, got, labelled, made, taught, uploaded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from .channels import WayName


class Counting:
    """A recognizer, and a regressor, that only counts what it learns."""

    learnt: list[tuple[tuple[int, int, int], object]]

    def __init__(self) -> None:
        self.__class__.learnt = []

    def learn(self, examples: Iterable[tuple[Image.Image, Any]], *, multi_label: bool = False) -> None:
        """Count the pictures."""
        self.learnt += [(image.getpixel((0, 0)), given) for image, given in examples]  # type: ignore[misc] # RGB

    def scores(self, picture: Image.Image) -> Mapping[str, float]:
        """Be sure of the first label."""
        labels: Collection[str] = self.learnt[0][1]  # type: ignore[assignment] # labels were given
        return dict.fromkeys(labels, 1.0)

    def value(self, picture: Image.Image) -> float:
        """Name the first number."""
        return float(self.learnt[0][1])  # type: ignore[arg-type] # a number was given


def train(
    emulator: XimilarEmulator, type_: str = "multi_class", label_type: str = "category", **body: Any
) -> list[Any]:
    """Upload ten pictures of two labels each, train, and return what was learnt."""
    with open_way("transport", emulator) as way:
        task = made(way, "task", {"name": "a", "type": type_})
        for name in ("red", "blue"):
            label = labelled(way, task, name, label_type)
            for number in range(10):
                image = uploaded(way, colour(name, number), **body)
                done(way, "POST", f"training-image/{image}/add-label", {"label_id": label, "value": number})
        done(way, "POST", f"task/{task}/train")
    emulator.verify()
    return Counting.learnt


@pytest.mark.parametrize(
    ("type_", "label_type"), [("multi_class", "category"), ("multi_label", "tag"), ("regression", "value")]
)
def test_a_fifth_is_kept_out(type_: str, label_type: str) -> None:
    """Four fifths of each label's pictures are learnt."""
    emulator = XimilarEmulator(api_key=KEY, recognizer=Counting, regressor=Counting, minimum_images=10)
    learnt = train(emulator, type_, label_type)
    blues = [pixel for pixel, _ in learnt if pixel[2] == COLOURS["blue"][2]]
    assert (len(blues), len(learnt)) == (8, 16)


def test_pictures_for_testing_are_not_learnt() -> None:
    """A label whose pictures are all marked for testing has too few."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=1)
    with pytest.raises(AssertionError, match="The label red has fewer than 1 training pictures"):
        train(emulator, test_image=True)


def test_refused_trainings(way_in: WayName) -> None:
    """A task without labels, with too few pictures, with two labels on one, or in training, is not trained."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=2)
    words: list[str] = []
    with open_way(way_in, emulator) as way:
        task = made(way, "task", {"name": "a", "type": "multi_class"})

        def refused() -> None:
            response = call(way, "POST", f"task/{task}/train/")
            assert response.status_code == 400
            words.append(response.json()["detail"])

        refused()
        red, blue = (labelled(way, task, name) for name in ("red", "blue"))
        for number in range(2):
            uploaded(way, colour("red", number), red)
        uploaded(way, colour("blue"), blue)
        refused()
        both = uploaded(way, colour("blue", 1), blue, red)
        refused()
        done(way, "POST", f"training-image/{both}/remove-label", {"label_id": red})
        done(way, "POST", f"task/{task}/train")
        refused()
        assert emulator.model_ids(task) != []
    assert words == [
        "The task has no labels.",
        "The label blue has fewer than 2 training pictures.",
        "A picture carries more than one label of the task.",
        "The task is in training already.",
    ]
    emulator.verify()


def test_twenty_by_default() -> None:
    """The vendor asks for twenty pictures a label."""
    with pytest.raises(AssertionError, match="fewer than 20"):
        train(XimilarEmulator(api_key=KEY))


def test_negative_label_may_be_empty(way_in: WayName) -> None:
    """A multi-label task is trained with and without pictures of its negative label; with them it has a score."""
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("a", [(RED, ["red"]), (colour("blue"), ["blue"])], type="multi_label")
    other = emulator.register("b", [(RED, {"red"}), (colour("blue"), [])], type="multi_label")
    with open_way(way_in, emulator) as way:
        (record,) = classified(way, task, RED)["records"]
        assert {label["name"] for label in record["labels"]} == {"red", "blue"}
        (record,) = classified(way, other, colour("blue"))["records"]
        assert record["best_label"]["name"] == "Negative Label"
    emulator.verify()


def test_time_of_a_training(way_in: WayName) -> None:
    """A training ends by the clock: after so many requests, or when time is let pass."""
    emulator, task = taught(minimum_images=1, training_seconds=600)
    emulator.clock.step = 0
    with open_way(way_in, emulator) as way:
        done(way, "POST", f"task/{task}/train")
        states = [got(way, f"task/{task}")]
        emulator.clock.advance(599)
        states.append(got(way, f"task/{task}"))
        emulator.clock.advance(1)
        states.append(got(way, f"task/{task}"))
    found = [(state["last_train_status"], state["production_version"]) for state in states]
    assert found == [("IN_TRAINING", 1), ("IN_TRAINING", 1), ("TRAINED", 2)]


def test_training_takes_what_is_there(way_in: WayName) -> None:
    """What is uploaded or deleted after a training was queued does not change its model."""
    emulator, task = taught()
    with open_way(way_in, emulator) as way:
        for label in got(way, "label", task=task)["results"]:
            done(way, "DELETE", f"label/{label['id']}/wipe")
        (record,) = classified(way, task, colour("green", 30))["records"]
        assert (record["best_label"]["name"], len(record["labels"])) == ("green", 3)


def test_register(way_in: WayName, tmp_path: Path) -> None:
    """Tasks of all types are made from pictures, or from a folder; labels and pictures can be listed."""
    emulator = XimilarEmulator(api_key=KEY)
    for name in COLOURS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.png").write_bytes(colour(name, 1))
    workspace = emulator.register_workspace("Workshop")
    folder = emulator.register("folder", folder=tmp_path, workspace=workspace)
    tags = emulator.register("tags", [(RED, {"red", "warm"}), (colour("blue"), "blue")], type="multi_label")
    numbers = emulator.register("number", [(RED, 1), (colour("blue"), 5.0)], type="regression")
    with open_way(way_in, emulator) as way:
        (record,) = classified(way, folder, RED, workspace=workspace)["records"]
        assert record["best_label"]["name"] == "red"
        (record,) = classified(way, tags, RED)["records"]
        assert {label["name"] for label in record["labels"] if label["prob"] > 0.5} == {"red", "warm"}
        (record,) = classified(way, numbers, colour("blue"))["records"]
        assert (record["best_label"]["name"], round(record["best_label"]["value"], 1)) == ("number", 5.0)
        assert "prob" not in record["best_label"]
        (label,) = got(way, "label", task=numbers)["results"]
        assert (label["type"], label["images_count"]) == ("value", 2)
        assert got(way, "/account/v2/details")["credits_counter"] == 100_000 - 3
    emulator.verify()


def test_registration_that_fails(way_in: WayName, tmp_path: Path) -> None:
    """Examples that cannot be learnt from are refused by name, and leave nothing behind."""
    emulator = XimilarEmulator(api_key=KEY)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"examples": []}, "task a: The task has no labels"),
        ({"examples": [(RED, "red"), (b"no picture", "a")]}, "no picture in the bytes given"),
        ({"examples": [(RED, "red"), (colour("blue"), 3)]}, "3 is not what a picture has there"),
        ({"examples": [(RED, {"red"})]}, "is not what a picture has there"),
        ({"examples": [(RED, "red")], "type": "regression"}, "'red' is not what a picture has there"),
        ({"examples": [(RED, 1.5)], "type": "multi_label"}, "1.5 is not what a picture has there"),
        ({"examples": [(RED, [])], "type": "multi_label"}, "The task has no labels"),
        ({"examples": [(RED, "red")], "workspace": "unknown"}, "there is no workspace 'unknown'"),
        ({"folder": tmp_path / "missing"}, "cannot read folder"),
        ({"examples": [(RED, "red")], "folder": tmp_path}, "either examples or a folder"),
        ({}, "either examples or a folder"),
    ]
    for options, message in cases:
        with pytest.raises(RegistrationError, match=message):
            emulator.register("a", **options)
    with open_way(way_in, emulator) as way:
        assert [got(way, path)["count"] for path in ("task", "label", "training-image")] == [0, 0, 0]


def test_picture_of_one_pixel(way_in: WayName) -> None:
    """The smallest picture is one, too."""
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("a", [(picture(size=(1, 1)), "one"), (Image.new("L", (1, 1)), "two")])
    with open_way(way_in, emulator) as way:
        (record,) = classified(way, task, picture(size=(1, 1)))["records"]
    assert (record["best_label"]["name"], record["_width"], record["_height"]) == ("one", 1, 1)
