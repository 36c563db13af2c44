"""Classifiers and regressors that emulated models learn with."""

from array import array
from collections.abc import Collection, Iterable, Mapping
from statistics import fmean
from typing import Protocol

from PIL import Image


class Classifier(Protocol):
    """A model that learns labels from images.

    Implement it to have an emulator respond with a model of your own, here by the width of images:

        >>> class ByWidth:
        ...     def fit(self, examples, *, multi_label):
        ...         self.widths = {image.width: next(iter(labels)) for image, labels in examples}
        ...     def predict_proba(self, image):
        ...         return {label: float(width == image.width) for width, label in self.widths.items()}
        >>> from visionapis_testing import RoboflowEmulator
        >>> emulator = RoboflowEmulator(classifier=ByWidth)
    """

    def fit(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Train on upright RGB images, each with its labels: exactly one unless ``multi_label``.

        Called once. The iterable is lazy, so that not all images need be in memory.
        """
        ...

    def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
        """Return a score from 0 to 1 per label. The scores sum to 1 unless trained with ``multi_label``.

        An emulator may cache the result for equal images.
        """
        ...


class Regressor(Protocol):
    """A model that learns a number from images, such as an age or a price."""

    def fit(self, examples: Iterable[tuple[Image.Image, float]]) -> None:
        """Train on upright RGB images, each with its number.

        Called once. The iterable is lazy, so that not all images need be in memory.
        """
        ...

    def predict(self, image: Image.Image) -> float:
        """Return the number for an image. An emulator may cache it for equal images."""
        ...


class KernelRidgeClassifier:
    """Kernel ridge regression on 16 by 16 thumbnails: trains in milliseconds, deterministic.

    Trained on 1,400 of scikit-learn's scanned digits it classifies 97 to 99 % of the others correctly. It compares
    whole images, which suits scans, icons, products on a plain background, and tests, but not holiday photographs.

        >>> from PIL import Image
        >>> classifier = KernelRidgeClassifier()
        >>> red, blue = (Image.new("RGB", (8, 8), colour) for colour in ("red", "blue"))
        >>> classifier.fit([(red, {"red"}), (blue, {"blue"})], multi_label=False)
        >>> classifier.predict_proba(red)["red"] > 0.9
        True
    """

    def fit(self, examples: Iterable[tuple[Image.Image, Collection[str]]], *, multi_label: bool) -> None:
        """Train on labelled images. Of more than 2,000, an even selection serves as reference points."""
        from .kernel_ridge import KernelRidge, thumbnail  # imports numpy, which is slow

        thumbnails, labels = zip(*((thumbnail(image), frozenset(each)) for image, each in examples), strict=True)
        self._multi_label = multi_label
        self._labels = sorted(frozenset[str]().union(*labels))
        self._model = KernelRidge(thumbnails, [[float(label in each) for label in self._labels] for each in labels])

    def predict_proba(self, image: Image.Image) -> Mapping[str, float]:
        """Return a probability per label; for a multi-label model independent ones."""
        values = self._model.sigmoid(image) if self._multi_label else self._model.softmax(image)
        return dict(zip(self._labels, values, strict=True))


class KernelRidgeRegressor:
    """Kernel ridge regression of a number on 16 by 16 thumbnails.

    For an image unlike all training images it returns their mean.

        >>> from PIL import Image
        >>> regressor = KernelRidgeRegressor()
        >>> regressor.fit([(Image.new("RGB", (8, 8), (level, 0, 0)), level) for level in range(0, 256, 5)])
        >>> 95 < regressor.predict(Image.new("RGB", (8, 8), (100, 0, 0))) < 105
        True
    """

    def fit(self, examples: Iterable[tuple[Image.Image, float]]) -> None:
        """Train on images with numbers. Of more than 2,000, an even selection serves as reference points."""
        from .kernel_ridge import KernelRidge, thumbnail

        thumbnails, numbers = zip(*((thumbnail(image), number) for image, number in examples), strict=True)
        self._mean = fmean(numbers)
        self._model = KernelRidge(thumbnails, [[number - self._mean] for number in numbers])

    def predict(self, image: Image.Image) -> float:
        """Return the number for an image."""
        return self._mean + self._model.predict(image)[0]


def as_float32(score: float) -> float:
    """Return a score rounded to the 32-bit precision of the vendors' models."""
    return array("f", [score])[0]
