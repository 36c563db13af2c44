"""Query parameters are sent under their names and encoded as servers expect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.helpers.vendors import each_vendor
from tests.helpers.recording import RecordingServer, make_response
from visionapis import ServerError

from .vendors import calls, generated, opened, sample

if TYPE_CHECKING:
    from .vendors import Example

FAILURE = make_response("{}", status="500 Error")


def given(example: Example) -> dict[str, object]:
    """Return a value for every query parameter of a method that is not an object."""
    values = {name: choice["values"][0] for name, choice in example.call.choices.items() if "values" in choice}
    for each in example.call.parameters:
        if each["in"] == "query" and each["name"] not in values and each["schema"].get("type") != "object":
            values[each["name"]] = sample(example.vendor, each["schema"])
    return values


def expected(example: Example) -> list[tuple[str, str]]:
    """Return the expected query: given parameters and those with a fixed value."""
    pairs = [
        (name, each if isinstance(each, str) else json.dumps(each))
        for name, value in {**given(example), **example.call.fixed}.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return sorted(pairs)


@each_vendor
def test_every_parameter_arrives(vendor: str) -> None:
    """Every method sends the parameters that it is given and no others."""
    with RecordingServer(FAILURE) as server, opened(vendor, server.url) as resources:
        for example in calls(vendor):
            with pytest.raises(ServerError):
                example.send(resources, **{example.argument(name): value for name, value in given(example).items()})

    queries = [sorted(parse_qsl(urlsplit(each.target).query, strict_parsing=True)) for each in server.received]
    assert queries == [expected(example) for example in calls(vendor)]


def test_fields_of_an_object_are_parameters_of_their_own() -> None:
    """The fields of an object are sent under their own names, besides the other parameters."""
    bounds = {"label_value_5b4a__gte": 18.0, "label_value_ä&__lte": 0.5}
    filters = generated("ximilar", "models").LabelValueBounds(additional_properties=bounds)
    with (
        RecordingServer(FAILURE) as server,
        opened("ximilar", server.url) as resources,
        pytest.raises(ServerError),
    ):
        resources.images.list(label_values=filters, page=2)

    assert server.received[0].query == {**{name: str(value) for name, value in bounds.items()}, "page": "2"}
