# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

LabelsListType = Literal["category", "tag", "value"]

LABELS_LIST_TYPE_VALUES: set[LabelsListType] = {
    "category",
    "tag",
    "value",
}


def check_labels_list_type(value: str) -> LabelsListType:
    if value in LABELS_LIST_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LABELS_LIST_TYPE_VALUES!r}")
