"""What is held, as answers show it."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from .calls import Call
from .errors import detail
from .state import Label, Model, Task, TrainingImage, XimilarState

Json = dict[str, Any]

_Entity = TypeVar("_Entity", Label, Task, TrainingImage)

# The vendor's default is unknown; this is what the rewrite of its client asks for.
_PAGE_SIZE = 10


def task(state: XimilarState, task: Task) -> Json:
    """Return a task."""
    production = state.production_model(task)
    newest = next(reversed(state.models_of(task)), None)
    return {
        "id": task.id,
        "name": task.name,
        "type": task.type,
        "description": task.description,
        "production_version": production and production.version,
        "last_train_status": newest and train_status(state, newest),
        "workspace": task.workspace,
    }


def label(state: XimilarState, label: Label) -> Json:
    """Return a label."""
    return {
        "id": label.id,
        "name": label.name,
        "type": label.type,
        "description": label.description,
        "output_name": label.output_name,
        "images_count": len(state.images_with(label)),
        "tasks_count": len(state.tasks_with(label)),
        "objects_count": 0,
        "negative_for_task": label.negative_for_task,
        "workspace": label.workspace,
    }


def image(image: TrainingImage) -> Json:
    """Return a training picture without its labels, as lists have it."""
    width, height = image.size
    return {
        "id": image.id,
        "created": image.created,
        "img_path": image.url,
        "thumb_img_path": image.url,
        "img_width": width,
        "img_height": height,
        "meta_data": image.meta_data,
        "test_image": image.test_image,
        "real": image.real,
        "verifyCount": image.verified,
        "workspace": image.workspace,
    }


def labelled_image(state: XimilarState, shown: TrainingImage) -> Json:
    """Return a training picture with its labels."""
    labels: list[Json] = []
    for id_, number in shown.labels.items():
        found = label(state, state.labels[id_])
        labels.append(found if number is None else {**found, "value": number})
    return {**image(shown), "labels": labels}


def model(state: XimilarState, model: Model) -> Json:
    """Return a model."""
    return {
        "id": model.id,
        "task": model.task,
        "task_name": state.tasks[model.task].name,
        "version": model.version,
        "train_status": train_status(state, model),
    }


def train_status(state: XimilarState, model: Model) -> str:
    """Return a model's state, one of the two words that are known."""
    return "TRAINED" if state.is_trained(model) else "IN_TRAINING"


def page(call: Call, found: Sequence[_Entity], show: Callable[[_Entity], Json]) -> Json:
    """Return the page that a call asks for; the URLs of its neighbours are on the host that was asked.

    Raises RefusalError for a page behind the last.
    """
    number = int(call.query.get("page", 1))  # 2.0 is an integer, too
    size = int(call.query.get("page_size", _PAGE_SIZE))
    start = (number - 1) * size
    if number > 1 and start >= len(found):
        raise detail(404, "There is no such page.")
    more = start + size < len(found)
    return {
        "count": len(found),
        "next": str(call.url.include_query_params(page=number + 1)) if more else None,
        "previous": str(call.url.include_query_params(page=number - 1)) if number > 1 else None,
        "results": [show(each) for each in found[start : start + size]],
    }
