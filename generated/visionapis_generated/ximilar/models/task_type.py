# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

TaskType = Literal["multi_class", "multi_label", "regression"]

TASK_TYPE_VALUES: set[TaskType] = {
    "multi_class",
    "multi_label",
    "regression",
}


def check_task_type(value: str) -> TaskType:
    if value in TASK_TYPE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {TASK_TYPE_VALUES!r}")
