"""What Ximilar's emulator holds: tasks, labels, training pictures, models, workspaces and credits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visionapis_testing import XimilarEmulator

from .channels import COLOURS, open_way
from .ximilar import KEY, RED, call, classified, colour, done, fresh, got, labelled, made, taught, text, uploaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_testing import Emulator

    from .channels import Way, WayName


@pytest.fixture
def way(way_in: WayName) -> Iterator[Way]:
    """A way into an emulator of a test's own."""
    with fresh(way_in) as opened:
        yield opened


def test_from_pictures_to_labels(open_new: Callable[[Emulator], Way]) -> None:
    """A task that is made, labelled and trained by calls alone knows other pictures of its labels."""
    emulator = XimilarEmulator(api_key=KEY, minimum_images=5)
    way = open_new(emulator)
    task = made(way, "task", {"name": "colours", "type": "multi_class", "description": None})
    names = {labelled(way, task, name): name for name in COLOURS}
    for label, name in names.items():
        for number in range(5):
            uploaded(way, colour(name, number), label)
    assert done(way, "POST", f"task/{task}/train") == {"last_train_status": "IN_TRAINING"}
    states = [got(way, f"task/{task}") for _ in range(4)]
    assert [(state["last_train_status"], state["production_version"]) for state in states] == [
        ("IN_TRAINING", None),
        ("IN_TRAINING", None),
        ("TRAINED", 1),
        ("TRAINED", 1),
    ]
    answer = classified(way, task, *(colour(name, 30) for name in COLOURS))
    assert [record["best_label"]["name"] for record in answer["records"]] == list(COLOURS)
    assert (answer["task_id"], answer["version"], answer["status"]) == (task, 1, {"code": 200, "text": "OK"})
    emulator.verify()


def test_negative_label(way: Way) -> None:
    """A multi-label task comes with its negative label, which goes with it; other tasks have none."""
    tasks = {type_: made(way, "task", {"name": "a", "type": type_}) for type_ in ("multi_class", "multi_label")}
    assert got(way, "label", task=tasks["multi_class"])["count"] == 0
    (label,) = got(way, "label", task=tasks["multi_label"])["results"]
    assert (label["type"], label["negative_for_task"]) == ("tag", tasks["multi_label"])
    done(way, "DELETE", f"task/{tasks['multi_label']}/")
    assert call(way, "GET", f"label/{label['id']}").status_code == 404


@pytest.mark.parametrize("task_type", ["multi_class", "multi_label", "regression"])
def test_types_must_match(way: Way, task_type: str) -> None:
    """A task takes labels of one type."""
    task = made(way, "task", {"name": "a", "type": task_type})
    taken = [
        call(way, "POST", f"task/{task}/add-label", json={"label_id": made(way, "label", {"name": "b", "type": each})})
        for each in ("category", "tag", "value")
    ]
    expected = {"multi_class": [200, 400, 400], "multi_label": [400, 200, 400], "regression": [400, 400, 200]}
    assert [response.status_code for response in taken] == expected[task_type]


def test_labels_of_a_task(way: Way) -> None:
    """A label that leaves a task stays, with its pictures; adding it twice makes no difference."""
    task = made(way, "task", {"name": "a", "type": "multi_class"})
    label = labelled(way, task, "dent")
    image = uploaded(way, RED, label)
    done(way, "POST", f"task/{task}/add-label", {"label_id": label})
    found = got(way, "label", task=task)
    assert [(each["id"], each["images_count"], each["tasks_count"]) for each in found["results"]] == [(label, 1, 1)]
    for _ in range(2):
        done(way, "POST", f"task/{task}/remove-label", {"label_id": label})
    assert got(way, "label", task=task)["count"] == 0
    assert got(way, f"label/{label}")["tasks_count"] == 0
    assert [each["id"] for each in got(way, f"training-image/{image}")["labels"]] == [label]


def test_search(way: Way) -> None:
    """Labels are found by a part of their name, also where that stands in quotes, and by their type."""
    for name, type_ in (("Red cat", "tag"), ("dog", "tag"), ("cat", "category")):
        made(way, "label", {"name": name, "type": type_})
    queries: list[dict[str, str]] = [
        {"search": "CAT"},
        {"search": '"cat"'},
        {"type": "tag"},
        {"search": "cat", "type": "tag"},
    ]
    found = [[each["name"] for each in got(way, "label", **query)["results"]] for query in queries]
    assert found == [["Red cat", "cat"], ["Red cat", "cat"], ["Red cat", "dog"], ["Red cat"]]


