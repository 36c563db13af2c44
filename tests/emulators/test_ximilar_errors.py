"""How Ximilar's emulator says no, in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from visionapis_testing import XimilarEmulator
from visionapis_testing.faults import WrongKeyAccepted

from .channels import open_way
from .ximilar import KEY, PATH, RED, URL, call, done, got, made, taught, text, uploaded

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionapis_testing import Emulator

    from .channels import Way, WayName

JSON = {"content-type": "application/json"}
LONG_KEY = "k" * 70

TASK = {"name": "a", "type": "multi_class"}
RECORD = {"_base64": text(RED)}

NO_BODY = {"detail": "The body is missing or cannot be read."}
NO_MEDIA_TYPE = {"detail": "The body's media type is not taken here."}
ENDLESS = b'{"task_id": "a", "records": [{"_url": "a", "x": %s}]}'
NOT_FOUND = {"detail": "Not found."}
REQUIRED = ["This field is required."]
UNREAD_PAGE = {"detail": "The query cannot be read: page."}
PARTS = {"content-type": "multipart/form-data; boundary=x"}

REFUSED: dict[str, tuple[str, str, dict[str, Any], int, Any]] = {
    "name missing": ("POST", "task", {"json": {"type": "multi_class"}}, 400, {"name": REQUIRED}),
    "name empty": (
        "POST",
        "label",
        {"json": {"name": "", "type": "tag"}},
        400,
        {"name": ["This field must not be empty."]},
    ),
    "type unknown": ("POST", "task", {"json": {**TASK, "type": "x"}}, 400, {"type": ["This is none of the choices."]}),
    "type of the wrong type": (
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
    "no body": ("POST", "task", {}, 400, NO_BODY),
    "no json": ("POST", "task", {"content": b"{", "headers": JSON}, 400, NO_BODY),
    "a list": ("POST", "task", {"json": [TASK]}, 400, NO_BODY),
    "media type": ("POST", "task", {"content": b"a"}, 400, NO_MEDIA_TYPE),
    "form for classify": ("POST", "classify", {"files": {"task_id": (None, "a")}}, 400, NO_MEDIA_TYPE),
    "broken form": (
        "POST",
        "label",
        {"content": b"rubbish", "headers": PARTS},
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
    "record without a picture": (
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
    "number without end": ("POST", "classify", {"content": ENDLESS % b"1e999", "headers": JSON}, 400, NO_BODY),
    "not a number": ("POST", "classify", {"content": ENDLESS % b"NaN", "headers": JSON}, 400, NO_BODY),
    "half a character": (
        "POST",
        "label",
        {"content": b'{"name": "\\ud800", "type": "tag"}', "headers": JSON},
        400,
        NO_BODY,
    ),
    "bytes that are no text": (
        "POST",
        "label",
        {"content": b'{"name": "\xff", "type": "tag"}', "headers": JSON},
        400,
        NO_BODY,
    ),
    "text for a file": (
        "POST",
        "training-image/",
        {"files": {"img_path": (None, "a")}},
        400,
        {"img_path": ["This field takes a file."]},
    ),
    "metadata that is no json": (
        "POST",
        "training-image",
        {"files": {"img_path": ("a", RED), "meta_data": (None, "a")}},
        400,
        {"meta_data": ["This field takes the text of a JSON value."]},
    ),
    "picture that is none": (
        "POST",
        "training-image",
        {"json": {"base64": text(b"a")}},
        400,
        {"detail": "The picture cannot be read."},
    ),
    "base64 that is none": (
        "POST",
        "training-image",
        {"json": {"base64": "%"}},
        400,
        {"detail": "The base64 text is broken."},
    ),
    "url without a picture": (
        "POST",
        "training-image",
        {"json": {"url": f"{URL}/2"}},
        400,
        {"detail": "The URL leads to no picture."},
    ),
    "no pictures to update": (
        "POST",
        "training-image/update",
        {"json": {"mark-test": True}},
        400,
        {"detail": "Neither images nor labels say which pictures are meant."},
    ),
    "page that is no number": ("GET", "task", {"params": {"page": "x"}}, 404, UNREAD_PAGE),
    "page 0": ("GET", "label", {"params": {"page": "0"}}, 404, UNREAD_PAGE),
    "page without end": ("GET", "label", {"params": {"page": "1e999"}}, 404, UNREAD_PAGE),
    "type of labels unknown": (
        "GET",
        "label",
        {"params": {"type": "x"}},
        404,
        {"detail": "The query cannot be read: type."},
    ),
    "labels of an unknown task": ("GET", "label", {"params": {"task": "x"}}, 404, NOT_FOUND),
    "unknown task": ("GET", "task/00000000-0000-4000-8000-000000000000", {}, 404, NOT_FOUND),
    "unknown path": ("GET", "/recognition/v2/tasks", {}, 404, NOT_FOUND),
    "other method": ("PATCH", "task/a", {}, 405, {"detail": "PATCH is not taken here."}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals(way_in: WayName, name: str) -> None:
    """Each mistake is refused with its status and body."""
    method, path, options, status, body = REFUSED[name]
    emulator = XimilarEmulator(api_key=KEY)
    with open_way(way_in, emulator) as way:
        response = call(way, method, path, **options)
    assert (response.status_code, response.json()) == (status, body)
    emulator.verify()


def test_ids_of_the_wrong_kind(way_in: WayName) -> None:
    """An id in the path or the body is looked for among its kind alone."""
    emulator, task = taught()
    with open_way(way_in, emulator) as way:
        label = got(way, "label")["results"][0]["id"]
        image = got(way, "training-image")["results"][0]["id"]
        found = [
            call(way, method, path, json=body).status_code
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
    assert found == [404] * 10
    emulator.verify()


def test_numbers_that_are_missing_or_misplaced(way_in: WayName) -> None:
    """A label of type value needs a number, and only it has one."""
    emulator = XimilarEmulator(api_key=KEY)
    with open_way(way_in, emulator) as way:
        tag, age = (made(way, "label", {"name": "a", "type": type_}) for type_ in ("tag", "value"))
        image = uploaded(way, RED, tag)
        refused = [
            call(way, "POST", f"training-image/{image}/{path}", json=body)
            for path, body in (
                ("add-label", {"label_id": age}),
                ("update-label", {"label_id": age, "value": 1}),
                ("update-label", {"label_id": tag, "value": 1}),
                ("update-label", {"label_id": age}),
                ("update-value", {"label_id": age, "value": "1"}),
            )
        ]
        body = {"images": [image], "labels-add": [age]}
        refused.append(call(way, "POST", "training-image/update", json=body))
        done(way, "POST", f"training-image/{image}/add-label", {"label_id": tag, "value": 1})
        (label,) = got(way, f"training-image/{image}")["labels"]
        assert (label["id"], "value" in label) == (tag, False)
    assert [(each.status_code, list(each.json())) for each in refused] == [
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
def test_keys(open_new: Callable[[Emulator], Way], key: str, header: str | None, status: int) -> None:
    """The key comes behind the word Token, a long one behind JWT."""
    emulator = XimilarEmulator(api_key=key)
    headers = {} if header is None else {"authorization": header}
    response = open_new(emulator).request("GET", f"{PATH}/task", headers=headers)
    assert (response.status_code, response.headers.get("www-authenticate")) == (
        status,
        None if status == 200 else "Token",
    )
    emulator.verify()


def test_wrong_key_that_is_accepted(way_in: WayName) -> None:
    """A fault lets a wrong key pass, for one request."""
    emulator = XimilarEmulator(api_key=KEY)
    emulator.faults.add(WrongKeyAccepted(), times=1)
    with open_way(way_in, emulator) as way:
        assert [call(way, "GET", "task", key="wrong").status_code for _ in range(2)] == [200, 401]


def test_order(way_in: WayName) -> None:
    """Of several mistakes the first is reported: key, path, body, ids, plan, and what the operation itself refuses."""
    emulator = XimilarEmulator(api_key=KEY, credits_limit=0)
    task = emulator.register("a", [(RED, "red")])
    records = [{"_base64": "%"}]
    with open_way(way_in, emulator) as way:
        found = [
            call(way, "GET", "nowhere", key=None),
            call(way, "GET", "nowhere"),
            call(way, "PUT", "classify", json={}),
            call(way, "POST", "classify", json={"task_id": "unknown"}),
            call(way, "POST", "classify", json={"task_id": "unknown", "records": records}),
            call(way, "POST", "classify", json={"task_id": task, "records": records}),
            call(way, "POST", "training-image", json={"base64": "%", "workspace": "unknown"}),
            call(way, "POST", "training-image", json={"base64": "%"}),
        ]
    assert [response.status_code for response in found] == [401, 404, 405, 400, 404, 403, 400, 403]
    emulator.verify()
