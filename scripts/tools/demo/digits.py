"""The pictures: scikit-learn's `load_digits`, 1,797 digits that people wrote by hand, 8 x 8 grey pixels each."""

from __future__ import annotations

import random
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from visionapis import Box

from .trial import Mark, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAMES = [str(digit) for digit in range(10)]

UNSEEN = 400
ENLARGEMENT = 8

CELL = 80
COLUMNS, ROWS = 4, 3
ON_A_SHEET = (3, 5)
SLACK = 6


@dataclass(frozen=True)
class Digits:
    """Scanned digits: those to learn, and those to ask about."""

    known: Sequence[Sample]
    unseen: Sequence[Sample]


def digits(folder: Path) -> Digits:
    """The digits as PNG files in a folder, which is written if it is not there.

    `known/<digit>/` has those to learn, `unseen/<digit>/` the others.
    """
    if not folder.exists():
        _write(folder)
    known, unseen = (
        [Sample(picture, (Mark(picture.parent.name),)) for picture in sorted(folder.glob(f"{part}/*/*.png"))]
        for part in ("known", "unseen")
    )
    return Digits(known, unseen)


def _write(folder: Path) -> None:
    """The folder appears when it is complete, so that an interrupted run leaves nothing half-made."""
    from sklearn.datasets import load_digits

    scans = load_digits()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        new = Path(name) / folder.name
        for number, (pixels, label) in enumerate(zip(scans.images, scans.target, strict=True)):
            part = "known" if number < len(scans.target) - UNSEEN else "unseen"
            place = new / part / str(label)
            place.mkdir(parents=True, exist_ok=True)
            ink = Image.fromarray((255 - pixels * (255 / 16)).astype("uint8"))
            paper = ImageOps.expand(ink, border=1, fill="white")
            ImageOps.scale(paper, ENLARGEMENT).save(place / f"{number:04}.png")
        new.rename(folder)


def pairs(samples: Sequence[Sample], count: int) -> Iterator[Sample]:
    """Pictures of two digits side by side, each pair another one."""
    chance = random.Random(3)  # noqa: S311  (equal runs, no secrets)
    chosen = dict.fromkeys((chance.randrange(len(samples)), chance.randrange(len(samples))) for _ in range(2 * count))
    for indices in list(chosen)[:count]:
        both = [samples[index] for index in indices]
        images = [Image.open(BytesIO(sample.content)) for sample in both]
        paper = Image.new("L", (sum(image.width for image in images), images[0].height))
        for place, image in enumerate(images):
            paper.paste(image, (place * images[0].width, 0))
        yield Sample(png(paper), tuple(Mark(name) for name in sorted({sample.names[0] for sample in both})))


@dataclass(frozen=True)
class Scene:
    """Which digits stand on a sheet, and in which cells; each is there once."""

    names: Sequence[str]
    cells: Sequence[int]


def scenes(count: int) -> list[Scene]:
    """Scenes of which no two have the same digits."""
    chance = random.Random(5)  # noqa: S311  (equal runs, no secrets)
    found: dict[tuple[str, ...], Scene] = {}
    while len(found) < count:
        names = chance.sample(NAMES, chance.randint(*ON_A_SHEET))
        cells = sorted(chance.sample(range(COLUMNS * ROWS), len(names)))
        found.setdefault(tuple(sorted(names)), Scene(names, cells))
    return list(found.values())


def sheets(scene: Scene, samples: Sequence[Sample], count: int) -> Iterator[Sample]:
    """Sheets with a scene, each in other handwriting and with every digit moved a little."""
    chance = random.Random(repr(scene))  # noqa: S311  (equal runs, no secrets)
    width, height = COLUMNS * CELL, ROWS * CELL
    side = CELL - 2 * SLACK
    for _ in range(count):
        paper = Image.new("L", (width, height), 255)
        marks: list[Mark] = []
        for name, cell in zip(scene.names, scene.cells, strict=True):
            row, column = divmod(cell, COLUMNS)
            left, top = (CELL * place + chance.randint(0, 2 * SLACK) for place in (column, row))
            sample = chance.choice([each for each in samples if each.names == [name]])
            paper.paste(Image.open(BytesIO(sample.content)).resize((side, side)), (left, top))
            marks.append(Mark(name, Box(left / width, top / height, side / width, side / height)))
        yield Sample(png(paper), tuple(marks))


def png(image: Image.Image) -> bytes:
    """A picture as PNG."""
    buffer = BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue()
