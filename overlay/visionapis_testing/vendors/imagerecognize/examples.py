"""Registered images with their findings, and the prediction of findings for other images."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace

from PIL import Image

from visionapis_testing.emulator.classifiers import Classifier
from visionapis_testing.errors import RegistrationError

RelativeBox = tuple[float, float, float, float]
"""Left, top, width and height as fractions of the image's width and height."""

_MAX_CONFIDENCE = 100.0
_ROUNDING = 1e-9  # 0.1 + 0.9 may exceed 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing recognized in an image."""

    confidence: float
    """In percent."""
    name: str | None = None
    text: str | None = None
    boxes: Sequence[RelativeBox] | None = None
    """None for findings without a location, such as unsafe content."""

    def __post_init__(self) -> None:
        """Raise RegistrationError for an invalid confidence and for a box that exceeds the image."""
        if not 0 <= self.confidence <= _MAX_CONFIDENCE:
            raise RegistrationError(f"confidence must be a percentage from 0 to 100, not {self.confidence:g}")
        for x, y, width, height in self.boxes or ():
            if min(x, y, width, height) < 0 or max(x + width, y + height) > 1 + _ROUNDING:
                raise RegistrationError(
                    f"box {(x, y, width, height)} exceeds the image: left, top, width and height are fractions of it"
                )


class Examples:
    """Images with their findings of one type, and a classifier fitted to them."""

    def __init__(self, classifier: Callable[[], Classifier]) -> None:
        self._make_classifier = classifier
        self._classifier: Classifier | None = None
        self._images: dict[str, tuple[Image.Image, Sequence[Finding]]] = {}

    def add(self, image: Image.Image, findings: Iterable[Finding]) -> None:
        """Register the findings of an upright RGB image, replacing earlier ones."""
        self._images[fingerprint(image)] = (image, tuple(findings))
        self._classifier = None  # fitted anew by the next prediction

    def __deepcopy__(self, memo: object) -> "Examples":
        """Copy what can change; images do not, and a classifier may not be copyable."""
        examples = copy(self)
        examples._images = dict(self._images)
        return examples

    def find(self, image: Image.Image) -> Sequence[Finding]:
        """Return the findings of an image.

        These are the registered ones if an image with the same pixels is registered. Any other image gets the findings
        of the most likely registered one, their confidences multiplied by its probability. The result is empty if no
        image is registered.
        """
        if known := self._images.get(fingerprint(image)):
            return known[1]
        if not self._images:
            return ()
        # Reversed, so that of images with the same label the first one counts.
        findings_by_label = {_label(findings): findings for _, findings in reversed(self._images.values())}
        if self._classifier is None:
            self._classifier = self._make_classifier()
            examples = ((example, {_label(findings)}) for example, findings in self._images.values())
            self._classifier.fit(examples, multi_label=False)
        probabilities = self._classifier.predict_proba(image)
        best = max(probabilities, key=probabilities.__getitem__)
        return [
            replace(each, confidence=round(each.confidence * probabilities[best], 2))
            for each in findings_by_label[best]
        ]


def fingerprint(image: Image.Image) -> str:
    """Return a digest of an image's size and pixels."""
    return hashlib.sha256(repr(image.size).encode() + image.tobytes()).hexdigest()


def _label(findings: Sequence[Finding]) -> str:
    """Return a label for findings regardless of their boxes and confidences."""
    return json.dumps([(each.name, each.text) for each in findings])
