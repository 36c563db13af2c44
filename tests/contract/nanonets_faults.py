"""What Nanonets' server could do wrongly, one line each: the fault, the run that finds it, the check that does."""

import base64
from collections.abc import Callable
from typing import Any

import httpx

from contract.faults import (
    Fault,
    with_content_type,
    with_header,
    with_json,
    with_status,
    with_url,
    without_parameter,
)
from visionapis_testing import NanonetsEmulator
from visionapis_testing.conformance.nanonets.files import WHOLE
from visionapis_testing.conformance.nanonets.servers import KEY
from visionapis_testing.conformance.relay import AnswerEdit
from visionapis_testing.conformance.runs import MULTIPART
from visionapis_testing.emulator import Emulator

_LOOKS = "nanonets, account, looks"
_PAGES = "nanonets, account, pages"
_NEW = "nanonets, account, new models"
_FILES = "nanonets, account, files"
_URLS = "nanonets, account, URLs"
_TRAINING_FILES = "nanonets, account, training files"
_TRAININGS = "nanonets, account, trainings"
_BROKEN = "nanonets, account, broken files"
_BROKEN_URLS = "nanonets, account, partly broken URLs"
_SLASHES = "nanonets, account, other spellings, 1"
_SPELLINGS = "nanonets, account, other spellings, 2"
_LIFE = "nanonets, account, lives of models, ocr"
_LATER = "nanonets, other answers, files for later"
_NO_CALLS = "nanonets, account without calls, predictions"

_SCHEMA = "response_schema_conformance"
_STATUS = "status_code_conformance"
_ACCEPTED = "positive_data_acceptance"
_REJECTED = "negative_data_rejection"

_CLASSIFY = ["image_classification_predict_files_by_path"]
_CLASSIFY_URLS = ["image_classification_predict_urls_by_path"]
_READ = ["ocr_predict_files"]
_READ_URLS = ["ocr_predict_urls"]
_GET = ["ocr_get_model"]
_CREATE = ["ocr_create_model"]
_TEACH = ["multi_label_classification_upload_files"]
_BY_DAY = ["inferences_list_by_day"]
_PAGE = ["inferences_get_page"]

Json = dict[str, Any]
_GOOD_KEY = f"Basic {base64.b64encode(f'{KEY}:'.encode()).decode()}"


def _at(place: str, edit: AnswerEdit) -> AnswerEdit:
    """Change answers of paths that have something in them."""
    return lambda request, answer: edit(request, answer) if place in request.url.path else answer


def _in_results(change: Callable[[list[Json]], object]) -> AnswerEdit:
    """Change the list of results of a prediction."""
    return with_json(lambda answer: change(answer["result"]) if "result" in answer else None)


def _in_each_result(change: Callable[[Json], object]) -> AnswerEdit:
    """Change each result of a prediction."""
    return _in_results(lambda results: [change(result) for result in results])


def _in_each_row(change: Callable[[Json], object]) -> AnswerEdit:
    """Change each label or box of a prediction."""
    return _in_each_result(lambda result: [change(row) for row in result.get("prediction", ())])


def _in_models(change: Callable[[Json], object]) -> AnswerEdit:
    """Change models, but not those in the list of all."""
    return with_json(lambda answer: change(answer) if "model_id" in answer else None)


def _in_lists(change: Callable[[Json], object]) -> AnswerEdit:
    """Change lists of pages."""
    return with_json(lambda answer: change(answer) if "moderated_images" in answer else None)


def _percent(row: Json) -> None:
    name = "probability" if "probability" in row else "score"
    row[name] *= 100


def _swap_sides(result: Json) -> None:
    size = result["size"]
    size["width"], size["height"] = size["height"], size["width"]


def _drop_worst(results: list[Json]) -> None:
    for result in results[1:]:
        result["prediction"].pop()


def _drop_failed(results: list[Json]) -> None:
    results[:] = [result for result in results if result["prediction"]]


