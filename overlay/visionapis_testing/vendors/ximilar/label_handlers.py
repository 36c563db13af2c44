"""Handlers of the operations on labels."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse
from visionapis_testing.emulator.state import memory_size

from .calls import Call, CallHandler, find
from .errors import detail_error
from .serializers import label_json, page_json
from .state import within

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses

_MAX_LABELS = 100_000  # keeps the memory of the test process bounded


async def _list(call: Call) -> Response:
    labels = within(call.state.labels, call.workspace)
    task, search, type_ = (call.query.get(name) for name in ("task", "search", "type"))
    if task is not None:
        task_labels = find(call.state.tasks, task, call.workspace).labels
        labels = [label for label in labels if label.id in task_labels]
    if search is not None:
        # The sample in the documentation sends the text in quotes, which are not part of a name.
        text = search.strip('"').lower()
        labels = [label for label in labels if text in label.name.lower()]
    if type_ is not None:
        labels = [label for label in labels if label.type == type_]
    page: responses.LabelPage = page_json(call, labels, partial(label_json, call.state))
    return JSONResponse(page)


async def _create(call: Call) -> Response:
    workspace = call.new_entity_workspace
    if len(call.state.labels) >= _MAX_LABELS or not call.state.has_room(memory_size(call.body)):
        raise detail_error(400, "There are too many labels; delete some first.")
    label = call.state.add_label(
        workspace,
        call.body["name"],
        call.body["type"],
        description=call.body.get("description"),
        output_name=call.body.get("output_name"),
    )
    return JSONResponse(label_json(call.state, label), 201)


async def _get(call: Call) -> Response:
    label = call.find(call.state.labels, "label_id")
    body: responses.Label = {
        **label_json(call.state, label),
        "recognition_tasks": [{"id": id_} for id_ in label.child_tasks],
    }
    return JSONResponse(body)


async def _delete(call: Call) -> Response:
    call.state.delete_label(call.find(call.state.labels, "label_id"))
    return Response(status_code=204)


async def _wipe(call: Call) -> Response:
    label = call.find(call.state.labels, "label_id")
    for image in call.state.images_with(label):
        call.state.delete_image(image)
    call.state.delete_label(label)
    return Response(status_code=204)


async def _add_task(call: Call) -> Response:
    label = call.find(call.state.labels, "label_id")
    task = find(call.state.tasks, call.body["task_id"], label.workspace)
    if task.id not in label.child_tasks:
        label.child_tasks.append(task.id)
    return JSONResponse({})


async def _remove_task(call: Call) -> Response:
    label = call.find(call.state.labels, "label_id")
    task = find(call.state.tasks, call.body["task_id"], label.workspace)
    if task.id in label.child_tasks:
        label.child_tasks.remove(task.id)
    return JSONResponse({})


HANDLERS: Mapping[str, CallHandler] = {
    "labels_list": _list,
    "labels_create": _create,
    "labels_get": _get,
    "labels_delete": _delete,
    "labels_wipe": _wipe,
    "labels_add_task": _add_task,
    "labels_remove_task": _remove_task,
}
