"""What Ximilar's server could do wrongly, one line each: the fault, the run that finds it, the check that does."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from visionapis_testing.conformance.images import WHOLE
from visionapis_testing.conformance.proxy import AnswerEdit, RequestEdit
from visionapis_testing.conformance.suites import KEY

from .mutants import (
    Fault,
    with_content,
    with_content_type,
    with_header,
    with_json,
    with_status,
    with_url,
    without_parameter,
)

_READ = "ximilar, readings"
_OTHER = "ximilar, another workspace"
_WHOLE = "ximilar, whole pictures"
_MIXED = "ximilar, pictures and others"
_KEEP = "ximilar, pictures to keep"
_UPLOAD = "ximilar, uploads"
_ONCE = "ximilar, uploads, no picture twice"
_BROKEN = "ximilar, broken uploads"
_CREATE = "ximilar, creations"
_CHANGE = "ximilar, changes"
_MANY = "ximilar, changes of many pictures"
_UNFIT = "ximilar, labels that do not fit"
_TRAIN = "ximilar, trainings"
_DELETE = "ximilar, deletions"
_WIPE = "ximilar, wiped labels"

_CLASSIFY = ["recognition_classify"]

_SCHEMA = "response_schema_conformance"
_REJECTED = "negative_data_rejection"
_ACCEPTED = "positive_data_acceptance"
_LABELS = "labels_by_kind"
_PAGES = "pages_are_whole"
_CHANGES = "changes_show"
_NEW_ID = "00000000-0000-4000-8000-000000000000"
_PNG = base64.b64encode(WHOLE["png"]).decode()


def _changed(change: Callable[[dict[str, Any]], object], *, when: int = 200) -> AnswerEdit:
    """Answer with a JSON object changed in place; lists stay."""
    return with_json(lambda body: change(body) if isinstance(body, dict) else None, when=when)


def _records(change: Callable[[list[dict[str, Any]]], object]) -> AnswerEdit:
    """Answer a classification with its records changed in place."""
    return _changed(lambda answer: change(answer.get("records", [])))


def _each_record(change: Callable[[dict[str, Any]], object]) -> AnswerEdit:
    """Answer a classification with each good record changed in place."""
    return _records(lambda records: [change(each) for each in records if "labels" in each])


def _pages(change: Callable[[dict[str, Any]], object]) -> AnswerEdit:
    """Answer with each page that has another one behind it changed in place."""
    return _changed(lambda page: change(page) if page.get("next") else None)


def _scale(record: dict[str, Any]) -> None:
    for label in record["labels"]:
        label.update({"prob": label["prob"] * 100} if "prob" in label else {})
    record["best_label"] = record["labels"][0]


def _flatten(record: dict[str, Any]) -> None:
    """Give each label of a share the same, so that they do not sum to 1."""
    for label in record["labels"]:
        label.update({"prob": 0.75} if "prob" in label else {})
    record["best_label"] = record["labels"][0]


def _name_prob(record: dict[str, Any]) -> None:
    for label in record["labels"]:
        label.update({"prob": 0.5} if label.pop("value", None) is not None else {})


def _last_as_best(record: dict[str, Any]) -> None:
    record["best_label"] = record["labels"][-1]


def _drop_label(records: list[dict[str, Any]]) -> None:
    for record in records[1:]:
        del record["labels"][-1]


def _say_ok(answer: dict[str, Any]) -> None:
    answer["status"] = {"code": 200, "text": "OK"}


def _say_ok_each(record: dict[str, Any]) -> None:
    record["_status"] = {"code": 200, "text": "OK"}


def _with_body(change: Callable[[dict[str, Any]], object], *, path: str = "") -> RequestEdit:
    """Take the JSON object that is sent to a path's end for another one: `change` alters it in place."""

    def edit(request: httpx.Request) -> httpx.Request:
        if request.headers.get("content-type") != "application/json" or not request.url.path.endswith(path):
            return request
        try:
            body = json.loads(request.content)
        except ValueError:
            return request
        if not isinstance(body, dict):
            return request
        change(body)
        return with_content(request, json.dumps(body).encode())

    return edit


