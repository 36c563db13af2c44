"""The emulator of Nanonets, and the types of NanonetsEmulator's arguments."""

from .behaviour import Behaviour
from .models import LabelledBox

__all__ = ["Behaviour", "LabelledBox"]
