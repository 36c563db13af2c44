"""The Nanonets emulator."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING, Any

from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.classifiers import Classifier, KernelRidgeClassifier
from visionapis_testing.emulator.images import ImageSource, labelled_files, read_bytes
from visionapis_testing.emulator.registration import DescribedImage, check_id, labelled
from visionapis_testing.errors import RegistrationError
from visionapis_testing.validation import from_json

from .backend import NanonetsBackend
from .behaviour import Behaviour
from .errors import RequestError
from .models import BOX_TYPES, Example, LabelledBox, ModelType
from .pages import UnreadableFileError, read_pages
from .state import NanonetsState

if TYPE_CHECKING:
    from visionapis import AsyncNanonets, Nanonets

_MAX_BODY_BYTES = 2**27  # the vendor publishes no limit; this one keeps the memory of the test process bounded

Labels = str | Collection[str] | Sequence[LabelledBox]
"""The label, the labels or the boxes of an image, depending on the type of the model."""


@dataclass(frozen=True)
class ImageLabels:
    """The label of an image, or its labels, or its boxes, which have label, xmin, ymin, xmax, ymax and for OCR text."""

    label: str | None = None
    labels: list[str] | None = None
    boxes: list[dict[str, Any]] | None = None


class NanonetsEmulator(Emulator):
    """An emulated Nanonets server. Models are created and trained by its API, or are registered.

    ``classifier`` makes a classifier for each training; if it raises, the training fails (state -1). Models of boxes
    and texts respond with the boxes and texts of the training image that the classifier finds most like the requested
    page: nothing is recognized. A training takes 3 seconds of virtual time, and so does reading a page that was sent
    with ``async=true``.

    ``remaining_calls`` is the number of pages that can be predicted before the server responds with status 402.
    ``behaviour`` selects what the server does where sources disagree.
    """

    description_type = ImageLabels
    server_chooses_ids = True

    def __init__(
        self,
        *,
        api_key: str = "test-key",
        classifier: Callable[[], Classifier] = KernelRidgeClassifier,
        remaining_calls: int | None = None,
        behaviour: Behaviour | None = None,
        max_body_bytes: int = _MAX_BODY_BYTES,
    ) -> None:
        self._state = NanonetsState(classifier, remaining_calls)
        contract = load("nanonets")
        super().__init__(
            contract,
            NanonetsBackend(contract, self._state, api_key=api_key, behaviour=behaviour or Behaviour()),
            self._state,
            max_body_bytes=max_body_bytes,
            api_key=api_key,
            either_slash=True,
        )

    @property
    def remaining_calls(self) -> int | None:
        """The number of pages that can still be predicted; None for no limit. It can be set."""
        return self._state.remaining_calls

    @remaining_calls.setter
    def remaining_calls(self, value: int | None) -> None:
        self._state.remaining_calls = value

    def register(
        self,
        model_id: str,
        examples: Iterable[tuple[ImageSource, Labels]] | None = None,
        *,
        folder: str | PathLike[str] | None = None,
        model_type: ModelType = "classification",
    ) -> None:
        """Train a model, replacing any with this id; it can predict at once.

        ``examples`` are images or PDFs, each with its label (``classification``), its labels
        (``multilabelclassification``) or its boxes (``localization``, ``ocr``). ``folder`` contains one subfolder of
        images per label. Raises RegistrationError.
        """
        if (examples is None) == (folder is None):
            raise RegistrationError(f"model {model_id}: give either examples or a folder")
        labelled_images = labelled_files(folder) if folder is not None else examples or ()
        try:
            self._state.register(
                model_id,
                model_type,
                (
                    (read_pages(read_bytes(source)), _example(model_id, model_type, labels))
                    for source, labels in labelled_images
                ),
            )
        except (UnreadableFileError, RequestError) as error:
            raise RegistrationError(f"model {model_id}: {error}") from error

    def register_model(self, name: str, images: Iterable[DescribedImage], *, model_id: str | None = None) -> str:
        """Train a model with described images and return its id. Boxes with a text make an OCR model.

        The name is used in errors only, since a model of the API has none. Raises RegistrationError.
        """
        if model_id is not None:
            check_id(model_id)
        field, examples = labelled(ImageLabels, images)
        model_type: ModelType = "multilabelclassification" if field == "labels" else "classification"
        if field == "boxes":
            try:
                examples = [(source, [from_json(LabelledBox, box) for box in boxes]) for source, boxes in examples]
            except ValueError as error:
                raise RegistrationError(f"model {name}: box: {error}") from None
            model_type = "ocr" if any(box.text for _, boxes in examples for box in boxes) else "localization"
        id_ = model_id or str(self._state.ids.next())
        self.register(id_, examples, model_type=model_type)
        return id_

    @classmethod
    def key_problem(cls, api_key: str) -> str | None:
        """Return what is wrong with a key that clients could not send."""
        return "a key of Nanonets is a name of HTTP Basic, which has no colon" if ":" in api_key else None

    def classify_arguments(self, model_id: str, field: str) -> Sequence[str] | None:
        """Return the arguments of ``visionapis classify`` that select a model; None for a model of boxes."""
        arguments = {"label": [], "labels": ["--multi-label"]}
        return ["--model", model_id, *arguments[field]] if field in arguments else None

    def review(self, page_id: str, boxes: Sequence[LabelledBox]) -> None:
        """Set the boxes of a page as a reviewer corrects them. Raises RegistrationError if there is no such page."""
        page = self._state.pages.get(page_id)
        if page is None:
            raise RegistrationError(f"no page with id {page_id!r} has been read")
        page.review = tuple(boxes)

    def client(self, **options: Any) -> "Nanonets":
        """Return an in-process client with the emulator's key. Options are those of ``visionapis.Nanonets``."""
        from visionapis import Nanonets

        return Nanonets(**self._options(options))

    def async_client(self, **options: Any) -> "AsyncNanonets":
        """Return an in-process async client with the emulator's key."""
        from visionapis import AsyncNanonets

        return AsyncNanonets(**self._options(options))


def _example(model_id: str, model_type: ModelType, labels_or_boxes: Labels) -> Example:
    given = [labels_or_boxes] if isinstance(labels_or_boxes, str) else labels_or_boxes
    boxes = [each for each in given if isinstance(each, LabelledBox)]
    labels = frozenset(each for each in given if isinstance(each, str))
    if (labels and model_type in BOX_TYPES) or (boxes and model_type not in BOX_TYPES):
        raise RegistrationError(f"model {model_id}: boxes are for localization and ocr, labels for the other types")
    if len(labels) != 1 and model_type == "classification":
        raise RegistrationError(
            f"model {model_id}: an image has {len(labels)} labels, which needs model_type='multilabelclassification'"
        )
    return Example(labels, tuple(boxes))
