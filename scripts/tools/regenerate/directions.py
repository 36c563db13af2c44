"""The models that requests and responses contain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from openapi_python_client.parser.properties import ModelProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.union import UnionProperty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from openapi_python_client.parser import GeneratorData
    from openapi_python_client.parser.openapi import Endpoint
    from openapi_python_client.parser.properties.protocol import PropertyProtocol


@dataclass(frozen=True)
class Directions:
    """The names of the models that requests and responses contain."""

    requests: frozenset[str]
    responses: frozenset[str]

    @classmethod
    def of(cls, data: GeneratorData) -> Directions:
        """Collect them from all endpoints; a model that no endpoint uses counts as one of requests."""
        models = {str(model.class_info.name): model for model in data.models}
        endpoints = [each for tag in data.endpoint_collections_by_tag.values() for each in tag.endpoints]
        given = [
            prop for endpoint in endpoints for prop in (*(body.prop for body in endpoint.bodies), *_arguments(endpoint))
        ]
        requests = _reached(given, models)
        responses = _reached([endpoint.responses.patterns[0].prop for endpoint in endpoints], models)
        return cls(frozenset(requests | (models.keys() - responses)), frozenset(responses))


def further(model: ModelProperty) -> PropertyProtocol | None:
    """Return the property for a model's further fields; None if they can have any type."""
    found: Any = model.additional_properties
    return None if isinstance(found, bool) else cast("PropertyProtocol | None", found)


def _arguments(endpoint: Endpoint) -> list[PropertyProtocol]:
    return [*endpoint.path_parameters, *endpoint.query_parameters, *endpoint.header_parameters]


def _reached(props: Iterable[PropertyProtocol], models: dict[str, ModelProperty]) -> set[str]:
    found: set[str] = set()
    queue = list(props)
    while queue:
        prop = queue.pop()
        if isinstance(prop, ListProperty):
            queue.append(prop.inner_property)
        elif isinstance(prop, UnionProperty):
            queue.extend(prop.inner_properties)
        elif isinstance(prop, ModelProperty) and (name := str(prop.class_info.name)) not in found:
            found.add(name)
            # Of a model within another the generator has only the name here.
            whole = models[name]
            queue.extend([*(whole.required_properties or []), *(whole.optional_properties or [])])
            queue.extend(filter(None, [further(whole)]))
    return found
