"""Peers, and real pictures for them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.helpers.digits import LEARNT, digits, png

from .environments import UnavailableError
from .vendor_client import Peer, Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class OpenPeer(Protocol):
    """Opens a peer by the name of its package in the index."""

    def __call__(self, name: str, *, url: str, key: str) -> Peer: ...


@pytest.fixture(scope="module")
def open_peer() -> Iterator[OpenPeer]:
    """Opens a peer with a server's address and key.

    Where there can be none the test is not run, and says why; in continuous integration it fails.
    """
    programs: dict[str, Program] = {}

    def open_(name: str, *, url: str, key: str) -> Peer:
        try:
            programs[name] = programs.get(name) or Program(name)
        except UnavailableError as error:
            if os.environ.get("CI") == "true":
                raise
            pytest.skip(f"{name} is not run: {error}")
        return Peer(programs[name], url=url, key=key)

    yield open_
    for program in programs.values():
        program.close()


@dataclass(frozen=True)
class Scans:
    """Scanned digits: the names of their files, each with its label."""

    learnt: Mapping[str, str]
    unseen: Mapping[str, str]


@pytest.fixture(scope="session")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Scans:
    """400 digits to learn and 50 others."""
    folder = tmp_path_factory.mktemp("scans")
    pictures, labels = digits()

    def save(numbers: range) -> dict[str, str]:
        for number in numbers:
            (folder / f"{number}.png").write_bytes(png(pictures[number]))
        return {str(folder / f"{number}.png"): labels[number] for number in numbers}

    return Scans(save(range(400)), save(range(LEARNT, LEARNT + 50)))
