"""An emulated Nanonets server. `Box` and `Variants` are what `NanonetsEmulator` is given."""

from .calls import Variants
from .models import Box

__all__ = ["Box", "Variants"]
