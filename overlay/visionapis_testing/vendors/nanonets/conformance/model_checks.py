"""Models: each is the same wherever it is looked up, and what is done to it shows."""

import json
from collections import Counter
from itertools import pairwise

from schemathesis import CheckContext, Response

from visionapis_contracts.nanonets.models import Annotations, Model, TrainingData
from visionapis_testing.conformance.contracts import Json
from visionapis_testing.conformance.exchanges import ask, is_valid, operation_id
from visionapis_testing.conformance.scenarios import Case, Check, require
from visionapis_testing.vendors.nanonets.models import CREATED, FAILED, IN_QUEUE, READY, RETRAINING, TRAINING

from .exchanges import answered, files, model_id, sent, texts
from .files import PAGES, URLS

TYPES = {
    "image_classification": "classification",
    "multi_label_classification": "multilabelclassification",
    "object_detection": "localization",
    "ocr": "ocr",
}
"""Of the models that a tag's operations make, if the request does not say."""

_BY_PATH = {
    "classification": "image_classification_get_model_by_path",
    "multilabelclassification": "multi_label_classification_get_model",
    "localization": "object_detection_get_model",
    "ocr": "ocr_get_model",
}
_LOOKS = 3
"""So often a model is looked up after a training began; an emulated one is over by then."""


def states_are_known(ctx: CheckContext, response: Response, case: Case) -> None:
    """A model's state is one of the vendor's eight, and nothing is counted below 0."""
    for model in _models(response):
        require(FAILED <= model["state"] <= RETRAINING, f"state {model['state']}")
        require(all(each["count"] >= 0 for each in model["categories"]), f"counts: {model['categories']}")


def same_model_everywhere(ctx: CheckContext, response: Response, case: Case) -> None:
    """A model that is looked up is the one that was asked for, also in the list of all and by its other path."""
    model = answered(response, Model)
    if model is None or "get_model" not in operation_id(case):
        return
    require(model["model_id"] == model_id(case, response), f"another model: {model['model_id']}")
    listed = ask(case, response, "image_classification_list_models")
    same = [each for each in _models(listed) if each["model_id"] == model["model_id"]]
    require(len(same) == 1, f"the list of all models has it {len(same)} times")
    others = [*same, *_looked_up(case, response, model)]
    if model["model_type"] == "classification":
        others += _models(ask(case, response, "image_classification_get_model", query={"modelId": model["model_id"]}))
    require(len(others) >= 2, "not found by its other path")
    for other in others:
        require(_lasting(other) == _lasting(model), f"{_lasting(other)} elsewhere, {_lasting(model)} here")


def created_model_is_found(ctx: CheckContext, response: Response, case: Case) -> None:
    """A new model has the type and the labels that were asked for and no training data, and can be looked up."""
    model, request = answered(response, Model), sent(response)
    if model is None or request is None or not is_valid(case) or not operation_id(case).endswith("create_model"):
        return
    wanted: Json = (
        json.loads(request.body) if isinstance(request.body, str) else {"categories": texts(request, "categories")}
    )
    labels = list(dict.fromkeys(wanted["categories"]))
    type_ = TYPES[case.operation.definition.raw["tags"][0]]
    require(model["model_type"] in {type_, wanted.get("model_type")}, f"of type {model['model_type']}")
    require(model["categories"] == [{"name": label, "count": 0} for label in labels], "not the labels that were sent")
    require(model["state"] == CREATED, f"a new model in state {model['state']}")
    found = _looked_up(case, response, model)
    require(found, "a model that was made is not found")
    require(_lasting(found[0]) == _lasting(model), f"{_lasting(model)} was made, {_lasting(found[0])} is found")


def annotations_are_counted(ctx: CheckContext, response: Response, case: Case) -> None:
    """A model counts the labels and boxes of its training data, as the list of them has them."""
    answer = answered(response, Annotations)
    if answer is None or "categories" not in answer["Meta"]:
        return
    found = Counter(
        name
        for picture in answer["Data"]
        for name in [*picture.get("categories", ()), *(box["name"] for box in picture.get("object", ()))]
    )
    for each in answer["Meta"]["categories"]:
        require(each["count"] == found[each["name"]], f"{each} where there are {found[each['name']]}")


