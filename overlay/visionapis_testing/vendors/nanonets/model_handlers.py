"""Handlers of the operations on models: creation, look-up, upload of training data, training."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from visionapis_testing.emulator.responses import JSONResponse

from .calls import Call
from .errors import RequestError, invalid_field
from .models import BOX_TYPES, COMPLETE, FAILED, READY, Example, LabelledBox, Model, ModelType
from .serializers import EDGES, annotations_json, model_json, training_data_json

_TRAINABLE = frozenset({FAILED, COMPLETE, READY})
"""The states in which a training can be started. This is an assumption, except that it needs training data."""


async def create_model(call: Call) -> Response:
    """Create a model."""
    body = call.read().body
    categories: list[str] = body["categories"]  # one named twice is listed once, as counts are by name
    model_type: ModelType = "ocr" if body.get("model_type") == "ocr" else call.group.model_types[0]
    return _model_response(call, call.state.create(model_type, categories))


async def get_model(call: Call) -> Response:
    """Return a model with its state."""
    return _model_response(call, call.model())


async def list_models(call: Call) -> Response:
    """Return the models of every type."""
    now = call.state.clock.seconds
    return JSONResponse([model_json(model, now) for model in call.state.models.values()])


async def get_annotations(call: Call) -> Response:
    """Return the training data of a model."""
    return JSONResponse(annotations_json(call.model(), call.state.clock.seconds))


async def upload(call: Call) -> Response:
    """Add training images from files or URLs."""
    model = call.model()
    body = call.read().body
    examples = _examples_by_file(body)
    default = Example(frozenset([body["category"]] if "category" in body else body.get("categories", ())))
    known = set(model.categories)
    if not known.issuperset(name for example in (default, *examples.values()) for name in example.names):
        raise invalid_field("category")
    sources = await call.sources(body)
    images = [
        image
        for source in sources
        if source.pages
        for image in call.state.add_images(model, source.name, source.pages, examples.get(source.name, default))
    ]
    if model.type in BOX_TYPES:
        return JSONResponse(training_data_json(model, images, call.state.clock.seconds), call.status(sources))
    return _model_response(call, model, call.status(sources))


async def train(call: Call) -> Response:
    """Start a training."""
    model = call.model()
    now = call.state.clock.seconds
    if model.state(now) not in _TRAINABLE:
        raise RequestError(call.behaviour.not_ready_status, "Model is not ready", "Look up its state first")
    model.start_training(call.state.classifier(), now)
    return _model_response(call, model)


def _examples_by_file(body: Mapping[str, Any]) -> dict[str, Example]:
    """Return the labels and boxes of a request by file name."""
    data = body.get("data", [])
    entries: list[dict[str, Any]] = json.loads(data) if isinstance(data, str) else data
    return {
        each["filename"]: Example(
            frozenset(each.get("categories", ())),
            tuple(_box(box) for box in each.get("object", ())),
        )
        for each in entries
    }


def _box(box: Mapping[str, Any]) -> LabelledBox:
    # 1.0 is an integer in JSON Schema.
    left, top, right, bottom = (int(box["bndbox"][edge]) for edge in EDGES)
    return LabelledBox(box["name"], left, top, right, bottom, box.get("ocr_text", ""))


def _model_response(call: Call, model: Model, status: int = 200) -> Response:
    return JSONResponse(model_json(model, call.state.clock.seconds), status)
