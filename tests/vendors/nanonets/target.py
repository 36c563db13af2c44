"""An operation that accepts an uploaded image."""

from tests.emulators.targets import Target

from .emulator import api

TARGET = Target(api.make_emulator, f"{api.API}/OCR/Model/receipts/LabelFile/", api.AUTHORIZATION)
