"""The images: scikit-learn's `load_digits`, 1,797 handwritten digits of 8 x 8 grey pixels."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageOps

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS = [str(digit) for digit in range(10)]

UNSEEN = 400
SCALE = 8


class Sample(NamedTuple):
    """A PNG file and its label."""

    path: Path
    label: str


class Digits(NamedTuple):
    """The digits: those to train with, and those to classify."""

    known: Sequence[Sample]
    unseen: Sequence[Sample]


def digits(folder: Path) -> Digits:
    """Return the digits of a folder, `known/<digit>/` and `unseen/<digit>/`; it is written if it does not exist."""
    if not folder.exists():
        _write(folder)
    paths = (sorted(folder.glob(f"{part}/*/*.png")) for part in ("known", "unseen"))
    return Digits(*([Sample(path, path.parent.name) for path in part] for part in paths))


def _write(folder: Path) -> None:
    """Write the folder under another name first, so that an interrupted run leaves nothing incomplete."""
    from sklearn.datasets import load_digits

    scans = load_digits()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        new = Path(name) / folder.name
        for number, (pixels, label) in enumerate(zip(scans.images, scans.target, strict=True)):
            part = "known" if number < len(scans.target) - UNSEEN else "unseen"
            path = new / part / str(label) / f"{number:04}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            image = Image.fromarray((255 - pixels * (255 / 16)).astype("uint8"))
            ImageOps.scale(ImageOps.expand(image, border=1, fill="white"), SCALE).save(path)
        new.rename(folder)
