"""The state of an emulated Roboflow server: its trained models."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from PIL import Image

from visionapis_testing.emulator.classifiers import Classifier, as_float32
from visionapis_testing.emulator.images import ImageSource, load_image
from visionapis_testing.emulator.state import State
from visionapis_testing.errors import RegistrationError

_MODEL_ID = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)


def is_stub(version: str) -> bool:
    """Return whether a version is zero in any spelling, which the vendor reserves for models that do not exist yet."""
    try:
        return int(version) == 0
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model."""

    id: str
    labels: Sequence[str]
    """In the order of their first examples; labels of one example that come as a set are sorted."""
    multi_label: bool
    classifier: Classifier

    def scores(self, image: Image.Image) -> list[float]:
        """Return the score of each label, in their order, with the vendor's precision of 32-bit floats."""
        scores = self.classifier.predict_proba(image)
        return [as_float32(scores[label]) for label in self.labels]

    def __deepcopy__(self, memo: object) -> "Model":
        """Return the model itself, which does not change: its classifier may not be copyable."""
        return self


@dataclass
class RoboflowState(State):
    """Everything that a server remembers."""

    classifier: Callable[[], Classifier]
    models: dict[str, Model] = field(default_factory=dict[str, Model])
    loaded: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """The paths of the requests that used each model in memory, in the order in which they were loaded."""
    preload: bool = False
    """Whether a registered model is in memory at once."""

    def register(
        self, model_id: str, examples: Iterable[tuple[ImageSource, str | Collection[str]]], *, multi_label: bool
    ) -> None:
        """Train a model, replacing any with this id. Raises RegistrationError."""
        if not _MODEL_ID.fullmatch(model_id):
            raise RegistrationError(f"model id {model_id!r} is not of the form dataset/version, such as images/3")
        if is_stub(model_id.partition("/")[2]):
            raise RegistrationError(f"model id {model_id!r}: version 0 is reserved by the vendor")
        labels: dict[str, None] = {}

        def loaded_examples() -> Iterator[tuple[Image.Image, Collection[str]]]:
            for source, given in examples:
                ordered = [given] if isinstance(given, str) else given
                names = dict.fromkeys(ordered if isinstance(ordered, Sequence) else sorted(ordered))
                if len(names) != 1 and not multi_label:
                    raise RegistrationError(
                        f"model {model_id}: an image has {len(names)} labels, which needs multi_label=True"
                    )
                labels.update(names)
                yield load_image(source), frozenset(names)

        remaining = loaded_examples()
        first = next(remaining, None)
        if first is None:
            raise RegistrationError(f"model {model_id}: there are no images")
        classifier = self.classifier()
        classifier.fit(chain([first], remaining), multi_label=multi_label)
        self.models[model_id] = Model(model_id, list(labels), multi_label, classifier)
        self.unload(model_id)
        if self.preload:
            self.loaded[model_id] = set()

    def load(self, model_id: str, path: str) -> bool:
        """Load a model into the server's memory for a request. Return whether this is a cold start."""
        cold = model_id not in self.loaded
        self.loaded.setdefault(model_id, set()).add(path)
        return cold

    def unload(self, model_id: str) -> None:
        """Remove a model from the server's memory."""
        self.loaded.pop(model_id, None)

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        self.models.clear()
        self.loaded.clear()
