"""Path parameters: every id is one segment of the path."""

from __future__ import annotations

import re
import string

import pytest

from tests.helpers.vendors import VENDORS, contract, of_vendors, own
from tests.helpers.recording import RecordingServer, make_response
from visionapis import ConfigurationError, ServerError

from .vendors import Example, calls, opened

FAILURE = make_response("{}", status="500 Error")

UNRESERVED = string.ascii_letters + string.digits + "-._~"
"""Characters that are not escaped: https://www.rfc-editor.org/rfc/rfc3986#section-2.3"""

ODD = [
    "a/b",
    "/a/",
    "a//b",
    "a?b=c",
    "100%",
    "a%2Fb",
    "a#b",
    "a b",
    "a+b",
    "a;b=1,2",
    "a&b=c",
    "a:b@c",
    "../a",
    "a/../../b",
    "..%2Fa",
    "%2e%2e",
    "...",
    "a\\b",
    "a\r\nX-Injected: 1",
    "späte 猫",
    "{model_id}",
]

# Segments that servers, proxies and httpx itself take for no segment at all.
LOST = ["", ".", ".."]


def with_path(vendor: str) -> list[Example]:
    """Return every method that has path parameters."""
    return [example for example in calls(vendor) if parameters(example)]


def parameters(example: Example) -> list[str]:
    """Return the names of a method's path parameters."""
    return re.findall(r"\{(\w+)\}", example.call.operation.path)


def encoded(text: str) -> str:
    """Return a text as a path segment."""
    return "".join(chr(byte) if chr(byte) in UNRESERVED else f"%{byte:02X}" for byte in text.encode())


def expected(example: Example, value: str) -> str:
    """Return the path of a call with a different value for each parameter."""
    return re.sub(r"\{(\w+)\}", lambda found: encoded(f"{value}{found[1]}"), example.call.operation.path)


each_with_path = of_vendors("vendor", [vendor for vendor in VENDORS if with_path(vendor)])


@each_with_path
def test_odd_id_stays_in_its_segment(vendor: str) -> None:
    """Every method sends the path with the id percent-encoded."""
    sent = [(example, value) for example in with_path(vendor) for value in ODD]
    with RecordingServer(FAILURE) as server, opened(vendor, server.url) as resources:
        for example, value in sent:
            with pytest.raises(ServerError):
                example.send(resources, **{example.argument(name): f"{value}{name}" for name in parameters(example)})

    targets = [request.target.partition("?")[0] for request in server.received]
    assert targets == [expected(example, value) for example, value in sent]


@of_vendors("vendor", VENDORS, "counts")
def test_every_method_with_a_path_is_here(vendor: str) -> None:
    """The tests cover all methods with a path: as many as are known, else those of operations with a path parameter."""
    facts = own(vendor, "counts")
    with_parameter = [each.data for each in contract(vendor).operations() if "{" in each.path]
    expected = facts.WITH_PATH if facts else sum(len(each.get("x-calls", [None])) for each in with_parameter)

    assert len(with_path(vendor)) == expected


@each_with_path
@pytest.mark.parametrize("value", LOST)
def test_id_that_cannot_be_a_segment_is_rejected(value: str, vendor: str) -> None:
    """An id such as `..` is rejected before anything is sent, and the error names the argument."""
    with RecordingServer(FAILURE) as server, opened(vendor, server.url) as resources:
        for example in with_path(vendor):
            for name in parameters(example):
                with pytest.raises(ConfigurationError, match=rf"invalid {example.argument(name)}: "):
                    example.send(resources, **{example.argument(name): value})

    assert server.received == []
