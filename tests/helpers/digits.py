"""scikit-learn's digit images, one by one and in pairs."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

TRAIN_SIZE = 1_400


@cache
def digits() -> tuple[list[Image.Image], list[str]]:
    """Return scikit-learn's digit images and their labels in a fixed, shuffled order, eight times their size."""
    dataset: Any = load_digits()
    order = np.random.default_rng(7).permutation(len(dataset.images))
    images = [enlarge(dataset.images[index]) for index in order]
    return images, [str(dataset.target[index]) for index in order]


def enlarge(scan: NDArray[np.float64]) -> Image.Image:
    """Return a scan with values up to 16 as an image."""
    image = Image.fromarray((scan * 15.9375).astype(np.uint8))
    return image.resize((8 * image.width, 8 * image.height), Image.Resampling.NEAREST)


def png(image: Image.Image) -> bytes:
    """Encode an image as PNG."""
    buffer = BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def pairs(images: list[Image.Image], labels: list[str], count: int) -> Iterator[tuple[Image.Image, set[str]]]:
    """Yield images of two digits side by side, with their labels."""
    rng = np.random.default_rng(3)
    for left, right in rng.integers(0, len(images), (count, 2)):
        both = Image.new("L", (128, 64))
        both.paste(images[left], (0, 0))
        both.paste(images[right], (64, 0))
        yield both.convert("RGB"), {labels[left], labels[right]}
