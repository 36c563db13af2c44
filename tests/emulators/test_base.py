"""The base of all emulators: routing, request parsing, clock, ids and images by URL."""

from __future__ import annotations

import asyncio
import json
from contextlib import nullcontext
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response

from tests.helpers import wire
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.vendors import each_vendor
from visionapis_testing import Clock, ContractViolationError, EmulatorError, RegistrationError
from visionapis_testing.contracts.contract import Contract, load
from visionapis_testing.contracts.leniencies import leniencies
from visionapis_testing.contracts.matching import RejectedRequestError
from visionapis_testing.contracts.parsing import File, ParsedRequest, UnreadableBodyError, parse, parse_sent
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.images import ImageURLs, UnreachableImageError
from visionapis_testing.emulator.state import Ids, State
from visionapis_testing.faults.calls import identify
from visionapis_testing.vendors import emulator

from .channels import open_channel

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from visionapis_testing.emulator.backend import Handler

    from .channels import Channel

OK = {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "servers": [{"url": "https://cats.example.com/v1/"}, {"url": "https://{host}/v2"}, {"url": "https://other/v1"}],
    "paths": {
        "/cats/{name}": {
            "parameters": [{"name": "name", "in": "path", "required": True, "schema": {"type": "string"}}],
            "put": {
                "operationId": "cats_update",
                "parameters": [{"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1}}],
                "requestBody": {
                    "required": True,
                    "content": {
                        "multipart/form-data": {"schema": {"$ref": "#/components/schemas/Cat"}},
                        "application/json": {"schema": {"$ref": "#/components/schemas/Cat"}},
                    },
                },
                "x-variants": [{"name": "verb", "path": "/cats/{name}/update", "method": "post"}],
                "responses": OK,
            },
        },
        "/cats/all": {"put": {"operationId": "cats_update_all", "responses": OK}},
    },
    "components": {
        "schemas": {
            "Cat": {
                "oneOf": [
                    {
                        "type": "object",
                        "required": ["kind", "lives"],
                        "properties": {
                            "kind": {"const": "pet"},
                            "lives": {"type": "integer", "maximum": 9},
                            "age": {"type": "integer", "maximum": 40},
                            "weight": {"type": "number", "maximum": 25},
                        },
                    },
                    {
                        "type": "object",
                        "required": ["kind", "photo"],
                        "properties": {
                            "kind": {"const": "stray"},
                            "photo": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        },
                    },
                ]
            }
        }
    },
}


class Cats:
    """A backend that returns the arguments it parsed."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The handlers of the contract's operations."""
        return {"cats_update": self._update, "cats_update_all": self._update_all}

    async def _update(self, request: Request) -> Response:
        try:
            arguments = self._contract.operation("cats_update").read(await parse(request))
        except (RejectedRequestError, UnreadableBodyError) as error:
            return JSONResponse({"rejected": str(error)})
        body = {name: repr(value) for name, value in arguments.body.items()}
        return JSONResponse(
            {"name": request.path_params["name"], "size": arguments.query.get("size"), "body": body}
            | ({"variant": arguments.variant} if arguments.variant else {})
        )

    async def _update_all(self, request: Request) -> Response:
        return JSONResponse({"all": True})

    async def authenticate(self, request: Request) -> Response | None:
        """Accept every request."""
        return None

    def unrouted(self, request: Request) -> Response:
        """Return status 404."""
        return PlainTextResponse("nowhere", 404)

    def too_large(self) -> Response:
        """Return status 413, which the contract does not document."""
        return PlainTextResponse("too much", 413)


def cats(*, either_slash: bool = False) -> Emulator:
    """Return an emulator of the contract above."""
    contract = Contract.from_document("cats", DOCUMENT)
    return Emulator(contract, Cats(contract), State(), max_body_bytes=1_000, either_slash=either_slash)


PET = {"kind": "pet", "lives": 7}
TOM = {"name": "tom", "size": None, "body": {"kind": "'pet'", "lives": "7"}}


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("PUT", "/v1/cats/tom", TOM),
        ("PUT", "/v2/cats/tom", TOM),
        ("POST", "/v1/cats/tom/update", {**TOM, "variant": "verb"}),
        ("PUT", "/v1/cats/all", {"all": True}),
        ("POST", "/v1/cats/tom", None),
        ("PUT", "/cats/tom", None),
        ("PUT", "/v3/cats/tom", None),
        ("PUT", "/v1/cats/tom/", None),
    ],
)
def test_paths(open_new: Callable[[Emulator], Channel], method: str, path: str, expected: object) -> None:
    """Every variant is routed under the path of every server; literal paths take precedence over templates."""
    response = open_new(cats()).request(method, path, json=PET)
    assert (response.status_code, response.text if expected is None else response.json()) == (
        (404, "nowhere") if expected is None else (200, expected)
    )


