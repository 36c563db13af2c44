"""What every call of Ximilar's facade puts on the wire, next to what real clients were seen to send."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from scripts.tools.regenerate.contract import load
from tests.helpers import sent, wire
from tests.helpers.contracts import ROOT
from tests.helpers.recording import RecordingServer
from visionapis import AsyncXimilar, Ximilar
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.facade import Facade
from visionapis_generated.ximilar.models import Base64Record, LabelValueBounds, MetaData, UrlRecord
from visionapis_generated.ximilar.types import File
from visionapis_testing.contracts.contract import load as load_bundled
from visionapis_testing.contracts.matching import accept
from visionapis_testing.contracts.parsing import ParsedRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.recording import Received

KEY = "0123456789abcdef0123456789abcdef01234567"
CONTRACT = load(ROOT / "specs" / "ximilar" / "openapi.yaml")
OPERATIONS = {operation.id: operation for operation in CONTRACT.operations()}
RECORDED = wire.requests("ximilar")

# The ids and pictures of the recorded requests.
TASK = "e407802e-e589-412d-b221-c5901b39235d"
LABEL = "3cededbd-e342-47cb-89cb-ae6ca25826bf"
OTHER_LABEL = "e0ea9ca3-9551-4c58-ac72-7082acf2beb0"
VALUE_LABEL = "894f41d7-2612-4cb3-8880-63745002b31b"
IMAGE = "4d92f704-d4d5-4961-9b24-a66381aeeb4b"
OTHER_IMAGE = "8bf48c5e-c455-4f8b-9af2-57c24f693d7f"
MODEL = "11111111-1111-4111-8111-111111111111"
RED = json.loads(str(RECORDED["default_007"].body))["base64"]
GREEN = json.loads(str(RECORDED["default_030"].body))["records"][0]["_base64"]


@dataclass(frozen=True)
class Row:
    """A call of the facade, and the request that it has to send."""

    method: str
    """As the facade has it, for example `tasks.create`."""
    call: Callable[[Any], Any]
    """Takes the resource's method."""
    expected: ParsedRequest


def recorded(name: str) -> ParsedRequest:
    """A recorded request that has the canonical form."""
    return RECORDED[name]


def without_slash(name: str) -> ParsedRequest:
    """A recorded request whose path ends with a slash, where the contract's canonical form has none."""
    request = RECORDED[name]
    assert request.path.endswith("/")
    return replace(request, path=request.path.removesuffix("/"))


def declared(method: str, path: str, body: object = None) -> ParsedRequest:
    """A request that nobody was seen to send, as the contract has it."""
    text, media_type = (None, None) if body is None else (json.dumps(body), "application/json")
    return ParsedRequest(method, path, [], f"Token {KEY}", media_type, text)


def meta_data(**fields: object) -> MetaData:
    """Data of one's own."""
    return MetaData.from_dict(fields)


ROWS = [
    Row(
        "recognition.classify",
        lambda classify: classify(task_id=TASK, records=[UrlRecord("https://example.com/1.jpg")], version=None),
        recorded("default_029"),
    ),
    Row(
        "recognition.classify",
        lambda classify: classify(task_id=TASK, records=[Base64Record(GREEN, noresize=True)], version=1),
        recorded("default_030"),
    ),
    Row(
        "recognition.classify",
        lambda classify: classify(
            task_id=TASK,
            records=[UrlRecord("https://example.com/1.jpg"), UrlRecord("https://example.com/2.jpg")],
            version=None,
            store_images=True,
        ),
        recorded("default_032"),
    ),
    Row("tasks.list", lambda list_: list_(), recorded("default_020")),
    Row("tasks.iterate", lambda iterate: iterate(), recorded("default_020")),
    Row(
        "tasks.create",
        lambda create: create(name="peer task", type_="multi_class", description="demo"),
        recorded("default_001"),
    ),
    Row(
        "tasks.create",
        lambda create: create(name="peer regression", type_="regression", description=None),
        recorded("default_036"),
    ),
    Row("tasks.get", lambda get: get(TASK), recorded("default_016")),
    Row("tasks.delete", lambda delete: delete(TASK), recorded("default_052")),
    Row("tasks.train", lambda train: train(TASK), recorded("default_019")),
    Row("tasks.add_label", lambda add: add(TASK, label_id=LABEL), recorded("default_005")),
    Row("tasks.remove_label", lambda remove: remove(TASK, label_id=LABEL), recorded("default_044")),
    Row("labels.list", lambda list_: list_(page=2), recorded("default_022")),
    Row("labels.list", lambda list_: list_(search='"cat"'), without_slash("seedcurl_005")),
    Row("labels.iterate", lambda iterate: iterate(search="peer-"), without_slash("default_023")),
    Row(
        "labels.create",
        lambda create: create(name="peer-dog", type_="category", description=None, output_name="Dog"),
        recorded("default_003"),
    ),
    Row("labels.get", lambda get: get(LABEL), recorded("default_017")),
    Row("labels.delete", lambda delete: delete(OTHER_LABEL), recorded("default_048")),
    Row("labels.wipe", lambda wipe: wipe(LABEL), recorded("default_049")),
    Row(
        "labels.add_task",
        lambda add: add(LABEL, task_id=TASK),
        declared("POST", f"/recognition/v2/label/{LABEL}/add-task", {"task_id": TASK}),
    ),
    Row(
        "labels.remove_task",
        lambda remove: remove(LABEL, task_id=TASK),
        declared("POST", f"/recognition/v2/label/{LABEL}/remove-task", {"task_id": TASK}),
    ),
    Row("images.list", lambda list_: list_(page=1), without_slash("default_026")),
    Row(
        "images.list",
        lambda list_: list_(
            test=True, label_values=LabelValueBounds.from_dict({f"label_value_{VALUE_LABEL}__gte": 18})
        ),
        replace(
            declared("GET", "/recognition/v2/training-image"),
            query=[("test", "true"), (f"label_value_{VALUE_LABEL}__gte", "18")],
        ),
    ),
    Row("images.iterate", lambda iterate: iterate(labels=LABEL), without_slash("default_027")),
    Row(
        "images.upload_file",
        lambda upload: upload(img_path=File(base64.b64decode(RED), "red.png", "image/png")),
        without_slash("seedcurl_007"),
    ),
    Row(
        "images.upload_base64",
        lambda upload: upload(base64=RED, meta_data=meta_data(field="key"), noresize=False, test_image=False),
        recorded("default_007"),
    ),
    Row(
        "images.upload_url",
        lambda upload: upload(url="https://example.com/1.jpg", noresize=True),
        declared("POST", "/recognition/v2/training-image", {"url": "https://example.com/1.jpg", "noresize": True}),
    ),
    Row(
        "images.update_many",
        lambda update: update(
            images=[OTHER_IMAGE], labels=[], labels_add=[], labels_remove=[], mark_test=True, workspace="Default"
        ),
        recorded("default_014"),
    ),
    Row("images.get", lambda get: get(OTHER_IMAGE), recorded("default_011")),
    Row(
        "images.update",
        lambda update: update(OTHER_IMAGE, meta_data=meta_data(k={"nested": 1})),
        recorded("default_013"),
    ),
    Row("images.delete", lambda delete: delete(OTHER_IMAGE), recorded("default_046")),
    Row("images.add_label", lambda add: add(IMAGE, label_id=VALUE_LABEL, value=3.5), recorded("default_039")),
    Row("images.remove_label", lambda remove: remove(OTHER_IMAGE, label_id=OTHER_LABEL), recorded("default_042")),
    Row(
        "images.update_value",
        lambda update: update(IMAGE, label_id=VALUE_LABEL, value=4.25),
        recorded("default_040"),
    ),
    Row("models.get", lambda get: get(MODEL), recorded("default_045")),
    Row("models.delete", lambda delete: delete(MODEL), declared("DELETE", f"/recognition/v2/model/{MODEL}/")),
    Row("workspaces.list", lambda list_: list_(), declared("GET", "/account/v2/workspace/")),
    Row("account.details", lambda details: details(), declared("GET", "/account/v2/details/")),
]


