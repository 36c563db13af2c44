"""Models: their training data, how far they are, and what they have learnt."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from PIL import Image

from visionapis_testing.emulator.classifiers import Recognizer, single
from visionapis_testing.emulator.images import decode
from visionapis_testing.emulator.memory import held_bytes

ModelType = Literal["classification", "multilabelclassification", "localization", "ocr"]

BOXES: Collection[ModelType] = frozenset({"localization", "ocr"})
"""Types that learn from boxes; the others learn from labels."""

QUEUED = 1.0
"""Seconds of virtual time that a training waits."""
TRAINED = 3.0
"""Seconds of virtual time until it is over, its wait included."""

FAILED, CREATED, INCOMPLETE, COMPLETE, IN_QUEUE, TRAINING, READY, RETRAINING = range(-1, 7)
"""The vendor's numbers of a model's states."""

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
class Box:
    """A box with a label, in pixels from the picture's top left, and the text in it."""

    label: str
    xmin: int
    ymin: int
    xmax: int
    ymax: int
    text: str = ""

    @property
    def held_bytes(self) -> int:
        """How much memory it takes."""
        return held_bytes([self.label, self.xmin, self.ymin, self.xmax, self.ymax, self.text])

    def found(self, size: tuple[int, int], on: tuple[int, int]) -> "Box":
        """Return what of the box is found at its place on a page of another size than its picture's."""
        left, right = sorted(min(max(x, 0), size[0]) * on[0] // size[0] for x in (self.xmin, self.xmax))
        top, bottom = sorted(min(max(y, 0), size[1]) * on[1] // size[1] for y in (self.ymin, self.ymax))
        return Box(self.label, left, top, right, bottom, self.text)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person has said of a picture: labels, or boxes."""

    labels: frozenset[str] = frozenset()
    boxes: tuple[Box, ...] = ()

    @property
    def names(self) -> list[str]:
        """Every label, of boxes as often as it stands there."""
        return [*self.labels, *(box.label for box in self.boxes)]

    @property
    def held_bytes(self) -> int:
        """How much memory it takes."""
        return held_bytes([*self.labels]) + sum(box.held_bytes for box in self.boxes)


@dataclass(frozen=True, slots=True)
class Picture:
    """A training picture."""

    id: str
    name: str
    """The file's name, or its URL."""
    size: tuple[int, int]
    content: bytes = field(repr=False)
    lesson: Lesson

    @property
    def held_bytes(self) -> int:
        """How much memory it takes."""
        return len(self.content) + held_bytes(self.name) + self.lesson.held_bytes


@dataclass(frozen=True, slots=True)
class _Training:
    ready_at: float
    recognizer: Recognizer | None
    """What it comes to; None where it fails."""
    failure: str | None = None


@dataclass
class Model:
    """A model."""

    id: str
    type: ModelType
    categories: Sequence[str]
    pictures: list[Picture] = field(default_factory=list[Picture])
    held_bytes: int = field(init=False)
    """How much memory the labels and the training pictures take."""
    _counts: Counter[str] = field(default_factory=Counter[str])
    _recognizer: Recognizer | None = None
    _failure: str | None = None
    _training: _Training | None = None

    def __post_init__(self) -> None:
        self.held_bytes = held_bytes([*self.categories])

    def add(self, pictures: Sequence[Picture]) -> None:
        """Take training pictures."""
        self.pictures += pictures
        self.held_bytes += sum(picture.held_bytes for picture in pictures)
        self._counts.update(name for picture in pictures for name in picture.lesson.names)

    def counts(self) -> Mapping[str, int]:
        """Return how many pictures, or boxes, there are of each label."""
        return {name: self._counts[name] for name in self.categories}

    def state(self, now: float) -> int:
        """Return how far the model is. That every label needs training data is an assumption."""
        if self._training and now >= self._training.ready_at:
            self._recognizer, self._failure = self._training.recognizer, self._training.failure
            self._training = None
        if self._training and self._recognizer:
            return RETRAINING
        if self._training:
            return IN_QUEUE if self._training.ready_at - now > TRAINED - QUEUED else TRAINING
        if self._failure is not None:
            return FAILED
        if self._recognizer:
            return READY
        if not self.pictures:
            return CREATED
        return COMPLETE if all(self.counts().values()) else INCOMPLETE

    def status(self, now: float) -> str:
        """Return the state in words; of a training that failed with what the recognizer said."""
        state = self.state(now)
        return f"{STATUS[state]}: {self._failure}" if state == FAILED else STATUS[state]

    def learn(self, recognizer: Recognizer) -> None:
        """Learn from the pictures that are there now, and be ready at once."""
        self._recognizer = self._taught(recognizer)

    def train(self, recognizer: Recognizer, now: float) -> None:
        """Start a training. A recognizer that raises has failed, whatever it raises: state -1."""
        try:
            self._training = _Training(now + TRAINED, self._taught(recognizer))
        except Exception as error:  # noqa: BLE001 - a recognizer is the user's code, and its failure is an answer
            self._training = _Training(now + TRAINED, None, f"{type(error).__name__}: {error}")

    def probabilities(self, image: Image.Image) -> list[tuple[str, float]]:
        """Return every label, the most probable first, with the precision of the vendor's 32-bit floats."""
        scores = self._trained().scores(image)
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [(label, single(score)) for label, score in ranked]

    def nearest(self, image: Image.Image) -> tuple[Picture, float]:
        """Return the training picture that is most like this one, and how sure that is."""
        scores = self._trained().scores(image)
        best = max(scores, key=lambda name: scores[name])
        return next(each for each in self.pictures if each.id == best), single(scores[best])

    def _trained(self) -> Recognizer:
        if self._recognizer is None:
            raise LookupError(f"model {self.id} is not trained")
        return self._recognizer

    def _taught(self, recognizer: Recognizer) -> Recognizer:
        recognizer.learn(self._examples(), multi_label=self.type == "multilabelclassification")
        return recognizer

    def _examples(self) -> Iterator[tuple[Image.Image, Collection[str]]]:
        # Where boxes are learnt each picture is a label of its own: what is asked for later is the nearest one.
        for picture in self.pictures:
            yield decode(picture.content), {picture.id} if self.type in BOXES else picture.lesson.labels