def test_either_slash(open_new: Callable[[Emulator], Channel]) -> None:
    """With either_slash, every path is routed with and without a trailing slash, without a redirect."""
    emulator = cats(either_slash=True)
    channel = open_new(emulator)
    paths = ["/v1/cats/tom", "/v1/cats/tom/", "/v2/cats/tom/"]
    assert [channel.request("PUT", path, json=PET).json() for path in paths] == [TOM] * 3
    assert {request.operation_id for request in emulator.requests} == {"cats_update"}


def test_base_url() -> None:
    """The base URL of a served emulator has the path of the contract's first server."""
    with cats().serve() as url:
        assert httpx.URL(url).path == "/v1"
        assert httpx.put(f"{url}/cats/tom", json=PET).json() == TOM


def test_form(open_new: Callable[[Emulator], Channel]) -> None:
    """Fields can be in any order; a part with an empty file name is a text; content types of parts are ignored."""
    channel = open_new(cats())
    parts = [("lives", (None, b"7", "text/csv")), ("other", (None, b"x")), ("kind", ("", b"pet", "image/png"))]
    found = channel.request("PUT", "/v1/cats/tom", files=parts, params={"size": "3", "unknown": "1"}).json()
    assert found == {"name": "tom", "size": 3, "body": {"lives": "7", "other": "'x'", "kind": "'pet'"}}
    assert channel.request("PUT", "/v1/cats/tom", files=parts[::-1], params={"size": "3"}).json() == {
        **found,
        "body": dict(reversed(found["body"].items())),
    }


def test_files(open_new: Callable[[Emulator], Channel]) -> None:
    """Parts with a file name are files, and a list where the contract has an array."""
    parts = [("kind", (None, b"stray")), ("photo", ("a.png", b"12")), ("photo", ("b.png", b"3"))]
    found = open_new(cats()).request("PUT", "/v1/cats/tom", files=parts).json()
    assert found["body"]["photo"] == "[File(name='a.png'), File(name='b.png')]"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"json": {"kind": "pet", "lives": 10}}, "body: 10 is greater than the maximum of 9"),
        ({"json": {"kind": "pet", "lives": 10, "age": 50, "weight": 30.5}}, "body: 10 is greater"),
        ({"data": {"kind": "pet", "lives": 10, "age": 50, "weight": 30.5}, "files": {"a": b""}}, "body: 10 is greater"),
        ({"json": {"kind": "pet"}}, 'body: "lives" is a required property'),
        ({"data": {"kind": "pet", "lives": "10"}, "files": {"a": b""}}, "body: 10 is greater than the maximum of 9"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, "body: invalid JSON: "),
        ({"content": b"x", "headers": {"content-type": "text/plain"}}, "content type: a body of type text/plain"),
        ({"json": PET, "params": {"size": "0"}}, "query: 0 is less than the minimum of 1"),
        ({}, "body: missing"),
        (
            {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
            "the multipart/form-data body is malformed",
        ),
        (
            {"content": b"no boundary", "headers": {"content-type": "multipart/form-data; boundary=x"}},
            "the multipart/form-data body is malformed",
        ),
    ],
)
def test_rejections(open_new: Callable[[Emulator], Channel], options: dict[str, Any], message: str) -> None:
    """A request that does not match is rejected with the first problem of the branch that fits best."""
    response = open_new(cats()).request("PUT", "/v1/cats/tom", **options)
    assert str(response.json().get("rejected")).startswith(message)


