"""Known deviations of self-hosted servers from the contract of the routes with JSON bodies."""

import json
from typing import Any, cast

from schemathesis import Response
from schemathesis.core.failures import Failure, ServerError

from visionapis_testing.conformance.exchanges import request_of
from visionapis_testing.conformance.scenarios import Case, KnownDeviation

from .known_deviations import OFFLINE


def _names_no_model(failure: Failure, case: Case, response: Response) -> bool:
    return isinstance(failure, ServerError) and _body(response).get("model_id", "-") in {None, ""}


def _has_no_image_text(failure: Failure, case: Case, response: Response) -> bool:
    images: object = _body(response).get("image")
    listed = cast("list[object]", images) if isinstance(images, list) else [images]
    values = [cast("dict[str, object]", image).get("value") for image in listed if isinstance(image, dict)]
    return isinstance(failure, ServerError) and any(
        not (isinstance(value, str) and value.isascii()) for value in values
    )


def _body(response: Response) -> dict[str, Any]:
    try:
        body: object = json.loads(request_of(response).content)
    except ValueError:
        return {}
    return cast("dict[str, Any]", body) if isinstance(body, dict) else {}


JSON_DEVIATIONS = (
    OFFLINE,
    KnownDeviation(
        "no-model-id", "The server fails on a model's id that is empty, and on null for one.", _names_no_model
    ),
    KnownDeviation(
        "image-without-text",
        "The server fails on an image whose value is missing, is not a text, or has characters outside ASCII.",
        _has_no_image_text,
    ),
)
