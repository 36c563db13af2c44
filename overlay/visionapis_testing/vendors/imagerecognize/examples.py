"""What is registered for pictures, and what other pictures are taken for."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from PIL import Image

from visionapis_testing.emulator.classifiers import Recognizer
from visionapis_testing.errors import RegistrationError

Box = tuple[float, float, float, float]
"""Left edge, upper edge, width and height, in fractions of the picture's."""

_CERTAIN = 100.0
_HAIR = 1e-9  # 0.1 + 0.9 may be more than 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in a picture."""

    confidence: float
    """In percent."""
    name: str | None = None
    text: str | None = None
    boxes: Sequence[Box] | None = None
    """None for what has no place by its nature, such as unsafe content."""

    def __post_init__(self) -> None:
        """Raise RegistrationError for a confidence that is none, and for a box that leaves the picture."""
        if not 0 <= self.confidence <= _CERTAIN:
            raise RegistrationError(f"confidence is in percent, from 0 to 100, not {self.confidence:g}")
        for x, y, width, height in self.boxes or ():
            if min(x, y, width, height) < 0 or max(x + width, y + height) > 1 + _HAIR:
                raise RegistrationError(
                    f"box {(x, y, width, height)} leaves the picture: left, top, width and height are fractions of it"
                )

    def json(self) -> dict[str, object]:
        """Return it as an answer's entry."""
        fields = {"name": self.name, "text": self.text, "confidence": self.confidence}
        entry: dict[str, object] = {name: value for name, value in fields.items() if value is not None}
        if self.boxes is not None:
            entry["coordinates"] = [dict(zip(("x", "y", "width", "height"), box, strict=True)) for box in self.boxes]
        return entry


class Examples:
    """Pictures in which one type of thing was registered, and a recognizer that has learnt them."""

    def __init__(self, recognizer: Callable[[], Recognizer]) -> None:
        self._make = recognizer
        self._recognizer: Recognizer | None = None
        self._pictures: dict[str, tuple[Image.Image, Sequence[Finding]]] = {}

    def add(self, picture: Image.Image, findings: Iterable[Finding]) -> None:
        """Register what is in an upright RGB picture, in place of what was registered for it before."""
        self._pictures[fingerprint(picture)] = (picture, tuple(findings))
        self._recognizer = None  # learns again when it is next asked

    def find(self, picture: Image.Image) -> Sequence[Finding]:
        """Return what is in a picture.

        For a registered one, pixel by pixel, that is what was registered. Any other is taken for the one that the
        recognizer finds most likely, with confidences that are so much lower; without any registered, it is empty.
        """
        if known := self._pictures.get(fingerprint(picture)):
            return known[1]
        if not self._pictures:
            return ()
        shown = {_label(findings): findings for _, findings in reversed(self._pictures.values())}
        if self._recognizer is None:
            self._recognizer = self._make()
            lessons = ((image, {_label(findings)}) for image, findings in self._pictures.values())
            self._recognizer.learn(lessons, multi_label=False)
        scores = self._recognizer.scores(picture)
        best = max(scores, key=scores.__getitem__)
        return [replace(each, confidence=round(each.confidence * scores[best], 2)) for each in shown[best]]


def fingerprint(picture: Image.Image) -> str:
    """Return what tells a picture's pixels from all others."""
    return hashlib.sha256(repr(picture.size).encode() + picture.tobytes()).hexdigest()


def _label(findings: Sequence[Finding]) -> str:
    """What a picture shows, without where: pictures that show the same are examples of one label."""
    return json.dumps([(each.name, each.text) for each in findings])
