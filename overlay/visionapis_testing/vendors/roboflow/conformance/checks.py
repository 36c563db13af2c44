"""What a schema cannot say of Roboflow's answers.

Each check takes what schemathesis passes to one and raises AssertionError. An answer of the wrong shape is left to the
check of schemas.
"""

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError
from schemathesis import CheckContext, Response

from visionapis_contracts.roboflow.models import Classification, MultiLabelClassification, SingleLabelClassification
from visionapis_testing.conformance.exchanges import differs_in_path_alone, query_of
from visionapis_testing.conformance.scenarios import Case, Check, require
from visionapis_testing.conformance.scores import require_order, require_range

ROUNDING = 0.00005
"""Half of the last of the four decimals that a single-label answer keeps."""

_JPEG = b"\xff\xd8\xff"
_MODEL_ID = re.compile(r"[^/]+/(?!0$)[^/]+")  # two segments; version 0 is the vendor's own


def model_id(response: Response) -> str:
    """The model that was asked for."""
    return unquote(urlsplit(str(response.request.url)).path).strip("/")


def answers_for_its_model(multi_label: Mapping[str, bool], unknown: int) -> Check:
    """Make a check: `multi_label` says of each model which kind it is, `unknown` is the status when there is none."""

    def answers_for_its_model(ctx: CheckContext, response: Response, case: Case) -> None:
        """A model answers in the shape of its kind alone, and nothing answers for a model that is not there."""
        model = model_id(response)
        answer = _answer(response)
        if answer is not None and model in multi_label:
            found = {"top", "confidence", "predicted_classes"} & response.json().keys()
            require(
                found == ({"predicted_classes"} if multi_label[model] else {"top", "confidence"}),
                "the shape of the other kind of model",
            )
        elif model not in multi_label and _MODEL_ID.fullmatch(model) and differs_in_path_alone(case):
            require(response.status_code == unknown, f"the status for an unknown model is {unknown}")

    return answers_for_its_model


def single_label_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """The labels that reach the threshold, best first; the top-level fields repeat the first."""
    answer = _answer(response)
    if not isinstance(answer, SingleLabelClassification):
        return
    scores = [prediction.confidence for prediction in answer.predictions]
    best = [(prediction.class_, prediction.confidence) for prediction in answer.predictions[:1]] or [("", 0)]
    minimum = _threshold(response)
    require_range(scores)
    require_order(scores)
    require((answer.top, answer.confidence) == best[0], "not the first label")
    if minimum is not None:
        require(not any(score < minimum - ROUNDING for score in scores), f"below the threshold {minimum}: {scores}")


def multi_label_in_order(ctx: CheckContext, response: Response, case: Case) -> None:
    """Every label in the model's order; those that reach the threshold are named in the same order."""
    answer = _answer(response)
    if not isinstance(answer, MultiLabelClassification):
        return
    scores = {label: score.confidence for label, score in answer.predictions.root.items()}
    require_range([*scores.values()])
    require(
        [score.class_id for score in answer.predictions.root.values()] == list(range(len(scores))),
        "class_id is not the place in the model's order",
    )
    minimum = _threshold(response)
    if minimum is not None:
        require(
            answer.predicted_classes == [label for label, score in scores.items() if score >= minimum],
            f"not those that reach the threshold {minimum}: {answer.predicted_classes}",
        )


def format_as_asked(ctx: CheckContext, response: Response, case: Case) -> None:
    """A drawing comes when it is asked for, as a JPEG or within the labels."""
    if response.status_code != 200 or response.request.method not in {"GET", "POST"}:
        return
    asked = query_of(response.request.url).get("format", "json")
    if asked == "image":
        require(response.content.startswith(_JPEG), f"no JPEG: {response.content[:20]!r}")
    else:
        answer = _answer(response)
        require(
            answer is None or ("visualization" in answer.model_fields_set) == (asked == "image_and_json"),
            "a drawing is there unasked, or not there",
        )


def _answer(response: Response) -> SingleLabelClassification | MultiLabelClassification | None:
    """The labels of a successful answer in one of the two shapes; None for any other."""
    if response.status_code != 200:
        return None
    try:
        return Classification.model_validate_json(response.content, strict=True).root
    except ValidationError:
        return None


def _threshold(response: Response) -> float | None:
    """What the parameter comes to; None when it is no number, as with a model's own thresholds."""
    try:
        number = float(query_of(response.request.url).get("confidence", "0.4"))
    except ValueError:
        return None
    fraction = number / 100 if number >= 1 else number
    return max(fraction, 0.01)
