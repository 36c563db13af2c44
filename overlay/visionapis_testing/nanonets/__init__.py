"""An emulated Nanonets server. `Box` and `Variants` are what `NanonetsEmulator` is given."""

from visionapis_testing.nanonets.calls import Variants
from visionapis_testing.nanonets.models import Box

__all__ = ["Box", "Variants"]
