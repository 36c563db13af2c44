"""Vendors' clients in environments of their own, and real images for them."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.cli.shell import Shell
from tests.helpers.digits import TRAIN_SIZE, digits, png

from .emulated import Emulated
from .environments import UnavailableError
from .vendor_client import Program, VendorClient

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path


class OpenClient(Protocol):
    """A function that opens a client by the name of its package on PyPI."""

    def __call__(self, name: str, *, url: str, key: str) -> VendorClient: ...


@pytest.fixture(scope="module")
def open_program() -> Iterator[Callable[[str], Program]]:
    """Open programs by the name of the package that they use.

    A test whose package cannot be installed is skipped with the reason; in continuous integration it fails.
    """
    programs: dict[str, Program] = {}

    def open_(name: str) -> Program:
        try:
            programs[name] = programs.get(name) or Program(name)
        except UnavailableError as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"{name} cannot be installed: {error}")
        return programs[name]

    yield open_
    for program in programs.values():
        program.close()


@pytest.fixture
def open_client(open_program: Callable[[str], Program]) -> OpenClient:
    """Open clients of a server with its URL and key."""

    def open_(name: str, *, url: str, key: str) -> VendorClient:
        return VendorClient(open_program(name), url=url, key=key)

    return open_


@dataclass(frozen=True)
class Scans:
    """Scanned digits: labels by file name."""

    training: Mapping[str, str]
    unseen: Mapping[str, str]
    folder: Path
    """The training digits, in one subfolder per label."""

    def describe(self, path: Path, labels: Callable[[str], list[str]]) -> Path:
        """Write a JSON file in which each training digit has several labels, and return it."""
        images = [{"file": file, "labels": labels(label)} for file, label in self.training.items()]
        path.write_text(json.dumps(images))
        return path


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Scans:
    """400 digits for training and 50 others."""
    folder = tmp_path_factory.mktemp("scans")
    images, labels = digits()

    def save(name: str, numbers: range) -> dict[str, str]:
        files = {folder / name / labels[number] / f"{number}.png": number for number in numbers}
        for file, number in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png(images[number]))
        return {str(file): labels[number] for file, number in files.items()}

    training = save("training", range(400))
    return Scans(training, save("unseen", range(TRAIN_SIZE, TRAIN_SIZE + 50)), folder / "training")


class Emulate(Protocol):
    """A function that runs `visionapis emulate` with options."""

    def __call__(self, vendor: str, *options: str) -> Emulated: ...


@pytest.fixture(scope="module")
def emulate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulate]:
    """Run emulators that are prepared by command-line options alone.

    One with the same options serves several tests: it is reset to what the options gave.
    """
    running: dict[tuple[str, ...], Emulated] = {}
    folder = tmp_path_factory.mktemp("emulators")
    with ExitStack() as stack:

        def emulate_(vendor: str, *options: str) -> Emulated:
            command = (vendor, *options)
            if command in running:
                running[command].reset()
            else:
                emulation = stack.enter_context(Shell(folder, {}).emulate(*options, vendors=[vendor]))
                running[command] = Emulated(emulation.url, emulation.next_error)
            return running[command]

        yield emulate_


@pytest.fixture(scope="session")
def file_server() -> Iterator[Callable[[str], str]]:
    """Serve the files of this machine; return the URL of a file."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory="/")) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield lambda file: f"http://127.0.0.1:{server.server_port}{file}"
        server.shutdown()
        thread.join()


class _Files(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Print nothing."""