def uploads_are_counted(ctx: CheckContext, response: Response, case: Case) -> None:
    """The same training data, sent a second time, counts a second time, and as much as was sent."""
    if "_upload_" not in operation_id(case) or response.status_code != 200 or not is_valid(case):
        return
    before, expected = _counts(response), _sent_labels(response)
    if before is None or expected is None:
        return
    after = _counts(case.call(headers={"Authorization": str(response.request.headers["Authorization"])}))
    require(after is not None, "the same data cannot be sent a second time")
    counted = {name: (after or {})[name] - count for name, count in before.items()}
    require(counted == {name: expected[name] for name in before}, f"counted are {counted}, sent were {dict(expected)}")


def training_goes_forward(ctx: CheckContext, response: Response, case: Case) -> None:
    """A training waits, is under way, and is over: its states never go back."""
    model = answered(response, Model)
    if model is None or "_train" not in operation_id(case):
        return
    states = [model["state"]]
    for _ in range(_LOOKS):
        states += [each["state"] for each in _looked_up(case, response, model)]
    require(states[0] in {IN_QUEUE, TRAINING, READY, RETRAINING}, f"state {states[0]} after a training began")
    order = [IN_QUEUE, TRAINING, RETRAINING, READY, FAILED]
    require(len(states) == _LOOKS + 1 and {*states} <= {*order}, f"states {states} of a training")
    require(
        all(order.index(earlier) <= order.index(later) for earlier, later in pairwise(states)),
        f"states {states} of a training",
    )


CHECKS: tuple[Check, ...] = (
    states_are_known,
    same_model_everywhere,
    created_model_is_found,
    annotations_are_counted,
    uploads_are_counted,
    training_goes_forward,
)


def state_of(case: Case, response: Response) -> int | None:
    """Return the state of the model that a request is about; None where there is no such model."""
    listed = _models(ask(case, response, "image_classification_list_models"))
    return next((each["state"] for each in listed if each["model_id"] == model_id(case, response)), None)


def _models(response: Response) -> list[Json]:
    """Return the models of an answer."""
    model = answered(response, Model)
    return [model] if model is not None else answered(response, list[Model]) or []


def _looked_up(case: Case, response: Response, model: Json) -> list[Json]:
    """Return a model as its path has it; none where it has not."""
    operation = _BY_PATH.get(model["model_type"])
    return _models(ask(case, response, operation, {"model_id": model["model_id"]})) if operation else []


def _lasting(model: Json) -> tuple[object, ...]:
    """What does not change with time."""
    return model["model_id"], model["model_type"], model["categories"]


def _counts(response: Response) -> dict[str, int] | None:
    """Return how much training data a model has of each label, after an upload."""
    model, data = answered(response, Model), answered(response, TrainingData)
    categories = model["categories"] if model else data["Meta"].get("Categories") if data else None
    return None if categories is None else {each["name"]: each["count"] for each in categories}


def _sent_labels(response: Response) -> Counter[str] | None:
    """Return how often each label was sent; a file's on each of its pages, a box's once. None where nobody knows."""
    request = sent(response)
    if request is None:
        return None
    said: Json = json.loads(request.body) if isinstance(request.body, str) else {}
    urls = said.get("urls") or texts(request, "urls")
    sources = [(file.name, file.content) for file in files(request)] or [(url, URLS.get(url, b"")) for url in urls]
    entries = said.get("data") or json.loads("".join(texts(request, "data")) or "[]")
    of_file = {entry["filename"]: entry for entry in entries}
    if any(content not in PAGES for _, content in sources) or len(of_file) < len(entries):
        return None
    common = [*texts(request, "category"), *texts(request, "categories")]
    found: Counter[str] = Counter()
    for name, content in sources:
        entry = of_file.get(name, {"categories": common})
        found.update([*entry.get("categories", ())] * PAGES[content])
        found.update(box["name"] for box in entry.get("object", ()))
    return found
