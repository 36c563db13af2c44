"""Checks of pages that a model has processed: each can be read, alone and in the lists that it belongs to."""

from schemathesis import CheckContext, Response

from visionapis_contracts.nanonets.models import InferencePage, InferencePages, Submission
from visionapis_testing.conformance.contracts import Json
from visionapis_testing.conformance.exchanges import call_operation, is_valid, operation_id
from visionapis_testing.conformance.scenarios import Case, Check, require

from .exchanges import files, listed_pages, model_id, parsed_request, response_json, texts
from .files import URLS

_POLLS = 4
"""The number of times that a queued page is read; an emulated one is processed by then."""

_STABLE = ("input", "page", "request_file_id", "filepath", "size", "request_metadata")


def page_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a processed or queued page can be read, alone and in the list of its file."""
    entries = _entries(case, response)
    model = {"model_id": model_id(case, response)}
    for entry in entries[-1:]:
        fetched = call_operation(case, response, "inferences_get_page", {**model, "id": entry["id"]})
        found = response_json(fetched, InferencePage)
        require(found and found["result"], f"page {entry['id']} is not found: status {fetched.status_code}")
        page: Json = found["result"][0]
        _require_same(entry, page)
        if entry["prediction"]:
            require(page.get("prediction") == entry["prediction"], "boxes differ from those of the prediction")
        fetched = call_operation(
            case, response, "inferences_get_file", {**model, "request_file_id": entry["request_file_id"]}
        )
        expected = {page["id"] for page in entries if page["request_file_id"] == entry["request_file_id"]}
        ids = {page.get("id") for page in listed_pages(response_json(fetched, InferencePages))}
        require(ids == expected, f"the file has pages {sorted(expected)}, listed {sorted(map(str, ids))}")


def page_is_listed(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a page is in the lists of its day and of its file, with the same values."""
    parsed = response_json(response, InferencePage)
    if parsed is None:
        return
    model = {"model_id": model_id(case, response)}
    for page in parsed["result"]:
        if not {"id", "day_since_epoch", "request_file_id"} <= page.keys():
            continue
        days = {"start_day_interval": page["day_since_epoch"], "current_batch_day": page["day_since_epoch"] + 1}
        file = {"request_file_id": page["request_file_id"]}
        for fetched in (
            call_operation(case, response, "inferences_list_by_day", model, days),
            call_operation(case, response, "inferences_get_file", model | file),
        ):
            lists = response_json(fetched, InferencePages)
            found = [each for each in listed_pages(lists) if each.get("id") == page["id"]]
            require(len(found) == 1, f"page {page['id']} is listed {len(found)} times")
            _require_same(page, found[0])
            if page.get("message", "").lower() == "success":  # a queued one may have been processed since
                require(
                    found[0].get("predicted_boxes") == page.get("prediction"), "boxes differ from those in the list"
                )


def lists_are_complete(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that reviewed and other pages are listed and counted separately, once each, and as requested."""
    lists = response_json(response, InferencePages)
    if lists is None or not is_valid(case):
        return
    for kind, reviewed in (("moderated", True), ("unmoderated", False)):
        pages = lists[f"{kind}_images"]
        require(lists.get(f"{kind}_images_count", len(pages)) == len(pages), f"{kind}_images_count is not {len(pages)}")
        require(
            all(page.get("is_moderated", reviewed) is reviewed for page in pages),
            f"not all of {kind}_images are {kind}",
        )
    pages = listed_pages(lists)
    ids = [page.get("id") for page in pages]
    require(len(ids) == len({*ids}), f"duplicate ids: {ids}")
    if "request_file_id" in case.path_parameters:
        file_id = case.path_parameters["request_file_id"]
        require(all(page.get("request_file_id") == file_id for page in pages), "a page of another file")
        require(pages, "no pages of the file")
    else:
        first, last = (int(str(case.query[name])) for name in ("start_day_interval", "current_batch_day"))
        days = [page["day_since_epoch"] for page in pages if "day_since_epoch" in page]
        require(all(first <= day <= last for day in days), f"days {sorted({*days})}, requested {first} to {last}")


def async_predictions_match() -> Check:
    """Return a check that remembers the boxes of each file and model."""
    known: dict[tuple[str, bytes], list[list[Json]]] = {}

    def async_predictions_match(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that a model predicts the same boxes for the same file, synchronously and asynchronously."""
        request, entries = parsed_request(response), _entries(case, response)
        if request is None or not is_valid(case):
            return
        contents = [file.content for file in files(request)] or [URLS.get(url, b"") for url in texts(request, "urls")]
        model = model_id(case, response)
        if len(contents) != 1 or not contents[0] or not entries:
            return
        if dict(request.query).get("async"):
            found = [_poll_boxes(case, response, {"model_id": model, "id": entry["id"]}) for entry in entries]
            if None in found:
                return  # still queued
        else:
            found = [entry["prediction"] for entry in entries]
        boxes = [[{**box, "id": None} for box in page or ()] for page in found]
        require(
            known.setdefault((model, contents[0]), boxes) == boxes,
            "boxes differ from an earlier prediction for the same file",
        )

    return async_predictions_match


CHECKS: tuple[Check, ...] = (page_is_found, page_is_listed, lists_are_complete)


def _entries(case: Case, response: Response) -> list[Json]:
    """Return the processed and queued pages of a response to a prediction that have ids."""
    parsed = response_json(response, Submission)
    if parsed is None or not operation_id(case).startswith(("ocr_predict", "object_detection_predict")):
        return []
    pages = [page for entry in parsed["result"] for page in entry.get("result") or [entry]]
    return [page for page in pages if {"id", "request_file_id"} <= page.keys()]


def _poll_boxes(case: Case, response: Response, page: Json) -> list[Json] | None:
    """Read a page until it is processed, a few times, and return its boxes; None if it is still queued."""
    for _ in range(_POLLS):
        found = response_json(call_operation(case, response, "inferences_get_page", page), InferencePage)
        if found and found["result"] and found["message"].lower() == "success":
            boxes: list[Json] = found["result"][0].get("prediction", [])
            return boxes
    return None


def _require_same(page: Json, other: Json) -> None:
    for name in _STABLE:
        require(page.get(name) == other.get(name), f"{name} differs: {page.get(name)!r}, {other.get(name)!r}")
