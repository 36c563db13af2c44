"""What an emulated Roboflow server holds: trained models."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from PIL import Image

from visionapis_testing.emulator.classifiers import Recognizer, single
from visionapis_testing.emulator.images import PictureSource, load
from visionapis_testing.emulator.state import State
from visionapis_testing.errors import RegistrationError

_MODEL_ID = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)

STUB_VERSION = "0"
"""Reserved by the vendor for models that do not exist yet."""


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model."""

    id: str
    labels: Sequence[str]
    """In the model's order: sorted, as the vendor's datasets list them."""
    multi_label: bool
    recognizer: Recognizer

    def scores(self, picture: Image.Image) -> list[float]:
        """Return the score of each label, in the model's order, with the precision of the vendor's 32-bit floats."""
        scores = self.recognizer.scores(picture)
        return [single(scores[label]) for label in self.labels]


@dataclass
class RoboflowState(State):
    """All that a server remembers."""

    recognizer: Callable[[], Recognizer]
    models: dict[str, Model] = field(default_factory=dict[str, Model])
    _loaded: set[str] = field(default_factory=set[str])

    def register(
        self, model_id: str, examples: Iterable[tuple[PictureSource, str | Collection[str]]], *, multi_label: bool
    ) -> None:
        """Train a model, in place of the one with this id if there is any. Raises RegistrationError."""
        if not _MODEL_ID.fullmatch(model_id):
            raise RegistrationError(f"model id {model_id!r} is not of the form dataset/version, such as pictures/3")
        if model_id.endswith(f"/{STUB_VERSION}"):
            raise RegistrationError(f"model id {model_id!r}: version {STUB_VERSION} is reserved by the vendor")
        labels: set[str] = set()

        def lessons() -> Iterator[tuple[Image.Image, Collection[str]]]:
            for source, given in examples:
                names = frozenset([given] if isinstance(given, str) else given)
                if len(names) != 1 and not multi_label:
                    raise RegistrationError(f"model {model_id}: {len(names)} labels on a picture; say multi_label=True")
                labels.update(names)
                yield load(source), names

        taught = lessons()
        first = next(taught, None)
        if first is None:
            raise RegistrationError(f"model {model_id} needs at least one labelled picture")
        recognizer = self.recognizer()
        recognizer.learn(chain([first], taught), multi_label=multi_label)
        self.models[model_id] = Model(model_id, sorted(labels), multi_label, recognizer)
        self._loaded.discard(model_id)

    def load(self, model_id: str) -> bool:
        """Load a model into the server's memory; return whether it was not there yet."""
        cold = model_id not in self._loaded
        self._loaded.add(model_id)
        return cold

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        self.models.clear()
        self._loaded.clear()
