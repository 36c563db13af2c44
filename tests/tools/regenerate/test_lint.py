"""The lint reports each fault of a contract with its place and a remedy."""

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
    """Return a query parameter."""
    parameter: Json = document["components"]["parameters"]["Stroke"]
    return parameter


def renamed(status: str) -> Callable[[Json], object]:
    """Return a change that gives a response another status."""
    return lambda d: put(post(d)["responses"], status, post(d)["responses"].pop("404"))


def with_pattern(pattern: str) -> Callable[[Json], object]:
    """Return a change that gives a parameter a pattern."""
    return lambda d: put(stroke(d)["schema"], "pattern", pattern)


FAULTS: dict[str, tuple[Callable[[Json], object], str]] = {
    "no paths": (lambda d: d.pop("paths"), "#: paths is missing"),
    "no schemas": (lambda d: d["components"].pop("schemas"), "#: components/schemas is missing"),
    "code as a path": (
        lambda d: put(d["paths"], '/x"+print(1)+"', d["paths"].pop("/{dataset_id}/{version_id}")),
        "a path with characters that a URL's path cannot have",
    ),
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
    **{
        f"status {status}": (
            renamed(status),
            f"responses/{status}: status {status}: clients and emulators know single statuses only: list them",
        )
        for status in ("default", "4XX", "2xx", "600")
    },
    **{
        f"pattern {pattern[:20]}": (
            with_pattern(pattern),
            "validators cannot compile it",
        )
        for pattern in ("^.{0,100000}$", "x{1000000000}", f"({'a' * 60_000}){{999}}")
    },
    "no security": (lambda d: post(d).pop("security"), "security is missing"),
    "no effect": (lambda d: post(d).pop("x-effect"), "x-effect is missing"),
    "no evidence": (lambda d: post(d).pop("x-evidence"), "x-evidence is missing"),
    "unknown effect": (lambda d: put(post(d), "x-effect", ["costly"]), "x-effect: expected a list of"),
    "unknown evidence": (
        lambda d: put(post(d), "x-evidence", [{"kind": "hearsay", "source": "x"}]),
        "expected kind, one of",
    ),
    "evidence without source": (lambda d: put(post(d), "x-evidence", [{"kind": "user"}]), "and source"),
    "two tags": (lambda d: post(d)["tags"].append("other"), "expected one tag"),
    "undescribed tag": (lambda d: d["tags"][0].pop("description"), "has no description"),
    "id without tag": (lambda d: put(post(d), "operationId", "infer"), "expected <tag>_<method>"),
    "id in capitals": (
        lambda d: put(post(d), "operationId", "classification_Infer"),
        "expected <tag>_<method>, such as classification_infer",
    ),
    "id with a hyphen": (
        lambda d: put(post(d), "operationId", "classification_infer-one"),
        "expected <tag>_<method>, such as classification_infer_one",
    ),
    "id of another convention": (
        lambda d: put(post(d), "operationId", "inferOneImage"),
        "expected <tag>_<method>, such as classification_infer_one_image",
    ),
    "tag of several words": (lambda d: put(d["tags"][0], "name", "All images"), "such as all_images"),
    "colliding calls": (lambda d: put(post(d)["x-calls"][0], "method", "infer_url_"), "rename all but one"),
    "call with a foreign body": (lambda d: put(post(d)["x-calls"][0], "body", "text/plain"), "no body of type"),
    "call with a response that is missing": (
        lambda d: put(post(d)["x-calls"][0], "response", "text/csv"),
        "no response of type",
    ),
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
        "only references to #/components/schemas/... are supported",
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
    "list joined by commas": (lambda d: stroke(d).update(explode=False), "parameters/Stroke: explode: false"),
    "parameter in brackets": (lambda d: stroke(d).update(style="deepObject"), "parameters/Stroke: style deepObject"),
    "parameter as a document": (
        lambda d: stroke(d).update(content={"application/json": {"schema": stroke(d).pop("schema")}}),
        "parameters/Stroke: the client generator drops parameters with content",
    ),
    "object in a form": (
        lambda d: put(schema(d, "ImageUpload")["properties"], "a", {"type": "object", "properties": {}}),
        "ImageUpload/properties/a: servers cannot read an object in a form",
    ),
    "objects in a form": (
        lambda d: put(
            schema(d, "ImageUpload")["properties"],
            "a",
            {"type": "array", "items": {"$ref": "#/components/schemas/Message"}},
        ),
        "ImageUpload/properties/a: servers cannot read an object in a form",
    ),
    "nullable of OpenAPI 3.0": (
        lambda d: put(schema(d, "Message")["properties"], "a", {"type": "string", "nullable": True}),
        'nullable: OpenAPI 3.1 ignores it; add "null" to the types',
    ),
    "discriminator": (
        lambda d: put(schema(d, "Classification"), "discriminator", {"propertyName": "kind"}),
        "discriminator: the client generator ignores it",
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
        lambda d: put(schema(d, "ImageUpload")["properties"], "a", {"enum": ["x", 1]}),
        "enum values of different types",
    ),
    "enum by case": (
        lambda d: put(schema(d, "ImageUpload")["properties"], "a", {"type": "string", "enum": ["a", "A"]}),
        "enum values that differ only by case",
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
    "taken name": (
        lambda d: put(schema(d, "Message")["properties"], "to_dict", {"type": "string"}),
        "to_dict: a generated model has an attribute of this name",
    ),
    "digit first": (lambda d: put(schema(d, "Message")["properties"], "10", {"type": "string"}), "start with a letter"),
    "underscore twin": (
        lambda d: put(schema(d, "Message")["properties"], "_message", {"type": "string"}),
        "2 fields would become the attribute message",
    ),
    "uuid in a response": (
        lambda d: put(schema(d, "SingleLabelClassification")["properties"]["inference_id"], "format", "uuid"),
        "format uuid in a response",
    ),
    "closed response": (
        lambda d: schema(d, "LabelPrediction").update(additionalProperties=False),
        "additionalProperties: false in a response",
    ),
    "closed enum in a response": (
        lambda d: put(schema(d, "ResolvedModel")["properties"], "backend", {"type": "string", "enum": ["onnx"]}),
        "an enum in a response",
    ),
    "no example": (
        lambda d: post(d)["responses"]["404"]["content"]["application/json"].pop("examples"),
        "no example",
    ),
    "invalid example": (
        lambda d: post(d)["responses"]["200"]["content"]["application/json"]["examples"]["single_label"]["value"].pop(
            "top"
        ),
        "invalid example",
    ),
    "invalid parameter example": (
        lambda d: put(d["components"]["parameters"]["Stroke"], "example", "wide"),
        "invalid example",
    ),
}


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.parent.name)
def test_contracts_are_clean(path: Path) -> None:
    """No contract of this repository has a finding."""
    assert not list(lint.findings(load(path)))


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_found(name: str) -> None:
    """The finding has file, pointer and message."""
    plant, words = FAULTS[name]
    found = findings(plant)

    assert [line for line in found if words in line], found
    assert all(line.startswith("specs/roboflow/openapi.yaml") for line in found)


def test_faults_of_all_stages_are_found_at_once() -> None:
    """A fault that other rules rely on hides no fault elsewhere, and its own place has no other finding."""

    def plant(document: Json) -> None:
        document["components"]["parameters"]["Stroke"]["style"] = "pipeDelimited"
        post(document).pop("summary")
        schema(document, "ResolvedModel")["properties"]["backend"] = True
        document["components"]["parameters"]["Source"]["x-name"] = "class"

    found = findings(plant)

    for words in ("style pipeDelimited", "summary is missing", "a boolean schema", "class cannot be the name"):
        assert [line for line in found if words in line], (words, found)
    assert len(found) == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("openapi: [", "not YAML"),
        ("- a list", "the top level is not a mapping"),
        ("openapi: 3.1.0\ninfo: {title: x}\npaths: {}", '"version" is a required property'),
    ],
)
def test_file_that_is_not_a_contract(text: str, words: str, tmp_path: Path) -> None:
    """The message names a file that is not an OpenAPI document."""
    path = tmp_path / "specs" / "vendor" / "openapi.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(text)
    with pytest.raises(ContractError, match=words) as caught:
        load(path)

    assert "specs/vendor/openapi.yaml" in str(caught.value)
