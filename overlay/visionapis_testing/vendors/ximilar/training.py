"""When a task can be trained, on which pictures, and what comes of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from PIL import Image

from visionapis_testing.emulator.classifiers import Recognizer, Regressor
from visionapis_testing.emulator.images import decode

from . import inputs
from .state import Label, Look, Model, Prediction, Task, TrainingImage, XimilarState

_FOLDS = 5  # one of five pictures is kept out to measure the model
_MOST_MODELS = 100  # keeps the emulator's memory bounded, as do the next two: what is remembered keeps its bytes
_REMEMBERED = 64
_LARGEST_REMEMBERED = 2**18


class UntrainableError(Exception):
    """A task cannot be trained; the message says why."""


@dataclass(frozen=True, slots=True)
class Training:
    """How the server trains."""

    recognizer: Callable[[], Recognizer]
    regressor: Callable[[], Regressor]
    minimum: int
    """Pictures that each label needs, the negative label excepted."""
    seconds: float

    def queue(
        self, state: XimilarState, task: Task, *, minimum: int | None = None, seconds: float | None = None
    ) -> Model:
        """Return the next version of a task, which is ready in time. Raises UntrainableError."""
        labels, images = self._material(state, task, self.minimum if minimum is None else minimum)
        model = Model(
            id=state.new_id(),
            workspace=task.workspace,
            task=task.id,
            version=task.trainings + 1,
            ready=state.clock.seconds + (self.seconds if seconds is None else seconds),
            look=_looking(self._learn(task, labels, learnt(images)), task, labels),
        )
        task.trainings += 1
        state.models[model.id] = model
        return model

    def _material(
        self, state: XimilarState, task: Task, minimum: int
    ) -> tuple[Sequence[Label], Sequence[tuple[TrainingImage, Sequence[str]]]]:
        """Return the labels to learn, and the pictures that carry any, each with those. Raises UntrainableError."""
        models = state.models_of(task)
        if any(not state.is_trained(each) for each in models):
            raise UntrainableError("The task is in training already.")
        if len(models) >= _MOST_MODELS:
            raise UntrainableError("The task has too many models; delete some first.")
        images = [
            (image, carried)
            for image in state.images_in(task.workspace)
            if not image.test_image and (carried := [id_ for id_ in task.labels if id_ in image.labels])
        ]
        counts = Counter(id_ for _, carried in images for id_ in carried)
        labels = [each for each in state.labels_of(task) if counts[each.id] or each.negative_for_task is None]
        if not any(each.negative_for_task is None for each in labels):
            raise UntrainableError("The task has no labels.")
        for label in labels:
            if label.negative_for_task is None and counts[label.id] < max(minimum, 1):
                raise UntrainableError(f"The label {label.name} has fewer than {max(minimum, 1)} training pictures.")
        if task.type == "multi_class" and any(len(carried) > 1 for _, carried in images):
            raise UntrainableError("A picture carries more than one label of the task.")
        return labels, images

    def _learn(
        self, task: Task, labels: Sequence[Label], images: Sequence[tuple[TrainingImage, Sequence[str]]]
    ) -> Callable[[Image.Image], list[Prediction]]:
        if task.type != "regression":
            recognizer = self.recognizer()
            examples = ((decode(image.content), frozenset(carried)) for image, carried in images)
            recognizer.learn(examples, multi_label=task.type == "multi_label")
            return lambda picture: list(recognizer.scores(picture).items())
        regressors = {label.id: self.regressor() for label in labels}
        for id_, regressor in regressors.items():
            numbers = ((image, image.labels[id_]) for image, _ in images if id_ in image.labels)
            regressor.learn((decode(image.content), number) for image, number in numbers if number is not None)
        return lambda picture: [(id_, regressor.value(picture)) for id_, regressor in regressors.items()]


def _looking(
    predict: Callable[[Image.Image], Sequence[Prediction]], task: Task, labels: Sequence[Label]
) -> Callable[[bytes], Look]:
    """Remembers the latest pictures, since tests send the same ones again, and decoding takes longest of all."""
    names = {label.id: label.name for label in labels}
    number = "value" if task.type == "regression" else "prob"

    def look(content: bytes) -> Look:
        picture = inputs.picture(content)
        found: list[dict[str, Any]] = [
            {"id": id_, "name": names[id_], number: round(score, 5)} for id_, score in predict(picture)
        ]
        return Look(picture.size, sorted(found, key=itemgetter(number), reverse=True))

    remembered = lru_cache(_REMEMBERED)(look)
    return lambda content: (remembered if len(content) <= _LARGEST_REMEMBERED else look)(content)


def learnt(
    images: Sequence[tuple[TrainingImage, Sequence[str]]],
) -> list[tuple[TrainingImage, Sequence[str]]]:
    """Return the four fifths of the pictures that a model learns from, of each set of labels."""
    seen: Counter[frozenset[str]] = Counter()
    return [each for each in images if _count(seen, frozenset(each[1])) % _FOLDS]


def _count(seen: Counter[frozenset[str]], labels: frozenset[str]) -> int:
    seen[labels] += 1
    return seen[labels]
