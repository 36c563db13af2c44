"""The registration of trained tasks."""

from collections.abc import Collection, Iterable, Mapping

from visionapis_testing.emulator.images import ImageSource, load_image, read_bytes
from visionapis_testing.emulator.registration import check_id
from visionapis_testing.errors import RegistrationError

from . import inputs
from .state import LABEL_TYPES, Task, TaskType, XimilarState
from .training import Trainer, UntrainableError

ExampleLabels = str | Collection[str] | float
"""The label of an image, its labels, or its value for regression."""


def register(
    state: XimilarState,
    trainer: Trainer,
    name: str,
    examples: Iterable[tuple[ImageSource, ExampleLabels]],
    *,
    type_: TaskType,
    workspace: str | None,
    task_id: str | None,
) -> str:
    """Add a trained task and return its id. Raises RegistrationError, and adds nothing then."""
    if workspace is not None and workspace not in state.workspaces:
        raise RegistrationError(f"task {name}: there is no workspace {workspace!r}")
    if task_id is not None:
        check_id(task_id)
    if task_id in state.tasks:
        raise RegistrationError(f"task {name}: there is a task with id {task_id!r} already")
    task = state.add_task(workspace or state.default_workspace, name, type_, id_=task_id)
    try:
        for source, given in examples:
            labels = _label_values(state, task, given)
            inputs.store(state, task.workspace, read_bytes(source), load_image(source), labels=labels)
        trainer.train(state, task, minimum_images=1, seconds=0)
    except UntrainableError as error:
        _undo(state, task)
        raise RegistrationError(f"task {name}: {error}") from None
    except RegistrationError:
        _undo(state, task)
        raise
    return task.id


def _label_values(state: XimilarState, task: Task, given: ExampleLabels) -> dict[str, float | None]:
    """Return the labels of an image by id, with their values for regression. Labels that the task lacks are added."""
    values: Mapping[str, float | None]
    match task.type, given:
        case "regression", int() | float():
            values = {task.name: float(given)}
        case "multi_class", str():
            values = {given: None}
        case "multi_label", Collection():
            values = dict.fromkeys([given] if isinstance(given, str) else given)
        case _:
            raise RegistrationError(f"task {task.name}: {given!r} is not a valid label of type {task.type}")
    ids = {label.name: label.id for label in state.labels_of(task)}
    if not values:
        return dict.fromkeys(label.id for label in state.labels_of(task) if label.negative_for_task)
    for name in sorted(values.keys() - ids.keys()):
        ids[name] = state.add_label(task.workspace, name, LABEL_TYPES[task.type]).id
        task.labels.append(ids[name])
    return {ids[name]: value for name, value in values.items()}


def _undo(state: XimilarState, task: Task) -> None:
    for label in state.labels_of(task):
        for image in state.images_with(label):
            state.delete_image(image)
        if not label.negative_for_task:
            state.delete_label(label)
    state.delete_task(task)