def test_child_tasks(way: Way) -> None:
    """A label has child tasks until they are taken away or deleted."""
    label = made(way, "label", {"name": "a", "type": "tag"})
    tasks = [made(way, "task", {"name": str(number), "type": "multi_class"}) for number in range(3)]
    for task in (*tasks, tasks[0]):
        done(way, "POST", f"label/{label}/add-task/", {"task_id": task})
    assert got(way, f"label/{label}")["recognition_tasks"] == [{"id": task} for task in tasks]
    done(way, "POST", f"label/{label}/remove-task", {"task_id": tasks[0]})
    done(way, "DELETE", f"task/{tasks[1]}")
    assert got(way, f"label/{label}")["recognition_tasks"] == [{"id": tasks[2]}]


def test_deleted_label_leaves_everything(way: Way) -> None:
    """A deleted label is on no task and no picture any more; a wiped one takes its pictures with it."""
    task = made(way, "task", {"name": "a", "type": "multi_class"})
    first, second = (labelled(way, task, name) for name in ("dent", "rust"))
    images = [uploaded(way, RED, first, second), uploaded(way, colour("red", 1), second)]
    done(way, "DELETE", f"label/{first}")
    assert [each["id"] for each in got(way, "label", task=task)["results"]] == [second]
    assert [each["id"] for each in got(way, f"training-image/{images[0]}")["labels"]] == [second]
    done(way, "DELETE", f"label/{second}/wipe")
    assert [call(way, "GET", f"training-image/{image}").status_code for image in images] == [404, 404]
    assert (got(way, "label")["count"], got(way, "training-image")["count"]) == (0, 0)


def test_pages(open_new: Callable[[Emulator], Way]) -> None:
    """Pages lead on by URLs on the host that was asked, in the slash form that was asked for, with their filters."""
    emulator = XimilarEmulator(api_key=KEY)
    way = open_new(emulator)
    ids = [made(way, "label", {"name": f"a{number}", "type": "tag"}) for number in range(23)]
    made(way, "label", {"name": "b", "type": "tag"})
    found: list[str] = []
    url = "/recognition/v2/label/?search=a"
    while url:
        page = done(way, "GET", url, headers={"host": "emulator.example:8080"})
        found += [each["id"] for each in page["results"]]
        next_ = page["next"]
        assert next_ is None or next_.startswith("http://emulator.example:8080/recognition/v2/label/?search=a&page=")
        url = next_ and next_.removeprefix("http://emulator.example:8080")
    assert (page["count"], page["previous"] is None, found) == (23, False, ids)
    sized = got(way, "label", page_size=20, page=2)
    assert ([each["name"] for each in sized["results"]], sized["next"]) == (["a20", "a21", "a22", "b"], None)
    full = got(way, "label", page_size=12, page=2)
    assert (len(full["results"]), full["next"]) == (12, None)
    assert call(way, "GET", "label", params={"page": 4}).status_code == 404
    assert got(way, "task", page=1) == {"count": 0, "next": None, "previous": None, "results": []}
    emulator.verify()


def test_workspaces(way_in: WayName) -> None:
    """What is in one workspace is not in another; without a name the default one is meant."""
    emulator = XimilarEmulator(api_key=KEY)
    other = emulator.register_workspace("Workshop")
    with open_way(way_in, emulator) as way:
        default, second = got(way, "/account/v2/workspace/")
        assert (default["is_default"], second["is_default"], second["id"]) == (True, False, other)
        for path, body in (
            ("task", {"name": "a", "type": "multi_class"}),
            ("label", {"name": "a", "type": "category"}),
            ("training-image", {"base64": text(RED)}),
        ):
            id_ = made(way, path, {**body, "workspace": other})
            assert [got(way, path)["count"], got(way, path, workspace=other)["count"]] == [0, 1]
            assert call(way, "GET", f"{path}/{id_}").status_code == 404
            assert got(way, f"{path}/{id_}", workspace=other)["workspace"] == other
            assert call(way, "GET", path, params={"workspace": "unknown"}).status_code == 404
            assert call(way, "POST", path, json={**body, "workspace": "unknown"}).status_code == 400
            assert made(way, path, body)
        task, label, image = (
            got(way, path, workspace=other)["results"][0]["id"] for path in ("task", "label", "training-image")
        )
        done(way, "POST", f"task/{task}/add-label", {"label_id": label})
        done(way, "POST", f"training-image/{image}/add-label", {"label_id": label, "workspace": other})
        mine = got(way, "label")["results"][0]["id"]
        assert call(way, "POST", f"task/{task}/add-label", json={"label_id": mine}).status_code == 404
        assert call(way, "DELETE", f"task/{task}/").status_code == 404
        done(way, "DELETE", f"task/{task}/?workspace={other}")
    emulator.verify()


