"""Handlers of the operations that classify images and find boxes and texts on pages."""

from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse

from .calls import Call, Source
from .errors import RequestError, invalid_field
from .models import READY, RETRAINING, LabelledBox, Model
from .pages import Page
from .serializers import SUCCESS, predicted_pages_json, result_message, submitted_files_json, submitted_pages_json
from .state import READ_SECONDS, PredictedBox, ReadPage

if TYPE_CHECKING:
    from visionapis_contracts.nanonets import responses


async def classify(call: Call) -> Response:
    """Return the probability of every label for each page."""
    model = call.model()
    _check_remaining_calls(call)
    arguments = call.read()
    _check_ready(call, model)
    sources = await call.sources(arguments.body)
    call.state.charge(sum(len(source.pages) for source in sources))
    result: list[responses.ClassifiedFile] = []
    for source in sources:
        if source.problem:
            result.append({"message": source.problem, "file": source.name, "prediction": []})
        for number, page in enumerate(source.pages):
            prediction: list[responses.LabelProbability] = [
                {"label": label, "probability": probability} for label, probability in model.probabilities(page.image())
            ]
            entry: responses.ClassifiedFile = {
                "message": SUCCESS,
                "file": source.name,
                "page": number,
                "prediction": prediction,
            }
            # An uploaded file needs the page number if it has several pages; that others lack it is an assumption.
            if not source.is_url and len(source.pages) == 1:
                del entry["page"]
            result.append(entry)
    body: responses.Classification = {"message": result_message(sources), "model_id": model.id, "result": result}
    return JSONResponse(body, call.status(sources))


async def detect(call: Call) -> Response:
    """Return the boxes and texts of each page, which are those of the training image that is most like it."""
    model = call.model()
    _check_remaining_calls(call)
    arguments = call.read()
    _check_ready(call, model)
    is_async = arguments.query.get("async", False)
    page_numbers = None if is_async else _page_numbers(arguments.body)
    sources = await call.sources(arguments.body)
    metadata = arguments.body.get("request_metadata")
    read_at = call.state.clock.seconds + (READ_SECONDS if is_async else 0)
    files = [
        (source, _read(call, model, source, metadata, read_at=read_at, page_numbers=page_numbers)) for source in sources
    ]
    call.state.charge(sum(len(pages) for _, pages in files))
    message = result_message(sources)
    if not is_async:
        detection: responses.Detection = {"message": message, "result": predicted_pages_json(files)}
        return JSONResponse(detection, call.status(sources))
    by_page = call.behaviour.submissions == "pages"
    entries = submitted_pages_json(files) if by_page else submitted_files_json(files)
    submission: responses.Submission = {"message": message, "result": [*entries]}
    return JSONResponse(submission, call.status(sources))


async def read_text(call: Call) -> Response:
    """Return the words of files, which are those annotated on the same image in any model: nothing is recognized."""
    _check_remaining_calls(call)
    sources = await call.sources(call.read().body)
    call.state.charge(sum(len(source.pages) for source in sources))
    body: responses.FullText = {
        "results": [
            {
                "filename": source.name,
                "page_data": [_page_text(call, page, number) for number, page in enumerate(source.pages)],
            }
            for source in sources
        ]
    }
    return JSONResponse(body)


def _read(
    call: Call, model: Model, source: Source, metadata: str | None, *, read_at: float, page_numbers: set[int] | None
) -> list[ReadPage]:
    state = call.state
    file_id = str(state.ids.next())
    read_pages: list[ReadPage] = []
    for number, page in enumerate(source.pages):
        if page_numbers is not None and number not in page_numbers:
            continue
        image, score = model.nearest(page.image())
        read_page = ReadPage(
            id=str(state.ids.next()),
            file_id=file_id,
            model=model,
            name=source.name,
            number=number,
            size=page.size,
            boxes=[
                PredictedBox(str(state.ids.next()), box.scale(image.size, page.size), score)
                for box in image.example.boxes
            ],
            read_at=read_at,
            received=state.clock.now,
            metadata=metadata,
        )
        state.keep(read_page)
        read_pages.append(read_page)
    return read_pages


def _page_numbers(body: dict[str, Any]) -> set[int] | None:
    """Return the numbers of the pages to read, from 0. That the vendor counts from 1 here is an assumption."""
    if "pages_to_process" not in body:
        return None
    try:
        return {int(number) - 1 for number in body["pages_to_process"].split(",")}
    except ValueError:
        raise invalid_field("pages_to_process") from None


def _page_text(call: Call, page: Page, number: int) -> "responses.FullTextPage":
    width, height = page.size
    words = [word for box in call.state.annotated_texts(page) for word in _words(box)]
    return {
        "page": number,
        "size": {"width": width, "height": height},
        "words": words,
        "raw_text": " ".join(word["text"] for word in words),
    }


def _words(box: LabelledBox) -> "list[responses.Word]":
    """Return the words of a box, which share its width in proportion to their lengths."""
    words = box.text.split()
    length = len(" ".join(words))
    result: list[responses.Word] = []
    start = 0
    for word in words:
        left, right = (box.xmin + (box.xmax - box.xmin) * at // length for at in (start, start + len(word)))
        result.append({"text": word, "xmin": left, "ymin": box.ymin, "xmax": right, "ymax": box.ymax})
        start += len(word) + 1
    return result


def _check_remaining_calls(call: Call) -> None:
    if call.state.remaining_calls == 0:
        raise RequestError(402, "Free calls are used up", "Change the plan of the model")


def _check_ready(call: Call, model: Model) -> None:
    # Known clients look up the state first; the response to others is an assumption.
    if model.state(call.state.clock.seconds) not in {READY, RETRAINING}:
        raise RequestError(400, "Model is not ready", "Wait until it is trained")
