"""Merging of schemas that apply to the same value, such as those of `allOf`."""

from collections.abc import Mapping
from typing import Any, cast

Json = dict[str, Any]

_LARGEST = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"}
_SMALLEST = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"}
_BOTH = {"items", "additionalProperties", "propertyNames", "contains"}


def merged(one: Mapping[str, Any], other: Mapping[str, Any]) -> Json:
    """Return a schema of the values that are valid by both, as far as keywords can be merged."""
    result: Json = dict(one)
    for keyword, value in other.items():
        result[keyword] = _both(keyword, result[keyword], value) if keyword in result else value
    return result


def _both(keyword: str, one: Any, other: Any) -> Any:
    if one == other:
        return one
    if keyword in {"properties", "patternProperties"}:
        shared = {name: {"allOf": [one[name], other[name]]} for name in one.keys() & other.keys()}
        return {**one, **other, **shared}
    if keyword == "required":
        return list(dict.fromkeys([*one, *other]))
    if keyword == "type":
        return _common_types(one, other)
    if keyword == "enum":
        return [each for each in one if each in other]
    if keyword in _LARGEST:
        return max(one, other)
    if keyword in _SMALLEST:
        return min(one, other)
    if keyword in _BOTH:
        return {"allOf": [one, other]}
    return other


def _common_types(one: Any, other: Any) -> list[str]:
    first, second = (cast("list[str]", [each] if isinstance(each, str) else each) for each in (one, other))
    found = [each for each in first if each in second]
    if "number" in first + second and "integer" in first + second and "integer" not in found:
        found.append("integer")
    return found
