"""scikit-learn's scanned digits, one by one and in pairs."""

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

LEARNT = 1_400


@cache
def digits() -> tuple[list[Image.Image], list[str]]:
    """Return scikit-learn's scanned digits in a fixed, mixed order, eight times their size."""
    found: Any = load_digits()
    order = np.random.default_rng(7).permutation(len(found.images))
    pictures = [enlarge(found.images[index]) for index in order]
    return pictures, [str(found.target[index]) for index in order]


def enlarge(scan: NDArray[np.float64]) -> Image.Image:
    """Return a scan, whose values go up to 16, as a picture."""
    image = Image.fromarray((scan * 15.9375).astype(np.uint8))
    return image.resize((8 * image.width, 8 * image.height), Image.Resampling.NEAREST)


def png(image: Image.Image) -> bytes:
    """Return a picture as PNG."""
    buffer = BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()


def pairs(pictures: list[Image.Image], labels: list[str], count: int) -> Iterator[tuple[Image.Image, set[str]]]:
    """Yield pictures of two digits side by side."""
    chance = np.random.default_rng(3)
    for left, right in chance.integers(0, len(pictures), (count, 2)):
        both = Image.new("L", (128, 64))
        both.paste(pictures[left], (0, 0))
        both.paste(pictures[right], (64, 0))
        yield both.convert("RGB"), {labels[left], labels[right]}