def test_models(way_in: WayName) -> None:
    """Each training makes a version, which classifies until a newer one is there; a deleted one is gone."""
    emulator, task = taught(minimum_images=1)
    with open_way(way_in, emulator) as way:
        done(way, "POST", f"task/{task}/train")
        (first, second) = emulator.model_ids(task)
        answers = [got(way, f"model/{second}"), got(way, f"model/{second}"), got(way, f"model/{second}")]
        assert [answer["train_status"] for answer in answers] == ["IN_TRAINING", "IN_TRAINING", "TRAINED"]
        assert {name: answers[0][name] for name in ("id", "task", "task_name", "version")} == {
            "id": second,
            "task": task,
            "task_name": "colours",
            "version": 2,
        }
        assert [classified(way, task, RED, version=version)["version"] for version in (None, 1, 2, "1")] == [2, 1, 2, 1]
        done(way, "DELETE", f"model/{second}/")
        assert call(way, "GET", f"model/{second}").status_code == 404
        assert (got(way, f"task/{task}")["production_version"], classified(way, task, RED)["version"]) == (1, 1)
        done(way, "POST", f"task/{task}/train")
        assert emulator.model_ids(task)[0] == first
        assert got(way, f"model/{emulator.model_ids(task)[1]}")["version"] == 3
        done(way, "DELETE", f"task/{task}/")
        assert (call(way, "GET", f"model/{first}").status_code, emulator.model_ids(task)) == (404, [])
    emulator.verify()


def test_deletion_deletes(way: Way) -> None:
    """What is deleted is not found again, in no way."""
    task = made(way, "task", {"name": "a", "type": "multi_class"})
    label = labelled(way, task, "dent")
    image = uploaded(way, RED, label)
    for path in (f"training-image/{image}", f"label/{label}/", f"task/{task}/"):
        response = call(way, "DELETE", path)
        assert (response.status_code, response.content) == (204, b"")
        assert [call(way, method, path).status_code for method in ("GET", "DELETE")] == [404, 404]
    assert [got(way, path)["count"] for path in ("task", "label", "training-image")] == [0, 0, 0]


def test_credits(way_in: WayName) -> None:
    """A picture costs a credit, in an upload as in a record; with none left pictures are refused, and nothing else."""
    emulator = XimilarEmulator(api_key=KEY, credits_limit=4)
    task = emulator.register("colours", [(RED, "red")])
    with open_way(way_in, emulator) as way:

        def left() -> int:
            details = got(way, "/account/v2/details/")
            assert details["credits_limit"] == 4
            count: int = details["credits_counter"]
            return count

        assert left() == 4
        uploaded(way, colour("blue"))
        assert left() == 3
        assert call(way, "POST", "training-image", json={"base64": "AAAA"}).status_code == 400
        assert left() == 3
        classified(way, task, RED, RED)
        assert left() == 1
        records = [{"_base64": text(RED)}] * 2
        assert call(way, "POST", "classify", json={"task_id": task, "records": records}).status_code == 403
        classified(way, task, RED)
        assert call(way, "POST", "training-image", json={"base64": text(colour("green"))}).status_code == 403
        assert (left(), got(way, "task")["count"]) == (0, 1)
        emulator.reset()
        assert (left(), got(way, "task")["count"]) == (4, 0)
    emulator.verify()


def test_free_plan(way_in: WayName) -> None:
    """The free plan has three tasks and a thousand credits, and does not keep classified pictures."""
    emulator, task = taught(plan="free")
    with open_way(way_in, emulator) as way:
        tasks = [call(way, "POST", "task", json={"name": "a", "type": "multi_class"}).status_code for _ in range(3)]
        assert tasks == [201, 201, 403]
        body = {"task_id": task, "records": [{"_base64": text(RED)}], "store_images": True}
        assert call(way, "POST", "classify", json=body).status_code == 403
        assert got(way, "/account/v2/details")["credits_limit"] == 1_000
    emulator.verify()


def test_fixtures(ximilar_emulator: XimilarEmulator, ximilar_emulator_session: XimilarEmulator) -> None:
    """The plugin's fixtures are emulators to be called in process."""
    with ximilar_emulator.client() as first, ximilar_emulator_session.client() as second:
        assert first.account.details().id == second.account.details().id
