"""Requests of every method of Ximilar's clients, compared with recorded requests of the vendor's clients."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers import contract_examples, wire
from tests.helpers.recording import RecordingServer, make_response
from tests.helpers.vendors import contract
from visionapis import AsyncXimilar, NotFoundError, Ximilar
from visionapis.ximilar.models import Base64Record, File, LabelValueBounds, MetaData, UrlRecord
from visionapis_generated.ximilar import operations
from visionapis_generated.ximilar.resources import Resources
from visionapis_testing.contracts.contract import load as load_bundled
from visionapis_testing.contracts.matching import matching_variants
from visionapis_testing.contracts.parsing import ParsedRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.recording import Received

KEY = "0123456789abcdef0123456789abcdef01234567"
CONTRACT = contract("ximilar")
OPERATIONS = {operation.id: operation for operation in CONTRACT.operations()}
RECORDED = wire.recorded("ximilar")

# The ids and images of the recorded requests.
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
    """A call of a client's method and the request that it must send."""

    method: str
    """The resource and the method, for example `tasks.create`."""
    call: Callable[[Any], Any]
    """Calls the method, which is its argument."""
    expected: ParsedRequest


def recorded(name: str) -> ParsedRequest:
    """Return a recorded request that is in the contract's canonical form."""
    return RECORDED[name]


def without_slash(name: str) -> ParsedRequest:
    """Return a recorded request without the slash at the end of its path, as the contract's canonical form has it."""
    request = RECORDED[name]
    assert request.path.endswith("/")
    return replace(request, path=request.path.removesuffix("/"))


def declared(method: str, path: str, body: object = None) -> ParsedRequest:
    """Return a request as the contract describes it, for calls that were not recorded."""
    text, media_type = (None, None) if body is None else (json.dumps(body), "application/json")
    return ParsedRequest(method, path, [], f"Token {KEY}", media_type, text)


def meta_data(**fields: object) -> MetaData:
    """Return metadata of an image."""
    return MetaData(additional_properties=fields)


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
        declared("POST", operations.LABELS_ADD_TASK.path.format(label_id=LABEL), {"task_id": TASK}),
    ),
    Row(
        "labels.remove_task",
        lambda remove: remove(LABEL, task_id=TASK),
        declared("POST", operations.LABELS_REMOVE_TASK.path.format(label_id=LABEL), {"task_id": TASK}),
    ),
    Row("images.list", lambda list_: list_(page=1), without_slash("default_026")),
    Row(
        "images.list",
        lambda list_: list_(
            test=True, label_values=LabelValueBounds(additional_properties={f"label_value_{VALUE_LABEL}__gte": 18})
        ),
        replace(
            declared("GET", operations.IMAGES_LIST.path),
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
        declared("POST", operations.IMAGES_LIST.path, {"url": "https://example.com/1.jpg", "noresize": True}),
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
    Row(
        "models.delete",
        lambda delete: delete(MODEL),
        declared("DELETE", operations.MODELS_DELETE.path.format(model_id=MODEL)),
    ),
    Row("workspaces.list", lambda list_: list_(), declared("GET", operations.WORKSPACES_LIST.path)),
    Row("account.details", lambda details: details(), declared("GET", operations.ACCOUNT_DETAILS.path)),
]


def operation_id(method: str) -> str:
    """Return the id of the contract's operation behind a method."""
    name = method.replace(".", "_").replace("_iterate", "_list")
    return next(each.operation_id for each in operations.OPERATIONS if each.name == name)


def check(row: Row, received: list[Received]) -> None:
    """Check that the expected request arrived, and that it matches its operation only, in the canonical form."""
    (request,) = map(wire.parse_received, received)
    taken = [(form.operation_id, form.name) for form in matching_variants(load_bundled("ximilar"), request)]

    assert wire.comparable(request) == wire.comparable(row.expected)
    assert taken == [(operation_id(row.method), None)]


def reply(row: Row) -> bytes:
    """Return a successful response to a call; a list has one page."""
    last = {"next": None} if row.method.endswith(".iterate") else {}
    return contract_examples.success_response(OPERATIONS[operation_id(row.method)], **last)


def method_of(client: object, row: Row) -> Callable[..., Any]:
    """Return the client's method that a row calls."""
    resource, method = row.method.split(".")
    found: Callable[..., Any] = getattr(getattr(client, resource), method)
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.expected.media_type}")
def test_request_equals_the_recorded_one(row: Row) -> None:
    """Method, path, query, key and body equal those of the recorded request, or else of the contract's request."""
    with RecordingServer(reply(row)) as server, Ximilar(KEY, base_url=server.url) as client:
        result = row.call(method_of(client, row))
        if row.method.endswith(".iterate"):
            next(result)

    check(row, server.received)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method}-{row.expected.media_type}")
def test_asynchronous_client_sends_the_same_request(row: Row) -> None:
    """The asynchronous client sends the same request."""

    async def call(url: str) -> None:
        async with AsyncXimilar(KEY, base_url=url) as client:
            result = row.call(method_of(client, row))
            await (anext(result) if row.method.endswith(".iterate") else result)

    with RecordingServer(reply(row)) as server:
        asyncio.run(call(server.url))

    check(row, server.received)


def test_every_method_is_compared() -> None:
    """The table has every method of every resource, and every operation of the contract."""
    resources = [name for name, each in vars(Resources).items() if isinstance(each, cached_property)]
    with Ximilar(KEY) as client:
        methods = {
            f"{resource}.{method}"
            for resource in resources
            for method, _ in inspect.getmembers(getattr(client, resource), inspect.ismethod)
            if not method.startswith("_")
        }

    assert {row.method for row in ROWS} == methods
    assert {operation_id(row.method) for row in ROWS} == set(OPERATIONS)


@pytest.mark.parametrize(("length", "prefix"), [(40, "Token"), (69, "Token"), (70, "JWT"), (200, "JWT")])
def test_long_tokens_are_sent_as_jwt(length: int, prefix: str) -> None:
    """A token of 70 or more characters has the prefix JWT, as in the vendor's own client, and so has its command."""
    key = "k" * length
    for api_key in (key, lambda: key):
        with (
            RecordingServer(make_response("{}", status="404 No")) as server,
            Ximilar(api_key, base_url=server.url) as client,
            pytest.raises(NotFoundError) as caught,
        ):
            client.tasks.get(TASK)
        (request,) = server.received
        assert request.headers["authorization"] == f"{prefix} {key}"
        assert f'-H "Authorization: {prefix} $XIMILAR_TOKEN"' in str(caught.value.as_curl())
    assert "k" * length not in request.target + request.body.decode()
