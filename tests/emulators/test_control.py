"""The control route: faults, time, pictures by URL and the record of requests over HTTP."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing.emulator.control_api import PREFIX
from visionapis_testing.faults import Fault, Latency, Status
from visionapis_testing.vendors import EMULATORS, emulator

from . import imagerecognize, nanonets, ximilar
from .channels import FORM, KEY, RED, URL, new_emulator, open_way

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Way

    OpenNew = Callable[[Emulator], Way]

FAULTS = f"{PREFIX}/faults"
BUSY = {"fault": {"kind": "status", "status": 503}, "times": 1}


def control(way: Way, method: str, path: str, document: object = None) -> Any:
    """What the control route answers, which is a success."""
    content = b"" if document is None else json.dumps(document).encode()
    response = way.request(method, f"{PREFIX}{path}", content=content)
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json"), response.text
    return response.json()


@pytest.mark.parametrize("vendor", EMULATORS)
def test_every_vendor_has_it(open_new: OpenNew, vendor: str) -> None:
    """A fault that is planned over HTTP meets the next call; nothing of the control route is recorded."""
    emulated = emulator(vendor)
    way = open_new(emulated)
    seconds = emulated.clock.seconds
    planned = control(way, "POST", "/faults", BUSY)
    assert (emulated.requests, emulated.clock.seconds) == ((), seconds)
    assert way.request("GET", "/a/1").status_code == 503
    assert way.request("GET", "/a/1").status_code != 503
    listed = control(way, "GET", "/faults")
    assert [planned] == listed["planned"] == [each.to_json() for each in emulated.faults.planned]
    assert [each["fault"] for each in listed["injected"]] == [Status(503).to_json()]
    assert [request.status == 503 for request in emulated.requests] == [True, False]


def test_faults_by_operation(open_new: OpenNew) -> None:
    """A fault waits for its operation, as one from Python does; a DELETE forgets all."""
    emulated = new_emulator()
    way = open_new(emulated)
    document = {"fault": {"kind": "latency", "seconds": 0}, "operation": "classification_infer", "after": 1}
    assert control(way, "POST", "/faults", document) == {
        "fault": {"kind": "latency", "seconds": 0},
        "operation": "classification_infer",
        "times": None,
        "after": 1,
        "probability": 1.0,
    }
    for _ in range(2):
        way.request("GET", "/colours/1")
        way.infer()
    assert [each.fault for each in emulated.faults.log] == [Latency(0)]
    assert control(way, "DELETE", "/faults") == {"planned": [], "injected": []}
    assert emulated.faults.planned == ()


def test_overview() -> None:
    """It names every route, every kind of fault with its fields, and the operations."""
    with open_way("transport", new_emulator()) as way:
        found = control(way, "GET", "")
        assert control(way, "GET", "/") == found
    assert found["operations"] == ["classification_infer", "classification_infer_get"]
    assert set(found["faults"]) == set(Fault.kinds)
    assert found["faults"]["drip"] == {
        "about": "The answer's headers or body come byte by byte, with a pause in seconds before each.",
        "fields": {"part": 'one of "headers", "body", "body" by default', "pause": "a number, 0.05 by default"},
    }
    assert found["planned_fault"]["times"] == "a whole number or null, null by default"
    assert [each for each in found["routes"].values() if not each] == []


WRONG: list[tuple[str, bytes, int, str]] = [
    ("/faults", b"{", 400, "the body is no JSON"),
    ("/faults", b"[" * 100_000, 400, "the body is no JSON"),
    ("/faults", b'{"fault": {"kind": "latency", "seconds": NaN}}', 400, "the body is no JSON"),
    ("/faults", b"[]", 400, "the body is to be a JSON object"),
    ("/faults", b"{}", 400, '"fault" is to be an object with the fault\'s kind, such as {"kind": "latency"}'),
    (
        "/faults",
        b'{"fault": {"kind": "flood"}}',
        400,
        "there is no fault of kind 'flood'; there are: connection_lost, ",
    ),
    (
        "/faults",
        b'{"fault": {"kind": "drip", "part": "tail"}}',
        400,
        'drip: part cannot be \'tail\': it is one of "headers", "body"',
    ),
    ("/faults", b'{"fault": {"kind": "latency", "seconds": 1e999}}', 400, "latency: seconds cannot be inf: it is 0 or"),
    ("/faults", b'{"fault": {"kind": "latency"}, "time": 1}', 400, "no field 'time'; there are: fault, operation, "),
    (
        "/faults",
        b'{"fault": {"kind": "latency"}, "times": "1"}',
        400,
        "times cannot be '1': it is a whole number or null",
    ),
    ("/faults", b'{"fault": {"kind": "latency"}, "times": 0}', 400, "times is at least 1, "),
    (
        "/faults",
        b'{"fault": {"kind": "latency"}, "operation": "x"}',
        400,
        "there is no operation 'x' here; there are: ",
    ),
    ("/clock", b'{"advance": -1}', 400, "time runs forward: advance takes 0 or more seconds"),
    ("/clock", b'{"advance": 1e300}', 400, "time runs forward: advance takes 0 or more seconds"),
    ("/clock", b'{"advance": "1"}', 400, "advance cannot be '1': it is a number"),
    ("/clock", b'{"step": -1}', 400, "step cannot be -1: it is from 0 to 1,000,000 seconds"),
    ("/urls", b'{"url": "https://a.example.com/"}', 400, "field 'base64' is missing"),
    ("/urls", b'{"url": "https://a.example.com/", "base64": "?"}', 400, "base64 is to be base64 text"),
    ("/urls", b'{"url": "https://a:x/", "base64": ""}', 400, "'https://a:x/' is not a URL"),
    ("/fault", b"{}", 404, "no path '/__visionapis__/fault'; there are: /__visionapis__, /__visionapis__/faults, "),
    ("/requests", b"{}", 405, "no method POST here; there are: GET"),
]


@pytest.mark.parametrize(("path", "content", "status", "text"), WRONG)
def test_bad_input(path: str, content: bytes, status: int, text: str) -> None:
    """What is wrong is refused in one line of JSON that names it, and what would be right; nothing is changed."""
    emulated = new_emulator()
    with open_way("transport", emulated) as way:
        response = way.request("POST", f"{PREFIX}{path}", content=content)
    assert (response.status_code, list(response.json())) == (status, ["error"])
    assert response.json()["error"].startswith(text)
    assert "\n" not in response.json()["error"]
    assert (emulated.faults.planned, emulated.clock.seconds, emulated.clock.step) == ((), 0, 1)


@pytest.mark.parametrize("chunked", [False, True])
def test_body_limit(open_new: OpenNew, monkeypatch: pytest.MonkeyPatch, *, chunked: bool) -> None:
    """A body above the limit is refused, whether it says how long it is or not."""
    monkeypatch.setattr("visionapis_testing.control._MAX_BODY", 1_000)
    way = open_new(new_emulator())
    send = way.request_in_chunks if chunked else way.request
    response = send("POST", FAULTS, content=b" " * 1_001)
    assert (response.status_code, response.json()) == (413, {"error": "the body has more than 1,000 bytes"})
    assert send("POST", FAULTS, content=json.dumps(BUSY).encode().ljust(1_000)).status_code == 200


def test_time(open_new: OpenNew) -> None:
    """Jobs end when the clock is told so."""
    emulated = nanonets.emulator_with()
    way = open_new(emulated)
    server = nanonets.Server(way)
    assert control(way, "POST", "/clock", {"step": 0}) == {"seconds": 0, "step": 0}
    model = server.classifier()
    server.post("/ImageCategorization/Train/", params={"modelId": model})
    assert [server.state(model), server.state(model)] == [3, 3]
    assert control(way, "POST", "/clock", {"advance": 60}) == control(way, "GET", "/clock")
    assert (server.state(model), emulated.clock.seconds) == (5, 60)


def test_pictures_by_url(open_new: OpenNew) -> None:
    """A picture that is registered over HTTP answers its URL."""
    emulated = new_emulator()
    way = open_new(emulated)
    other = URL.replace("red", "other")
    query = {"api_key": KEY, "image": other}
    assert way.request("GET", "/colours/1", params=query).status_code == 400
    picture = {"url": other, "base64": base64.b64encode(RED).decode()}
    assert control(way, "POST", "/urls", picture) == {"bytes": len(RED)}
    assert way.request("GET", "/colours/1", params=query).json()["top"] == "red"


def test_requests(open_new: OpenNew) -> None:
    """The record is that of `emulator.requests`, as JSON."""
    emulated = imagerecognize.taught()
    way = open_new(emulated)
    imagerecognize.recognize(way, "nsfw")
    (received,) = control(way, "GET", "/requests")["requests"]
    assert received["parts"][-1] == {
        "name": "file",
        "filename": "file",
        "content_type": "application/octet-stream",
        "size": len(imagerecognize.STREET),
        "sha256": hashlib.sha256(imagerecognize.STREET).hexdigest(),
        "text": None,
    }
    assert (received["operation_id"], received["status"]) == ("recognition_recognize", 200)
    assert imagerecognize.KEY not in json.dumps(received)


def test_odd_texts_are_listed() -> None:
    """What was sent can always be listed, also halves of characters and numbers that JSON does not have."""
    emulated, _ = ximilar.taught()
    with open_way("transport", emulated) as way:
        content = b'{"name": "\\ud800", "type": "tag", "description": NaN}'
        ximilar.call(way, "POST", "label", content=content, headers={"content-type": "application/json"})
        response = way.request("GET", f"{PREFIX}/requests")
    received = json.loads(response.content, parse_constant=pytest.fail)["requests"][0]
    assert received["json"] == {"name": "\ud800", "type": "tag", "description": "NaN"}


def test_reset(open_new: OpenNew) -> None:
    """Everything is forgotten, as by `emulator.reset()`."""
    emulated = new_emulator()
    way = open_new(emulated)
    control(way, "POST", "/faults", BUSY)
    control(way, "POST", "/clock", {"advance": 5})
    way.infer()
    assert control(way, "POST", "/reset") == {"seconds": 0, "step": 1}
    assert (emulated.requests, emulated.faults.planned, emulated.faults.log) == ((), (), ())
    assert way.infer().status_code == 404


@pytest.mark.parametrize("path", [PREFIX, FAULTS, f"{PREFIX}/a/b"])
def test_without_it(open_new: OpenNew, path: str) -> None:
    """Switched off, its paths are the vendor's, and recorded as such."""
    emulated = new_emulator()
    emulated.control = False
    way = open_new(emulated)
    response = way.request("POST", path, content=json.dumps(BUSY), headers=FORM)
    assert (response.status_code, [request.path for request in emulated.requests]) == (401, [path])
    assert emulated.faults.planned == ()


