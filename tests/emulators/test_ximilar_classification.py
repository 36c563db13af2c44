"""What Ximilar's emulator answers to pictures that are to be classified."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from tests.helpers.images import picture
from visionapis_contracts.ximilar import models as strict
from visionapis_testing import XimilarEmulator
from visionapis_testing.emulator.images import encode, load

from .channels import COLOURS, open_way
from .ximilar import KEY, RED, URL, call, classified, colour, done, got, made, taught, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Way, WayName


@pytest.mark.parametrize("count", [1, 10])
def test_records(open_new: Callable[[Emulator], Way], count: int) -> None:
    """Records are answered in their order, labels best first, with shares that sum to 1."""
    emulator, task = taught()
    names = [list(COLOURS)[number % 3] for number in range(count)]
    answer = classified(open_new(emulator), task, *(colour(name, 20) for name in names))
    assert [record["best_label"]["name"] for record in answer["records"]] == names
    for record in answer["records"]:
        shares = [label["prob"] for label in record["labels"]]
        assert (record["labels"][0], shares) == (record["best_label"], sorted(shares, reverse=True))
        assert (len(shares), abs(sum(shares) - 1) < 1e-4) == (3, True)
        assert (record["_width"], record["_height"], record["_status"]["code"]) == (64, 48, 200)
    emulator.verify()


def test_record_of_each_kind(open_new: Callable[[Emulator], Way]) -> None:
    """A picture comes as base64 text, with or without a prefix, or by a URL; what else is sent comes back."""
    emulator, task = taught()
    records: list[dict[str, Any]] = [
        {"_url": URL, "shelf": {"number": [4]}},
        {"_base64": text(RED), "_file": "a.png", "noresize": True},
        {"_base64": f"data:image/png;base64,{text(RED)}", "_url": "https://pictures.example.com/unread.png"},
    ]
    answer = done(open_new(emulator), "POST", "classify", {"task_id": task, "version": None, "records": records})
    sent = ("_base64", "_file", "_url", "noresize", "shelf")
    assert [{name: record[name] for name in sent if name in record} for record in answer["records"]] == [
        {"_url": URL, "shelf": {"number": [4]}},
        {"_file": "a.png", "noresize": True},
        {"_url": "https://pictures.example.com/unread.png"},
    ]
    assert {record["best_label"]["name"] for record in answer["records"]} == {"red"}
    emulator.verify()


def test_own_fields_win(way_in: WayName) -> None:
    """A field of a record that the answer has of its own does not take its place, also where the record failed."""
    emulator, task = taught()
    mine = {"_status": 1, "best_label": 2, "labels": 3, "_width": "4", "_height": None, "_id": 5, "_stored_image_id": 6}
    records = [{"_base64": text(RED), **mine, "_url": 7}, {"_base64": "?", **mine}]
    with open_way(way_in, emulator) as way:
        good, bad = done(way, "POST", "classify", {"task_id": task, "records": records})["records"]
    assert (good["best_label"]["name"], good["_width"], "_url" in good) == ("red", 64, False)
    assert (bad["_status"]["code"], set(bad)) == (400, {"_id", "_status"})
    emulator.verify()


def test_records_that_fail(open_new: Callable[[Emulator], Way]) -> None:
    """A picture that cannot be had fails alone, with a status of its own and no labels; the whole then says 500."""
    emulator, task = taught()
    emulator.register_url("https://pictures.example.com/notes.txt", b"no picture")
    records = [
        {"_url": "https://pictures.example.com/missing.png"},
        {"_url": "https://pictures.example.com/notes.txt"},
        {"_url": "no url"},
        {"_base64": "%%"},
        {"_base64": text(b"no picture")},
        {"_base64": text(encode(load(RED), "JPEG2000"))},
        {"_base64": text(RED)},
    ]
    answer = done(open_new(emulator), "POST", "classify", {"task_id": task, "records": records})
    assert answer["status"]["code"] == 500
    assert [record["_status"]["code"] for record in answer["records"]] == [400] * 6 + [200]
    assert ["labels" in record for record in answer["records"]] == [False] * 6 + [True]
    emulator.verify()


def test_stored_pictures(way_in: WayName) -> None:
    """Classified pictures are kept on demand, without labels; one that is held already is not kept again."""
    emulator, task = taught()
    with open_way(way_in, emulator) as way:
        before = got(way, "training-image")["count"]
        ids = [
            record["_stored_image_id"]
            for _ in range(2)
            for record in classified(way, task, colour("red", 50), RED, store_images=True)["records"]
        ]
        assert (ids[:2], got(way, "training-image")["count"]) == (ids[2:], before + 1)
        assert got(way, f"training-image/{ids[0]}")["labels"] == []
        assert [label["name"] for label in got(way, f"training-image/{ids[1]}")["labels"]] == ["red"]
        assert "_stored_image_id" not in classified(way, task, RED)["records"][0]
    emulator.verify()


def test_untrained_task(way_in: WayName) -> None:
    """A task without a trained model refuses in the answer's own status, also for a version that is in training."""
    emulator, task = taught(minimum_images=1)
    records = [{"_base64": text(RED)}]
    with open_way(way_in, emulator) as way:
        new = made(way, "task", {"name": "a", "type": "multi_class"})
        done(way, "POST", f"task/{task}/train")
        refused = [
            call(way, "POST", "classify", json={"task_id": id_, "records": records, "version": version})
            for id_, version in ((new, None), (task, 2))
        ]
        assert [(each.status_code, each.json()["status"]["code"]) for each in refused] == [(400, 400)] * 2
        for id_, version in ((task, 7), (new, 1), ("unknown", None)):
            body = {"task": id_, "records": records, "version": version}
            assert call(way, "POST", "classify", json=body).status_code == 404
    emulator.verify()


@pytest.mark.parametrize("type_", ["multi_class", "multi_label", "regression"])
def test_answers_satisfy_both_models(way_in: WayName, type_: Any) -> None:
    """An answer passes the strict model, and the client's without loss."""
    examples: dict[str, list[Any]] = {
        "multi_class": ["a", "b"],
        "multi_label": [{"a", "b"}, {"a"}],
        "regression": [1, 2],
    }
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("x", zip((RED, colour("blue")), examples[type_], strict=True), type=type_)
    with open_way(way_in, emulator) as way:
        answers = {
            "Classification": done(
                way, "POST", "classify", {"task_id": task, "records": [{"_base64": text(RED), "a": 1}, {"_url": "b"}]}
            ),
            "TaskPage": got(way, "task"),
            "LabelPage": got(way, "label"),
            "TrainingImagePage": got(way, "training-image"),
            "TrainingImage": got(way, f"training-image/{got(way, 'training-image')['results'][0]['id']}"),
            "Model": got(way, f"model/{emulator.model_ids(task)[0]}"),
            "AccountDetails": got(way, "/account/v2/details"),
        }
    for name, body in answers.items():
        TypeAdapter(getattr(strict, name)).validate_python(body)
        module = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).strip("_")
        model = getattr(import_module(f"visionapis_generated.ximilar.models.{module}"), name)
        assert model.from_dict(body).to_dict() == body, name


def test_large_picture(way_in: WayName) -> None:
    """A record has the size that was sent."""
    emulator, task = taught()
    with open_way(way_in, emulator) as way:
        (record,) = classified(way, task, picture(size=(3000, 1500), colour=COLOURS["red"]))["records"]
    assert (record["_width"], record["_height"]) == (3000, 1500)
