"""Tasks, labels, models, workspaces and credits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import COLOURS, open_channel
from visionapis_testing import XimilarEmulator

from .api import (
    ACCOUNT,
    KEY,
    PATH,
    RED,
    WORKSPACES,
    call,
    classify,
    coloured_image,
    create,
    create_label,
    get,
    make_emulator,
    request_json,
    to_base64,
    upload,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator


def test_create_train_classify(open_new: Callable[[Emulator], Channel]) -> None:
    """A task created and trained by calls classifies other images of its labels."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=5)
    channel = open_new(emulator)
    task = create(channel, "task", {"name": "colours", "type": "multi_class", "description": None})
    labels = {create_label(channel, task, name): name for name in COLOURS}
    for label, name in labels.items():
        for number in range(5):
            upload(channel, coloured_image(name, number), label)
    assert request_json(channel, "POST", f"task/{task}/train") == {"last_train_status": "IN_TRAINING"}
    states = [get(channel, f"task/{task}") for _ in range(4)]
    assert [(state["last_train_status"], state["production_version"]) for state in states] == [
        ("IN_TRAINING", None),
        ("IN_TRAINING", None),
        ("TRAINED", 1),
        ("TRAINED", 1),
    ]
    response = classify(channel, task, *(coloured_image(name, 30) for name in COLOURS))
    assert [record["best_label"]["name"] for record in response["records"]] == list(COLOURS)
    assert (response["task_id"], response["version"], response["status"]) == (task, 1, {"code": 200, "text": "OK"})
    emulator.verify()


def test_negative_label(channel: Channel) -> None:
    """A multi-label task has a negative label, which is deleted with it; other tasks have none."""
    tasks = {type_: create(channel, "task", {"name": "a", "type": type_}) for type_ in ("multi_class", "multi_label")}
    assert get(channel, "label", task=tasks["multi_class"])["count"] == 0
    (label,) = get(channel, "label", task=tasks["multi_label"])["results"]
    assert (label["type"], label["negative_for_task"]) == ("tag", tasks["multi_label"])
    request_json(channel, "DELETE", f"task/{tasks['multi_label']}/")
    assert call(channel, "GET", f"label/{label['id']}").status_code == 404


@pytest.mark.parametrize("task_type", ["multi_class", "multi_label", "regression"])
def test_label_types(channel: Channel, task_type: str) -> None:
    """A task accepts labels of one type."""
    task = create(channel, "task", {"name": "a", "type": task_type})
    responses = [
        call(
            channel,
            "POST",
            f"task/{task}/add-label",
            json={"label_id": create(channel, "label", {"name": "b", "type": each})},
        )
        for each in ("category", "tag", "value")
    ]
    expected = {"multi_class": [200, 400, 400], "multi_label": [400, 200, 400], "regression": [400, 400, 200]}
    assert [response.status_code for response in responses] == expected[task_type]


def test_labels_of_a_task(channel: Channel) -> None:
    """A label removed from a task keeps its images. Adding and removing it are idempotent."""
    task = create(channel, "task", {"name": "a", "type": "multi_class"})
    label = create_label(channel, task, "dent")
    image = upload(channel, RED, label)
    request_json(channel, "POST", f"task/{task}/add-label", {"label_id": label})
    page = get(channel, "label", task=task)
    assert [(each["id"], each["images_count"], each["tasks_count"]) for each in page["results"]] == [(label, 1, 1)]
    for _ in range(2):
        request_json(channel, "POST", f"task/{task}/remove-label", {"label_id": label})
    assert get(channel, "label", task=task)["count"] == 0
    assert get(channel, f"label/{label}")["tasks_count"] == 0
    assert [each["id"] for each in get(channel, f"training-image/{image}")["labels"]] == [label]


def test_label_search(channel: Channel) -> None:
    """Labels are found by a part of their name, with or without quotes, and by their type."""
    for name, type_ in (("Red Cat", "tag"), ("dog", "tag"), ("cat", "category")):
        create(channel, "label", {"name": name, "type": type_})
    queries: list[dict[str, str]] = [
        {"search": "CAT"},
        {"search": '"cat"'},
        {"type": "tag"},
        {"search": "cat", "type": "tag"},
    ]
    names = [[each["name"] for each in get(channel, "label", **query)["results"]] for query in queries]
    assert names == [["Red Cat", "cat"], ["Red Cat", "cat"], ["Red Cat", "dog"], ["Red Cat"]]


