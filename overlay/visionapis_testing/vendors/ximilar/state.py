"""The state of an emulated Ximilar server: workspaces, tasks, labels, training images and models."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast, get_args

from visionapis_testing.emulator.state import State, memory_size

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses

TaskType = Literal["multi_class", "multi_label", "regression"]
LabelType = Literal["category", "tag", "value"]

LABEL_TYPES: Mapping[TaskType, LabelType] = dict(zip(get_args(TaskType), get_args(LabelType), strict=True))
"""The type of the labels of each type of task."""

MAX_BYTES = 2**30
"""Of all tasks, labels and training images; keeps the memory of the test process bounded."""

_IMAGE_URL_PREFIX = "https://training-images.example.com/"

LabelScore = tuple[str, float]
"""The id of a label with its probability, or its value for regression."""


@dataclass(slots=True)
class Workspace:
    """A workspace, which contains tasks, labels, images and models."""

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
    def memory_size(self) -> int:
        """The memory that its texts take, in bytes."""
        return memory_size([self.name, self.description, self.output_name])


@dataclass(slots=True)
class Task:
    """A task."""

    id: str
    workspace: str
    name: str
    type: TaskType
    description: str | None = None
    labels: list[str] = field(default_factory=list[str])
    """The ids of its labels, in the order in which they were added."""
    trainings: int = 0
    """The number of trainings so far; versions count from 1 and are not reused."""

    @property
    def memory_size(self) -> int:
        """The memory that its texts take, in bytes."""
        return memory_size([self.name, self.description])


@dataclass(slots=True)
class TrainingImage:
    """A training image."""

    id: str
    workspace: str
    created: str
    url: str
    content: bytes = field(repr=False)
    size: tuple[int, int]
    digest: bytes = field(repr=False)
    """The digest of the uploaded bytes, to recognize duplicates."""
    meta_data: dict[str, Any] | None = None
    test_image: bool = False
    real: bool = False
    verified: int = 0
    labels: dict[str, float | None] = field(default_factory=dict[str, float | None])
    """Values of labels by id; None for labels that have none."""

    @property
    def memory_size(self) -> int:
        """The memory that the image and its metadata take, in bytes."""
        return len(self.content) + memory_size(self.meta_data)


@dataclass(frozen=True, slots=True)
class CachedPrediction:
    """The prediction of a model for an image."""

    size: tuple[int, int]
    labels: "list[responses.Prediction]"
    """The entries of a response, highest score first."""


@dataclass(slots=True)
class Model:
    """One version of a task."""

    id: str
    workspace: str
    task: str
    version: int
    ready_at: float
    """When its training ends, in seconds of virtual time."""
    predict: Callable[[bytes], CachedPrediction] = field(repr=False)
    """Predicts from the bytes of an image. Raises UnusableImageError."""


_Entity = TypeVar("_Entity", Label, Task, TrainingImage, Model)


@dataclass
class XimilarState(State):
    """Everything that a server remembers."""

    credits_limit: int
    given_workspaces: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of the workspaces that exist from the start besides the default one, by id."""
    credits_used: int = 0
    workspaces: dict[str, Workspace] = field(default_factory=dict[str, Workspace])
    tasks: dict[str, Task] = field(default_factory=dict[str, Task])
    labels: dict[str, Label] = field(default_factory=dict[str, Label])
    images: dict[str, TrainingImage] = field(default_factory=dict[str, TrainingImage])
    models: dict[str, Model] = field(default_factory=dict[str, Model])
    memory_size: int = 0
    """The memory that tasks, labels and training images take, in bytes."""
    _ids_by_digest: dict[tuple[str, bytes], str] = field(default_factory=dict[tuple[str, bytes], str])

    def __post_init__(self) -> None:
        """Add the user, the default workspace, which every account has, and the given ones."""
        self.user = self.new_id()
        self.default_workspace = self.add_workspace("Default")
        for id_, name in self.given_workspaces.items():
            self.add_workspace(name, id_)

    def new_id(self) -> str:
        """Return an unused id."""
        return str(self.ids.next())

    def now(self) -> str:
        """Return the virtual time in the format of responses."""
        return self.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        self.credits_used = self.memory_size = 0
        for entities in (self.workspaces, self.tasks, self.labels, self.images, self.models, self._ids_by_digest):
            cast("dict[object, object]", entities).clear()
        self.__post_init__()

    @property
    def credits_left(self) -> int:
        """The number of images that can still be sent."""
        return self.credits_limit - self.credits_used

    def has_room(self, size: int) -> bool:
        """Return whether a number of bytes can be added."""
        return self.memory_size + size <= MAX_BYTES

    def add_workspace(self, name: str, id_: str | None = None) -> str:
        """Add a workspace and return its id."""
        workspace = Workspace(id_ or self.new_id(), name, self.now())
        self.workspaces[workspace.id] = workspace
        return workspace.id

    def add_label(self, workspace: str, name: str, type_: LabelType, **fields: Any) -> Label:
        """Add a label; ``fields`` are those of Label."""
        label = Label(self.new_id(), workspace, name, type_, **fields)
        self.labels[label.id] = label
        self.memory_size += label.memory_size
        return label

    def add_task(
        self, workspace: str, name: str, type_: TaskType, description: str | None = None, *, id_: str | None = None
    ) -> Task:
        """Add a task, and its negative label if its type is multi_label."""
        task = Task(id_ or self.new_id(), workspace, name, type_, description)
        self.tasks[task.id] = task
        self.memory_size += task.memory_size
        if type_ == "multi_label":
            negative = self.add_label(workspace, "Negative Label", LABEL_TYPES[type_], negative_for_task=task.id)
            task.labels.append(negative.id)
        return task

    def add_image(
        self, workspace: str, content: bytes, stored_content: bytes, size: tuple[int, int], **fields: Any
    ) -> TrainingImage:
        """Add a training image that was uploaded as ``content``; ``fields`` are those of TrainingImage."""
        id_ = self.new_id()
        digest = hashlib.sha256(content).digest()
        url = f"{_IMAGE_URL_PREFIX}{id_}"
        image = TrainingImage(id_, workspace, self.now(), url, stored_content, size, digest, **fields)
        self.images[id_] = image
        self.memory_size += image.memory_size
        self._ids_by_digest.setdefault((workspace, digest), id_)
        return image

    def same_image(self, workspace: str, content: bytes) -> TrainingImage | None:
        """Return the training image of a workspace that was uploaded with the same bytes, or None."""
        id_ = self._ids_by_digest.get((workspace, hashlib.sha256(content).digest()))
        return self.images[id_] if id_ else None

    def images_in(self, workspace: str) -> list[TrainingImage]:
        """Return the training images of a workspace, oldest first."""
        return within(self.images, workspace)

    def images_with(self, label: Label) -> list[TrainingImage]:
        """Return the training images with a label, oldest first."""
        return [each for each in self.images_in(label.workspace) if label.id in each.labels]

    def tasks_with(self, label: Label) -> list[Task]:
        """Return the tasks with a label."""
        return [each for each in within(self.tasks, label.workspace) if label.id in each.labels]

    def labels_of(self, task: Task) -> list[Label]:
        """Return the labels of a task."""
        return [self.labels[id_] for id_ in task.labels]

    def models_of(self, task: Task) -> list[Model]:
        """Return the versions of a task, oldest first."""
        return [each for each in within(self.models, task.workspace) if each.task == task.id]

    def is_trained(self, model: Model) -> bool:
        """Return whether the training of a model has ended."""
        return self.clock.seconds >= model.ready_at

    def production_model(self, task: Task) -> Model | None:
        """Return the default version of a task: the newest that is trained, or None."""
        models = [each for each in self.models_of(task) if self.is_trained(each)]
        return models[-1] if models else None

    def delete_task(self, task: Task) -> None:
        """Delete a task with its models and its negative label, but not its other labels and their images."""
        for model in self.models_of(task):
            del self.models[model.id]
        for label in within(self.labels, task.workspace):
            if task.id in label.child_tasks:
                label.child_tasks.remove(task.id)
            if label.negative_for_task == task.id:
                self.delete_label(label)
        del self.tasks[task.id]
        self.memory_size -= task.memory_size

    def delete_label(self, label: Label) -> None:
        """Delete a label and remove it from all tasks and images."""
        for task in self.tasks_with(label):
            task.labels.remove(label.id)
        for image in self.images_with(label):
            del image.labels[label.id]
        del self.labels[label.id]
        self.memory_size -= label.memory_size

    def delete_image(self, image: TrainingImage) -> None:
        """Delete a training image."""
        del self.images[image.id]
        self.memory_size -= image.memory_size
        if self._ids_by_digest[image.workspace, image.digest] == image.id:
            del self._ids_by_digest[image.workspace, image.digest]
            for other in self.images_in(image.workspace):  # a duplicate that was allowed
                if other.digest == image.digest:
                    self._ids_by_digest.setdefault((image.workspace, image.digest), other.id)

    async def content(self, url: str) -> bytes:
        """Return the bytes behind a URL, which may be that of a training image. Raises UnreachableImageError."""
        image = self.images.get(url.removeprefix(_IMAGE_URL_PREFIX))
        return image.content if image else await self.image_urls.content(url)


def within(entities: Mapping[str, _Entity], workspace: str) -> list[_Entity]:
    """Return the entities of a workspace, oldest first."""
    return [each for each in list(entities.values()) if each.workspace == workspace]