@pytest.mark.parametrize("path", [f"{PREFIX}s/1", f"/a{FAULTS}", "/__visionapis_/1", f"/{PREFIX}/faults"])
def test_vendors_paths_stay_theirs(path: str) -> None:
    """Only what is beneath the prefix is the control route."""
    emulated = new_emulator()
    with open_way("transport", emulated) as way:
        assert way.request("GET", path).status_code == 401
    assert len(emulated.requests) == 1


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        (("127.0.0.1", 5000), {}, 200),
        (("127.8.8.8", 5000), {}, 200),
        (("::1", 5000), {}, 200),
        (("192.0.2.7", 5000), {}, 403),
        (("2001:db8::7", 5000), {}, 403),
        (("elsewhere", 5000), {}, 403),
        (("127.0.0.1", 5000), {"origin": "https://example.com"}, 403),
    ],
)
def test_this_machine_alone(client: tuple[str, int], headers: dict[str, str], status: int) -> None:
    """Other machines, and web pages in a browser, are refused; the vendor's own paths are open to them."""
    emulated = new_emulator()

    async def post() -> tuple[int, int]:
        transport = httpx.ASGITransport(app=emulated.app, client=client)
        async with httpx.AsyncClient(transport=transport, base_url="http://emulator", headers=headers) as session:
            planned = await session.post(FAULTS, json=BUSY)
            return planned.status_code, (await session.get("/colours/1")).status_code

    assert asyncio.run(post()) == (status, 503 if status == 200 else 401)
    assert len(emulated.faults.planned) == (status == 200)
