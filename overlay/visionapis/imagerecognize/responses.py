"""Read ImageRecognize's responses: errors in bodies, hints, and labels in percent."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import httpx

from visionapis._http.response_rules import EmbeddedError, ResponseRules
from visionapis.types import (
    BoundingBox,
    Classification,
    ImageSize,
    Label,
    make_classification,
    read_label,
    read_number,
    read_text,
)
from visionapis_generated.vendors import VENDORS

from . import models

if TYPE_CHECKING:
    from visionapis_contracts.imagerecognize import responses as documents

_BASE_URL_HINT = (
    f"check base_url: it includes the version of the API, such as {httpx.URL(VENDORS['imagerecognize'].base_url).path}"
)

# The vendor documents each status with one meaning: https://imagerecognize.com/apidoc
HINTS = {
    300: _BASE_URL_HINT,
    400: _BASE_URL_HINT,
    401: "check the key in api_key= or IMAGERECOGNIZE_API_KEY",
    402: "check the remaining calls of the account's plan",
    404: _BASE_URL_HINT,
    412: "check that the file is a complete image",
    413: "send a smaller image",
    415: "send a PNG or JPEG image",
    420: "check the version of the API in base_url",
}


def find_error(response: httpx.Response) -> EmbeddedError | None:
    """Return the error in a body: by its `status`, or, in a successful response, by a text in `data.error`.

    Whether HTTP has the status of the body is not documented, so the body's takes precedence. A text in `data.error` is
    documented beside status 200, the only status that such an error has.
    """
    body = cast("documents.RecognitionOutcome", response.json())
    status = int(body["status"])
    if status >= 300:
        return EmbeddedError(status, read_text(cast("documents.ErrorResponse", body).get("status_message") or ""))
    error = cast("documents.FailedResponse | documents.ObjectsResponse", body)["data"]["error"]
    if response.is_success and isinstance(error, str) and error not in {"", "0"}:
        return EmbeddedError(status, error)
    return None


RULES = ResponseRules(hints=HINTS, find_error=find_error)


def to_classification(
    response: models.ObjectsResponse, image_size: ImageSize | None, threshold: float | None
) -> Classification[models.ObjectsResponse]:
    """Return the labels of a response.

    Raises:
        ResponseDecodeError: A label or a box is not as documented.
    """
    labels = map(_to_label, response.data.objects)
    return make_classification(labels, response, image_size=image_size, threshold=threshold)


def _to_label(detected: models.DetectedObject) -> Label:
    return read_label(
        detected.name, detected.confidence, whole=100, boxes=tuple(map(_to_box, detected.coordinates or ()))
    )


def _to_box(box: models.BoundingBox) -> BoundingBox:
    return BoundingBox(*(read_number(each, "a box", -1, 2) for each in (box.x, box.y, box.width, box.height)))
