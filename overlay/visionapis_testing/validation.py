"""Fields of dataclasses validated by pydantic, whether they come from JSON or from Python."""

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from reprlib import repr as shortened
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from pydantic import BaseModel

_Dataclass = TypeVar("_Dataclass")


def from_json(kind: type[_Dataclass], document: Mapping[str, Any]) -> _Dataclass:
    """Create a dataclass from a JSON object; a field that is left out has its default.

    Raises ValueError, which names the first field that is unknown, missing or invalid.
    """
    if problem := field_problem(kind, document):
        raise ValueError(problem)
    return kind(**document)


def field_problem(kind: type[object], values: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the first invalid field, by name; None if the values fit the dataclass."""
    from pydantic import ValidationError  # slow to import, here and below

    model = _model(cast("Any", kind))
    # Before pydantic, which would collect an error of each: JSON can have a million of them.
    if unknown := next((name for name in values if name not in model.model_fields), None):
        return f"unknown field {shortened(unknown)}: expected one of {', '.join(model.model_fields)}"
    try:
        model.model_validate(values)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        name = str(problem["loc"][0])
        if problem["type"] == "missing":
            return f"field {name!r} is missing"
        return _invalid(name, values[name], problem["msg"].removeprefix("Input should be "))
    for name, value in values.items():
        if _has_surrogate(value):
            return _invalid(name, value, "valid Unicode")
    return None


def _has_surrogate(value: object) -> bool:
    """Return whether a text, or one in a list, has a lone surrogate: JSON can spell them, no response can have them."""
    if isinstance(value, str):
        return not value.isascii() and any("\ud800" <= each <= "\udfff" for each in value)
    return isinstance(value, list) and any(map(_has_surrogate, cast("list[object]", value)))


def _invalid(name: str, value: object, expected: str) -> str:
    return f"invalid {name} {shortened(value)}: expected {expected}"


def json_schema(kind: type[object]) -> dict[str, Any]:
    """Return the JSON Schema of a dataclass."""
    return _model(cast("Any", kind)).model_json_schema()


@cache  # classes are cast for it: https://github.com/python/mypy/issues/11470
def _model(kind: type[object]) -> "type[BaseModel]":
    """Return a strict model of a dataclass's fields, without its methods."""
    from pydantic import ConfigDict, Field, create_model

    hints = get_type_hints(kind)
    definitions: dict[str, Any] = {}
    for each in fields(cast("Any", kind)):
        if each.default_factory is not MISSING:
            default = Field(default_factory=cast("Any", each.default_factory))
        else:
            default = ... if each.default is MISSING else each.default
        definitions[each.name] = (_stopping_at_first_error(hints[each.name]), default)
    return create_model(kind.__name__, __config__=ConfigDict(strict=True, extra="forbid"), **definitions)


def _stopping_at_first_error(hint: Any) -> Any:
    """Return the type of a field, of whose list pydantic reports the first invalid item and not all of them."""
    from pydantic import FailFast

    is_list = any(get_origin(each) is list for each in (hint, *get_args(hint)))
    return Annotated[hint, FailFast()] if is_list else hint
