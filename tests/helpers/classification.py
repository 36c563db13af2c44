"""Requests and responses of `classify`, for each vendor whose client classifies images.

The facts are those of `tests.vendors.<vendor>.classify`; else they are derived from `x-classify` in the contract.
"""

from __future__ import annotations

import inspect
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.classification import classify_calls, image_argument
from scripts.tools.regenerate.projection import calls

from .vendors import CLASSIFIERS, CLIENTS, clients, contract, of_vendors, own, vendor_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.tools.regenerate.projection import Call

SUBJECT = "classify"

CLASSIFYING_CLIENTS = [each for each in CLIENTS if vendor_of(each) in CLASSIFIERS]
each_classifier = of_vendors("vendor", CLASSIFIERS, SUBJECT)
each_classifying_client = of_vendors("client_class", CLASSIFYING_CLIENTS, SUBJECT)
each_classifying_sync_client = of_vendors("client_class", [clients(each)[0] for each in CLASSIFIERS], SUBJECT)
each_classifying_async_client = of_vendors("client_class", [clients(each)[1] for each in CLASSIFIERS], SUBJECT)

Labels = list[tuple[str, float]]


def classify_arguments(vendor: str, model: str | None = None) -> dict[str, Any]:
    """Return the required arguments of `classify` besides the image, which name the model, if the vendor has models."""
    arguments = _arguments(vendor)
    return arguments if model is None else dict.fromkeys(arguments, model)


def _arguments(vendor: str) -> dict[str, Any]:
    if facts := own(vendor, SUBJECT):
        return dict(facts.ARGUMENTS)
    parameters = list(inspect.signature(clients(vendor)[0].classify).parameters.values())[2:]
    given = {each.get("x-name", each["name"]): each.get("example", "a") for each in classify_call(vendor).parameters}
    return {each.name: given.get(each.name, "a") for each in parameters if each.default is each.empty}


def classify_call(vendor: str) -> Call:
    """Return the call of the contract that `classify` makes for an image, or else for its URL."""
    facts = own(vendor, SUBJECT)
    found = [each for each in calls(contract(vendor)) if each.name == facts.CALL] if facts else _calls_by_kind(vendor)
    return found[0]


def _calls_by_kind(vendor: str) -> list[Call]:
    """Return the calls with `x-classify`, the one that takes a URL last."""
    arguments = {each.name: image_argument(contract(vendor), each) for each in classify_calls(contract(vendor))}
    return sorted(classify_calls(contract(vendor)), key=lambda call: getattr(arguments[call.name], "kind", "") == "url")


def response(vendor: str, images: Sequence[Labels]) -> Any:
    """Return the response with these labels, best first, of each image of one request."""
    if facts := own(vendor, SUBJECT):
        return facts.response(images)
    (labels,) = images
    return _fill(classify_call(vendor), labels)


def error(vendor: str, status: int) -> Any:
    """Return the body of an error about a whole request."""
    facts = own(vendor, SUBJECT)
    return facts.error(status) if facts else {"message": "no"}


def raw(vendor: str, body: Any) -> Any:
    """Return what a result has as `raw`: the response, or the part of it that is about the image."""
    facts = own(vendor, SUBJECT)
    return facts.raw(body) if hasattr(facts, "raw") else body


def count_labels(vendor: str, body: Any) -> int | None:
    """Return the number of labels in a response, by `x-classify`; None if the schema allows others than it."""
    facts = _labels_of(classify_call(vendor))
    labels = _get(body, facts["labels"]) or []
    scores = [_get(each, facts["confidence"]) for each in labels]
    names = [_get(each, facts["name"]) for each in labels]
    readable = all(isinstance(each, (int, float)) and 0 <= each <= facts.get("scale", 1) for each in scores)
    return len(labels) if readable and all(isinstance(each, str) for each in names) else None


def read_fields(vendor: str) -> set[str]:
    """Return the names of the fields that `classify` reads, by `x-classify`."""
    facts = _labels_of(classify_call(vendor))
    return {facts[each].rpartition("/")[2] for each in ("name", "confidence")}


def _labels_of(call: Call) -> Any:
    """Return the `x-classify` of a call; None if it has none."""
    data = call.operation.data
    entry = next((each for each in data.get("x-calls", ()) if each.get("method") == call.method), data)
    return entry.get("x-classify")


def _fill(call: Call, labels: Labels) -> Any:
    """Return the example of a success with these labels in place of its own."""
    facts, responses = _labels_of(call), call.operation.data["responses"]
    content = next(each for status, each in responses.items() if str(status)[0] == "2")["content"]
    body = deepcopy(next(iter(content["application/json"]["examples"].values()))["value"])
    *parents, last = facts["labels"].split("/")[1:]
    holder = body
    for name in parents:
        holder = holder[name]
    example = holder[last][0]
    holder[last] = []
    for name, confidence in labels:
        label = deepcopy(example)
        _put(label, facts["name"], name)
        _put(label, facts["confidence"], confidence * facts.get("scale", 1))
        holder[last].append(label)
    return body


def _get(value: Any, pointer: str) -> Any:
    for name in pointer.split("/")[1:]:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _put(value: Any, pointer: str, new: object) -> None:
    *parents, last = pointer.split("/")[1:]
    for name in parents:
        value = value[name]
    value[last] = new
