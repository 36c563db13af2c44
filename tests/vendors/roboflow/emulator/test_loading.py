"""The key that a self-hosted Roboflow server requires to load a model, and does not require once it is in memory."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.emulators.channels import KEY, RED, Channel, new_emulator, open_channel, train
from visionapis_testing import RoboflowEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing.vendors.roboflow.profiles import ProfileName

Route = Callable[[Channel, str | None, str], int]


def classify(channel: Channel, key: str | None, model: str) -> int:
    """Classify by the route of every server, and return the status."""
    return channel.infer(model=model, key=key).status_code


def classify_json(channel: Channel, key: str | None, model: str) -> int:
    """Classify by the route of self-hosted servers, and return the status."""
    image = {"type": "base64", "value": base64.b64encode(RED).decode()}
    body = {"model_id": model, "image": image, "api_key": key}
    return channel.request("POST", "/infer/classification", json=body).status_code


def add(channel: Channel, key: str | None, model: str) -> int:
    """Load the model, and return the status."""
    return channel.request("POST", "/model/add", json={"model_id": model, "api_key": key}).status_code


def registry(channel: Channel) -> list[str]:
    """Return the ids of the models in memory."""
    models = channel.request("GET", "/model/registry").json()["models"]
    return [each["model_id"] for each in models]


@pytest.fixture
def channel() -> Iterator[Channel]:
    """A self-hosted server with the models `colours/1` and `tags/1`."""
    emulator = new_emulator("self-hosted")
    with open_channel("transport", emulator) as channel:
        yield channel
    emulator.verify()


@pytest.mark.parametrize("route", [classify, classify_json, add])
@pytest.mark.parametrize("key", [None, "wrong"])
def test_model_needs_a_key_unless_it_is_in_the_registry(channel: Channel, route: Route, key: str | None) -> None:
    """A registered model is rejected with 401 without the key, until a request with the key has loaded it."""
    assert (route(channel, key, "colours/1"), registry(channel)) == (401, [])
    assert (route(channel, KEY, "colours/1"), registry(channel)) == (200, ["colours/1"])
    assert (route(channel, key, "colours/1"), route(channel, key, "tags/1")) == (200, 401)
    assert registry(channel) == ["colours/1"]


@pytest.mark.parametrize("route", [classify, classify_json, add])
@pytest.mark.parametrize(("path", "body"), [("/model/remove", {"model_id": "colours/1"}), ("/model/clear", None)])
def test_unloaded_model_needs_a_key(channel: Channel, route: Route, path: str, body: object) -> None:
    """A model that was removed from the registry, alone or with all others, is rejected with 401 without the key."""
    assert [route(channel, KEY, model) for model in ("colours/1", "tags/1")] == [200, 200]
    channel.request("POST", path, json=body)
    left = registry(channel)
    assert left == (["tags/1"] if body else [])
    assert [route(channel, "wrong", model) for model in ("colours/1", "tags/1")] == [401, 200 if left else 401]


def test_reset_and_replacement_unload(channel: Channel) -> None:
    """A model that was registered again, or brought back by a reset, is not in the registry and needs a key."""
    emulator = channel.emulator
    assert isinstance(emulator, RoboflowEmulator)
    emulator.checkpoint()
    for again in (emulator.reset, lambda: train(emulator)):
        assert classify(channel, KEY, "colours/1") == 200
        again()
        assert (registry(channel), classify(channel, None, "colours/1")) == ([], 401)


@pytest.mark.parametrize("option", ["preload", "any_url"])
@pytest.mark.parametrize("value", [["digits/1"], "false", 1, None])
def test_flags_are_true_or_false(option: str, value: Any) -> None:
    """Another value, such as a list of models, does not count as True."""
    with pytest.raises(TypeError, match=f"{option} must be True or False"):
        RoboflowEmulator(**{option: value})


def test_preloaded_models_need_no_key() -> None:
    """With `preload` the registered models are in the registry from the start, and back in it after a reset."""
    emulator = RoboflowEmulator("self-hosted", api_key=KEY, preload=True)
    train(emulator)
    emulator.checkpoint()
    with open_channel("transport", emulator) as channel:
        for _ in range(2):
            assert registry(channel) == ["colours/1", "tags/1"]
            assert [classify(channel, None, "colours/1"), classify_json(channel, "wrong", "tags/1")] == [200, 200]
            channel.request("POST", "/model/clear")
            assert classify(channel, None, "colours/1") == 401
            emulator.reset()
    emulator.verify()


@pytest.mark.parametrize(("profile", "status"), [("serverless", 401), ("classify", 403)])
def test_preloading_does_not_open_hosted_servers(profile: ProfileName, status: int) -> None:
    """The vendor's hosts check the key of every request, also for a model in memory."""
    emulator = RoboflowEmulator(profile, api_key=KEY, preload=True)
    train(emulator)
    with open_channel("transport", emulator) as channel:
        assert channel.infer(key=None, api_key=KEY).status_code == 200
        assert channel.infer(key=None, api_key="wrong").status_code == status
