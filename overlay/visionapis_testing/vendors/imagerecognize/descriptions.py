"""Descriptions of images in JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from visionapis_testing.validation import from_json

from .examples import RelativeBox

_Document = dict[str, Any]


@dataclass(frozen=True)
class _Box:
    x: float
    y: float
    width: float
    height: float

    @classmethod
    def read(cls, boxes: Sequence[_Document]) -> list[RelativeBox]:
        found = [from_json(cls, box) for box in boxes]
        return [(box.x, box.y, box.width, box.height) for box in found]


@dataclass(frozen=True)
class _Named:
    name: str
    confidence: float = 100.0
    boxes: list[_Document] | None = None


@dataclass(frozen=True)
class _Face:
    confidence: float = 100.0
    boxes: list[_Document] | None = None


@dataclass(frozen=True)
class _Text:
    text: str
    confidence: float = 100.0
    boxes: list[_Document] | None = None


@dataclass(frozen=True)
class _Unsafe:
    name: str
    confidence: float = 100.0


@dataclass(frozen=True)
class Description:
    """The contents of an image, by type of recognition.

    An object has a name, a confidence in percent, by default 100, and boxes with x, y, width and height, as fractions
    of the image's width and height. ``label`` is the name of an object without a box. ``error`` is the text of a
    recognition that fails.
    """

    label: str | None = None
    objects: list[_Document] | None = None
    celebrities: list[_Document] | None = None
    faces: list[_Document] | None = None
    texts: list[_Document] | None = None
    nsfw: list[_Document] | None = None
    error: str | None = None

    def findings(self) -> dict[str, Any]:
        """Return the arguments of ``ImageRecognizeEmulator.register``. Raises ValueError for an invalid finding."""
        if self == Description():
            raise ValueError(f"expected one of {', '.join(vars(self))}")
        objects = self.objects if self.label is None else [{"name": self.label}, *(self.objects or ())]
        named = {"objects": objects, "celebrities": self.celebrities}
        return {
            "error": self.error,
            **{name: entries and [_named(entry) for entry in entries] for name, entries in named.items()},
            "faces": self.faces and [_face(entry) for entry in self.faces],
            "texts": self.texts and [_text(entry) for entry in self.texts],
            "nsfw": self.nsfw and [_unsafe(entry) for entry in self.nsfw],
        }


def _named(entry: _Document) -> tuple[str, float, list[RelativeBox]]:
    found = from_json(_Named, entry)
    return found.name, found.confidence, _Box.read(found.boxes or ())


def _face(entry: _Document) -> tuple[float, list[RelativeBox]]:
    found = from_json(_Face, entry)
    return found.confidence, _Box.read(found.boxes or ())


def _text(entry: _Document) -> tuple[str, float, list[RelativeBox]]:
    found = from_json(_Text, entry)
    return found.text, found.confidence, _Box.read(found.boxes or ())


def _unsafe(entry: _Document) -> tuple[str, float]:
    found = from_json(_Unsafe, entry)
    return found.name, found.confidence
