"""The state of an emulated server: created objects, registered images and tokens."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from visionapis_testing.emulator.classifiers import Classifier
from visionapis_testing.emulator.state import State

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LabelledImage:
    """A registered image with confidences from 0 to 1 by label."""

    image: Image.Image
    labels: Mapping[str, float]

    def __deepcopy__(self, memo: object) -> "LabelledImage":
        """Return the image itself, which does not change."""
        return self


@dataclass
class GenericState(State):
    """Everything that a server remembers."""

    classifier: Callable[[], Classifier]
    objects: dict[str, dict[str, Json]] = field(default_factory=dict[str, dict[str, Json]])
    """Fields of objects by the path of their collection and by id."""
    deleted: set[str] = field(default_factory=set[str])
    """Paths of deleted objects."""
    numbers: dict[str, int] = field(default_factory=dict[str, int])
    """How many ids each collection has given out."""
    images: dict[str, LabelledImage] = field(default_factory=dict[str, LabelledImage])
    """Registered images by fingerprint."""
    tokens: dict[str, float] = field(default_factory=dict[str, float])
    """Tokens of OAuth2 with the virtual time at which they expire."""

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        for each in (self.objects, self.deleted, self.numbers, self.images, self.tokens):
            each.clear()

    def collection(self, path: str) -> dict[str, Json]:
        """Return the objects of a collection by id."""
        return self.objects.setdefault(path, {})

    def remove(self, collection: str, id_: str) -> None:
        """Remove an object and everything below its path."""
        path = f"{collection}/{id_}"
        self.collection(collection).pop(id_, None)
        self.deleted.add(path)
        for below in [each for each in self.objects if each.startswith(f"{path}/")]:
            del self.objects[below]

    def add(self, collection: str, id_: str, fields: Json) -> Json:
        """Add an object, or replace the one with this id."""
        self.deleted.discard(f"{collection}/{id_}")
        self.collection(collection)[id_] = deepcopy(fields)
        return self.collection(collection)[id_]
