"""Matching accepts the requests that a contract describes, and names the rule that others break."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml

from visionapis_testing.contracts.contract import Contract
from visionapis_testing.contracts.matching import RULES, RejectedRequestError, matching_variants
from visionapis_testing.contracts.parsing import File, ParsedRequest

DOCUMENT: dict[str, Any] = yaml.safe_load("""
servers: [{url: 'https://cats.example.com/v1'}, {url: 'https://{host}/v2'}]
paths:
  /cats/{id}:
    post:
      operationId: cats_update
      security: [{basic: []}, {query: []}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: size, in: query, required: true, schema: {type: integer, minimum: 1}}
        - {name: tag, in: query, schema: {type: array, items: {type: string}}}
        - name: bounds
          in: query
          schema: {type: object, propertyNames: {pattern: '^age__'}, additionalProperties: {type: number}}
        - {name: deep, in: query, schema: {anyOf: [{type: boolean}, {type: string, enum: [auto]}]}}
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/Cat'}}
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/Cat'}}
          multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}}
          text/plain: {schema: {type: string, minLength: 2}}
      x-variants:
        - {name: slash, path: '/cats/{id}/'}
        - {name: put, method: put, requestBody: null}
        - name: id in the query
          path: /cats
          parameters: [{name: id, in: query, required: true, schema: {type: string}}]
    get:
      operationId: cats_get
      security: []
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
components:
  securitySchemes:
    basic: {type: http, scheme: basic}
    query: {type: apiKey, in: query, name: key}
  schemas:
    Cat:
      oneOf:
        - {type: object, required: [name], properties: {name: {type: string}, age: {type: [number, 'null']}}}
        - {type: object, required: [urls], properties: {urls: {type: array, items: {type: string}}}}
    Upload:
      type: object
      required: [file]
      properties:
        file: {type: array, items: {type: string, format: binary}}
        loud: {type: boolean}
        data:
          type: string
          contentMediaType: application/json
          contentSchema: {type: array, items: {type: object, required: [name]}}
