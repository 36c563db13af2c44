"""The plans of an account and their limits."""

from dataclasses import dataclass
from typing import Literal

PlanName = Literal["free", "business", "professional"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The limits of an account."""

    credits: int
    """Images that can be sent, in uploads and in records. The vendor counts them per month."""
    tasks: int
    stores_images: bool
    """Whether classified images can be stored as training images."""


PLANS: dict[PlanName, Plan] = {
    "free": Plan(credits=1_000, tasks=3, stores_images=False),
    # The vendor publishes neither the credits of the larger plans nor the tasks of the largest. These numbers keep the
    # memory of the test process bounded.
    "business": Plan(credits=100_000, tasks=20, stores_images=False),
    "professional": Plan(credits=100_000, tasks=1_000, stores_images=True),
}
