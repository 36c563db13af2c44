"""Labels that `classify` reads in responses drawn from the contract."""

from collections.abc import Callable
from typing import Any

from visionapis import APIStatusError

SCHEMA = "Classification"
OUTCOMES = "Classification"
"""The schema of all successful responses of the operation."""
READ = {"label", "probability"}
"""The fields that `classify` reads."""


def narrow(response: dict[str, Any], _number: int, valid: Callable[[str], Any]) -> None:
    """Give a response one result, as for one image."""
    response["result"] = [valid("ClassifiedFile")]


def expected(response: dict[str, Any]) -> int | type[Exception]:
    """Return the number of labels, or the error that a response is."""
    (entry,) = response["result"]
    if not entry["prediction"] and entry.get("message", "").lower() not in {"", "success", "pending"}:
        return APIStatusError
    return len({each["label"] for each in entry["prediction"]})