def test_child_tasks(channel: Channel) -> None:
    """A label has child tasks until they are removed or deleted."""
    label = create(channel, "label", {"name": "a", "type": "tag"})
    tasks = [create(channel, "task", {"name": str(number), "type": "multi_class"}) for number in range(3)]
    for task in (*tasks, tasks[0]):
        request_json(channel, "POST", f"label/{label}/add-task/", {"task_id": task})
    assert get(channel, f"label/{label}")["recognition_tasks"] == [{"id": task} for task in tasks]
    request_json(channel, "POST", f"label/{label}/remove-task", {"task_id": tasks[0]})
    request_json(channel, "DELETE", f"task/{tasks[1]}")
    assert get(channel, f"label/{label}")["recognition_tasks"] == [{"id": tasks[2]}]


def test_label_deletion(channel: Channel) -> None:
    """A deleted label is removed from tasks and images; wiping a label deletes its images."""
    task = create(channel, "task", {"name": "a", "type": "multi_class"})
    first, second = (create_label(channel, task, name) for name in ("dent", "rust"))
    images = [upload(channel, RED, first, second), upload(channel, coloured_image("red", 1), second)]
    request_json(channel, "DELETE", f"label/{first}")
    assert [each["id"] for each in get(channel, "label", task=task)["results"]] == [second]
    assert [each["id"] for each in get(channel, f"training-image/{images[0]}")["labels"]] == [second]
    request_json(channel, "DELETE", f"label/{second}/wipe")
    assert [call(channel, "GET", f"training-image/{image}").status_code for image in images] == [404, 404]
    assert (get(channel, "label")["count"], get(channel, "training-image")["count"]) == (0, 0)


def test_pages(open_new: Callable[[Emulator], Channel]) -> None:
    """The URLs of neighbouring pages have the host, the slash and the filters of the request."""
    emulator = XimilarEmulator(api_key=KEY)
    channel = open_new(emulator)
    ids = [create(channel, "label", {"name": f"a{number}", "type": "tag"}) for number in range(23)]
    create(channel, "label", {"name": "b", "type": "tag"})
    found_ids: list[str] = []
    url = f"{PATH}/label/?search=a"
    while url:
        page = request_json(channel, "GET", url, headers={"host": "emulator.example:8080"})
        found_ids += [each["id"] for each in page["results"]]
        next_url = page["next"]
        assert next_url is None or next_url.startswith(f"http://emulator.example:8080{PATH}/label/?search=a&page=")
        url = next_url and next_url.removeprefix("http://emulator.example:8080")
    assert (page["count"], page["previous"] is None, found_ids) == (23, False, ids)
    last_page = get(channel, "label", page_size=20, page=2)
    assert ([each["name"] for each in last_page["results"]], last_page["next"]) == (["a20", "a21", "a22", "b"], None)
    full_page = get(channel, "label", page_size=12, page=2)
    assert (len(full_page["results"]), full_page["next"]) == (12, None)
    assert call(channel, "GET", "label", params={"page": 4}).status_code == 404
    assert get(channel, "task", page=1) == {"count": 0, "next": None, "previous": None, "results": []}
    emulator.verify()


def test_workspaces(channel_name: ChannelName) -> None:
    """Workspaces are separate; a request that names none uses the default one."""
    emulator = XimilarEmulator(api_key=KEY)
    other = emulator.register_workspace("Workshop")
    with open_channel(channel_name, emulator) as channel:
        default, second = get(channel, WORKSPACES)
        assert (default["is_default"], second["is_default"], second["id"]) == (True, False, other)
        for path, body in (
            ("task", {"name": "a", "type": "multi_class"}),
            ("label", {"name": "a", "type": "category"}),
            ("training-image", {"base64": to_base64(RED)}),
        ):
            id_ = create(channel, path, {**body, "workspace": other})
            assert [get(channel, path)["count"], get(channel, path, workspace=other)["count"]] == [0, 1]
            assert call(channel, "GET", f"{path}/{id_}").status_code == 404
            assert get(channel, f"{path}/{id_}", workspace=other)["workspace"] == other
            assert call(channel, "GET", path, params={"workspace": "unknown"}).status_code == 404
            assert call(channel, "POST", path, json={**body, "workspace": "unknown"}).status_code == 400
            assert create(channel, path, body)
        task, label, image = (
            get(channel, path, workspace=other)["results"][0]["id"] for path in ("task", "label", "training-image")
        )
        request_json(channel, "POST", f"task/{task}/add-label", {"label_id": label})
        request_json(channel, "POST", f"training-image/{image}/add-label", {"label_id": label, "workspace": other})
        default_label = get(channel, "label")["results"][0]["id"]
        assert call(channel, "POST", f"task/{task}/add-label", json={"label_id": default_label}).status_code == 404
        assert call(channel, "DELETE", f"task/{task}/").status_code == 404
        request_json(channel, "DELETE", f"task/{task}/?workspace={other}")
    emulator.verify()


