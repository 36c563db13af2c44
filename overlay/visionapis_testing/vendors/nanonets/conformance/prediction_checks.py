"""What a schema cannot say of the labels, boxes and words of files."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemathesis import CheckContext, Response

from visionapis_contracts.nanonets.models import Classification, Detection, FullText, Submission
from visionapis_testing.conformance.contracts import Json
from visionapis_testing.conformance.exchanges import is_valid
from visionapis_testing.conformance.scenarios import Case, Check, require
from visionapis_testing.conformance.scores import require_order, require_range
from visionapis_testing.contracts.parsing import ParsedRequest

from .exchanges import PARTIAL, answered, files, sent, texts
from .files import PAGES, SIZES, URLS


@dataclass(frozen=True, slots=True)
class _Sent:
    """A file that was sent, or a URL."""

    name: str | None
    """None for a file without one."""
    content: bytes | None
    """None where nobody knows what the URL leads to."""


def one_result_a_page(ctx: CheckContext, response: Response, case: Case) -> None:
    """There is one result for each page of each file, in the order of the files, of the file's name and size."""
    request, entries = sent(response), _entries(response)
    if request is None or entries is None or not request.form or not is_valid(case):
        return
    expected = [*_pages(request)]
    if any(file.content not in PAGES for file, _ in expected):
        return  # of a person's own URLs, and of those that lead nowhere, nobody knows the pages
    require(len(entries) == len(expected), f"{len(entries)} results for {len(expected)} pages")
    for entry, (file, number) in zip(entries, expected, strict=True):
        name, size = entry.get("file", entry.get("input")), SIZES.get(file.content or b"")
        require(file.name in {name, None}, f"a result of {name!r} where one of {file.name!r} is due")
        require(entry.get("page", number) == number, f"page {entry.get('page')} where page {number} is due")
        if size and "size" in entry:
            require(entry["size"] == dict(zip(("width", "height"), size, strict=True)), f"not of size {size}")


def labels_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """Every label of the model, the most probable first; the numbers go from 0 to 1."""
    answer = answered(response, Classification)
    if answer is None:
        return
    predictions = [entry["prediction"] for entry in answer["result"] if entry["prediction"]]
    for prediction in predictions:
        scores = [row["probability"] for row in prediction]
        require_range(scores)
        require_order(scores)
        labels = [row["label"] for row in prediction]
        require(len(labels) == len({*labels}), f"a label stands there twice: {labels}")
        require({*labels} == {row["label"] for row in predictions[0]}, "other labels than for the file before")


def boxes_in_pictures(ctx: CheckContext, response: Response, case: Case) -> None:
    """Boxes lie within their page, and their scores go from 0 to 1."""
    for entry in _entries(response) or ():
        width, height = (entry.get("size", {}).get(side) for side in ("width", "height"))
        for box in (*entry.get("prediction", ()), *entry.get("words", ())):
            if width is None or "probability" in box:
                continue
            require(0 <= box["xmin"] <= box["xmax"] <= width, f"beyond a width of {width}: {box}")
            require(0 <= box["ymin"] <= box["ymax"] <= height, f"beyond a height of {height}: {box}")
            require(0 <= box.get("score", 0) <= 1, f"a score that is not from 0 to 1: {box.get('score')}")


def at_once_or_later(ctx: CheckContext, response: Response, case: Case) -> None:
    """What was sent to be read later is answered without boxes and as such; all else is not."""
    answer = answered(response, Submission)
    if answer is None or "async" not in {parameter.name for parameter in case.operation.query}:
        return
    later = any("result" in entry or entry.get("processing_type") == "async" for entry in answer["result"])
    asked = case.query.get("async") is not None
    require(later or not asked or not answer["result"], "read at once, though it was to be read later")
    require(not later or asked, "to be read later, though it was not to be")
    if asked:
        boxes = [box for entry in _entries(response) or () for box in entry["prediction"]]
        require(not boxes, "boxes of what is to be read later")


def partial_success(ctx: CheckContext, response: Response, case: Case) -> None:
    """Files of which some gave nothing are a partial success, and no others are."""
    answer = answered(response, Classification)
    if answer is None:
        return
    empty = [entry["file"] for entry in answer["result"] if not entry["prediction"]]
    require(not empty or response.status_code in PARTIAL, f"a whole success without labels for {empty}")
    require(empty or response.status_code == 200, "a partial success with labels for every file")


CHECKS: tuple[Check, ...] = (one_result_a_page, labels_in_order, boxes_in_pictures, at_once_or_later, partial_success)


def _entries(response: Response) -> list[Json] | None:
    """Return the results of an answer, one for each page; None where it has none."""
    if (answer := answered(response, FullText)) is not None:
        return [{"input": file.get("filename"), **page} for file in answer["results"] for page in file["page_data"]]
    for shape in (Classification, Detection, Submission):
        if (answer := answered(response, shape)) is not None:
            return [{"prediction": [], **page} for entry in answer["result"] for page in entry.get("result") or [entry]]
    return None


def _pages(request: ParsedRequest) -> Iterator[tuple[_Sent, int]]:
    """Yield each page that is to be read, with its number."""
    chosen = [] if dict(request.query).get("async") else texts(request, "pages_to_process")
    numbers = {int(number) - 1 for number in chosen[0].split(",")} if chosen else None
    for file in _sent(request):
        for number in range(PAGES.get(file.content or b"", 1)):
            if numbers is None or number in numbers:
                yield file, number


def _sent(request: ParsedRequest) -> Sequence[_Sent]:
    if encoded := texts(request, "base64_data"):
        return [_Sent(None, base64.b64decode(encoded[0]))]
    urls = [_Sent(url, URLS.get(url)) for url in texts(request, "urls")]
    return [_Sent(file.name, file.content) for file in files(request)] or urls
