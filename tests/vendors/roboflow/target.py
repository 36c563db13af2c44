"""An operation that accepts an uploaded image."""

from tests.emulators.channels import KEY, new_emulator
from tests.emulators.targets import Target
from visionapis_testing import RoboflowEmulator

TARGET = Target(new_emulator, f"/colours/1?api_key={KEY}", {}, huge=(200,))  # the server reads it


def new_json_emulator() -> RoboflowEmulator:
    """Return an emulator of a server of one's own, which has routes with JSON bodies."""
    return RoboflowEmulator("self-hosted", api_key=KEY)
