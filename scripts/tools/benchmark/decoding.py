"""The time to decode a response into objects."""

from __future__ import annotations

import json
from functools import partial
from timeit import timeit

from .examples import ocr
from .rows import Row, in_turns

CALLS = 5
ROUNDS = 51


def measure() -> list[Row]:
    """Compare decoding an OCR response into objects with decoding it into lists and dictionaries."""
    content = json.dumps(ocr.response()).encode()
    samples = in_turns(
        {
            "ours": partial(timeit, lambda: ocr.decode(json.loads(content)), number=CALLS),
            "json": partial(timeit, lambda: json.loads(content), number=CALLS),
        },
        ROUNDS,
    )
    ours, bare = ([seconds / CALLS * 1e6 for seconds in samples[name]] for name in ("ours", "json"))
    return [Row(f"decoding an OCR response, {ocr.BOXES} boxes", "json.loads", "us", ours, bare, at_most=2.5)]
