"""Prices of targets: of an image or of a call, as the vendor bills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visionapis_bulk.records import BILLION

if TYPE_CHECKING:
    from decimal import Decimal

    from visionapis_bulk.options import PricePer


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a target."""

    amount: Decimal
    per: PricePer = "image"

    def cost(self, images: int, calls: int) -> int:
        """Return the cost of images that are sent in calls, in billionths."""
        return round(self.amount * BILLION) * (images if self.per == "image" else calls)
