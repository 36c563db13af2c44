"""Uses Ximilar's own client."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ximilar.client import RecognitionClient
from ximilar.client.exceptions import XimilarClientException

if TYPE_CHECKING:
    from collections.abc import Callable

    from ximilar.client.recognition import Task


def make_client(url: str, key: str, **options: Any) -> RecognitionClient:
    """Return a client of another host."""
    return RecognitionClient(key, endpoint=f"{url}/", **options)


def train(client: RecognitionClient, task: Task) -> list[str | None]:
    """Train a task and return its states until it is trained."""
    task.train()
    states: list[str | None] = []
    while not states or states[-1] != "TRAINED":
        states.append(client.get_task(task.id)[0].last_train_status)
    return states


def digits(url: str, key: str, files_by_label: dict[str, list[str]], unseen: list[str], image_url: str) -> Any:
    """Create a task and its labels, upload images, train, list, classify and delete."""
    client = make_client(url, key)
    task, _ = client.create_task("digits", description="One digit.")
    uploads = []
    for name, files in files_by_label.items():
        label, _ = client.create_label(name)
        task.add_label(label.id)
        images, status = label.upload_images([{"_file": file, "noresize": True} for file in files])
        uploads.append((len(images), status))
    result: dict[str, Any] = {
        "uploads": uploads,
        "states": train(client, task),
        "tasks": [each.name for each in client.get_all_tasks()[0]],
        "labels": sorted(each.name for each in client.get_all_labels()[0]),
        "counts": {each.name: each.get_images_count() for each in task.get_labels()[0]},
        "images": len({each.id for each in client.training_images_iter()}),
    }
    task, _ = client.get_task(task.id)
    responses = [
        *(
            task.classify([{"_file": file} for file in unseen[start : start + 10]])
            for start in range(0, len(unseen), 10)
        ),
        task.classify([{"_url": image_url}]),
        client.classify_on_task(
            [{"_base64": base64.b64encode(Path(unseen[0]).read_bytes()).decode(), "noresize": True}], task.id, version=1
        ),
    ]
    result["tops"] = [record["best_label"]["name"] for response in responses for record in response["records"]]
    task.remove()
    result["afterwards"] = (client.get_task(task.id)[1], client.get_all_tasks()[0])
    return result


def tags(url: str, key: str, images: dict[str, list[str]], unseen: list[str]) -> Any:
    """Train and use a multi-label task; the keys of ``images`` are tags joined by plus signs."""
    client = make_client(url, key)
    task, _ = client.create_task("tags", task_type="multi_label")
    labels = {}
    for name in sorted({name for names in images for name in names.split("+") if name}):
        labels[name], _ = client.create_label(name, label_type="tag")
        task.add_label(labels[name].id)
    negative, _ = task.get_negative_label()
    labels[""] = negative
    for names, files in images.items():
        ids = [labels[name].id for name in names.split("+")]
        client.upload_images([{"_file": file, "noresize": True, "labels": ids} for file in files])
    states = train(client, task)
    records = task.classify([{"_file": file} for file in unseen])["records"]
    return {
        "negative": negative.negative_for_task == task.id,
        "states": states,
        "tags": [sorted(each["name"] for each in record["labels"] if each["prob"] >= 0.5) for record in records],
    }


def regression(url: str, key: str, images: list[tuple[str, float]], unseen: list[str]) -> Any:
    """Train and use a regression task, and change the value of an image."""
    client = make_client(url, key)
    task, _ = client.create_task("numbers", task_type="regression")
    label, _ = client.create_label("number", label_type="value")
    task.add_label(label.id)
    client.upload_images([{"_file": file, "noresize": True, "values": {label.id: value}} for file, value in images])
    states = train(client, task)
    lowest = min(value for _, value in images)
    found, _, _ = label.get_training_images(value=lowest)
    found[0].update_label(label.id, value=lowest + 1)
    return {
        "states": states,
        "values": [
            record["best_label"]["value"] for record in task.classify([{"_file": file} for file in unseen])["records"]
        ],
        "with the lowest value": (len(found), len(label.get_training_images(value=lowest)[0])),
    }


def entities(url: str, key: str, files: list[str], workspace: str) -> Any:
    """Change, read and delete images, labels and tasks."""
    client = make_client(url, key)
    result: dict[str, Any] = {}
    task, _ = client.create_task("dents")
    dent, _ = client.create_label("dent", description="Bent metal.", output_name="Dent")
    scratch, _ = client.create_label("scratch")
    records = [{"_file": file, "noresize": True, "labels": [dent.id], "meta_data": {"of": file}} for file in files]
    (image, *others), _ = client.upload_images(records)
    (again,), result["again"] = client.upload_images(records[:1])
    result["the same"] = again.id == image.id
    result["size"] = (image.img_width, image.img_height)
    result["labels"] = [each.output_name for each in image.get_labels()[0]]
    image.add_meta_data({"more": True})
    result["meta data"] = client.get_image(image.id)[0].get_meta_data()
    image.clear_meta_data()
    result["no meta data"] = client.get_image(image.id)[0].get_meta_data()
    image.set_test(True)
    image.set_real(True)
    result["marks"] = [getattr(client.get_image(image.id)[0], name) for name in ("test_image", "real_image")]
    result["filtered"] = [
        len(client.get_training_images(**given)[0]) for given in ({"test": True}, {"real": True}, {"real": False})
    ]
    image.add_label(scratch.id)
    image.detach_label(dent.id)
    scratch.detach_image(image.id)
    client.add_label_to_image(others[0].id, scratch.id)
    client.modify_images(labels=[scratch.id], add_labels=[scratch.id], remove_labels=[dent.id])
    result["by label"] = [len(dent.get_training_images(not_label=flag)[0]) for flag in (False, True)]
    result["found"] = [
        client.get_label_by_name("dent")[0].id == dent.id,
        client.get_tasks_by_name("dents")[0][0].id == task.id,
    ]
    result["not found"] = [client.get_label_by_name("paint"), client.get_tasks_by_name("paint")]
    dent.add_annotate_task(task.id)
    result["annotated"] = [each.name for each in dent.get_annotate_tasks()[0]]
    dent.detach_annotate_task(task.id)
    result["no longer annotated"] = dent.get_annotate_tasks()[0]
    task.add_label(dent.id)
    task.detach_label(dent.id)
    result["detached"] = task.get_labels()[0]
    others[1].remove()
    result["removed"] = client.get_image(others[1].id)
    scratch.wipe()
    result["wiped"] = (client.get_label(scratch.id), client.get_image(others[0].id))
    client.remove_label(dent.id)
    client.remove_task(task.id)
    result["left"] = [client.get_all_labels()[0], client.get_all_tasks()[0], client.get_training_images()[2]["count"]]
    elsewhere = make_client(url, key, workspace=workspace)
    elsewhere.create_task("elsewhere")
    result["by workspace"] = [[each.name for each in place.get_all_tasks()[0]] for place in (client, elsewhere)]
    return result


def models(url: str, key: str, task: str, model: str) -> Any:
    """Read and delete the model of a task."""
    client = make_client(url, key)
    found, _ = client.get_model(model)
    client.remove_model(model)
    return {
        "model": str(found),
        "of the task": found.task_id == task,
        "version": found.version,
        "removed": client.get_model(model),
    }


def errors(url: str, key: str, file: str) -> Any:
    """Return the client's results for error responses; it ignores statuses."""
    client = make_client(url, key)
    result: dict[str, Any] = {"unknown task": client.get_task("00000000-0000-4000-8000-000000000000")}
    task, _ = client.create_task("untrained")
    result["classified without a model"] = client.classify_on_task([{"_file": file}], task.id)
    try:
        task.classify([{"_file": file}])
    except XimilarClientException as error:
        result["raised without a model"] = error.args
    result["trained without a label"] = task.train()
    other_client = make_client(url, "f" * 40)
    result["wrong token"] = (other_client.create_task("mine"), other_client.get_all_tasks())
    return result


def failures(url: str, key: str, file: str, task: str, model: str) -> Any:
    """Return the errors of calls that fail in the client, whatever the server responds."""
    client = make_client(url, key)
    content = base64.b64encode(Path(file).read_bytes())
    found, _ = client.get_task(task)
    other_client, _ = client.get_task(task)
    other_client.update_token("f" * 40)
    calls: dict[str, Callable[[], Any]] = {
        "Model.remove": client.get_model(model)[0].remove,
        "Task.get_labels, rejected": other_client.get_labels,
        "RecognitionClient.get_label_by_name, rejected": lambda: make_client(url, "f" * 40).get_label_by_name("dent"),
        "upload_images, _base64 as text": lambda: client.upload_images([{"_base64": content.decode()}]),
        "upload_images, _url": lambda: client.upload_images([{"_url": "https://images.example.com/dent.png"}]),
        "classify, _base64 that may be resized": lambda: found.classify([{"_base64": content.decode()}]),
    }
    result = {}
    for name, call in calls.items():
        try:
            result[name] = call()
        except Exception as error:  # noqa: BLE001 - the client raises exceptions of many types
            result[name] = f"{type(error).__name__}: {error}"
    return result
