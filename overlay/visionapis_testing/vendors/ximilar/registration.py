"""Trained tasks that are made without calls."""

from collections.abc import Collection, Iterable, Mapping

from visionapis_testing.emulator.images import PictureSource, load, read
from visionapis_testing.errors import RegistrationError

from . import inputs
from .state import LABEL_TYPES, Task, TaskType, XimilarState
from .training import Training, UntrainableError

Given = str | Collection[str] | float


def register(
    state: XimilarState,
    training: Training,
    name: str,
    examples: Iterable[tuple[PictureSource, Given]],
    *,
    type_: TaskType,
    workspace: str | None,
) -> str:
    """Make a trained task; return its id. Raises RegistrationError, and then nothing is left of it."""
    if workspace is not None and workspace not in state.workspaces:
        raise RegistrationError(f"task {name}: there is no workspace {workspace!r}")
    task = state.add_task(workspace or state.default_workspace, name, type_)
    try:
        for source, given in examples:
            labels = _labels(state, task, given)
            inputs.keep(state, task.workspace, read(source), load(source), labels=labels)
        training.queue(state, task, minimum=1, seconds=0)
    except UntrainableError as error:
        _forget(state, task)
        raise RegistrationError(f"task {name}: {error}") from None
    except RegistrationError:
        _forget(state, task)
        raise
    return task.id


def _labels(state: XimilarState, task: Task, given: Given) -> dict[str, float | None]:
    """Return the labels of a picture by id, made where the task has none of the name."""
    wanted: Mapping[str, float | None]
    match task.type, given:
        case "regression", int() | float():
            wanted = {task.name: float(given)}
        case "multi_class", str():
            wanted = {given: None}
        case "multi_label", Collection():
            wanted = dict.fromkeys([given] if isinstance(given, str) else given)
        case _:
            raise RegistrationError(f"task {task.name} of type {task.type}: {given!r} is not what a picture has there")
    known = {label.name: label.id for label in state.labels_of(task)}
    if not wanted:
        return dict.fromkeys(label.id for label in state.labels_of(task) if label.negative_for_task)
    for name in sorted(wanted.keys() - known.keys()):
        known[name] = state.add_label(task.workspace, name, LABEL_TYPES[task.type]).id
        task.labels.append(known[name])
    return {known[name]: number for name, number in wanted.items()}


def _forget(state: XimilarState, task: Task) -> None:
    for label in state.labels_of(task):
        for image in state.images_with(label):
            state.delete_image(image)
        if not label.negative_for_task:
            state.delete_label(label)
    state.delete_task(task)
