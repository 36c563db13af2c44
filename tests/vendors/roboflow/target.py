"""An operation that accepts an uploaded image."""

from tests.emulators.channels import KEY, new_emulator
from tests.emulators.targets import Target

TARGET = Target(new_emulator, f"/colours/1?api_key={KEY}", {}, huge=(200,))  # the server reads it
