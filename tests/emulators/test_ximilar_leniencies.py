"""What Ximilar's emulator takes beyond the contract stands in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing.contracts.leniencies import tolerances, tolerated
from visionapis_testing.vendors.ximilar.leniencies import TOLERANCES

from .channels import open_way
from .ximilar import KEY, PATH, RED, taught, text

if TYPE_CHECKING:
    from .channels import WayName

HEADERS = {"authorization": f"Token {KEY}"}
HOST = "https://api.ximilar.com"
FORM = {"name": (None, "a"), "type": (None, "tag")}

TAKEN: dict[str, list[dict[str, Any]]] = {
    "slash-and-form": [
        {"method": "POST", "url": f"{HOST}{PATH}/label", "files": FORM},
        {"method": "GET", "url": f"{HOST}{PATH}/training-image", "params": {"real": "True"}},
    ],
    "unread-parameter": [
        {"method": "GET", "url": f"{HOST}{PATH}/task", "params": {"ordering": "name"}},
        {"method": "POST", "url": f"{HOST}{PATH}/label", "params": {"a": "b"}, "json": {"name": "a", "type": "tag"}},
    ],
    "older-filter": [
        {"method": "GET", "url": f"{HOST}{PATH}/training-image", "params": {"label": "a", "test": "true"}},
    ],
    "unread-body": [
        {"method": "GET", "url": f"{HOST}{PATH}/task", "json": {}},
        {"method": "GET", "url": f"{HOST}/account/v2/details/", "files": FORM},
    ],
}
BY_CONTRACT: list[dict[str, Any]] = [
    {"method": "GET", "url": f"{HOST}{PATH}/task"},
    {"method": "GET", "url": f"{HOST}{PATH}/training-image", "params": {"label_value_a__gte": "3", "labels": "a"}},
    {"method": "POST", "url": f"{HOST}{PATH}/label", "json": {"name": "a", "type": "tag"}},
    {"method": "POST", "url": f"{HOST}{PATH}/training-image", "json": {"base64": text(RED)}},
]


def test_every_tolerance_is_shown() -> None:
    """Each tolerance has an example here and a reason."""
    assert sorted(TAKEN) == sorted(tolerance.name for tolerance in TOLERANCES)
    assert all(tolerance.reason.endswith(".") for tolerance in tolerances("ximilar"))


@pytest.mark.parametrize(("name", "request_"), [(name, each) for name, given in TAKEN.items() for each in given])
def test_tolerated(name: str, request_: dict[str, Any]) -> None:
    """What a tolerance covers is taken, and recognised as such."""
    assert name in tolerated("ximilar", httpx.Request(headers=HEADERS, **request_))
    emulator, _ = taught()
    with httpx.Client(transport=emulator.transport(), headers=HEADERS) as client:
        assert client.send(client.build_request(**request_)).is_success
    emulator.verify()


@pytest.mark.parametrize("request_", BY_CONTRACT)
def test_by_the_contract(request_: dict[str, Any]) -> None:
    """A request by the contract needs no tolerance, and neither does one that is refused."""
    assert tolerated("ximilar", httpx.Request(headers=HEADERS, **request_)) == []
    assert tolerated("ximilar", httpx.Request("PATCH", f"{HOST}{PATH}/task", params={"a": "b"}, json={})) == []


def test_other_slash_of_every_spelling(way_in: WayName) -> None:
    """Every path of the contract is answered with and without a slash, without a redirect."""
    emulator, task = taught()
    paths = [f"{PATH}/task", f"{PATH}/task/{task}", f"{PATH}/label", "/account/v2/workspace", "/account/v2/details"]
    with open_way(way_in, emulator) as way:
        found = [
            way.request("GET", f"{path}{slash}", headers=HEADERS).status_code for path in paths for slash in ("", "/")
        ]
    assert found == [200] * 10


def test_path_is_taken_as_it_was_sent() -> None:
    """Decoded, a path may hold what no URL can; that is no reason to fail."""
    url = f"{HOST}{PATH}/task/%0A?workspace=a%0Ab"

    assert tolerated("ximilar", httpx.Request("GET", url, headers=HEADERS)) == []
