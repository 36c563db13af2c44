"""The contract, narrowed to what a server knows and to files that there are."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import zip_longest

from visionapis_testing.conformance.contracts import Json, contract, file_of, operations, resolved
from visionapis_testing.conformance.scenarios import Document, Known

from .files import BASE64, BROKEN_BASE64

KINDS = {
    "image_classification": "classification",
    "multi_label_classification": "multi_label",
    "object_detection": "detection",
    "ocr": "ocr",
    "inferences": "ocr",
}
"""The kind of model that a tag's operations are about, as the suite calls it."""

_NAMES_OF_FILES = [f"{field}.{extension}" for field in ("file", "files") for extension in ("png", "jpg", "pdf")]
"""The names that schemathesis gives to files."""

_URLS = 3
"""So many are among the names of files in `data`."""


def respelt() -> Iterator[tuple[Document, set[str]]]:
    """Yield contracts with another spelling of each operation in its place, and the ids of those that have one."""
    spelt = [
        [(path, method, operation, spelling) for spelling in operation.get("x-other-spellings", ())]
        for path, method, operation in operations(contract("nanonets"))
    ]
    for each in zip_longest(*filter(None, spelt)):
        document, ids = contract("nanonets"), set[str]()
        for path, method, operation, spelling in filter(None, each):
            del document["paths"][path][method]
            said = {name: spelling[name] for name in ("parameters", "requestBody") if name in spelling}
            document["paths"].setdefault(spelling.get("path", path), {})[method] = {**operation, **said}
            ids.add(operation["operationId"])
        yield document, ids


def narrow(document: Document, known: Known, *, broken: bool = False, free: bool = True) -> Document:
    """Put values that a server knows in place of any, and return the document.

    With ``broken`` every file is one that the server refuses, and so is some URL of each list. Without ``free`` also
    those fields are narrowed of which the contract does not tell what the server refuses; so no wrong one is sent.
    """
    for _, _, operation in operations(document):
        values = _values(operation, known, broken=broken, free=free)
        operation["parameters"] = [_parameter(document, each, values) for each in operation.get("parameters", ())]
        if "requestBody" in operation:
            body = operation["requestBody"] = deepcopy(resolved(document, operation["requestBody"]))
            for content in body["content"].values():
                content.pop("examples", None)
                content["schema"] = _body(document, content["schema"], values)
    return document


def link(document: Document) -> Document:
    """Have the answer that makes a model lead to all that has its id in the path, and return the document."""
    paths = {operation["operationId"]: path for path, _, operation in operations(document)}
    for tag in KINDS:
        create = next(
            (each for _, _, each in operations(document) if each["operationId"] == f"{tag}_create_model"), None
        )
        if create is not None:
            answer = create["responses"]["200"] = deepcopy(resolved(document, create["responses"]["200"]))
            answer["links"] = {
                operation_id: {"operationId": operation_id, "parameters": {"model_id": "$response.body#/model_id"}}
                for operation_id, path in paths.items()
                if operation_id.startswith(f"{tag}_") and "{model_id}" in path
            }
    return document


def _values(operation: Json, known: Known, *, broken: bool, free: bool) -> Mapping[str, Json | None]:
    """Return the schemas of parameters and fields by their names; None for a field that is left out."""
    kind = KINDS[operation["tags"][0]]
    models = known.get(f"{kind}_model", ())
    if operation["operationId"].startswith("image_classification_train"):
        models = [*known.get("untrained_model", ()), *models]
    labels, good_urls, bad_urls = (known.get(name, ()) for name in (f"{kind}_label", "picture_url", "broken_url"))
    file = file_of("nanonets-broken-file" if broken else "nanonets-file")
    files = {"type": "array", "minItems": 1, "items": file}
    urls = {"type": "array", "minItems": 1, "items": _one_of(good_urls)}
    if broken:
        urls = {
            "type": "array",
            "enum": [
                [*good_urls[:number], bad, *good_urls[number : number + 1]] for number, bad in enumerate(bad_urls)
            ],
        }
    values = {
        "model_id": _one_of(models),
        "modelId": _one_of(models),
        "id": _one_of(known.get("page", ()) if operation["tags"] == ["inferences"] else models),
        "request_file_id": _one_of(known.get("file", ())),
        "category": _one_of(labels),
        "base64_data": _one_of(BROKEN_BASE64 if broken else BASE64),
        "pages_to_process": None,
        "file": files,
        "files": files,
        "urls": urls,
    }
    if free:
        return values
    return {
        **values,
        "categories": {"type": "array", "enum": [[*labels]]},
        "pages_to_process": _one_of(["1", "2", "1,2"]),
    }


def _one_of(values: Sequence[str]) -> Json:
    return {"type": "string", "enum": [*values]}


def _parameter(document: Document, parameter: Json, values: Mapping[str, Json | None]) -> Json:
    parameter = resolved(document, parameter)
    schema = values.get(parameter["name"])
    if schema is None:
        return parameter
    return {**parameter, "schema": schema, "example": next(iter(schema["enum"]), None)}


def _body(document: Document, schema: Json, values: Mapping[str, Json | None]) -> Json:
    schema = deepcopy(resolved(document, schema))
    narrowed = {name: values.get(name, each) for name, each in schema["properties"].items()}
    if "data" in narrowed:
        narrowed["data"] = _data(document, schema["properties"]["data"], values)
    schema["properties"] = {name: each for name, each in narrowed.items() if each is not None}
    return schema


def _data(document: Document, schema: Json, values: Mapping[str, Json | None]) -> Json:
    """What is said of files: as JSON, or as a text that holds it, of which schemathesis would make any text."""
    labels = (values["category"] or {})["enum"]
    if schema["type"] == "array":
        entry = deepcopy(resolved(document, schema["items"]))
        box = entry["properties"]["object"]["items"] = deepcopy(
            resolved(document, entry["properties"]["object"]["items"])
        )
        box["properties"]["name"] = _one_of(labels)
        return {**schema, "items": entry}
    of_labels = "categories" in resolved(document, schema["contentSchema"]["items"])["properties"]
    files = [*_NAMES_OF_FILES, *(values["urls"] or {}).get("items", {}).get("enum", ())[:_URLS]]
    return {"type": "string", "enum": [json.dumps(each) for each in _said_of(files, labels, of_labels=of_labels)]}


def _said_of(files: Sequence[str], labels: Sequence[str], *, of_labels: bool) -> Iterator[list[Json]]:
    yield []
    for chosen in (labels[:1], labels):
        if of_labels:
            yield [{"filename": file, "categories": chosen} for file in files]
        else:
            yield [{"filename": file, "object": [_box(label, at) for at, label in enumerate(chosen)]} for file in files]


def _box(label: str, at: int) -> Json:
    return {"name": label, "ocr_text": f"Text {at}", "bndbox": {"xmin": at, "ymin": 1, "xmax": at + 5, "ymax": 9}}