def _count_from_1(result: Json) -> None:
    if "page" in result:
        result["page"] += 1


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


def _miscount(annotations: Json) -> None:
    annotations["Meta"]["categories"][0]["count"] += 1


def _lose_model(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if request.method == "GET" and answer.status_code == 200:
        return httpx.Response(404, json={"message": "Not Found"})
    return answer


def _list_fewer(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(200, json=[]) if request.url.path.endswith("/Models") and answer.is_success else answer


def _lose_pages(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if "/ImageLevelInferences/" in request.url.path and answer.is_success:
        return httpx.Response(404, json={"message": "Not Found"})
    return answer


def _tell_models_before_keys(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    is_known = request.url.path.split("/")[5] in {"colours", "mixed", "boxes", "texts"}
    if answer.status_code == 401 and not is_known:
        return httpx.Response(404, json={"message": "Not Found"})
    return answer


def _serve_other_methods(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(200) if request.method not in {"GET", "POST"} else answer


def _refuse_pdf(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(400, json={"message": "No."}) if b"%PDF" in request.content else answer


def _refuse_several(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    is_several = request.content.count(b"filename=") > 1
    return httpx.Response(400, json={"message": "No."}) if is_several else answer


def _redirect(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    if request.url.path.endswith("/"):
        return httpx.Response(301, headers={"location": str(request.url).rstrip("/")})
    return answer


def _add_key(request: httpx.Request) -> httpx.Request:
    request.headers["authorization"] = _GOOD_KEY
    return request


def _add_days(request: httpx.Request) -> httpx.Request:
    days = {"start_day_interval": "0", "current_batch_day": "99999"}
    return with_url(request, request.url.copy_merge_params(days)) if "current_batch_day" not in request.url.params else request


def _take_all_days(request: httpx.Request) -> httpx.Request:
    days = {"start_day_interval": "0", "current_batch_day": "99999"}
    return with_url(request, request.url.copy_merge_params(days)) if "current_batch_day" in request.url.params else request


def _read_later(request: httpx.Request) -> httpx.Request:
    is_prediction = request.method == "POST" and "/Label" in request.url.path
    return with_url(request, request.url.copy_set_param("async", "true")) if is_prediction else request


def _serve_one_model(request: httpx.Request) -> httpx.Request:
    parts = request.url.path.split("/")
    return with_url(request, request.url.copy_with(path="/".join([*parts[:5], "texts", *parts[6:]])))


def _take_any_file(request: httpx.Request) -> httpx.Request:
    if MULTIPART not in request.headers.get("content-type", ""):
        return request
    headers = {"authorization": request.headers.get("authorization", "")}
    return httpx.Request(request.method, request.url, headers=headers, files={"file": ("file.png", WHOLE["png"])})


def _take_any_labels(request: httpx.Request) -> httpx.Request:
    if request.method != "POST":
        return request
    headers = {"authorization": request.headers.get("authorization", "")}
    return httpx.Request(request.method, request.url, headers=headers, json={"categories": ["a", "b"]})


def _have_calls(emulator: Emulator) -> None:
    if isinstance(emulator, NanonetsEmulator):
        emulator.free_calls = None


FAULTS = (
    # what it answers
    Fault("a text for a number", _LOOKS, _SCHEMA, _GET, answer=_in_models(lambda model: model.update(state="5"))),
    Fault("a field is missing", _LOOKS, _SCHEMA, _GET, answer=_in_models(lambda model: model.pop("categories"))),
    Fault("a nested field is missing", _FILES, _SCHEMA, _CLASSIFY, answer=_in_each_row(lambda row: row.pop("probability"))),
    Fault("a null for a list", _LATER, _SCHEMA, _READ, answer=_in_each_result(lambda each: each.update(prediction=None))),
    Fault("a refusal without words", _LOOKS, _SCHEMA, _GET, answer=with_json(lambda answer: answer.clear(), when=404)),
    Fault("an unknown field", _LOOKS, "documented_fields", _GET, answer=_in_models(lambda model: model.update(owner=""))),
    Fault("an unknown nested field", _FILES, "documented_fields", _CLASSIFY, answer=_in_each_row(lambda row: row.update(rank=1))),
    Fault("another success", _NEW, _STATUS, _CREATE, answer=with_status(201, when=200)),
    Fault("another refusal", _NEW, _STATUS, _CREATE, answer=with_status(422, when=400)),
    Fault("a page for a model", _LOOKS, "content_type_conformance", _GET, answer=with_content_type("text/html", when=200)),
    Fault("another status in the body", _LOOKS, "refusal_says_why", _GET, answer=with_json(lambda a: a.update(code=400), when=404)),
    # labels, boxes and words
    Fault("percent for fractions", _FILES, "labels_in_order", _CLASSIFY, answer=_in_each_row(_percent)),
    Fault("the worst label first", _URLS, "labels_in_order", _CLASSIFY_URLS, answer=_in_each_result(lambda each: each["prediction"].reverse())),
    Fault("a label is missing", _URLS, "labels_in_order", _CLASSIFY_URLS, answer=_in_results(_drop_worst)),
    Fault("results in another order", _URLS, "one_result_a_page", _CLASSIFY_URLS, answer=_in_results(lambda results: results.reverse())),
    Fault("files in another order", _FILES, "one_result_a_page", _READ, answer=_in_results(lambda results: results.reverse())),
    Fault("a page is lost", _FILES, "one_result_a_page", _CLASSIFY, answer=_in_results(lambda results: results.pop() if results[1:] else None)),
    Fault("pages counted from 1", _URLS, "one_result_a_page", _READ_URLS, answer=_in_each_result(_count_from_1)),
    Fault("width for height", _FILES, "one_result_a_page", ["object_detection_predict_files"], answer=_in_each_result(_swap_sides)),
    Fault("files lose their names", _FILES, "one_result_a_page", _CLASSIFY, answer=_in_each_result(lambda each: each.update(file=""))),
    Fault("a box beyond the page", _FILES, "boxes_in_pictures", _READ, answer=_in_each_row(lambda box: box.update(xmax=9999))),
    Fault("scores in percent", _URLS, "boxes_in_pictures", _READ_URLS, answer=_in_each_row(_percent)),
    Fault("read at once, not later", _LATER, "at_once_or_later", _READ, request=without_parameter("async")),
    Fault("read later, not at once", _FILES, "at_once_or_later", _READ, request=_read_later),
    Fault("a failed URL is passed over", _BROKEN_URLS, "partial_success", _CLASSIFY_URLS, answer=lambda request, answer: answer),
    # pages
    Fault("a read page is lost", _FILES, "page_is_found", _READ, answer=_lose_pages),
    Fault("other boxes in the page", _FILES, "page_is_found", _READ, answer=_at("/ImageLevelInferences/", _in_each_row(lambda box: box.update(label="")))),
    Fault("pages of one file in two", _LATER, "page_is_found", _READ, answer=_at("/LabelFile", _in_each_result(lambda each: each.update(request_file_id=each.get("id"))))),
    Fault("a page is not listed", _PAGES, "page_is_listed", _PAGE, answer=_in_lists(_lose_first)),
    Fault("a page is listed twice", _PAGES, "lists_are_whole", ["inferences_get_file"], answer=_in_lists(_repeat_first)),
    Fault("pages of other days", _PAGES, "lists_are_whole", _BY_DAY, request=_take_all_days),
    Fault("another count of pages", _PAGES, "lists_are_whole", _BY_DAY, answer=_in_lists(lambda lists: lists.update(unmoderated_images_count=99))),
    Fault("a reviewed page waits for review", _PAGES, "lists_are_whole", ["inferences_get_file"], answer=_in_lists(_call_reviewed_waiting)),
    # models
    Fault("a state that is none", _LOOKS, "states_are_known", _GET, answer=_in_models(lambda model: model.update(state=7))),
    Fault("another model", _LOOKS, "same_model_everywhere", _GET, answer=_in_models(lambda model: model.update(model_id="other"))),
    Fault("a model is not in the list", _LOOKS, "same_model_everywhere", _GET, answer=_list_fewer),
    Fault("other counts by the other path", _LOOKS, "same_model_everywhere", ["image_classification_get_model"], answer=_at("/colours", _in_models(_count_twice))),
    Fault("a new model is not found", _NEW, "created_model_is_found", _CREATE, answer=_lose_model),
    Fault("a new model is not found later", _LIFE, "ensure_resource_availability", [*_CREATE, *_GET], answer=_lose_model),
    Fault("a new model lacks a label", _NEW, "created_model_is_found", _CREATE, answer=_in_models(lambda model: model["categories"].pop())),
    Fault("a new model of another type", _NEW, "created_model_is_found", ["multi_label_classification_create_model"], answer=_in_models(lambda model: model.update(model_type="localization"))),
    Fault("annotations are counted wrongly", _LOOKS, "annotations_are_counted", ["object_detection_get_annotations"], answer=_at("/Annotations", with_json(_miscount))),
    Fault("training data counts twice", _TRAINING_FILES, "uploads_are_counted", _TEACH, answer=_in_models(_count_twice)),
    Fault("a training goes back", _TRAININGS, "training_goes_forward", ["ocr_train"], answer=_at("/Model/texts", _in_models(lambda model: model.update(state=3 if model["state"] == 5 else 5)))),
    Fault("a training that does not begin", _TRAININGS, "training_goes_forward", ["ocr_train"], answer=_at("/Train", _in_models(lambda model: model.update(state=2)))),
    Fault("another status when not ready", _LIFE, _STATUS, [*_CREATE, "ocr_train"], answer=with_status(423, when=409)),
    # what it lets in
    Fault("no key is asked for", _LOOKS, "ignored_auth", _GET, request=_add_key),
    Fault("any key will do", _LOOKS, "ignored_auth", _GET, request=with_header("authorization", _GOOD_KEY)),
    Fault("models are looked for before keys", _LOOKS, "key_comes_first", _GET, answer=_tell_models_before_keys),
    Fault("another model for an unknown one", _LOOKS, _REJECTED, _GET, request=_serve_one_model),
    Fault("the wrong refusal of an unknown model", _LOOKS, "unknown_model_is_not_found", _GET, answer=with_status(400, when=404)),
    Fault("days are missing and not missed", _PAGES, "query_by_contract", _BY_DAY, request=_add_days),
    Fault("any labels will do", _NEW, _REJECTED, _CREATE, request=_take_any_labels),
    Fault("any file is a picture", _BROKEN, _ACCEPTED, ["image_classification_predict_files_by_path"], request=_take_any_file),
    Fault("any method is served", _NEW, "unsupported_method", _CREATE, answer=_serve_other_methods),
    Fault("calls that are used up", _NO_CALLS, _ACCEPTED, _READ, alter=_have_calls),
    # what it refuses, and how
    Fault("a PDF is refused", _FILES, _ACCEPTED, _READ, answer=_refuse_pdf),
    Fault("several files are refused", _TRAINING_FILES, _ACCEPTED, _TEACH, answer=_refuse_several),
    Fault("a slash is redirected", _SLASHES, _ACCEPTED, ["ocr_train"], answer=_redirect),
    Fault("the model is not read from the query", _SPELLINGS, _ACCEPTED, ["image_classification_predict_files"], request=without_parameter("modelId")),
    Fault("another refusal for want of calls", _NO_CALLS, _ACCEPTED, _CLASSIFY, answer=with_status(403, when=402)),
    Fault("failure for a bad file", _BROKEN, "not_a_server_error", _READ, answer=with_status(500, when=400)),
    Fault("failure for a bad URL", _BROKEN_URLS, "not_a_server_error", _CLASSIFY_URLS, answer=with_status(500, when=202)),
)
