# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

KnownModelType = Literal["classification", "localization", "multilabelclassification", "ocr"]

KNOWN_MODEL_TYPE_VALUES: set[KnownModelType] = {
    "classification",
    "localization",
    "multilabelclassification",
    "ocr",
}


def check_known_model_type(value: str) -> KnownModelType:
    if value in KNOWN_MODEL_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {KNOWN_MODEL_TYPE_VALUES!r}")
