"""Emulators of the vendors, for tests that need no key, no network and no luck.

Names are loaded on first use (PEP 562): pytest imports this package in every run to find its plugin.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .emulator.base import Emulator
    from .emulator.classifiers import KernelRidge, KernelRidgeRegression, Recognizer, Regressor
    from .emulator.clock import Clock
    from .emulator.recorder import ReceivedRequest
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
    "Clock",
    "ContractViolationError",
    "Emulator",
    "EmulatorError",
    "FaultError",
    "ImageRecognizeEmulator",
    "KernelRidge",
    "KernelRidgeRegression",
    "MissingHandlerError",
    "NanonetsEmulator",
    "PortUnavailableError",
    "ReceivedRequest",
    "Recognizer",
    "RegistrationError",
    "Regressor",
    "RoboflowEmulator",
    "XimilarEmulator",
]

_MODULES = {
    "Clock": "emulator.clock",
    "ContractViolationError": "errors",
    "Emulator": "emulator.base",
    "EmulatorError": "errors",
    "FaultError": "errors",
    "ImageRecognizeEmulator": "vendors.imagerecognize.emulator",
    "KernelRidge": "emulator.classifiers",
    "KernelRidgeRegression": "emulator.classifiers",
    "MissingHandlerError": "errors",
    "NanonetsEmulator": "vendors.nanonets.emulator",
    "PortUnavailableError": "errors",
    "ReceivedRequest": "emulator.recorder",
    "Recognizer": "emulator.classifiers",
    "RegistrationError": "errors",
    "Regressor": "emulator.classifiers",
    "RoboflowEmulator": "vendors.roboflow.emulator",
    "XimilarEmulator": "vendors.ximilar.emulator",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
