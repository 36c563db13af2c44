"""Mutants of Nanonets' server, one per line: name, scenario, check, operations, and fault."""

import base64
from collections.abc import Callable

import httpx

from tests.conformance.mutations import (
    Json,
    Mutant,
    at,
    drop,
    put,
    respond,
    with_content_type,
    with_header,
    with_json,
    with_status,
    with_url,
    without_parameter,
)
from visionapis_testing import NanonetsEmulator
from visionapis_testing.conformance.proxy import ResponseEdit
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.contracts.parsing import MULTIPART
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.vendors.nanonets.conformance.files import VALID

_MODELS = "nanonets, standard, models"
_PAGES = "nanonets, standard, pages"
_NEW = "nanonets, standard, new models"
_FILES = "nanonets, standard, files"
_URLS = "nanonets, standard, URLs"
_TRAINING_FILES = "nanonets, standard, training files"
_TRAININGS = "nanonets, standard, trainings"
_INVALID = "nanonets, standard, invalid files"
_PARTLY = "nanonets, standard, partly invalid URLs"
_SLASHES = "nanonets, standard, variants, 1"
_VARIANTS = "nanonets, standard, variants, 2"
_LIFECYCLE = "nanonets, standard, lifecycles, ocr"
_ASYNC = "nanonets, alternative, asynchronous predictions"
_NO_CALLS = "nanonets, no-calls-left, predictions"

_SCHEMA = "response_schema_conformance"
_STATUS = "status_code_conformance"
_MEDIA_TYPE = "content_type_conformance"
_ACCEPTED = "positive_data_acceptance"
_REJECTED = "negative_data_rejection"
_FAILED = "not_a_server_error"
_AUTH = "ignored_auth"
_FIELDS = "documented_fields"
_RESULTS = "one_result_per_page"
_LABELS = "labels_in_order"
_BOXES = "boxes_inside_image"
_ASYNC_CHECK = "async_as_requested"
_PARTIAL = "partial_success_status"
_FOUND = "page_is_found"
_LISTED = "page_is_listed"
_COMPLETE = "lists_are_complete"
_SAME = "same_model_everywhere"
_CREATED = "created_model_is_found"
_COUNTED = "annotations_are_counted"
_STATES = "training_states_advance"

_CLASSIFY = ["image_classification_predict_files_by_path"]
_CLASSIFY_URLS = ["image_classification_predict_urls_by_path"]
_CLASSIFY_BY_QUERY = ["image_classification_predict_files"]
_DETECT = ["object_detection_predict_files"]
_READ = ["ocr_predict_files"]
_READ_URLS = ["ocr_predict_urls"]
_GET = ["ocr_get_model"]
_GET_BY_QUERY = ["image_classification_get_model"]
_ANNOTATIONS = ["object_detection_get_annotations"]
_CREATE = ["ocr_create_model"]
_TRAIN = ["ocr_train"]
_UPLOAD = ["multi_label_classification_upload_files"]
_CREATE_AND_USE = [*_CREATE, "ocr_upload_files", *_TRAIN, *_READ]
_GET_PAGE = ["inferences_get_page"]
_BY_DAY = ["inferences_list_by_day"]
_BY_FILE = ["inferences_get_file"]

_BASIC_AUTH = f"Basic {base64.b64encode(f'{KEY}:'.encode()).decode()}"
_NOT_FOUND = {"message": "Not Found"}
_BAD_REQUEST = {"message": "No."}


def _results(change: Callable[[list[Json]], object], *, when: int = 200) -> ResponseEdit:
    """Change the results of a prediction."""
    return with_json(lambda response: change(response["result"]), when=when, having="result")


def _each(change: Callable[[Json], object]) -> ResponseEdit:
    """Change each result of a prediction."""
    return _results(lambda results: [change(result) for result in results])


def _rows(change: Callable[[Json], object]) -> ResponseEdit:
    """Change each label or box of a prediction."""
    return _each(lambda result: [change(row) for row in result.get("prediction", ())])


def _model(change: Callable[[Json], object]) -> ResponseEdit:
    """Change a model, except in the list of models."""
    return with_json(change, having="model_type")


def _lists(change: Callable[[Json], object]) -> ResponseEdit:
    """Change a list of pages."""
    return with_json(change, having="moderated_images")


def _to_percent(row: Json) -> None:
    for name in {"probability", "score"} & row.keys():
        row[name] *= 100


def _swap_sides(result: Json) -> None:
    if "size" in result:
        result["size"] = {"width": result["size"]["height"], "height": result["size"]["width"]}


