"""Mutants of Ximilar's server, one per line: name, scenario, check, operations, and fault."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from tests.conformance.mutations import (
    Json,
    Mutant,
    drop,
    put,
    respond,
    with_content,
    with_content_type,
    with_header,
    with_json,
    with_parameter,
    with_status,
    with_url,
    without_parameter,
)
from visionapis_generated.ximilar import operations
from visionapis_testing.conformance.images import VALID
from visionapis_testing.conformance.proxy import RequestEdit, ResponseEdit
from visionapis_testing.conformance.suites import KEY

_READ = "ximilar, reads"
_OTHER = "ximilar, another workspace"
_VALID = "ximilar, valid images"
_MIXED = "ximilar, valid and invalid images"
_STORE = "ximilar, stored images"
_UPLOAD = "ximilar, uploads"
_DUPLICATE = "ximilar, duplicate uploads"
_INVALID = "ximilar, invalid uploads"
_CREATE = "ximilar, creations"
_CHANGE = "ximilar, changes"
_MANY = "ximilar, changes of many images"
_UNFIT = "ximilar, labels of another type"
_TRAIN = "ximilar, trainings"
_DELETE = "ximilar, deletions"
_WIPE = "ximilar, wiped labels"
_NO_CREDITS = "ximilar, limits reached, recognition_classify"
_NO_TASKS = "ximilar, limits reached, tasks_create"

_CLASSIFY = ["recognition_classify"]
_GET_TASK = ["tasks_get"]
_LIST_TASKS = ["tasks_list"]
_CREATE_TASK = ["tasks_create"]
_LIST_LABELS = ["labels_list"]
_CREATE_LABEL = ["labels_create"]

_SCHEMA = "response_schema_conformance"
_STATUS = "status_code_conformance"
_MEDIA_TYPE = "content_type_conformance"
_FIELDS = "documented_fields"
_REJECTED = "negative_data_rejection"
_ACCEPTED = "positive_data_acceptance"
_METHOD = "unsupported_method"
_AUTH = "ignored_auth"
_LABELS = "labels_fit_task"
_ORDER = "records_in_order"
_STATUSES = "record_statuses"
_CREDITS = "credits_decrease"
_STORED = "stored_image_is_found"
_ORIGINAL = "duplicate_names_original"
_PAGES = "pages_are_complete"
_WORKSPACE = "list_stays_in_workspace"
_QUERY = "query_by_contract"
_UNKNOWN = "unknown_id_is_not_found"
_FAILED = "not_a_server_error"
_FILTERS = "label_filters_apply"
_FOUND = "created_is_found"
_GONE = "deleted_is_gone"
_VISIBLE = "changes_are_visible"

_UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"
_TOKEN = f"Token {KEY}"
_OK = {"code": 200, "text": "OK"}
_TASK = {"id": _UNKNOWN_ID, "name": "a", "type": "multi_class", "production_version": 1}
_ERROR = {"detail": "No."}
_TYPES = ("multi_class", "multi_label", "regression")
_PNG = base64.b64encode(VALID["png"]).decode()


def _records(change: Callable[[list[Json]], object]) -> ResponseEdit:
    """Change the records of a classification."""
    return with_json(lambda response: change(response["records"]), having="records")


def _each_record(change: Callable[[Json], object]) -> ResponseEdit:
    """Change each classified record."""
    return _records(lambda records: [change(record) for record in records if "labels" in record])


def _labels(change: Callable[[Json], object]) -> ResponseEdit:
    """Change each label of classified records, and best_label with it."""

    def change_all(record: Json) -> None:
        for label in record["labels"]:
            change(label)
        record["best_label"] = record["labels"][0]

    return _each_record(change_all)


def _pages(change: Callable[[Json], object]) -> ResponseEdit:
    """Change each page that has a next one."""
    return with_json(lambda page: change(page) if page["next"] else None, having="next")


def _to_percent(label: Json) -> None:
    label.update({"prob": label["prob"] * 100} if "prob" in label else {})


def _to_constant(label: Json) -> None:
    label.update({"prob": 0.75} if "prob" in label else {})


def _value_to_probability(record: Json) -> None:
    for label in record["labels"]:
        label.update({"prob": 0.5} if label.pop("value", None) is not None else {})


def _set_last_as_best(record: Json) -> None:
    record["best_label"] = record["labels"][-1]


def _drop_labels(records: list[Json]) -> None:
    for record in records[1:]:
        del record["labels"][-1]


def _drop_negative_label(page: Json) -> None:
    page["results"] = [entry for entry in page["results"] if entry.get("negative_for_task") is None]


def _with_body(change: Callable[[Json], object], *, path: str = "") -> RequestEdit:
    """Change the JSON object of requests whose path has an ending."""

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


def _set(name: str, value: object, *, where: Callable[[Any], bool]) -> Callable[[Json], object]:
    """Return a function that sets a field of a JSON object where its value satisfies a condition."""
    return lambda body: body.update({name: value}) if where(body.get(name)) else None


def _clear(name: str) -> RequestEdit:
    """Set a flag of the body that is true to false."""
    return _with_body(_set(name, value=False, where=bool))


def _shorten(body: Json) -> None:
    if isinstance(body.get("records"), list):
        del body["records"][10:]


def _extend_description(body: Json) -> None:
    if isinstance(body.get("description"), str):
        body["description"] += "!"


def _move(ending: str, other: str, method: str = "POST") -> RequestEdit:
    """Replace the ending of the path of requests with a method."""

    def edit(request: httpx.Request) -> httpx.Request:
        path, mark, query = request.url.raw_path.decode().partition("?")  # encoded: a decoded path may be invalid
        if request.method != method or not path.endswith(ending):
            return request
        target = f"{path.removesuffix(ending)}{other}{mark}{query}"
        return with_url(request, request.url.copy_with(raw_path=target.encode()))

    return edit


def _ignore(method: str, status: int, ending: str, body: Json | None = None) -> dict[str, Any]:
    """Return edits that read the resource in place of changing it, and respond as if it was changed."""

    def read(request: httpx.Request) -> httpx.Request:
        moved = _move(ending, "", method)(request)
        if request.method != method or (ending and moved is request):
            return request
        return httpx.Request("GET", moved.url, headers={"authorization": request.headers.get("authorization", "")})

    def is_ignored(request: httpx.Request, response: httpx.Response) -> bool:
        return request.method == method and request.url.path.endswith(ending) and response.status_code == 200

    return {"request": read, "response": respond(status, body, when=is_ignored)}


def _ignore_post(ending: str) -> dict[str, Any]:
    return _ignore("POST", 200, ending, {})


def _ignore_delete(ending: str = "") -> dict[str, Any]:
    return _ignore("DELETE", 204, ending)


def _name_duplicate(id_: str) -> ResponseEdit:
    """Replace the id in the error for a duplicate, or remove it."""
    text = f"image ID: {id_}" if id_ else ""
    return lambda request, response: httpx.Response(
        response.status_code, headers=response.headers, content=re.sub("image ID: .{36}", text, response.text)
    )


def _drop_allow(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    response.headers.pop("allow", None)
    return response


_ADD_NAME = _with_body(lambda body: body.setdefault("name", "a"))
_REPLACE_TYPE = _with_body(_set("type", _TYPES[0], where=lambda type_: type_ not in _TYPES), path="task")
_REPLACE_BASE64 = _with_body(_set("base64", _PNG, where=bool))
_STORE_UNKNOWN = _each_record(_set("_stored_image_id", _UNKNOWN_ID, where=bool))
_CALL_RECORDS_OK = _records(lambda records: [record.update(_status=_OK) for record in records])
_HIDE_NEGATIVE_LABEL = with_json(_drop_negative_label, having="results")
_HIDE_TRAINING = with_json(put(last_train_status=None), having="name")
_LABEL_AS_HTML = with_content_type("text/html", when=200)
_TEXT_FOR_ERRORS = with_json(put(name=""), when=400)
_WITH_TOKEN = with_header("authorization", _TOKEN, where=lambda _: True)
_WITH_VALID_TOKEN = with_header("authorization", _TOKEN)
_WITH_PAGE_1_FOR_2 = with_parameter("page", "1", where=lambda page: page == "2")
_WITHOUT_INVALID_SIZE = without_parameter("page_size", where=lambda size: not size.isdecimal())
_WITH_NEW_ID = with_json(put(id=_UNKNOWN_ID), when=201)
_WITH_CONSTANT_CREDITS = with_json(put(credits_counter=9), having="credits_counter")
_REJECT_PREFIX = respond(
    400, {"status": {"code": 400, "text": "No."}}, when=lambda request, _: b"data:image" in request.content
)
_REJECT_FILES = respond(
    400,
    _ERROR,
    when=lambda request, _: request.method == "POST" and "multipart" in request.headers.get("content-type", ""),
)
_REJECT_EMPTY = respond(400, _ERROR, when=lambda request, _: request.method == "POST" and not request.content)
_FIND_UNKNOWN = respond(200, _TASK, when=lambda _, response: response.status_code == 404)
_CREATE_WITHOUT_LIMIT = respond(201, _TASK, when=lambda _, response: response.status_code == 403)
_NEXT_IS_SAME = _pages(lambda page: page.update(next=page["next"].replace("page=2", "page=1")))
_NEXT_ON_OTHER_HOST = _pages(put(next=f"https://api.ximilar.com{operations.TASKS_LIST.path}?page=2"))

MUTANTS = (
    # responses
    Mutant("number instead of text", _READ, _SCHEMA, _GET_TASK, response=with_json(put(name=1))),
    Mutant("task without a version", _READ, _SCHEMA, _GET_TASK, response=with_json(drop("production_version"))),
    Mutant("page without a count", _READ, _SCHEMA, _LIST_TASKS, response=with_json(drop("count"))),
    Mutant("null instead of records", _VALID, _SCHEMA, _CLASSIFY, response=with_json(put(records=None))),
    Mutant("empty error response", _READ, _SCHEMA, ["images_get"], response=with_json(lambda a: a.clear(), when=404)),
    Mutant("text instead of a list of errors", _CREATE, _SCHEMA, _CREATE_LABEL, response=_TEXT_FOR_ERRORS),
    Mutant("undocumented field", _READ, _FIELDS, ["account_details"], response=with_json(put(more=1))),
    Mutant("undocumented field of a record", _VALID, _FIELDS, _CLASSIFY, response=_each_record(put(more=1))),
    Mutant("status 202 instead of 200", _TRAIN, _STATUS, response=with_status(202, when=200)),
    Mutant("status 200 instead of 201", _CREATE, _STATUS, _CREATE_TASK, response=with_status(200, when=201)),
    Mutant("JSON labelled as HTML", _READ, _MEDIA_TYPE, ["workspaces_list"], response=_LABEL_AS_HTML),
    # labels and records
    Mutant("percentages instead of fractions", _VALID, _SCHEMA, _CLASSIFY, response=_labels(_to_percent)),
    Mutant("probabilities do not sum to 1", _VALID, _LABELS, _CLASSIFY, response=_labels(_to_constant)),
    Mutant("worst label first", _VALID, _LABELS, _CLASSIFY, response=_each_record(lambda r: r["labels"].reverse())),
    Mutant("worst label as best_label", _VALID, _LABELS, _CLASSIFY, response=_each_record(_set_last_as_best)),
    Mutant("probability instead of a value", _VALID, _LABELS, _CLASSIFY, response=_each_record(_value_to_probability)),
    Mutant("missing label of later records", _VALID, _LABELS, _CLASSIFY, response=_records(_drop_labels)),
    Mutant("another task", _VALID, _LABELS, _CLASSIFY, response=with_json(put(task_id="a"))),
    Mutant("another version", _VALID, _LABELS, _CLASSIFY, response=with_json(put(version=2))),
    Mutant("records in reverse order", _VALID, _ORDER, _CLASSIFY, response=_records(list.reverse)),
    Mutant("missing record", _MIXED, _ORDER, _CLASSIFY, response=_records(lambda records: records and records.pop())),
    Mutant("sent fields not returned", _VALID, _ORDER, _CLASSIFY, response=_each_record(drop("_url"))),
    Mutant("success despite a failed record", _MIXED, _STATUSES, _CLASSIFY, response=with_json(put(status=_OK))),
    Mutant("failed record called OK", _MIXED, _STATUSES, _CLASSIFY, response=_CALL_RECORDS_OK),
    Mutant("constant credits", _VALID, _CREDITS, _CLASSIFY, response=_WITH_CONSTANT_CREDITS),
    Mutant("constant credits after uploads", _UPLOAD, _CREDITS, response=_WITH_CONSTANT_CREDITS),
    Mutant("stored image not found", _STORE, _STORED, _CLASSIFY, response=_STORE_UNKNOWN),
    Mutant("nothing stored", _STORE, _STORED, _CLASSIFY, request=_clear("store_images")),
    # requests that must be rejected
    Mutant("no token required", _READ, _AUTH, _GET_TASK, request=_WITH_TOKEN),
    Mutant("any token accepted", _READ, _AUTH, _LIST_LABELS, request=_WITH_VALID_TOKEN),
    Mutant("any token accepted, classification", _VALID, _AUTH, _CLASSIFY, request=_WITH_VALID_TOKEN),
    Mutant("any task type accepted", _CREATE, _REJECTED, _CREATE_TASK, request=_REPLACE_TYPE),
    Mutant("missing name accepted", _CREATE, _REJECTED, _CREATE_LABEL, request=_ADD_NAME),
    Mutant("eleven records accepted", _MIXED, _REJECTED, _CLASSIFY, request=_with_body(_shorten)),
    Mutant("unknown task found", _READ, _REJECTED, _GET_TASK, response=_FIND_UNKNOWN),
    Mutant("any page size accepted", _READ, _QUERY, _LIST_TASKS, request=_WITHOUT_INVALID_SIZE),
    Mutant("invalid image accepted", _INVALID, _ACCEPTED, request=_REPLACE_BASE64),
    Mutant("label of another type accepted", _UNFIT, _ACCEPTED, response=with_status(200, when=400)),
    Mutant("unlimited credits", _NO_CREDITS, _ACCEPTED, response=with_status(200, when=403)),
    Mutant("unlimited tasks", _NO_TASKS, _ACCEPTED, response=_CREATE_WITHOUT_LIMIT),
    Mutant("any method accepted", _CREATE, _METHOD, _CREATE_LABEL, response=with_status(200, when=405)),
    Mutant("no Allow header", _CHANGE, _METHOD, ["images_update"], response=_drop_allow),
    # requests that must be accepted, and errors
    Mutant("data URL prefix rejected", _VALID, _ACCEPTED, _CLASSIFY, response=_REJECT_PREFIX),
    Mutant("files rejected", _UPLOAD, _ACCEPTED, response=_REJECT_FILES),
    Mutant("training without a body rejected", _TRAIN, _ACCEPTED, response=_REJECT_EMPTY),
    Mutant("wrong status for an unknown id", _READ, _UNKNOWN, ["models_get"], response=with_status(401, when=404)),
    Mutant("status 500 for an invalid body", _CREATE, _FAILED, _CREATE_TASK, response=with_status(500, when=400)),
    # changes, creations and deletions
    Mutant("deleted task found", _DELETE, _GONE, ["tasks_delete"], **_ignore_delete()),
    Mutant("deleted label found", _DELETE, _GONE, ["labels_delete"], **_ignore_delete()),
    Mutant("deleted image found", _DELETE, _GONE, ["images_delete"], **_ignore_delete()),
    Mutant("deleted model found", _DELETE, _GONE, ["models_delete"], **_ignore_delete()),
    Mutant("wiped label found", _WIPE, _GONE, **_ignore_delete("/wipe")),
    Mutant("image of a wiped label found", _WIPE, "wiped_images_are_gone", request=_move("/wipe", "", "DELETE")),
    Mutant("new task not found", _CREATE, _FOUND, _CREATE_TASK, response=_WITH_NEW_ID),
    Mutant("new label not found", _CREATE, _FOUND, _CREATE_LABEL, response=_WITH_NEW_ID),
    Mutant("uploaded image not found", _UPLOAD, _FOUND, response=_WITH_NEW_ID),
    Mutant("different description", _CREATE, _FOUND, _CREATE_LABEL, request=_with_body(_extend_description)),
    Mutant("duplicate without an id", _DUPLICATE, _ORIGINAL, response=_name_duplicate("")),
    Mutant("duplicate of an unknown image", _DUPLICATE, _ORIGINAL, response=_name_duplicate(_UNKNOWN_ID)),
    Mutant("task without its negative label", _CREATE, _VISIBLE, _CREATE_TASK, response=_HIDE_NEGATIVE_LABEL),
    Mutant("training without a status", _TRAIN, _VISIBLE, response=_HIDE_TRAINING),
    Mutant(
        "label not added to a task",
        _CHANGE,
        _VISIBLE,
        ["tasks_add_label"],
        request=_move("/add-label", "/remove-label"),
    ),
    Mutant(
        "label not removed from a task",
        _CHANGE,
        _VISIBLE,
        ["tasks_remove_label"],
        request=_move("/remove-label", "/add-label"),
    ),
    Mutant("task not added to a label", _CHANGE, _VISIBLE, ["labels_add_task"], **_ignore_post("/add-task")),
    Mutant("label not added to an image", _CHANGE, _VISIBLE, ["images_add_label"], **_ignore_post("/add-label")),
    Mutant("value not changed", _CHANGE, _VISIBLE, ["images_update_value"], **_ignore_post("/update-label")),
    Mutant("metadata lost", _CHANGE, _VISIBLE, ["images_update"], response=with_json(put(meta_data={}))),
    Mutant("mark not set", _MANY, _VISIBLE, request=_clear("mark-test")),
    # pages
    Mutant("next page on another host", _READ, _PAGES, _LIST_TASKS, response=_NEXT_ON_OTHER_HOST),
    Mutant("next page is the same page", _READ, _PAGES, _LIST_LABELS, response=_NEXT_IS_SAME),
    Mutant("no next page", _READ, _PAGES, ["images_list"], response=_pages(put(next=None))),
    Mutant("repeated page", _OTHER, _PAGES, _LIST_LABELS, request=_WITH_PAGE_1_FOR_2),
    Mutant("missing entry", _READ, _PAGES, _LIST_LABELS, response=_pages(lambda page: page["results"].pop())),
    Mutant("page size ignored", _READ, _PAGES, _LIST_TASKS, request=without_parameter("page_size")),
    Mutant("workspace ignored", _OTHER, _WORKSPACE, _LIST_TASKS, request=without_parameter("workspace")),
    Mutant("label type ignored", _READ, _FILTERS, _LIST_LABELS, request=without_parameter("type")),
    Mutant("search ignored", _READ, _FILTERS, _LIST_LABELS, request=without_parameter("search")),
)
