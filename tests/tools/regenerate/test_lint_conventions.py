"""Each breach of this project's conventions for contracts is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers.contracts import findings, post, put, schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.contracts import Json

EVIDENCE = [{"kind": "user", "source": "a report"}]
SPELLING = {
    "name": "slash",
    "description": "With a slash.",
    "evidence": EVIDENCE,
    "path": "/{dataset_id}/{version_id}/",
}


def spell(document: Json, **parts: Any) -> None:
    """Give the operation one other spelling; a part that is None is left out."""
    spelling = {key: value for key, value in {**SPELLING, **parts}.items() if value is not None}
    post(document)["x-other-spellings"] = [spelling]


def page(document: Json, method: str = "list_more", iterates: str = "infer_get", **pages: Any) -> None:
    """Let the operation's one call, and it alone, answer one page of a list; say where its parts are."""
    answer = post(document)["responses"]["200"]["content"]["application/json"]
    answer["schema"] = {"$ref": "#/components/schemas/SingleLabelClassification"}
    post(document)["x-calls"] = [{"method": method, "answer": "application/json"}]
    default = {"id": "/class", "summary": "All of it.", "items": "/predictions", "next": "/top", "page": "stroke"}
    post(document)["x-pagination"] = {**default, **pages}
    other = document["paths"]["/{dataset_id}/{version_id}"]["get"]
    other["x-calls"] = [{"method": iterates, "answer": "application/json"}]


def answer_with(document: Json, *branches: Json) -> None:
    """Let a field of the answer be one of several."""
    schema(document, "ResolvedModel")["properties"]["a"] = {"description": "One of several.", "anyOf": list(branches)}


def branch(**properties: Json) -> Json:
    """An object that requires all its fields."""
    return {"description": "An object.", "type": "object", "required": list(properties), "properties": properties}


def share(document: Json) -> None:
    """Let the operation refer to its body and to an answer."""
    document["components"]["requestBodies"] = {"Picture": post(document)["requestBody"]}
    document["components"]["responses"] = {"Missing": post(document)["responses"]["404"]}
    post(document)["requestBody"] = {"$ref": "#/components/requestBodies/Picture"}
    post(document)["responses"]["404"] = {"$ref": "#/components/responses/Missing"}


TEXT = {"type": "string", "description": "A text."}

