"""Options of the server's behaviour."""

from dataclasses import dataclass

from .plans import Plan
from .training import Trainer


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The options of an emulated server."""

    plan: Plan
    trainer: Trainer
    reject_duplicates: bool
    """Whether an image that the workspace already has is rejected."""
