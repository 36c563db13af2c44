"""The schemas of a contract: resolving references and validating values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from jsonschema_rs import Draft202012Validator, FancyRegexOptions, Registry, ValidationError, ValidationErrorKind

from .pointers import unescape

Schema = Mapping[str, Any]

DOCUMENT = "urn:contract"
"""The URI of the whole document in references."""

# Above every maxItems of a contract, so that a list which violates it still does when it is shortened.
_MAX_ITEMS = 100
_MAX_INNER_ITEMS = 20

# Patterns with look-around can take exponential time for a text, which counts as not matching after milliseconds.
_PATTERNS = FancyRegexOptions(backtrack_limit=20_000)


@dataclass(frozen=True, slots=True)
class Problem:
    """A violation of a schema at one place in a value."""

    path: tuple[str | int, ...]
    """Keys and indexes to the place, empty for the whole value. It includes the name of a missing field."""
    keyword: str
    """The violated keyword of the schema, such as ``required`` or ``minimum``."""
    text: str
    """A message for people. It can contain the value, so it must not be logged."""


class Schemas:
    """The schemas of one document, compiled on first use."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._validators: dict[tuple[int, bool], tuple[Schema, Draft202012Validator]] = {}

    @cached_property
    def registry(self) -> Registry:
        """A registry with the document, for validators of schemas inside it."""
        return Registry([(DOCUMENT, self.document)])

    def resolve(self, node: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """Follow references inside the document; return the target and the reference to it."""
        pointer = ""
        while "$ref" in node:
            pointer = node["$ref"]
            node = self.document
            for part in pointer.removeprefix("#/").split("/"):
                node = node[unescape(part)]
        return node, pointer

    def problems(self, schema: Schema, value: object) -> Iterator[Problem]:
        """Yield the problems of a value; where all branches of a union fail, those of the branch that fits best.

        Of a long list the first items are judged, and if nothing is wrong with them, the first problem is the only one.
        """
        validator = self._validator(schema)
        try:
            errors: Sequence[ValidationError] = () if validator.is_valid(value) else _errors(validator, value)
        except (ValueError, RecursionError):  # the validator reports at most 255 levels
            yield Problem((), "type", "nested too deeply")
        else:
            for error in errors:
                yield from _problems(error)

    def is_valid(self, schema: Schema, value: object) -> bool:
        """Return whether a value is valid by a schema."""
        try:
            return self._validator(schema).is_valid(value)
        except (ValueError, RecursionError):
            return False

    def fits(self, schema: Schema, value: object) -> bool:
        """Return whether a value is valid by a schema, and its texts are of their formats."""
        return self.is_valid(schema, value) and not any(self.format_problems(schema, value))

    def format_problems(self, schema: Schema, value: object) -> Iterator[Problem]:
        """Yield the problems of texts that are not of their `format`, such as `uri`; other methods ignore formats."""
        validator = self._validator(schema, formats=True)
        try:
            errors: Sequence[ValidationError] = () if validator.is_valid(value) else _errors(validator, value)
        except (ValueError, RecursionError):  # text that is not UTF-8, such as an image
            return
        problems = (problem for error in errors for problem in _problems(error))
        yield from (problem for problem in problems if problem.keyword == "format")

    def _validator(self, schema: Schema, *, formats: bool = False) -> Draft202012Validator:
        found = self._validators.get((id(schema), formats))
        if found is None or found[0] is not schema:  # an id is reused after its object is deleted
            # The registry has the document once; each validator has a copy of the schema that it is made of.
            validator = Draft202012Validator(
                _absolute(schema), registry=self.registry, pattern_options=_PATTERNS, validate_formats=formats
            )
            found = self._validators[id(schema), formats] = (schema, validator)
        return found[1]


def _absolute(node: Any) -> Any:
    """Return a schema with the document's URI in its references, which are relative to the document's root."""
    if isinstance(node, list):
        return [_absolute(each) for each in cast("list[object]", node)]
    if not isinstance(node, dict):
        return node
    new = {key: _absolute(value) for key, value in cast("Schema", node).items()}
    reference = new.get("$ref")
    return {**new, "$ref": f"{DOCUMENT}{reference}"} if isinstance(reference, str) else new


def distance(problems: Sequence[Problem]) -> tuple[bool, int]:
    """Return a sort key for how badly a branch of a union fits: worst if a constant in it differs."""
    return any(problem.keyword == "const" for problem in problems), len(problems)


def causes(error: ValidationError) -> Iterator[ValidationError]:
    """Yield an error and, if it is of a union whose branches all failed, the errors of the branches."""
    yield error
    if isinstance(error.kind, ValidationErrorKind.OneOfNotValid | ValidationErrorKind.AnyOf):
        for branch in error.kind.context:
            for cause in branch:
                yield from causes(cause)


def _errors(validator: Draft202012Validator, value: object) -> Sequence[ValidationError]:
    """Return the errors of an invalid value, which are a few hundred at most.

    The validator collects all errors of a value before it returns the first, each with a copy of the value's text.
    """
    if errors := list(validator.iter_errors(_shortened(value, _MAX_ITEMS))):
        return errors
    try:
        validator.validate(value)
    except ValidationError as error:
        return [error]
    return []


def _shortened(value: object, length: int) -> object:
    """Return a copy of a value in which lists have at most ``length`` items, and fewer inside of other lists."""
    if isinstance(value, list):
        return [_shortened(each, _MAX_INNER_ITEMS) for each in cast("list[object]", value)[:length]]
    if isinstance(value, dict):
        return {name: _shortened(each, length) for name, each in cast("dict[str, object]", value).items()}
    return value


def _problems(error: ValidationError) -> Iterator[Problem]:
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.OneOfNotValid | ValidationErrorKind.AnyOf) and kind.context:
        branches = [[problem for cause in branch for problem in _problems(cause)] for branch in kind.context]
        yield from min(branches, key=distance)
        return
    path = tuple(error.instance_path)
    if isinstance(kind, ValidationErrorKind.Required):
        path = (*path, kind.property)
    yield Problem(path, str(error.schema_path[-1]), error.message)
