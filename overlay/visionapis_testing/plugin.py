"""The pytest plugin: two fixtures per vendor, an emulator per test and one per session.

`roboflow_emulator` and `roboflow_emulator_session` are those of Roboflow. The emulators are imported when a fixture is
used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from visionapis._vendors import vendors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from visionapis_generated.vendor import Vendor

    from . import Emulator

_DOCSTRINGS = {
    "function": "An emulator of {client} for one test, which fails if a response violates the contract.",
    "session": "An emulator of {client} for the whole session, for large sets of images and models that train long.",
}


def _fixture(vendor: Vendor, scope: Literal["function", "session"]) -> Callable[[], Iterator[Emulator]]:
    def emulator() -> Iterator[Emulator]:
        from .vendors import emulator

        made = emulator(vendor.name)
        yield made
        made.verify()

    emulator.__doc__ = _DOCSTRINGS[scope].format(client=vendor.client)
    return pytest.fixture(emulator, scope=scope)


for _vendor in vendors().values():
    globals()[f"{_vendor.name}_emulator"] = _fixture(_vendor, "function")
    globals()[f"{_vendor.name}_emulator_session"] = _fixture(_vendor, "session")
