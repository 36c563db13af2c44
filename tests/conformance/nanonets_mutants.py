"""What Nanonets' server could do wrongly, one line each: the fault, the run that finds it, the check that does."""

import base64
import re
from collections.abc import Callable
from typing import Any

import httpx

from visionapis_testing import NanonetsEmulator
from visionapis_testing.conformance.proxy import AnswerEdit
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.contracts.parsing import MULTIPART
from visionapis_testing.emulator.base import Emulator
from visionapis_testing.vendors.nanonets.conformance.files import WHOLE

from .mutants import Fault, with_content_type, with_header, with_json, with_status, with_url, without_parameter

_LOOKS = "nanonets, account, looks"
_PAGES = "nanonets, account, pages"
_NEW = "nanonets, account, new models"
_FILES = "nanonets, account, files"
_URLS = "nanonets, account, URLs"
_TEACHING = "nanonets, account, training files"
_TRAININGS = "nanonets, account, trainings"
_BROKEN = "nanonets, account, broken files"
_PARTLY = "nanonets, account, partly broken URLs"
_SLASHES = "nanonets, account, other spellings, 1"
_SPELLINGS = "nanonets, account, other spellings, 2"
_LIFE = "nanonets, account, lives of models, ocr"
_LATER = "nanonets, other answers, files for later"
_NO_CALLS = "nanonets, account without calls, predictions"

_SCHEMA = "response_schema_conformance"
_STATUS = "status_code_conformance"
_ACCEPTED = "positive_data_acceptance"
_REJECTED = "negative_data_rejection"
_FAILED = "not_a_server_error"
_AUTH = "ignored_auth"
_UNKNOWN = "documented_fields"
_RESULTS = "one_result_a_page"
_LABELS = "labels_in_order"
_BOXES = "boxes_in_pictures"
_TIME = "at_once_or_later"
_PARTIAL = "partial_success"
_FOUND = "page_is_found"
_LISTED = "page_is_listed"
_WHOLE = "lists_are_whole"
_SAME = "same_model_everywhere"
_CREATED = "created_model_is_found"
_COUNTED = "annotations_are_counted"
_FORWARD = "training_goes_forward"

_CLASSIFY = ["image_classification_predict_files_by_path"]
_CLASSIFY_URLS = ["image_classification_predict_urls_by_path"]
_READ = ["ocr_predict_files"]
_READ_URLS = ["ocr_predict_urls"]
_CLASSIFY_BY_QUERY = ["image_classification_predict_files"]
_GET_BY_QUERY = ["image_classification_get_model"]
_ANNOTATIONS = ["object_detection_get_annotations"]
_GET = ["ocr_get_model"]
_CREATE = ["ocr_create_model"]
_TRAIN = ["ocr_train"]
_TEACH = ["multi_label_classification_upload_files"]
_LIVE = [*_CREATE, "ocr_upload_files", *_TRAIN, *_READ]
_BY_DAY = ["inferences_list_by_day"]
_BY_FILE = ["inferences_get_file"]

Json = dict[str, Any]

_GOOD_KEY = f"Basic {base64.b64encode(f'{KEY}:'.encode()).decode()}"
_NOT_FOUND = {"message": "Not Found"}
_NO = {"message": "No."}


def _put(**fields: object) -> Callable[[Json], object]:
    """Put values into fields."""
    return lambda document: document.update(fields)


def _at(place: str, edit: AnswerEdit) -> AnswerEdit:
    """Change answers of paths that have something in them."""
    return lambda request, answer: edit(request, answer) if place in request.url.path else answer


def _results(change: Callable[[list[Json]], object], *, when: int = 200) -> AnswerEdit:
    """Change the list of results of a prediction."""
    return with_json(lambda answer: change(answer["result"]) if "result" in answer else None, when=when)


def _each(change: Callable[[Json], object]) -> AnswerEdit:
    """Change each result of a prediction."""
    return _results(lambda results: [change(result) for result in results])


def _rows(change: Callable[[Json], object]) -> AnswerEdit:
    """Change each label or box of a prediction."""
    return _each(lambda result: [change(row) for row in result.get("prediction", ())])


def _model(change: Callable[[Json], object]) -> AnswerEdit:
    """Change models, but not those in the list of all."""
    return with_json(lambda answer: change(answer) if "model_type" in answer else None)


def _lists(change: Callable[[Json], object]) -> AnswerEdit:
    """Change lists of pages."""
    return with_json(lambda answer: change(answer) if "moderated_images" in answer else None)


