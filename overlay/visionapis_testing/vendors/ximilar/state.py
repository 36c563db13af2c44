"""What an emulated Ximilar server holds: workspaces, tasks, labels, training pictures and models."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast, get_args

from visionapis_testing.emulator.memory import held_bytes
from visionapis_testing.emulator.state import State

TaskType = Literal["multi_class", "multi_label", "regression"]
LabelType = Literal["category", "tag", "value"]

LABEL_TYPES: Mapping[TaskType, LabelType] = dict(zip(get_args(TaskType), get_args(LabelType), strict=True))
"""The type of label that a type of task takes."""

MAX_BYTES = 2**30
"""Of all tasks, labels and training pictures together: keeps the memory of the machine that runs the tests bounded."""

_IMAGES = "https://training-images.example.com/"

Prediction = tuple[str, float]
"""A label's id with its score, or its number for regression."""


@dataclass(slots=True)
class Workspace:
    """A workspace; everything else belongs to one."""

    id: str
    name: str
    created: str


@dataclass(slots=True)
class Label:
    """A label."""

    id: str
    workspace: str
    name: str
    type: LabelType
    description: str | None = None
    output_name: str | None = None
    negative_for_task: str | None = None
    child_tasks: list[str] = field(default_factory=list[str])

    @property
    def held_bytes(self) -> int:
        """How much memory its texts take."""
        return held_bytes([self.name, self.description, self.output_name])


@dataclass(slots=True)
class Task:
    """A task."""

    id: str
    workspace: str
    name: str
    type: TaskType
    description: str | None = None
    labels: list[str] = field(default_factory=list[str])
    """Ids, in the order in which they were added."""
    trainings: int = 0
    """How many there were; versions count from 1 and are not given twice."""

    @property
    def held_bytes(self) -> int:
        """How much memory its texts take."""
        return held_bytes([self.name, self.description])


@dataclass(slots=True)
class TrainingImage:
    """A training picture."""

    id: str
    workspace: str
    created: str
    url: str
    content: bytes = field(repr=False)
    size: tuple[int, int]
    digest: bytes = field(repr=False)
    """Of the bytes as they were sent, to know them again."""
    meta_data: dict[str, Any] | None = None
    test_image: bool = False
    real: bool = False
    verified: int = 0
    labels: dict[str, float | None] = field(default_factory=dict[str, float | None])
    """Numbers of regression labels by id; None for all other labels."""

    @property
    def held_bytes(self) -> int:
        """How much memory the picture and its meta data take."""
        return len(self.content) + held_bytes(self.meta_data)


@dataclass(frozen=True, slots=True)
class Look:
    """What a model sees in a picture."""

    size: tuple[int, int]
    labels: Sequence[Mapping[str, Any]]
    """As answers give them, the best first."""


@dataclass(slots=True)
class Model:
    """One version of a task."""

    id: str
    workspace: str
    task: str
    version: int
    ready: float
    """The time at which its training ends, in seconds of the emulator's clock."""
    look: Callable[[bytes], Look] = field(repr=False)
    """What it says of a picture's bytes. Raises UnusablePictureError."""


_Entity = TypeVar("_Entity", Label, Task, TrainingImage, Model)


