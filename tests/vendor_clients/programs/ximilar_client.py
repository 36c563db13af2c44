"""What is done with Ximilar's own client."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ximilar.client import RecognitionClient
from ximilar.client.exceptions import XimilarClientException

if TYPE_CHECKING:
    from collections.abc import Callable

    from ximilar.client.recognition import Task


def client_of(url: str, key: str, **options: Any) -> RecognitionClient:
    """The client, of another host."""
    return RecognitionClient(key, endpoint=f"{url}/", **options)


def trained(client: RecognitionClient, task: Task) -> list[str | None]:
    """The states that a task goes through once it is told to learn."""
    task.train()
    states: list[str | None] = []
    while not states or states[-1] != "TRAINED":
        states.append(client.get_task(task.id)[0].last_train_status)
    return states


def digits(url: str, key: str, lessons: dict[str, list[str]], unseen: list[str], picture_url: str) -> Any:
    """One of ten labels: make them and a task, upload, train, list, classify, delete."""
    client = client_of(url, key)
    task, _ = client.create_task("digits", description="One digit.")
    uploads = []
    for name, files in lessons.items():
        label, _ = client.create_label(name)
        task.add_label(label.id)
        images, status = label.upload_images([{"_file": file, "noresize": True} for file in files])
        uploads.append((len(images), status))
    said: dict[str, Any] = {
        "uploads": uploads,
        "states": trained(client, task),
        "tasks": [each.name for each in client.get_all_tasks()[0]],
        "labels": sorted(each.name for each in client.get_all_labels()[0]),
        "counts": {each.name: each.get_images_count() for each in task.get_labels()[0]},
        "pictures": len({each.id for each in client.training_images_iter()}),
    }
    task, _ = client.get_task(task.id)
    answers = [
        *(
            task.classify([{"_file": file} for file in unseen[start : start + 10]])
            for start in range(0, len(unseen), 10)
        ),
        task.classify([{"_url": picture_url}]),
        client.classify_on_task(
            [{"_base64": base64.b64encode(Path(unseen[0]).read_bytes()).decode(), "noresize": True}], task.id, version=1
        ),
    ]
    said["tops"] = [record["best_label"]["name"] for answer in answers for record in answer["records"]]
    task.remove()
    said["afterwards"] = (client.get_task(task.id)[1], client.get_all_tasks()[0])
    return said


def tags(url: str, key: str, pictures: dict[str, list[str]], unseen: list[str]) -> Any:
    """Any number of labels: a picture's tags are the names by which it is given, joined by plus signs."""
    client = client_of(url, key)
    task, _ = client.create_task("tags", task_type="multi_label")
    labels = {}
    for name in sorted({name for names in pictures for name in names.split("+") if name}):
        labels[name], _ = client.create_label(name, label_type="tag")
        task.add_label(labels[name].id)
    negative, _ = task.get_negative_label()
    labels[""] = negative
    for names, files in pictures.items():
        ids = [labels[name].id for name in names.split("+")]
        client.upload_images([{"_file": file, "noresize": True, "labels": ids} for file in files])
    states = trained(client, task)
    records = task.classify([{"_file": file} for file in unseen])["records"]
    return {
        "negative": negative.negative_for_task == task.id,
        "states": states,
        "tags": [sorted(each["name"] for each in record["labels"] if each["prob"] >= 0.5) for record in records],
    }


def numbers(url: str, key: str, pictures: list[tuple[str, float]], unseen: list[str]) -> Any:
    """A number a picture."""
    client = client_of(url, key)
    task, _ = client.create_task("numbers", task_type="regression")
    label, _ = client.create_label("number", label_type="value")
    task.add_label(label.id)
    client.upload_images([{"_file": file, "noresize": True, "values": {label.id: value}} for file, value in pictures])
    states = trained(client, task)
    least = min(value for _, value in pictures)
    found, _, _ = label.get_training_images(value=least)
    found[0].update_label(label.id, value=least + 1)
    return {
        "states": states,
        "values": [
            record["best_label"]["value"] for record in task.classify([{"_file": file} for file in unseen])["records"]
        ],
        "of the least": (len(found), len(label.get_training_images(value=least)[0])),
    }


