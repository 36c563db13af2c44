"""What the server answers about labels."""

from collections.abc import Mapping
from functools import partial

from starlette.responses import Response

from visionapis_testing.emulator.json_response import JSONResponse
from visionapis_testing.emulator.memory import held_bytes

from . import documents, errors
from .calls import Action, Call, find
from .state import within

_MOST = 100_000  # keeps the emulator's memory bounded


async def _list(call: Call) -> Response:
    labels = within(call.state.labels, call.workspace)
    task, search, type_ = (call.query.get(name) for name in ("task", "search", "type"))
    if task is not None:
        connected = find(call.state.tasks, task, call.workspace).labels
        labels = [label for label in labels if label.id in connected]
    if search is not None:
        # The documentation's sample sends its quotes along: they are no part of a name.
        wanted = search.strip('"').lower()
        labels = [label for label in labels if wanted in label.name.lower()]
    if type_ is not None:
        labels = [label for label in labels if label.type == type_]
    return JSONResponse(documents.page(call, labels, partial(documents.label, call.state)))


async def _create(call: Call) -> Response:
    workspace = call.new_workspace
    if len(call.state.labels) >= _MOST or not call.state.has_room(held_bytes(call.body)):
        raise errors.detail(400, "There are too many labels; delete some first.")
    label = call.state.add_label(
        workspace,
        call.body["name"],
        call.body["type"],
        description=call.body.get("description"),
        output_name=call.body.get("output_name"),
    )
    return JSONResponse(documents.label(call.state, label), 201)


async def _get(call: Call) -> Response:
    label = call.find(call.state.labels, "label_id")
    children = [{"id": id_} for id_ in label.child_tasks]
    return JSONResponse({**documents.label(call.state, label), "recognition_tasks": children})


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


ACTIONS: Mapping[str, Action] = {
    "labels_list": _list,
    "labels_create": _create,
    "labels_get": _get,
    "labels_delete": _delete,
    "labels_wipe": _wipe,
    "labels_add_task": _add_task,
    "labels_remove_task": _remove_task,
}
