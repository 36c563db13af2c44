"""Faults of a single field: the server's own JSON with one part changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.errors import FaultError

from . import paths
from .fault import Fault
from .paths import Path
from .response import PlainResponse


@dataclass(frozen=True)
class _FieldFault(Fault):
    """A response with one field changed.

    `pointer` (RFC 6901) names the field. By default it is the first field that fits, outermost first, and with `every`
    all of them. Which fields fit depends on the contract if there is one.
    """

    pointer: str | None = field(default=None, kw_only=True)
    every: bool = field(default=False, kw_only=True)

    def alter(self, response: PlainResponse, operation: Operation | None) -> PlainResponse:
        """Return the changed response. Raises FaultError if it is not JSON or has no field that fits."""
        try:
            document: Any = json.loads(response.body)
        except ValueError:
            raise FaultError(f"{self.kind}: the response with status {response.status_code} is not JSON") from None
        if self.pointer is not None:
            chosen = [self._target(paths.locate(document, self.pointer))]
        else:
            suitable = self._suitable(document, response, operation)
            chosen = list(suitable if self.every else islice(suitable, 1))
        if not chosen or () in chosen:
            raise FaultError(f"{self.kind}: the response with status {response.status_code} has no field that fits")
        for path in reversed(chosen):  # the innermost first: changing an outer field may remove it
            document = paths.changed(document, path, self._change)
        return replace(response, body=json.dumps(document).encode())

    def _target(self, path: Path) -> Path:
        """Return the field that a pointer means."""
        return path

    def _suitable(self, document: Any, response: PlainResponse, operation: Operation | None) -> Iterable[Path]:
        """Return the fields that the fault can change, in order."""
        raise NotImplementedError

    def _change(self, container: Any, key: str | int) -> None:
        """Change a field of a container in place."""
        raise NotImplementedError

    def _breaking(
        self, document: Any, found: Iterable[Path], response: PlainResponse, operation: Operation | None
    ) -> Iterable[Path]:
        """Return the fields whose change breaks the contract; all of them without a contract."""
        validator = operation and operation.responses.get((response.status_code, response.media_type))
        if not validator:
            return found
        return (path for path in found if not validator.is_valid(paths.changed(document, path, self._change)))


@dataclass(frozen=True)
class UnknownField(_FieldFault):
    """An undocumented field in the object at `pointer`, by default the outermost."""

    name: str = "field_of_tomorrow"

    def _target(self, path: Path) -> Path:
        return (*path, self.name)

    def _suitable(self, document: Any, response: PlainResponse, operation: Operation | None) -> Iterable[Path]:
        return (self._target(path) for path in paths.objects(document))

    def _change(self, container: Any, key: str | int) -> None:
        container[key] = {"new": True}


@dataclass(frozen=True)
class MissingField(_FieldFault):
    """A missing field; with a contract, a required one."""

    def _suitable(self, document: Any, response: PlainResponse, operation: Operation | None) -> Iterable[Path]:
        return self._breaking(document, paths.members(document), response, operation)

    def _change(self, container: Any, key: str | int) -> None:
        del container[key]


@dataclass(frozen=True)
class WrongType(_FieldFault):
    """A value of another JSON type: a number in place of a string, a string in place of anything else.

    With a contract, only a change that breaks it fits.
    """

    def _suitable(self, document: Any, response: PlainResponse, operation: Operation | None) -> Iterable[Path]:
        return self._breaking(document, paths.members(document), response, operation)

    def _change(self, container: Any, key: str | int) -> None:
        container[key] = 17 if isinstance(container[key], str) else "seventeen"


@dataclass(frozen=True)
class UnknownEnumValue(_FieldFault):
    """A string outside the contract's enum; without a contract, in place of any string."""

    value: str = "value-of-tomorrow"

    def _suitable(self, document: Any, response: PlainResponse, operation: Operation | None) -> Iterable[Path]:
        if operation is None:
            return paths.strings(document)
        return sorted(operation.enumerated(response.status_code, response.media_type, document), key=len)

    def _change(self, container: Any, key: str | int) -> None:
        container[key] = self.value
