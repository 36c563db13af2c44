"""The lint reports each breach of this project's conventions for contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.contracts import findings, post, put, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.contracts import Json

EVIDENCE = [{"kind": "user", "source": "a report"}]
VARIANT = {
    "name": "slash",
    "description": "With a slash.",
    "evidence": EVIDENCE,
    "path": "/{dataset_id}/{version_id}/",
}


def vary(document: Json, **parts: Any) -> None:
    """Give the operation a variant; a part that is None is left out."""
    variant = {key: value for key, value in {**VARIANT, **parts}.items() if value is not None}
    post(document)["x-variants"] = [variant]


def page(document: Json, method: str = "list_more", iterates: str = "infer_get", **pages: Any) -> None:
    """Let the operation have one call, which returns a page of a list with the parts given here."""
    response = post(document)["responses"]["200"]["content"]["application/json"]
    response["schema"] = {"$ref": "#/components/schemas/SingleLabelClassification"}
    post(document)["x-calls"] = [{"method": method, "response": "application/json"}]
    default = {"id": "/class", "summary": "All of it.", "items": "/predictions", "next": "/top", "page": "stroke"}
    post(document)["x-pagination"] = {**default, **pages}
    other = document["paths"]["/{dataset_id}/{version_id}"]["get"]
    other["x-calls"] = [{"method": iterates, "response": "application/json"}]


def return_union(document: Json, *branches: Json) -> None:
    """Let a field of the response be a union."""
    schema(document, "ResolvedModel")["properties"]["a"] = {"description": "One of several.", "anyOf": list(branches)}


def branch(**properties: Json) -> Json:
    """Return an object that requires all its fields."""
    return {"description": "An object.", "type": "object", "required": list(properties), "properties": properties}


def share(document: Json) -> None:
    """Let the operation refer to its body and to a response."""
    document["components"]["requestBodies"] = {"Image": post(document)["requestBody"]}
    document["components"]["responses"]["Missing"] = post(document)["responses"]["404"]
    post(document)["requestBody"] = {"$ref": "#/components/requestBodies/Image"}
    post(document)["responses"]["404"] = {"$ref": "#/components/responses/Missing"}


TEXT = {"type": "string", "description": "A text."}

FAULTS: dict[str, tuple[Callable[[Json], object], str]] = {
    "parameter without a description": (
        lambda d: d["components"]["parameters"]["Stroke"].pop("description"),
        "parameters/Stroke: a parameter without a description",
    ),
    "parameter without an example": (
        lambda d: d["components"]["parameters"]["DatasetId"].pop("example"),
        "parameters/DatasetId: a parameter without an example",
    ),
    "status without a description": (
        lambda d: put(post(d)["responses"]["404"], "description", " "),
        "responses/404: a status without a description",
    ),
    "header without a description": (
        lambda d: d["components"]["headers"]["RequestId"].pop("description"),
        "headers/RequestId: a header without a description",
    ),
    "schema without a description": (
        lambda d: schema(d, "Detail").pop("description"),
        "Detail: a schema without a description",
    ),
    "field without a description": (
        lambda d: schema(d, "Detail")["properties"]["detail"].pop("description"),
        "Detail/properties/detail: a field without a description",
    ),
    "pages without a parameter": (lambda d: page(d, page="offset"), "no query parameter offset"),
    "pages without a next one": (lambda d: page(d, next="/next"), "next: the response with status 200 has no /next"),
    "pages without items": (lambda d: page(d, items="/results"), "items: the response with status 200 has no /results"),
    "pages of no list": (lambda d: page(d, items="/top"), "items: /top is not of type array"),
    "pages whose items have no id": (lambda d: page(d, id="/uuid"), "has no /predictions/items/uuid"),
    "pages counted in words": (lambda d: page(d, count="/top"), "count: /top is not of type integer"),
    "pages with a number to follow": (
        lambda d: page(d, next="/image/width"),
        "next: /image/width is not of type string or null",
    ),
    "pages that may lack their next one": (lambda d: page(d, next="/inference_id"), "inference_id is not required"),
    "pages with something else": (lambda d: page(d, size="size"), "x-pagination: expected items, next"),
    "pages of a call of another name": (
        lambda d: page(d, method="listen"),
        "x-pagination: listen has pages, so its name must be list",
    ),
    "two methods that iterate": (
        lambda d: page(d, iterates="iterate_more"),
        "2 calls are named classificationiteratemore",
    ),
    "argument of one letter": (
        lambda d: put(d["components"]["parameters"]["Source"], "name", "s"),
        "parameters/Source: s cannot be the name of an argument",
    ),
    "argument named as a function of Python": (
        lambda d: put(d["components"]["parameters"]["Source"], "x-name", "input"),
        "parameters/Source: input cannot be the name of an argument",
    ),
    "argument named as nothing in Python": (
        lambda d: put(d["components"]["parameters"]["Source"], "x-name", "the-source"),
        "parameters/Source: the-source cannot be the name of an argument",
    ),
    "call with an effect of its own": (
        lambda d: put(post(d)["x-calls"][0], "x-effect", ["mutating"]),
        "has effects that the operation does not have",
    ),
    "body that is a union": (
        lambda d: put(
            post(d)["requestBody"]["content"]["multipart/form-data"],
            "schema",
            {"oneOf": [{"$ref": "#/components/schemas/ImageUpload"}]},
        ),
        "x-calls/1: the multipart/form-data body is a union",
    ),
    "variants that are not a list": (
        lambda d: put(post(d), "x-variants", {"a": {}}),
        "expected a list of variants",
    ),
    "variant without a name": (lambda d: vary(d, name=None), "x-variants/0: name is missing"),
    "variant without a description": (lambda d: vary(d, description=None), "description is missing"),
    "variant without evidence": (lambda d: vary(d, evidence=None), "evidence is missing"),
    "variant by hearsay": (
        lambda d: vary(d, evidence=[{"kind": "hearsay", "source": "x"}]),
        "x-variants/0/evidence: {'kind': 'hearsay'",
    ),
    "variant of an unknown part": (lambda d: vary(d, query={}), "query: a variant can only change"),
    "variant without a difference": (lambda d: vary(d, path=None), "no difference"),
    "variant without a slash": (lambda d: vary(d, path="{dataset_id}/{version_id}"), "does not start with a slash"),
    "variant with an unknown method": (lambda d: vary(d, method="POST"), "method POST: expected one of"),
    "variant with another path": (lambda d: vary(d, path="/{dataset_id}"), "the parameters in /{dataset_id} differ"),
    "variant with an undescribed parameter": (
        lambda d: vary(d, path="/a", parameters=[{"name": "a", "in": "query", "schema": {"type": "string"}}]),
        "parameter a has no description",
    ),
    "variant with an empty body": (lambda d: vary(d, requestBody={"required": True}), "requestBody: expected null, or"),
    "variants of one name": (
        lambda d: put(post(d), "x-variants", [VARIANT, VARIANT]),
        "2 variants are named slash",
    ),
    "unused component": (
        lambda d: d["components"]["headers"].update(Other=d["components"]["headers"]["RequestId"]),
        "/components/headers/Other: unused component",
    ),
    "empty evidence": (lambda d: put(post(d), "x-evidence", []), "x-evidence: expected a list"),
    "evidence cut at a comma": (
        lambda d: put(post(d), "x-evidence", [{"kind": "user", "source": "a report", "and another": None}]),
        "x-evidence: {'kind': 'user', 'source': 'a report', 'and another': None}: expected kind, one of",
    ),
    "secret that is false": (
        lambda d: d["components"]["securitySchemes"]["query"].update({"x-secret": False}),
        "x-secret must be true or absent",
    ),
    "secret operation": (lambda d: post(d).update({"x-secret": True}), "x-secret is only allowed on a parameter"),
    "key that is not marked as secret": (
        lambda d: put(schema(d, "ImageUpload")["properties"], "apikey", dict(TEXT)),
        "properties/apikey: x-secret is missing",
    ),
    "misspelt extension": (
        lambda d: post(d).update({"x-idempotant": True}),
        "post/x-idempotant: unknown extension x-idempotant; did you mean x-idempotent?",
    ),
    "misspelt extension in a field": (
        lambda d: schema(d, "Message")["properties"]["message"].update({"x-secrets": True}),
        "did you mean x-secret?",
    ),
    "name of an argument at a field": (
        lambda d: schema(d, "Message")["properties"]["message"].update({"x-name": "text"}),
        "properties/message/x-name: x-name renames the argument of a parameter",
    ),
    "name of an argument at an operation": (lambda d: post(d).update({"x-name": "run"}), "post/x-name: x-name renames"),
    "misspelt extension in capitals": (lambda d: put(post(d), "x-Effect", []), "did you mean x-effect?"),
    "branches alike": (
        lambda d: return_union(d, branch(a=TEXT), branch(a=TEXT, b=TEXT)),
        "anyOf: nothing that branch 0 requires distinguishes it from branch 1",
    ),
    "branches alike one level below": (
        lambda d: return_union(d, branch(a=branch(b=TEXT)), branch(a=branch(b=TEXT))),
        "anyOf: nothing that branch 0 requires distinguishes it from branch 1",
    ),
    "branches alike in a component": (
        lambda d: schema(d, "SingleLabelClassification").update(required=["image"]),
        "Classification: oneOf: nothing that branch 0 requires distinguishes it from branch 1",
    ),
}

CONSTANT = {"type": "string", "description": "A kind.", "const": "a"}

FINE: dict[str, Callable[[Json], object]] = {
    "field named like its schema": lambda d: put(
        schema(d, "ResolvedModel")["properties"],
        "resolvedModel",
        {"type": "array", "items": TEXT, "description": "Texts."},
    ),
    "body and response by reference": share,
    "argument of another name": lambda d: d["components"]["parameters"]["Source"].update(
        {"name": "s", "x-name": "the_source"}
    ),
    "variant": vary,
    "variant without a body": lambda d: put(post(d), "x-variants", [{**VARIANT, "method": "get", "requestBody": None}]),
    "branches with a field of their own": lambda d: return_union(d, branch(a=TEXT), branch(b=TEXT)),
    "branches with constants": lambda d: return_union(
        d, branch(a=branch(b=CONSTANT)), branch(a=branch(b={**CONSTANT, "const": "b"}))
    ),
    "branches of a constant and another type": lambda d: return_union(
        d, branch(a=CONSTANT), branch(a={"type": "integer", "description": "A number."})
    ),
    "object or text": lambda d: return_union(d, branch(a=TEXT), {"type": "string"}),
    "plain values": lambda d: return_union(d, {"type": "integer"}, {"type": "string"}),
    "status without a body": lambda d: post(d)["responses"]["404"].pop("content"),
    "success without a body": lambda d: post(d)["responses"].update({"202": {"description": "Accepted."}}),
    "bearer that is marked as secret": lambda d: d["components"]["securitySchemes"]["bearer"].update(
        {"x-secret": True}
    ),
    "extension of another tool": lambda d: put(post(d), "x-codegen-request-body-name", "body"),
    "field named like an extension": lambda d: put(schema(d, "Message")["properties"], "x-effects", TEXT),
    "header named like an extension": lambda d: put(
        post(d)["responses"]["404"], "headers", {"x-names": {"description": "X.", "schema": {"type": "string"}}}
    ),
    "object that is made of others": lambda d: put(
        schema(d, "ResolvedModel")["properties"],
        "a",
        {"type": "object", "description": "A.", "allOf": [{"$ref": "#/components/schemas/ImageSize"}]},
    ),
    "discriminator of constants": lambda d: put(
        schema(d, "ResolvedModel")["properties"],
        "a",
        {
            "description": "One of two.",
            "discriminator": {"propertyName": "kind"},
            "oneOf": [branch(kind=CONSTANT), branch(kind={**CONSTANT, "const": "b"})],
        },
    ),
    "open enumeration": lambda d: return_union(d, {"type": "string", "enum": ["a", "b"]}, {"type": "string"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_breach_is_found(name: str) -> None:
    """The finding has the place and a message."""
    plant, words = FAULTS[name]
    found = findings(plant)

    assert [line for line in found if words in line], found


@pytest.mark.parametrize("name", FINE)
def test_what_is_right_has_no_finding(name: str) -> None:
    """No rule rejects what the conventions allow."""
    assert findings(FINE[name]) == []


CAUSES: dict[str, tuple[Callable[[Json], object], str]] = {
    "enum": (
        lambda d: put(schema(d, "ResolvedModel")["properties"], "a", {**TEXT, "enum": ["a"]}),
        "#/components/schemas/ResolvedModel/properties/a: an enum in a response",
    ),
    "closed object": (
        lambda d: schema(d, "Message").update(additionalProperties=False),
        "#/components/schemas/Message: additionalProperties: false",
    ),
    "union": (
        lambda d: return_union(d, *[branch(a=TEXT)] * 21),
        "ResolvedModel/properties/a: anyOf: nothing that branch 0 requires distinguishes it from branch 1; 209 more",
    ),
    "parameter": (
        lambda d: d["components"]["parameters"]["Stroke"].pop("description"),
        "#/components/parameters/Stroke: a parameter without a description",
    ),
    "response": (
        lambda d: d["components"]["responses"]["InvalidModelId"].update(description=" "),
        "#/components/responses/InvalidModelId: a status without a description",
    ),
    "header": (
        lambda d: d["components"]["headers"]["RequestId"].pop("description"),
        "#/components/headers/RequestId: a header without a description",
    ),
}


@pytest.mark.parametrize("name", CAUSES)
def test_cause_is_reported_once(name: str) -> None:
    """A mistake in a shared component is one finding, at the component, with the operations that use it."""
    plant, words = CAUSES[name]
    found = findings(plant)

    assert len(found) == 1, found
    assert words in found[0]
    assert "(used by " in found[0]
