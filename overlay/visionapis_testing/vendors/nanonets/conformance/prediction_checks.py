"""Checks of predictions: labels, boxes and words of files."""

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

from .exchanges import PARTIAL_SUCCESS, files, parsed_request, response_json, texts
from .files import PAGES, SIZES, URLS


@dataclass(frozen=True, slots=True)
class _Source:
    """A file or URL of a request."""

    name: str | None
    """None for a file without a name."""
    content: bytes | None
    """None for an unknown URL."""


def one_result_per_page(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that there is one result per page, in the order of the files, with the file's name and size."""
    request, entries = parsed_request(response), _entries(response)
    if request is None or entries is None or not request.form or not is_valid(case):
        return
    expected = [*_pages(request)]
    if any(file.content not in PAGES for file, _ in expected):
        return  # the number of pages behind an unknown URL is unknown
    require(len(entries) == len(expected), f"{len(entries)} results for {len(expected)} pages")
    for entry, (file, number) in zip(entries, expected, strict=True):
        name, size = entry.get("file", entry.get("input")), SIZES.get(file.content or b"")
        require(file.name in {name, None}, f"a result for {name!r}, expected {file.name!r}")
        require(entry.get("page", number) == number, f"page {entry.get('page')}, expected {number}")
        if size and "size" in entry:
            require(
                entry["size"] == dict(zip(("width", "height"), size, strict=True)),
                f"size {entry['size']}, expected {size}",
            )


def labels_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that each file has all labels of the model, with probabilities from 0 to 1 in descending order."""
    parsed = response_json(response, Classification)
    if parsed is None:
        return
    predictions = [entry["prediction"] for entry in parsed["result"] if entry["prediction"]]
    for prediction in predictions:
        scores = [row["probability"] for row in prediction]
        require_range(scores)
        require_order(scores)
        labels = [row["label"] for row in prediction]
        require(len(labels) == len({*labels}), f"duplicate labels: {labels}")
        require({*labels} == {row["label"] for row in predictions[0]}, "labels differ between files")


def boxes_inside_image(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that boxes lie inside their page and have scores from 0 to 1."""
    for entry in _entries(response) or ():
        width, height = (entry.get("size", {}).get(side) for side in ("width", "height"))
        for box in (*entry.get("prediction", ()), *entry.get("words", ())):
            if width is None or "probability" in box:
                continue
            require(0 <= box["xmin"] <= box["xmax"] <= width, f"outside a width of {width}: {box}")
            require(0 <= box["ymin"] <= box["ymax"] <= height, f"outside a height of {height}: {box}")
            require(0 <= box.get("score", 0) <= 1, f"score is not from 0 to 1: {box.get('score')}")


def async_as_requested(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that an asynchronous request, and no other, gets a response without boxes that says so."""
    parsed = response_json(response, Submission)
    if parsed is None or "async" not in {parameter.name for parameter in case.operation.query}:
        return
    is_async = any("result" in entry or entry.get("processing_type") == "async" for entry in parsed["result"])
    requested = case.query.get("async") is not None
    require(is_async or not requested or not parsed["result"], "processed synchronously, requested asynchronously")
    require(not is_async or requested, "processed asynchronously, requested synchronously")
    if requested:
        boxes = [box for entry in _entries(response) or () for box in entry["prediction"]]
        require(not boxes, "boxes in the response to an asynchronous request")


def partial_success_status(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that the status is that of a partial success exactly when a file has no labels."""
    parsed = response_json(response, Classification)
    if parsed is None:
        return
    empty = [entry["file"] for entry in parsed["result"] if not entry["prediction"]]
    require(not empty or response.status_code in PARTIAL_SUCCESS, f"status 200 without labels for {empty}")
    require(empty or response.status_code == 200, "status of a partial success with labels for every file")


CHECKS: tuple[Check, ...] = (
    one_result_per_page,
    labels_in_order,
    boxes_inside_image,
    async_as_requested,
    partial_success_status,
)


def _entries(response: Response) -> list[Json] | None:
    """Return the results of a response, one per page; None unless it is a prediction."""
    if (parsed := response_json(response, FullText)) is not None:
        return [{"input": file.get("filename"), **page} for file in parsed["results"] for page in file["page_data"]]
    for shape in (Classification, Detection, Submission):
        if (parsed := response_json(response, shape)) is not None:
            return [{"prediction": [], **page} for entry in parsed["result"] for page in entry.get("result") or [entry]]
    return None


def _pages(request: ParsedRequest) -> Iterator[tuple[_Source, int]]:
    """Yield the file and number of each page to process."""
    chosen = [] if dict(request.query).get("async") else texts(request, "pages_to_process")
    numbers = {int(number) - 1 for number in chosen[0].split(",")} if chosen else None
    for file in _sources(request):
        for number in range(PAGES.get(file.content or b"", 1)):
            if numbers is None or number in numbers:
                yield file, number


def _sources(request: ParsedRequest) -> Sequence[_Source]:
    if encoded := texts(request, "base64_data"):
        return [_Source(None, base64.b64decode(encoded[0]))]
    urls = [_Source(url, URLS.get(url)) for url in texts(request, "urls")]
    return [_Source(file.name, file.content) for file in files(request)] or urls
