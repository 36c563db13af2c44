"""Read Roboflow's responses: hints, and labels of single-label and multi-label models."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from visionapis._http.response_rules import ResponseRules
from visionapis.errors import ResponseDecodeError, VisionAPIError
from visionapis.types import Classification, ImageSize, make_classification, read_label

from . import models

HINTS = {401: "check the key in api_key= or ROBOFLOW_API_KEY"}


SELF_HOSTED = "set base_url to an inference server of your own: other hosts do not have this route"

_SELF_HOSTED_CALLS = ("classification_infer_image", "models_", "server_")  # the beginnings of their names


def find_hint(error: VisionAPIError) -> str | None:
    """Return a hint that follows from the call, message or body of an error, if any."""
    body = cast("dict[str, object]", error.body) if isinstance(error.body, dict) else {}
    # The framework's own response to an unknown path has `detail` in place of `message`.
    if _is_self_hosted_call(error) and (error.status_code == 405 or (error.status_code == 404 and "detail" in body)):
        return SELF_HOSTED
    if isinstance(error, ResponseDecodeError) and "predictions" in body:
        return "use a classification model: this route serves models of every type"
    if error.status_code == 400 and "load input image" in error.message:
        if (error.operation or "").endswith("_url"):
            return "check that the URL is public, begins with https:// and leads to an image"
        return "check that the file is a complete image"
    if error.status_code == 404:
        if "detail" in body:
            return "check the path of base_url"
        if "message" in body:
            return "check that the model exists in the workspace of the key"
    return None


def find_hosted_hint(error: VisionAPIError) -> str | None:
    """Return a hint for an error of one of the vendor's hosts, which read the paths of other routes as models' ids."""
    if _is_self_hosted_call(error) and error.status_code in {400, 401, 403, 404, 405}:
        return SELF_HOSTED
    return find_hint(error)


def _is_self_hosted_call(error: VisionAPIError) -> bool:
    return (error.operation or "").startswith(_SELF_HOSTED_CALLS)


RULES = ResponseRules(hints=HINTS, find_hint=find_hint)

HOSTED_RULES = replace(RULES, find_hint=find_hosted_hint)

# The legacy host uses one status for several errors, as the vendor's own tests show.
LEGACY_RULES = replace(
    HOSTED_RULES,
    hints={
        **RULES.hints,
        403: "check the key, the model and the remaining quota: this host uses status 403 for all three",
    },
)


def to_classification(
    response: models.SingleLabelClassification | models.MultiLabelClassification, threshold: float | None
) -> Classification[models.SingleLabelClassification | models.MultiLabelClassification]:
    """Return the labels of a response.

    Raises:
        ResponseDecodeError: A label or the image size is not as documented.
    """
    if isinstance(response, models.MultiLabelClassification):
        # All labels; `predicted_classes` does not have those below 0.01, whatever the threshold.
        scores = response.predictions.additional_properties.items()
        labels = [read_label(name, score.confidence) for name, score in scores]
    else:
        labels = [read_label(prediction.class_, prediction.confidence) for prediction in response.predictions]
    size = ImageSize.of(response.image.width, response.image.height)
    return make_classification(labels, response, image_size=size, threshold=threshold)
