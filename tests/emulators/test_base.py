"""What the base gives to every vendor's emulator: paths, forms, time, ids, pictures by URL."""

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
from tests.helpers.recording import RecordingServer, answer
from visionapis_testing import Clock, ContractViolationError, EmulatorError, RegistrationError
from visionapis_testing.contracts.contract import Contract, load
from visionapis_testing.contracts.leniencies import tolerances
from visionapis_testing.contracts.matching import RefusedError
from visionapis_testing.contracts.parsing import File, ParsedRequest, UnreadableBodyError, parse, parse_sent
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.emulator.ids import Ids
from visionapis_testing.emulator.image_urls import UnreachablePictureError, UrlPictures
from visionapis_testing.emulator.state import State
from visionapis_testing.faults.calls import identify
from visionapis_testing.vendors import EMULATORS, emulator

from .channels import open_way

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request

    from visionapis_testing.emulator.base import Handler

    from .channels import Way

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
                "x-other-spellings": [{"name": "verb", "path": "/cats/{name}/update", "method": "post"}],
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
    """A server that answers what it has understood."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """The contract's operations."""
        return {"cats_update": self._update, "cats_update_all": self._update_all}

    async def _update(self, request: Request) -> Response:
        try:
            arguments = self._contract.operation("cats_update").read(await parse(request))
        except (RefusedError, UnreadableBodyError) as error:
            return JSONResponse({"refused": str(error)})
        body = {name: repr(value) for name, value in arguments.body.items()}
        return JSONResponse(
            {"name": request.path_params["name"], "size": arguments.query.get("size"), "body": body}
            | ({"spelling": arguments.spelling} if arguments.spelling else {})
        )

    async def _update_all(self, request: Request) -> Response:
        return JSONResponse({"all": True})

    async def admit(self, request: Request) -> Response | None:
        """Turn nothing away."""
        return None

    def unrouted(self, request: Request) -> Response:
        """Answer a path of no operation."""
        return PlainTextResponse("nowhere", 404)

    def too_large(self) -> Response:
        """Answer a body above the limit, with a status that the contract does not have."""
        return PlainTextResponse("too much", 413)


def cats(*, either_slash: bool = False) -> Emulator:
    """An emulator of the contract above."""
    contract = Contract.from_document("cats", DOCUMENT)
    return Emulator(contract, Cats(contract), State(), max_body_bytes=1_000, either_slash=either_slash)


PET = {"kind": "pet", "lives": 7}
TOM = {"name": "tom", "size": None, "body": {"kind": "'pet'", "lives": "7"}}


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("PUT", "/v1/cats/tom", TOM),
        ("PUT", "/v2/cats/tom", TOM),
        ("POST", "/v1/cats/tom/update", {**TOM, "spelling": "verb"}),
        ("PUT", "/v1/cats/all", {"all": True}),
        ("POST", "/v1/cats/tom", None),
        ("PUT", "/cats/tom", None),
        ("PUT", "/v3/cats/tom", None),
        ("PUT", "/v1/cats/tom/", None),
    ],
)
def test_paths(open_new: Callable[[Emulator], Way], method: str, path: str, expected: object) -> None:
    """Every form of the contract has its route under every server's prefix; words win over parameters."""
    response = open_new(cats()).request(method, path, json=PET)
    assert (response.status_code, response.text if expected is None else response.json()) == (
        (404, "nowhere") if expected is None else (200, expected)
    )


def test_either_slash(open_new: Callable[[Emulator], Way]) -> None:
    """Where a vendor takes both, every path is answered with and without its last slash, without a redirect."""
    emulator = cats(either_slash=True)
    way = open_new(emulator)
    paths = ["/v1/cats/tom", "/v1/cats/tom/", "/v2/cats/tom/"]
    assert [way.request("PUT", path, json=PET).json() for path in paths] == [TOM] * 3
    assert {request.operation_id for request in emulator.requests} == {"cats_update"}


def test_base_url() -> None:
    """The base URL of a served emulator ends in the first prefix."""
    with cats().serve() as url:
        assert httpx.URL(url).path == "/v1"
        assert httpx.put(f"{url}/cats/tom", json=PET).json() == TOM


def test_form(open_new: Callable[[Emulator], Way]) -> None:
    """Fields come in any order; texts with an empty file name are texts; the type of each part is not looked at."""
    way = open_new(cats())
    parts = [("lives", (None, b"7", "text/csv")), ("other", (None, b"x")), ("kind", ("", b"pet", "image/png"))]
    found = way.request("PUT", "/v1/cats/tom", files=parts, params={"size": "3", "unknown": "1"}).json()
    assert found == {"name": "tom", "size": 3, "body": {"lives": "7", "other": "'x'", "kind": "'pet'"}}
    assert way.request("PUT", "/v1/cats/tom", files=parts[::-1], params={"size": "3"}).json() == {
        **found,
        "body": dict(reversed(found["body"].items())),
    }


