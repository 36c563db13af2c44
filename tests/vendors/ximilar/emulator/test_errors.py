"""Error responses of the Ximilar emulator, and the order of its checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.emulators.channels import open_channel
from visionapis_testing import XimilarEmulator
from visionapis_testing.faults import AnyKeyAccepted

from .api import KEY, PATH, RED, URL, call, create, get, make_emulator, request_json, to_base64, upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.emulators.channels import Channel, ChannelName
    from visionapis_testing import Emulator

JSON = {"content-type": "application/json"}
LONG_KEY = "k" * 70

TASK = {"name": "a", "type": "multi_class"}
RECORD = {"_base64": to_base64(RED)}

INVALID_BODY = {"detail": "The body is missing or cannot be read."}
UNSUPPORTED_MEDIA_TYPE = {"detail": "The media type of the body is not supported."}
NUMBER_BODY = b'{"task_id": "a", "records": [{"_url": "a", "x": %s}]}'
NOT_FOUND = {"detail": "Not found."}
REQUIRED = ["This field is required."]
INVALID_PAGE = {"detail": "The query cannot be read: page."}
MULTIPART = {"content-type": "multipart/form-data; boundary=x"}

REJECTED: dict[str, tuple[str, str, dict[str, Any], int, Any]] = {
    "name missing": ("POST", "task", {"json": {"type": "multi_class"}}, 400, {"name": REQUIRED}),
    "name empty": (
        "POST",
        "label",
        {"json": {"name": "", "type": "tag"}},
        400,
        {"name": ["This field must not be empty."]},
    ),
    "type unknown": ("POST", "task", {"json": {**TASK, "type": "x"}}, 400, {"type": ["This is none of the choices."]}),
    "name of the wrong type": (
        "POST",
        "task",
        {"json": {**TASK, "name": 1}},
        400,
        {"name": ["This value is of the wrong type."]},
    ),
    "both missing in a form": (
        "POST",
        "label/",
        {"files": {"description": (None, "a")}},
        400,
        {"name": REQUIRED, "type": REQUIRED},
    ),
    "no body": ("POST", "task", {}, 400, INVALID_BODY),
    "invalid json": ("POST", "task", {"content": b"{", "headers": JSON}, 400, INVALID_BODY),
    "list in place of an object": ("POST", "task", {"json": [TASK]}, 400, INVALID_BODY),
    "no media type": ("POST", "task", {"content": b"a"}, 400, UNSUPPORTED_MEDIA_TYPE),
    "form in place of json": ("POST", "classify", {"files": {"task_id": (None, "a")}}, 400, UNSUPPORTED_MEDIA_TYPE),
    "broken form": (
        "POST",
        "label",
        {"content": b"rubbish", "headers": MULTIPART},
        400,
        {"detail": "The form is broken."},
    ),
    "no records": (
        "POST",
        "classify",
        {"json": {"task_id": "a", "records": []}},
        400,
        {"records": ["At least one is needed."]},
    ),
    "eleven records": (
        "POST",
        "classify",
        {"json": {"task_id": "a", "records": [RECORD] * 11}},
        400,
        {"records": ["There are too many of them; the request can be split."]},
    ),
    "record without an image": (
        "POST",
        "classify",
        {"json": {"task_id": "a", "records": [{}]}},
        400,
        {"records": REQUIRED},
    ),
    "version 0": (
        "POST",
        "classify",
        {"json": {"task_id": "a", "records": [RECORD], "version": 0}},
        400,
        {"version": ["This number is too small."]},
    ),
    "infinite number": (
        "POST",
        "classify",
        {"content": NUMBER_BODY % b"1e999", "headers": JSON},
        400,
        INVALID_BODY,
    ),
    "not a number": ("POST", "classify", {"content": NUMBER_BODY % b"NaN", "headers": JSON}, 400, INVALID_BODY),
    "unpaired surrogate": (
        "POST",
        "label",
        {"content": b'{"name": "\\ud800", "type": "tag"}', "headers": JSON},
        400,
        INVALID_BODY,
    ),
    "invalid utf-8": (
        "POST",
        "label",
        {"content": b'{"name": "\xff", "type": "tag"}', "headers": JSON},
        400,
        INVALID_BODY,
    ),
    "text in place of a file": (
        "POST",
        "training-image/",
        {"files": {"img_path": (None, "a")}},
        400,
        {"img_path": ["This field must be a file."]},
    ),
    "metadata not json": (
        "POST",
        "training-image",
        {"files": {"img_path": ("a", RED), "meta_data": (None, "a")}},
        400,
        {"meta_data": ["This field must be the text of a JSON value."]},
    ),
    "not an image": (
        "POST",
        "training-image",
        {"json": {"base64": to_base64(b"a")}},
        400,
        {"detail": "The image cannot be read."},
    ),
    "invalid base64": (
        "POST",
        "training-image",
        {"json": {"base64": "%"}},
        400,
        {"detail": "The base64 text is broken."},
    ),
    "url without an image": (
        "POST",
        "training-image",
        {"json": {"url": f"{URL}/2"}},
        400,
        {"detail": "The URL leads to no image."},
    ),
    "no images to update": (
        "POST",
        "training-image/update",
        {"json": {"mark-test": True}},
        400,
        {"detail": "Neither images nor labels say which images are meant."},
    ),
    "page not a number": ("GET", "task", {"params": {"page": "x"}}, 404, INVALID_PAGE),
    "page 0": ("GET", "label", {"params": {"page": "0"}}, 404, INVALID_PAGE),
    "infinite page": ("GET", "label", {"params": {"page": "1e999"}}, 404, INVALID_PAGE),
    "unknown type of labels": (
        "GET",
        "label",
        {"params": {"type": "x"}},
        404,
        {"detail": "The query cannot be read: type."},
    ),
    "labels of an unknown task": ("GET", "label", {"params": {"task": "x"}}, 404, NOT_FOUND),
    "unknown task": ("GET", "task/00000000-0000-4000-8000-000000000000", {}, 404, NOT_FOUND),
    "unknown path": ("GET", f"{PATH}/tasks", {}, 404, NOT_FOUND),
    "unknown method": ("PATCH", "task/a", {}, 405, {"detail": "Method PATCH is not allowed."}),
    "unknown method with the other slash": (
        "PATCH",
        "training-image/a/update-value/",
        {},
        405,
        {"detail": "Method PATCH is not allowed."},
    ),
}


@pytest.mark.parametrize("name", REJECTED)
def test_error_response(channel_name: ChannelName, name: str) -> None:
    """Each invalid request gets its status and body."""
    method, path, options, status, body = REJECTED[name]
    emulator = XimilarEmulator(api_key=KEY)
    with open_channel(channel_name, emulator) as channel:
        response = call(channel, method, path, **options)
    assert (response.status_code, response.json()) == (status, body)
    emulator.verify()


def test_ids_of_other_types(channel_name: ChannelName) -> None:
    """An id of another type of entity is not found."""
    emulator, task = make_emulator()
    with open_channel(channel_name, emulator) as channel:
        label = get(channel, "label")["results"][0]["id"]
        image = get(channel, "training-image")["results"][0]["id"]
        statuses = [
            call(channel, method, path, json=body).status_code
            for method, path, body in (
                ("POST", f"task/{label}/add-label", {"label_id": label}),
                ("POST", f"task/{task}/add-label", {"label_id": task}),
                ("POST", f"task/{image}/train", {}),
                ("POST", f"label/{task}/add-task", {"task_id": task}),
                ("POST", f"label/{label}/add-task", {"task_id": label}),
                ("POST", f"label/{label}/remove-task", {"task_id": image}),
                ("POST", f"training-image/{task}/add-label", {"label_id": label}),
                ("POST", f"training-image/{image}/remove-label", {"label_id": image}),
                ("PUT", f"training-image/{label}", {"meta_data": {}}),
                ("POST", "training-image/update", {"images": [image], "labels-add": [image]}),
            )
        ]
    assert statuses == [404] * 10
    emulator.verify()


def test_label_values(channel_name: ChannelName) -> None:
    """A label of type value needs a value; other labels have none."""
    emulator = XimilarEmulator(api_key=KEY)
    with open_channel(channel_name, emulator) as channel:
        tag, age = (create(channel, "label", {"name": "a", "type": type_}) for type_ in ("tag", "value"))
        image = upload(channel, RED, tag)
        rejected = [
            call(channel, "POST", f"training-image/{image}/{path}", json=body)
            for path, body in (
                ("add-label", {"label_id": age}),
                ("update-label", {"label_id": age, "value": 1}),
                ("update-label", {"label_id": tag, "value": 1}),
                ("update-label", {"label_id": age}),
                ("update-value", {"label_id": age, "value": "1"}),
            )
        ]
        body = {"images": [image], "labels-add": [age]}
        rejected.append(call(channel, "POST", "training-image/update", json=body))
        request_json(channel, "POST", f"training-image/{image}/add-label", {"label_id": tag, "value": 1})
        (label,) = get(channel, f"training-image/{image}")["labels"]
        assert (label["id"], "value" in label) == (tag, False)
    assert [(each.status_code, list(each.json())) for each in rejected] == [
        (400, ["value"]),
        (400, ["label_id"]),
        (400, ["label_id"]),
        (400, ["value"]),
        (400, ["value"]),
        (400, ["labels-add"]),
    ]
    emulator.verify()


@pytest.mark.parametrize(
    ("key", "header", "status"),
    [
        (KEY, f"Token {KEY}", 200),
        (KEY, None, 401),
        (KEY, "", 401),
        (KEY, KEY, 401),
        (KEY, f"Bearer {KEY}", 401),
        (KEY, f"JWT {KEY}", 401),
        (KEY, "Token wrong", 401),
        (LONG_KEY, f"JWT {LONG_KEY}", 200),
        (LONG_KEY, f"Token {LONG_KEY}", 401),
    ],
)
def test_keys(open_new: Callable[[Emulator], Channel], key: str, header: str | None, status: int) -> None:
    """The authentication scheme of a key is Token, and JWT for a long key."""
    emulator = XimilarEmulator(api_key=key)
    headers = {} if header is None else {"authorization": header}
    response = open_new(emulator).request("GET", f"{PATH}/task", headers=headers)
    assert (response.status_code, response.headers.get("www-authenticate")) == (
        status,
        None if status == 200 else "Token",
    )
    emulator.verify()


def test_any_key_accepted(channel_name: ChannelName) -> None:
    """With the fault AnyKeyAccepted a wrong key is accepted."""
    emulator = XimilarEmulator(api_key=KEY)
    emulator.faults.add(AnyKeyAccepted(), times=1)
    with open_channel(channel_name, emulator) as channel:
        assert [call(channel, "GET", "task", key="wrong").status_code for _ in range(2)] == [200, 401]


def test_order(channel_name: ChannelName) -> None:
    """Of several errors the first is reported: key, path, body, ids, plan, conditions of the operation."""
    emulator = XimilarEmulator(api_key=KEY, credits_limit=0)
    task = emulator.register("a", [(RED, "red")])
    records = [{"_base64": "%"}]
    with open_channel(channel_name, emulator) as channel:
        responses = [
            call(channel, "GET", "nowhere", key=None),
            call(channel, "GET", "nowhere"),
            call(channel, "PUT", "classify", json={}),
            call(channel, "POST", "classify", json={"task_id": "unknown"}),
            call(channel, "POST", "classify", json={"task_id": "unknown", "records": records}),
            call(channel, "POST", "classify", json={"task_id": task, "records": records}),
            call(channel, "POST", "training-image", json={"base64": "%", "workspace": "unknown"}),
            call(channel, "POST", "training-image", json={"base64": "%"}),
        ]
    assert [response.status_code for response in responses] == [401, 404, 405, 400, 404, 403, 400, 403]
    emulator.verify()
