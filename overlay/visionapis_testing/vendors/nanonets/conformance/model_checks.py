"""Checks of models: every operation that reads one returns the same, and changes are visible."""

import json
from collections import Counter
from itertools import pairwise

from schemathesis import CheckContext, Response

from visionapis_contracts.nanonets.models import Annotations, Model, TrainingData
from visionapis_testing.conformance.contracts import Json
from visionapis_testing.conformance.exchanges import call_operation, is_valid, operation_id
from visionapis_testing.conformance.scenarios import Case, Check, require
from visionapis_testing.vendors.nanonets.models import CREATED, FAILED, IN_QUEUE, READY, RETRAINING, TRAINING

from .exchanges import files, model_id, parsed_request, response_json, texts
from .files import PAGES, URLS

MODEL_TYPES = {
    "image_classification": "classification",
    "multi_label_classification": "multilabelclassification",
    "object_detection": "localization",
    "ocr": "ocr",
}
"""The type of the models that a tag's operations create, unless the request has another one."""

_GET_MODEL = {
    "classification": "image_classification_get_model_by_path",
    "multilabelclassification": "multi_label_classification_get_model",
    "localization": "object_detection_get_model",
    "ocr": "ocr_get_model",
}
_POLLS = 3
"""The number of times that a model in training is read; an emulated training has ended by then."""


