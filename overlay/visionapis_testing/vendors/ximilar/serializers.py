"""Tasks, labels, training images and models as JSON, and pages of them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, NotRequired, TypedDict, TypeVar, cast

from .calls import Call
from .errors import detail_error
from .state import Label, Model, Task, TrainingImage, XimilarState

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses

_Entity = TypeVar("_Entity", Label, Task, TrainingImage)
_Document = TypeVar("_Document")

# The vendor's default is unknown; this is the page size of the vendor's rewritten client.
_DEFAULT_PAGE_SIZE = 10


class _Page(TypedDict, Generic[_Document]):
    """A page of any of the lists; the contract describes each on its own."""

    count: int
    next: str | None
    previous: NotRequired[str | None]
    results: list[_Document]


def task_json(state: XimilarState, task: Task) -> "responses.Task":
    """Return a task."""
    production = state.production_model(task)
    newest = next(reversed(state.models_of(task)), None)
    return {
        "id": task.id,
        "name": task.name,
        "type": task.type,
        "description": task.description,
        "production_version": production.version if production else None,
        "last_train_status": train_status(state, newest) if newest else None,
        "workspace": task.workspace,
    }


def label_json(state: XimilarState, label: Label) -> "responses.Label":
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


def image_json(image: TrainingImage) -> "responses.TrainingImage":
    """Return a training image without its labels, as in lists."""
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


def labelled_image_json(state: XimilarState, image: TrainingImage) -> "responses.TrainingImage":
    """Return a training image with its labels."""
    labels: list[responses.ImageLabel] = []
    for id_, value in image.labels.items():
        label = label_json(state, state.labels[id_])
        labels.append(cast("responses.ImageLabel", label) if value is None else {**label, "value": value})
    return {**image_json(image), "labels": labels}


def model_json(state: XimilarState, model: Model) -> "responses.Model":
    """Return a model."""
    return {
        "id": model.id,
        "task": model.task,
        "task_name": state.tasks[model.task].name,
        "version": model.version,
        "train_status": train_status(state, model),
    }


def train_status(state: XimilarState, model: Model) -> str:
    """Return the state of a model, one of the two known values."""
    return "TRAINED" if state.is_trained(model) else "IN_TRAINING"


def page_json(call: Call, entities: Sequence[_Entity], to_json: Callable[[_Entity], _Document]) -> _Page[_Document]:
    """Return the requested page; the URLs of its neighbours have the host of the request.

    Raises RequestError for a page beyond the last.
    """
    number = int(call.query.get("page", 1))  # 2.0 is an integer in JSON Schema
    size = int(call.query.get("page_size", _DEFAULT_PAGE_SIZE))
    start = (number - 1) * size
    if number > 1 and start >= len(entities):
        raise detail_error(404, "There is no such page.")
    has_next = start + size < len(entities)
    return {
        "count": len(entities),
        "next": str(call.url.include_query_params(page=number + 1)) if has_next else None,
        "previous": str(call.url.include_query_params(page=number - 1)) if number > 1 else None,
        "results": [to_json(each) for each in entities[start : start + size]],
    }
