"""Emulators of the vendors, for tests that need no key, no network and no luck.

Names are loaded on first use (PEP 562): pytest imports this package in every run to find its plugin.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionapis_testing.clock import Clock
    from visionapis_testing.emulator import Emulator
    from visionapis_testing.errors import (
        ContractViolationError,
        EmulatorError,
        FaultError,
        MissingHandlerError,
        PortUnavailableError,
        RegistrationError,
    )
    from visionapis_testing.imagerecognize.emulator import ImageRecognizeEmulator
    from visionapis_testing.nanonets.emulator import NanonetsEmulator
    from visionapis_testing.recognizers import KernelRidge, KernelRidgeRegression, Recognizer, Regressor
    from visionapis_testing.requests import ReceivedRequest
    from visionapis_testing.roboflow.emulator import RoboflowEmulator
    from visionapis_testing.ximilar.emulator import XimilarEmulator

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
    "Clock": "clock",
    "ContractViolationError": "errors",
    "Emulator": "emulator",
    "EmulatorError": "errors",
    "FaultError": "errors",
    "ImageRecognizeEmulator": "imagerecognize.emulator",
    "KernelRidge": "recognizers",
    "KernelRidgeRegression": "recognizers",
    "MissingHandlerError": "errors",
    "NanonetsEmulator": "nanonets.emulator",
    "PortUnavailableError": "errors",
    "ReceivedRequest": "requests",
    "Recognizer": "recognizers",
    "RegistrationError": "errors",
    "Regressor": "recognizers",
    "RoboflowEmulator": "roboflow.emulator",
    "XimilarEmulator": "ximilar.emulator",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