def _with_key(request: httpx.Request) -> httpx.Request:
    request.headers["authorization"] = f"Token {KEY}"
    return request


def _page_1_for_2(request: httpx.Request) -> httpx.Request:
    is_second = request.url.params.get("page") == "2"
    return with_url(request, request.url.copy_set_param("page", "1")) if is_second else request


def _forget_invalid_size(request: httpx.Request) -> httpx.Request:
    size = request.url.params.get("page_size", "1")
    return request if size.isdecimal() else without_parameter("page_size")(request)


def _moved(last: str, other: str, method: str = "POST") -> RequestEdit:
    """Take what is sent to a path's end for what belongs to another one."""

    def edit(request: httpx.Request) -> httpx.Request:
        path, mark, query = request.url.raw_path.decode().partition("?")  # as it was sent: decoded, it may be no path
        if request.method != method or not path.endswith(last):
            return request
        target = f"{path.removesuffix(last)}{other}{mark}{query}"
        return with_url(request, request.url.copy_with(raw_path=target.encode()))

    return edit


def _not_done(method: str, status: int, *, last: str = "", body: Any = None) -> dict[str, Any]:
    """Answer a request as if it were done, where what it is about can be read: `last` is what its path ends with."""

    def read(request: httpx.Request) -> httpx.Request:
        moved = _moved(last, "", method)(request)
        if request.method != method or (last and moved is request):
            return request
        return httpx.Request("GET", moved.url, headers={"authorization": request.headers.get("authorization", "")})

    def pretend(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if request.method != method or not request.url.path.endswith(last) or answer.status_code != 200:
            return answer
        return httpx.Response(status) if body is None else httpx.Response(status, json=body)

    return {"request": read, "answer": pretend}


def _refuse(which: Callable[[httpx.Request], bool], body: Any) -> AnswerEdit:
    """Refuse some requests."""
    return lambda request, answer: httpx.Response(400, json=body) if which(request) else answer


def _reworded(pattern: str, text: str) -> AnswerEdit:
    """Answer with another text in place of one."""
    return lambda request, answer: httpx.Response(
        answer.status_code, headers=answer.headers, content=re.sub(pattern, text, answer.text)
    )


def _drop_allow(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    answer.headers.pop("allow", None)
    return answer


def _hide_negative_label(page: dict[str, Any]) -> None:
    if "results" in page:
        page["results"] = [entry for entry in page["results"] if entry.get("negative_for_task") is None]


def _answer_unknown(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    task = {"id": "a", "name": "a", "type": "multi_class", "production_version": 1}
    return httpx.Response(200, json=task) if answer.status_code == 404 else answer


def _create_anyhow(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    task = {"id": _NEW_ID, "name": "a", "type": "multi_class", "production_version": None}
    return httpx.Response(201, json=task) if answer.status_code == 403 else answer


def _replace_pictures(body: dict[str, Any]) -> None:
    body.update({"base64": _PNG} if "base64" in body else {})


def _shorten(body: dict[str, Any]) -> None:
    if isinstance(body.get("records"), list):
        del body["records"][10:]


def _take_any_type(body: dict[str, Any]) -> None:
    if body.get("type") not in ("multi_class", "multi_label", "regression"):
        body["type"] = "multi_class"


def _has_prefix(request: httpx.Request) -> bool:
    return b"data:image" in request.content


def _is_form(request: httpx.Request) -> bool:
    return request.method == "POST" and "multipart" in request.headers.get("content-type", "")


FAULTS = (
    # what it answers
    Fault("a number for a name", _READ, _SCHEMA, ["tasks_get"], answer=_changed(lambda a: a.update(name=1))),
    Fault(
        "a task without a version",
        _READ,
        _SCHEMA,
        ["tasks_get"],
        answer=_changed(lambda a: a.pop("production_version", 0)),
    ),
    Fault("a page without a count", _READ, _SCHEMA, ["tasks_list"], answer=_changed(lambda a: a.pop("count", 0))),
    Fault("a null for records", _WHOLE, _SCHEMA, _CLASSIFY, answer=_changed(lambda a: a.update(records=None))),
    Fault(
        "a refusal of an id without words",
        _READ,
        _SCHEMA,
        ["images_get"],
        answer=_changed(lambda a: a.clear(), when=404),
    ),
    Fault(
        "problems of a field as text",
        _CREATE,
        _SCHEMA,
        ["labels_create"],
        answer=_changed(lambda a: a.update(name=""), when=400),
    ),
    Fault(
        "a field nobody knows",
        _READ,
        "documented_fields",
        ["account_details"],
        answer=_changed(lambda a: a.update(more=1)),
    ),
    Fault(
        "a field nobody sent", _WHOLE, "documented_fields", _CLASSIFY, answer=_each_record(lambda r: r.update(more=1))
    ),
    Fault("accepted for done", _TRAIN, "status_code_conformance", answer=with_status(202, when=200)),
    Fault("done for created", _CREATE, "status_code_conformance", ["tasks_create"], answer=with_status(200, when=201)),
    Fault(
        "a list as web page",
        _READ,
        "content_type_conformance",
        ["workspaces_list"],
        answer=with_content_type("text/html", when=200),
    ),
    # labels and records
    Fault("percent for shares", _WHOLE, _LABELS, _CLASSIFY, answer=_each_record(_scale)),
    Fault("shares that do not sum to 1", _WHOLE, _LABELS, _CLASSIFY, answer=_each_record(_flatten)),
    Fault("the worst label first", _WHOLE, _LABELS, _CLASSIFY, answer=_each_record(lambda r: r["labels"].reverse())),
    Fault("the worst label as best", _WHOLE, _LABELS, _CLASSIFY, answer=_each_record(_last_as_best)),
    Fault("a share in place of a number", _WHOLE, _LABELS, _CLASSIFY, answer=_each_record(_name_prob)),
    Fault("a label is missing in later records", _WHOLE, _LABELS, _CLASSIFY, answer=_records(_drop_label)),
    Fault("another task answers", _WHOLE, _LABELS, _CLASSIFY, answer=_changed(lambda a: a.update(task_id="a"))),
    Fault("another version answers", _WHOLE, _LABELS, _CLASSIFY, answer=_changed(lambda a: a.update(version=2))),
    Fault(
        "the order of records is lost", _WHOLE, "records_in_order", _CLASSIFY, answer=_records(lambda r: r.reverse())
    ),
    Fault("a record is lost", _MIXED, "records_in_order", _CLASSIFY, answer=_records(lambda r: r and r.pop())),
    Fault(
        "fields do not come back",
        _WHOLE,
        "records_in_order",
        _CLASSIFY,
        answer=_each_record(lambda r: r.pop("_url", 0)),
    ),
    Fault("success hides a failed record", _MIXED, "records_as_they_are", _CLASSIFY, answer=_changed(_say_ok)),
    Fault(
        "a failed record is called good",
        _MIXED,
        "records_as_they_are",
        _CLASSIFY,
        answer=_records(lambda r: [*map(_say_ok_each, r)]),
    ),
    Fault(
        "stale credits",
        _WHOLE,
        "credits_go_down",
        _CLASSIFY,
        answer=_changed(lambda a: "credits_counter" in a and a.update(credits_counter=9)),
    ),
    Fault(
        "stale credits after uploads",
        _UPLOAD,
        "credits_go_down",
        answer=_changed(lambda a: "credits_counter" in a and a.update(credits_counter=9)),
    ),
    Fault(
        "a stored picture is missing",
        _KEEP,
        "stored_is_found",
        _CLASSIFY,
        answer=_each_record(lambda r: "_stored_image_id" in r and r.update(_stored_image_id=_NEW_ID)),
    ),
    Fault(
        "nothing is stored",
        _KEEP,
        "stored_is_found",
        _CLASSIFY,
        request=_with_body(lambda body: body.get("store_images") is True and body.update(store_images=False)),
    ),
    # keys
    Fault("no token is asked for", _READ, "ignored_auth", ["tasks_get"], request=_with_key),
    Fault(
        "any token will do",
        _READ,
        "ignored_auth",
        ["labels_list"],
        request=with_header("authorization", f"Token {KEY}"),
    ),
    Fault(
        "any token may classify",
        _WHOLE,
        "ignored_auth",
        _CLASSIFY,
        request=with_header("authorization", f"Token {KEY}"),
    ),
    # what it lets in
    Fault(
        "any type of task is taken",
        _CREATE,
        _REJECTED,
        ["tasks_create"],
        request=_with_body(_take_any_type, path="task"),
    ),
    Fault(
        "a name is missing and not missed",
        _CREATE,
        _REJECTED,
        ["labels_create"],
        request=_with_body(lambda body: body.setdefault("name", "a")),
    ),
    Fault("eleven records are taken", _MIXED, _REJECTED, _CLASSIFY, request=_with_body(_shorten)),
    Fault(
        "a size of pages of the wrong type", _READ, "query_by_contract", ["tasks_list"], request=_forget_invalid_size
    ),
    Fault("a broken picture is kept", _BROKEN, _ACCEPTED, request=_with_body(_replace_pictures)),
    Fault("a label of another type is taken", _UNFIT, _ACCEPTED, answer=with_status(200, when=400)),
    Fault(
        "credits without end", "ximilar, used up, recognition_classify", _ACCEPTED, answer=with_status(200, when=403)
    ),
    Fault("tasks without end", "ximilar, used up, tasks_create", _ACCEPTED, answer=_create_anyhow),
    Fault(
        "any method makes a label", _CREATE, "unsupported_method", ["labels_create"], answer=with_status(200, when=405)
    ),
    Fault("a refused method names no other", _CHANGE, "unsupported_method", ["images_update"], answer=_drop_allow),
    # what it refuses, and how
    Fault(
        "a prefix is refused",
        _WHOLE,
        _ACCEPTED,
        _CLASSIFY,
        answer=_refuse(_has_prefix, {"status": {"code": 400, "text": "No."}}),
    ),
    Fault("files are refused", _UPLOAD, _ACCEPTED, answer=_refuse(_is_form, {"detail": "No."})),
    Fault(
        "an empty training is refused",
        _TRAIN,
        _ACCEPTED,
        answer=_refuse(lambda request: request.method == "POST" and not request.content, {"detail": "No."}),
    ),
    Fault(
        "the wrong refusal of an unknown id",
        _READ,
        "unknown_is_not_found",
        ["models_get"],
        answer=with_status(401, when=404),
    ),
    Fault("another task answers for an unknown one", _READ, _REJECTED, ["tasks_get"], answer=_answer_unknown),
    Fault("failure for a bad body", _CREATE, "not_a_server_error", ["tasks_create"], answer=with_status(500, when=400)),
    # what becomes of things
    Fault("a deleted task is still served", _DELETE, "deleted_is_gone", ["tasks_delete"], **_not_done("DELETE", 204)),
    Fault("a deleted label is still served", _DELETE, "deleted_is_gone", ["labels_delete"], **_not_done("DELETE", 204)),
    Fault(
        "a deleted picture is still served", _DELETE, "deleted_is_gone", ["images_delete"], **_not_done("DELETE", 204)
    ),
    Fault("a deleted model is still served", _DELETE, "deleted_is_gone", ["models_delete"], **_not_done("DELETE", 204)),
    Fault("a wiped label is still served", _WIPE, "deleted_is_gone", **_not_done("DELETE", 204, last="/wipe")),
    Fault(
        "pictures stay when their label is wiped",
        _WIPE,
        "wiped_pictures_are_gone",
        request=_moved("/wipe", "", "DELETE"),
    ),
    Fault(
        "a created task is missing",
        _CREATE,
        "created_is_found",
        ["tasks_create"],
        answer=_changed(lambda a: a.update(id=_NEW_ID), when=201),
    ),
    Fault(
        "a created label is missing",
        _CREATE,
        "created_is_found",
        ["labels_create"],
        answer=_changed(lambda a: a.update(id=_NEW_ID), when=201),
    ),
    Fault(
        "an uploaded picture is missing",
        _UPLOAD,
        "created_is_found",
        answer=_changed(lambda a: a.update(id=_NEW_ID), when=201),
    ),
    Fault(
        "a description is changed",
        _CREATE,
        "created_is_found",
        ["labels_create"],
        request=_with_body(
            lambda body: isinstance(body.get("description"), str) and body.update(description=body["description"] + "!")
        ),
    ),
    Fault(
        "a duplicate is refused without its id",
        _ONCE,
        "duplicate_is_found",
        answer=_reworded("image ID: .{36}", ""),
    ),
    Fault(
        "a duplicate of a picture that is not there",
        _ONCE,
        "duplicate_is_found",
        answer=_reworded("image ID: .{36}", f"image ID: {_NEW_ID}"),
    ),
    Fault(
        "a task without its negative label", _CREATE, _CHANGES, ["tasks_create"], answer=_changed(_hide_negative_label)
    ),
    Fault(
        "a training leaves no trace",
        _TRAIN,
        _CHANGES,
        answer=_changed(lambda a: "name" in a and a.update(last_train_status=None)),
    ),
    Fault(
        "a label is not put on a task",
        _CHANGE,
        _CHANGES,
        ["tasks_add_label"],
        request=_moved("/add-label", "/remove-label"),
    ),
    Fault(
        "a label is not taken off a task",
        _CHANGE,
        _CHANGES,
        ["tasks_remove_label"],
        request=_moved("/remove-label", "/add-label"),
    ),
    Fault(
        "a task does not become a child",
        _CHANGE,
        _CHANGES,
        ["labels_add_task"],
        **_not_done("POST", 200, last="/add-task", body={}),
    ),
    Fault(
        "a label is not put on a picture",
        _CHANGE,
        _CHANGES,
        ["images_add_label"],
        **_not_done("POST", 200, last="/add-label", body={}),
    ),
    Fault(
        "a number is not changed",
        _CHANGE,
        _CHANGES,
        ["images_update_value"],
        **_not_done("POST", 200, last="/update-label", body={}),
    ),
    Fault("metadata is lost", _CHANGE, _CHANGES, ["images_update"], answer=_changed(lambda a: a.update(meta_data={}))),
    Fault(
        "marks are not set",
        _MANY,
        _CHANGES,
        request=_with_body(lambda body: body.get("mark-test") is True and body.update({"mark-test": False})),
    ),
    # pages
    Fault(
        "the next page is on another host",
        _READ,
        _PAGES,
        ["tasks_list"],
        answer=_pages(lambda p: p.update(next="https://api.ximilar.com/recognition/v2/task?page=2")),
    ),
    Fault(
        "the next page is this one",
        _READ,
        _PAGES,
        ["labels_list"],
        answer=_pages(lambda p: p.update(next=p["next"].replace("page=2", "page=1"))),
    ),
    Fault("there is no next page", _READ, _PAGES, ["images_list"], answer=_pages(lambda p: p.update(next=None))),
    Fault("a page twice", _OTHER, _PAGES, ["labels_list"], request=_page_1_for_2),
    Fault("an entry too few", _READ, _PAGES, ["labels_list"], answer=_pages(lambda p: p["results"].pop())),
    Fault("the size of pages is not read", _READ, _PAGES, ["tasks_list"], request=without_parameter("page_size")),
    Fault(
        "the workspace is not read",
        _OTHER,
        "stays_in_workspace",
        ["tasks_list"],
        request=without_parameter("workspace"),
    ),
    Fault(
        "the type of labels is not read", _READ, "filters_labels", ["labels_list"], request=without_parameter("type")
    ),
    Fault("the search is not read", _READ, "filters_labels", ["labels_list"], request=without_parameter("search")),
)