def operation_id(method: str) -> str:
    """The contract's operation behind a method of the facade."""
    name = method.replace(".", "_").replace("_iterate", "_list")
    return next(each.operation_id for each in operations.OPERATIONS if each.name == name)


def check(row: Row, received: list[Received]) -> None:
    """One request arrived, equal to the expected one, and calls this operation alone in its canonical form."""
    (request,) = map(wire.arrived, received)
    taken = [(form.operation_id, form.spelling) for form in accept(load_bundled("ximilar"), request)]

    assert sent.comparable(request) == sent.comparable(row.expected)
    assert taken == [(operation_id(row.method), None)]


def reply(row: Row) -> bytes:
    """A good answer for a row; a list ends with its first page."""
    last = {"next": None} if row.method.endswith(".iterate") else {}
    return sent.success(OPERATIONS[operation_id(row.method)], **last)


def method_of(client: object, row: Row) -> Callable[..., Any]:
    """The method that a row calls."""
    resource, method = row.method.split(".")
    found: Callable[..., Any] = getattr(getattr(client, resource), method)
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.expected.media_type}")
def test_call_sends_what_was_recorded(row: Row) -> None:
    """Method, path, query, key and body are those of a real client, or of the contract where none was seen."""
    with RecordingServer(reply(row)) as server, Ximilar(KEY, base_url=server.url) as client:
        result = row.call(method_of(client, row))
        if row.method.endswith(".iterate"):
            next(result)

    check(row, server.received)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.expected.media_type}")
def test_asynchronous_call_sends_the_same(row: Row) -> None:
    """The asynchronous twin sends equal requests."""

    async def call(url: str) -> None:
        async with AsyncXimilar(KEY, base_url=url) as client:
            result = row.call(method_of(client, row))
            await (anext(result) if row.method.endswith(".iterate") else result)

    with RecordingServer(reply(row)) as server:
        asyncio.run(call(server.url))

    check(row, server.received)


def test_no_method_is_left_out() -> None:
    """The table has every method of the facade, and so every operation."""
    resources = [name for name, each in vars(Facade).items() if isinstance(each, cached_property)]
    with Ximilar(KEY) as client:
        methods = {
            f"{resource}.{method}"
            for resource in resources
            for method, _ in inspect.getmembers(getattr(client, resource), inspect.ismethod)
            if not method.startswith("_")
        }

    assert {row.method for row in ROWS} == methods
    assert {operation_id(row.method) for row in ROWS} == set(OPERATIONS)


@pytest.mark.parametrize(("length", "word"), [(40, "Token"), (69, "Token"), (70, "JWT"), (200, "JWT")])
def test_long_keys_have_another_word(length: int, word: str) -> None:
    """A token of 70 and more characters is sent as the vendor's own client sends it."""
    key = "k" * length
    with RecordingServer(sent.success(OPERATIONS["tasks_get"])) as server, Ximilar(key, base_url=server.url) as client:
        client.tasks.get(TASK)

    (request,) = server.received
    assert request.headers["authorization"] == f"{word} {key}"
    assert "k" * length not in request.target + request.body.decode()
