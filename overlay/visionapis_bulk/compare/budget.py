"""How limits of calls and money, which bound all targets together, are split between them. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from visionapis.errors import ConfigurationError
from visionapis_bulk.records import BILLION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .prices import Price
    from .results import Results
    from .targets import Target
    from .truth import LabelledImage


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a comparison, over all its targets and runs; None means no limit."""

    max_calls: int | None = None
    budget: Decimal | None = None
    prices: Mapping[str, Price] = field(default_factory=dict[str, "Price"])
    """By target."""

    def check(self, targets: Sequence[Target]) -> None:
        """Raise ConfigurationError if a target has no price and needs one, or a price is one of no target."""
        texts = [target.text for target in targets]
        if unknown := [each for each in self.prices if each not in texts]:
            raise ConfigurationError(f"the price of {unknown[0]!r} is one of no target")
        if self.budget is not None and (missing := [each for each in texts if each not in self.prices]):
            raise ConfigurationError(f"a budget requires the price of each target: {missing[0]!r} has none")


@dataclass(frozen=True, slots=True)
class Share:
    """The share of a target in the limits of a round."""

    images: int
    """The number of images that it has not settled yet."""
    max_calls: int | None
    """Limit of its calls, over all runs."""
    max_cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Round:
    """A part of the images, which every target is to label, and what each may do for that."""

    images: int
    """They are the first ones."""
    shares: Sequence[Share]

    @property
    def is_done(self) -> bool:
        """Whether every target has settled them."""
        return not any(share.images for share in self.shares)


def plan_round(
    images: Sequence[LabelledImage], targets: Sequence[Target], results: Sequence[Results], limits: Limits
) -> Round:
    """Return the round with as many of the images as the limits allow for every target."""
    prices = [limits.prices.get(target.text) for target in targets]
    batches = [target.vendor.max_images for target in targets]
    spent = sum(each.spent_at(price) for each, price in zip(results, prices, strict=True))

    def cost(number: int, images: int) -> int:
        price = prices[number]
        return price.cost(images, -(-images // batches[number])) if price else 0

    calls = sum(each.calls for each in results)
    money = None if limits.budget is None else round(limits.budget * BILLION) - spent
    calls_left = None if limits.max_calls is None else limits.max_calls - calls
    open_ = Counter[int]()
    count = 0
    for image in images:
        more = open_ + Counter(number for number, each in enumerate(results) if not each.knows(image.name))
        if money is not None and sum(cost(number, size) for number, size in more.items()) > money:
            break
        if calls_left is not None and _calls(more, batches) > calls_left:
            break
        open_ = more
        count += 1
    # What is left over lets batches be smaller than they could be.
    extra = 0 if calls_left is None else max(calls_left - _calls(open_, batches), 0) // len(targets)
    shares: list[Share] = []
    for number, each in enumerate(results):
        needed = each.calls + _calls(Counter({number: open_[number]}), batches)
        # A ledger that has more images from an earlier run is not to send them now.
        capped = calls_left is not None or each.listed > count
        max_cost = None if limits.budget is None else Decimal(each.spent + cost(number, open_[number])) / BILLION
        shares.append(Share(open_[number], needed + extra if capped else None, max_cost))
    return Round(count, shares)


def _calls(images: Counter[int], batches: Sequence[int]) -> int:
    return sum(-(-size // batches[number]) for number, size in images.items())
