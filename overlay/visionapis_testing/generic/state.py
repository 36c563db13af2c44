"""The state of an emulated server: created objects, registered images and tokens."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from PIL import Image

from visionapis_testing.emulator.classifiers import Classifier
from visionapis_testing.emulator.state import State, memory_size

Json = dict[str, Any]

MAX_BYTES = 2**28
"""The memory that objects, and the paths of deleted ones, can take together."""

MAX_TOKENS = 10_000

_ENTRY_BYTES = 300
"""Bytes of an entry besides its value: dictionaries, sets and texts have some hundred bytes of their own."""


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
    """The latest tokens of OAuth2 with the virtual time at which they expire."""
    issued: int = 0
    """How many tokens were issued."""
    stored_bytes: int = 0

    def reset(self) -> None:
        """Forget everything."""
        super().reset()
        self.issued = self.stored_bytes = 0
        for each in (self.objects, self.deleted, self.numbers, self.images, self.tokens):
            each.clear()

    def collection(self, path: str) -> Mapping[str, Json]:
        """Return the objects of a collection by id."""
        return self.objects.get(path, {})

    def remove(self, collection: str, id_: str) -> None:
        """Remove an object and everything below its path. Raises StorageError."""
        path = _path(collection, id_)
        if path in self.deleted:
            return
        below = [each for each in self.objects if each.startswith(f"{path}/")]
        gone = [(collection, id_)] if id_ in self.collection(collection) else []
        gone += [(each, inner) for each in below for inner in self.objects[each]]
        self._take(_size(path, {}) - sum(_size(_path(each, inner), self.objects[each][inner]) for each, inner in gone))
        self.deleted.add(path)
        self.objects.get(collection, {}).pop(id_, None)
        for each in below:
            del self.objects[each]

    def add(self, collection: str, id_: str, fields: Json) -> Json:
        """Add an object, or replace the one with this id, and return it. Raises StorageError."""
        replaced = self.collection(collection).get(id_)
        path = _path(collection, id_)
        known = (0 if replaced is None else _size(path, replaced)) + (_size(path, {}) if path in self.deleted else 0)
        self._take(_size(path, fields) - known)
        self.deleted.discard(path)
        stored = self.objects.setdefault(collection, {})[id_] = deepcopy(fields)
        return stored

    def was_deleted(self, collection: str, id_: str) -> bool:
        """Return whether an object existed that was deleted."""
        return _path(collection, id_) in self.deleted

    def add_token(self, token: str, expires: float) -> None:
        """Add a token, and forget the oldest one if there are too many."""
        self.issued += 1
        self.tokens[token] = expires
        while len(self.tokens) > MAX_TOKENS:
            del self.tokens[next(iter(self.tokens))]

    def _take(self, size: int) -> None:
        if size > 0 and self.stored_bytes + size > MAX_BYTES:
            raise StorageError
        self.stored_bytes += size


class StorageError(Exception):
    """The memory of the server is used up."""


def _path(collection: str, id_: str) -> str:
    return f"{collection}/{quote(id_, safe='')}"


def _size(path: str, fields: Json) -> int:
    return _ENTRY_BYTES + 2 * memory_size(path) + memory_size(fields)
