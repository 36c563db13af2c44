"""What is sent to which server, and how its answers are judged; knows no vendor."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import httpx
import schemathesis
from schemathesis.core.failures import Failure

Document: TypeAlias = dict[str, Any]
Case: TypeAlias = schemathesis.Case[Any]
Check: TypeAlias = Callable[[schemathesis.CheckContext, schemathesis.Response, Case], None]
"""Judges one answer, as schemathesis calls it; raises AssertionError. Its name is that of the check."""

Known: TypeAlias = Mapping[str, Sequence[str]]
"""Values that a server knows, such as ids of trained models, by the names that a vendor's suite gives them."""

Phase: TypeAlias = Literal["examples", "coverage", "fuzzing", "stateful"]
PHASES: tuple[Phase, ...] = ("examples", "coverage", "fuzzing", "stateful")

SEED = 20_261_121

SERVER = "x-server"
"""Where a document says which server is asked: the requests that checks see are to a name that stands for it."""

RAW_FORM = "text/x-raw-form"
"""Stands in a document for FORM with a text that goes out as it is; under FORM itself schemathesis makes forms."""


@dataclass(frozen=True, slots=True)
class Excuse:
    """A failure of a check that is the real server's own, known behaviour. One that no run needs fails a test."""

    name: str
    reason: str
    covers: Callable[[Failure, Case, schemathesis.Response], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """What is sent to which server, and how its answers are judged."""

    name: str
    vendor: str
    server: str
    """Which of the suite's servers it is for."""
    document: Document
    """The contract, narrowed to values that this server knows."""
    operations: Sequence[str]
    """Ids of the operations that are called."""
    keys: Mapping[str, Mapping[str, str]]
    """The key of each security scheme, as schemathesis's configuration takes it."""
    accepted: Sequence[str] = ("200",)
    """Statuses that valid requests are answered with, such as `200` or `2xx`."""
    refused: Sequence[str] = ()
    """Statuses that invalid requests are answered with; schemathesis's own choice of 4xx when empty."""
    served: frozenset[tuple[str, str]] = frozenset()
    """Media types of body (empty for none) and answer that have to meet with such a status, for each operation."""
    checks: Sequence[Check] = ()
    """The vendor's own checks, beside those that every run has."""
    remembering: Sequence[Callable[[], Check]] = ()
    """Makers of checks that compare an answer with earlier ones; each execution has its own."""
    unchecked: Mapping[str, str] = field(default_factory=dict[str, str])
    """Checks that are off, each with the reason."""
    excuses: Sequence[Excuse] = ()
    mode: Literal["all", "positive"] = "all"
    """`positive` where no request is to be invalid by the contract."""
    unexpected_methods: bool = True
    """Whether methods are tried that the contract does not have."""
    phases: Sequence[Phase] = ("examples", "coverage", "fuzzing")
    """Where it makes sense at all; `stateful` for operations that make what others use."""
    answer: Callable[[httpx.Request, httpx.Response], httpx.Response] | None = None
    """What is done to each answer before it is judged: how a status in a body becomes a status."""

    def __str__(self) -> str:
        return self.name

    @property
    def secrets(self) -> list[str]:
        """What no report may show: each key, with the word that stands before it in a header and without."""
        found = [secret for key in self.keys.values() for secret in key.values() if secret]
        return [form for secret in found for form in dict.fromkeys((secret, secret.split()[-1]))]


class BreachError(AssertionError):
    """A check of ours found something."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.signature = re.sub(r"[0-9][0-9.]*", "#", message)
        """The same for the same breach in other answers, in which numbers differ."""


def require(holds: object, message: str) -> None:
    """Fail a check unless something holds; unlike an assert statement also where Python leaves those out."""
    if not holds:
        raise BreachError(message)
