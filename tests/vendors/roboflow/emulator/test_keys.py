"""Keys of the legacy host, spellings of bearer tokens, and ids of requests of Roboflow's servers."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Literal

import pytest

from tests.emulators.channels import KEY, new_emulator, open_channel, train
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from tests.emulators.channels import ChannelName

Status = Literal[402, 403, 423, 502]


@pytest.mark.parametrize(("account_error", "status"), [(402, 402), (403, 403), (423, 403), (502, 403)])
def test_rejected_account_on_the_legacy_host(channel_name: ChannelName, account_error: Status, status: int) -> None:
    """The legacy host tells missing credits from all other reasons to reject a known key."""
    emulator = RoboflowEmulator("classify", api_key=KEY, account_errors={"poor": account_error})
    train(emulator)
    with open_channel(channel_name, emulator) as channel:
        assert channel.infer(key=None, api_key="poor").status_code == status
        assert channel.infer(key=None, api_key=KEY).status_code == 200


@pytest.mark.parametrize(
    ("authorization", "status"),
    [(f"Bearer {KEY}", 200), (f"bearer {KEY}", 200), (f"Bearer  {KEY}", 200), (f"Token {KEY}", 401), ("Bearer", 401)],
)
def test_bearer_token(channel_name: ChannelName, authorization: str, status: int) -> None:
    """The scheme of the header is in any case, and further spaces before the token do not belong to it."""
    with open_channel(channel_name, new_emulator()) as channel:
        headers = {"content-type": "application/x-www-form-urlencoded", "authorization": authorization}
        assert channel.infer(key=None, headers=headers).status_code == status


UUID = str(uuid.UUID("6f1a2c34-0d5e-4b6f-8a71-92b3c4d5e6f7"))


@pytest.mark.parametrize(
    ("profile", "sent", "kept"),
    [
        ("serverless", "trace-1", True),
        ("serverless", UUID, True),
        ("self-hosted", "trace-1", False),
        ("self-hosted", UUID, True),
    ],
)
def test_id_of_a_request(
    channel_name: ChannelName,
    profile: Literal["serverless", "self-hosted"],
    sent: str,
    kept: bool,
) -> None:
    """A server repeats the id that a request carries; one of your own does so only for a UUID."""
    with open_channel(channel_name, new_emulator(profile)) as channel:
        headers = {"content-type": "application/x-www-form-urlencoded", "x-request-id": sent}
        returned = channel.infer(headers=headers).headers["x-request-id"]

    assert (returned == sent) is kept
    assert kept or re.fullmatch("[0-9a-f]{32}", returned)
