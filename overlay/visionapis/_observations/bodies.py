"""The bodies and parameters that a contract documents, by operation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, cached_property
from importlib import resources
from typing import Any, TypeAlias, cast

from visionapis._vendors import find_vendor

from .names import texts, words
from .pages import Pages
from .places import Place, Places

Json: TypeAlias = dict[str, Any]


class Bodies:
    """The documented bodies of a contract, compiled on first use."""

    def __init__(self, document: Json) -> None:
        """Read an OpenAPI document, which must not be changed."""
        self.document = document
        self._places = Places(document)
        self._responses: dict[tuple[str, int, str], Place | None] = {}

    @property
    def version(self) -> str:
        """The version of the contract."""
        return str(self.document["info"]["version"])

    @cached_property
    def texts(self) -> frozenset[str]:
        """All texts in the contract, the names of fields and enum values among them."""
        return texts(self.document)

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all texts in the contract, in lower case."""
        return words(self.document)

    @cached_property
    def operations(self) -> Mapping[str, Json]:
        """The operation objects by id."""
        return {
            operation["operationId"]: operation
            for item in self.document["paths"].values()
            for operation in _operations(item)
        }

    @cached_property
    def pages(self) -> Mapping[str, Pages]:
        """The pages of the operations that list something, by id."""
        found = ((name, Pages.of(operation)) for name, operation in self.operations.items())
        return {name: pages for name, pages in found if pages is not None}

    @cached_property
    def parameters(self) -> Mapping[str, frozenset[str]]:
        """The names of the query parameters of each operation, in any of its variants."""
        found: dict[str, frozenset[str]] = {}
        for item in self.document["paths"].values():
            for operation in _operations(item):
                sources: list[Json] = [item, operation, *operation.get("x-variants", ())]
                listed: list[Json] = [one for each in sources for one in each.get("parameters", ())]
                resolved = map(self._places.resolve, listed)
                found[operation["operationId"]] = frozenset(one["name"] for one in resolved if one["in"] == "query")
        return found

    def statuses(self, operation_id: str) -> frozenset[int]:
        """Return the documented statuses of an operation."""
        return frozenset(map(int, self.operations[operation_id].get("responses", ())))

    def media_types(self, operation_id: str, status_code: int) -> frozenset[str]:
        """Return the documented media types of a response; none if it has no body, or is not documented."""
        return frozenset(self._content(operation_id, status_code))

    def response(self, operation_id: str, status_code: int, media_type: str) -> Place | None:
        """Return the place of a response's body: of its media type, else of any that its status has.

        None if the contract documents no JSON for it.
        """
        key = operation_id, status_code, media_type
        if key not in self._responses:
            content = self._content(operation_id, status_code)
            chosen = [content[media_type]] if media_type in content else list(content.values())
            schemas = [each["schema"] for each in chosen if "schema" in each]
            place = self._places.place(schemas) if schemas else None
            is_text = place is not None and place.types == {"string"}
            self._responses[key] = None if is_text else place
        return self._responses[key]

    def request(self, operation_id: str, media_type: str) -> Place:
        """Return the place of a request's body in any variant; one that allows anything if none is documented."""
        operation = self.operations[operation_id]
        bodies = [
            each["requestBody"] for each in (operation, *operation.get("x-variants", ())) if each.get("requestBody")
        ]
        contents = [self._places.resolve(each).get("content", {}) for each in bodies]
        return self._places.place(
            [each[media_type]["schema"] for each in contents if "schema" in each.get(media_type, {})]
        )

    def _content(self, operation_id: str, status_code: int) -> Mapping[str, Json]:
        response = self.operations[operation_id].get("responses", {}).get(str(status_code))
        content: Mapping[str, Json] = self._places.resolve(response).get("content", {}) if response else {}
        return content


def _operations(item: Json) -> list[Json]:
    return [cast("Json", each) for each in item.values() if isinstance(each, dict) and "operationId" in each]


@cache
def bodies(vendor: str) -> Bodies:
    """Return the bodies of a vendor's contract. Raises KeyError for an unknown vendor."""
    package = find_vendor(vendor).contract
    return Bodies(json.loads(resources.files(package).joinpath("openapi.json").read_text(encoding="utf-8")))
