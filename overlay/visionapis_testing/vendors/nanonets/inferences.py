"""Pages that were read: in the answer of a prediction, and when they are asked for later."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from starlette.responses import Response

from visionapis_testing.emulator.json_response import JSONResponse

from .calls import SUCCESS, Call, Source
from .errors import RefusalError
from .models import Box
from .state import FoundBox, ReadPage

Files = Sequence[tuple[Source, Sequence[ReadPage]]]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def list_by_day(call: Call) -> Response:
    """List the pages that a model has read on some days, the first and the last included."""
    model = call.model()
    query = call.read().query
    days = range(query["start_day_interval"], query["current_batch_day"] + 1)
    return _listed(call, (page for page in call.state.pages.values() if page.model is model and _day(page) in days))


async def get_file(call: Call) -> Response:
    """List the pages of a file."""
    model = call.model()
    file_id = call.request.path_params["request_file_id"]
    pages = [page for page in call.state.pages.values() if page.model is model and page.file_id == file_id]
    if not pages:
        raise RefusalError(404, "File does not exist", "Check the id of the file")
    return _listed(call, pages)


async def get_page(call: Call) -> Response:
    """Give one page."""
    model = call.model()
    page = call.state.pages.get(call.request.path_params["id"])
    if page is None or page.model is not model:
        raise RefusalError(404, "Page does not exist", "Check the id of the page")
    return JSONResponse({"message": _progress(call, page), "result": [_reviewed(call, page, "prediction")]})


def detected(files: Files) -> list[dict[str, Any]]:
    """Return the entries of an answer with what was found."""
    return [
        {**_taken(page), "prediction": [_found(page, box) for box in page.boxes]}
        if page
        else {"message": source.problem, "input": source.name, "prediction": []}
        for source, page in _each(files)
    ]


def submitted_pages(files: Files) -> list[dict[str, Any]]:
    """Return the entries of an answer that lists the pages that will be read."""
    return [
        {**_taken(page), "prediction": [], "processing_type": "async"}
        if page
        else {"message": source.problem, "input": source.name, "prediction": [], "processing_type": "async"}
        for source, page in _each(files)
    ]


def submitted_files(files: Files) -> list[dict[str, Any]]:
    """Return the entries of an answer that lists the files whose pages will be read."""
    return [
        {
            "message": source.problem or SUCCESS,
            "input": source.name,
            "result": [{**_taken(page), "prediction": []} for page in pages],
        }
        for source, pages in files
    ]


def _each(files: Files) -> Iterator[tuple[Source, ReadPage | None]]:
    for source, pages in files:
        if source.problem:
            yield source, None
        for page in pages:
            yield source, page


def _taken(page: ReadPage) -> dict[str, Any]:
    width, height = page.size
    return {
        "message": SUCCESS,
        "input": page.name,
        "page": page.number,
        "request_file_id": page.file_id,
        "filepath": page.path,
        "id": page.id,
        "size": {"width": width, "height": height},
        **({} if page.metadata is None else {"request_metadata": page.metadata}),
    }


def _found(page: ReadPage, found: FoundBox) -> dict[str, Any]:
    text = {"ocr_text": found.box.text} if page.model.type == "ocr" else {}
    return {
        "id": found.id,
        **_corners(found.box),
        "score": found.score,
        **text,
        "type": "field",
        "status": "correctly_predicted",
        "page_no": page.number,
    }


def _corners(box: Box) -> dict[str, Any]:
    return {"label": box.label, "xmin": box.xmin, "ymin": box.ymin, "xmax": box.xmax, "ymax": box.ymax}


def _listed(call: Call, pages: Iterable[ReadPage]) -> Response:
    shown = [_reviewed(call, page, "predicted_boxes") for page in pages]
    moderated = [page for page in shown if page["is_moderated"]]
    unmoderated = [page for page in shown if not page["is_moderated"]]
    return JSONResponse(
        {
            "moderated_images_count": len(moderated),
            "unmoderated_images_count": len(unmoderated),
            "moderated_images": moderated,
            "unmoderated_images": unmoderated,
        }
    )


def _reviewed(call: Call, page: ReadPage, boxes: str) -> dict[str, Any]:
    """A page with its boxes in the field `boxes`, and with what a person made of it."""
    read = _progress(call, page) == "success"
    review = None
    if page.review is not None:
        review = [
            {**_corners(box), "ocr_text": box.text, "status": "moderated", "type": "field", "page": page.number}
            for box in page.review
        ]
    return {
        **_taken(page),
        "message": _progress(call, page),
        "status": _progress(call, page),
        "model_id": page.model.id,
        boxes: [_found(page, box) for box in page.boxes] if read else [],
        "moderated_boxes": review,
        "no_of_fields": len(page.boxes) if read else 0,
        "day_since_epoch": _day(page),
        "hour_of_day": page.arrived.hour,
        "is_moderated": review is not None,
        "url": page.path,
        "original_file_name": page.name,
        "rotation": 0,
        "source": "api",
    }


def _progress(call: Call, page: ReadPage) -> str:
    # How a page that still waits is answered is not known; that it says so is an assumption.
    return "success" if call.state.clock.seconds >= page.read_at else "pending"


def _day(page: ReadPage) -> int:
    return (page.arrived - _EPOCH).days
