"""A scenario: the requests that are sent to a type of server, and how its responses are judged."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import httpx
import schemathesis
from schemathesis.core.failures import Failure

Document: TypeAlias = dict[str, Any]
Case: TypeAlias = schemathesis.Case[Any]
Check: TypeAlias = Callable[[schemathesis.CheckContext, schemathesis.Response, Case], bool | None]
"""A check as schemathesis calls it: raises AssertionError for a wrong response, and returns true if it judged nothing.

The function's name is the check's.
"""

Resources: TypeAlias = Mapping[str, Sequence[str]]
"""Values that exist on a server, such as ids of trained models, by the names that a vendor's suite gives them."""

Phase: TypeAlias = Literal["examples", "coverage", "fuzzing", "stateful"]
PHASES: tuple[Phase, ...] = ("examples", "coverage", "fuzzing", "stateful")

SEED = 20_261_121

SERVER = "x-server"
"""The extension in a document that has the server's URL: requests, as checks see them, go to a placeholder host."""

RAW_FORM = "text/x-raw-form"
"""A placeholder for FORM in a document, for bodies sent unchanged: schemathesis would encode the fields of FORM."""


@dataclass(frozen=True, slots=True)
class KnownDeviation:
    """A check failure that is known behaviour of the real server. A test fails when no scenario needs it any more."""

    name: str
    reason: str
    covers: Callable[[Failure, Case, schemathesis.Response], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """The requests that are sent to a type of server, and how its responses are judged."""

    name: str
    vendor: str
    server_type: str
    """One of the suite's server types."""
    document: Document
    """The contract, narrowed to values that exist on the server."""
    operations: Sequence[str]
    """The ids of the operations that are called."""
    keys: Mapping[str, Mapping[str, str]]
    """The key of each security scheme, as in schemathesis's configuration."""
    key: str = ""
    """The key of the server, where requests carry it otherwise, or a token in its place."""
    accepted_statuses: Sequence[str] = ("200",)
    """Expected statuses of responses to valid requests, such as `200` or `2xx`."""
    rejected_statuses: Sequence[str] = ()
    """Expected statuses of responses to invalid requests; if empty, the 4xx that schemathesis expects."""
    key_statuses: frozenset[int] = frozenset({401})
    """Expected statuses of responses to requests without the key or with another one."""
    required_media_types: frozenset[tuple[str, str]] = frozenset()
    """Pairs of request media type (empty for no body) and response media type that must occur for each operation."""
    readers: Mapping[str, str] = field(default_factory=dict[str, str])
    """The operations that read what others delete, by the ids of the latter: a check reads before and afterwards."""
    checks: Sequence[Check] = ()
    """The vendor's own checks, in addition to those of every scenario."""
    stateful_checks: Sequence[Callable[[], Check]] = ()
    """Factories of checks that compare a response with earlier ones; called once per execution."""
    disabled_checks: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of checks that are disabled, each with the reason."""
    known_deviations: Sequence[KnownDeviation] = ()
    mode: Literal["all", "positive"] = "all"
    """`positive` to generate valid requests only."""
    unexpected_methods: bool = True
    """Whether to try methods that the contract does not have."""
    phases: Sequence[Phase] = ("examples", "coverage", "fuzzing")
    """The phases that suit the scenario; `stateful` for operations that create resources for others."""
    edit_response: Callable[[httpx.Request, httpx.Response], httpx.Response] | None = None
    """Transforms each response before it is judged, for example to move a status from the body to the status line."""

    def __str__(self) -> str:
        return self.name

    @property
    def secrets(self) -> list[str]:
        """All texts to redact in reports: each key, without a prefix such as `Bearer`, and `user:password`."""
        pairs = [f"{key['username']}:{key['password']}" for key in self.keys.values() if key.get("password")]
        whole = [secret for key in self.keys.values() for name, secret in key.items() if name != "api_key"]
        words = [key["api_key"].rpartition(" ")[2] for key in self.keys.values() if "api_key" in key]
        return [each for each in (self.key, *pairs, *whole, *words) if each]


class CheckFailure(AssertionError):  # noqa: N818 - schemathesis calls what a check raises a failure, not an error
    """A check of this package failed."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.signature = re.sub(r"[0-9][0-9.]*", "#", message)
        """The message without numbers, which is equal for the same failure of other responses."""


class _Requirements(threading.local):
    """Counts what the checks of this thread required, to tell those that had nothing to judge."""

    count = 0


REQUIREMENTS = _Requirements()


def require(condition: object, message: str) -> None:
    """Fail the check unless the condition holds; unlike an assert statement, also under `python -O`."""
    REQUIREMENTS.count += 1
    if not condition:
        raise CheckFailure(message)
