"""Batches of Ximilar: what a request with several images holds, and a response to it."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from tests.helpers.recording import make_response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.helpers.recording import Received

ARGUMENTS = {"task": "a"}


def images_of(received: Received) -> list[bytes]:
    """Return the images of a request, or their URLs."""
    records = json.loads(received.body)["records"]
    return [each["_url"].encode() if "_url" in each else base64.b64decode(each["_base64"]) for each in records]


def respond(images: Sequence[bytes]) -> bytes:
    """Return a response in which each image has a label, except those that end with `bad`."""
    labels = [{"id": "1", "name": "dent", "prob": 1.0}]
    good = {"_status": {"code": 200, "text": "OK"}, "best_label": labels[0], "labels": labels}
    bad = {"_status": {"code": 400, "text": "The image cannot be read"}}
    records = [bad if image.endswith(b"bad") else good for image in images]
    code = 500 if bad in records else 200
    return make_response({"task_id": "a", "version": 1, "status": {"code": code, "text": ""}, "records": records})
