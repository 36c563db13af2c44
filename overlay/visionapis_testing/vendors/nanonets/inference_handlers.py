"""Handlers of the operations on pages that were read earlier."""

from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse

from .calls import Call
from .errors import RequestError
from .serializers import day_since_epoch, page_json, page_list_json, page_status

if TYPE_CHECKING:
    from visionapis_contracts.nanonets import responses


async def list_by_day(call: Call) -> Response:
    """Return the pages that a model received in a range of days, both ends included."""
    model = call.model()
    query = call.read().query
    days = range(query["start_day_interval"], query["current_batch_day"] + 1)
    pages = [page for page in call.state.pages.values() if page.model is model and day_since_epoch(page) in days]
    return JSONResponse(page_list_json(pages, call.state.clock.seconds))


async def get_file(call: Call) -> Response:
    """Return the pages of a file."""
    model = call.model()
    file_id = call.request.path_params["request_file_id"]
    pages = [page for page in call.state.pages.values() if page.model is model and page.file_id == file_id]
    if not pages:
        raise RequestError(404, "File does not exist", "Check the id of the file")
    return JSONResponse(page_list_json(pages, call.state.clock.seconds))


async def get_page(call: Call) -> Response:
    """Return one page."""
    model = call.model()
    page = call.state.pages.get(call.request.path_params["id"])
    if page is None or page.model is not model:
        raise RequestError(404, "Page does not exist", "Check the id of the page")
    now = call.state.clock.seconds
    body: responses.InferencePage = {
        "message": page_status(page, now),
        "result": [page_json(page, "prediction", now)],
    }
    return JSONResponse(body)
