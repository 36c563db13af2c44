"""Requests beyond the contract that the emulator accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.emulators.channels import open_channel
from visionapis_testing.contracts.leniencies import leniencies, leniencies_used
from visionapis_testing.vendors.ximilar.leniencies import LENIENCIES

from .api import ACCOUNT, KEY, PATH, RED, WORKSPACES, make_emulator, to_base64

if TYPE_CHECKING:
    from tests.emulators.channels import ChannelName

HEADERS = {"authorization": f"Token {KEY}"}
HOST = "https://api.ximilar.com"
FORM = {"name": (None, "a"), "type": (None, "tag")}

ACCEPTED: dict[str, list[dict[str, Any]]] = {
    "other-slash": [
        {"method": "POST", "url": f"{HOST}{PATH}/label", "files": FORM},
        {"method": "GET", "url": f"{HOST}{PATH}/training-image", "params": {"real": "True"}},
    ],
    "unknown-parameter": [
        {"method": "GET", "url": f"{HOST}{PATH}/task", "params": {"ordering": "name"}},
        {"method": "POST", "url": f"{HOST}{PATH}/label", "params": {"a": "b"}, "json": {"name": "a", "type": "tag"}},
    ],
    "older-filter": [
        {"method": "GET", "url": f"{HOST}{PATH}/training-image", "params": {"label": "a", "test": "true"}},
    ],
    "unread-body": [
        {"method": "GET", "url": f"{HOST}{PATH}/task", "json": {}},
        {"method": "GET", "url": f"{HOST}{ACCOUNT}", "files": FORM},
    ],
}
BY_CONTRACT: list[dict[str, Any]] = [
    {"method": "GET", "url": f"{HOST}{PATH}/task"},
    {"method": "GET", "url": f"{HOST}{PATH}/training-image", "params": {"label_value_a__gte": "3", "labels": "a"}},
    {"method": "POST", "url": f"{HOST}{PATH}/label", "json": {"name": "a", "type": "tag"}},
    {"method": "POST", "url": f"{HOST}{PATH}/training-image", "json": {"base64": to_base64(RED)}},
]


def test_every_leniency_has_an_example() -> None:
    """Each leniency has an example request and a reason."""
    assert sorted(ACCEPTED) == sorted(leniency.name for leniency in LENIENCIES)
    assert all(leniency.reason.endswith(".") for leniency in leniencies("ximilar"))


@pytest.mark.parametrize(("name", "request_"), [(name, each) for name, given in ACCEPTED.items() for each in given])
def test_leniency(name: str, request_: dict[str, Any]) -> None:
    """The example of a leniency is accepted, and covered by it."""
    assert name in leniencies_used("ximilar", httpx.Request(headers=HEADERS, **request_))
    emulator, _ = make_emulator()
    with httpx.Client(transport=emulator.transport(), headers=HEADERS) as client:
        assert client.send(client.build_request(**request_)).is_success
    emulator.verify()


@pytest.mark.parametrize("request_", BY_CONTRACT)
def test_no_leniency(request_: dict[str, Any]) -> None:
    """A request by the contract uses no leniency, and neither does one that is rejected."""
    assert leniencies_used("ximilar", httpx.Request(headers=HEADERS, **request_)) == []
    assert leniencies_used("ximilar", httpx.Request("PATCH", f"{HOST}{PATH}/task", params={"a": "b"}, json={})) == []


def test_other_slash_of_every_path(channel_name: ChannelName) -> None:
    """Every path works with and without a trailing slash, without a redirect."""
    emulator, task = make_emulator()
    paths = [
        f"{PATH}/task",
        f"{PATH}/task/{task}",
        f"{PATH}/label",
        *(path.rstrip("/") for path in (WORKSPACES, ACCOUNT)),
    ]
    with open_channel(channel_name, emulator) as channel:
        statuses = [
            channel.request("GET", f"{path}{slash}", headers=HEADERS).status_code
            for path in paths
            for slash in ("", "/")
        ]
    assert statuses == [200] * 10


def test_encoded_path() -> None:
    """A path whose decoded form is invalid in a URL is handled."""
    url = f"{HOST}{PATH}/task/%0A?workspace=a%0Ab"

    assert leniencies_used("ximilar", httpx.Request("GET", url, headers=HEADERS)) == []
