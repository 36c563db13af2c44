"""Models: their training images, their state and their predictions."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from visionapis_testing.emulator.classifiers import Classifier, as_float32
from visionapis_testing.emulator.images import decode
from visionapis_testing.emulator.state import memory_size

ModelType = Literal["classification", "multilabelclassification", "localization", "ocr"]

BOX_TYPES: Collection[ModelType] = frozenset({"localization", "ocr"})
"""The types of models that are trained with boxes; the others are trained with labels."""

QUEUE_SECONDS = 1.0
"""Virtual time that a training waits in the queue."""
TRAINING_SECONDS = 3.0
"""Virtual time until a training ends, its time in the queue included."""

FAILED, CREATED, INCOMPLETE, COMPLETE, IN_QUEUE, TRAINING, READY, RETRAINING = range(-1, 7)
"""The vendor's numbers of the states of a model."""

STATUS = {
    FAILED: "Training failed",
    CREATED: "Upload training data",
    INCOMPLETE: "Upload more training data",
    COMPLETE: "Ready to be trained",
    IN_QUEUE: "In the queue",
    TRAINING: "Training",
    READY: "Model is ready",
    RETRAINING: "Model is ready and is trained again",
}


@dataclass(frozen=True, slots=True)
class LabelledBox:
    """A box with a label and the text in it, in pixels from the top left of the image."""

    label: str
    xmin: int
    ymin: int
    xmax: int
    ymax: int
    text: str = ""

    @property
    def memory_size(self) -> int:
        """The memory that the box takes, in bytes."""
        return memory_size([self.label, self.xmin, self.ymin, self.xmax, self.ymax, self.text])

    def scale(self, from_size: tuple[int, int], to_size: tuple[int, int]) -> "LabelledBox":
        """Return the box at the same relative position on an image of another size, clipped to it."""
        (from_width, from_height), (to_width, to_height) = from_size, to_size
        left, right = sorted(min(max(x, 0), from_width) * to_width // from_width for x in (self.xmin, self.xmax))
        top, bottom = sorted(min(max(y, 0), from_height) * to_height // from_height for y in (self.ymin, self.ymax))
        return LabelledBox(self.label, left, top, right, bottom, self.text)


@dataclass(frozen=True, slots=True)
class Example:
    """The labels or the boxes of a training image."""

    labels: frozenset[str] = frozenset()
    boxes: tuple[LabelledBox, ...] = ()

    @property
    def names(self) -> list[str]:
        """The labels of the image and of its boxes; a label of several boxes is repeated."""
        return [*self.labels, *(box.label for box in self.boxes)]

    @property
    def memory_size(self) -> int:
        """The memory that the labels and boxes take, in bytes."""
        return memory_size([*self.labels]) + sum(box.memory_size for box in self.boxes)


@dataclass(frozen=True, slots=True)
class TrainingImage:
    """A training image with its labels or boxes."""

    id: str
    name: str
    """The name of the file, or its URL."""
    size: tuple[int, int]
    content: bytes = field(repr=False)
    example: Example

    @property
    def memory_size(self) -> int:
        """The memory that the image takes, in bytes."""
        return len(self.content) + memory_size(self.name) + self.example.memory_size


@dataclass(frozen=True, slots=True)
class _Training:
    ends_at: float
    classifier: Classifier | None
    """The fitted classifier; None if the training fails."""
    failure: str | None = None


@dataclass
class Model:
    """A model."""

    id: str
    type: ModelType
    categories: Sequence[str]
    images: list[TrainingImage] = field(default_factory=list[TrainingImage])
    memory_size: int = field(init=False)
    """The memory that labels and training images take, in bytes."""
    _counts: Counter[str] = field(default_factory=Counter[str])
    _classifier: Classifier | None = None
    _failure: str | None = None
    _training: _Training | None = None

    def __post_init__(self) -> None:
        self.memory_size = memory_size([*self.categories])

    def __deepcopy__(self, memo: object) -> "Model":
        """Copy what can change; images do not, and a classifier may not be copyable."""
        model = copy(self)
        model.images, model._counts = [*self.images], self._counts.copy()
        return model

    def add(self, images: Sequence[TrainingImage]) -> None:
        """Add training images."""
        self.images += images
        self.memory_size += sum(image.memory_size for image in images)
        self._counts.update(name for image in images for name in image.example.names)

    def counts(self) -> Mapping[str, int]:
        """Return the number of training images, or boxes, of each label."""
        return {name: self._counts[name] for name in self.categories}

    def state(self, now: float) -> int:
        """Return the vendor's number of the state. That every label needs training data is an assumption."""
        if self._training and now >= self._training.ends_at:
            self._classifier, self._failure = self._training.classifier, self._training.failure
            self._training = None
        if self._training and self._classifier:
            return RETRAINING
        if self._training:
            return IN_QUEUE if self._training.ends_at - now > TRAINING_SECONDS - QUEUE_SECONDS else TRAINING
        if self._failure is not None:
            return FAILED
        if self._classifier:
            return READY
        if not self.images:
            return CREATED
        return COMPLETE if all(self.counts().values()) else INCOMPLETE

    def status(self, now: float) -> str:
        """Return the state in words, with the error of the classifier if the training failed."""
        state = self.state(now)
        return f"{STATUS[state]}: {self._failure}" if state == FAILED else STATUS[state]

    def fit(self, classifier: Classifier) -> None:
        """Train the model with its training images; it is ready at once."""
        self._classifier = self._fitted(classifier)

    def start_training(self, classifier: Classifier, now: float) -> None:
        """Start a training. Any exception of the classifier makes it fail."""
        try:
            self._training = _Training(now + TRAINING_SECONDS, self._fitted(classifier))
        except Exception as error:  # noqa: BLE001 - the classifier is user code, and its failure ends in state -1
            self._training = _Training(now + TRAINING_SECONDS, None, f"{type(error).__name__}: {error}")

    def probabilities(self, image: Image.Image) -> list[tuple[str, float]]:
        """Return the probability of each label, highest first, with the vendor's precision of 32-bit floats."""
        scores = self._trained_classifier.predict_proba(image)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [(label, as_float32(score)) for label, score in ranked]

    def nearest(self, image: Image.Image) -> tuple[TrainingImage, float]:
        """Return the training image that is most like an image, and its probability."""
        scores = self._trained_classifier.predict_proba(image)
        best = max(scores, key=lambda name: scores[name])
        return next(each for each in self.images if each.id == best), as_float32(scores[best])

    @property
    def _trained_classifier(self) -> Classifier:
        if self._classifier is None:
            raise LookupError(f"model {self.id} is not trained")
        return self._classifier

    def _fitted(self, classifier: Classifier) -> Classifier:
        classifier.fit(self._examples(), multi_label=self.type == "multilabelclassification")
        return classifier

    def _examples(self) -> Iterator[tuple[Image.Image, Collection[str]]]:
        # For boxes each training image is a label of its own, because predictions look for the nearest image.
        for image in self.images:
            yield decode(image.content), {image.id} if self.type in BOX_TYPES else image.example.labels
