# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

LabelType = Literal["category", "tag", "value"]

LABEL_TYPE_VALUES: set[LabelType] = {
    "category",
    "tag",
    "value",
}


def check_label_type(value: str) -> LabelType:
    if value in LABEL_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LABEL_TYPE_VALUES!r}")