def bookkeeping(url: str, key: str, files: list[str], workspace: str) -> Any:
    """What can be said of pictures and labels, and taken back."""
    client = client_of(url, key)
    said: dict[str, Any] = {}
    task, _ = client.create_task("dents")
    dent, _ = client.create_label("dent", description="Bent metal.", output_name="Dent")
    scratch, _ = client.create_label("scratch")
    records = [{"_file": file, "noresize": True, "labels": [dent.id], "meta_data": {"of": file}} for file in files]
    (image, *others), _ = client.upload_images(records)
    (again,), said["again"] = client.upload_images(records[:1])
    said["the same"] = again.id == image.id
    said["size"] = (image.img_width, image.img_height)
    said["labels"] = [each.output_name for each in image.get_labels()[0]]
    image.add_meta_data({"more": True})
    said["meta data"] = client.get_image(image.id)[0].get_meta_data()
    image.clear_meta_data()
    said["no meta data"] = client.get_image(image.id)[0].get_meta_data()
    image.set_test(True)
    image.set_real(True)
    said["marks"] = [getattr(client.get_image(image.id)[0], name) for name in ("test_image", "real_image")]
    said["filtered"] = [
        len(client.get_training_images(**given)[0]) for given in ({"test": True}, {"real": True}, {"real": False})
    ]
    image.add_label(scratch.id)
    image.detach_label(dent.id)
    scratch.detach_image(image.id)
    client.add_label_to_image(others[0].id, scratch.id)
    client.modify_images(labels=[scratch.id], add_labels=[scratch.id], remove_labels=[dent.id])
    said["by label"] = [len(dent.get_training_images(not_label=flag)[0]) for flag in (False, True)]
    said["found"] = [
        client.get_label_by_name("dent")[0].id == dent.id,
        client.get_tasks_by_name("dents")[0][0].id == task.id,
    ]
    said["not found"] = [client.get_label_by_name("paint"), client.get_tasks_by_name("paint")]
    dent.add_annotate_task(task.id)
    said["annotated"] = [each.name for each in dent.get_annotate_tasks()[0]]
    dent.detach_annotate_task(task.id)
    said["no longer annotated"] = dent.get_annotate_tasks()[0]
    task.add_label(dent.id)
    task.detach_label(dent.id)
    said["detached"] = task.get_labels()[0]
    others[1].remove()
    said["removed"] = client.get_image(others[1].id)
    scratch.wipe()
    said["wiped"] = (client.get_label(scratch.id), client.get_image(others[0].id))
    client.remove_label(dent.id)
    client.remove_task(task.id)
    said["left"] = [client.get_all_labels()[0], client.get_all_tasks()[0], client.get_training_images()[2]["count"]]
    elsewhere = client_of(url, key, workspace=workspace)
    elsewhere.create_task("elsewhere")
    said["by workspace"] = [[each.name for each in place.get_all_tasks()[0]] for place in (client, elsewhere)]
    return said


def models(url: str, key: str, task: str, model: str) -> Any:
    """The model of a trained task."""
    client = client_of(url, key)
    found, _ = client.get_model(model)
    client.remove_model(model)
    return {
        "model": str(found),
        "of the task": found.task_id == task,
        "version": found.version,
        "removed": client.get_model(model),
    }


def refusals(url: str, key: str, file: str) -> Any:
    """What becomes of the server's refusals: the client never looks at a status."""
    client = client_of(url, key)
    said: dict[str, Any] = {"unknown task": client.get_task("00000000-0000-4000-8000-000000000000")}
    task, _ = client.create_task("untrained")
    said["classified without a model"] = client.classify_on_task([{"_file": file}], task.id)
    try:
        task.classify([{"_file": file}])
    except XimilarClientException as error:
        said["raised without a model"] = error.args
    said["trained without a label"] = task.train()
    stranger = client_of(url, "f" * 40)
    said["wrong token"] = (stranger.create_task("mine"), stranger.get_all_tasks())
    return said


def failures(url: str, key: str, file: str, task: str, model: str) -> Any:
    """Calls that fail in the client, whatever the server answers."""
    client = client_of(url, key)
    content = base64.b64encode(Path(file).read_bytes())
    found, _ = client.get_task(task)
    stranger, _ = client.get_task(task)
    stranger.update_token("f" * 40)
    calls: dict[str, Callable[[], Any]] = {
        "Model.remove": client.get_model(model)[0].remove,
        "Task.get_labels, refused": stranger.get_labels,
        "RecognitionClient.get_label_by_name, refused": lambda: client_of(url, "f" * 40).get_label_by_name("dent"),
        "upload_images, _base64 as text": lambda: client.upload_images([{"_base64": content.decode()}]),
        "upload_images, _url": lambda: client.upload_images([{"_url": "https://pictures.example.com/dent.png"}]),
        "classify, _base64 that may be resized": lambda: found.classify([{"_base64": content.decode()}]),
    }
    said = {}
    for name, call in calls.items():
        try:
            said[name] = call()
        except Exception as error:  # noqa: BLE001 - of any kind: some the client raises bare, others come from mistakes
            said[name] = f"{type(error).__name__}: {error}"
    return said
