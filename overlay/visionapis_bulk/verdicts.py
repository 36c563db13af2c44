"""Decide what a response or an error of a call means for its items, and for the job. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from visionapis.errors import (
    APIConnectionError,
    APIStatusError,
    AuthenticationError,
    ConfigurationError,
    InvalidImageError,
    NotFoundError,
    PermissionDeniedError,
    QuotaExceededError,
    RateLimitError,
    ServerError,
    UnsupportedModelError,
)

from .records import Settlement

if TYPE_CHECKING:
    from visionapis.errors import VisionAPIError
    from visionapis.types import Classification

    from .schema import State

# Errors of the account or the model: every other call would fail in the same way.
_OF_ALL_CALLS = (
    AuthenticationError,
    ConfigurationError,
    PermissionDeniedError,
    QuotaExceededError,
    UnsupportedModelError,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The meaning of an error."""

    state: State
    """The state of the item; `pending` if it may be sent again, since it certainly was not processed."""
    billed: bool = True
    """Whether the vendor may bill the call."""
    throttled: bool = False
    """Whether the vendor asked to send less."""
    stops: bool = False
    """Whether no other call can succeed."""
    counts: bool = True
    """Whether it is one of the failures in a row that stop a job."""

    def of_item(self) -> Verdict:
        """Return the verdict on one item of a call that succeeded for others: it is not sent again."""
        return replace(self, state="refused" if self.state == "pending" else self.state, billed=True)


def judge(error: VisionAPIError, *, is_first: bool, was_sent: bool) -> Verdict:
    """Return what an error means.

    `is_first` says that no call of this run has succeeded yet, `was_sent` that the request may have left.
    """
    if isinstance(error, InvalidImageError):
        return Verdict("refused", billed=False, counts=False)
    if not was_sent and isinstance(error, APIConnectionError):
        return Verdict("pending", billed=False, throttled=True)
    if isinstance(error, UnsupportedModelError):
        return Verdict("failed", stops=True)
    if isinstance(error, _OF_ALL_CALLS) or (isinstance(error, NotFoundError) and is_first):
        return Verdict("pending", billed=False, stops=True)
    if isinstance(error, RateLimitError) or (error.status_code == 503 and error.retry_after is not None):
        return Verdict("pending", billed=False, throttled=True, counts=False)
    if isinstance(error, APIConnectionError):
        if error.request_sent:
            return Verdict("unknown")
        return Verdict("pending", billed=False, throttled=True)
    if isinstance(error, APIStatusError) and not isinstance(error, ServerError):
        return Verdict("refused")
    return Verdict("failed")


def settle_result(item: int, result: Classification[Any], *, keep_raw: bool) -> Settlement:
    """Return the settlement of an item with a result."""
    document = result.to_dict()
    labels = [{name: value for name, value in label.items() if value not in ([], None)} for label in document["labels"]]
    size = result.image_size
    return Settlement(
        item,
        "done",
        labels=json.dumps(labels),
        width=size.width if size else None,
        height=size.height if size else None,
        raw=json.dumps(document["raw"]) if keep_raw else None,
    )


def settle_error(item: int, error: VisionAPIError, state: State) -> Settlement:
    """Return the settlement of an item with an error."""
    detail = {"type": type(error).__name__, "message": str(error)}
    for name in ("hint", "status_code", "request_id"):
        if (value := getattr(error, name)) is not None:
            detail[name] = value
    return Settlement(item, state, json.dumps(detail))
