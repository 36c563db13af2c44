"""Pages that were read are found again, each where it belongs."""

from schemathesis import CheckContext, Response

from visionapis_contracts.nanonets.models import InferencePage, InferencePages, Submission
from visionapis_testing.conformance.contracts import Json
from visionapis_testing.conformance.exchanges import ask, is_valid, operation_id
from visionapis_testing.conformance.scenarios import Case, Check, require

from .exchanges import answered, files, listed, model_id, sent, texts
from .files import URLS

_LOOKS = 4
"""So often a page is looked up that waits; an emulated one is read by then."""

_SAME = ("input", "page", "request_file_id", "filepath", "size", "request_metadata")


def page_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """A page that a model has read, or is to read, can be looked up, alone and as one of its file's."""
    entries = _entries(case, response)
    model = {"model_id": model_id(case, response)}
    for entry in entries[-1:]:
        looked_up = ask(case, response, "inferences_get_page", {**model, "id": entry["id"]})
        found = answered(looked_up, InferencePage)
        require(found and found["result"], f"page {entry['id']} is not found: status {looked_up.status_code}")
        page: Json = found["result"][0]
        _require_same(entry, page)
        if entry["prediction"]:
            require(page.get("prediction") == entry["prediction"], "other boxes than in the answer")
        looked_up = ask(case, response, "inferences_get_file", {**model, "request_file_id": entry["request_file_id"]})
        of_file = {page["id"] for page in entries if page["request_file_id"] == entry["request_file_id"]}
        ids = {page.get("id") for page in listed(answered(looked_up, InferencePages))}
        require(ids == of_file, f"the file has pages {sorted(of_file)}, listed are {sorted(map(str, ids))}")


def page_is_listed(ctx: CheckContext, response: Response, case: Case) -> None:
    """A page is among those of its day, of its file, and of those that a person has reviewed, if one has."""
    answer = answered(response, InferencePage)
    if answer is None:
        return
    model = {"model_id": model_id(case, response)}
    for page in answer["result"]:
        if not {"id", "day_since_epoch", "request_file_id"} <= page.keys():
            continue
        days = {"start_day_interval": page["day_since_epoch"], "current_batch_day": page["day_since_epoch"] + 1}
        file = {"request_file_id": page["request_file_id"]}
        for looked_up in (
            ask(case, response, "inferences_list_by_day", model, days),
            ask(case, response, "inferences_get_file", model | file),
        ):
            lists = answered(looked_up, InferencePages)
            found = [each for each in listed(lists) if each.get("id") == page["id"]]
            require(len(found) == 1, f"page {page['id']} is listed {len(found)} times")
            _require_same(page, found[0])
            if page.get("message", "").lower() == "success":  # one that waits may have been read between the two
                require(found[0].get("predicted_boxes") == page.get("prediction"), "other boxes than in the list")


def lists_are_whole(ctx: CheckContext, response: Response, case: Case) -> None:
    """Reviewed pages stand apart from the others; both are counted, are in order, and are those that were asked for."""
    lists = answered(response, InferencePages)
    if lists is None or not is_valid(case):
        return
    for kind, reviewed in (("moderated", True), ("unmoderated", False)):
        pages = lists[f"{kind}_images"]
        require(lists.get(f"{kind}_images_count", len(pages)) == len(pages), f"not as many as {kind}_images_count says")
        require(all(page.get("is_moderated", reviewed) is reviewed for page in pages), f"not all are {kind}")
    pages = listed(lists)
    ids = [page.get("id") for page in pages]
    require(len(ids) == len({*ids}), f"a page is listed twice: {ids}")
    if "request_file_id" in case.path_parameters:
        wanted = case.path_parameters["request_file_id"]
        require(all(page.get("request_file_id") == wanted for page in pages), "a page of another file")
        require(pages, "a file without pages")
    else:
        first, last = (int(str(case.query[name])) for name in ("start_day_interval", "current_batch_day"))
        days = [page["day_since_epoch"] for page in pages if "day_since_epoch" in page]
        require(
            all(first <= day <= last for day in days), f"days {sorted({*days})}, where {first} to {last} were asked for"
        )


def later_as_at_once() -> Check:
    """Make a check that compares what is read of a file later with what is read of it at once."""
    known: dict[tuple[str, bytes], list[list[Json]]] = {}

    def later_as_at_once(ctx: CheckContext, response: Response, case: Case) -> None:
        """A model finds the same boxes in the same file, whether it is read at once or later."""
        request, entries = sent(response), _entries(case, response)
        if request is None or not is_valid(case):
            return
        contents = [file.content for file in files(request)] or [URLS.get(url, b"") for url in texts(request, "urls")]
        model = model_id(case, response)
        if len(contents) != 1 or not contents[0] or not entries:
            return
        if dict(request.query).get("async"):
            found = [_boxes_of_read(case, response, {"model_id": model, "id": entry["id"]}) for entry in entries]
            if None in found:
                return  # still waiting
        else:
            found = [entry["prediction"] for entry in entries]
        boxes = [[{**box, "id": None} for box in page or ()] for page in found]
        require(known.setdefault((model, contents[0]), boxes) == boxes, "other boxes than before, for the same file")

    return later_as_at_once


CHECKS: tuple[Check, ...] = (page_is_found, page_is_listed, lists_are_whole)


def _entries(case: Case, response: Response) -> list[Json]:
    """Return the pages of an answer that were read, or will be, with the ids to look them up by."""
    answer = answered(response, Submission)
    if answer is None or not operation_id(case).startswith(("ocr_predict", "object_detection_predict")):
        return []
    pages = [page for entry in answer["result"] for page in entry.get("result") or [entry]]
    return [page for page in pages if {"id", "request_file_id"} <= page.keys()]


def _boxes_of_read(case: Case, response: Response, page: Json) -> list[Json] | None:
    """Look a page up until it is read, a few times, and return its boxes; None when it still waits."""
    for _ in range(_LOOKS):
        found = answered(ask(case, response, "inferences_get_page", page), InferencePage)
        if found and found["result"] and found["message"].lower() == "success":
            boxes: list[Json] = found["result"][0].get("prediction", [])
            return boxes
    return None


def _require_same(page: Json, other: Json) -> None:
    for name in _SAME:
        require(page.get(name) == other.get(name), f"{name} is {page.get(name)!r} here, {other.get(name)!r} there")
