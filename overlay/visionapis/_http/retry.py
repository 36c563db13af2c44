"""Decide whether and when a failed call is retried, from the effects of the call and the kind of failure. Pure."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from visionapis.errors import APIConnectionError, APIStatusError, RateLimitError

if TYPE_CHECKING:
    from visionapis.errors import VisionAPIError
    from visionapis.types import Effect
    from visionapis_generated.operation import Operation

INITIAL_DELAY = 0.5
MAX_DELAY = 8.0

# Failures that are usually temporary. 520 to 524 are a proxy's, when it cannot reach the server behind it.
TRANSIENT_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


@dataclass(eq=False, repr=False)
class RetryPolicy:
    """When failed calls are retried.

    A call without effects, or with effects that are harmless to repeat, is retried after temporary failures. A billable
    or mutating call is retried only if the server certainly did not process it: no connection, status 429, or status
    503 with `Retry-After`. A retry whose delay would exceed the timeout of the call is not attempted.
    """

    max_retries: int = 2
    """Number of retries; 0 disables them."""
    retry_effects: frozenset[Effect] = frozenset()
    """Effects that may happen twice. A call that is billable and mutating needs both, unless it is idempotent."""
    max_retry_delay: float = 120.0
    """The longest delay in seconds that a server may request; a longer one raises the error, with `retry_after`."""

    def delay(self, operation: Operation, attempt: int, error: VisionAPIError, remaining: float) -> float | None:
        """Return the seconds until the call is retried, or None if it is not.

        `attempt` counts from 1; `remaining` is the rest of the call's timeout in seconds.
        """
        if attempt > self.max_retries or not (
            _was_not_processed(error) or (self._may_repeat(operation) and _is_transient(error))
        ):
            return None
        # The full jitter of https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
        jitter = random.uniform(0, min(MAX_DELAY, INITIAL_DELAY * 2 ** (attempt - 1)))  # noqa: S311  (not a secret)
        seconds = jitter if error.retry_after is None else error.retry_after
        return seconds if seconds <= self.max_retry_delay and seconds < remaining else None

    def _may_repeat(self, operation: Operation) -> bool:
        harmless = {"mutating"} if operation.idempotent else set[str]()
        return operation.effects - harmless <= self.retry_effects


def _was_not_processed(error: VisionAPIError) -> bool:
    """Return whether the server certainly did not process the request."""
    if isinstance(error, APIConnectionError):
        return not error.request_sent
    return isinstance(error, RateLimitError) or (error.status_code == 503 and error.retry_after is not None)


def _is_transient(error: VisionAPIError) -> bool:
    return isinstance(error, APIConnectionError) or (
        isinstance(error, APIStatusError) and error.status_code in TRANSIENT_STATUSES
    )
