"""The Ximilar emulator."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import TYPE_CHECKING, Any

from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.classifiers import Classifier, KernelRidgeClassifier, KernelRidgeRegressor, Regressor
from visionapis_testing.emulator.flags import check_flags
from visionapis_testing.emulator.images import ImageSource, labelled_files
from visionapis_testing.emulator.registration import DescribedImage, check_id, labelled
from visionapis_testing.errors import RegistrationError

from .backend import XimilarBackend
from .behaviour import Behaviour
from .plans import PLANS, PlanName
from .registration import register
from .state import TaskType, XimilarState
from .training import Trainer

if TYPE_CHECKING:
    from visionapis import AsyncXimilar, Ximilar

_MAX_BODY_BYTES = 2**27  # the vendor publishes no limit; this one keeps the memory of the test process bounded


_TASK_TYPES: Mapping[str, TaskType] = {"label": "multi_class", "labels": "multi_label", "value": "regression"}


@dataclass(frozen=True)
class ImageLabels:
    """The label of an image, or for a multi-label task its labels, or for a regression its value."""

    label: str | None = None
    labels: list[str] | None = None
    value: float | None = None


class XimilarEmulator(Emulator):
    """An emulated Ximilar server. Tasks, labels and training images are created by its API; training is real.

    A training ends ``training_seconds`` after it was requested, in virtual time, of which each request takes a second.
    It needs ``minimum_images`` images per label and uses four fifths of them, never those marked for testing.
    ``classifier`` makes a classifier for each model, ``regressor`` a regressor for each label of a regression.

    ``plan`` selects the number of tasks and credits and whether classified images can be stored; ``credits_limit``
    overrides its credits. An image costs one credit, in an upload and in a record; all other calls are free.
    ``workspaces`` are names of further workspaces by their ids, for which the API has no call.
    ``reject_duplicates=False`` allows an image to be uploaded again: sources disagree about the real server.

    Durations in responses are constant and ids are counted, so that equal sequences of requests get equal responses.
    """

    description_type = ImageLabels
    server_chooses_ids = True

    def __init__(
        self,
        *,
        api_key: str = "test-key",
        classifier: Callable[[], Classifier] = KernelRidgeClassifier,
        regressor: Callable[[], Regressor] = KernelRidgeRegressor,
        minimum_images: int = 20,
        training_seconds: float = 3.0,
        plan: PlanName = "professional",
        credits_limit: int | None = None,
        reject_duplicates: bool = True,
        workspaces: Mapping[str, str] | None = None,
        max_body_bytes: int = _MAX_BODY_BYTES,
    ) -> None:
        contract = load("ximilar")
        limits = PLANS[plan]
        if credits_limit is not None:
            limits = replace(limits, credits=credits_limit)
        self._trainer = Trainer(classifier, regressor, minimum_images, training_seconds)
        for id_ in workspaces or {}:
            check_id(id_)
        self._state = XimilarState(limits.credits, workspaces or {})
        check_flags(reject_duplicates=reject_duplicates)
        behaviour = Behaviour(limits, self._trainer, reject_duplicates)
        super().__init__(
            contract,
            XimilarBackend(contract, self._state, behaviour, api_key),
            self._state,
            max_body_bytes=max_body_bytes,
            api_key=api_key,
            either_slash=True,
        )

    def register(
        self,
        name: str,
        examples: Iterable[tuple[ImageSource, str | Collection[str] | float]] | None = None,
        *,
        folder: str | PathLike[str] | None = None,
        type: TaskType = "multi_class",  # noqa: A002 - the contract's word
        workspace: str | None = None,
        task_id: str | None = None,
    ) -> str:
        """Add a task and train it with images; return its id. The task can classify at once.

        ``examples`` are images, each with its label, with its labels for ``multi_label`` (none for the negative label),
        or with its value for ``regression``, whose label has the name of the task. ``folder`` contains one subfolder of
        images per label. One image per label is enough, and no credits are used. ``task_id`` is the id of the task, by
        default a new one. Raises RegistrationError.
        """
        if (examples is None) == (folder is None):
            raise RegistrationError(f"task {name}: give either examples or a folder")
        labelled_images = labelled_files(folder) if folder is not None else examples or ()
        return register(
            self._state, self._trainer, name, labelled_images, type_=type, workspace=workspace, task_id=task_id
        )

    def register_model(self, name: str, images: Iterable[DescribedImage], *, model_id: str | None = None) -> str:
        """Add a task and train it with described images; return its id. Raises RegistrationError."""
        field, examples = labelled(ImageLabels, images)
        return self.register(name, examples, type=_TASK_TYPES.get(field, "multi_class"), task_id=model_id)

    def register_workspace(self, name: str) -> str:
        """Add a workspace, for which the API has no call; return its id."""
        return self._state.add_workspace(name)

    def model_ids(self, task_id: str) -> list[str]:
        """Return the ids of the models of a task, oldest version first. The API has no call that lists them."""
        task = self._state.tasks.get(task_id)
        return [model.id for model in self._state.models_of(task)] if task else []

    def classify_arguments(self, model_id: str, field: str) -> Sequence[str] | None:
        """Return the arguments of ``visionapis classify`` that select a task; None for a regression."""
        return ["--task", model_id] if field in {"label", "labels"} else None

    def model_notes(self, model_id: str) -> Sequence[str]:
        """Return the ids of the models of a task."""
        ids = enumerate(self.model_ids(model_id), 1)
        return [f"version {version} is the model {version_id}" for version, version_id in ids]

    def client(self, **options: Any) -> "Ximilar":
        """Return an in-process client with the emulator's key. Options are those of ``visionapis.Ximilar``."""
        from visionapis import Ximilar

        return Ximilar(**self._options(options))

    def async_client(self, **options: Any) -> "AsyncXimilar":
        """Return an in-process async client with the emulator's key."""
        from visionapis import AsyncXimilar

        return AsyncXimilar(**self._options(options))
