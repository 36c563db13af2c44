"""Changes to plant in a contract, and what they are: whom they concern and the version step that they ask for."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]

ROUTE = "/{dataset_id}/{version_id}"
TASKS = "/recognition/v2/task"

BREAKING, ADDITIVE, DOCS = "breaking", "additive", "docs only"
STEPS = {BREAKING: "major", ADDITIVE: "minor", DOCS: "patch"}


@dataclass(frozen=True)
class Planted:
    """One change."""

    name: str
    severity: str
    operation: str
    """That the page must name; empty for the whole API."""
    words: str
    """That stand in one of that operation's lines of that severity."""
    plant: Callable[[Json], object]
    vendor: str = "roboflow"


def _post(document: Json) -> Json:
    operation: Json = document["paths"][ROUTE]["post"]
    return operation


def _get(document: Json) -> Json:
    operation: Json = document["paths"][ROUTE]["get"]
    return operation


def _create(document: Json) -> Json:
    operation: Json = document["paths"][TASKS]["post"]
    return operation


def _list(document: Json) -> Json:
    operation: Json = document["paths"][TASKS]["get"]
    return operation


def _schema(document: Json, name: str) -> Json:
    component: Json = document["components"]["schemas"][name]
    return component


def _parameter(document: Json, name: str) -> Json:
    component: Json = document["components"]["parameters"][name]
    return component


def _rename(node: Json, old: str, new: str) -> None:
    items = [(new if key == old else key, value) for key, value in node.items()]
    node.clear()
    node.update(items)


def _rename_field(schema: Json, old: str, new: str) -> None:
    _rename(schema["properties"], old, new)
    schema["required"] = [new if name == old else name for name in schema["required"]]


def _add_required_field(schema: Json) -> None:
    schema["properties"]["name"] = {"type": "string", "description": "A name."}
    schema["required"] = [*schema.get("required", []), "name"]


def _rename_dataset(document: Json) -> None:
    _rename(document["paths"], ROUTE, ROUTE.replace("dataset_id", "project_id"))
    _parameter(document, "DatasetId")["name"] = "project_id"


def _add_operation(document: Json) -> None:
    operation = copy.deepcopy(_get(document))
    operation["operationId"] = "classification_look"
    operation["summary"] = "Look at one picture."
    operation.pop("x-calls", None)
    operation["x-calls"] = [{"method": "look", "answer": "application/json"}]
    document["paths"][f"{ROUTE}/look"] = {"parameters": document["paths"][ROUTE]["parameters"], "get": operation}


def _add_parameter(document: Json, *, required: bool) -> None:
    parameter = {"name": "language", "in": "query", "required": required, "description": "The answer's language."}
    _post(document)["parameters"].append({**parameter, "schema": {"type": "string"}})


def _copy_call(document: Json) -> None:
    calls = _post(document)["x-calls"]
    calls.append({**calls[1], "method": "infer_upload"})


def _rename_stroke(document: Json) -> None:
    _parameter(document, "Stroke")["name"] = "line"
    for call in _post(document)["x-calls"]:
        if "stroke" in call["parameters"]:
            _rename(call["parameters"], "stroke", "line")


def _draw_png(document: Json) -> None:
    _rename(_post(document)["responses"]["200"]["content"], "image/jpeg", "image/png")
    for call in _post(document)["x-calls"]:
        if call["answer"] == "image/jpeg":
            call["answer"] = "image/png"


def _upload(document: Json) -> Json:
    media_type: Json = _post(document)["requestBody"]["content"]["multipart/form-data"]
    return media_type


def _call(document: Json) -> Json:
    """The call `infer_file`."""
    call: Json = _post(document)["x-calls"][1]
    return call


INFER = "classification_infer"
CREATE = "tasks_create"
LIST = "tasks_list"
TIME = "SingleLabelClassification"

