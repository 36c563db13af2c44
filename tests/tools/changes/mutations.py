"""Mutations of contracts, each with its severity and a line that the page must have."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from visionapis_generated.ximilar import operations

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]

ROUTE = "/{dataset_id}/{version_id}"
TASKS = operations.TASKS_LIST.path

BREAKING, ADDITIVE, INTERNAL, DOCS = "breaking", "additive", "internal", "docs only"
STEPS = {BREAKING: "major", ADDITIVE: "minor", INTERNAL: "patch", DOCS: "patch"}


@dataclass(frozen=True)
class Mutation:
    """One change of a contract."""

    name: str
    severity: str
    operation: str
    """The operation that the page must name; empty for the whole API."""
    words: str
    """A part of one of that operation's lines of that severity."""
    apply: Callable[[Json], object]
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
    operation["summary"] = "Look at one image."
    operation.pop("x-calls", None)
    operation["x-calls"] = [{"method": "look", "response": "application/json"}]
    document["paths"][f"{ROUTE}/look"] = {"parameters": document["paths"][ROUTE]["parameters"], "get": operation}


def _add_parameter(document: Json, *, required: bool) -> None:
    parameter = {
        "name": "language",
        "in": "query",
        "required": required,
        "description": "The language of the response.",
    }
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
        if call["response"] == "image/jpeg":
            call["response"] = "image/png"


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

