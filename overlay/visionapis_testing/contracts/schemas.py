"""The schemas of a contract: references followed, values checked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jsonschema_rs import Draft202012Validator, Registry, ValidationError, ValidationErrorKind

from .pointers import unescaped

Schema = Mapping[str, Any]

DOCUMENT = "urn:contract"
"""What references call the whole document."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one place in a value."""

    place: tuple[str | int, ...]
    """Names and indexes that lead to it; empty for the whole value. A field that is missing is named, too."""
    keyword: str
    """The schema's keyword that refuses it: required, type, enum, minimum ..."""
    text: str
    """For people to read. It can repeat the value: no text for a log."""


class Schemas:
    """The schemas of one document. A schema is compiled when it is first used."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._validators: dict[int, tuple[Schema, Draft202012Validator]] = {}

    @cached_property
    def registry(self) -> Registry:
        """The document for validators that are about a place in it."""
        return Registry([(DOCUMENT, self.document)])

    def resolve(self, node: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """Follow references inside the document; return what stands there and the pointer to it."""
        pointer = ""
        while "$ref" in node:
            pointer = node["$ref"]
            node = self.document
            for part in pointer.removeprefix("#/").split("/"):
                node = node[unescaped(part)]
        return node, pointer

    def problems(self, schema: Schema, value: object) -> Iterator[Problem]:
        """Yield what is wrong with a value; of branches that all fail, what is wrong in the one that fits best."""
        try:
            errors = list(self._validator(schema).iter_errors(value))
        except ValueError:  # the validator shows no more than 255 levels
            yield Problem((), "type", "nested too deeply")
        else:
            for error in errors:
                yield from _problems(error)

    def _validator(self, schema: Schema) -> Draft202012Validator:
        found = self._validators.get(id(schema))
        if found is None or found[0] is not schema:  # an id is free again when its object is gone
            # The schema's references start at the document's root.
            rooted = {"components": self.document["components"], **schema}
            found = self._validators[id(schema)] = (schema, Draft202012Validator(rooted))
        return found[1]


def distance(problems: Sequence[Problem]) -> tuple[bool, int]:
    """How far a value with these problems is from a branch: furthest where the branch is for another constant."""
    return any(problem.keyword == "const" for problem in problems), len(problems)


def causes(error: ValidationError) -> Iterator[ValidationError]:
    """Yield an error and, where it stands for several branches that all failed, the errors inside them."""
    yield error
    if isinstance(error.kind, ValidationErrorKind.OneOfNotValid | ValidationErrorKind.AnyOf):
        for branch in error.kind.context:
            for cause in branch:
                yield from causes(cause)


def _problems(error: ValidationError) -> Iterator[Problem]:
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.OneOfNotValid | ValidationErrorKind.AnyOf) and kind.context:
        branches = [[problem for cause in branch for problem in _problems(cause)] for branch in kind.context]
        yield from min(branches, key=distance)
        return
    place = tuple(error.instance_path)
    if isinstance(kind, ValidationErrorKind.Required):
        place = (*place, kind.property)
    yield Problem(place, str(error.schema_path[-1]), error.message)
