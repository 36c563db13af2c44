"""The fields of a classification response, and the drawing of its labels."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PIL import Image

from .state import Model

if TYPE_CHECKING:
    from visionapis_contracts.roboflow import responses

Engine = Literal["current", "legacy"]
"""The server's engine. For multi-label models the legacy one swaps width and height, and omits a label whose score
equals the threshold."""

DURATION = 0.0125
"""The duration in responses, in seconds. It is constant, so that two runs yield equal bytes."""

_DEFAULT_THRESHOLDS = {"single-label": 0.5, "multi-label, current": 0.4, "multi-label, legacy": 0.5}
_MIN_THRESHOLD = 0.01
_MARGIN = 4
_GOLDEN_ANGLE = 137  # in degrees: consecutive multiples are hues that differ clearly


@dataclass(frozen=True, slots=True)
class SingleLabel:
    """The labels of a response of a single-label model."""

    predictions: "list[responses.LabelPrediction]"
    top: str
    confidence: float


@dataclass(frozen=True, slots=True)
class MultiLabel:
    """The labels of a response of a multi-label model."""

    predictions: "responses.LabelScores"
    predicted_classes: list[str]


def named_threshold(confidence: float | str, model: Model, engine: Engine) -> float:
    """Return the threshold for a number or a name: ``best`` or ``default``."""
    if isinstance(confidence, str):  # the model's own threshold, which emulated models do not have
        return _DEFAULT_THRESHOLDS[f"multi-label, {engine}" if model.multi_label else "single-label"]
    return confidence


def threshold(confidence: float | str, model: Model, engine: Engine) -> float:
    """Return the threshold for a value of the query parameter ``confidence``."""
    if isinstance(confidence, str):
        return named_threshold(confidence, model, engine)
    fraction = confidence / 100 if confidence >= 1 else confidence
    if fraction < _MIN_THRESHOLD:  # not max(): nan stays, and no score is below it
        return _MIN_THRESHOLD
    return fraction


def classify(
    model: Model, image: Image.Image, minimum: float, engine: Engine
) -> tuple[SingleLabel | MultiLabel, Sequence[float]]:
    """Return the labels of a response, and the score of each label."""
    scores = model.scores(image)
    if model.multi_label:
        return multi_label(model.labels, scores, minimum, engine), scores
    return single_label(model.labels, scores, minimum), scores


def response(
    model: Model,
    size: tuple[int, int],
    labels: SingleLabel | MultiLabel,
    drawing: bytes | None,
    *,
    engine: Engine,
    inference_id: str,
) -> "responses.Classification":
    """Return the JSON of a response."""
    width, height = reversed(size) if model.multi_label and engine == "legacy" else size
    resolved: responses.ResolvedModel = {"model_id": model.id}
    if engine == "current":
        resolved["model_package_id"] = "emulated"
        resolved["backend"] = "onnx"
        resolved["quantization"] = "fp32"
    body: responses.Classification
    if isinstance(labels, SingleLabel):
        single: responses.SingleLabelClassification = {
            "inference_id": inference_id,
            "time": DURATION,
            "resolved_model": resolved,
            "image": {"width": width, "height": height},
            "predictions": labels.predictions,
            "top": labels.top,
            "confidence": labels.confidence,
        }
        body = single
    else:
        multi: responses.MultiLabelClassification = {
            "inference_id": inference_id,
            "time": DURATION,
            "resolved_model": resolved,
            "image": {"width": width, "height": height},
            "predictions": labels.predictions,
            "predicted_classes": labels.predicted_classes,
        }
        body = multi
    if drawing is not None:
        body["visualization"] = base64.b64encode(drawing).decode()
    return body


def single_label(labels: Sequence[str], scores: Sequence[float], minimum: float) -> SingleLabel:
    """Return the labels of a single-label response: those with at least the minimum score, highest first."""
    predictions: list[responses.LabelPrediction] = [
        {"class": label, "class_id": index, "confidence": round(score, 4)}
        for index, (label, score) in enumerate(zip(labels, scores, strict=True))
        if not score < minimum
    ]
    predictions.sort(key=lambda prediction: prediction["confidence"], reverse=True)
    if not predictions:
        return SingleLabel(predictions, "", 0.0)
    return SingleLabel(predictions, predictions[0]["class"], predictions[0]["confidence"])


def multi_label(labels: Sequence[str], scores: Sequence[float], minimum: float, engine: Engine) -> MultiLabel:
    """Return the labels of a multi-label response: every label, and the names of those that reach the minimum score."""
    scored_labels = list(zip(labels, scores, strict=True))
    return MultiLabel(
        {label: {"confidence": score, "class_id": index} for index, (label, score) in enumerate(scored_labels)},
        [label for label, score in scored_labels if score > minimum or (engine == "current" and score == minimum)],
    )


def draw(image: Image.Image, labels: Sequence[str], scores: Sequence[float], stroke: int) -> Image.Image:
    """Return a copy of the image with the best label and its score, and a border in the label's colour."""
    from PIL import ImageDraw, ImageFont  # imported here because few requests ask for a drawing

    best = max(range(len(labels)), key=scores.__getitem__)
    colour = f"hsl({best * _GOLDEN_ANGLE % 360}, 70%, 45%)"
    drawing = image.copy()
    canvas = ImageDraw.Draw(drawing)
    font = ImageFont.load_default()
    caption = f"{labels[best]} {scores[best]:.2f}"
    left, top, right, bottom = canvas.textbbox((_MARGIN, _MARGIN), caption, font=font)
    canvas.rectangle((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN), fill=colour)
    canvas.text((_MARGIN, _MARGIN), caption, font=font, fill="white")
    width = min(max(stroke, 0), max(drawing.size))
    if width:
        canvas.rectangle((0, 0, drawing.width - 1, drawing.height - 1), outline=colour, width=width)
    return drawing
