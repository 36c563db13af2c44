# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

TaskType = Literal[
    "multi_class",
    "multi_label",
    "regression",
]
