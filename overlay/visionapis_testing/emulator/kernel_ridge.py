"""Kernel ridge regression on thumbnails of images."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 16
_RIDGE = 1e-3
_STEEPNESS = 15.0
_MAX_CENTRES = 2_000
_EPSILON = 1e-12

_Array = NDArray[np.float64]


class KernelRidge:
    """A model that is trained when it is created: from thumbnails to one row of numbers per thumbnail."""

    def __init__(self, thumbnails: Sequence[_Array], rows: Sequence[Sequence[float]]) -> None:
        images, targets = np.stack(thumbnails), np.array(rows, dtype=np.float64)
        chosen = np.unique(np.linspace(0, len(images) - 1, min(len(images), _MAX_CENTRES)).round().astype(int))
        self._centres = images[chosen]
        self._norms: _Array = (self._centres**2).sum(axis=1)
        self._width = 2 * max(float(self._distances(self._centres).mean()), _EPSILON)
        between = self._kernel(self._centres)
        ridge = _RIDGE * np.eye(len(between))
        if len(chosen) == len(images):
            self._weights = np.linalg.solve(between + ridge, targets)
        else:
            # Subset of regressors: Rasmussen and Williams, Gaussian Processes for Machine Learning, section 8.3.1.
            across = self._kernel(images)
            system = across.T @ across + _RIDGE * between + _EPSILON * np.eye(len(between))
            self._weights = np.linalg.solve(system, across.T @ targets)

    def predict(self, image: Image.Image) -> list[float]:
        """Return a number per target column."""
        values: list[float] = self._predict(image).tolist()
        return values

    def sigmoid(self, image: Image.Image) -> list[float]:
        """Return a number from 0 to 1 per target column, independent of each other."""
        values: list[float] = (1 / (1 + np.exp(-_STEEPNESS * (self._predict(image) - 0.5)))).tolist()
        return values

    def softmax(self, image: Image.Image) -> list[float]:
        """Return a number from 0 to 1 per target column; they sum to 1."""
        predicted = self._predict(image)
        powers = np.exp(_STEEPNESS * (predicted - predicted.max()))
        values: list[float] = (powers / powers.sum()).tolist()
        return values

    def _predict(self, image: Image.Image) -> _Array:
        predicted: _Array = (self._kernel(thumbnail(image)[np.newaxis]) @ self._weights)[0]
        return predicted

    def _kernel(self, images: _Array) -> _Array:
        kernel: _Array = np.exp(-self._distances(images) / self._width)
        return kernel

    def _distances(self, images: _Array) -> _Array:
        """Return the squared distance of each image (rows) from each centre (columns)."""
        norms = (images**2).sum(axis=1)[:, np.newaxis] + self._norms
        distances: _Array = np.maximum(norms - 2 * images @ self._centres.T, 0)
        return distances


def thumbnail(image: Image.Image) -> _Array:
    """Return the features of an image: the colours of a 16 by 16 thumbnail in one row, from 0 to 1."""
    small = image.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float64).ravel() / 255