def test_files(open_new: Callable[[Emulator], Way]) -> None:
    """Parts with a file name are files, a list of them where the contract has one."""
    parts = [("kind", (None, b"stray")), ("photo", ("a.png", b"12")), ("photo", ("b.png", b"3"))]
    found = open_new(cats()).request("PUT", "/v1/cats/tom", files=parts).json()
    assert found["body"]["photo"] == "[File(name='a.png'), File(name='b.png')]"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"json": {"kind": "pet", "lives": 10}}, "body: 10 is greater than the maximum of 9"),
        ({"json": {"kind": "pet", "lives": 10, "age": 50, "weight": 30.5}}, "body: 10 is greater"),
        ({"data": {"kind": "pet", "lives": 10, "age": 50, "weight": 30.5}, "files": {"a": b""}}, "body: 10 is greater"),
        ({"json": {"kind": "pet"}}, 'body: "lives" is a required property'),
        ({"data": {"kind": "pet", "lives": "10"}, "files": {"a": b""}}, "body: 10 is greater than the maximum of 9"),
        ({"content": b"{", "headers": {"content-type": "application/json"}}, "body: not JSON: "),
        ({"content": b"x", "headers": {"content-type": "text/plain"}}, "content type: no body of type text/plain"),
        ({"json": PET, "params": {"size": "0"}}, "query: 0 is less than the minimum of 1"),
        ({}, "body: there is none"),
        (
            {"content": b"x", "headers": {"content-type": "multipart/form-data"}},
            "the multipart/form-data body is broken",
        ),
        (
            {"content": b"no boundary", "headers": {"content-type": "multipart/form-data; boundary=x"}},
            "the multipart/form-data body is broken",
        ),
    ],
)
def test_refusals(open_new: Callable[[Emulator], Way], options: dict[str, Any], words: str) -> None:
    """What the contract does not take is refused with the first problem of the branch that was meant."""
    response = open_new(cats()).request("PUT", "/v1/cats/tom", **options)
    assert str(response.json().get("refused")).startswith(words)


def test_undocumented_size() -> None:
    """A body above the limit is refused by what stands before the operations; no contract need say so."""
    emulator = cats()
    with open_way("transport", emulator) as way:
        assert way.request("PUT", "/v1/cats/tom", content=bytes(2_000)).status_code == 413
    emulator.verify()


def test_problem_names_the_field() -> None:
    """A problem has its place, the keyword of the schema, and the name of a field that is missing."""
    operation = Contract.from_document("cats", DOCUMENT).operation("cats_update")
    request = ParsedRequest("PUT", "/v1/cats/tom", [], None, "application/json", '{"kind": "pet"}')
    with pytest.raises(RefusedError) as caught:
        operation.read(request)
    assert [(each.place, each.keyword) for each in caught.value.problems] == [(("lives",), "required")]


@pytest.mark.parametrize("text", ["[" * 200_000, "[" * 200_000 + "]" * 200_000])
def test_deep_json(text: str) -> None:
    """JSON that is nested without end is refused as no JSON."""
    operation = Contract.from_document("cats", DOCUMENT).operation("cats_update")
    with pytest.raises(RefusedError, match="body: not JSON"):
        operation.read(ParsedRequest("PUT", "/v1/cats/tom", [], None, "application/json", text))


def test_root_is_an_operation_too() -> None:
    """A fault in front of a live endpoint knows the operation of an address that is a prefix and a slash."""
    names = [identify(method, "/api/v3/", load("imagerecognize")).name for method in ("GET", "POST", "PUT")]
    assert names == ["recognition_get_cache", "recognition_recognize", "PUT /api/v3/"]


def test_sent_request_is_read_alike() -> None:
    """A request of httpx is taken apart as one that arrives, also while an event loop runs."""
    request = httpx.Request("PUT", "http://cats/v1/a%20b?q=1", data={"kind": "stray"}, files={"photo": ("p", b"1")})
    expected = ParsedRequest(
        "PUT", "/v1/a b", [("q", "1")], None, "multipart/form-data", [("kind", "stray"), ("photo", File(b"1", "p"))]
    )

    async def read() -> ParsedRequest:
        return parse_sent(request)

    assert parse_sent(request) == asyncio.run(read()) == expected


@pytest.mark.parametrize("vendor", wire.vendors())
def test_captures_are_read_alike(vendor: str) -> None:
    """The recorded requests are read from their bytes as they are from the record."""
    recorded = wire.requests(vendor)
    for name, request in wire.sent(vendor).items():
        found = parse_sent(request)
        texts = [(field, each.content if isinstance(each, File) else each) for field, each in found.form]
        expected = [(field, each.content if isinstance(each, File) else each) for field, each in recorded[name].form]
        assert (found.path, found.query, texts) == (recorded[name].path, recorded[name].query, expected), name