def _percent(row: Json) -> None:
    for name in {"probability", "score"} & row.keys():
        row[name] *= 100


def _swap_sides(result: Json) -> None:
    if "size" in result:
        result["size"] = {"width": result["size"]["height"], "height": result["size"]["width"]}


def _turn_round(result: Json) -> None:
    result.get("prediction", []).reverse()


def _drop_worst(results: list[Json]) -> None:
    for result in results[1:]:
        del result.get("prediction", [])[-1:]


def _drop_last_page(results: list[Json]) -> None:
    if results[1:]:
        results.pop()


def _drop_failed(results: list[Json]) -> None:
    results[:] = [result for result in results if result.get("prediction")]


def _count_from_1(result: Json) -> None:
    if "page" in result:
        result["page"] += 1


def _take_for_a_file(page: Json) -> None:
    page["request_file_id"] = page.get("id")


def _call_reviewed_waiting(lists: Json) -> None:
    lists["unmoderated_images"] += lists["moderated_images"]
    lists["moderated_images"] = []
    lists["moderated_images_count"], lists["unmoderated_images_count"] = 0, len(lists["unmoderated_images"])


def _repeat_first(lists: Json) -> None:
    pages = lists["unmoderated_images"]
    pages += pages[:1]
    lists["unmoderated_images_count"] = len(pages)


def _lose_first(lists: Json) -> None:
    for kind in ("moderated_images", "unmoderated_images"):
        del lists[kind][:1]
        lists[f"{kind}_count"] = len(lists[kind])


def _count_twice(model: Json) -> None:
    for category in model["categories"]:
        category["count"] *= 2


def _lose_label(model: Json) -> None:
    del model["categories"][-1:]


def _miscount(annotations: Json) -> None:
    for category in annotations["Meta"]["categories"]:
        category["count"] += 1


def _go_back(model: Json) -> None:
    model["state"] = 3 if model["state"] == 5 else 5


