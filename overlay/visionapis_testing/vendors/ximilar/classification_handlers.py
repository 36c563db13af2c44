"""The handler that classifies images."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from starlette.responses import Response

from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.responses import JSONResponse

from . import inputs
from .calls import Call, CallHandler, find
from .errors import RequestError, detail_error, not_found, out_of_credits
from .inputs import UnusableImageError
from .state import Model, Task, TrainingImage

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses

_DURATION = 0.0731
"""The duration in responses, in seconds. It is constant, so that two runs yield equal bytes."""

_OK: "responses.Status" = {"code": 200, "text": "OK"}


async def _classify(call: Call) -> Response:
    task = find(call.state.tasks, call.body["task_id" if "task_id" in call.body else "task"], call.workspace)
    model = _find_model(call, task)
    records: list[dict[str, Any]] = call.body["records"]
    if len(records) > call.state.credits_left:
        raise out_of_credits()
    store_images = call.body.get("store_images", False)
    if store_images and not call.behaviour.plan.stores_images:
        raise detail_error(403, "The plan does not keep classified images.")
    call.state.credits_used += len(records)
    classified = [await _classify_record(call, task, model, record, store=store_images) for record in records]
    all_succeeded = all(record["_status"] == _OK for record in classified)
    body: responses.Classification = {
        "task_id": task.id,
        "version": model.version,
        # Recorded from the real server: one failed record sets this status, although others succeeded.
        "status": _OK if all_succeeded else {"code": 500, "text": "Some records failed"},
        "statistics": {"processing time": _DURATION},
        "records": classified,
    }
    return JSONResponse(body)


def _find_model(call: Call, task: Task) -> Model:
    version = call.body.get("version")
    if version is None:
        model = call.state.production_model(task)
    else:
        models = [each for each in call.state.models_of(task) if version in {each.version, str(each.version)}]
        if not models:
            raise not_found()
        model = models[-1] if call.state.is_trained(models[-1]) else None
    if model is None:
        failure: responses.ClassificationFailure = {"status": {"code": 400, "text": "The task has no trained model"}}
        raise RequestError(400, failure)
    return model


async def _classify_record(
    call: Call, task: Task, model: Model, record: dict[str, Any], *, store: bool
) -> "responses.ClassifiedRecord":
    echo = {name: value for name, value in record.items() if name not in _response_fields()}
    if isinstance(record.get("_url"), str):
        echo["_url"] = record["_url"]
    id_ = call.state.new_id()
    try:
        content = await inputs.record_image(record, call.state)
        prediction = model.predict(content)
    except UnusableImageError as error:
        return _with_fields(echo, {"_id": id_, "_status": {"code": 400, "text": str(error)}})
    classified: responses.ClassifiedRecord = {
        "_id": id_,
        "_status": _OK,
        "_width": prediction.size[0],
        "_height": prediction.size[1],
        "best_label": prediction.labels[0],
        "labels": prediction.labels,
    }
    if store and call.state.has_room(len(content)):
        known = call.state.same_image(task.workspace, content)
        image = known or _store(call, task, content, shrink=not record.get("noresize"))
        classified["_stored_image_id"] = image.id
    return _with_fields(echo, classified)


def _with_fields(echo: dict[str, Any], record: "responses.ClassifiedRecord") -> "responses.ClassifiedRecord":
    """Return a record after the fields that it repeats from the request."""
    return cast("responses.ClassifiedRecord", {**echo, **record})


def _store(call: Call, task: Task, content: bytes, *, shrink: bool) -> TrainingImage:
    return inputs.store(call.state, task.workspace, content, inputs.read_image(content), shrink=shrink)


@cache
def _response_fields() -> Mapping[str, Any]:
    """Return the fields of a record that the server sets: fields of the request do not override them."""
    schemas = load("ximilar").operation("recognition_classify").schemas
    own: Mapping[str, Any] = schemas.resolve({"$ref": "#/components/schemas/ClassifiedRecord"})[0]["properties"]
    return {**own, "_base64": None}


HANDLERS: Mapping[str, CallHandler] = {"recognition_classify": _classify}
