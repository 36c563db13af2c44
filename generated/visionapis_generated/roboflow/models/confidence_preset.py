# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

ConfidencePreset = Literal["best", "default"]

CONFIDENCE_PRESET_VALUES: set[ConfidencePreset] = {
    "best",
    "default",
}


def check_confidence_preset(value: str) -> ConfidencePreset:
    if value in CONFIDENCE_PRESET_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CONFIDENCE_PRESET_VALUES!r}")
