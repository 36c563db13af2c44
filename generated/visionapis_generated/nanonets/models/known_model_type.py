# Generated from specs/nanonets/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

KnownModelType = Literal[
    "classification",
    "localization",
    "multilabelclassification",
    "ocr",
]