def states_are_known(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a model has one of the vendor's eight states, and no negative counts."""
    for model in _models(response):
        require(FAILED <= model["state"] <= RETRAINING, f"state {model['state']}")
        require(all(each["count"] >= 0 for each in model["categories"]), f"negative count: {model['categories']}")


def same_model_everywhere(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a model is the requested one, and the same in the list of models and at its other path."""
    model = response_json(response, Model)
    if model is None or "get_model" not in operation_id(case):
        return
    require(model["model_id"] == model_id(case, response), f"model {model['model_id']} was not requested")
    models = call_operation(case, response, "image_classification_list_models")
    same = [each for each in _models(models) if each["model_id"] == model["model_id"]]
    require(len(same) == 1, f"the list of models has it {len(same)} times")
    others = [*same, *_read(case, response, model)]
    if model["model_type"] == "classification":
        others += _models(
            call_operation(case, response, "image_classification_get_model", query={"modelId": model["model_id"]})
        )
    require(len(others) >= 2, "not found at its other path")
    for other in others:
        require(_stable(other) == _stable(model), f"{_stable(other)} elsewhere, {_stable(model)} here")


def created_model_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a new model has the requested type and labels and no training data, and can be read."""
    model, request = response_json(response, Model), parsed_request(response)
    if model is None or request is None or not is_valid(case) or not operation_id(case).endswith("create_model"):
        return
    requested: Json = (
        json.loads(request.body) if isinstance(request.body, str) else {"categories": texts(request, "categories")}
    )
    labels = list(dict.fromkeys(requested["categories"]))
    type_ = MODEL_TYPES[case.operation.definition.raw["tags"][0]]
    require(model["model_type"] in {type_, requested.get("model_type")}, f"model type {model['model_type']}")
    require(model["categories"] == [{"name": label, "count": 0} for label in labels], "not the requested labels")
    require(model["state"] == CREATED, f"state {model['state']} of a new model")
    found = _read(case, response, model)
    require(found, "the new model is not found")
    require(_stable(found[0]) == _stable(model), f"{_stable(model)} was created, {_stable(found[0])} is found")


def annotations_are_counted(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that the counts of a model's labels are those of the listed training data."""
    parsed = response_json(response, Annotations)
    if parsed is None or "categories" not in parsed["Meta"]:
        return
    found = Counter(
        name
        for image in parsed["Data"]
        for name in [*image.get("categories", ()), *(box["name"] for box in image.get("object", ()))]
    )
    for each in parsed["Meta"]["categories"]:
        require(
            each["count"] == found[each["name"]],
            f"count {each['count']} of {each['name']!r}, listed {found[each['name']]}",
        )


def uploads_are_counted(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that the same training data is counted again when it is sent again."""
    if "_upload_" not in operation_id(case) or response.status_code != 200 or not is_valid(case):
        return
    before, expected = _counts(response), _sent_labels(response)
    if before is None or expected is None:
        return
    after = _counts(case.call(headers={"Authorization": str(response.request.headers["Authorization"])}))
    require(after is not None, "the same data is rejected the second time")
    counted = {name: (after or {})[name] - count for name, count in before.items()}
    require(counted == {name: expected[name] for name in before}, f"counted {counted}, sent {dict(expected)}")


def training_states_advance(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that a model in training is queued, then trains, then is ready or failed, and never goes back."""
    model = response_json(response, Model)
    if model is None or "_train" not in operation_id(case):
        return
    states = [model["state"]]
    for _ in range(_POLLS):
        states += [each["state"] for each in _read(case, response, model)]
    require(states[0] in {IN_QUEUE, TRAINING, READY, RETRAINING}, f"state {states[0]} of a model in training")
    order = [IN_QUEUE, TRAINING, RETRAINING, READY, FAILED]
    require(len(states) == _POLLS + 1 and {*states} <= {*order}, f"states {states} of a model in training")
    require(
        all(order.index(earlier) <= order.index(later) for earlier, later in pairwise(states)),
        f"states {states} of a model in training",
    )


CHECKS: tuple[Check, ...] = (
    states_are_known,
    same_model_everywhere,
    created_model_is_found,
    annotations_are_counted,
    uploads_are_counted,
    training_states_advance,
)


def state_of(case: Case, response: Response) -> int | None:
    """Return the state of the model that a request names; None if it does not exist."""
    models = _models(call_operation(case, response, "image_classification_list_models"))
    return next((each["state"] for each in models if each["model_id"] == model_id(case, response)), None)


def _models(response: Response) -> list[Json]:
    """Return the models of a response."""
    model = response_json(response, Model)
    return [model] if model is not None else response_json(response, list[Model]) or []


def _read(case: Case, response: Response, model: Json) -> list[Json]:
    """Return the model at its path; empty if it is not found."""
    operation = _GET_MODEL.get(model["model_type"])
    return _models(call_operation(case, response, operation, {"model_id": model["model_id"]})) if operation else []


def _stable(model: Json) -> tuple[object, ...]:
    """Return the fields that a training does not change."""
    return model["model_id"], model["model_type"], model["categories"]


def _counts(response: Response) -> dict[str, int] | None:
    """Return the number of training examples of each label after an upload."""
    model, data = response_json(response, Model), response_json(response, TrainingData)
    categories = model["categories"] if model else data["Meta"].get("Categories") if data else None
    return None if categories is None else {each["name"]: each["count"] for each in categories}


def _sent_labels(response: Response) -> Counter[str] | None:
    """Return how often each label was sent, once per page of a file or once per box; None if a file is unknown."""
    request = parsed_request(response)
    if request is None:
        return None
    fields: Json = json.loads(request.body) if isinstance(request.body, str) else {}
    urls = fields.get("urls") or texts(request, "urls")
    sources = [(file.name, file.content) for file in files(request)] or [(url, URLS.get(url, b"")) for url in urls]
    entries = fields.get("data") or json.loads("".join(texts(request, "data")) or "[]")
    by_name = {entry["filename"]: entry for entry in entries}
    if any(content not in PAGES for _, content in sources) or len(by_name) < len(entries):
        return None
    common = [*texts(request, "category"), *texts(request, "categories")]
    found: Counter[str] = Counter()
    for name, content in sources:
        entry = by_name.get(name, {"categories": common})
        found.update([*entry.get("categories", ())] * PAGES[content])
        found.update(box["name"] for box in entry.get("object", ()))
    return found
