"""Handlers of the operations on tasks and models."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse
from visionapis_testing.emulator.state import memory_size

from .calls import Call, CallHandler, find
from .errors import detail_error, out_of_memory
from .serializers import model_json, page_json, task_json, train_status
from .state import LABEL_TYPES, within
from .training import UntrainableError

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses


async def _list(call: Call) -> Response:
    tasks = within(call.state.tasks, call.workspace)
    page: responses.TaskPage = page_json(call, tasks, partial(task_json, call.state))
    return JSONResponse(page)


async def _create(call: Call) -> Response:
    workspace = call.new_entity_workspace
    if len(call.state.tasks) >= call.behaviour.plan.tasks:
        raise detail_error(403, "The plan allows no more tasks.")
    if not call.state.has_room(memory_size(call.body)):
        raise out_of_memory()
    task = call.state.add_task(workspace, call.body["name"], call.body["type"], call.body.get("description"))
    return JSONResponse(task_json(call.state, task), 201)


async def _get(call: Call) -> Response:
    return JSONResponse(task_json(call.state, call.find(call.state.tasks, "task_id")))


async def _delete(call: Call) -> Response:
    call.state.delete_task(call.find(call.state.tasks, "task_id"))
    return Response(status_code=204)


async def _train(call: Call) -> Response:
    task = call.find(call.state.tasks, "task_id")
    try:
        model = call.behaviour.trainer.train(call.state, task)
    except UntrainableError as error:
        raise detail_error(400, str(error)) from None
    status: responses.TrainingStatus = {"last_train_status": train_status(call.state, model)}
    return JSONResponse(status)


async def _add_label(call: Call) -> Response:
    task = call.find_anywhere(call.state.tasks, "task_id")
    label = find(call.state.labels, call.body["label_id"], task.workspace)
    if label.type != LABEL_TYPES[task.type]:
        raise detail_error(400, f"A label of type {label.type} does not fit a task of type {task.type}.")
    if label.id not in task.labels:
        task.labels.append(label.id)
    return JSONResponse({})


async def _remove_label(call: Call) -> Response:
    task = call.find_anywhere(call.state.tasks, "task_id")
    label = find(call.state.labels, call.body["label_id"], task.workspace)
    if label.id in task.labels:
        task.labels.remove(label.id)
    return JSONResponse({})


async def _get_model(call: Call) -> Response:
    return JSONResponse(model_json(call.state, call.find(call.state.models, "model_id")))


async def _delete_model(call: Call) -> Response:
    del call.state.models[call.find(call.state.models, "model_id").id]
    return Response(status_code=204)


HANDLERS: Mapping[str, CallHandler] = {
    "tasks_list": _list,
    "tasks_create": _create,
    "tasks_get": _get,
    "tasks_delete": _delete,
    "tasks_train": _train,
    "tasks_add_label": _add_label,
    "tasks_remove_label": _remove_label,
    "models_get": _get_model,
    "models_delete": _delete_model,
}
