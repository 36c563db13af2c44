"""Faults of a single field: the server's own JSON, with something in it altered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.errors import FaultError

from . import places
from .fault import Fault
from .places import Place
from .response import Answer


@dataclass(frozen=True)
class _FieldFault(Fault):
    """A field altered.

    `pointer` (RFC 6901) names the field. Without one it is the first that suits, or all of them with `every`: by the
    contract where there is one, and else in the document's order, outermost first.
    """

    pointer: str | None = field(default=None, kw_only=True)
    every: bool = field(default=False, kw_only=True)

    def alter(self, answer: Answer, operation: Operation | None) -> Answer:
        """Return the altered answer. Raises FaultError for what is no JSON, and where no field suits."""
        try:
            document: Any = json.loads(answer.body)
        except ValueError:
            raise FaultError(f"{self.kind}: the answer with status {answer.status} is no JSON document") from None
        if self.pointer is not None:
            chosen = [self._target(places.locate(document, self.pointer))]
        else:
            suitable = self._suitable(document, answer, operation)
            chosen = list(suitable if self.every else islice(suitable, 1))
        if not chosen or () in chosen:
            raise FaultError(f"{self.kind}: the answer with status {answer.status} has no field that suits")
        for place in reversed(chosen):  # what stands deeper goes first: it may be gone with what stands around it
            document = places.changed(document, place, self._change)
        return replace(answer, body=json.dumps(document).encode())

    def _target(self, place: Place) -> Place:
        """What the pointer means."""
        return place

    def _suitable(self, document: Any, answer: Answer, operation: Operation | None) -> Iterable[Place]:
        """Places that the fault can alter, in order."""
        raise NotImplementedError

    def _change(self, container: Any, key: str | int) -> None:
        """Alter a field of a container that may be changed."""
        raise NotImplementedError

    def _refused(
        self, document: Any, found: Iterable[Place], answer: Answer, operation: Operation | None
    ) -> Iterable[Place]:
        """Those places whose change breaks the contract; all of them where the contract says nothing."""
        validator = operation and operation.answers.get((answer.status, answer.media_type))
        if not validator:
            return found
        return (place for place in found if not validator.is_valid(places.changed(document, place, self._change)))


@dataclass(frozen=True)
class UnknownField(_FieldFault):
    """A field that no contract knows, in an object: `pointer` names the object, by default the outermost."""

    name: str = "field_of_tomorrow"

    def _target(self, place: Place) -> Place:
        return (*place, self.name)

    def _suitable(self, document: Any, answer: Answer, operation: Operation | None) -> Iterable[Place]:
        return (self._target(place) for place in places.objects(document))

    def _change(self, container: Any, key: str | int) -> None:
        container[key] = {"new": True}


@dataclass(frozen=True)
class MissingField(_FieldFault):
    """A field left out; with a contract one that it requires."""

    def _suitable(self, document: Any, answer: Answer, operation: Operation | None) -> Iterable[Place]:
        return self._refused(document, places.members(document), answer, operation)

    def _change(self, container: Any, key: str | int) -> None:
        del container[key]


@dataclass(frozen=True)
class WrongType(_FieldFault):
    """A value of another JSON type: a number for a text, a text for anything else."""

    def _suitable(self, document: Any, answer: Answer, operation: Operation | None) -> Iterable[Place]:
        return self._refused(document, places.members(document), answer, operation)

    def _change(self, container: Any, key: str | int) -> None:
        container[key] = 17 if isinstance(container[key], str) else "seventeen"


@dataclass(frozen=True)
class UnknownEnumValue(_FieldFault):
    """A text that is not among the values that the contract lists; without a contract, in place of any text."""

    value: str = "value-of-tomorrow"

    def _suitable(self, document: Any, answer: Answer, operation: Operation | None) -> Iterable[Place]:
        if operation is None:
            return places.texts(document)
        return sorted(operation.enumerated(answer.status, answer.media_type, document), key=len)

    def _change(self, container: Any, key: str | int) -> None:
        container[key] = self.value