def test_model_versions(channel_name: ChannelName) -> None:
    """Each training adds a version, which is the default until a newer one is trained or it is deleted."""
    emulator, task = make_emulator(minimum_images=1)
    with open_channel(channel_name, emulator) as channel:
        request_json(channel, "POST", f"task/{task}/train")
        (first, second) = emulator.model_ids(task)
        responses = [get(channel, f"model/{second}"), get(channel, f"model/{second}"), get(channel, f"model/{second}")]
        assert [response["train_status"] for response in responses] == ["IN_TRAINING", "IN_TRAINING", "TRAINED"]
        assert {name: responses[0][name] for name in ("id", "task", "task_name", "version")} == {
            "id": second,
            "task": task,
            "task_name": "colours",
            "version": 2,
        }
        assert [classify(channel, task, RED, version=version)["version"] for version in (None, 1, 2, "1")] == [
            2,
            1,
            2,
            1,
        ]
        request_json(channel, "DELETE", f"model/{second}/")
        assert call(channel, "GET", f"model/{second}").status_code == 404
        assert (get(channel, f"task/{task}")["production_version"], classify(channel, task, RED)["version"]) == (1, 1)
        request_json(channel, "POST", f"task/{task}/train")
        assert emulator.model_ids(task)[0] == first
        assert get(channel, f"model/{emulator.model_ids(task)[1]}")["version"] == 3
        request_json(channel, "DELETE", f"task/{task}/")
        assert (call(channel, "GET", f"model/{first}").status_code, emulator.model_ids(task)) == (404, [])
    emulator.verify()


def test_deletion(channel: Channel) -> None:
    """A deleted entity is neither found nor listed."""
    task = create(channel, "task", {"name": "a", "type": "multi_class"})
    label = create_label(channel, task, "dent")
    image = upload(channel, RED, label)
    for path in (f"training-image/{image}", f"label/{label}/", f"task/{task}/"):
        response = call(channel, "DELETE", path)
        assert (response.status_code, response.content) == (204, b"")
        assert [call(channel, method, path).status_code for method in ("GET", "DELETE")] == [404, 404]
    assert [get(channel, path)["count"] for path in ("task", "label", "training-image")] == [0, 0, 0]


def test_credits(channel_name: ChannelName) -> None:
    """An image costs one credit, in an upload and in a record; with none left only images are rejected."""
    emulator = XimilarEmulator(api_key=KEY, credits_limit=4)
    task = emulator.register("colours", [(RED, "red")])
    with open_channel(channel_name, emulator) as channel:

        def credits_left() -> int:
            details = get(channel, ACCOUNT)
            assert details["credits_limit"] == 4
            count: int = details["credits_counter"]
            return count

        assert credits_left() == 4
        upload(channel, coloured_image("blue"))
        assert credits_left() == 3
        assert call(channel, "POST", "training-image", json={"base64": "AAAA"}).status_code == 400
        assert credits_left() == 3
        classify(channel, task, RED, RED)
        assert credits_left() == 1
        records = [{"_base64": to_base64(RED)}] * 2
        assert call(channel, "POST", "classify", json={"task_id": task, "records": records}).status_code == 403
        classify(channel, task, RED)
        assert (
            call(channel, "POST", "training-image", json={"base64": to_base64(coloured_image("green"))}).status_code
            == 403
        )
        assert (credits_left(), get(channel, "task")["count"]) == (0, 1)
        emulator.reset()
        assert (credits_left(), get(channel, "task")["count"]) == (4, 0)
    emulator.verify()


def test_free_plan(channel_name: ChannelName) -> None:
    """The free plan has three tasks and a thousand credits, and does not store classified images."""
    emulator, task = make_emulator(plan="free")
    with open_channel(channel_name, emulator) as channel:
        body = {"name": "a", "type": "multi_class"}
        statuses = [call(channel, "POST", "task", json=body).status_code for _ in range(3)]
        assert statuses == [201, 201, 403]
        request = {"task_id": task, "records": [{"_base64": to_base64(RED)}], "store_images": True}
        assert call(channel, "POST", "classify", json=request).status_code == 403
        assert get(channel, ACCOUNT)["credits_limit"] == 1_000
    emulator.verify()