def test_undocumented_413() -> None:
    """A response to a body above the limit need not be in the contract."""
    emulator = cats()
    with open_channel("transport", emulator) as channel:
        assert channel.request("PUT", "/v1/cats/tom", content=bytes(2_000)).status_code == 413
    emulator.verify()


def test_problem_names_the_field() -> None:
    """A problem has the path, including a missing field's name, and the violated keyword."""
    operation = Contract.from_document("cats", DOCUMENT).operation("cats_update")
    request = ParsedRequest("PUT", "/v1/cats/tom", [], None, "application/json", '{"kind": "pet"}')
    with pytest.raises(RejectedRequestError) as caught:
        operation.read(request)
    assert [(each.path, each.keyword) for each in caught.value.problems] == [(("lives",), "required")]


@pytest.mark.parametrize("text", ["[" * 200_000, "[" * 200_000 + "]" * 200_000])
def test_deep_json(text: str) -> None:
    """JSON that is nested too deeply is rejected as invalid."""
    operation = Contract.from_document("cats", DOCUMENT).operation("cats_update")
    with pytest.raises(RejectedRequestError, match="body: invalid JSON"):
        operation.read(ParsedRequest("PUT", "/v1/cats/tom", [], None, "application/json", text))


def test_operation_at_the_root() -> None:
    """The operation of a URL is identified if its path is the base path and a slash."""
    names = [identify(method, "/api/v3/", load("imagerecognize")).name for method in ("GET", "POST", "PUT")]
    assert names == ["recognition_get_cache", "recognition_recognize", "PUT /api/v3/"]


def test_httpx_request_is_parsed_alike() -> None:
    """A request of httpx is parsed like a received one, also inside a running event loop."""
    request = httpx.Request("PUT", "http://cats/v1/a%20b?q=1", data={"kind": "stray"}, files={"photo": ("p", b"1")})
    expected = ParsedRequest(
        "PUT", "/v1/a b", [("q", "1")], None, "multipart/form-data", [("kind", "stray"), ("photo", File(b"1", "p"))]
    )

    async def read() -> ParsedRequest:
        return parse_sent(request)

    assert parse_sent(request) == asyncio.run(read()) == expected


@pytest.mark.parametrize("vendor", wire.vendors())
def test_captures_are_parsed_alike(vendor: str) -> None:
    """Captured requests are parsed from their bytes as they were recorded."""
    recorded = wire.recorded(vendor)
    for name, request in wire.replays(vendor).items():
        found = parse_sent(request)
        texts = [(field, each.content if isinstance(each, File) else each) for field, each in found.form]
        expected = [(field, each.content if isinstance(each, File) else each) for field, each in recorded[name].form]
        assert (found.path, found.query, texts) == (recorded[name].path, recorded[name].query, expected), name


@pytest.mark.parametrize(("body", "invalid"), [({"lives": 9}, False), ({"lives": "nine"}, True), ([], True)])
def test_json_with_another_media_type(body: object, invalid: bool) -> None:
    """A JSON response is checked against its schema even if its media type is text/html."""
    schema = {"type": "object", "properties": {"lives": {"type": "integer"}}}
    document = deepcopy(DOCUMENT)
    document["paths"]["/cats/all"]["put"]["responses"]["200"]["content"] = {"text/html": {"schema": schema}}
    operation = Contract.from_document("cats", document).operation("cats_update_all")
    with pytest.raises(ContractViolationError) if invalid else nullcontext():
        operation.check(200, "text/html", json.dumps(body).encode())


