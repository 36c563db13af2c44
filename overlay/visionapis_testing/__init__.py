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

if TYPE_CHECKING:
    from .emulator.base import Emulator
    from .emulator.classifiers import Classifier, KernelRidgeClassifier, KernelRidgeRegressor, Regressor
    from .emulator.clock import Clock
    from .emulator.images import ImageSource
    from .emulator.recorder import Part, ReceivedRequest
    from .errors import (
        ContractViolationError,
        EmulatorError,
        FaultError,
        MissingHandlerError,
        PortUnavailableError,
        RegistrationError,
    )
    from .vendors.imagerecognize.emulator import ImageRecognizeEmulator
    from .vendors.nanonets.emulator import NanonetsEmulator
    from .vendors.roboflow.emulator import RoboflowEmulator
    from .vendors.ximilar.emulator import XimilarEmulator

__all__ = [
    "Classifier",
    "Clock",
    "ContractViolationError",
    "Emulator",
    "EmulatorError",
    "FaultError",
    "ImageRecognizeEmulator",
    "ImageSource",
    "KernelRidgeClassifier",
    "KernelRidgeRegressor",
    "MissingHandlerError",
    "NanonetsEmulator",
    "Part",
    "PortUnavailableError",
    "ReceivedRequest",
    "RegistrationError",
    "Regressor",
    "RoboflowEmulator",
    "XimilarEmulator",
]

_MODULES = {
    "Classifier": "emulator.classifiers",
    "Clock": "emulator.clock",
    "ContractViolationError": "errors",
    "Emulator": "emulator.base",
    "EmulatorError": "errors",
    "FaultError": "errors",
    "ImageRecognizeEmulator": "vendors.imagerecognize.emulator",
    "ImageSource": "emulator.images",
    "KernelRidgeClassifier": "emulator.classifiers",
    "KernelRidgeRegressor": "emulator.classifiers",
    "MissingHandlerError": "errors",
    "NanonetsEmulator": "vendors.nanonets.emulator",
    "Part": "emulator.recorder",
    "PortUnavailableError": "errors",
    "ReceivedRequest": "emulator.recorder",
    "RegistrationError": "errors",
    "Regressor": "emulator.classifiers",
    "RoboflowEmulator": "vendors.roboflow.emulator",
    "XimilarEmulator": "vendors.ximilar.emulator",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    except ModuleNotFoundError as error:
        error.add_note('hint: pip install "visionapis[testing]"')
        raise