def _lose_model(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if request.method == "GET" and answer.status_code == 200:
        return httpx.Response(404, json=_NOT_FOUND)
    return answer


def _list_fewer(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(200, json=[]) if request.url.path.endswith("/Models") and answer.is_success else answer


def _lose_pages(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if "/ImageLevelInferences/" in request.url.path and answer.is_success:
        return httpx.Response(404, json=_NOT_FOUND)
    return answer


def _read_less_later() -> AnswerEdit:
    submitted: set[str] = set()

    def edit(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        if "async" in request.url.params and answer.is_success:
            submitted.update(page.get("id") for page in answer.json()["result"])
        found = request.url.path.rpartition("/")[2] in submitted
        return _each(_put(prediction=[]))(request, answer) if found else answer

    return edit


def _tell_models_before_keys(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if answer.status_code == 401 and "/Model/" in request.url.path and not request.url.path.endswith("/texts"):
        return httpx.Response(404, json=_NOT_FOUND)
    return answer


def _refuse_unknown(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(400, json=_NO) if request.method == "GET" and answer.status_code == 404 else answer


def _serve_other_methods(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(200) if request.method not in {"GET", "POST"} else answer


def _refuse_pdf(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(400, json=_NO) if b"%PDF" in request.content else answer


def _refuse_several(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    is_several = request.content.count(b"filename=") > 1
    return httpx.Response(400, json=_NO) if is_several else answer


def _redirect(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if request.url.path.endswith("/"):
        url = request.url.copy_with(path=request.url.path.rstrip("/"))
        return httpx.Response(301, headers={"location": str(url)})
    return answer


def _add_key(request: httpx.Request) -> httpx.Request:
    request.headers["authorization"] = _GOOD_KEY
    return request


def _add_days(request: httpx.Request) -> httpx.Request:
    return request if "current_batch_day" in request.url.params else _take_all_days(request)


def _take_all_days(request: httpx.Request) -> httpx.Request:
    days = {"start_day_interval": "0", "current_batch_day": "99999"}
    return with_url(request, request.url.copy_merge_params(days))


def _read_later(request: httpx.Request) -> httpx.Request:
    is_prediction = request.method == "POST" and "/Label" in request.url.path
    return with_url(request, request.url.copy_set_param("async", "true")) if is_prediction else request


def _serve_one_model(request: httpx.Request) -> httpx.Request:
    start, found, _ = request.url.path.partition("/OCR/Model/")
    return with_url(request, request.url.copy_with(path=f"{start}{found}texts")) if found else request


def _take_any_file(request: httpx.Request) -> httpx.Request:
    if MULTIPART not in request.headers.get("content-type", ""):
        return request
    headers = {"authorization": request.headers.get("authorization", "")}
    return httpx.Request(request.method, request.url, headers=headers, files={"file": ("file.png", WHOLE["png"])})


def _take_any_labels(request: httpx.Request) -> httpx.Request:
    is_right = re.match(rb'{"categories": \["', request.content)
    if request.method != "POST" or is_right:
        return request
    headers = {"authorization": request.headers.get("authorization", "")}
    return httpx.Request(request.method, request.url, headers=headers, json={"categories": ["a", "b"]})


def _have_calls(emulator: Emulator) -> None:
    if isinstance(emulator, NanonetsEmulator):
        emulator.free_calls = None


FAULTS = (
    # what it answers
    Fault("a text for a number", _LOOKS, _SCHEMA, _GET, answer=_model(_put(state="5"))),
    Fault("a field is missing", _LOOKS, _SCHEMA, _GET, answer=_model(lambda model: model.pop("categories", None))),
    Fault(
        "a nested field is missing", _FILES, _SCHEMA, _CLASSIFY, answer=_rows(lambda row: row.pop("probability", None))
    ),
    Fault("a null for a list", _LATER, _SCHEMA, _READ, answer=_each(_put(prediction=None))),
    Fault("a refusal without words", _LOOKS, _SCHEMA, _GET, answer=with_json(lambda body: body.clear(), when=404)),
    Fault("an unknown field", _LOOKS, _UNKNOWN, _GET, answer=_model(_put(owner=""))),
    Fault("an unknown nested field", _FILES, _UNKNOWN, _CLASSIFY, answer=_rows(_put(rank=1))),
    Fault("another success", _NEW, _STATUS, _CREATE, answer=with_status(201, when=200)),
    Fault("another refusal", _NEW, _STATUS, _CREATE, answer=with_status(422, when=400)),
    Fault("a web page", _LOOKS, "content_type_conformance", _GET, answer=with_content_type("text/html", when=200)),
    Fault("a code of its own", _LOOKS, "refusal_says_why", _GET, answer=with_json(_put(code=1), when=404)),
    # labels, boxes and words
    Fault("percent for fractions", _FILES, _LABELS, _CLASSIFY, answer=_rows(_percent)),
    Fault("worst label first", _URLS, _LABELS, _CLASSIFY_URLS, answer=_each(_turn_round)),
    Fault("a label is missing", _URLS, _LABELS, _CLASSIFY_URLS, answer=_results(_drop_worst)),
    Fault("URLs in another order", _URLS, _RESULTS, _CLASSIFY_URLS, answer=_results(list.reverse)),
    Fault("files in another order", _FILES, _RESULTS, _READ, answer=_results(list.reverse)),
    Fault("a page is lost", _FILES, _RESULTS, _CLASSIFY, answer=_results(_drop_last_page)),
    Fault("pages counted from 1", _URLS, _RESULTS, _CLASSIFY_URLS, answer=_each(_count_from_1)),
    Fault("width for height", _FILES, _RESULTS, ["object_detection_predict_files"], answer=_each(_swap_sides)),
    Fault("files lose their names", _FILES, _RESULTS, _CLASSIFY, answer=_each(_put(file=""))),
    Fault("a box beyond the page", _FILES, _BOXES, _READ, answer=_rows(_put(xmax=9999))),
    Fault("scores in percent", _URLS, _BOXES, _READ_URLS, answer=_rows(_percent)),
    Fault("read at once, not later", _LATER, _TIME, _READ, request=without_parameter("async")),
    Fault("read later, not at once", _FILES, _TIME, _READ, request=_read_later),
    Fault("a failed URL is passed over", _PARTLY, _PARTIAL, _CLASSIFY_URLS, answer=_results(_drop_failed, when=202)),
    Fault("failed URLs are a success", _PARTLY, _PARTIAL, _CLASSIFY_URLS, answer=with_status(200, when=202)),
    # pages
    Fault("a read page is lost", _FILES, _FOUND, _READ, answer=_lose_pages),
    Fault("other boxes later", _FILES, _FOUND, _READ, answer=_at("Inferences/", _rows(_put(label="")))),
    Fault("nothing is found later", _LATER, "later_as_at_once", _READ, answer=_read_less_later()),
    Fault("pages of other files", _LATER, _FOUND, _READ, answer=_at("/LabelFile", _each(_take_for_a_file))),
    Fault("a page is not listed", _PAGES, _LISTED, ["inferences_get_page"], answer=_lists(_lose_first)),
    Fault("a page is listed twice", _PAGES, _WHOLE, _BY_FILE, answer=_lists(_repeat_first)),
    Fault("a reviewed page waits for review", _PAGES, _WHOLE, _BY_FILE, answer=_lists(_call_reviewed_waiting)),
    Fault("pages of other days", _PAGES, _WHOLE, _BY_DAY, request=_take_all_days),
    Fault("pages counted wrongly", _PAGES, _WHOLE, _BY_DAY, answer=_lists(_put(moderated_images_count=9))),
    # models
    Fault("no known state", _LOOKS, "states_are_known", _GET, answer=_model(_put(state=7))),
    Fault("another model", _LOOKS, _SAME, _GET, answer=_model(_put(model_id="other"))),
    Fault("a model is not in the list", _LOOKS, _SAME, _GET, answer=_list_fewer),
    Fault("counts by one path alone", _LOOKS, _SAME, _GET_BY_QUERY, answer=_at("/colours", _model(_count_twice))),
    Fault("a new model is not found", _NEW, _CREATED, _CREATE, answer=_lose_model),
    Fault("a new model lacks a label", _NEW, _CREATED, _CREATE, answer=_model(_lose_label)),
    Fault("a new model of another type", _NEW, _CREATED, _CREATE, answer=_model(_put(model_type="localization"))),
    Fault("a new model cannot be asked", _LIFE, _ACCEPTED, _LIVE, answer=_at("/Label", with_status(404, when=200))),
    Fault("labels counted wrongly", _LOOKS, _COUNTED, _ANNOTATIONS, answer=_at("/Annotations", with_json(_miscount))),
    Fault("training data counts twice", _TEACHING, "uploads_are_counted", _TEACH, answer=_model(_count_twice)),
    Fault("a training goes back", _TRAININGS, _FORWARD, _TRAIN, answer=_at("/Model/texts", _model(_go_back))),
    Fault("a training does not begin", _TRAININGS, _FORWARD, _TRAIN, answer=_at("/Train", _model(_put(state=2)))),
    Fault("another status when not ready", _LIFE, _STATUS, [*_CREATE, *_TRAIN], answer=with_status(423, when=409)),
    # what it lets in
    Fault("no key is asked for", _LOOKS, _AUTH, _GET, request=_add_key),
    Fault("any key will do", _LOOKS, _AUTH, _GET, request=with_header("authorization", _GOOD_KEY)),
    Fault("models come before keys", _LOOKS, "key_comes_first", _GET, answer=_tell_models_before_keys),
    Fault("another model for an unknown one", _LOOKS, _REJECTED, _GET, request=_serve_one_model),
    Fault("the wrong refusal of an unknown model", _LOOKS, "unknown_model_is_not_found", _GET, answer=_refuse_unknown),
    Fault("days are missing and not missed", _PAGES, "query_by_contract", _BY_DAY, request=_add_days),
    Fault("any labels will do", _NEW, _REJECTED, _CREATE, request=_take_any_labels),
    Fault("any file is a picture", _BROKEN, _ACCEPTED, _CLASSIFY, request=_take_any_file),
    Fault("any method is served", _NEW, "unsupported_method", _CREATE, answer=_serve_other_methods),
    Fault("calls are never used up", _NO_CALLS, _ACCEPTED, _READ, alter=_have_calls),
    # what it refuses, and how
    Fault("a PDF is refused", _FILES, _ACCEPTED, _READ, answer=_refuse_pdf),
    Fault("several files are refused", _TEACHING, _ACCEPTED, _TEACH, answer=_refuse_several),
    Fault("a slash is redirected", _SLASHES, _ACCEPTED, _TRAIN, answer=_redirect),
    Fault("the query is not read", _SPELLINGS, _ACCEPTED, _CLASSIFY_BY_QUERY, request=without_parameter("modelId")),
    Fault("another refusal for want of calls", _NO_CALLS, _ACCEPTED, _CLASSIFY, answer=with_status(403, when=402)),
    Fault("failure for a bad file", _BROKEN, _FAILED, _READ, answer=with_status(500, when=400)),
    Fault("failure for a bad URL", _PARTLY, _FAILED, _CLASSIFY_URLS, answer=with_status(500, when=202)),
)
