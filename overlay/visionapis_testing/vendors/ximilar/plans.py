"""What the plans of an account allow."""

from dataclasses import dataclass
from typing import Literal

PlanName = Literal["free", "business", "professional"]


@dataclass(frozen=True, slots=True)
class Plan:
    """The limits of an account."""

    credits: int
    """Pictures that can be sent, in uploads and in records; the vendor counts them by the month."""
    tasks: int
    stores_images: bool
    """Whether classified pictures can be kept as training pictures."""


PLANS: dict[PlanName, Plan] = {
    "free": Plan(credits=1_000, tasks=3, stores_images=False),
    # Credits of the larger plans, and the number of tasks of the largest, are not published. These keep the memory of
    # the machine that runs the tests bounded.
    "business": Plan(credits=100_000, tasks=20, stores_images=False),
    "professional": Plan(credits=100_000, tasks=1_000, stores_images=True),
}
