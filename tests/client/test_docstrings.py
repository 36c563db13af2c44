"""The examples in the docstrings of the vendors' clients."""

from __future__ import annotations

import asyncio
import doctest
import inspect
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image, ImageDraw

import visionapis
from tests.docs.services import service
from visionapis_testing import ImageRecognizeEmulator, NanonetsEmulator, RoboflowEmulator
from visionapis_testing.vendors import find_vendor
from visionapis_testing.vendors.nanonets import LabelledBox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DIGITS = {"seven.png": [(0, 0), (7, 0), (2, 7)], "one.png": [(4, 0), (4, 7)]}
PHOTOS = {
    "photo.jpg": (20, 120, 90),
    "street.jpg": (120, 20, 90),
    "sign.png": (200, 200, 0),
    "receipt.pdf": (250, 250, 250),
}

CLIENTS = [
    getattr(visionapis, prefix + name)
    for name in ("ImageRecognize", "Nanonets", "Roboflow", "Ximilar")
    for prefix in ("", "Async")
]


@pytest.fixture(autouse=True)
def images(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save the images of the examples in the current folder."""
    for name, line in DIGITS.items():
        image = Image.new("L", (8, 8), 255)
        ImageDraw.Draw(image).line(line, fill=0)
        image.save(tmp_path / name)
    for name, colour in PHOTOS.items():
        Image.new("RGB", (64, 48), colour).save(tmp_path / name)
    monkeypatch.chdir(tmp_path)


@contextmanager
def roboflow() -> Iterator[str]:
    """Serve the model of the examples."""
    emulator = RoboflowEmulator("self-hosted")  # some calls are only those of a server of your own
    emulator.register("images/3", [("photo.jpg", "cat"), ("street.jpg", "street")])
    with emulator.serve() as url:
        yield url


@contextmanager
def nanonets() -> Iterator[str]:
    """Serve both models of the examples."""
    emulator = NanonetsEmulator()
    emulator.clock.step = 60.0  # the first poll of a prediction finds it finished
    emulator.register("3f2a9c1e", [("seven.png", "7"), ("one.png", "1")])
    emulator.register(
        "9d0c4b7a", [("receipt.pdf", [LabelledBox("total", 6, 3, 46, 13, "48.20 EUR")])], model_type="ocr"
    )
    with emulator.serve() as url:
        yield url


@contextmanager
def imagerecognize() -> Iterator[str]:
    """Serve the images of the examples."""
    emulator = ImageRecognizeEmulator()
    emulator.register("street.jpg", objects=[("Bicycle", 97.41, [(0.1, 0.2, 0.3, 0.4)])])
    emulator.register("sign.png", texts=[("Platform 4", 96.9, [(0.0, 0.0, 1.0, 0.1)])])
    with emulator.serve() as url:
        yield url


@contextmanager
def ximilar() -> Iterator[str]:
    """Serve the examples of the contract."""
    with service("ximilar") as url:
        yield url


SERVERS = {"imagerecognize": imagerecognize, "nanonets": nanonets, "roboflow": roboflow, "ximilar": ximilar}


@pytest.mark.parametrize("client_class", CLIENTS, ids=lambda client_class: client_class.__name__)
def test_examples_run(client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example prints the output that its docstring shows."""
    vendor = client_class.__name__.removeprefix("Async").lower()
    globals_ = {"asyncio": asyncio, client_class.__name__: client_class, "VisionAPIError": visionapis.VisionAPIError}
    with SERVERS[vendor]() as url:
        monkeypatch.setenv(find_vendor(vendor).url_variable, url)
        monkeypatch.setenv(find_vendor(vendor).key_variable, "test-key")
        with getattr(visionapis, client_class.__name__.removeprefix("Async"))() as client:
            tests = doctest.DocTestFinder().find(
                client_class, client_class.__name__, globs={**globals_, "client": client}
            )
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
            results = [runner.run(test) for test in tests if test.examples]

    assert sum(result.attempted for result in results) > 0
    assert sum(result.failed for result in results) == 0


@pytest.mark.parametrize("client_class", CLIENTS, ids=lambda client_class: client_class.__name__)
def test_every_method_has_an_example(client_class: type) -> None:
    """Synchronous methods have an example, and asynchronous ones refer to the synchronous method."""
    sync_class = getattr(visionapis, client_class.__name__.removeprefix("Async"))
    methods = {
        name: value
        for name, value in vars(client_class).items()
        if inspect.isfunction(value) and not name.startswith("_")
    }

    assert len(methods) > 2
    assert methods.keys() == {
        name for name, value in vars(sync_class).items() if inspect.isfunction(value) and name[0] != "_"
    }
    assert ">>>" in (client_class.__doc__ or "")
    for name, method in methods.items():
        assert (">>>" if client_class is sync_class else f"See `{sync_class.__name__}.{name}`.") in (
            method.__doc__ or ""
        ), name
