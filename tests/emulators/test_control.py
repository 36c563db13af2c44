"""The control API: faults, time, images by URL and recorded requests over HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.vendors import each_vendor
from tests.vendors.imagerecognize.emulator import api as imagerecognize
from tests.vendors.nanonets.emulator import api as nanonets
from tests.vendors.ximilar.emulator import api as ximilar
from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.control_api import PREFIX
from visionapis_testing.faults import Fault, Latency, StatusResponse
from visionapis_testing.vendors import emulator

from .channels import FORM, KEY, RED, URL, new_emulator, open_channel

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Channel

    OpenNew = Callable[[Emulator], Channel]

FAULTS = f"{PREFIX}/faults"
BUSY = {"fault": {"kind": "status_response", "status_code": 503}, "times": 1}


def control(channel: Channel, method: str, path: str, document: object = None) -> Any:
    """Call the control API; return the JSON of its response, which must be a success."""
    content = b"" if document is None else json.dumps(document).encode()
    response = channel.request(method, f"{PREFIX}{path}", content=content)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json"), response.text
    return response.json()


@each_vendor
def test_every_vendor(open_new: OpenNew, vendor: str) -> None:
    """A fault that is added over HTTP is injected into the next call; control requests are not recorded."""
    emulated = emulator(vendor)
    channel = open_new(emulated)
    seconds = emulated.clock.seconds
    rule = control(channel, "POST", "/faults", BUSY)
    assert (emulated.requests, emulated.clock.seconds) == ((), seconds)
    assert channel.request("GET", "/a/1").status_code == 503
    assert channel.request("GET", "/a/1").status_code != 503
    listed = control(channel, "GET", "/faults")
    assert [rule] == listed["rules"] == [each.to_json() for each in emulated.faults.rules]
    assert [each["fault"] for each in listed["injections"]] == [StatusResponse(503).to_json()]
    assert [request.status_code == 503 for request in emulated.requests] == [True, False]


def test_faults_by_operation(open_new: OpenNew) -> None:
    """A fault is injected into calls of its operation after skip_first of them; DELETE removes all."""
    emulated = new_emulator()
    channel = open_new(emulated)
    document = {"fault": {"kind": "latency", "seconds": 0}, "operation": "classification_infer", "skip_first": 1}
    assert control(channel, "POST", "/faults", document) == {
        "fault": {"kind": "latency", "seconds": 0},
        "operation": "classification_infer",
        "times": None,
        "skip_first": 1,
        "probability": 1.0,
    }
    for _ in range(2):
        channel.request("GET", "/colours/1")
        channel.infer()
    assert [each.fault for each in emulated.faults.injections] == [Latency(0)]
    assert control(channel, "DELETE", "/faults") == {"rules": [], "injections": []}
    assert emulated.faults.rules == ()


def test_description() -> None:
    """A GET lists every route, the operations, and every kind of fault with its JSON Schema."""
    with open_channel("transport", new_emulator()) as channel:
        found = control(channel, "GET", "")
        assert control(channel, "GET", "/") == found
    assert found["operations"] == sorted(each.id for each in load("roboflow").operations)
    assert set(found["faults"]) == set(Fault.kinds)
    assert found["faults"]["slow_response"]["description"]
    assert found["faults"]["slow_response"]["schema"]["properties"]["part"]["enum"] == ["headers", "body"]
    assert found["rule"]["properties"]["times"]["anyOf"] == [{"type": "integer"}, {"type": "null"}]
    assert [each for each in found["routes"].values() if not each] == []


INVALID: list[tuple[str, bytes, int, str]] = [
    ("/faults", b"{", 400, "the body is not valid JSON"),
    ("/faults", b"[" * 100_000, 400, "the body is not valid JSON"),
    ("/faults", b'{"fault": {"kind": "latency", "seconds": NaN}}', 400, "the body is not valid JSON"),
    ("/faults", b"[]", 400, "the body is not a JSON object"),
    ("/faults", b"{}", 400, 'invalid fault: expected an object with its kind, such as {"kind": "latency"}'),
    (
        "/faults",
        b'{"fault": {"kind": "flood"}}',
        400,
        "unknown fault kind 'flood': expected one of any_key_accepted, ",
    ),
    (
        "/faults",
        b'{"fault": {"kind": "slow_response", "part": "tail"}}',
        400,
        "slow_response: invalid part 'tail': expected 'headers' or 'body'",
    ),
    ("/faults", b'{"fault": {"kind": "latency", "seconds": 1e999}}', 400, "latency: invalid seconds inf: expected "),
    (
        "/faults",
        b'{"fault": {"kind": "latency"}, "time": 1}',
        400,
        "unknown field 'time': expected one of fault, operation, ",
    ),
    (
        "/faults",
        b'{"fault": {"kind": "latency"}, "times": "1"}',
        400,
        "invalid times '1': expected a valid integer",
    ),
    ("/faults", b'{"fault": {"kind": "latency"}, "times": 0}', 400, "invalid times 0: expected 1 or more"),
    (
        "/faults",
        b'{"fault": {"kind": "latency"}, "operation": "x"}',
        400,
        "unknown operation 'x': expected one of ",
    ),
    ("/clock", b'{"advance": -1}', 400, "cannot advance the clock by "),
    ("/clock", b'{"advance": 1e300}', 400, "cannot advance the clock by "),
    ("/clock", b'{"advance": "1"}', 400, "invalid advance '1': expected a valid number"),
    ("/clock", b'{"step": -1}', 400, "invalid step -1: expected 0 to 1,000,000 seconds"),
    ("/urls", b'{"url": "https://a.example.com/"}', 400, "field 'base64' is missing"),
    ("/urls", b'{"url": "https://a.example.com/", "base64": "?"}', 400, "base64 is not valid base64 text"),
    ("/urls", b'{"url": "https://a:x/", "base64": ""}', 400, "'https://a:x/' is not a URL"),
    (
        "/fault",
        b"{}",
        404,
        "unknown path '/__visionapis__/fault': expected one of /__visionapis__, /__visionapis__/faults, ",
    ),
    ("/requests", b"{}", 405, "method POST is not allowed: expected GET"),
]


@pytest.mark.parametrize(("path", "content", "status_code", "message"), INVALID)
def test_invalid_request(path: str, content: bytes, status_code: int, message: str) -> None:
    """An invalid request gets an error of one line that names the problem, and changes nothing."""
    emulated = new_emulator()
    with open_channel("transport", emulated) as channel:
        response = channel.request("POST", f"{PREFIX}{path}", content=content)
    assert (response.status_code, list(response.json())) == (status_code, ["error"])
    assert response.json()["error"].startswith(message)
    assert "\n" not in response.json()["error"]
    assert (emulated.faults.rules, emulated.clock.seconds, emulated.clock.step) == ((), 0, 1)


@pytest.mark.parametrize("chunked", [False, True])
def test_body_limit(open_new: OpenNew, monkeypatch: pytest.MonkeyPatch, *, chunked: bool) -> None:
    """A body above the limit is rejected, with and without a Content-Length."""
    monkeypatch.setattr("visionapis_testing.emulator.control_api._MAX_BODY_BYTES", 1_000)
    channel = open_new(new_emulator())
    send = channel.request_in_chunks if chunked else channel.request
    response = send("POST", FAULTS, content=b" " * 1_001)
    assert (response.status_code, response.json()) == (413, {"error": "the body has more than 1,000 bytes"})
    assert send("POST", FAULTS, content=json.dumps(BUSY).encode().ljust(1_000)).status_code == 200


def test_clock(open_new: OpenNew) -> None:
    """A job is done after the clock is advanced over HTTP."""
    emulated = nanonets.make_emulator()
    channel = open_new(emulated)
    server = nanonets.Api(channel)
    assert control(channel, "POST", "/clock", {"step": 0}) == {"seconds": 0, "step": 0}
    model = server.create_classifier()
    server.post("/ImageCategorization/Train/", params={"modelId": model})
    assert [server.model_state(model), server.model_state(model)] == [3, 3]
    assert control(channel, "POST", "/clock", {"advance": 60}) == control(channel, "GET", "/clock")
    assert (server.model_state(model), emulated.clock.seconds) == (5, 60)


def test_images_by_url(open_new: OpenNew) -> None:
    """An image that is registered over HTTP is found at its URL."""
    emulated = new_emulator()
    channel = open_new(emulated)
    other = URL.replace("red", "other")
    query = {"api_key": KEY, "image": other}
    assert channel.request("GET", "/colours/1", params=query).status_code == 400
    image = {"url": other, "base64": base64.b64encode(RED).decode()}
    assert control(channel, "POST", "/urls", image) == {"bytes": len(RED)}
    assert channel.request("GET", "/colours/1", params=query).json()["top"] == "red"


def test_requests(open_new: OpenNew) -> None:
    """The recorded requests are those of `emulator.requests`, as JSON."""
    emulated = imagerecognize.make_emulator()
    channel = open_new(emulated)
    imagerecognize.recognize(channel, "nsfw")
    (received,) = control(channel, "GET", "/requests")["requests"]
    assert received["parts"][-1] == {
        "name": "file",
        "filename": "file",
        "content_type": "application/octet-stream",
        "size": len(imagerecognize.STREET),
        "sha256": hashlib.sha256(imagerecognize.STREET).hexdigest(),
        "text": None,
    }
    assert (received["operation_id"], received["status_code"]) == ("recognition_recognize", 200)
    assert imagerecognize.KEY not in json.dumps(received)


def test_unencodable_texts_are_listed() -> None:
    """Requests with lone surrogates and NaN can be listed."""
    emulated, _ = ximilar.make_emulator()
    with open_channel("transport", emulated) as channel:
        content = b'{"name": "\\ud800", "type": "tag", "description": NaN}'
        ximilar.call(channel, "POST", "label", content=content, headers={"content-type": "application/json"})
        response = channel.request("GET", f"{PREFIX}/requests")
    received = json.loads(response.content, parse_constant=pytest.fail)["requests"][0]
    assert received["json"] == {"name": "\ud800", "type": "tag", "description": "NaN"}


def test_reset(open_new: OpenNew) -> None:
    """POST /reset does what `emulator.reset()` does: nothing is left without a checkpoint."""
    emulated = new_emulator()
    channel = open_new(emulated)
    control(channel, "POST", "/faults", BUSY)
    control(channel, "POST", "/clock", {"advance": 5})
    channel.infer()
    assert control(channel, "POST", "/reset") == {"seconds": 0, "step": 1}
    assert (emulated.requests, emulated.faults.rules, emulated.faults.injections) == ((), (), ())
    assert channel.infer().status_code == 404


@pytest.mark.parametrize("path", [PREFIX, FAULTS, f"{PREFIX}/a/b"])
def test_disabled(open_new: OpenNew, path: str) -> None:
    """If it is disabled, its paths are routed and recorded like the vendor's."""
    emulated = new_emulator()
    emulated.control_api = False
    channel = open_new(emulated)
    response = channel.request("POST", path, content=json.dumps(BUSY), headers=FORM)
    assert (response.status_code, [request.path for request in emulated.requests]) == (401, [path])
    assert emulated.faults.rules == ()


@pytest.mark.parametrize("path", [f"{PREFIX}s/1", f"/a{FAULTS}", "/__visionapis_/1", f"/{PREFIX}/faults"])
def test_similar_paths(path: str) -> None:
    """Only paths below the prefix belong to the control API."""
    emulated = new_emulator()
    with open_channel("transport", emulated) as channel:
        assert channel.request("GET", path).status_code == 401
    assert len(emulated.requests) == 1
