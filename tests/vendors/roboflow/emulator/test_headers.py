"""Headers of Roboflow's responses: of model and request, and of CORS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulators.channels import FORM, KEY, new_emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.emulators.channels import Channel
    from tests.emulators.fixtures import OpenChannel
    from visionapis_testing import RoboflowEmulator
    from visionapis_testing.vendors.roboflow.profiles import ProfileName


def test_headers(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """The headers of a model's first response describe its cold start; those of later ones do not."""
    channel = open_new(new_emulator())
    first, second = (channel.infer().headers for _ in range(2))
    assert {name: first[name] for name in first if name.startswith("x-") and name != "x-request-id"} == {
        "x-inference-engine": "inference-models",
        "x-model-cold-start": "true",
        "x-model-cold-start-count": "1",
        "x-model-id": "colours/1",
        "x-internal-remote-exec-req-verified": "false",
        "x-model-load-details": '[{"m": "colours/1", "t": 0.0125}]',
        "x-model-load-time": "0.0125",
        "x-processing-time": "0.0125",
        "x-workspace-id": "emulated-workspace",
    }
    assert {name: second[name] for name in second if name.startswith("x-model")} == {
        "x-model-cold-start": "false",
        "x-model-cold-start-count": "0",
        "x-model-id": "colours/1",
    }
    assert first["x-request-id"] != second["x-request-id"]
    assert (first["vary"], len(first["execution_id"])) == ("Origin", 16)


UUID = "3e5a9880-d64b-4fe2-a359-6614a9c1e2e4"
REQUEST_IDS = [("self-hosted", UUID, True), ("self-hosted", "mine", False), ("serverless", "mine", True)]
ALWAYS = {"vary", "x-inference-engine", "x-model-cold-start", "x-model-cold-start-count", "x-model-id", "x-request-id"}
HOSTING = {"execution_id", "x-internal-remote-exec-req-verified", "x-processing-time", "x-workspace-id"}


@pytest.mark.parametrize("profile", ["serverless", "classify", "self-hosted", "offline"])
def test_headers_of_profiles(open_shared: OpenChannel, profile: ProfileName) -> None:
    """Every server adds headers about request and model to responses and errors; hosting adds more."""
    channel = open_shared(profile)
    expected = ALWAYS | (HOSTING if profile in {"serverless", "classify"} else set())
    channel.infer(api_key=KEY)
    good, bad, early = (
        channel.infer(api_key=KEY),
        channel.infer(b"", api_key=KEY),
        channel.infer(api_key=KEY, stroke="x"),
    )
    assert [good.status_code, bad.status_code, early.status_code] == [200, 400, 422]
    ours = [set(each.headers) - {"content-length", "content-type", "date", "server"} for each in (good, bad, early)]
    assert ours == [expected, expected, expected - {"x-model-id"}]


@pytest.mark.parametrize(("profile", "sent", "kept"), REQUEST_IDS)
def test_request_id(open_shared: OpenChannel, profile: ProfileName, sent: str, *, kept: bool) -> None:
    """A self-hosted server keeps the id of a request that is a UUID, hosting any."""
    response = open_shared(profile).infer(headers={**FORM, "x-request-id": sent})
    assert (response.headers["x-request-id"] == sent) == kept


@pytest.mark.parametrize(
    ("profile", "model", "status"),
    [
        ("self-hosted", "日本/1", 500),
        ("serverless", "%E2%82%AC/1", 500),
        ("offline", "β/1", 500),
        ("self-hosted", "é/1", 404),
    ],
)
def test_model_id_in_header(open_shared: OpenChannel, profile: ProfileName, model: str, status: int) -> None:
    """The server fails on a model id that its header cannot hold; one in Latin-1 is unknown."""
    response = open_shared(profile).infer(model=model)
    assert response.status_code == status
    if status == 500:
        assert (response.text, set(response.headers) & ALWAYS) == ("Internal Server Error", set())


@pytest.mark.parametrize("profile", ["serverless", "self-hosted"])
@pytest.mark.parametrize(
    ("method", "headers", "status", "text"),
    [
        ("POST", {}, 200, "OK"),
        ("POST", {"access-control-request-headers": "authorization,x-a"}, 200, "OK"),
        ("FETCH", {}, 400, "Disallowed CORS method"),
    ],
)
def test_cors_preflight(
    open_shared: OpenChannel, profile: ProfileName, method: str, headers: Mapping[str, str], status: int, text: str
) -> None:
    """A CORS preflight needs no key, and allows every origin, method of HTTP and header."""
    response = open_shared(profile).request(
        "OPTIONS",
        "/colours/1",
        headers={"origin": "https://app.example", "access-control-request-method": method, **headers},
    )
    assert (response.status_code, response.text) == (status, text)
    found = {
        name: response.headers.get(f"access-control-allow-{name}") for name in ("origin", "credentials", "headers")
    }
    assert found == {
        "origin": "https://app.example",
        "credentials": "true",
        "headers": headers.get("access-control-request-headers"),
    }
    assert (response.headers["access-control-max-age"], "x-request-id" in response.headers) == ("600", True)


@pytest.mark.parametrize("profile", ["serverless", "self-hosted"])
def test_cors(open_shared: OpenChannel, profile: ProfileName) -> None:
    """A page of any origin can read responses and their headers, but not hosting's rejection of a key."""
    channel, headers = open_shared(profile), {**FORM, "origin": "https://app.example"}
    good, early = channel.infer(headers=headers), channel.infer(headers=headers, stroke="x")
    assert [each.headers["access-control-allow-origin"] for each in (good, early)] == ["https://app.example"] * 2
    assert "X-Model-Cold-Start" in good.headers["access-control-expose-headers"]
    if profile == "serverless":
        rejected = channel.infer(headers=headers, key="wrong")
        assert ("access-control-allow-origin" in rejected.headers, rejected.status_code) == (False, 401)
