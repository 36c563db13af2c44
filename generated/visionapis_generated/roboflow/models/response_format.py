# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

ResponseFormat = Literal[
    "image_and_json",
    "json",
]