def test_clock() -> None:
    """The clock moves by a step per request and by advance, and not otherwise."""
    emulator = cats()
    with open_channel("transport", emulator) as channel:
        channel.request("PUT", "/v1/cats/tom", json=PET)
        channel.request("PUT", "/nowhere")
        assert (emulator.clock.seconds, emulator.clock.now.isoformat()) == (2.0, "2026-01-01T00:00:02+00:00")
        emulator.clock.step = 0
        channel.request("PUT", "/v1/cats/tom", json=PET)
        emulator.clock.advance(0.5)
    assert emulator.clock.seconds == 2.5
    emulator.reset()
    assert (emulator.clock.seconds, emulator.clock.step) == (0.0, 1.0)
    with pytest.raises(EmulatorError, match="cannot advance the clock by -1 seconds"):
        Clock().advance(-1)


def test_ids() -> None:
    """Two emulators have the same sequence of ids, which restarts after a reset."""
    first, second = Ids(), Ids()
    ids = [first.next() for _ in range(3)]
    assert ids == [second.next() for _ in range(3)]
    assert len(set(ids)) == 3
    first.reset()
    assert first.next() == ids[0]


def content(images: ImageURLs, url: str) -> bytes:
    """Return the bytes at a URL."""
    return asyncio.run(images.content(url))


def test_fetching_is_off_by_default() -> None:
    """A URL that is not registered is fetched only if fetch_urls is set, from this machine with fetch_private."""
    with RecordingServer(make_response(b"image")) as server:
        images = ImageURLs()
        images.register(f"{server.url}/known.png", b"known")
        assert content(images, f"{server.url}/known.png") == b"known"
        with pytest.raises(UnreachableImageError, match="the URL is not registered, and fetch_urls is off"):
            content(images, f"{server.url}/cat.png")
        assert server.received == []
        images.fetch_urls = True
        with pytest.raises(UnreachableImageError, match="the URL leads to a private address, and fetch_private is off"):
            content(images, f"{server.url}/cat.png")
        assert server.received == []
        images.fetch_private = True
        assert content(images, f"{server.url}/known.png") == b"known"
        assert content(images, f"{server.url}/cat.png") == b"image"
    images.reset()
    with pytest.raises(UnreachableImageError, match="cannot be fetched: ConnectError"):
        content(images, f"{server.url}/known.png")


@pytest.mark.parametrize("url", ["http://\x00", "ftp://a/b"])
def test_invalid_url(url: str) -> None:
    """An invalid URL is unreachable, whether fetching is on or off."""
    images = ImageURLs()
    for images.fetch_urls in (False, True):
        with pytest.raises(UnreachableImageError):
            content(images, url)


def test_invalid_url_is_not_registered() -> None:
    """An invalid URL cannot be registered."""
    with pytest.raises(RegistrationError, match="is not a URL"):
        cats().register_url("http://\x00", b"")


@each_vendor
def test_every_vendor(vendor: str) -> None:
    """Each emulator can be created with a key alone, responds to unknown paths, and has a list of leniencies."""
    emulated = emulator(vendor, api_key="k")
    with open_channel("transport", emulated) as channel:
        assert channel.request("GET", "/").status_code >= 300
    emulated.verify()
    names = [leniency.name for leniency in leniencies(vendor)]
    variants = sum(len(operation.variants) - 1 for operation in load(vendor).operations)
    assert (len(set(names)), len(names) >= variants) == (len(names), True)
    assert all(leniency.reason.endswith(".") for leniency in leniencies(vendor))


def test_registered_images_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registered images are bounded in size; registering a URL again replaces its image, and a reset frees all."""
    monkeypatch.setattr("visionapis_testing.emulator.images._MAX_REGISTERED_BYTES", 2_000)
    emulated = emulator("roboflow")
    for size in (1_000, 1_500, 1_000):
        emulated.register_url("https://a.example.com/", bytes(size))
    with pytest.raises(RegistrationError, match="the images registered by URL would exceed 2,000 bytes"):
        emulated.register_url("https://b.example.com/", bytes(1_000))
    emulated.reset()
    emulated.register_url("https://b.example.com/", bytes(1_500))