MUTATIONS = [
    # operations
    Mutation("operation removed", BREAKING, LIST, "` removed: List",
            lambda it: it["paths"][TASKS].pop("get"), "ximilar"),
    Mutation("operation without methods removed", INTERNAL, "classification_infer_get", "` removed: Classify",
            lambda it: it["paths"][ROUTE].pop("get")),
    Mutation("operation without methods changed", INTERNAL, "classification_infer_get", "Response `402` was removed",
            lambda it: _get(it)["responses"].pop("402")),
    Mutation("operation added", ADDITIVE, "classification_look", "/look` added: Look at", _add_operation),
    Mutation("operation renamed", INTERNAL, "classification_guess", "operationId changed: `classification_infer`",
            lambda it: _post(it).update(operationId="classification_guess")),
    Mutation("operation and its method renamed", BREAKING, "tasks_make", "`ximilar.tasks.create`: removed",
            lambda it: _create(it).update(operationId="tasks_make"), "ximilar"),
    Mutation("path renamed", INTERNAL, "", "`POST /{dataset_id}",
            lambda it: _rename(it["paths"], ROUTE, f"/v2{ROUTE}")),
    Mutation("path parameter renamed", BREAKING, INFER, "`dataset_id`: parameter was removed", _rename_dataset),
    Mutation("method moved to another resource", BREAKING, CREATE, "`tags` changed",
            lambda it: _create(it).update(tags=["jobs"]), "ximilar"),
    # fields of responses
    Mutation("response field renamed", BREAKING, INFER, "Property `top` was removed",
            lambda it: _rename_field(_schema(it, TIME), "top", "best")),
    Mutation("response field removed", BREAKING, INFER, "Property `time` was removed",
            lambda it: _schema(it, TIME)["properties"].pop("time")),
    Mutation("response field added", ADDITIVE, INFER, "rank",
            lambda it: _schema(it, TIME)["properties"].update(rank={"type": "integer", "description": "A rank."})),
    Mutation("response field of another type", BREAKING, INFER, "from 'number' to 'string'",
            lambda it: _schema(it, TIME)["properties"]["time"].update(type="string")),
    Mutation("response field optional", BREAKING, INFER, "no longer required: `confidence`",
            lambda it: _schema(it, TIME)["required"].remove("confidence")),
    Mutation("response field became required", ADDITIVE, INFER, "required",
            lambda it: _schema(it, TIME)["required"].append("time")),
    Mutation("response field may be null", BREAKING, INFER, "null",
            lambda it: _schema(it, TIME)["properties"]["time"].update(type=["number", "null"])),
    # fields of requests
    Mutation("request: new required field", BREAKING, CREATE, "`ximilar.tasks.create`: `name_of_owner`",
            lambda it: _task_field(it, required=True), "ximilar"),
    Mutation("request: new optional field", ADDITIVE, CREATE, "`ximilar.tasks.create`: `name_of_owner`",
            lambda it: _task_field(it, required=False), "ximilar"),
    Mutation("upload: new required part", BREAKING, INFER, "`roboflow.classification.infer_file`: `name`",
            lambda it: _add_required_field(_schema(it, "ImageUpload"))),
    Mutation("upload: part renamed", BREAKING, INFER, "`file`: parameter was removed",
            lambda it: _rename_field(_schema(it, "ImageUpload"), "file", "upload")),
    Mutation("request: limit raised", BREAKING, INFER, "minLength",
            lambda it: _schema(it, "Base64Image").update(minLength=4)),
    # parameters
    Mutation("parameter added", ADDITIVE, INFER, "`language`: optional parameter was added",
            lambda it: _add_parameter(it, required=False)),
    Mutation("required parameter added", BREAKING, INFER, "`language`: parameter was added as required",
            lambda it: _add_parameter(it, required=True)),
    Mutation("parameter removed", BREAKING, INFER, "`disable_preproc_contrast`: parameter was removed",
            lambda it: it["paths"][ROUTE]["parameters"].remove(
                {"$ref": "#/components/parameters/DisablePreprocContrast"})),
    Mutation("parameter renamed", BREAKING, INFER, "`stroke`: parameter was removed",
            _rename_stroke),
    Mutation("optional parameter required", BREAKING, INFER, "`source`: parameter is now required",
            lambda it: _parameter(it, "Source").update(required=True)),
    Mutation("parameter moved to a header", INTERNAL, INFER, "is now a header parameter",
            lambda it: _parameter(it, "Source").update({"in": "header"})),
    Mutation("parameter of another type", BREAKING, INFER, "`source`: `str | Unset` -> `int | Unset`",
            lambda it: _parameter(it, "Source")["schema"].update(type="integer")),
    Mutation("default changed", BREAKING, INFER, "`default`",
            lambda it: _parameter(it, "Format")["schema"].update(default="image")),
    Mutation("values narrowed", BREAKING, INFER, "lost values",
            lambda it: _schema(it, "ConfidencePreset")["enum"].remove("default")),
    Mutation("values widened", ADDITIVE, INFER, "enum",
            lambda it: _schema(it, "ConfidencePreset")["enum"].append("lenient")),
    Mutation("values of requests and open values of responses widened", ADDITIVE, CREATE, "enum",
            lambda it: _schema(it, "TaskType")["enum"].append("detection"), "ximilar"),
    Mutation("open values of responses widened", ADDITIVE, "labels_list", "enum",
            lambda it: _schema(it, "LabelType")["enum"].append("box"), "ximilar"),
    # statuses and encodings
    Mutation("status changed", BREAKING, INFER, "Response `402` was removed",
            lambda it: _rename(_post(it)["responses"], "402", "420")),
    Mutation("status added", ADDITIVE, INFER, "420",
            lambda it: _post(it)["responses"].update({"420": _post(it)["responses"]["402"]})),
    Mutation("encoding of the body changed", INTERNAL, CREATE, "Media type `application/json`",
            lambda it: _rename(_create(it)["requestBody"]["content"], "application/json",
                               "application/x-www-form-urlencoded"), "ximilar"),
    Mutation("response encoding changed", BREAKING, INFER, "image/png",
            _draw_png),
    Mutation("encoding of a part changed", INTERNAL, INFER, "encoding",
            lambda it: _upload(it).update(encoding={"file": {"contentType": "image/png"}})),
    # security
    Mutation("security requirement removed", BREAKING, "", "accepted: the header `Authorization: Bearer <key>`",
            lambda it: _post(it).update(security=[{"query": []}])),
    Mutation("security requirement added", ADDITIVE, "", "also accepted: the header `X-Key: <key>` (1 operation)",
            lambda it: [it["components"]["securitySchemes"].update(
                            header={"type": "apiKey", "in": "header", "name": "X-Key", "description": "The key."}),
                        _get(it).update(security=[*_get(it)["security"], {"header": []}])]),
    Mutation("security requirements combined", BREAKING, "", " and the query parameter `api_key=<key>`",
            lambda it: _post(it).update(security=[{"bearer": [], "query": []}])),
    Mutation("key renamed", BREAKING, "", "`api_key=<key>`; sent after: the query parameter `key=<key>`",
            lambda it: it["components"]["securitySchemes"]["query"].update(name="key")),
    Mutation("server renamed", BREAKING, "", "https://example.com",
            lambda it: it["servers"][0].update(url="https://example.com")),
    # facts about the vendor
    Mutation("environment variable renamed", BREAKING, "", "XIMILAR_KEY",
            lambda it: it["info"]["x-client"].update({"key-variable": "XIMILAR_KEY"}), "ximilar"),
    Mutation("one more image format", ADDITIVE, "", "SVG",
            lambda it: it["info"]["x-client"]["images"]["formats"].append("SVG"), "ximilar"),
    # extensions
    Mutation("call became mutating", BREAKING, INFER, "`x-effect`: `mutating` added",
            lambda it: _post(it).update({"x-effect": ["billable", "mutating"]})),
    Mutation("call became free", ADDITIVE, INFER, "`x-effect`: `billable` removed",
            lambda it: _post(it).update({"x-effect": []})),
    Mutation("call no longer idempotent", BREAKING, INFER, "`x-idempotent`",
            lambda it: _post(it).update({"x-idempotent": False})),
    Mutation("call added", ADDITIVE, INFER, "`x-calls`: `infer_upload / method` added", _copy_call),
    Mutation("call removed", BREAKING, INFER, "`roboflow.classification.infer_file`: removed",
            lambda it: _post(it)["x-calls"].pop(1)),
    Mutation("call renamed", BREAKING, INFER, "`roboflow.classification.infer_file`: removed",
            lambda it: _call(it).update(method="infer_upload")),
    Mutation("argument renamed", BREAKING, INFER, "`stroke`: parameter was removed",
            lambda it: _parameter(it, "Stroke").update({"x-name": "line"})),
    Mutation("pagination removed", BREAKING, LIST, "`ximilar.tasks.iterate`: removed",
            lambda it: _list(it).pop("x-pagination"), "ximilar"),
    Mutation("pagination parameter changed", BREAKING, LIST, "`page` changed: \"page\" -> \"page_size\"",
            lambda it: _list(it)["x-pagination"].update(page="page_size"), "ximilar"),
    Mutation("field became secret", BREAKING, CREATE, "application/json / description`: `x-secret` added",
            lambda it: _schema(it, "NewTask")["properties"]["description"].update({"x-secret": True}), "ximilar"),
    Mutation("field no longer secret", BREAKING, "recognition_recognize", "apikey`: `x-secret` removed",
            lambda it: _schema(it, "TextRequest")["properties"]["apikey"].pop("x-secret"), "imagerecognize"),
    Mutation("parameter became secret", BREAKING, INFER, "`query source`: `x-secret` added",
            lambda it: _parameter(it, "Source").update({"x-secret": True})),
    Mutation("call takes fewer values", BREAKING, INFER, "/ values / image_and_json` removed",
            lambda it: [call["parameters"]["format"]["values"].remove("image_and_json")
                        for call in _post(it)["x-calls"] if "values" in call["parameters"]["format"]]),
    Mutation("call takes one more parameter", ADDITIVE, INFER, "`stroke`: optional parameter was added",
            lambda it: _call(it)["parameters"].pop("stroke")),
    Mutation("one call became mutating", BREAKING, INFER, "`x-calls`: `infer_file / x-effect / mutating` added",
            lambda it: _call(it).update({"x-effect": ["billable", "mutating"]})),
    # documentation
    Mutation("call reworded", DOCS, INFER, "`infer_file / parameters / format / description` changed",
            lambda it: _call(it)["parameters"]["format"].update(description="The format of the response.")),
    Mutation("summary reworded", DOCS, INFER, "`summary`",
            lambda it: _post(it).update(summary="Classify one image.")),
    Mutation("field's description reworded", DOCS, INFER, "`description`",
            lambda it: _schema(it, TIME)["properties"]["time"].update(description="Seconds on the server.")),
    Mutation("status's description reworded", DOCS, INFER, "`description`",
            lambda it: _post(it)["responses"]["402"].update(description="No credits.")),
    Mutation("example replaced", DOCS, INFER, "examples",
            lambda it: _post(it)["responses"]["402"]["content"]["application/json"].update(
                examples={"other": {"value": {"message": "No credits."}}})),
    Mutation("variant added", DOCS, CREATE, "`x-variants` ",
            lambda it: _create(it).update({"x-variants": [{"path": "/v1/task"}]}), "ximilar"),
    Mutation("evidence added", DOCS, INFER, "evidence",
            lambda it: _post(it)["x-evidence"].append({"kind": "assumption", "source": "a guess"})),
]  # fmt: skip


def _task_field(document: Json, *, required: bool) -> None:
    body = _create(document)["requestBody"]["content"]["application/json"]["schema"]
    schema = _schema(document, body["$ref"].rsplit("/", 1)[1])
    schema["properties"]["name_of_owner"] = {"type": "string", "description": "The owner's name."}
    if required:
        schema["required"] = [*schema.get("required", []), "name_of_owner"]
