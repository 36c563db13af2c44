"""A trial: what a vendor was taught and asked, what its client said, and how good that is."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from visionapis import VisionAPIError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from rich.progress import Progress

    from visionapis import Attempt, Box, Classification

    from .digits import Digits

KEY = "demo-key"

# Of digits, as the project promises for every vendor that classifies.
ACCURACY = 0.95


@dataclass(frozen=True)
class Mark:
    """Something in a picture: what it is, and where if that is asked."""

    name: str
    box: Box | None = None


@dataclass(frozen=True)
class Sample:
    """A picture and what is in it."""

    picture: Path | bytes
    marks: tuple[Mark, ...]

    @property
    def names(self) -> list[str]:
        """What is in the picture, without where."""
        return [mark.name for mark in self.marks]

    @property
    def content(self) -> bytes:
        """The picture's bytes."""
        return self.picture if isinstance(self.picture, bytes) else self.picture.read_bytes()


@dataclass(frozen=True)
class Outcome:
    """What the client said of one picture."""

    sample: Sample
    found: tuple[Mark, ...]
    right: bool
    remark: str
    """How sure it was, or how far off, in a word."""
    interest: float
    """Of right ones and of wrong ones those with more of it are shown first."""
    error: VisionAPIError | None = None


@dataclass(frozen=True)
class Score:
    """How good the outcomes of a trial are, and how good they have to be."""

    value: float
    what: str
    """What the value is, in words that follow it."""
    at_least: float | None = None
    at_most: float | None = None
    percent: bool = True

    @property
    def met(self) -> bool:
        """Whether the value is good enough."""
        return (self.at_least is None or self.value >= self.at_least) and (
            self.at_most is None or self.value <= self.at_most
        )

    @property
    def text(self) -> str:
        """The value, for people to read."""
        return f"{self.value:.1%} {self.what}" if self.percent else f"{self.value:.2f} {self.what}"

    @property
    def bar(self) -> str:
        """What it has to be, for people to read."""
        sign, bound = ("≥", self.at_least) if self.at_least is not None else ("≤", self.at_most)
        return f"{sign} {bound:.0%}" if self.percent else f"{sign} {bound}"


@dataclass(frozen=True)
class Trial:
    """One vendor's answers to one question."""

    vendor: str
    question: str
    taught: int
    """Pictures that were sent or registered with their labels."""
    outcomes: Sequence[Outcome]
    calls: Sequence[Attempt]
    """Those that asked."""
    scores: Sequence[Score]
    about: str
    """How it was taught and asked, and what the emulator does."""
    classes: Sequence[str] = ()
    """The labels, where each picture has exactly one of them."""
    shown: bool = True
    """Whether the page shows the pictures: not again for a second client that was asked the same."""

    @property
    def met(self) -> bool:
        """Whether every score is good enough."""
        return all(score.met for score in self.scores)

    @property
    def milliseconds(self) -> float:
        """The time of a picture: that of the median call, by the pictures in a call."""
        return 1000 * median(call.seconds for call in self.calls) * len(self.calls) / len(self.outcomes)


class Watched:
    """Lists what a client sends; its `on_attempt`."""

    def __init__(self) -> None:
        self.calls: list[Attempt] = []

    def __call__(self, attempt: Attempt) -> None:
        """Take a note of one."""
        self.calls.append(attempt)


def share(outcomes: Iterable[Outcome], what: str = "right", at_least: float = ACCURACY) -> Score:
    """The share of pictures with the right answer; one that failed counts as wrong."""
    return Score(fmean(outcome.right for outcome in outcomes), what, at_least)


def named(sample: Sample, result: Classification[Any] | VisionAPIError) -> Outcome:
    """The outcome where a picture has one label: whether the best one is it."""
    if isinstance(result, VisionAPIError):
        return failed(sample, result)
    if result.top is None:
        return Outcome(sample, (), right=False, remark="unsure", interest=0.0)
    right = [result.top.name] == sample.names
    confidence = result.top.confidence
    # The surest mistakes, and of the right ones the least sure.
    interest = 1 - confidence if right else confidence
    return Outcome(sample, (Mark(result.top.name),), right, f"{confidence:.0%}", interest)


def failed(sample: Sample, error: VisionAPIError) -> Outcome:
    """The outcome where the call ended in an error."""
    return Outcome(sample, (), right=False, remark="failed", interest=1.0, error=error)


if TYPE_CHECKING:
    Vendor = Callable[[Digits, Progress], list[Trial]]
    """Teaches a vendor, and asks it."""