""")

JSON = ParsedRequest(
    method="POST",
    path="/v1/cats/tom",
    query=[("size", "3")],
    authorization="Basic a2V5Og==",
    media_type="application/json",
    body='{"name": "Tom", "age": null}',
)
FORM = replace(JSON, media_type="application/x-www-form-urlencoded", body=[("name", "Tom"), ("age", "3.5")])
PARTS = replace(JSON, media_type="multipart/form-data", body=[("file", File(b"1")), ("file", File(b"2"))])
TEXT = replace(JSON, media_type="text/plain", body="Tom")

ACCEPTED: dict[str, tuple[ParsedRequest, str, str | None]] = {
    "json": (JSON, "cats_update", None),
    "form": (FORM, "cats_update", None),
    "repeated key": (replace(FORM, body=[("urls", "a"), ("urls", "b")]), "cats_update", None),
    "one of a list": (replace(FORM, body=[("urls", "a")]), "cats_update", None),
    "number as text": (replace(FORM, body=[("name", "7")]), "cats_update", None),
    "files": (PARTS, "cats_update", None),
    "json in a part": (replace(PARTS, body=[("file", File(b"1")), ("data", '[{"name": "a"}]')]), "cats_update", None),
    "boolean in a part": (replace(PARTS, body=[("file", File(b"1")), ("loud", "true")]), "cats_update", None),
    "text": (TEXT, "cats_update", None),
    "other server": (replace(JSON, path="/v2/cats/tom"), "cats_update", None),
    "key in the query": (replace(JSON, authorization=None, query=[("size", "3"), ("key", "k")]), "cats_update", None),
    "list in the query": (replace(JSON, query=[("size", "3"), ("tag", "a"), ("tag", "b")]), "cats_update", None),
    "enum value in the query": (replace(JSON, query=[("size", "3"), ("deep", "auto")]), "cats_update", None),
    "pattern in the query": (replace(JSON, query=[("size", "3"), ("age__least", "2.5")]), "cats_update", None),
    "no security": (ParsedRequest("GET", "/v1/cats/tom", [], None, "application/json", None), "cats_get", None),
    "variant of the path": (replace(JSON, path="/v1/cats/tom/"), "cats_update", "slash"),
    "variant of the method": (replace(JSON, method="PUT", body=None), "cats_update", "put"),
    "variant of the id": (replace(JSON, path="/v1/cats", query=[("id", "tom")]), "cats_update", "id in the query"),
}

REJECTED: dict[str, tuple[ParsedRequest, str]] = {
    "other path": (replace(JSON, path="/v1/dogs/tom"), "path"),
    "no prefix": (replace(JSON, path="/cats/tom"), "path"),
    "empty id": (replace(JSON, path="/v1/cats/"), "path"),
    "other method": (replace(JSON, method="DELETE"), "method"),
    "no key": (replace(JSON, authorization=None), "security"),
    "other scheme": (replace(JSON, authorization="Bearer a2V5Og=="), "security"),
    "unknown parameter": (replace(JSON, query=[("size", "3"), ("depth", "1")]), "query"),
    "missing parameter": (replace(JSON, query=[]), "query"),
    "wrong type in the query": (replace(JSON, query=[("size", "many")]), "query"),
    "wrong type under a pattern": (replace(JSON, query=[("size", "3"), ("age__least", "old")]), "query"),
    "out of range": (replace(JSON, query=[("size", "0")]), "query"),
    "repeated parameter": (replace(JSON, query=[("size", "3"), ("size", "4")]), "query"),
    "other enum value": (replace(JSON, query=[("size", "3"), ("deep", "very")]), "query"),
    "other content type": (replace(JSON, media_type="application/xml"), "content type"),
    "body of an operation without one": (replace(JSON, method="PUT"), "content type"),
    "no body": (replace(JSON, body=None), "body"),
    "not json": (replace(JSON, body="{"), "body"),
    "wrong json": (replace(JSON, body='{"age": 3}'), "body"),
    "wrong type in json": (replace(JSON, body='{"name": "Tom", "age": "3"}'), "body"),
    "too deep": (replace(JSON, body=f'{{"name": {"[" * 300}{"]" * 300}}}'), "body"),
    "missing field": (replace(FORM, body=[("age", "3")]), "body"),
    "wrong type in a form": (replace(FORM, body=[("name", "Tom"), ("age", "old")]), "body"),
    "repeated text": (replace(FORM, body=[("name", "Tom"), ("name", "Tim")]), "body"),
    "text for a file": (replace(PARTS, body=[("file", "1")]), "body"),
    "file for a text": (replace(PARTS, body=[("file", File(b"1")), ("loud", File(b"true"))]), "body"),
    "wrong json in a part": (replace(PARTS, body=[("file", File(b"1")), ("data", "[{}]")]), "body"),
    "invalid json in a part": (replace(PARTS, body=[("file", File(b"1")), ("data", "a")]), "body"),
    "short text": (replace(TEXT, body="T"), "body"),
}

CATS = Contract.from_document("cats", DOCUMENT)


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted_request(name: str) -> None:
    """A valid request matches its operation, and its variant by name."""
    request, operation, variant = ACCEPTED[name]
    found = matching_variants(CATS, request)

    assert [(each.operation_id, each.name) for each in found] == [(operation, variant)]


@pytest.mark.parametrize("name", REJECTED)
def test_rejected_request(name: str) -> None:
    """An invalid request is rejected by the rule of the closest operation."""
    request, rule = REJECTED[name]
    with pytest.raises(RejectedRequestError) as caught:
        matching_variants(CATS, request)

    assert caught.value.rule == rule
    assert str(caught.value).startswith(f"{rule}: ")


def test_every_rule_rejects_a_request() -> None:
    """Each rule rejects at least one of the requests."""
    assert {rule for _, rule in REJECTED.values()} == set(RULES)
