"""API keys of the Nanonets emulator."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import KEY, open_channel
from visionapis_testing import NanonetsEmulator
from visionapis_testing.faults import AnyKeyAccepted

from .api import API

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator


def basic(text: str) -> dict[str, str]:
    """Return the header of HTTP Basic for a user name and password, joined by a colon."""
    return {"authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("wrong:"),
        {"authorization": "Basic"},
        basic(":"),
        basic(KEY),
        basic(f"{KEY}:password"),
        {"authorization": f"Bearer {KEY}"},
        {"authorization": f"Basic {KEY}:"},
        {"authorization": "Basic /w=="},
    ],
)
def test_invalid_key(open_new: Callable[[Emulator], Channel], headers: dict[str, str]) -> None:
    """Any key but the right one, as user name of HTTP Basic without a password, is rejected before other checks."""
    emulator = NanonetsEmulator(api_key=KEY)
    channel = open_new(emulator)
    for method, path in (("GET", "/ImageCategorization/Models"), ("POST", "/OCR/Model/none/Train"), ("GET", "/none")):
        response = channel.request(method, f"{API}{path}", headers=headers)
        assert (response.status_code, response.json()) == (
            401,
            {
                "message": "Unauthorized",
                "code": 401,
                "errors": [{"reason": "Key is not valid", "message": "Send a valid key as the name of HTTP Basic"}],
            },
        )
    emulator.verify()


def test_any_key_accepted(channel_name: ChannelName) -> None:
    """With the fault AnyKeyAccepted a wrong key is accepted, a missing one is not."""
    emulator = NanonetsEmulator(api_key=KEY)
    emulator.faults.add(AnyKeyAccepted(), times=2)
    with open_channel(channel_name, emulator) as channel:
        path = f"{API}/ImageCategorization/Models"
        statuses = [channel.request("GET", path, headers=headers).status_code for headers in (basic("wrong:"), {})]
    assert statuses == [200, 401]
