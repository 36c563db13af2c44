"""A Nanonets server on this machine."""

from collections.abc import Callable, Collection, Iterable, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any

from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.classifiers import KernelRidge, Recognizer
from visionapis_testing.emulator.images import PictureSource, labelled, read
from visionapis_testing.errors import RegistrationError

from .calls import Variants
from .documents import UnreadableFileError, pages
from .errors import RefusalError
from .models import BOXES, Box, Lesson, ModelType
from .responses import NanonetsBehaviour
from .state import NanonetsState

if TYPE_CHECKING:
    from visionapis import AsyncNanonets, Nanonets

_MAX_BODY_BYTES = 2**27  # the vendor publishes no limit; this one keeps the machine alive that runs the tests

Labels = str | Collection[str] | Sequence[Box]
"""What is on a picture: one label, any number of them, or boxes; the model's type says which."""


class NanonetsEmulator(Emulator):
    """An emulated Nanonets server. Models are made, trained and asked by its API, or are registered.

    Classification models learn with a ``recognizer``, one for each training; one that raises makes the training fail
    (state -1). Models of boxes and texts answer with the boxes and texts of the training picture that the recognizer
    finds most like the one asked about: nothing is read. A training takes 3 seconds of virtual time, and so does
    reading what was sent with ``async=true``.

    ``free_calls`` is the number of pages that can be predicted until the server demands money (402). ``variants`` says
    what it does where sources disagree.
    """

    def __init__(
        self,
        *,
        api_key: str = "test-key",
        recognizer: Callable[[], Recognizer] = KernelRidge,
        free_calls: int | None = None,
        variants: Variants | None = None,
        max_body_bytes: int = _MAX_BODY_BYTES,
    ) -> None:
        self._state = NanonetsState(recognizer, free_calls)
        contract = load("nanonets")
        super().__init__(
            contract,
            NanonetsBehaviour(contract, self._state, api_key=api_key, variants=variants or Variants()),
            self._state,
            max_body_bytes=max_body_bytes,
            api_key=api_key,
            either_slash=True,
        )

    @property
    def free_calls(self) -> int | None:
        """How many pages can still be predicted; None for any number."""
        return self._state.free_calls

    @free_calls.setter
    def free_calls(self, value: int | None) -> None:
        self._state.free_calls = value

    def register(
        self,
        model_id: str,
        examples: Iterable[tuple[PictureSource, Labels]] | None = None,
        *,
        folder: str | PathLike[str] | None = None,
        model_type: ModelType = "classification",
    ) -> None:
        """Train a model, in place of the one with this id if there is any; it can predict at once.

        ``examples`` are pictures or PDFs, each with its label (``classification``), its labels
        (``multilabelclassification``) or its boxes (``localization``, ``ocr``). A folder holds one sub-folder of
        pictures for each label. Raises RegistrationError.
        """
        if (examples is None) == (folder is None):
            raise RegistrationError(f"model {model_id}: give either examples or a folder")
        given = labelled(folder) if folder is not None else examples or ()
        try:
            self._state.register(
                model_id,
                model_type,
                ((pages(read(source)), _lesson(model_id, model_type, said)) for source, said in given),
            )
        except (UnreadableFileError, RefusalError) as error:
            raise RegistrationError(f"model {model_id}: {error}") from error

    def review(self, page_id: str, boxes: Sequence[Box]) -> None:
        """Leave a page as a person would, with these boxes. Raises RegistrationError when there is no such page."""
        page = self._state.pages.get(page_id)
        if page is None:
            raise RegistrationError(f"no page {page_id} was read")
        page.review = tuple(boxes)

    def client(self, **options: Any) -> "Nanonets":
        """Return a client of this emulator, in process, with its key. Options are those of ``visionapis.Nanonets``."""
        from visionapis import Nanonets

        return Nanonets(**self._options(options))

    def async_client(self, **options: Any) -> "AsyncNanonets":
        """Return an async client of this emulator, in process, with its key."""
        from visionapis import AsyncNanonets

        return AsyncNanonets(**self._options(options))


def _lesson(model_id: str, model_type: ModelType, said: Labels) -> Lesson:
    given = [said] if isinstance(said, str) else said
    boxes = [each for each in given if isinstance(each, Box)]
    labels = frozenset(each for each in given if isinstance(each, str))
    if (labels and model_type in BOXES) or (boxes and model_type not in BOXES):
        raise RegistrationError(f"model {model_id}: boxes are for localization and ocr, labels for the other types")
    if len(labels) != 1 and model_type == "classification":
        raise RegistrationError(f"model {model_id}: {len(labels)} labels on a picture; say multilabelclassification")
    return Lesson(labels, tuple(boxes))
