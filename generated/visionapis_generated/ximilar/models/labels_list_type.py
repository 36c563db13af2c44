# Generated from specs/ximilar/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

LabelsListType = Literal[
    "category",
    "tag",
    "value",
]
