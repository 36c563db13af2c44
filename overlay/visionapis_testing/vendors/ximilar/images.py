"""What the server answers about training pictures."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace

from starlette.responses import Response

from visionapis_testing.emulator.json_response import JSONResponse
from visionapis_testing.emulator.memory import held_bytes

from . import documents, errors, inputs
from .calls import Action, Call, find
from .filters import chosen
from .inputs import UnusablePictureError
from .state import Label, TrainingImage, within

# What the vendor's client sends in place of an id.
_DEFAULT_WORKSPACE = "Default"


async def _list(call: Call) -> Response:
    images = chosen(within(call.state.images, call.workspace), call.query)
    return JSONResponse(documents.page(call, images, documents.image))


async def _upload(call: Call) -> Response:
    workspace = call.new_workspace
    if call.state.credits_left < 1:
        raise errors.out_of_credits()
    try:
        content = await inputs.of_upload(call.body, call.state)
        picture = inputs.picture(content)
    except UnusablePictureError as error:
        raise errors.detail(400, str(error)) from None
    same = call.state.same_image(workspace, content)
    if same and call.rules.refuses_duplicates:
        # The vendor's client finds the id two characters behind these words.
        raise errors.RefusalError(400, [f"This picture already exists, image ID: {same.id}"])
    meta_data = call.body.get("meta_data")
    if isinstance(meta_data, str):
        meta_data = json.loads(meta_data)
    if not call.state.has_room(len(content) + held_bytes(meta_data)):
        raise errors.detail(403, "The plan keeps no more pictures; delete some first.")
    image = inputs.keep(
        call.state,
        workspace,
        content,
        picture,
        shrink=not call.body.get("noresize"),
        meta_data=meta_data,
        test_image=call.body.get("test_image", False),
    )
    call.state.credits_used += 1
    return JSONResponse(documents.labelled_image(call.state, image), 201)


async def _update_many(call: Call) -> Response:
    body = call.body
    if body.get("workspace") == _DEFAULT_WORKSPACE:
        call = replace(call, body={**body, "workspace": None})
    workspace = call.workspace
    if not body.get("images") and not body.get("labels"):
        raise errors.detail(400, "Neither images nor labels say which pictures are meant.")
    added = [find(call.state.labels, id_, workspace) for id_ in body.get("labels-add", ())]
    removed = [find(call.state.labels, id_, workspace) for id_ in body.get("labels-remove", ())]
    if any(label.type == "value" for label in added):
        raise errors.field("labels-add", "A label of type value needs a number; it is put on one picture at a time.")
    images = _named(within(call.state.images, workspace), body.get("images", ()), body.get("labels", ()))
    for image in images:
        _change(image, added, removed, body)
    return JSONResponse(len(images))


async def _get(call: Call) -> Response:
    return JSONResponse(documents.labelled_image(call.state, call.find(call.state.images, "image_id")))


async def _update(call: Call) -> Response:
    image = call.find(call.state.images, "image_id")
    meta_data = call.body["meta_data"]
    more = held_bytes(meta_data) - held_bytes(image.meta_data)
    if not call.state.has_room(more):
        raise errors.detail(400, "There is too much already; delete some of it first.")
    image.meta_data = meta_data
    call.state.held_bytes += more
    return JSONResponse(documents.labelled_image(call.state, image))


async def _delete(call: Call) -> Response:
    call.state.delete_image(call.find(call.state.images, "image_id"))
    return Response(status_code=204)


async def _add_label(call: Call) -> Response:
    image, label = _image_and_label(call)
    if label.type == "value" and "value" not in call.body:
        raise errors.field("value", "A label of type value needs a number.")
    image.labels[label.id] = call.body["value"] if label.type == "value" else None
    return JSONResponse({})


async def _remove_label(call: Call) -> Response:
    image, label = _image_and_label(call)
    image.labels.pop(label.id, None)
    return JSONResponse({})


async def _update_value(call: Call) -> Response:
    image, label = _image_and_label(call)
    if label.type != "value":
        raise errors.field("label_id", "Only a label of type value has a number.")
    if label.id not in image.labels:
        raise errors.field("label_id", "The picture does not carry this label.")
    image.labels[label.id] = call.body["value"]
    return JSONResponse({})


def _image_and_label(call: Call) -> tuple[TrainingImage, Label]:
    image = call.find_anywhere(call.state.images, "image_id")
    return image, find(call.state.labels, call.body["label_id"], image.workspace)


def _named(images: list[TrainingImage], ids: Collection[str], labels: Collection[str]) -> list[TrainingImage]:
    wanted, carried = set(ids), set(labels)
    return [image for image in images if image.id in wanted or not carried.isdisjoint(image.labels)]


def _change(image: TrainingImage, added: list[Label], removed: list[Label], body: Mapping[str, object]) -> None:
    image.labels |= {label.id: None for label in added}
    for label in removed:
        image.labels.pop(label.id, None)
    image.test_image = (image.test_image or bool(body.get("mark-test"))) and not body.get("unmark-test")
    image.real = (image.real or bool(body.get("mark-real"))) and not body.get("unmark-real")


ACTIONS: Mapping[str, Action] = {
    "images_list": _list,
    "images_upload": _upload,
    "images_update_many": _update_many,
    "images_get": _get,
    "images_update": _update,
    "images_delete": _delete,
    "images_add_label": _add_label,
    "images_remove_label": _remove_label,
    "images_update_value": _update_value,
}
