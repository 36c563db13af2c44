"""Vendors' clients in environments of their own, and real images for them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.helpers.digits import TRAIN_SIZE, digits, png

from .environments import UnavailableError
from .vendor_client import Program, VendorClient

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class OpenClient(Protocol):
    """A function that opens a client by the name of its package on PyPI."""

    def __call__(self, name: str, *, url: str, key: str) -> VendorClient: ...


@pytest.fixture(scope="module")
def open_client() -> Iterator[OpenClient]:
    """Open clients of a server with its URL and key.

    A test whose client cannot be installed is skipped with the reason; in continuous integration it fails.
    """
    programs: dict[str, Program] = {}

    def open_(name: str, *, url: str, key: str) -> VendorClient:
        try:
            programs[name] = programs.get(name) or Program(name)
        except UnavailableError as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"{name} cannot be installed: {error}")
        return VendorClient(programs[name], url=url, key=key)

    yield open_
    for program in programs.values():
        program.close()


@dataclass(frozen=True)
class Scans:
    """Scanned digits: labels by file name."""

    training: Mapping[str, str]
    unseen: Mapping[str, str]


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Scans:
    """400 digits for training and 50 others."""
    folder = tmp_path_factory.mktemp("scans")
    images, labels = digits()

    def save(numbers: range) -> dict[str, str]:
        for number in numbers:
            (folder / f"{number}.png").write_bytes(png(images[number]))
        return {str(folder / f"{number}.png"): labels[number] for number in numbers}

    return Scans(save(range(400)), save(range(TRAIN_SIZE, TRAIN_SIZE + 50)))
