"""The examples in the clients' docstrings give what they show."""

from __future__ import annotations

import doctest
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw
from tests.docs.services import service

from visionapis import (ImageRecognize, Nanonets, Roboflow, Ximilar)
from visionapis_testing import (ImageRecognizeEmulator, NanonetsEmulator, RoboflowEmulator)
from visionapis_testing.vendors.nanonets import Box

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINES = {"seven": [(0, 0), (7, 0), (2, 7)], "one": [(4, 0), (4, 7)]}
DIGITS = [("seven.png", "7"), ("one.png", "1")]


@pytest.fixture(autouse=True)
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures that the examples name, in the current folder."""
    for name, line in LINES.items():
        image = Image.new("L", (8, 8), 255)
        ImageDraw.Draw(image).line(line, fill=0)
        image.save(tmp_path / f"{name}.png")
    for number, name in enumerate(("photo.jpg", "street.jpg", "sign.png", "receipt.pdf")):
        Image.new("RGB", (64, 48), (60 * number, 0, 90)).save(tmp_path / name)
    monkeypatch.chdir(tmp_path)


@contextmanager
def roboflow() -> Iterator[Any]:
    """A client whose server knows the model of the examples."""
    emulator = RoboflowEmulator()
    emulator.register("digits/1", DIGITS)
    with emulator.client() as client:
        yield client


@contextmanager
def nanonets() -> Iterator[Any]:
    """A client whose server knows both models of the examples."""
    emulator = NanonetsEmulator()
    emulator.clock.step = 60.0  # the first look at a prediction finds it done
    emulator.register("3f2a9c1e", [(name, label) for name, label in DIGITS])
    emulator.register("9d0c4b7a", [("receipt.pdf", [Box("total", 6, 3, 46, 13, "48.20 EUR")])], model_type="ocr")
    with emulator.client() as client:
        yield client


@contextmanager
def imagerecognize() -> Iterator[Any]:
    """A client whose server knows both pictures of the examples."""
    emulator = ImageRecognizeEmulator()
    emulator.register("street.jpg", objects=[("Bicycle", 97.41, [(0.1, 0.2, 0.3, 0.4)])])
    emulator.register("sign.png", texts=[("Platform 4", 96.9, [(0.0, 0.0, 1.0, 0.1)])])
    with emulator.client() as client:
        yield client


@contextmanager
def ximilar() -> Iterator[Any]:
    """A client whose server gives the contract's examples."""
    with service("ximilar") as url, Ximilar("test-key", base_url=url) as client:
        yield client


@pytest.mark.parametrize(
    ("kind", "opened"),
    [(Roboflow, roboflow), (Nanonets, nanonets), (ImageRecognize, imagerecognize), (Ximilar, ximilar)],
)
def test_examples_in_docstrings(kind: type, opened: Any) -> None:
    """Each is run against a server, and every client has some."""
    with opened() as client:
        found = doctest.DocTestFinder(recurse=True).find(kind, kind.__name__, globs={"client": client})
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        results = [runner.run(test) for test in found if test.examples]

    assert sum(result.attempted for result in results) > 0
    assert sum(result.failed for result in results) == 0
