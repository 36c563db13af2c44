"""Emulators of the vendors' servers, for tests that need no API key and no network.

The names in ``__all__`` of this package and of ``visionapis_testing.faults`` are the public API, along with the pytest
fixtures and the control API. Other modules can change in any release.

    def test_red(roboflow_emulator):
        roboflow_emulator.register("colours/1", folder="images")
        with roboflow_emulator.client() as client:
            assert client.classify("red.png", model="colours/1").labels[0].name == "red"

Names are loaded on first use (PEP 562), because pytest imports this package in every run to find its plugin.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from visionapis_generated import emulators

if TYPE_CHECKING:
    from visionapis_generated.emulators import *  # noqa: F403  (its names are in its `__all__`)

    from .emulator.base import Emulator
    from .emulator.classifiers import Classifier, KernelRidgeClassifier, KernelRidgeRegressor, Regressor
    from .emulator.clock import Clock
    from .emulator.images import ImageSource
    from .emulator.recorder import Part, ReceivedRequest
    from .errors import (
        ContractTrafficError,
        ContractViolationError,
        EmulatorError,
        FaultError,
        MissingHandlerError,
        ObservationError,
        PortUnavailableError,
        RegistrationError,
        SampleError,
    )
    from .observing.observe import observe
    from .observing.traffic import ContractTraffic

__all__ = [
    "Classifier",
    "Clock",
    "ContractTraffic",
    "ContractTrafficError",
    "ContractViolationError",
    "Emulator",
    "EmulatorError",
    "FaultError",
    "ImageSource",
    "KernelRidgeClassifier",
    "KernelRidgeRegressor",
    "MissingHandlerError",
    "ObservationError",
    "Part",
    "PortUnavailableError",
    "ReceivedRequest",
    "RegistrationError",
    "Regressor",
    "SampleError",
    "observe",
]
__all__ += emulators.__all__

_MODULES = {
    "Classifier": "emulator.classifiers",
    "Clock": "emulator.clock",
    "ContractTraffic": "observing.traffic",
    "ContractTrafficError": "errors",
    "ContractViolationError": "errors",
    "Emulator": "emulator.base",
    "EmulatorError": "errors",
    "FaultError": "errors",
    "ImageSource": "emulator.images",
    "KernelRidgeClassifier": "emulator.classifiers",
    "KernelRidgeRegressor": "emulator.classifiers",
    "MissingHandlerError": "errors",
    "ObservationError": "errors",
    "Part": "emulator.recorder",
    "PortUnavailableError": "errors",
    "ReceivedRequest": "emulator.recorder",
    "RegistrationError": "errors",
    "Regressor": "emulator.classifiers",
    "SampleError": "errors",
    "observe": "observing.observe",
}


def __getattr__(name: str) -> object:
    found = _find(name)
    if found is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return found


def _find(name: str) -> object | None:
    """Return what has a public name; None if nothing has."""
    from .extras import requires_extra

    if name in _MODULES:
        with requires_extra():
            found: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
            return found
    if not name.endswith("Emulator"):
        return None
    from .vendors import EMULATORS, emulator_class

    vendor = next((vendor for vendor, class_name in EMULATORS.items() if class_name == name), None)
    return emulator_class(vendor) if vendor else None


def __dir__() -> list[str]:
    return __all__
