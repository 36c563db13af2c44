"""The training of tasks: its conditions, its images and the resulting models."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from PIL import Image

from visionapis_testing.emulator.classifiers import Classifier, Regressor
from visionapis_testing.emulator.images import decode

from . import inputs
from .state import CachedPrediction, Label, LabelScore, Model, Task, TrainingImage, XimilarState

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses

_FOLDS = 5  # one image of five is held out to evaluate the model
# These keep the memory of the test process bounded: a cached prediction keeps the bytes of its image.
_MAX_MODELS = 100
_CACHE_SIZE = 64
_MAX_CACHED_BYTES = 2**18

LabelledImage = tuple[TrainingImage, Sequence[str]]
"""A training image with the ids of its labels that the task has."""


class UntrainableError(Exception):
    """A task cannot be trained. The message says why."""


@dataclass(frozen=True, slots=True)
class Trainer:
    """Trains tasks with a server's options."""

    classifier: Callable[[], Classifier]
    regressor: Callable[[], Regressor]
    minimum_images: int
    """Required images per label, the negative label excepted."""
    seconds: float

    def train(
        self, state: XimilarState, task: Task, *, minimum_images: int | None = None, seconds: float | None = None
    ) -> Model:
        """Add and return the next version of a task, which is ready after ``seconds``. Raises UntrainableError."""
        minimum = self.minimum_images if minimum_images is None else minimum_images
        labels, images = _training_data(state, task, minimum)
        model = Model(
            id=state.new_id(),
            workspace=task.workspace,
            task=task.id,
            version=task.trainings + 1,
            ready_at=state.clock.seconds + (self.seconds if seconds is None else seconds),
            predict=_cached_predictions(self._fit(task, labels, training_split(images)), task, labels),
        )
        task.trainings += 1
        state.models[model.id] = model
        return model

    def _fit(
        self, task: Task, labels: Sequence[Label], images: Sequence[LabelledImage]
    ) -> Callable[[Image.Image], list[LabelScore]]:
        if task.type != "regression":
            classifier = self.classifier()
            examples = ((decode(image.content), frozenset(label_ids)) for image, label_ids in images)
            classifier.fit(examples, multi_label=task.type == "multi_label")
            return lambda image: list(classifier.predict_proba(image).items())
        regressors = {label.id: self.regressor() for label in labels}
        for id_, regressor in regressors.items():
            values = ((image, image.labels[id_]) for image, _ in images if id_ in image.labels)
            regressor.fit((decode(image.content), value) for image, value in values if value is not None)
        return lambda image: [(id_, regressor.predict(image)) for id_, regressor in regressors.items()]


def training_split(images: Sequence[LabelledImage]) -> list[LabelledImage]:
    """Return four fifths of the images of each set of labels."""
    counts: Counter[frozenset[str]] = Counter()
    split: list[LabelledImage] = []
    for image, label_ids in images:
        labels = frozenset(label_ids)
        counts[labels] += 1
        if counts[labels] % _FOLDS:
            split.append((image, label_ids))
    return split


def _training_data(
    state: XimilarState, task: Task, minimum_images: int
) -> tuple[Sequence[Label], Sequence[LabelledImage]]:
    """Return the labels of a task and their images that are not marked for testing. Raises UntrainableError."""
    models = state.models_of(task)
    if any(not state.is_trained(each) for each in models):
        raise UntrainableError("The task is in training already.")
    if len(models) >= _MAX_MODELS:
        raise UntrainableError("The task has too many models; delete some first.")
    images = [
        (image, label_ids)
        for image in state.images_in(task.workspace)
        if not image.test_image and (label_ids := [id_ for id_ in task.labels if id_ in image.labels])
    ]
    counts = Counter(id_ for _, label_ids in images for id_ in label_ids)
    labels = [each for each in state.labels_of(task) if counts[each.id] or each.negative_for_task is None]
    if not any(each.negative_for_task is None for each in labels):
        raise UntrainableError("The task has no labels.")
    for label in labels:
        if label.negative_for_task is None and counts[label.id] < max(minimum_images, 1):
            raise UntrainableError(f"The label {label.name} has fewer than {max(minimum_images, 1)} training images.")
    if task.type == "multi_class" and any(len(label_ids) > 1 for _, label_ids in images):
        raise UntrainableError("An image carries more than one label of the task.")
    return labels, images


def _cached_predictions(
    predict: Callable[[Image.Image], Sequence[LabelScore]], task: Task, labels: Sequence[Label]
) -> Callable[[bytes], CachedPrediction]:
    """Return a function that predicts from bytes, with a cache: decoding is slow, and tests repeat images."""
    names = {label.id: label.name for label in labels}

    def predict_content(content: bytes) -> CachedPrediction:
        image = inputs.read_image(content)
        scores = sorted(((id_, round(score, 5)) for id_, score in predict(image)), key=itemgetter(1), reverse=True)
        to_json = _value_json if task.type == "regression" else _label_json
        return CachedPrediction(image.size, [to_json(id_, names[id_], score) for id_, score in scores])

    cached = lru_cache(_CACHE_SIZE)(predict_content)
    return lambda content: (cached if len(content) <= _MAX_CACHED_BYTES else predict_content)(content)


def _label_json(id_: str, name: str, score: float) -> "responses.PredictedLabel":
    return {"id": id_, "name": name, "prob": score}


def _value_json(id_: str, name: str, value: float) -> "responses.PredictedValue":
    return {"id": id_, "name": name, "value": value}
