"""The time to decode a response into objects."""

from __future__ import annotations

import json
from functools import partial
from timeit import timeit

from visionapis_generated.nanonets.models import Detection

from .rows import Row, in_turns

BOXES = 300
CALLS = 5
ROUNDS = 51

PAGE = "7a1f8e60-6fd0-11ec-9f6d-6e1b4d2c5a10"


def measure() -> list[Row]:
    """Compare decoding an OCR response into objects with decoding it into lists and dictionaries."""
    content = json.dumps(detection()).encode()
    objects = Detection.from_dict(json.loads(content))
    if len(objects.result[0].prediction) != BOXES:
        raise RuntimeError("the response was not decoded completely")
    samples = in_turns(
        {
            "ours": partial(timeit, lambda: Detection.from_dict(json.loads(content)), number=CALLS),
            "json": partial(timeit, lambda: json.loads(content), number=CALLS),
        },
        ROUNDS,
    )
    ours, bare = ([seconds / CALLS * 1e6 for seconds in samples[name]] for name in ("ours", "json"))
    return [Row(f"decoding an OCR response, {BOXES} boxes", "json.loads", "us", ours, bare, at_most=2.5)]


def detection() -> dict[str, object]:
    """Return an OCR response with as many boxes, as described in the contract."""
    page = {"message": "Success", "input": "receipt.pdf", "page": 0, "request_file_id": PAGE, "id": PAGE, "rotation": 0}
    boxes = [
        {
            "id": f"1c0d8f6a-52f3-4b5e-9a7c-{number:012x}",
            "label": "seller_name",
            "xmin": 60 + number,
            "ymin": 310 + number,
            "xmax": 960 + number,
            "ymax": 350 + number,
            "score": 0.9137243,
            "ocr_text": f"Meadow & Finch Ltd., {number} Mill Lane",
            "type": "field",
            "status": "correctly_predicted",
            "page_no": 0,
            "label_id": "6c0b7a1e-1e2f-4c3d-8a5b-6f7e8d9c0b1a",
        }
        for number in range(BOXES)
    ]
    return {"message": "Success", "result": [{**page, "prediction": boxes}]}
