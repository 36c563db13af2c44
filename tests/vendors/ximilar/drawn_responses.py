"""Labels that `classify` reads in responses drawn from the contract."""

from collections.abc import Callable
from typing import Any

from visionapis import APIStatusError, UnsupportedModelError

SCHEMA = "Classification"
OUTCOMES = "Classification"
"""The schema of all successful responses of the operation."""
READ = {"name", "prob", "_width", "_height", "code"}
"""The fields that `classify` reads."""


def narrow(response: dict[str, Any], number: int, valid: Callable[[str], Any]) -> None:
    """Give a response one record, as for one image; any code but that of each eighth one is a success."""
    record = valid("ClassifiedRecord")
    response["records"] = [record]
    if number % 8:  # any other number is that of a failure
        record["_status"]["code"] = response["status"]["code"] = 200


def expected(response: dict[str, Any]) -> int | type[Exception]:
    """Return the number of labels, or the error that a response is."""
    (record,) = response["records"]
    if record["_status"]["code"] != 200:
        return APIStatusError
    labels = record.get("labels")
    if labels is None or any("value" in label for label in labels):
        return UnsupportedModelError
    return len(labels)
