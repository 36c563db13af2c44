"""Classification of records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import TypeAdapter

from tests.emulators.channels import COLOURS, open_channel
from tests.helpers.images import make_image
from tests.helpers.models import same
from visionapis_contracts.ximilar import models as strict_models
from visionapis_generated.ximilar import models as client_models
from visionapis_testing import XimilarEmulator
from visionapis_testing.emulator.images import encode, load_image

from .api import (
    ACCOUNT,
    KEY,
    RED,
    URL,
    call,
    classify,
    coloured_image,
    create,
    get,
    make_emulator,
    request_json,
    to_base64,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator


@pytest.mark.parametrize("count", [1, 10])
def test_records(open_new: Callable[[Emulator], Channel], count: int) -> None:
    """Records keep their order; their labels are sorted by probability, and the probabilities sum to 1."""
    emulator, task = make_emulator()
    names = [list(COLOURS)[number % 3] for number in range(count)]
    response = classify(open_new(emulator), task, *(coloured_image(name, 20) for name in names))
    assert [record["best_label"]["name"] for record in response["records"]] == names
    for record in response["records"]:
        probabilities = [label["prob"] for label in record["labels"]]
        assert (record["labels"][0], probabilities) == (record["best_label"], sorted(probabilities, reverse=True))
        assert (len(probabilities), abs(sum(probabilities) - 1) < 1e-4) == (3, True)
        assert (record["_width"], record["_height"], record["_status"]["code"]) == (64, 48, 200)
    emulator.verify()


def test_images_of_records(open_new: Callable[[Emulator], Channel]) -> None:
    """A record has base64 text, with or without a prefix, or a URL; its other fields are echoed."""
    emulator, task = make_emulator()
    records: list[dict[str, Any]] = [
        {"_url": URL, "shelf": {"number": [4]}},
        {"_base64": to_base64(RED), "_file": "a.png", "noresize": True},
        {"_base64": f"data:image/png;base64,{to_base64(RED)}", "_url": "https://images.example.com/ignored.png"},
    ]
    response = request_json(
        open_new(emulator), "POST", "classify", {"task_id": task, "version": None, "records": records}
    )
    fields = ("_base64", "_file", "_url", "noresize", "shelf")
    assert [{name: record[name] for name in fields if name in record} for record in response["records"]] == [
        {"_url": URL, "shelf": {"number": [4]}},
        {"_file": "a.png", "noresize": True},
        {"_url": "https://images.example.com/ignored.png"},
    ]
    assert {record["best_label"]["name"] for record in response["records"]} == {"red"}
    emulator.verify()


def test_response_fields_take_precedence(channel_name: ChannelName) -> None:
    """Fields of a request do not override those of the response, also if the record failed."""
    emulator, task = make_emulator()
    overrides = {
        "_status": 1,
        "best_label": 2,
        "labels": 3,
        "_width": "4",
        "_height": None,
        "_id": 5,
        "_stored_image_id": 6,
    }
    records = [{"_base64": to_base64(RED), **overrides, "_url": 7}, {"_base64": "?", **overrides}]
    with open_channel(channel_name, emulator) as channel:
        succeeded, failed = request_json(channel, "POST", "classify", {"task_id": task, "records": records})["records"]
    assert (succeeded["best_label"]["name"], succeeded["_width"], "_url" in succeeded) == ("red", 64, False)
    assert (failed["_status"]["code"], set(failed)) == (400, {"_id", "_status"})
    emulator.verify()


def test_failed_records(open_new: Callable[[Emulator], Channel]) -> None:
    """A record with an unusable image has its own error status and no labels; the response has status 500."""
    emulator, task = make_emulator()
    emulator.register_url("https://images.example.com/notes.txt", b"not an image")
    records = [
        {"_url": "https://images.example.com/missing.png"},
        {"_url": "https://images.example.com/notes.txt"},
        {"_url": "not a url"},
        {"_base64": "%%"},
        {"_base64": to_base64(b"not an image")},
        {"_base64": to_base64(encode(load_image(RED), "JPEG2000"))},
        {"_base64": to_base64(RED)},
    ]
    response = request_json(open_new(emulator), "POST", "classify", {"task_id": task, "records": records})
    assert response["status"]["code"] == 500
    assert [record["_status"]["code"] for record in response["records"]] == [400] * 6 + [200]
    assert ["labels" in record for record in response["records"]] == [False] * 6 + [True]
    emulator.verify()


def test_stored_images(channel_name: ChannelName) -> None:
    """Classified images are stored on request, without labels; a known image is not stored again."""
    emulator, task = make_emulator()
    with open_channel(channel_name, emulator) as channel:
        before = get(channel, "training-image")["count"]
        ids = [
            record["_stored_image_id"]
            for _ in range(2)
            for record in classify(channel, task, coloured_image("red", 50), RED, store_images=True)["records"]
        ]
        assert (ids[:2], get(channel, "training-image")["count"]) == (ids[2:], before + 1)
        assert get(channel, f"training-image/{ids[0]}")["labels"] == []
        assert [label["name"] for label in get(channel, f"training-image/{ids[1]}")["labels"]] == ["red"]
        assert "_stored_image_id" not in classify(channel, task, RED)["records"][0]
    emulator.verify()


def test_untrained_task(channel_name: ChannelName) -> None:
    """A task or version without a trained model gets status 400, also in the body; an unknown one 404."""
    emulator, task = make_emulator(minimum_images=1)
    records = [{"_base64": to_base64(RED)}]
    with open_channel(channel_name, emulator) as channel:
        untrained = create(channel, "task", {"name": "a", "type": "multi_class"})
        request_json(channel, "POST", f"task/{task}/train")
        rejected = [
            call(channel, "POST", "classify", json={"task_id": id_, "records": records, "version": version})
            for id_, version in ((untrained, None), (task, 2))
        ]
        assert [(each.status_code, each.json()["status"]["code"]) for each in rejected] == [(400, 400)] * 2
        for id_, version in ((task, 7), (untrained, 1), ("unknown", None)):
            body = {"task": id_, "records": records, "version": version}
            assert call(channel, "POST", "classify", json=body).status_code == 404
    emulator.verify()


@pytest.mark.parametrize("type_", ["multi_class", "multi_label", "regression"])
def test_responses_satisfy_strict_and_client_models(channel_name: ChannelName, type_: Any) -> None:
    """The strict model accepts a response, and the client's model preserves it."""
    examples: dict[str, list[Any]] = {
        "multi_class": ["a", "b"],
        "multi_label": [{"a", "b"}, {"a"}],
        "regression": [1, 2],
    }
    emulator = XimilarEmulator(api_key=KEY)
    task = emulator.register("x", zip((RED, coloured_image("blue")), examples[type_], strict=True), type=type_)
    with open_channel(channel_name, emulator) as channel:
        responses = {
            "Classification": request_json(
                channel,
                "POST",
                "classify",
                {"task_id": task, "records": [{"_base64": to_base64(RED), "a": 1}, {"_url": "b"}]},
            ),
            "TaskPage": get(channel, "task"),
            "LabelPage": get(channel, "label"),
            "TrainingImagePage": get(channel, "training-image"),
            "TrainingImage": get(channel, f"training-image/{get(channel, 'training-image')['results'][0]['id']}"),
            "Model": get(channel, f"model/{emulator.model_ids(task)[0]}"),
            "AccountDetails": get(channel, ACCOUNT),
        }
    for name, body in responses.items():
        TypeAdapter(getattr(strict_models, name)).validate_python(body)
        model = getattr(client_models, name)
        assert same(body, model.from_dict(body)), name


def test_size_of_large_image(channel_name: ChannelName) -> None:
    """A record has the size of the image that was sent."""
    emulator, task = make_emulator()
    with open_channel(channel_name, emulator) as channel:
        (record,) = classify(channel, task, make_image(size=(3000, 1500), colour=COLOURS["red"]))["records"]
    assert (record["_width"], record["_height"]) == (3000, 1500)