PLANTED = [
    # operations
    Planted("operation removed", BREAKING, "classification_infer_get", "no longer described",
            lambda it: it["paths"][ROUTE].pop("get")),
    Planted("operation added", ADDITIVE, "classification_look", "GET /{dataset_id}/{version_id}/look", _add_operation),
    Planted("operation renamed", BREAKING, INFER, "no longer described",
            lambda it: _post(it).update(operationId="classification_guess")),
    Planted("path renamed", BREAKING, INFER, "was renamed to",
            lambda it: _rename(it["paths"], ROUTE, f"/v2{ROUTE}")),
    Planted("path parameter renamed", BREAKING, INFER, "`dataset_id`: parameter was removed", _rename_dataset),
    Planted("method moved to another resource", BREAKING, CREATE, "move from `tasks` to `jobs`",
            lambda it: _create(it).update(tags=["jobs"]), "ximilar"),
    # fields of answers
    Planted("answer's field renamed", BREAKING, INFER, "`SingleLabelClassification.top` is gone",
            lambda it: _rename_field(_schema(it, TIME), "top", "best")),
    Planted("answer's field removed", BREAKING, INFER, "`SingleLabelClassification.time` is gone",
            lambda it: _schema(it, TIME)["properties"].pop("time")),
    Planted("answer's field added", ADDITIVE, INFER, "rank",
            lambda it: _schema(it, TIME)["properties"].update(rank={"type": "integer", "description": "A rank."})),
    Planted("answer's field of another type", BREAKING, INFER, "`SingleLabelClassification.time`: `float | Unset`",
            lambda it: _schema(it, TIME)["properties"]["time"].update(type="string")),
    Planted("answer's field optional", BREAKING, INFER, "no longer required: `confidence`",
            lambda it: _schema(it, TIME)["required"].remove("confidence")),
    Planted("answer's field always there", ADDITIVE, INFER, "required",
            lambda it: _schema(it, TIME)["required"].append("time")),
    Planted("answer's field may be null", BREAKING, INFER, "null",
            lambda it: _schema(it, TIME)["properties"]["time"].update(type=["number", "null"])),
    # fields of requests
    Planted("request's new required field", BREAKING, CREATE, "`ximilar.tasks.create`: `name_of_owner`",
            lambda it: _task_field(it, required=True), "ximilar"),
    Planted("request's new optional field", ADDITIVE, CREATE, "`ximilar.tasks.create`: `name_of_owner`",
            lambda it: _task_field(it, required=False), "ximilar"),
    Planted("upload's new required part", BREAKING, INFER, "`roboflow.classification.infer_file`: `name`",
            lambda it: _add_required_field(_schema(it, "PictureUpload"))),
    Planted("upload's part renamed", BREAKING, INFER, "`file`: parameter was removed",
            lambda it: _rename_field(_schema(it, "PictureUpload"), "file", "picture")),
    Planted("request's limit raised", BREAKING, INFER, "minLength",
            lambda it: _schema(it, "Base64Picture").update(minLength=4)),
    # parameters
    Planted("parameter added", ADDITIVE, INFER, "`language`: optional parameter was added",
            lambda it: _add_parameter(it, required=False)),
    Planted("required parameter added", BREAKING, INFER, "`language`: parameter was added as required",
            lambda it: _add_parameter(it, required=True)),
    Planted("parameter removed", BREAKING, INFER, "`disable_preproc_contrast`: parameter was removed",
            lambda it: it["paths"][ROUTE]["parameters"].remove(
                {"$ref": "#/components/parameters/DisablePreprocContrast"})),
    Planted("parameter renamed", BREAKING, INFER, "`stroke`: parameter was removed",
            _rename_stroke),
    Planted("optional parameter required", BREAKING, INFER, "`source`: parameter is now required",
            lambda it: _parameter(it, "Source").update(required=True)),
    Planted("parameter moved to a header", BREAKING, INFER, "is now a header parameter",
            lambda it: _parameter(it, "Source").update({"in": "header"})),
    Planted("parameter of another type", BREAKING, INFER, "`source`: `str | Unset` -> `int | Unset`",
            lambda it: _parameter(it, "Source")["schema"].update(type="integer")),
    Planted("another default", BREAKING, INFER, "`default`",
            lambda it: _parameter(it, "Format")["schema"].update(default="image")),
    Planted("values narrowed", BREAKING, INFER, "lost values",
            lambda it: _schema(it, "ConfidencePreset")["enum"].remove("default")),
    Planted("values widened", ADDITIVE, INFER, "enum",
            lambda it: _schema(it, "ConfidencePreset")["enum"].append("lenient")),
    # statuses and encodings
    Planted("status changed", BREAKING, INFER, "Response `402` was removed",
            lambda it: _rename(_post(it)["responses"], "402", "420")),
    Planted("status added", ADDITIVE, INFER, "420",
            lambda it: _post(it)["responses"].update({"420": _post(it)["responses"]["402"]})),
    Planted("body's encoding changed", BREAKING, CREATE, "Media type `application/json`",
            lambda it: _rename(_create(it)["requestBody"]["content"], "application/json",
                               "application/x-www-form-urlencoded"), "ximilar"),
    Planted("answer's encoding changed", BREAKING, INFER, "image/png",
            _draw_png),
    Planted("a part's encoding changed", BREAKING, INFER, "encoding",
            lambda it: _upload(it).update(encoding={"file": {"contentType": "image/png"}})),
    # security
    Planted("a way to send the key removed", BREAKING, INFER, "`bearer` is no longer accepted",
            lambda it: _post(it).update(security=[{"query": []}])),
    Planted("a way to send the key added", ADDITIVE, "classification_infer_get", "security",
            lambda it: [it["components"]["securitySchemes"].update(
                            header={"type": "apiKey", "in": "header", "name": "X-Key", "description": "The key."}),
                        _get(it).update(security=[*_get(it)["security"], {"header": []}])]),
    Planted("two keys at once", BREAKING, INFER, "security",
            lambda it: _post(it).update(security=[{"bearer": [], "query": []}])),
    Planted("key of another name", BREAKING, "", "api_key",
            lambda it: it["components"]["securitySchemes"]["query"].update(name="key")),
    Planted("server of another name", BREAKING, "", "https://example.com",
            lambda it: it["servers"][0].update(url="https://example.com")),
    # extensions
    Planted("a call now changes something", BREAKING, INFER, "`x-effect`: now mutating",
            lambda it: _post(it).update({"x-effect": ["billable", "mutating"]})),
    Planted("a call costs nothing any more", ADDITIVE, INFER, "`x-effect`: no longer billable",
            lambda it: _post(it).update({"x-effect": []})),
    Planted("repeating does harm", BREAKING, INFER, "`x-idempotent`",
            lambda it: _post(it).update({"x-idempotent": False})),
    Planted("call added", ADDITIVE, INFER, "`x-calls`: method `infer_upload` added", _copy_call),
    Planted("call removed", BREAKING, INFER, "`roboflow.classification.infer_file`: removed",
            lambda it: _post(it)["x-calls"].pop(1)),
    Planted("call renamed", BREAKING, INFER, "`roboflow.classification.infer_file`: removed",
            lambda it: _call(it).update(method="infer_upload")),
    Planted("argument renamed", BREAKING, INFER, "`stroke`: parameter was removed",
            lambda it: _parameter(it, "Stroke").update({"x-name": "line"})),
    Planted("pages no longer described", BREAKING, LIST, "`ximilar.tasks.iterate`: removed",
            lambda it: _list(it).pop("x-pagination"), "ximilar"),
    Planted("pages with another number", BREAKING, LIST, "`x-pagination`: `page`: page -> page_size",
            lambda it: _list(it)["x-pagination"].update(page="page_size"), "ximilar"),
    Planted("a field turned secret", BREAKING, CREATE, "`x-secret`: `/requestBody",
            lambda it: _schema(it, "NewTask")["properties"]["description"].update({"x-secret": True}), "ximilar"),
    Planted("a field no longer secret", BREAKING, "recognition_recognize", "carries no key any more",
            lambda it: _schema(it, "TextRequest")["properties"]["apikey"].pop("x-secret"), "imagerecognize"),
    Planted("a parameter turned secret", BREAKING, INFER, "`x-secret`: `query source`",
            lambda it: _parameter(it, "Source").update({"x-secret": True})),
    Planted("a call takes fewer values", BREAKING, INFER, "`x-calls`: `infer_file`: `format`",
            lambda it: [call["parameters"]["format"]["values"].remove("image_and_json")
                        for call in _post(it)["x-calls"] if "values" in call["parameters"]["format"]]),
    Planted("a call takes one more parameter", ADDITIVE, INFER, "`stroke`: optional parameter was added",
            lambda it: _call(it)["parameters"].pop("stroke")),
    Planted("a call alone does more", BREAKING, INFER, "`x-calls`: `infer_file`: `x-effect`: now mutating",
            lambda it: _call(it).update({"x-effect": ["billable", "mutating"]})),
    # words
    Planted("call's words changed", DOCS, INFER, "words",
            lambda it: _call(it)["parameters"]["format"].update(description="What to answer.")),
    Planted("summary reworded", DOCS, INFER, "`summary`",
            lambda it: _post(it).update(summary="Say what a picture shows.")),
    Planted("field's description reworded", DOCS, INFER, "`description`",
            lambda it: _schema(it, TIME)["properties"]["time"].update(description="Seconds on the server.")),
    Planted("status's description reworded", DOCS, INFER, "`description`",
            lambda it: _post(it)["responses"]["402"].update(description="No credits.")),
    Planted("example replaced", DOCS, INFER, "examples",
            lambda it: _post(it)["responses"]["402"]["content"]["application/json"].update(
                examples={"other": {"value": {"message": "No credits."}}})),
    Planted("evidence added", DOCS, INFER, "evidence",
            lambda it: _post(it)["x-evidence"].append({"kind": "assumption", "source": "a guess"})),
]  # fmt: skip


def _task_field(document: Json, *, required: bool) -> None:
    body = _create(document)["requestBody"]["content"]["application/json"]["schema"]
    schema = _schema(document, body["$ref"].rsplit("/", 1)[1])
    schema["properties"]["name_of_owner"] = {"type": "string", "description": "Whose it is."}
    if required:
        schema["required"] = [*schema.get("required", []), "name_of_owner"]
