"""The ids of objects: what they can be by the schemas of responses, and of the paths that have them."""

from collections.abc import Iterator
from typing import Any

from visionapis_testing.contracts.contract import Contract, Operation
from visionapis_testing.contracts.sampling import Sampler

from . import outlines
from .resources import Role

Json = dict[str, Any]

_LENGTH = 12


class IdSchema:
    """The ids in the responses of one operation."""

    def __init__(self, contract: Contract, operation: Operation, role: Role) -> None:
        self._schemas = operation.schemas
        response = operation.schemas.resolve(operation.definition["responses"][str(role.status_code)])[0]
        self._shown: list[Any] = []
        for media in response.get("content", {}).values():
            place = outlines.at(operation.schemas, media.get("schema"), role.pointer)
            self._shown.append(outlines.properties(operation.schemas, place).get(role.id_name, True))
        self._sent: list[Any] = [
            parameter["schema"]
            for each in contract.operations
            if each.path.rstrip("/") == role.collection.item
            for parameter in each.parameters
            if parameter["name"] == role.collection.parameter
        ]

    def fits(self, value: object) -> bool:
        """Return whether a value can be an id: responses can show it, and paths can have its text."""
        readings = (value, str(value), int(str(value))) if str(value).isdecimal() else (value, str(value))
        return self.is_shown(value) and all(
            any(self._is_valid(each, reading) for reading in readings) for each in self._sent
        )

    def is_shown(self, value: object) -> bool:
        """Return whether responses can show a value as an id."""
        if not isinstance(value, str | int) or isinstance(value, bool) or value == "":
            return False
        return all(self._is_valid(each, value) for each in self._shown)

    def candidates(self, unique: Any, number: int) -> Iterator[object]:
        """Yield ids that are likely to fit, made of a UUID and of a number."""
        parts = [self._schemas.resolve(each)[0] for each in (*self._shown, *self._sent) if outlines.is_object(each)]
        is_uuid = any(each.get("format") == "uuid" for each in parts)
        yield from (str(unique) if is_uuid else unique.hex[:_LENGTH], str(unique), number, str(number))

    def draw(self, sampler: Sampler, place: str) -> object:
        """Return an id that responses can show; ``place`` names it in errors. Raises SampleError."""
        drawn: object = sampler.sample({"allOf": self._shown}, place)
        return drawn

    def _is_valid(self, schema: Any, value: object) -> bool:
        return self._schemas.is_valid(schema, value) if outlines.is_object(schema) else schema is not False
