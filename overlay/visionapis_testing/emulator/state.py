"""What every emulated server holds, beside what its vendor's holds."""

from dataclasses import dataclass, field

from .clock import Clock
from .ids import Ids
from .image_urls import UrlPictures


@dataclass(kw_only=True)
class State:
    """Time, ids, and the pictures behind URLs; the vendors' states add models, tasks and whatever else there is."""

    clock: Clock = field(default_factory=Clock)
    ids: Ids = field(default_factory=Ids)
    pictures: UrlPictures = field(default_factory=UrlPictures)

    def reset(self) -> None:
        """Forget everything that was registered or sent."""
        self.clock.reset()
        self.ids.reset()
        self.pictures.reset()
