"""A Ximilar server on this machine."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from os import PathLike
from typing import TYPE_CHECKING, Any

from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.classifiers import KernelRidge, KernelRidgeRegression, Recognizer, Regressor
from visionapis_testing.emulator.images import PictureSource, labelled
from visionapis_testing.errors import RegistrationError

from .calls import Rules
from .plans import PLANS, PlanName
from .registration import register
from .responses import XimilarBehaviour
from .state import TaskType, XimilarState
from .training import Training

if TYPE_CHECKING:
    from visionapis import AsyncXimilar, Ximilar

_MAX_BODY_BYTES = 2**27
"""The vendor publishes no limit; this one only keeps the machine that runs the tests alive."""


class XimilarEmulator(Emulator):
    """An emulated Ximilar server: tasks, labels and training pictures are made by calls, and training really learns.

    A training is over ``training_seconds`` after it was queued, by the emulator's clock, on which each request takes a
    second. It needs ``minimum_images`` pictures of each label, and learns from four fifths of them, never from those
    that are marked for testing. ``recognizer`` and ``regressor`` make what a model learns with, one for each model, or
    for each label of a regression.

    ``plan`` says how many tasks and credits there are and whether classified pictures can be stored; ``credits_limit``
    replaces its credits. A picture costs one, in an upload as in a record; all else is free. With
    ``refuses_duplicates=False`` a picture can be uploaded again: of the real server both have been said.

    Times in its answers are made up, and ids are counted, so that equal requests in equal order get equal answers.
    """

    def __init__(
        self,
        *,
        api_key: str = "test-key",
        recognizer: Callable[[], Recognizer] = KernelRidge,
        regressor: Callable[[], Regressor] = KernelRidgeRegression,
        minimum_images: int = 20,
        training_seconds: float = 3.0,
        plan: PlanName = "professional",
        credits_limit: int | None = None,
        refuses_duplicates: bool = True,
        max_body_bytes: int = _MAX_BODY_BYTES,
    ) -> None:
        contract = load("ximilar")
        limits = PLANS[plan]
        if credits_limit is not None:
            limits = replace(limits, credits=credits_limit)
        self._training = Training(recognizer, regressor, minimum_images, training_seconds)
        self._state = XimilarState(limits.credits)
        rules = Rules(limits, self._training, refuses_duplicates)
        super().__init__(
            contract,
            XimilarBehaviour(contract, self._state, rules, api_key),
            self._state,
            max_body_bytes=max_body_bytes,
            api_key=api_key,
            either_slash=True,
        )

    def register(
        self,
        name: str,
        examples: Iterable[tuple[PictureSource, str | Collection[str] | float]] | None = None,
        *,
        folder: str | PathLike[str] | None = None,
        type: TaskType = "multi_class",  # noqa: A002 - the contract's word
        workspace: str | None = None,
    ) -> str:
        """Make a trained task from pictures, without calls; return its id.

        An example is a picture with its label, with its labels for ``multi_label`` (none of them: the negative label),
        or with its number for ``regression``, whose label has the task's name. Or a folder holds one sub-folder of
        pictures per label. One picture a label is enough, and no credits are used. Raises RegistrationError.
        """
        if (examples is None) == (folder is None):
            raise RegistrationError(f"task {name}: give either examples or a folder")
        lessons = labelled(folder) if folder is not None else examples or ()
        return register(self._state, self._training, name, lessons, type_=type, workspace=workspace)

    def register_workspace(self, name: str) -> str:
        """Add a workspace beside the default one, for which there is no call; return its id."""
        return self._state.add_workspace(name)

    def model_ids(self, task_id: str) -> list[str]:
        """Return the ids of a task's models, oldest version first: no call lists them."""
        task = self._state.tasks.get(task_id)
        return [model.id for model in self._state.models_of(task)] if task else []

    def client(self, **options: Any) -> "Ximilar":
        """Return a client of this emulator, in process, with its key. Options are those of ``visionapis.Ximilar``."""
        from visionapis import Ximilar

        return Ximilar(**self._options(options))

    def async_client(self, **options: Any) -> "AsyncXimilar":
        """Return an async client of this emulator, in process, with its key."""
        from visionapis import AsyncXimilar

        return AsyncXimilar(**self._options(options))
