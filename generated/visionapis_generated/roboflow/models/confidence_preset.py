# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

ConfidencePreset = Literal[
    "best",
    "default",
]
