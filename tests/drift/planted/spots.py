"""Places in the responses of a server where a change can be planted."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.drift.archives import archive, objects
from visionapis._observations.bodies import bodies
from visionapis_testing.contracts.contract import load
from visionapis_testing.drift.differences import place_at
from visionapis_testing.drift.har import exchanges
from visionapis_testing.drift.routing import route

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from visionapis._observations.places import Place
    from visionapis_testing.drift.exchanges import Exchange


@dataclass(frozen=True)
class Spot:
    """A documented member of the objects at one place of a successful response; without a name, the response itself."""

    vendor: str
    operation_id: str
    status_code: int
    media_type: str
    parent: str = ""
    name: str = ""

    @property
    def pointer(self) -> str:
        """The JSON pointer of the member."""
        return f"{self.parent}/{self.name}"

    @property
    def place(self) -> Place:
        """The description of the member in the contract."""
        return self._at(self.pointer)

    @property
    def is_required(self) -> bool:
        """Whether each alternative of the object requires the member."""
        return all(self.name in each.required for each in self._at(self.parent).alternatives)

    @property
    def is_optional(self) -> bool:
        """Whether no alternative of the object requires the member."""
        return not any(self.name in each.required for each in self._at(self.parent).alternatives)

    def _at(self, pointer: str) -> Place:
        root = bodies(self.vendor).response(self.operation_id, self.status_code, self.media_type)
        place = place_at(root, pointer) if root else None
        assert place
        return place


def members(vendor: str, entries: Iterable[dict[str, Any]], times: int) -> list[Spot]:
    """Return the documented members that each of so many successful responses of an operation has."""
    responses, found = Counter[str](), Counter[Spot]()
    for spot, exchange in _successes(vendor, entries):
        responses[spot.operation_id] += 1
        found.update(set(_members(spot, exchange)))
    return sorted((spot for spot, count in found.items() if count == responses[spot.operation_id] >= times), key=repr)


def responses(vendor: str, entries: Iterable[dict[str, Any]], times: int) -> list[Spot]:
    """Return the successful responses that were seen so often."""
    found = Counter(spot for spot, _ in _successes(vendor, entries))
    return sorted((spot for spot, count in found.items() if count >= times), key=repr)


def operations(vendor: str, entries: Iterable[dict[str, Any]]) -> list[str]:
    """Return the operations that entries call successfully."""
    return [spot.operation_id for spot, _ in _successes(vendor, entries)]


def _successes(vendor: str, entries: Iterable[dict[str, Any]]) -> Iterator[tuple[Spot, Exchange]]:
    for exchange in exchanges(archive(list(entries)), "test.har"):
        found = route(load(vendor), exchange.request) if exchange else None
        if exchange and found and exchange.response.is_success:
            media_type = exchange.response.headers.get("content-type", "").partition(";")[0]
            status_code, operation_id = exchange.response.status_code, found.operation.id
            if bodies(vendor).response(operation_id, status_code, media_type):
                yield Spot(vendor, operation_id, status_code, media_type), exchange


def _members(spot: Spot, exchange: Exchange) -> Iterator[Spot]:
    root = bodies(spot.vendor).response(spot.operation_id, spot.status_code, spot.media_type)
    assert root
    for pointer, node in objects(json.loads(exchange.response.content)):
        place = place_at(root, pointer)
        for name in node if place and not place.rest else ():
            if place and name in place.names:
                yield Spot(spot.vendor, spot.operation_id, spot.status_code, spot.media_type, pointer, name)
