"""Handlers of the operations on training images."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse
from visionapis_testing.emulator.state import memory_size

from . import inputs
from .calls import Call, CallHandler, find
from .errors import RequestError, detail_error, field_error, out_of_credits, out_of_memory
from .filters import filter_images
from .inputs import UnusableImageError
from .serializers import image_json, labelled_image_json, page_json
from .state import Label, TrainingImage, within

if TYPE_CHECKING:
    from visionapis_contracts.ximilar import responses

# The vendor's client sends this in place of an id.
_DEFAULT_WORKSPACE = "Default"


async def _list(call: Call) -> Response:
    images = filter_images(within(call.state.images, call.workspace), call.query)
    page: responses.TrainingImagePage = page_json(call, images, image_json)
    return JSONResponse(page)


async def _upload(call: Call) -> Response:
    workspace = call.new_entity_workspace
    if call.state.credits_left < 1:
        raise out_of_credits()
    try:
        content = await inputs.upload_image(call.body, call.state)
        image = inputs.read_image(content)
    except UnusableImageError as error:
        raise detail_error(400, str(error)) from None
    known = call.state.same_image(workspace, content)
    if known and call.behaviour.reject_duplicates:
        # The vendor's client reads the id two characters after "image ID".
        raise RequestError(400, [f"This image already exists, image ID: {known.id}"])
    meta_data = call.body.get("meta_data")
    if isinstance(meta_data, str):
        meta_data = json.loads(meta_data)
    if not call.state.has_room(len(content) + memory_size(meta_data)):
        raise detail_error(403, "The plan keeps no more images; delete some first.")
    training_image = inputs.store(
        call.state,
        workspace,
        content,
        image,
        shrink=not call.body.get("noresize"),
        meta_data=meta_data,
        test_image=call.body.get("test_image", False),
    )
    call.state.credits_used += 1
    return JSONResponse(labelled_image_json(call.state, training_image), 201)


async def _update_many(call: Call) -> Response:
    body = call.body
    if body.get("workspace") == _DEFAULT_WORKSPACE:
        call = replace(call, body={**body, "workspace": None})
    workspace = call.workspace
    if not body.get("images") and not body.get("labels"):
        raise detail_error(400, "Neither images nor labels say which images are meant.")
    added = [find(call.state.labels, id_, workspace) for id_ in body.get("labels-add", ())]
    removed = [find(call.state.labels, id_, workspace) for id_ in body.get("labels-remove", ())]
    if any(label.type == "value" for label in added):
        raise field_error("labels-add", "A label of type value needs a number; it is put on one image at a time.")
    images = _select(within(call.state.images, workspace), body.get("images", ()), body.get("labels", ()))
    for image in images:
        _apply(image, added, removed, body)
    return JSONResponse(len(images))


async def _get(call: Call) -> Response:
    return JSONResponse(labelled_image_json(call.state, call.find(call.state.images, "image_id")))


async def _update(call: Call) -> Response:
    image = call.find(call.state.images, "image_id")
    meta_data = call.body["meta_data"]
    growth = memory_size(meta_data) - memory_size(image.meta_data)
    if not call.state.has_room(growth):
        raise out_of_memory()
    image.meta_data = meta_data
    call.state.memory_size += growth
    return JSONResponse(labelled_image_json(call.state, image))


async def _delete(call: Call) -> Response:
    call.state.delete_image(call.find(call.state.images, "image_id"))
    return Response(status_code=204)


async def _add_label(call: Call) -> Response:
    image, label = _image_and_label(call)
    if label.type == "value" and "value" not in call.body:
        raise field_error("value", "A label of type value needs a number.")
    image.labels[label.id] = call.body["value"] if label.type == "value" else None
    return JSONResponse({})


async def _remove_label(call: Call) -> Response:
    image, label = _image_and_label(call)
    image.labels.pop(label.id, None)
    return JSONResponse({})


async def _update_value(call: Call) -> Response:
    image, label = _image_and_label(call)
    if label.type != "value":
        raise field_error("label_id", "Only a label of type value has a number.")
    if label.id not in image.labels:
        raise field_error("label_id", "The image does not carry this label.")
    image.labels[label.id] = call.body["value"]
    return JSONResponse({})


def _image_and_label(call: Call) -> tuple[TrainingImage, Label]:
    image = call.find_anywhere(call.state.images, "image_id")
    return image, find(call.state.labels, call.body["label_id"], image.workspace)


def _select(images: list[TrainingImage], ids: Collection[str], labels: Collection[str]) -> list[TrainingImage]:
    """Return the images with one of the ids or one of the labels."""
    wanted_ids, wanted_labels = set(ids), set(labels)
    return [image for image in images if image.id in wanted_ids or not wanted_labels.isdisjoint(image.labels)]


def _apply(image: TrainingImage, added: list[Label], removed: list[Label], body: Mapping[str, object]) -> None:
    image.labels |= {label.id: None for label in added}
    for label in removed:
        image.labels.pop(label.id, None)
    image.test_image = (image.test_image or bool(body.get("mark-test"))) and not body.get("unmark-test")
    image.real = (image.real or bool(body.get("mark-real"))) and not body.get("unmark-real")


HANDLERS: Mapping[str, CallHandler] = {
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