FAULTS: dict[str, tuple[Callable[[Json], object], str]] = {
    "parameter without words": (
        lambda d: d["components"]["parameters"]["Stroke"].pop("description"),
        "parameters/stroke: a parameter without a description",
    ),
    "parameter without an example": (
        lambda d: d["components"]["parameters"]["DatasetId"].pop("example"),
        "parameters/dataset_id: a parameter without an example",
    ),
    "status without words": (
        lambda d: put(post(d)["responses"]["404"], "description", " "),
        "responses/404: a status without a description",
    ),
    "status without a body": (
        lambda d: post(d)["responses"]["404"].pop("content"),
        "responses/404: a status without a typed body",
    ),
    "header without words": (
        lambda d: d["components"]["headers"]["RequestId"].pop("description"),
        "headers/x-request-id: a header without a description",
    ),
    "schema without words": (
        lambda d: schema(d, "Detail").pop("description"),
        "Detail: a schema without a description",
    ),
    "field without words": (
        lambda d: schema(d, "Detail")["properties"]["detail"].pop("description"),
        "Detail/properties/detail: a field without a description",
    ),
    "pages without a parameter": (lambda d: page(d, page="offset"), "no query parameter offset"),
    "pages without a next one": (lambda d: page(d, next="/next"), "next: the answer of status 200 has no /next"),
    "pages without items": (lambda d: page(d, items="/results"), "items: the answer of status 200 has no /results"),
    "pages of no list": (lambda d: page(d, items="/top"), "items: /top is no array"),
    "pages whose items have no id": (lambda d: page(d, id="/uuid"), "has no /predictions/items/uuid"),
    "pages counted in words": (lambda d: page(d, count="/top"), "count: /top is no integer"),
    "pages with a number to follow": (
        lambda d: page(d, next="/image/width"),
        "next: /image/width is no string or null",
    ),
    "pages that may lack their next one": (lambda d: page(d, next="/inference_id"), "inference_id is not required"),
    "pages with something else": (lambda d: page(d, size="size"), "x-pagination has items, next"),
    "pages of a call of another name": (
        lambda d: page(d, method="listen"),
        "x-pagination: listen has pages, but is not named list",
    ),
    "two methods that iterate": (
        lambda d: page(d, iterates="iterate_more"),
        "2 calls are named classificationiteratemore",
    ),
    "argument of one letter": (
        lambda d: put(d["components"]["parameters"]["Source"], "name", "s"),
        "parameters/s: s is no good name for an argument",
    ),
    "argument named as a function of Python": (
        lambda d: put(d["components"]["parameters"]["Source"], "x-name", "input"),
        "parameters/source: input is no good name for an argument",
    ),
    "argument named as nothing in Python": (
        lambda d: put(d["components"]["parameters"]["Source"], "x-name", "the-source"),
        "parameters/source: the-source is no good name for an argument",
    ),
    "call that does more": (
        lambda d: put(post(d)["x-calls"][0], "x-effect", ["mutating"]),
        "is more than the operation does",
    ),
    "body that is a union": (
        lambda d: put(
            post(d)["requestBody"]["content"]["multipart/form-data"],
            "schema",
            {"oneOf": [{"$ref": "#/components/schemas/PictureUpload"}]},
        ),
        "x-calls/1: the multipart/form-data body is a union",
    ),
    "spellings that are no list": (lambda d: put(post(d), "x-other-spellings", {"a": {}}), "a list of spellings"),
    "spelling without a name": (lambda d: spell(d, name=None), "x-other-spellings/0: name is missing"),
    "spelling without words": (lambda d: spell(d, description=None), "description is missing"),
    "spelling without evidence": (lambda d: spell(d, evidence=None), "evidence is missing"),
    "spelling by hearsay": (
        lambda d: spell(d, evidence=[{"kind": "hearsay", "source": "x"}]),
        "x-other-spellings/0/evidence: {'kind': 'hearsay'",
    ),
    "spelling with a foreign part": (lambda d: spell(d, query={}), "query is no part of a spelling"),
    "spelling that spells nothing": (lambda d: spell(d, path=None), "nothing differs"),
    "spelling without a slash": (lambda d: spell(d, path="{dataset_id}/{version_id}"), "does not start with a slash"),
    "spelling by another verb": (lambda d: spell(d, method="POST"), "method POST is none of"),
    "spelling with a foreign path": (lambda d: spell(d, path="/{dataset_id}"), "the path parameters of /{dataset_id}"),
    "spelling with a silent parameter": (
        lambda d: spell(d, path="/a", parameters=[{"name": "a", "in": "query", "schema": {"type": "string"}}]),
        "parameter a has no description",
    ),
    "spelling with an empty body": (lambda d: spell(d, requestBody={"required": True}), "requestBody is null, or"),
    "spellings of one name": (
        lambda d: put(post(d), "x-other-spellings", [SPELLING, SPELLING]),
        "2 spellings are named slash",
    ),
    "component of no use": (
        lambda d: d["components"]["headers"].update(Other=d["components"]["headers"]["RequestId"]),
        "/components/headers/Other: nothing refers to it",
    ),
    "empty evidence": (lambda d: put(post(d), "x-evidence", []), "x-evidence: a list of kind and source"),
    "evidence cut at a comma": (
        lambda d: put(post(d), "x-evidence", [{"kind": "user", "source": "a report", "and another": None}]),
        "x-evidence: {'kind': 'user', 'source': 'a report', 'and another': None}: kind is one of",
    ),
    "secret that is none": (
        lambda d: d["components"]["securitySchemes"]["query"].update({"x-secret": False}),
        "x-secret is true, or is left out",
    ),
    "secret operation": (lambda d: post(d).update({"x-secret": True}), "x-secret stands on a parameter"),
    "field named like its schema": (
        lambda d: put(schema(d, "ResolvedModel")["properties"], "resolvedModel", {"type": "array", "items": TEXT}),
        "ResolvedModel/properties/resolvedModel: resolvedModel is named like its schema",
    ),
    "key that is no secret": (
        lambda d: put(schema(d, "PictureUpload")["properties"], "apikey", dict(TEXT)),
        "properties/apikey: it is named like a key",
    ),
    "branches alike": (
        lambda d: answer_with(d, branch(a=TEXT), branch(a=TEXT, b=TEXT)),
        "anyOf: nothing that branch 0 requires tells it from branch 1",
    ),
    "branches alike one level below": (
        lambda d: answer_with(d, branch(a=branch(b=TEXT)), branch(a=branch(b=TEXT))),
        "anyOf: nothing that branch 0 requires tells it from branch 1",
    ),
    "branches alike in a component": (
        lambda d: schema(d, "SingleLabelClassification").update(required=["image"]),
        "Classification: oneOf: nothing that branch 0 requires tells it from branch 1",
    ),
}

CONSTANT = {"type": "string", "description": "A kind.", "const": "a"}

FINE: dict[str, Callable[[Json], object]] = {
    "text named like its schema": lambda d: put(schema(d, "ResolvedModel")["properties"], "resolved_model", dict(TEXT)),
    "body and answer by reference": share,
    "argument of another name": lambda d: d["components"]["parameters"]["Source"].update(
        {"name": "s", "x-name": "the_source"}
    ),
    "spelling": spell,
    "spelling without a body": lambda d: put(
        post(d), "x-other-spellings", [{**SPELLING, "method": "get", "requestBody": None}]
    ),
    "branches with a field of their own": lambda d: answer_with(d, branch(a=TEXT), branch(b=TEXT)),
    "branches with constants": lambda d: answer_with(
        d, branch(a=branch(b=CONSTANT)), branch(a=branch(b={**CONSTANT, "const": "b"}))
    ),
    "branches of a constant and another type": lambda d: answer_with(
        d, branch(a=CONSTANT), branch(a={"type": "integer", "description": "A number."})
    ),
    "object or text": lambda d: answer_with(d, branch(a=TEXT), {"type": "string"}),
    "plain values": lambda d: answer_with(d, {"type": "integer"}, {"type": "string"}),
    "open enumeration": lambda d: answer_with(d, {"type": "string", "enum": ["a", "b"]}, {"type": "string"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_breach_is_found(name: str) -> None:
    """The finding names the place, and says what is wrong."""
    plant, words = FAULTS[name]
    found = findings(plant)

    assert [line for line in found if words in line], found


@pytest.mark.parametrize("name", FINE)
def test_what_is_right_has_no_finding(name: str) -> None:
    """No rule asks for more than its convention."""
    assert findings(FINE[name]) == []
