"""Models of Roboflow's self-hosted servers that a request unloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .channels import new_emulator, train

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Channel


def test_unloaded_model_that_is_registered_again(open_new: Callable[[Emulator], Channel]) -> None:
    """A model needs a key after it was unloaded, and none any more when it is registered again."""
    emulator = new_emulator("self-hosted")
    channel = open_new(emulator)
    statuses = [channel.infer(key=None).status_code]
    channel.request("POST", "/model/remove", json={"model_id": "colours/1"})
    statuses.append(channel.infer(key=None).status_code)
    train(emulator)
    statuses.append(channel.infer(key=None).status_code)
    emulator.verify()

    assert statuses == [200, 401, 200]
