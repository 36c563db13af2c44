"""Labels that `classify` reads in responses drawn from the contract."""

from typing import Any

SCHEMA = "Classification"
OUTCOMES = "Classification"
"""The schema of all successful responses of the operation."""
READ = {"class", "confidence", "width", "height"}
"""The fields that `classify` reads."""


def expected(response: dict[str, Any]) -> int | type[Exception]:
    """Return the number of labels, or the error that a response is."""
    return len(response["predictions"])
