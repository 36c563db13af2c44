"""Query parameters: each arrives under its name, spelled as the wire has it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.helpers.recording import (RecordingServer, answer)

from .vendors import (VENDORS, calls, generated, opened, sample)
from visionapis import ServerError

if TYPE_CHECKING:
    from .vendors import Example

REFUSAL = answer("{}", status="500 Error")


def given(example: Example) -> dict[str, object]:
    """A value for every query parameter that the method has and that is no object, by its name on the wire."""
    values = {name: choice["values"][0] for name, choice in example.call.choices.items() if "values" in choice}
    for each in example.call.parameters:
        if each["in"] == "query" and each["name"] not in values and each["schema"].get("type") != "object":
            values[each["name"]] = sample(example.vendor, each["schema"])
    return values


def expected(example: Example) -> list[tuple[str, str]]:
    """The query, by name: what is given, and what the contract fixes for the call."""
    pairs = [
        (name, each if isinstance(each, str) else json.dumps(each))
        for name, value in {**given(example), **example.call.fixed}.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return sorted(pairs)


@pytest.mark.parametrize("vendor", VENDORS)
def test_every_parameter_arrives(vendor: str) -> None:
    """No method loses one, or adds one that was not given."""
    with RecordingServer(REFUSAL) as server, opened(vendor, server.url) as facade:
        for example in calls(vendor):
            with pytest.raises(ServerError):
                example.send(facade, **{example.argument(name): value for name, value in given(example).items()})

    queries = [sorted(parse_qsl(urlsplit(each.target).query, strict_parsing=True)) for each in server.received]
    assert queries == [expected(example) for example in calls(vendor)]


def test_fields_of_an_object_are_parameters_of_their_own() -> None:
    """Under their own names, beside the other parameters."""
    bounds = {"label_value_5b4a__gte": 18.0, "label_value_ä&__lte": 0.5}
    filters = generated("ximilar", "models").LabelValueBounds.from_dict(bounds)
    with RecordingServer(REFUSAL) as server, opened("ximilar", server.url) as facade, pytest.raises(ServerError):
        facade.images.list(label_values=filters, page=2)

    assert server.received[0].query == {**{name: str(value) for name, value in bounds.items()}, "page": "2"}
