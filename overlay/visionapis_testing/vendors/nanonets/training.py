"""Models are created, looked up, given training data, and trained."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from visionapis_testing.emulator.json_response import JSONResponse

from .calls import Call
from .errors import RefusalError, invalid
from .models import BOXES, COMPLETE, FAILED, READY, Box, Lesson, Model, ModelType, Picture

_TRAINABLE = frozenset({FAILED, COMPLETE, READY})


async def create_model(call: Call) -> Response:
    """Make a model; in state 0."""
    body = call.read().body
    categories = list(dict.fromkeys(body["categories"]))
    wanted: ModelType = "ocr" if body.get("model_type") == "ocr" else call.family.types[0]
    return _answer(call, call.state.create(wanted, categories))


async def get_model(call: Call) -> Response:
    """Tell how far a model is."""
    return _answer(call, call.model())


async def list_models(call: Call) -> Response:
    """List the models of every type."""
    return JSONResponse([_described(call, model) for model in call.state.models.values()])


async def get_annotations(call: Call) -> Response:
    """List a model's training data."""
    model = call.model()
    described = _described(call, model)
    meta = {name: described[name] for name in ("categories", "state", "status")}
    return JSONResponse({"Meta": meta, "Data": [_picture(model, each) for each in model.pictures]})


async def upload(call: Call) -> Response:
    """Take training data, as files or by URL."""
    model = call.model()
    body = call.read().body
    lessons = _lessons(body)
    common = Lesson(frozenset([body["category"]] if "category" in body else body.get("categories", ())))
    known = set(model.categories)
    if not known.issuperset(name for lesson in (common, *lessons.values()) for name in lesson.names):
        raise invalid("category")
    sources = await call.sources(body)
    taken = [
        picture
        for source in sources
        if source.pages
        for picture in call.state.teach(model, source.name, source.pages, lessons.get(source.name, common))
    ]
    if model.type in BOXES:
        return JSONResponse(_training_data(call, model, taken), call.status(sources))
    return _answer(call, model, call.status(sources))


async def train(call: Call) -> Response:
    """Start a training. Which states allow one is an assumption, but for the refusal without training data."""
    model = call.model()
    now = call.state.clock.seconds
    if model.state(now) not in _TRAINABLE:
        raise RefusalError(call.variants.not_ready_status, "Model is not ready", "Look up its state first")
    model.train(call.state.recognizer(), now)
    return _answer(call, model)


def _lessons(body: Mapping[str, Any]) -> dict[str, Lesson]:
    """What the request says of each file, by its name."""
    data = body.get("data", [])
    entries: list[dict[str, Any]] = json.loads(data) if isinstance(data, str) else data
    return {
        each["filename"]: Lesson(
            frozenset(each.get("categories", ())),
            tuple(_box(box) for box in each.get("object", ())),
        )
        for each in entries
    }


def _box(box: Mapping[str, Any]) -> Box:
    # To JSON Schema 1.0 is an integer.
    left, top, right, bottom = (int(box["bndbox"][edge]) for edge in _EDGES)
    return Box(box["name"], left, top, right, bottom, box.get("ocr_text", ""))


_EDGES = ("xmin", "ymin", "xmax", "ymax")


def _answer(call: Call, model: Model, status: int = 200) -> Response:
    return JSONResponse(_described(call, model), status)


def _described(call: Call, model: Model) -> dict[str, Any]:
    now = call.state.clock.seconds
    return {
        "model_id": model.id,
        "model_type": model.type,
        "state": model.state(now),
        "categories": [{"name": name, "count": count} for name, count in model.counts().items()],
        "status": model.status(now),
    }


def _training_data(call: Call, model: Model, pictures: Sequence[Picture]) -> dict[str, Any]:
    described = _described(call, model)
    meta = {
        "ModelID": model.id,
        "ModelType": model.type,
        "State": described["state"],
        "Categories": described["categories"],
        "Accuracy": 0,
        "Status": described["status"],
    }
    return {"Meta": meta, "Data": [_picture(model, each) for each in pictures]}


def _picture(model: Model, picture: Picture) -> dict[str, Any]:
    width, height = picture.size
    lesson: dict[str, Any] = (
        {"object": [_object(box) for box in picture.lesson.boxes]}
        if model.type in BOXES
        else {"categories": sorted(picture.lesson.labels)}
    )
    return {"id": picture.id, "filename": picture.name, "size": {"width": width, "height": height}, **lesson}


def _object(box: Box) -> dict[str, Any]:
    corners = {edge: getattr(box, edge) for edge in _EDGES}
    return {"name": box.label, **({"ocr_text": box.text} if box.text else {}), "bndbox": corners}