@dataclass
class XimilarState(State):
    """All that a server remembers."""

    credits_limit: int
    credits_used: int = 0
    workspaces: dict[str, Workspace] = field(default_factory=dict[str, Workspace])
    tasks: dict[str, Task] = field(default_factory=dict[str, Task])
    labels: dict[str, Label] = field(default_factory=dict[str, Label])
    images: dict[str, TrainingImage] = field(default_factory=dict[str, TrainingImage])
    models: dict[str, Model] = field(default_factory=dict[str, Model])
    held_bytes: int = 0
    """How much memory tasks, labels and training pictures take."""
    _sent: dict[tuple[str, bytes], str] = field(default_factory=dict[tuple[str, bytes], str])

    def __post_init__(self) -> None:
        """Make the user and the workspace that every account has."""
        self.user = self.new_id()
        self.default_workspace = self.add_workspace("Default")

    def new_id(self) -> str:
        """Return an id that is not given yet."""
        return str(self.ids.next())

    def now(self) -> str:
        """Return the time as answers give it."""
        return self.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        self.credits_used = self.held_bytes = 0
        for held in (self.workspaces, self.tasks, self.labels, self.images, self.models, self._sent):
            cast("dict[object, object]", held).clear()
        self.__post_init__()

    @property
    def credits_left(self) -> int:
        """How many pictures can still be sent."""
        return self.credits_limit - self.credits_used

    def has_room(self, size: int) -> bool:
        """Whether so many bytes more can be held."""
        return self.held_bytes + size <= MAX_BYTES

    def add_workspace(self, name: str) -> str:
        """Add a workspace; return its id."""
        workspace = Workspace(self.new_id(), name, self.now())
        self.workspaces[workspace.id] = workspace
        return workspace.id

    def add_label(self, workspace: str, name: str, type_: LabelType, **fields: Any) -> Label:
        """Add a label; the fields are those of Label."""
        label = Label(self.new_id(), workspace, name, type_, **fields)
        self.labels[label.id] = label
        self.held_bytes += label.held_bytes
        return label

    def add_task(self, workspace: str, name: str, type_: TaskType, description: str | None = None) -> Task:
        """Add a task; one of type multi_label with its negative label."""
        task = Task(self.new_id(), workspace, name, type_, description)
        self.tasks[task.id] = task
        self.held_bytes += task.held_bytes
        if type_ == "multi_label":
            negative = self.add_label(workspace, "Negative Label", LABEL_TYPES[type_], negative_for_task=task.id)
            task.labels.append(negative.id)
        return task

    def add_image(
        self, workspace: str, content: bytes, kept: bytes, size: tuple[int, int], **fields: Any
    ) -> TrainingImage:
        """Add a training picture that was sent as ``content`` and is kept as ``kept``.

        The fields are those of TrainingImage.
        """
        id_ = self.new_id()
        digest = hashlib.sha256(content).digest()
        image = TrainingImage(id_, workspace, self.now(), f"{_IMAGES}{id_}", kept, size, digest, **fields)
        self.images[id_] = image
        self.held_bytes += image.held_bytes
        self._sent.setdefault((workspace, digest), id_)
        return image

    def same_image(self, workspace: str, content: bytes) -> TrainingImage | None:
        """Return the workspace's training picture that was sent with these bytes, if there is one."""
        found = self._sent.get((workspace, hashlib.sha256(content).digest()))
        return self.images[found] if found else None

    def images_in(self, workspace: str) -> list[TrainingImage]:
        """Return a workspace's training pictures, oldest first."""
        return within(self.images, workspace)

    def images_with(self, label: Label) -> list[TrainingImage]:
        """Return the training pictures that carry a label, oldest first."""
        return [each for each in self.images_in(label.workspace) if label.id in each.labels]

    def tasks_with(self, label: Label) -> list[Task]:
        """Return the tasks that a label is connected to."""
        return [each for each in within(self.tasks, label.workspace) if label.id in each.labels]

    def labels_of(self, task: Task) -> list[Label]:
        """Return a task's labels."""
        return [self.labels[id_] for id_ in task.labels]

    def models_of(self, task: Task) -> list[Model]:
        """Return the versions of a task, oldest first."""
        return [each for each in within(self.models, task.workspace) if each.task == task.id]

    def is_trained(self, model: Model) -> bool:
        """Whether a model's training has ended."""
        return self.clock.seconds >= model.ready

    def production_model(self, task: Task) -> Model | None:
        """Return what classifies when no version is named: the newest trained version, if there is one."""
        models = [each for each in self.models_of(task) if self.is_trained(each)]
        return models[-1] if models else None

    def delete_task(self, task: Task) -> None:
        """Delete a task with its models and its negative label; other labels and the pictures stay."""
        for model in self.models_of(task):
            del self.models[model.id]
        for label in within(self.labels, task.workspace):
            if task.id in label.child_tasks:
                label.child_tasks.remove(task.id)
            if label.negative_for_task == task.id:
                self.delete_label(label)
        del self.tasks[task.id]
        self.held_bytes -= task.held_bytes

    def delete_label(self, label: Label) -> None:
        """Delete a label, which leaves all tasks and pictures."""
        for task in self.tasks_with(label):
            task.labels.remove(label.id)
        for image in self.images_with(label):
            del image.labels[label.id]
        del self.labels[label.id]
        self.held_bytes -= label.held_bytes

    def delete_image(self, image: TrainingImage) -> None:
        """Delete a training picture."""
        del self.images[image.id]
        self.held_bytes -= image.held_bytes
        if self._sent.get((image.workspace, image.digest)) == image.id:
            del self._sent[image.workspace, image.digest]

    async def content(self, url: str) -> bytes:
        """Return what is behind a URL, which may be that of a training picture. Raises UnreachablePictureError."""
        image = self.images.get(url.removeprefix(_IMAGES))
        return image.content if image else await self.pictures.content(url)


def within(held: Mapping[str, _Entity], workspace: str) -> list[_Entity]:
    """Return what belongs to a workspace, oldest first."""
    return [each for each in list(held.values()) if each.workspace == workspace]
