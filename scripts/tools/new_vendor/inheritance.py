"""Base schemas with a discriminator, whose subtypes name them in `allOf`: each becomes a union of its subtypes."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from .bodies import LARGEST_UNION
from .composition import UNIONS

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report

PREFIX = "#/components/schemas/"


def spread(document: Json, report: Report) -> Json:
    """Return a document in which a reference to such a base leads to a union of its subtypes.

    The subtypes inherit from what the base was.
    """
    schemas = copy.deepcopy(document.get("components", {}).get("schemas"))
    if not isinstance(schemas, dict):
        return document
    for name in [each for each, schema in schemas.items() if _is_base(schema)]:
        subtypes = {
            other: schema for other, schema in schemas.items() if other != name and _parts(schema, PREFIX + name)
        }
        if not subtypes:
            continue
        if len(subtypes) > LARGEST_UNION:
            report.lost(f"subtypes of a base with a discriminator, if more than {LARGEST_UNION}", name)
            continue
        base = _free(f"{name}Base", schemas)
        for schema in subtypes.values():
            for part in _parts(schema, PREFIX + name):
                part["$ref"] = PREFIX + base
        old = schemas[name]
        schemas[base] = {key: value for key, value in old.items() if key != "discriminator"}
        schemas[name] = {
            "oneOf": [{"$ref": PREFIX + each} for each in subtypes],
            "discriminator": old["discriminator"],
            **({"nullable": old["nullable"]} if "nullable" in old else {}),
        }
        report.changed("bases with a discriminator became unions of their subtypes", name)
    return {**document, "components": {**document["components"], "schemas": schemas}}


def _is_base(schema: Any) -> bool:
    return isinstance(schema, dict) and isinstance(schema.get("discriminator"), dict) and not {*UNIONS} & schema.keys()


def _parts(schema: Any, reference: str) -> list[Json]:
    """Return the parts of an `allOf` that are a reference."""
    parts = schema.get("allOf") if isinstance(schema, dict) else None
    return [each for each in parts or [] if isinstance(each, dict) and each.get("$ref") == reference]


def _free(name: str, schemas: Json) -> str:
    while name in schemas:
        name = f"{name}_"
    return name
