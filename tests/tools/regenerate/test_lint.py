"""Each fault that a contract can have is found, where it stands and with what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripts.tools.regenerate import lint
from scripts.tools.regenerate.contract import ContractError, load
from tests.helpers.contracts import ROOT, findings, post, put, schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.helpers.contracts import Json

CONTRACTS = sorted(ROOT.glob("specs/*/openapi.yaml"))


def stroke(document: Json) -> Json:
    """A parameter in the query."""
    parameter: Json = document["components"]["parameters"]["Stroke"]
    return parameter


FAULTS: dict[str, tuple[Callable[[Json], object], str]] = {
    "no paths": (lambda d: d.pop("paths"), "#: paths is missing"),
    "no schemas": (lambda d: d["components"].pop("schemas"), "#: components/schemas is missing"),
    "no id": (lambda d: post(d).pop("operationId"), "operationId is missing"),
    "no tag": (lambda d: post(d)["tags"].clear(), "tags is missing"),
    "nameless tag": (lambda d: d["tags"][0].pop("name"), "/tags: a tag without a name"),
    "body without a schema": (
        lambda d: post(d)["requestBody"]["content"]["multipart/form-data"].pop("schema"),
        "requestBody/content/multipart~1form-data: schema is missing",
    ),
    "example without a value": (
        lambda d: post(d)["requestBody"]["content"]["multipart/form-data"]["examples"]["jpeg"].pop("value"),
        "examples/jpeg: value is missing",
    ),
    "no summary": (lambda d: post(d).pop("summary"), "summary is missing"),
    "no security": (lambda d: post(d).pop("security"), "security is missing"),
    "no effect": (lambda d: post(d).pop("x-effect"), "x-effect is missing"),
    "no evidence": (lambda d: post(d).pop("x-evidence"), "x-evidence is missing"),
    "unknown effect": (lambda d: put(post(d), "x-effect", ["costly"]), "x-effect is a list of"),
    "unknown evidence": (lambda d: put(post(d), "x-evidence", [{"kind": "hearsay", "source": "x"}]), "kind is one of"),
    "evidence without source": (lambda d: put(post(d), "x-evidence", [{"kind": "user"}]), "source names it"),
    "two tags": (lambda d: post(d)["tags"].append("other"), "one tag an operation"),
    "undescribed tag": (lambda d: d["tags"][0].pop("description"), "has no description"),
    "id without tag": (lambda d: put(post(d), "operationId", "infer"), "not <tag>_<method>"),
    "id in capitals": (lambda d: put(post(d), "operationId", "classification_Infer"), "not <tag>_<method>"),
    "colliding calls": (lambda d: put(post(d)["x-calls"][0], "method", "infer_url_"), "rename all but one"),
    "call with a foreign body": (lambda d: put(post(d)["x-calls"][0], "body", "text/plain"), "no body of type"),
    "call with a foreign answer": (lambda d: put(post(d)["x-calls"][0], "answer", "text/csv"), "no answer of type"),
    "call with a foreign parameter": (
        lambda d: put(post(d)["x-calls"][0]["parameters"], "size", {"omit": True}),
        "no parameter size",
    ),
    "call with an unknown choice": (
        lambda d: put(post(d)["x-calls"][0]["parameters"], "image", {"drop": True}),
        "image: one of omit",
    ),
    "call with nameless values": (
        lambda d: post(d)["x-calls"][0]["parameters"]["format"].pop("title"),
        "format: one of omit",
    ),
    "definitions": (lambda d: put(schema(d, "Message"), "$defs", {"A": {"type": "string"}}), "$defs: "),
    "reference to elsewhere": (
        lambda d: put(schema(d, "Message")["properties"], "a", {"$ref": "#/components/headers/RequestId/schema"}),
        "only #/components/schemas/... is read",
    ),
    "dangling reference": (
        lambda d: put(schema(d, "Message")["properties"], "a", {"$ref": "#/components/schemas/Nothing"}),
        "$ref #/components/schemas/Nothing leads nowhere",
    ),
    "not": (lambda d: put(schema(d, "Message"), "not", {"type": "array"}), "not: "),
    "if": (lambda d: put(schema(d, "Message"), "if", {"type": "object"}), "if: "),
    "positions": (lambda d: put(schema(d, "Message"), "prefixItems", [{"type": "string"}]), "prefixItems: "),
    "then": (lambda d: put(schema(d, "Message"), "then", {"type": "object"}), "then: "),
    "dependentRequired": (
        lambda d: put(schema(d, "Message"), "dependentRequired", {"message": ["a"]}),
        "dependentRequired: ",
    ),
    "dependentSchemas": (
        lambda d: put(schema(d, "Message"), "dependentSchemas", {"message": {"type": "object"}}),
        "dependentSchemas: ",
    ),
    "patternProperties": (
        lambda d: put(schema(d, "Message"), "patternProperties", {"^a": {"type": "string"}}),
        "patternProperties: ",
    ),
    "unevaluatedProperties": (
        lambda d: schema(d, "Message").update(unevaluatedProperties=False),
        "unevaluatedProperties: ",
    ),
    "list joined by commas": (lambda d: stroke(d).update(explode=False), "parameters/stroke: explode: false"),
    "parameter in brackets": (lambda d: stroke(d).update(style="deepObject"), "parameters/stroke: style deepObject"),
    "parameter as a document": (
        lambda d: stroke(d).update(content={"application/json": {"schema": stroke(d).pop("schema")}}),
        "parameters/stroke: a parameter with content",
    ),
    "object in a form": (
        lambda d: put(schema(d, "PictureUpload")["properties"], "a", {"type": "object", "properties": {}}),
        "schema/properties/a: an object in a form",
    ),
    "objects in a form": (
        lambda d: put(
            schema(d, "PictureUpload")["properties"],
            "a",
            {"type": "array", "items": {"$ref": "#/components/schemas/Message"}},
        ),
        "schema/properties/a: an object in a form",
    ),
    "boolean items": (
        lambda d: put(schema(d, "Message")["properties"], "a", {"type": "array", "items": True}),
        "items is a boolean schema",
    ),
    "boolean branch": (
        lambda d: put(schema(d, "Message")["properties"], "a", {"anyOf": [{"type": "string"}, True]}),
        "anyOf/1: a boolean schema",
    ),
    "boolean component": (lambda d: d["components"]["schemas"].update(A=True), "schemas/A: a boolean schema"),
    "boolean property": (lambda d: schema(d, "Message")["properties"].update(a=True), "a boolean schema"),
    "mixed enum": (
        lambda d: put(schema(d, "PictureUpload")["properties"], "a", {"enum": ["x", 1]}),
        "values of an enum have one type",
    ),
    "enum by case": (
        lambda d: put(schema(d, "PictureUpload")["properties"], "a", {"type": "string", "enum": ["a", "A"]}),
        "differ by case alone",
    ),
    "union with a constant": (
        lambda d: put(
            schema(d, "Message")["properties"], "a", {"anyOf": [{"type": "integer", "const": 0}, {"type": "string"}]}
        ),
        "anyOf with a const",
    ),
    "untyped field": (lambda d: put(schema(d, "Message")["properties"], "a", {"description": "x"}), "no type"),
    "bare object": (
        lambda d: put(schema(d, "Message")["properties"], "a", {"type": "object"}),
        "an object without properties",
    ),
    "taken name": (lambda d: put(schema(d, "Message")["properties"], "d", {"type": "string"}), "a field named d"),
    "digit first": (lambda d: put(schema(d, "Message")["properties"], "10", {"type": "string"}), "start with a letter"),
    "underscore twin": (
        lambda d: put(schema(d, "Message")["properties"], "_message", {"type": "string"}),
        "2 fields become the attribute message",
    ),
    "uuid on an answer": (
        lambda d: put(schema(d, "SingleLabelClassification")["properties"]["inference_id"], "format", "uuid"),
        "format uuid on an answer",
    ),
    "closed answer": (
        lambda d: schema(d, "LabelPrediction").update(additionalProperties=False),
        "allows no further fields",
    ),
    "closed enum on an answer": (
        lambda d: put(schema(d, "ResolvedModel")["properties"], "backend", {"type": "string", "enum": ["onnx"]}),
        "an enum on an answer",
    ),
    "no example": (
        lambda d: post(d)["responses"]["404"]["content"]["application/json"].pop("examples"),
        "no example",
    ),
    "invalid example": (
        lambda d: post(d)["responses"]["200"]["content"]["application/json"]["examples"]["single_label"]["value"].pop(
            "top"
        ),
        "the example is not valid",
    ),
    "invalid parameter example": (
        lambda d: put(d["components"]["parameters"]["Stroke"], "example", "wide"),
        "the example is not valid",
    ),
}


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.parent.name)
def test_contracts_are_clean(path: Path) -> None:
    """No contract of this repository has a finding."""
    lint.check(load(path))


@pytest.mark.parametrize("name", FAULTS)
def test_planted_fault_is_found(name: str) -> None:
    """The finding names file and pointer, and says what is wrong."""
    plant, words = FAULTS[name]
    found = findings(plant)

    assert [line for line in found if words in line], found
    assert all(line.startswith("specs/roboflow/openapi.yaml") for line in found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("openapi: [", "not YAML"),
        ("- a list", "the top level is not a mapping"),
        ("openapi: 3.1.0\ninfo: {title: x}\npaths: {}", '"version" is a required property'),
    ],
)
def test_file_that_is_no_contract(text: str, words: str, tmp_path: Path) -> None:
    """What is no OpenAPI document is refused by name."""
    path = tmp_path / "specs" / "vendor" / "openapi.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(ContractError, match=words) as caught:
        load(path)

    assert "specs/vendor/openapi.yaml" in str(caught.value)
