"""What the server answers to pictures that are to be classified."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from starlette.responses import Response

from visionapis_testing.contracts.contract import load
from visionapis_testing.emulator.json_response import JSONResponse

from . import errors, inputs
from .calls import Action, Call, find
from .inputs import UnusablePictureError
from .state import Model, Task, TrainingImage

_SECONDS = 0.0731
"""What the emulator says that its work took. It is no measurement, so that two runs give equal bytes."""

_OK = {"code": 200, "text": "OK"}


async def _classify(call: Call) -> Response:
    task = find(call.state.tasks, call.body["task_id" if "task_id" in call.body else "task"], call.workspace)
    model = _model(call, task)
    records: list[dict[str, Any]] = call.body["records"]
    if len(records) > call.state.credits_left:
        raise errors.out_of_credits()
    keep = call.body.get("store_images", False)
    if keep and not call.rules.plan.stores_images:
        raise errors.detail(403, "The plan does not keep classified pictures.")
    call.state.credits_used += len(records)
    answered = [await _record(call, task, model, record, keep=keep) for record in records]
    good = all(record["_status"] == _OK for record in answered)
    return JSONResponse(
        {
            "task_id": task.id,
            "version": model.version,
            # Seen in the wild: a status that hides the good records beside one that failed.
            "status": _OK if good else {"code": 500, "text": "Some records failed"},
            "statistics": {"processing time": _SECONDS},
            "records": answered,
        }
    )


def _model(call: Call, task: Task) -> Model:
    version = call.body.get("version")
    if version is None:
        model = call.state.production_model(task)
    else:
        versions = {each.version: each for each in call.state.models_of(task)}
        found = [each for number, each in versions.items() if version in {number, str(number)}]
        if not found:
            raise errors.not_found()
        model = found[0] if call.state.is_trained(found[0]) else None
    if model is None:
        raise errors.RefusalError(400, {"status": {"code": 400, "text": "The task has no trained model"}})
    return model


async def _record(call: Call, task: Task, model: Model, record: dict[str, Any], *, keep: bool) -> dict[str, Any]:
    echo = {name: value for name, value in record.items() if name not in _own_fields()}
    if isinstance(record.get("_url"), str):
        echo["_url"] = record["_url"]
    id_ = call.state.new_id()
    try:
        content = await inputs.of_record(record, call.state)
        seen = model.look(content)
    except UnusablePictureError as error:
        return {**echo, "_id": id_, "_status": {"code": 400, "text": str(error)}}
    answer = {
        **echo,
        "_id": id_,
        "_status": _OK,
        "_width": seen.size[0],
        "_height": seen.size[1],
        "best_label": seen.labels[0],
        "labels": seen.labels,
    }
    if keep and call.state.has_room(len(content)):
        same = call.state.same_image(task.workspace, content)
        stored = same or _keep(call, task, content, shrink=not record.get("noresize"))
        answer["_stored_image_id"] = stored.id
    return answer


def _keep(call: Call, task: Task, content: bytes, *, shrink: bool) -> TrainingImage:
    return inputs.keep(call.state, task.workspace, content, inputs.picture(content), shrink=shrink)


@cache
def _own_fields() -> Mapping[str, Any]:
    """The fields that the server writes: those of a request's record do not take their place."""
    schemas = load("ximilar").operation("recognition_classify").schemas
    own: Mapping[str, Any] = schemas.resolve({"$ref": "#/components/schemas/ClassifiedRecord"})[0]["properties"]
    return {**own, "_base64": None}


ACTIONS: Mapping[str, Action] = {"recognition_classify": _classify}