@pytest.mark.parametrize(("body", "broken"), [({"lives": 9}, False), ({"lives": "nine"}, True), ([], True)])
def test_json_under_another_label(body: object, broken: bool) -> None:  # noqa: FBT001 - a parameter
    """What a schema describes is checked, also where it is labelled as a web page."""
    schema = {"type": "object", "properties": {"lives": {"type": "integer"}}}
    document = deepcopy(DOCUMENT)
    document["paths"]["/cats/all"]["put"]["responses"]["200"]["content"] = {"text/html": {"schema": schema}}
    operation = Contract.from_document("cats", document).operation("cats_update_all")
    with pytest.raises(ContractViolationError) if broken else nullcontext():
        operation.check(200, "text/html", json.dumps(body).encode())


def test_clock() -> None:
    """Time stands still but for a second a request, and for what it is advanced by."""
    emulator = cats()
    with open_way("transport", emulator) as way:
        way.request("PUT", "/v1/cats/tom", json=PET)
        way.request("PUT", "/nowhere")
        assert (emulator.clock.seconds, emulator.clock.now.isoformat()) == (2.0, "2026-01-01T00:00:02+00:00")
        emulator.clock.step = 0
        way.request("PUT", "/v1/cats/tom", json=PET)
        emulator.clock.advance(0.5)
    assert emulator.clock.seconds == 2.5
    emulator.reset()
    assert (emulator.clock.seconds, emulator.clock.step) == (0.0, 1.0)
    with pytest.raises(EmulatorError, match="time runs forward"):
        Clock().advance(-1)


def test_ids() -> None:
    """Two emulators count alike, and anew after a reset."""
    first, second = Ids(), Ids()
    given = [first.next() for _ in range(3)]
    assert given == [second.next() for _ in range(3)]
    assert len(set(given)) == 3
    first.reset()
    assert first.next() == given[0]


def content(pictures: UrlPictures, url: str) -> bytes:
    """What stands behind a URL."""
    return asyncio.run(pictures.content(url))


def test_nothing_is_fetched_by_itself() -> None:
    """A URL that is not registered is not fetched, unless that is asked for."""
    with RecordingServer(answer(b"picture")) as server:
        pictures = UrlPictures()
        pictures.register(f"{server.url}/known.png", b"known")
        assert content(pictures, f"{server.url}/known.png") == b"known"
        with pytest.raises(UnreachablePictureError, match="nothing is registered"):
            content(pictures, f"{server.url}/cat.png")
        assert server.received == []
        pictures.fetch = True
        assert content(pictures, f"{server.url}/known.png") == b"known"
        assert content(pictures, f"{server.url}/cat.png") == b"picture"
    pictures.reset()
    with pytest.raises(UnreachablePictureError, match="cannot be fetched: ConnectError"):
        content(pictures, f"{server.url}/known.png")


@pytest.mark.parametrize("url", ["http://\x00", "ftp://a/b"])
def test_no_url(url: str) -> None:
    """What is no URL leads nowhere, fetched or not."""
    pictures = UrlPictures()
    for pictures.fetch in (False, True):
        with pytest.raises(UnreachablePictureError):
            content(pictures, url)


def test_no_url_is_registered() -> None:
    """What is no URL cannot be registered."""
    with pytest.raises(RegistrationError, match="is not a URL"):
        cats().register_url("http://\x00", b"")


@pytest.mark.parametrize("vendor", EMULATORS)
def test_every_vendor(vendor: str) -> None:
    """Each emulator can be made with a key alone, has an answer for whatever comes, and a list of tolerances."""
    made = emulator(vendor, api_key="k")
    with open_way("transport", made) as way:
        assert way.request("GET", "/").status_code >= 300
    made.verify()
    names = [tolerance.name for tolerance in tolerances(vendor)]
    spellings = sum(len(operation.forms) - 1 for operation in load(vendor).operations)
    assert (len(set(names)), len(names) >= spellings) == (len(names), True)
    assert all(tolerance.reason.endswith(".") for tolerance in tolerances(vendor))


def test_pictures_by_url_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to what stands behind URLs; what is registered again is replaced, and a reset makes room."""
    monkeypatch.setattr("visionapis_testing.urls._MOST", 2_000)
    made = emulator("roboflow")
    for size in (1_000, 1_500, 1_000):
        made.register_url("https://a.example.com/", bytes(size))
    with pytest.raises(RegistrationError, match="more than 2,000 bytes would be registered by URL: reset"):
        made.register_url("https://b.example.com/", bytes(1_000))
    made.reset()
    made.register_url("https://b.example.com/", bytes(1_500))
