"""Kernel ridge regression on thumbnails of pictures."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SIDE = 16
_RIDGE = 1e-3
_SHARPNESS = 15.0
_MAX_CENTRES = 2_000
_TINY = 1e-12

_Array = NDArray[np.float64]


class Ridge:
    """Weights from pictures to targets, which are rows alike."""

    def __init__(self, thumbnails: Sequence[_Array], rows: Sequence[Sequence[float]]) -> None:
        pictures, targets = np.stack(thumbnails), np.array(rows, dtype=np.float64)
        chosen = np.unique(np.linspace(0, len(pictures) - 1, min(len(pictures), _MAX_CENTRES)).round().astype(int))
        self._centres = pictures[chosen]
        self._norms: _Array = (self._centres**2).sum(axis=1)
        self._width = 2 * max(float(self._distances(self._centres).mean()), _TINY)
        between = self._kernel(self._centres)
        ridge = _RIDGE * np.eye(len(between))
        if len(chosen) == len(pictures):
            self._weights = np.linalg.solve(between + ridge, targets)
        else:
            # Subset of regressors: Rasmussen and Williams, Gaussian Processes for Machine Learning, section 8.3.1.
            across = self._kernel(pictures)
            system = across.T @ across + _RIDGE * between + _TINY * np.eye(len(between))
            self._weights = np.linalg.solve(system, across.T @ targets)

    def evidence(self, picture: Image.Image) -> list[float]:
        """Return what the weights make of a picture, for each column of the targets."""
        values: list[float] = self._evidence(picture).tolist()
        return values

    def chances(self, picture: Image.Image) -> list[float]:
        """Return a number from 0 to 1 for each column, on its own."""
        values: list[float] = (1 / (1 + np.exp(-_SHARPNESS * (self._evidence(picture) - 0.5)))).tolist()
        return values

    def shares(self, picture: Image.Image) -> list[float]:
        """Return a number for each column; they sum to 1."""
        evidence = self._evidence(picture)
        powers = np.exp(_SHARPNESS * (evidence - evidence.max()))
        values: list[float] = (powers / powers.sum()).tolist()
        return values

    def _evidence(self, picture: Image.Image) -> _Array:
        evidence: _Array = (self._kernel(thumbnail(picture)[np.newaxis]) @ self._weights)[0]
        return evidence

    def _kernel(self, pictures: _Array) -> _Array:
        kernel: _Array = np.exp(-self._distances(pictures) / self._width)
        return kernel

    def _distances(self, pictures: _Array) -> _Array:
        """Squared distances from each picture (rows) to each centre (columns)."""
        norms = (pictures**2).sum(axis=1)[:, np.newaxis] + self._norms
        distances: _Array = np.maximum(norms - 2 * pictures @ self._centres.T, 0)
        return distances


def thumbnail(picture: Image.Image) -> _Array:
    """Return what is looked at of a picture: a few colours in a row, from 0 to 1."""
    small = picture.resize((_SIDE, _SIDE), Image.Resampling.BOX)
    return np.asarray(small, dtype=np.float64).ravel() / 255
