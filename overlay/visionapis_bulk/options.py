"""The options of a job, besides those of its calls."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from visionapis.errors import ConfigurationError

from .records import BILLION, Budget

if TYPE_CHECKING:
    from collections.abc import Mapping

PricePer: TypeAlias = Literal["image", "call"]
"""The unit that a vendor bills."""


@dataclass(frozen=True, slots=True)
class JobOptions:
    """The limits of a job, and whether it keeps responses."""

    max_concurrency: int = 8
    """Calls in flight at the same time, at most; fewer while the vendor is slow or asks to send less."""
    batch_size: int | None = None
    """Images per call. Default: as many as the vendor accepts in one call."""
    max_calls: int | None = None
    """Limit of calls, over all runs; those that certainly are not billed do not count."""
    price: Decimal | None = None
    """The price of an image, or of a call."""
    price_per: PricePer = "image"
    """The unit of the price."""
    max_cost: Decimal | None = None
    """Limit of the cost, over all runs; requires a price."""
    time_limit: float | None = None
    """Seconds until nothing more is sent in a run."""
    max_failures: int = 20
    """Failed calls in a row that stop a run."""
    keep_raw: bool = True
    """Whether the vendor's responses are kept in the ledger."""
    progress_interval: float = 1.0
    """Seconds between events about the progress."""

    def __post_init__(self) -> None:
        """Raise ConfigurationError for a value that is out of range."""
        for name in ("max_concurrency", "batch_size", "max_calls", "time_limit", "max_failures", "progress_interval"):
            value = getattr(self, name)
            if value is not None and not (isinstance(value, (int, float)) and value > 0):
                raise ConfigurationError(f"{name} must be a number greater than 0, not {value!r}")
        for name in ("price", "max_cost"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, Decimal) or not value.is_finite() or value < 0):
                raise ConfigurationError(f"{name} must be a Decimal of at least 0, not {value!r}")
        if self.max_cost is not None and self.price is None:
            raise ConfigurationError("max_cost requires price")

    @property
    def budget(self) -> Budget:
        """The limits of calls and of the cost."""
        return Budget(self.max_calls, None if self.max_cost is None else round(self.max_cost * BILLION))

    def to_dict(self) -> Mapping[str, Any]:
        """Return the options as JSON."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> JobOptions:
        """Return the options that `to_dict` returned; others have their defaults."""
        known: dict[str, Any] = {each.name: values[each.name] for each in fields(cls) if each.name in values}
        for name in ("price", "max_cost"):
            if isinstance(known.get(name), str):
                with suppress(ArithmeticError):  # the value is refused below
                    known[name] = Decimal(known[name])
        return cls(**known)
