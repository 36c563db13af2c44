"""From a model's scores to the answer's fields, and to a picture with the labels on it."""

from collections.abc import Sequence
from typing import Any, Literal

from PIL import Image

from .state import Model

Engine = Literal["new", "old"]
"""The server's two engines. The old one swaps width and height for multi-label models, and lets no label pass that only
equals the threshold there."""

_DEFAULT_THRESHOLDS = {"single-label": 0.5, "multi-label, new": 0.4, "multi-label, old": 0.5}
_LOWEST = 0.01
_MARGIN = 4


def threshold(confidence: float | str, model: Model, engine: Engine) -> float:
    """Return the threshold that the parameter ``confidence`` comes to."""
    if isinstance(confidence, str):  # best, default: the model's own, and it has none
        return _DEFAULT_THRESHOLDS[f"multi-label, {engine}" if model.multi_label else "single-label"]
    fraction = confidence / 100 if confidence >= 1 else confidence
    if fraction < _LOWEST:  # not max(): nan stays, and then nothing is below it
        return _LOWEST
    return fraction


def single_label(labels: Sequence[str], scores: Sequence[float], minimum: float) -> dict[str, Any]:
    """Return the fields of a single-label answer: the labels that are not below the threshold, best first."""
    predictions: list[dict[str, Any]] = [
        {"class": label, "class_id": index, "confidence": round(score, 4)}
        for index, (label, score) in enumerate(zip(labels, scores, strict=True))
        if not score < minimum
    ]
    predictions.sort(key=lambda prediction: prediction["confidence"], reverse=True)
    best = predictions[0] if predictions else {"class": "", "confidence": 0.0}
    return {"predictions": predictions, "top": best["class"], "confidence": best["confidence"]}


def multi_label(labels: Sequence[str], scores: Sequence[float], minimum: float, engine: Engine) -> dict[str, Any]:
    """Return the fields of a multi-label answer: every label, and the names of those that pass the threshold."""
    rows = list(zip(labels, scores, strict=True))
    return {
        "predictions": {label: {"confidence": score, "class_id": index} for index, (label, score) in enumerate(rows)},
        "predicted_classes": [
            label for label, score in rows if score > minimum or (engine == "new" and score == minimum)
        ],
    }


def draw(picture: Image.Image, labels: Sequence[str], scores: Sequence[float], stroke: int) -> Image.Image:
    """Return the picture with the best label's name and score, and a border in its colour."""
    from PIL import ImageDraw, ImageFont  # few want a drawing

    best = max(range(len(labels)), key=scores.__getitem__)
    colour = f"hsl({best * 137 % 360}, 70%, 45%)"  # 137 degrees apart, neighbours never look alike
    drawn = picture.copy()
    canvas = ImageDraw.Draw(drawn)
    font = ImageFont.load_default()
    caption = f"{labels[best]} {scores[best]:.2f}"
    left, top, right, bottom = canvas.textbbox((_MARGIN, _MARGIN), caption, font=font)
    canvas.rectangle((left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN), fill=colour)
    canvas.text((_MARGIN, _MARGIN), caption, font=font, fill="white")
    width = min(max(stroke, 0), max(drawn.size))
    if width:
        canvas.rectangle((0, 0, drawn.width - 1, drawn.height - 1), outline=colour, width=width)
    return drawn
