"""The structure of a document is reduced to operations that have all its features."""

from __future__ import annotations

from typing import Any

from .reduce import reduce

Json = dict[str, Any]


def operation(tag: str, schema: Json) -> Json:
    """Return an operation with a response."""
    content = {"application/json": {"schema": schema}}
    return {"tags": [tag], "summary": "Prose.", "responses": {"200": {"description": "Fine.", "content": content}}}


def test_features_are_kept() -> None:
    """Of few operations kept, one has each feature; no component is kept that none refers to, and no prose."""
    plain = {f"/plain/{number}": {"get": operation("plain", {"type": "string"})} for number in range(5)}
    pet = {"discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Cat"}}, "type": "object"}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "paths": {**plain, "/pets": {"get": operation("pets", {"$ref": "#/components/schemas/Pet"})}},
        "components": {"schemas": {"Pet": pet, "Cat": {"type": "object"}, "Lost": {"type": "object"}}},
    }
    reduced = reduce(document, 2)

    assert set(reduced["paths"]) == {"/pets", "/plain/0"}
    assert set(reduced["components"]["schemas"]) == {"Pet", "Cat"}
    assert "Prose." not in str(reduced)
    assert set(reduce(document, None)["paths"]) == set(document["paths"])
