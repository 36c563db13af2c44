"""Emulated Nanonets accounts with models of every type, and discovery of a live account's models and pages."""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx

from visionapis_contracts.nanonets.models import InferencePages, Model
from visionapis_generated.nanonets import operations
from visionapis_generated.vendors import VENDORS
from visionapis_testing import NanonetsEmulator
from visionapis_testing.conformance.images import COLOURS, SIZE, make_image
from visionapis_testing.conformance.scenarios import Resources
from visionapis_testing.conformance.suites import KEY, PreparedServer
from visionapis_testing.vendors.nanonets.behaviour import Behaviour
from visionapis_testing.vendors.nanonets.models import READY, RETRAINING, LabelledBox

from .documents import MODEL_KINDS
from .exchanges import listed_pages, parse
from .files import INVALID_FILE_URLS, INVALID_URLS, URLS, VALID
from .model_checks import MODEL_TYPES

_KINDS = {type_: MODEL_KINDS[tag] for tag, type_ in MODEL_TYPES.items()}
"""The beginning of resource names by model type."""

RESOURCE_NAMES = {
    **{f"{kind}_model": f"the id of a trained model of type {type_}" for type_, kind in _KINDS.items()},
    **{f"{kind}_label": f"a label of the {kind}_model" for kind in _KINDS.values()},
    "untrained_model": "the id of an untrained model of type classification that can be trained",
    "page": "the id of a page that the ocr_model has processed",
    "file": "the request_file_id of a file that the ocr_model has processed",
    "image_url": "the URL of a PNG, JPEG or PDF file",
    "invalid_url": "a URL without such a file",
}

_MAX_PAGES = 5
_DAYS = (1, 30, 365)
"""The periods that are searched for pages, until there are some."""


def prepare(behaviour: Behaviour, remaining_calls: int | None) -> PreparedServer:
    """Return an emulator with a trained model of each type, an untrained one, and processed pages."""
    emulator = NanonetsEmulator(api_key=KEY, behaviour=behaviour)
    emulator.register("colours", [(make_image(colour), colour) for colour in COLOURS])
    emulator.register(
        "mixed", [(make_image(colour), {colour, "plain"}) for colour in COLOURS], model_type="multilabelclassification"
    )
    boxes = {
        colour: LabelledBox(colour, number, 2, number + 10, 12, f"{colour} text")
        for number, colour in enumerate(COLOURS)
    }
    emulator.register(
        "boxes", [(make_image(colour), [box]) for colour, box in boxes.items()], model_type="localization"
    )
    emulator.register("texts", [(make_image(colour), [box]) for colour, box in boxes.items()], model_type="ocr")
    for url, content in {**URLS, **INVALID_FILE_URLS}.items():
        emulator.register_url(url, content)
    with httpx.Client(transport=emulator.transport(), base_url=VENDORS["nanonets"].base_url, auth=(KEY, "")) as client:
        predict = partial(
            client.post,
            operations.OCR_PREDICT_FILES.path.format(model_id="texts"),
            files={"file": ("pages.pdf", VALID["pdf, two pages"])},
        )
        pages = predict().json()["result"] + predict().json()["result"]
        emulator.review(pages[0]["id"], [boxes["red"]])
        created = client.post(operations.IMAGE_CLASSIFICATION_CREATE_MODEL.path, data={"categories": COLOURS})
        untrained = created.json()["model_id"]
        for colour in COLOURS:
            client.post(
                operations.IMAGE_CLASSIFICATION_UPLOAD_FILES.path,
                data={"modelId": untrained, "category": colour},
                files={"file": ("image.png", make_image(colour, size=SIZE))},
            )
    emulator.remaining_calls = remaining_calls
    models = {
        f"{kind}_model": [name]
        for kind, name in zip(_KINDS.values(), ("colours", "mixed", "boxes", "texts"), strict=True)
    }
    resources = {
        **models,
        **{f"{kind}_label": COLOURS for kind in _KINDS.values()},
        "untrained_model": [untrained],
        "page": [page["id"] for page in pages],
        "file": sorted({page["request_file_id"] for page in pages}),
        "image_url": [*URLS],
        "invalid_url": INVALID_URLS,
    }
    return PreparedServer(emulator, resources)


SERVERS: Mapping[str, Callable[[], PreparedServer]] = {
    "standard": partial(prepare, Behaviour(), None),
    "alternative": partial(prepare, Behaviour(not_ready_status=400, partial_status=206, submissions="pages"), None),
    "no-calls-left": partial(prepare, Behaviour(), 0),
}
"""`alternative` responds as sources describe that contradict those of `standard`."""


def discover(client: httpx.Client, key: str) -> Resources:
    """Return one trained model of each type with its labels, and recently processed pages."""
    authorization = {"authorization": f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"}

    def get(path: str, shape: object, query: Mapping[str, int] | None = None) -> Any:
        response = client.get(path, params=query, headers=authorization)
        return parse(response.content, shape) if response.is_success else None

    resources: dict[str, Sequence[str]] = {}
    for model in get(operations.IMAGE_CLASSIFICATION_LIST_MODELS.path, list[Model]) or ():
        name = _KINDS.get(model["model_type"])
        if name and model["categories"] and f"{name}_model" not in resources and model["state"] in {READY, RETRAINING}:
            resources[f"{name}_model"] = [model["model_id"]]
            resources[f"{name}_label"] = [category["name"] for category in model["categories"]]
    today = (datetime.now(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
    for model_id in resources.get("ocr_model", ()):
        path = operations.INFERENCES_LIST_BY_DAY.path.format(model_id=model_id)
        for days in _DAYS:
            query = {"start_day_interval": today - days, "current_batch_day": today}
            lists = get(path, InferencePages, query)
            pages = [page for page in listed_pages(lists) if {"id", "request_file_id"} <= page.keys()][:_MAX_PAGES]
            if pages:
                resources["page"] = [page["id"] for page in pages]
                resources["file"] = sorted({page["request_file_id"] for page in pages})
                break
    return resources


def server_type(base_url: str) -> str:
    """Return `standard` for every URL."""
    return "standard"
