# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

InferenceImageType = Literal[
    "base64",
    "url",
]
