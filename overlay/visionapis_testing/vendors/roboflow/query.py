"""Query parameters parsed by pydantic, as the vendor's server does, and with the same error entries.

The server is a FastAPI application: https://github.com/roboflow/inference.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Union, cast

from visionapis_testing.contracts.schemas import Schema

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

    from visionapis_contracts.roboflow import responses

NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}

UNDOCUMENTED: Mapping[str, Schema] = {
    "overlap": NUMBER,
    "max_detections": INTEGER,
    "keypoint_confidence": NUMBER,
    "tradeoff_factor": NUMBER,
    "response_mask_format": {"type": "string", "enum": ["polygon", "rle"]},
    "labels": BOOLEAN,
    "include_candidates": BOOLEAN,
    "allow_reduced_mask_resolution": BOOLEAN,
    "include_anomaly_map": BOOLEAN,
    "countinference": {"type": "boolean", "default": True},
    "disable_model_monitoring": BOOLEAN,
}
"""Parameters that the contract omits because they do not affect classification. The server rejects invalid values of
them nevertheless; ``countinference`` is for the vendor's own services."""

_TYPES: Mapping[str, type[Any]] = {"number": float, "integer": int, "boolean": bool, "string": str}


def read_query(
    schemas: Mapping[str, Schema], pairs: Iterable[tuple[str, str]]
) -> "tuple[dict[str, Any], list[responses.ValidationProblem]]":
    """Return the value of each parameter and pydantic's error entries for the invalid ones.

    A parameter that was not sent has its default or None. Of a repeated parameter the last value counts; parameters
    without a schema are ignored.
    """
    texts = dict(pairs)
    values: dict[str, Any] = {}
    errors: list[responses.ValidationProblem] = []
    for name, schema in schemas.items():
        if name not in texts:
            values[name] = schema.get("default")
        elif (kind := _type(schema)) is str:
            values[name] = texts[name]  # always valid: needs no pydantic, which takes 0.1 s to import
        else:
            value, problems = _parse(kind, texts[name])
            if problems:
                errors += [problem_json(each, "query", name) for each in problems]
            else:
                values[name] = value
    return values, errors


def problem_json(details: "ErrorDetails", *place: str) -> "responses.ValidationProblem":
    """Return an error entry of pydantic, whose fields are those of a response, about what is at a place."""
    return cast("responses.ValidationProblem", {**details, "loc": [*place, *details["loc"]]})


def is_valid(schema: Schema, text: str) -> bool:
    """Return whether pydantic parses a text as a value of the schema's type."""
    return not read_query({"": schema}, [("", text)])[1]


def _parse(kind: Any, text: str) -> "tuple[object, list[ErrorDetails]]":
    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_python(text), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


@cache
def _adapter(kind: Any) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _type(schema: Schema) -> Any:
    if "anyOf" in schema:
        # typing's Union, because pydantic names a branch by it in `loc` as FastAPI's `Optional[Union[...]]` does.
        return Union[tuple(_type(branch) for branch in schema["anyOf"])]  # noqa: UP007 - the branches are computed
    if "enum" in schema:
        return Literal[tuple(schema["enum"])]
    return _TYPES[schema["type"]]