def _reverse(result: Json) -> None:
    result.get("prediction", []).reverse()


def _drop_worst_label(results: list[Json]) -> None:
    for result in results[1:]:
        del result.get("prediction", [])[-1:]


def _drop_last_page(results: list[Json]) -> None:
    if len(results) > 1:
        results.pop()


def _drop_failed(results: list[Json]) -> None:
    results[:] = [result for result in results if result.get("prediction")]


def _count_from_1(result: Json) -> None:
    if "page" in result:
        result["page"] += 1


def _use_page_id_as_file_id(page: Json) -> None:
    page["request_file_id"] = page.get("id")


def _list_reviewed_as_other(lists: Json) -> None:
    lists["unmoderated_images"] += lists["moderated_images"]
    lists["moderated_images"] = []
    lists["moderated_images_count"], lists["unmoderated_images_count"] = 0, len(lists["unmoderated_images"])


def _repeat_first(lists: Json) -> None:
    pages = lists["unmoderated_images"]
    pages += pages[:1]
    lists["unmoderated_images_count"] = len(pages)


def _drop_first(lists: Json) -> None:
    for kind in ("moderated_images", "unmoderated_images"):
        del lists[kind][:1]
        lists[f"{kind}_count"] = len(lists[kind])


def _double_counts(model: Json) -> None:
    for category in model["categories"]:
        category["count"] *= 2


def _drop_label(model: Json) -> None:
    del model["categories"][-1:]


def _miscount(annotations: Json) -> None:
    for category in annotations["Meta"]["categories"]:
        category["count"] += 1


def _go_back(model: Json) -> None:
    model["state"] = 3 if model["state"] == 5 else 5


def _without_async_boxes() -> ResponseEdit:
    submitted: set[str] = set()

    def edit(request: httpx.Request, response: httpx.Response) -> httpx.Response:
        if "async" in request.url.params and response.is_success:
            submitted.update(page.get("id") for page in response.json()["result"])
        is_submitted = request.url.path.rpartition("/")[2] in submitted
        return _each(put(prediction=[]))(request, response) if is_submitted else response

    return edit


