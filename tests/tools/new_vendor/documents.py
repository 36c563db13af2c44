"""Small published documents, and their contracts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from scripts.tools.new_vendor.checking import checked
from scripts.tools.new_vendor.conversion import Conversion
from scripts.tools.new_vendor.report import Report
from scripts.tools.new_vendor.swagger import upgrade
from scripts.tools.regenerate import lint
from scripts.tools.regenerate.contract import Contract

Json = dict[str, Any]

SHOP: Json = yaml.safe_load(Path(__file__).with_name("shop.yaml").read_text(encoding="utf-8"))

OK: Json = {"200": {"description": "Fine.", "content": {"application/json": {"schema": {"type": "object"}}}}}


def convert(document: Json, auth: str | None = None) -> tuple[Json, str]:
    """Return the contract of a document and the report; the lint finds nothing in it."""
    report = Report()
    # As from a file: keys are strings.
    document = json.loads(json.dumps(document))
    if "swagger" in document:
        document = upgrade(document, report)
    contract = Conversion(document, "shop.yaml", auth, report).contract("shop", None, None)
    contract = checked("shop", contract, report)
    assert list(lint.findings(Contract("shop", "specs/shop/openapi.yaml", contract))) == []
    return contract, "\n".join(report.lines())


def published(version: str = "3.0.3", **operation: Any) -> Json:
    """Return a document with one operation, POST /things/{id}, and a schema to refer to."""
    return {
        "openapi": version,
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://things.example.com"}],
        "paths": {"/things/{id}": {"post": {"responses": OK, **operation}}},
        "components": {"schemas": {}},
    }


def responding(schema: Json, version: str = "3.0.3", **schemas: Json) -> Json:
    """Return a document whose only operation returns a schema."""
    content = {"application/json": {"schema": schema}}
    document = published(version, responses={"200": {"description": "Fine.", "content": content}})
    document["components"]["schemas"] = schemas
    return document


def response(contract: Json) -> Json:
    """Return the schema of the response of the only operation, without reference."""
    schema: Json = post(contract)["responses"]["200"]["content"]["application/json"]["schema"]
    return resolved(contract, schema)


def resolved(contract: Json, schema: Json) -> Json:
    """Return a schema without reference."""
    if "$ref" in schema:
        found: Json = contract["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return found
    return schema


def post(contract: Json) -> Json:
    """Return the only operation."""
    operation: Json = next(iter(contract["paths"].values()))["post"]
    return operation
