"""Models classify pictures, and find boxes and texts on pages."""

from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from visionapis_testing.emulator.json_response import JSONResponse

from . import inferences
from .calls import PARTIAL, SUCCESS, Call, Source
from .documents import Page
from .errors import RefusalError, invalid
from .models import READY, RETRAINING, Box, Model
from .state import READ, FoundBox, ReadPage


async def classify(call: Call) -> Response:
    """Give every label of the model for each page."""
    model = call.model()
    _check_calls(call)
    body = call.read().body
    _check_ready(call, model)
    sources = await call.sources(body)
    call.state.charge(sum(len(source.pages) for source in sources))
    result: list[dict[str, Any]] = []
    for source in sources:
        if source.problem:
            result.append({"message": source.problem, "file": source.name, "prediction": []})
        for number, page in enumerate(source.pages):
            # Of files only a PDF's entries need the page: that they have it is an assumption.
            paged = {"page": number} if source.is_url or len(source.pages) > 1 else {}
            prediction = [
                {"label": label, "probability": probability} for label, probability in model.probabilities(page.image())
            ]
            result.append({"message": SUCCESS, "file": source.name, **paged, "prediction": prediction})
    return JSONResponse({"message": _message(sources), "model_id": model.id, "result": result}, call.status(sources))


async def detect(call: Call) -> Response:
    """Give the boxes and texts of each page: those of the training picture that is most like it."""
    model = call.model()
    _check_calls(call)
    arguments = call.read()
    _check_ready(call, model)
    later = arguments.query.get("async", False)
    chosen = None if later else _chosen(arguments.body)
    sources = await call.sources(arguments.body)
    metadata = arguments.body.get("request_metadata")
    files = [(source, _read(call, model, source, metadata, later=later, chosen=chosen)) for source in sources]
    call.state.charge(sum(len(pages) for _, pages in files))
    if later:
        flat = call.variants.submissions == "pages"
        result = inferences.submitted_pages(files) if flat else inferences.submitted_files(files)
    else:
        result = inferences.detected(files)
    return JSONResponse({"message": _message(sources), "result": result}, call.status(sources))


async def read_text(call: Call) -> Response:
    """Give the words of files: those that are annotated on the same picture in any model, for nothing is read here."""
    _check_calls(call)
    sources = await call.sources(call.read().body)
    call.state.charge(sum(len(source.pages) for source in sources))
    results = [
        {
            "filename": source.name,
            "page_data": [_text(call, page, number) for number, page in enumerate(source.pages)],
        }
        for source in sources
    ]
    return JSONResponse({"results": results})


def _read(
    call: Call, model: Model, source: Source, metadata: str | None, *, later: bool, chosen: set[int] | None
) -> list[ReadPage]:
    state = call.state
    file_id = str(state.ids.next())
    found: list[ReadPage] = []
    for number, page in enumerate(source.pages):
        if chosen is not None and number not in chosen:
            continue
        picture, score = model.nearest(page.image())
        read = ReadPage(
            id=str(state.ids.next()),
            file_id=file_id,
            model=model,
            name=source.name,
            number=number,
            size=page.size,
            boxes=[
                FoundBox(str(state.ids.next()), box.found(picture.size, page.size), score)
                for box in picture.lesson.boxes
            ],
            read_at=state.clock.seconds + (READ if later else 0),
            arrived=state.clock.now,
            metadata=metadata,
        )
        state.keep(read)
        found.append(read)
    return found


def _chosen(body: dict[str, Any]) -> set[int] | None:
    """The pages to read, from 0. That the vendor counts from 1 here is an assumption."""
    if "pages_to_process" not in body:
        return None
    try:
        return {int(number) - 1 for number in body["pages_to_process"].split(",")}
    except ValueError:
        raise invalid("pages_to_process") from None


def _text(call: Call, page: Page, number: int) -> dict[str, Any]:
    width, height = page.size
    words = [word for box in call.state.texts(page) for word in _words(box)]
    return {
        "page": number,
        "size": {"width": width, "height": height},
        "words": words,
        "raw_text": " ".join(word["text"] for word in words),
    }


def _words(box: Box) -> list[dict[str, Any]]:
    """The words of a box, side by side, as wide as they are long."""
    words = box.text.split()
    letters = len(" ".join(words))
    found: list[dict[str, Any]] = []
    start = 0
    for word in words:
        left, right = (box.xmin + (box.xmax - box.xmin) * at // letters for at in (start, start + len(word)))
        found.append({"text": word, "xmin": left, "ymin": box.ymin, "xmax": right, "ymax": box.ymax})
        start += len(word) + 1
    return found


def _check_calls(call: Call) -> None:
    if call.state.free_calls == 0:
        raise RefusalError(402, "Free calls are used up", "Change the plan of the model")


def _check_ready(call: Call, model: Model) -> None:
    # Clients look at the state first; what the server says to those that do not is an assumption.
    if model.state(call.state.clock.seconds) not in {READY, RETRAINING}:
        raise RefusalError(400, "Model is not ready", "Wait until it is trained")


def _message(sources: Sequence[Source]) -> str:
    return PARTIAL if any(source.problem for source in sources) else SUCCESS
