"""Emulated accounts with models of every type, and how to find such things in a real one."""

import base64
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx

from visionapis_contracts.nanonets.models import InferencePages, Model
from visionapis_testing import NanonetsEmulator
from visionapis_testing.conformance.images import COLOURS, SIZE, picture
from visionapis_testing.conformance.scenarios import Known
from visionapis_testing.conformance.suites import KEY, Prepared
from visionapis_testing.vendors.nanonets.calls import Variants
from visionapis_testing.vendors.nanonets.models import READY, RETRAINING, Box

from .documents import KINDS
from .exchanges import listed, parsed
from .files import BAD_URLS, BROKEN_URLS, URLS, WHOLE
from .model_checks import TYPES

_KINDS = {type_: KINDS[tag] for tag, type_ in TYPES.items()}
"""How the suite calls models of a type."""

NAMES = {
    **{f"{kind}_model": f"the id of a trained model of type {type_}" for type_, kind in _KINDS.items()},
    **{f"{kind}_label": f"a label of that model of type {type_}" for type_, kind in _KINDS.items()},
    "untrained_model": "the id of a model of type classification that can be trained and has not been",
    "page": "the id of a page that the model of type ocr has read",
    "file": "the request_file_id of a file that the model of type ocr has read",
    "picture_url": "the address of a PNG, JPEG or PDF file",
    "broken_url": "an address that holds no such file",
}

_ENOUGH = 5
_DAYS = (1, 30, 365)
"""How far back pages are looked for, until there are some."""


def account(variants: Variants, free_calls: int | None) -> Prepared:
    """Return an account with a trained model of each type, one that is not trained, and pages that were read."""
    server = NanonetsEmulator(api_key=KEY, variants=variants)
    server.register("colours", [(picture(colour), colour) for colour in COLOURS])
    server.register(
        "mixed", [(picture(colour), {colour, "plain"}) for colour in COLOURS], model_type="multilabelclassification"
    )
    boxes = {colour: Box(colour, number, 2, number + 10, 12, f"{colour} text") for number, colour in enumerate(COLOURS)}
    server.register("boxes", [(picture(colour), [box]) for colour, box in boxes.items()], model_type="localization")
    server.register("texts", [(picture(colour), [box]) for colour, box in boxes.items()], model_type="ocr")
    for url, content in {**URLS, **BROKEN_URLS}.items():
        server.register_url(url, content)
    with httpx.Client(
        transport=server.transport(), base_url="https://app.nanonets.com/api/v2", auth=(KEY, "")
    ) as client:
        read = partial(
            client.post, "/OCR/Model/texts/LabelFile", files={"file": ("pages.pdf", WHOLE["pdf, two pages"])}
        )
        pages = read().json()["result"] + read().json()["result"]
        server.review(pages[0]["id"], [boxes["red"]])
        made = client.post("/ImageCategorization/Model", data={"categories": COLOURS}).json()["model_id"]
        for colour in COLOURS:
            client.post(
                f"/ImageCategorization/Model/{made}/UploadFile",
                data={"category": colour},
                files={"file": ("picture.png", picture(colour, size=SIZE))},
            )
    server.free_calls = free_calls
    models = {
        f"{kind}_model": [name]
        for kind, name in zip(_KINDS.values(), ("colours", "mixed", "boxes", "texts"), strict=True)
    }
    known = {
        **models,
        **{f"{kind}_label": COLOURS for kind in _KINDS.values()},
        "untrained_model": [made],
        "page": [page["id"] for page in pages],
        "file": sorted({page["request_file_id"] for page in pages}),
        "picture_url": [*URLS],
        "broken_url": BAD_URLS,
    }
    return Prepared(server, known)


SERVERS = {
    "account": partial(account, Variants(), None),
    "other answers": partial(account, Variants(not_ready_status=400, partial_status=206, submissions="pages"), None),
    "account without calls": partial(account, Variants(), 0),
}
"""Beside the usual one: a server that answers as other sources have it, and an account whose calls are used up."""


def discover(client: httpx.Client, key: str) -> Known:
    """Look up trained models with their labels, and pages that were read of late; all that the server tells of them."""
    authorization = {"authorization": f"Basic {base64.b64encode(f'{key}:'.encode()).decode()}"}

    def get(path: str, shape: object, query: Mapping[str, int] | None = None) -> Any:
        answer = client.get(path, params=query, headers=authorization)
        return parsed(answer.content, shape) if answer.is_success else None

    known: dict[str, Sequence[str]] = {}
    for model in get("/ImageCategorization/Models", list[Model]) or ():
        name = _KINDS.get(model["model_type"])
        if name and model["categories"] and f"{name}_model" not in known and model["state"] in {READY, RETRAINING}:
            known[f"{name}_model"] = [model["model_id"]]
            known[f"{name}_label"] = [category["name"] for category in model["categories"]]
    today = (datetime.now(UTC) - datetime(1970, 1, 1, tzinfo=UTC)).days
    for model_id in known.get("ocr_model", ()):
        for days in _DAYS:
            query = {"start_day_interval": today - days, "current_batch_day": today}
            lists = get(f"/Inferences/Model/{model_id}/ImageLevelInferences", InferencePages, query)
            pages = [page for page in listed(lists) if {"id", "request_file_id"} <= page.keys()][:_ENOUGH]
            if pages:
                known["page"] = [page["id"] for page in pages]
                known["file"] = sorted({page["request_file_id"] for page in pages})
                break
    return known
