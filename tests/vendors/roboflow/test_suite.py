"""The suite of Roboflow: several datasets, every encoding, and servers that are offline or get a wrong key."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.conformance.live_servers import ALL_EFFECTS, UNLIMITED
from visionapis import ServerError
from visionapis_testing import RoboflowEmulator
from visionapis_testing.conformance.check import check
from visionapis_testing.conformance.errors import KeyRejectedError
from visionapis_testing.conformance.images import COLOURS, make_image
from visionapis_testing.conformance.plan import Target
from visionapis_testing.conformance.suites import KEY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from visionapis_testing.conformance.outcome import Outcome
    from visionapis_testing.conformance.scenarios import Phase
    from visionapis_testing.vendors.roboflow.profiles import ProfileName

ALL: tuple[Phase, ...] = ("examples", "coverage", "fuzzing")


@contextmanager
def served(profile: ProfileName) -> Iterator[Target]:
    """Serve models of two datasets on a socket; the check is not told the type of a self-hosted server."""
    emulator = RoboflowEmulator(profile, api_key=KEY)
    emulator.register("colours/1", [(make_image(colour), colour) for colour in COLOURS])
    emulator.register("traits/2", [(make_image(colour), {colour}) for colour in COLOURS], multi_label=True)
    resources = {"single_label": ["colours/1"], "multi_label": ["traits/2"]}
    with emulator.serve() as url:
        server_type = profile if profile in {"serverless", "classify"} else ""
        yield Target("roboflow", url, KEY, resources, ALL_EFFECTS, UNLIMITED, server_type=server_type, max_examples=3)


@pytest.mark.parametrize("phases", [ALL[:1], ALL], ids=["examples", "all"])
def test_every_model_gets_both_encodings(phases: tuple[Phase, ...]) -> None:
    """Models of two datasets get base64 text and multipart files, in the plain check as in the one of all phases."""
    with served("self-hosted") as target:
        outcome = check(replace(target, phases=phases))

    assert [str(finding) for finding in outcome.failures] == []
    succeeded = {
        (exchange.request.url.path, exchange.media_types[0])
        for exchange in outcome.exchanges
        if exchange.response.status_code == 200 and exchange.operation_id == "classification_infer"
    }
    encodings = {"multipart/form-data", "application/x-www-form-urlencoded"}
    assert succeeded == {(path, encoding) for path in ("/colours/1", "/traits/2") for encoding in encodings}


def test_offline_server_passes() -> None:
    """A server without a network is not to blame for models that it cannot load, whether its type is told or not."""
    outcomes: list[Outcome] = []
    for server_type in ("", "offline"):
        with served("offline") as target:  # a new one, because the check unloads models
            outcomes.append(check(replace(target, phases=ALL, server_type=server_type)))

    assert [str(finding) for outcome in outcomes for finding in outcome.failures] == []
    assert all(outcome.known_deviations["offline"] for outcome in outcomes)


@pytest.mark.parametrize("profile", ["self-hosted", "serverless", "classify"])
def test_wrong_key_is_told(profile: ProfileName) -> None:
    """A wrong key is reported as such instead of as failures of the server."""
    with served(profile) as target, pytest.raises(KeyRejectedError, match="rejects the API key"):
        check(replace(target, key="wrong", phases=ALL))


def test_state_of_a_server_needs_no_model() -> None:
    """Calls that need no resource are sent without one, also when `only` names them."""
    with served("self-hosted") as target:
        outcome = check(replace(target, resources={}, only=["server_info", "models_list"]))

    assert (outcome.operations, outcome.failures) == (["models_list", "server_info"], [])


def test_offline_server_loads_its_models_again() -> None:
    """Without a network only unknown models get status 503, also after the models were unloaded."""
    emulator = RoboflowEmulator("offline", api_key=KEY)
    emulator.register("colours/1", [(make_image(colour), colour) for colour in COLOURS])
    with emulator.client() as client:
        client.models.clear()
        assert client.classify(make_image(next(iter(COLOURS))), model="colours/1").top is not None
        with pytest.raises(ServerError, match="503"):
            client.classify(make_image(next(iter(COLOURS))), model="colours/2")
