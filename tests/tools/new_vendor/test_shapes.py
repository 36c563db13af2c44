"""A value of a type that OpenAPI does not have for its place costs that value, and not the document."""

from __future__ import annotations

import copy
import itertools
import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from scripts.tools.new_vendor.conversion import Conversion
from scripts.tools.new_vendor.report import Report
from scripts.tools.new_vendor.shapes import shaped
from scripts.tools.new_vendor.source import DocumentError
from scripts.tools.new_vendor.swagger import upgrade

from .documents import SHOP

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

THINGS: Json = yaml.safe_load("""
openapi: 3.0.3
info: {title: Things, version: '1'}
servers: [{url: 'https://{host}/v1', variables: {host: {default: things.example.com, enum: [a, b]}}}]
security: [{key: []}, {oauth: [read]}]
tags: [{name: things}]
paths:
  /things/{id}:
    parameters: [{$ref: '#/components/parameters/id'}]
    get:
      operationId: get
      tags: [things]
      deprecated: true
      security: [{}]
      parameters:
        - {name: q, in: query, style: deepObject, schema: {type: object, properties: {a: {type: integer, default: 1}}}}
        - {name: ids, in: query, explode: false, example: a, schema: {type: array, items: {type: string, enum: [a, b]}}}
        - {name: X-Filter, in: header, content: {application/json: {schema: {type: object}}}}
      responses:
        '200':
          headers: {X-Left: {schema: {type: integer}}}
          content:
            application/json: {schema: {$ref: '#/components/schemas/Pet'}, examples: {one: {value: {kind: Cat}}}}
        default: {$ref: '#/components/responses/Wrong'}
    post:
      requestBody: {$ref: '#/components/requestBodies/Pet'}
      responses: {'204': {description: Done.}}
components:
  parameters: {id: {name: id, in: path, required: true, schema: {type: integer, minimum: 1}}}
  requestBodies:
    Pet:
      required: true
      content:
        application/json: {schema: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}}
        multipart/form-data:
          schema: {type: object, required: [file], properties: {file: {type: string, format: binary}}}
  responses: {Wrong: {content: {application/json: {schema: {type: object, additionalProperties: {type: string}}}}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://things.example.com/token', scopes: {read: x}}}}
  schemas:
    Pet:
      type: object
      required: [kind]
      properties: {kind: {type: string}, tags: {type: array, items: {type: string}, maxItems: 3}}
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {age: {type: integer, nullable: true, example: 3}}}]}
    Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {size: {anyOf: [{type: number}, {type: string}]}}}]}
""")

OTHERS: list[Any] = [None, 7, "x", [None], {"a": None}, {"$ref": "#/paths"}]


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of each value within a document."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        yield (*at, key)
        yield from places(value, (*at, key))


def replaced(document: Json, at: tuple[Any, ...], value: Any) -> Json:
    """Return a document with another value at a place."""
    changed = node = copy.deepcopy(document)
    for key in at[:-1]:
        node = node[key]
    node[at[-1]] = value
    return changed


@pytest.mark.parametrize("document", [THINGS, SHOP], ids=["3.0", "2.0"])
def test_other_value_at_each_place(document: Json) -> None:
    """With a null, a number, a text, a list or a mapping in any one place, the rest of the document is converted."""
    document = json.loads(json.dumps(document))  # as from a file: keys are strings
    refused = set()
    for at, other in zip(places(document), itertools.cycle(OTHERS), strict=False):
        if at[0] not in ("openapi", "swagger") and at != ("paths",):
            report = Report()
            changed = shaped(replaced(document, at, other), report)
            whole = upgrade(changed, report) if "swagger" in changed else changed
            try:
                Conversion(whole, "x", None, report).contract("things", None, None)
            except DocumentError:
                refused.add(at[0])

    assert refused <= {"servers", "host", "paths"}


def test_values_that_are_left_out_are_reported() -> None:
    """A value that is left out is reported with its place, and a null is as good as none."""
    document = replaced(THINGS, ("paths", "/things/{id}", "get", "tags"), "things")
    document = replaced(document, ("components", "schemas", "Pet", "required"), None)
    report = Report()
    shaped(document, report)

    words = "values of a type that OpenAPI does not have there: #/paths/~1things~1{id}/get/tags"
    assert list(report.lines()) == ["Not taken over:", f"     1  {words}"]
