# Generated from specs/roboflow/openapi.yaml by scripts/regenerate. Do not edit.
from typing import Literal

AnswerFormat = Literal["image_and_json", "json"]

ANSWER_FORMAT_VALUES: set[AnswerFormat] = {
    "image_and_json",
    "json",
}


def check_answer_format(value: str) -> AnswerFormat:
    if value in ANSWER_FORMAT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ANSWER_FORMAT_VALUES!r}")