def _redirect(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    if request.url.path.endswith("/"):
        url = request.url.copy_with(path=request.url.path.rstrip("/"))
        return httpx.Response(301, headers={"location": str(url)})
    return response


def _add_days(request: httpx.Request) -> httpx.Request:
    return request if "current_batch_day" in request.url.params else _select_all_days(request)


def _select_all_days(request: httpx.Request) -> httpx.Request:
    days = {"start_day_interval": "0", "current_batch_day": "99999"}
    return with_url(request, request.url.copy_merge_params(days))


def _predict_async(request: httpx.Request) -> httpx.Request:
    is_prediction = request.method == "POST" and "/Label" in request.url.path
    return with_url(request, request.url.copy_set_param("async", "true")) if is_prediction else request


def _use_one_model(request: httpx.Request) -> httpx.Request:
    start, found, _ = request.url.path.partition("/OCR/Model/")
    return with_url(request, request.url.copy_with(path=f"{start}{found}texts")) if found else request


def _replace_files(request: httpx.Request) -> httpx.Request:
    if MULTIPART not in request.headers.get("content-type", ""):
        return request
    headers = {"authorization": request.headers.get("authorization", "")}
    return httpx.Request(request.method, request.url, headers=headers, files={"file": ("file.png", VALID["png"])})


def _replace_invalid_labels(request: httpx.Request) -> httpx.Request:
    if request.method != "POST" or request.content.startswith(b'{"categories": ["'):
        return request
    headers = {"authorization": request.headers.get("authorization", "")}
    return httpx.Request(request.method, request.url, headers=headers, json={"categories": ["a", "b"]})


def _add_calls(emulator: Emulator) -> None:
    if isinstance(emulator, NanonetsEmulator):
        emulator.remaining_calls = None


_LOSE_NEW_MODEL = respond(
    404, _NOT_FOUND, when=lambda request, response: request.method == "GET" and response.status_code == 200
)
_LIST_NO_MODELS = respond(
    200, [], when=lambda request, response: request.url.path.endswith("/Models") and response.is_success
)
_LOSE_PAGES = respond(
    404, _NOT_FOUND, when=lambda request, response: "/ImageLevelInf" in request.url.path and response.is_success
)
_CHECK_MODELS_FIRST = respond(
    404,
    _NOT_FOUND,
    when=lambda request, response: (
        response.status_code == 401 and "/Model/" in request.url.path and not request.url.path.endswith("/texts")
    ),
)
_BAD_REQUEST_FOR_UNKNOWN = respond(
    400, _BAD_REQUEST, when=lambda request, response: request.method == "GET" and response.status_code == 404
)
_WITH_KEY = with_header("authorization", _BASIC_AUTH, where=lambda _: True)
_ACCEPT_ANY_METHOD = respond(200, when=lambda request, _: request.method not in {"GET", "POST"})
_REJECT_PDF = respond(400, _BAD_REQUEST, when=lambda request, _: b"%PDF" in request.content)
_REJECT_SEVERAL = respond(400, _BAD_REQUEST, when=lambda request, _: request.content.count(b"filename=") > 1)

MUTANTS = (
    # responses
    Mutant("text instead of a number", _MODELS, _SCHEMA, _GET, response=_model(put(state="5"))),
    Mutant("missing field", _MODELS, _SCHEMA, _GET, response=_model(drop("categories"))),
    Mutant("missing nested field", _FILES, _SCHEMA, _CLASSIFY, response=_rows(drop("probability"))),
    Mutant("null instead of a list", _ASYNC, _SCHEMA, _READ, response=_each(put(prediction=None))),
    Mutant("empty error response", _MODELS, _SCHEMA, _GET, response=with_json(lambda body: body.clear(), when=404)),
    Mutant("undocumented field", _MODELS, _FIELDS, _GET, response=_model(put(owner=""))),
    Mutant("undocumented nested field", _FILES, _FIELDS, _CLASSIFY, response=_rows(put(rank=1))),
    Mutant("undocumented status", _NEW, _STATUS, _CREATE, response=with_status(201, when=200)),
    Mutant("undocumented error status", _NEW, _STATUS, _CREATE, response=with_status(422, when=400)),
    Mutant("JSON labelled as HTML", _MODELS, _MEDIA_TYPE, _GET, response=with_content_type("text/html", when=200)),
    Mutant("different code in the body", _MODELS, "error_has_reason", _GET, response=with_json(put(code=1), when=404)),
    # labels, boxes and words
    Mutant("percentages instead of fractions", _FILES, _SCHEMA, _CLASSIFY, response=_rows(_to_percent)),
    Mutant("worst label first", _URLS, _LABELS, _CLASSIFY_URLS, response=_each(_reverse)),
    Mutant("missing label", _URLS, _LABELS, _CLASSIFY_URLS, response=_results(_drop_worst_label)),
    Mutant("URLs in reverse order", _URLS, _RESULTS, _CLASSIFY_URLS, response=_results(list.reverse)),
    Mutant("files in reverse order", _FILES, _RESULTS, _READ, response=_results(list.reverse)),
    Mutant("missing page", _FILES, _RESULTS, _CLASSIFY, response=_results(_drop_last_page)),
    Mutant("pages counted from 1", _URLS, _RESULTS, _CLASSIFY_URLS, response=_each(_count_from_1)),
    Mutant("width and height swapped", _FILES, _RESULTS, _DETECT, response=_each(_swap_sides)),
    Mutant("empty file names", _FILES, _RESULTS, _CLASSIFY, response=_each(put(file=""))),
    Mutant("box outside the page", _FILES, _BOXES, _READ, response=_rows(put(xmax=9999))),
    Mutant("scores in percent", _URLS, _BOXES, _READ_URLS, response=_rows(_to_percent)),
    Mutant("async ignored", _ASYNC, _ASYNC_CHECK, _READ, request=without_parameter("async")),
    Mutant("always asynchronous", _FILES, _ASYNC_CHECK, _READ, request=_predict_async),
    Mutant("failed URL omitted", _PARTLY, _PARTIAL, _CLASSIFY_URLS, response=_results(_drop_failed, when=202)),
    Mutant("status 200 with failed URLs", _PARTLY, _PARTIAL, _CLASSIFY_URLS, response=with_status(200, when=202)),
    # pages
    Mutant("processed page not found", _FILES, _FOUND, _READ, response=_LOSE_PAGES),
    Mutant("boxes change later", _FILES, _FOUND, _READ, response=at("Inferences/", _rows(put(label="")))),
    Mutant("no boxes later", _ASYNC, "async_predictions_match", _READ, response=_without_async_boxes()),
    Mutant("page of another file", _ASYNC, _FOUND, _READ, response=at("/LabelFile", _each(_use_page_id_as_file_id))),
    Mutant("page not listed", _PAGES, _LISTED, _GET_PAGE, response=_lists(_drop_first)),
    Mutant("page listed twice", _PAGES, _COMPLETE, _BY_FILE, response=_lists(_repeat_first)),
    Mutant("reviewed page listed as other", _PAGES, _COMPLETE, _BY_FILE, response=_lists(_list_reviewed_as_other)),
    Mutant("pages of other days", _PAGES, _COMPLETE, _BY_DAY, request=_select_all_days),
    Mutant("wrong number of pages", _PAGES, _COMPLETE, _BY_DAY, response=_lists(put(moderated_images_count=9))),
    # models
    Mutant("undocumented state", _MODELS, "states_are_known", _GET, response=_model(put(state=7))),
    Mutant("another model", _MODELS, _SAME, _GET, response=_model(put(model_id="other"))),
    Mutant("model not listed", _MODELS, _SAME, _GET, response=_LIST_NO_MODELS),
    Mutant("wrong counts at one path", _MODELS, _SAME, _GET_BY_QUERY, response=at("/colours", _model(_double_counts))),
    Mutant("new model not found", _NEW, _CREATED, _CREATE, response=_LOSE_NEW_MODEL),
    Mutant("new model lacks a label", _NEW, _CREATED, _CREATE, response=_model(_drop_label)),
    Mutant("new model of another type", _NEW, _CREATED, _CREATE, response=_model(put(model_type="localization"))),
    Mutant("wrong counts of labels", _MODELS, _COUNTED, _ANNOTATIONS, response=at("/Annot", with_json(_miscount))),
    Mutant("uploads counted twice", _TRAINING_FILES, "uploads_are_counted", _UPLOAD, response=_model(_double_counts)),
    Mutant("training goes back", _TRAININGS, _STATES, _TRAIN, response=at("/Model/texts", _model(_go_back))),
    Mutant("training does not start", _TRAININGS, _STATES, _TRAIN, response=at("/Train", _model(put(state=2)))),
    # requests that must be rejected
    Mutant("no key required", _MODELS, _AUTH, _GET, request=_WITH_KEY),
    Mutant("any key accepted", _MODELS, _AUTH, _GET, request=with_header("authorization", _BASIC_AUTH)),
    Mutant("model checked before the key", _MODELS, "key_is_checked_first", _GET, response=_CHECK_MODELS_FIRST),
    Mutant("unknown model replaced by another", _MODELS, _REJECTED, _GET, request=_use_one_model),
    Mutant("missing days accepted", _PAGES, "query_by_contract", _BY_DAY, request=_add_days),
    Mutant("any labels accepted", _NEW, _REJECTED, _CREATE, request=_replace_invalid_labels),
    Mutant("any file accepted", _INVALID, _ACCEPTED, _CLASSIFY, request=_replace_files),
    Mutant("any method accepted", _NEW, "unsupported_method", _CREATE, response=_ACCEPT_ANY_METHOD),
    Mutant("unlimited calls", _NO_CALLS, _ACCEPTED, _READ, prepare=_add_calls),
    # requests that must be accepted, and errors
    Mutant("PDF rejected", _FILES, _ACCEPTED, _READ, response=_REJECT_PDF),
    Mutant("several files rejected", _TRAINING_FILES, _ACCEPTED, _UPLOAD, response=_REJECT_SEVERAL),
    Mutant("trailing slash redirected", _SLASHES, _ACCEPTED, _TRAIN, response=_redirect),
    Mutant("query ignored", _VARIANTS, _ACCEPTED, _CLASSIFY_BY_QUERY, request=without_parameter("modelId")),
    Mutant(
        "new model cannot predict",
        _LIFECYCLE,
        _ACCEPTED,
        _CREATE_AND_USE,
        response=at("/Label", with_status(404, when=200)),
    ),
    Mutant("wrong status without calls left", _NO_CALLS, _ACCEPTED, _CLASSIFY, response=with_status(403, when=402)),
    Mutant(
        "wrong status when not ready", _LIFECYCLE, _STATUS, [*_CREATE, *_TRAIN], response=with_status(423, when=409)
    ),
    Mutant(
        "wrong status for an unknown model", _MODELS, "unknown_id_is_not_found", _GET, response=_BAD_REQUEST_FOR_UNKNOWN
    ),
    Mutant("status 500 for an invalid file", _INVALID, _FAILED, _READ, response=with_status(500, when=400)),
    Mutant("status 500 for an invalid URL", _PARTLY, _FAILED, _CLASSIFY_URLS, response=with_status(500, when=202)),
)
