"""Checks of Roboflow's responses that a schema cannot express.

Each has the signature of a schemathesis check. They skip a response that does not match its schema, which the check of
schemas reports.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError
from schemathesis import CheckContext, Response

from visionapis_contracts.roboflow.models import Classification, MultiLabelClassification, SingleLabelClassification
from visionapis_testing.conformance.errors import KeyRejectedError
from visionapis_testing.conformance.exchanges import differs_in_path_alone, query_params
from visionapis_testing.conformance.scenarios import Case, Check, require
from visionapis_testing.conformance.scores import require_order, require_range
from visionapis_testing.vendors.roboflow.errors import LOADING_ERRORS
from visionapis_testing.vendors.roboflow.state import is_stub

ROUNDING = 0.00005
"""Half a unit of the fourth decimal, to which single-label responses round confidences."""

_JPEG = b"\xff\xd8\xff"
_MODEL_ID = re.compile(r"[^/]+/[^/]+")


def model_id(response: Response) -> str:
    """Return the requested model."""
    return unquote(urlsplit(str(response.request.url)).path).strip("/")


def response_fits_model(is_multi_label: Mapping[str, bool], unknown_model: int, key: str) -> Check:
    """Return a check, given the known models with their kinds and the expected status for an unknown model.

    The check raises KeyRejectedError for status 401 in spite of the key. A self-hosted server checks the key only while
    it loads a model, so that the first model that it cannot load tells.
    """

    def response_fits_model(ctx: CheckContext, response: Response, case: Case) -> None:
        """Check that a known model returns fields of its own kind only, and that an unknown one is an error."""
        model = model_id(response)
        if response.status_code == 401 and key and _carries(response, key):
            raise KeyRejectedError(f"the server rejects the API key: status 401 for model {model}")
        if _classification(response) is not None and model in is_multi_label:
            found = {"top", "confidence", "predicted_classes"} & response.json().keys()
            require(
                found == ({"predicted_classes"} if is_multi_label[model] else {"top", "confidence"}),
                "fields of the other kind of model",
            )
        elif (
            model not in is_multi_label
            and _MODEL_ID.fullmatch(model)
            and not is_impossible(model)
            and differs_in_path_alone(case)
        ):
            require(
                response.status_code == unknown_model or is_offline(response),
                f"status {response.status_code} for an unknown model, expected {unknown_model}",
            )

    return response_fits_model


def is_impossible(model: str) -> bool:
    """Return whether the server fails on a model id: a zero version, a segment `.` or `..`, or outside Latin-1."""
    dataset, _, version = model.partition("/")
    ambiguous = {dataset, *re.split(r"[\\/]", version)} & {"", ".", ".."}
    fits_header = model.isprintable() and all(character <= "\xff" for character in model)
    return is_stub(version) or bool(ambiguous) or not fits_header


def is_offline(response: Response) -> bool:
    """Return whether a server without a network says that it cannot load a model."""
    return response.status_code == 503 and LOADING_ERRORS[503].encode() in response.content


def single_label_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that the labels reach the threshold and are sorted, and that the top-level fields repeat the first."""
    require_single_label(_classification(response), _threshold(response))


def require_single_label(parsed: object, minimum: float | None) -> None:
    """Require the order, the range and the threshold of the labels of a single-label model."""
    if not isinstance(parsed, SingleLabelClassification):
        return
    scores = [prediction.confidence for prediction in parsed.predictions]
    best = [(prediction.class_, prediction.confidence) for prediction in parsed.predictions[:1]] or [("", 0)]
    require_range(scores)
    require_order(scores)
    require((parsed.top, parsed.confidence) == best[0], "top and confidence are not those of the first label")
    if minimum is not None:
        require(not any(score < minimum - ROUNDING for score in scores), f"below the threshold {minimum}: {scores}")


def multi_label_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that all labels are in the model's order, and that `predicted_classes` has those above the threshold."""
    require_multi_label(_classification(response), _threshold(response))


def require_multi_label(parsed: object, minimum: float | None) -> None:
    """Require the order, the range and the threshold of the labels of a multi-label model."""
    if not isinstance(parsed, MultiLabelClassification):
        return
    scores = {label: score.confidence for label, score in parsed.predictions.root.items()}
    require_range([*scores.values()])
    require(
        [score.class_id for score in parsed.predictions.root.values()] == list(range(len(scores))),
        "class_id is not the index in the model's order",
    )
    if minimum is not None:
        require(
            parsed.predicted_classes == [label for label, score in scores.items() if score >= minimum],
            f"predicted_classes are not those above the threshold {minimum}: {parsed.predicted_classes}",
        )


def format_as_requested(ctx: CheckContext, response: Response, case: Case) -> None:
    """Check that the response is a JPEG, or has a visualization beside the labels, exactly when requested."""
    if response.status_code != 200 or response.request.method not in {"GET", "POST"}:
        return
    requested = query_params(response.request.url).get("format", "json")
    if requested == "image":
        require(response.content.startswith(_JPEG), f"not a JPEG: {response.content[:20]!r}")
    else:
        parsed = _classification(response)
        require(
            parsed is None or ("visualization" in parsed.model_fields_set) == (requested == "image_and_json"),
            "a visualization that was not requested, or none that was",
        )


CHECKS: tuple[Check, ...] = (single_label_in_order, multi_label_in_order, format_as_requested)


def _carries(response: Response, key: str) -> bool:
    request = response.request
    sent = query_params(request.url).get("api_key")
    return key == sent if sent is not None else request.headers.get("Authorization") == f"Bearer {key}"


def _classification(response: Response) -> SingleLabelClassification | MultiLabelClassification | None:
    """Return the labels of a success; None for an error response or another body."""
    if response.status_code != 200:
        return None
    try:
        return Classification.model_validate_json(response.content, strict=True).root
    except ValidationError:
        return None


def _threshold(response: Response) -> float | None:
    """Return the threshold as a fraction; None if it is not a number, which selects the model's own thresholds."""
    try:
        number = float(query_params(response.request.url).get("confidence", "0.4"))
    except ValueError:
        return None
    fraction = number / 100 if number >= 1 else number
    return max(fraction, 0.01)
