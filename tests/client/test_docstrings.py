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
from tests.helpers.vendors import CLIENTS, VENDORS, clients, key_of, of_vendors, own, vendor_of
from visionapis_testing.vendors import emulator

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
def serve(vendor: str) -> Iterator[str]:
    """Serve what the examples need, or the emulator of a vendor whose client is generated."""
    if facts := own(vendor, "docstrings"):
        with facts.serve() as url:
            yield url
    else:
        with emulator(vendor, api_key=key_of(clients(vendor)[0])).serve() as url:
            yield url


class AnyOutput(doctest.OutputChecker):
    """Accepts any output."""

    def check_output(self, *_: object) -> bool:
        """Return True."""
        return True


@of_vendors("client_class", CLIENTS, "docstrings")
def test_examples_run(client_class: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example prints the output that its docstring shows; those of a generated client show none, and run."""
    vendor = vendor_of(client_class)
    sync_class = clients(vendor)[0]
    globals_ = {"asyncio": asyncio, client_class.__name__: client_class, "VisionAPIError": visionapis.VisionAPIError}
    with serve(vendor) as url:
        monkeypatch.setenv(VENDORS[vendor].url_variable, url)
        monkeypatch.setenv(VENDORS[vendor].key_variable, key_of(client_class))
        with sync_class() as client:
            tests = doctest.DocTestFinder().find(
                client_class, client_class.__name__, globs={**globals_, "client": client}
            )
            checker = doctest.OutputChecker() if own(vendor, "docstrings") else AnyOutput()
            runner = doctest.DocTestRunner(checker, optionflags=doctest.ELLIPSIS)
            results = [runner.run(test) for test in tests if test.examples]

    assert sum(result.attempted for result in results) > 0 or client_class is not sync_class
    assert sum(result.failed for result in results) == 0


@of_vendors("client_class", [each for each in CLIENTS if own(vendor_of(each), "docstrings")])
def test_every_method_has_an_example(client_class: type) -> None:
    """Handwritten synchronous methods have an example, and asynchronous ones refer to the synchronous method."""
    sync_class = clients(vendor_of(client_class))[0]
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
