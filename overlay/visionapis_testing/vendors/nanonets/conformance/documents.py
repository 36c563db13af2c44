"""Nanonets' contract, narrowed to resources that exist on a server and to known files."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from itertools import zip_longest

from visionapis_testing.conformance.contracts import Json, contract, file_schema, operations, resolved
from visionapis_testing.conformance.scenarios import Document, Resources

from .files import BASE64, INVALID_BASE64

MODEL_KINDS = {
    "image_classification": "classification",
    "multi_label_classification": "multi_label",
    "object_detection": "detection",
    "ocr": "ocr",
    "inferences": "ocr",
}
"""The kind of model that the operations of a tag use; names of resources begin with it."""

_FILE_NAMES = [f"{field}.{extension}" for field in ("file", "files") for extension in ("png", "jpg", "pdf")]
"""The names that schemathesis gives to files, with each extension."""

_URLS_IN_DATA = 3
"""The number of URLs among the file names in `data`."""


def variants() -> Iterator[tuple[Document, set[str]]]:
    """Yield contracts in which operations are replaced by a variant, each with the ids of these operations."""
    found = [
        [(path, method, operation, variant) for variant in operation.get("x-variants", ())]
        for path, method, operation in operations(contract("nanonets"))
    ]
    for each in zip_longest(*filter(None, found)):
        document, ids = contract("nanonets"), set[str]()
        for path, method, operation, variant in filter(None, each):
            del document["paths"][path][method]
            replaced = {name: variant[name] for name in ("parameters", "requestBody") if name in variant}
            document["paths"].setdefault(variant.get("path", path), {})[method] = {**operation, **replaced}
            ids.add(operation["operationId"])
        yield document, ids


def narrow(document: Document, resources: Resources, *, invalid: bool = False, fuzz_text: bool = True) -> Document:
    """Narrow parameters and fields to values that exist on a server, and return the document.

    With `invalid` every file is invalid, and so is one URL of each list. Without `fuzz_text` the text fields whose
    valid values the contract does not define are narrowed, too.
    """
    for _, _, operation in operations(document):
        values = _values(operation, resources, invalid=invalid, fuzz_text=fuzz_text)
        operation["parameters"] = [_parameter(document, each, values) for each in operation.get("parameters", ())]
        if "requestBody" in operation:
            body = operation["requestBody"] = deepcopy(resolved(document, operation["requestBody"]))
            for content in body["content"].values():
                content.pop("examples", None)
                content["schema"] = _body(document, content["schema"], values)
    return document


def link(document: Document) -> Document:
    """Link the response that creates a model to all operations with its id in the path, and return the document."""
    paths = {operation["operationId"]: path for path, _, operation in operations(document)}
    for tag in MODEL_KINDS:
        create = next(
            (each for _, _, each in operations(document) if each["operationId"] == f"{tag}_create_model"), None
        )
        if create is not None:
            response = create["responses"]["200"] = deepcopy(resolved(document, create["responses"]["200"]))
            response["links"] = {
                operation_id: {"operationId": operation_id, "parameters": {"model_id": "$response.body#/model_id"}}
                for operation_id, path in paths.items()
                if operation_id.startswith(f"{tag}_") and "{model_id}" in path
            }
    return document


def _values(operation: Json, resources: Resources, *, invalid: bool, fuzz_text: bool) -> Mapping[str, Json | None]:
    """Return the schemas of parameters and fields by name; None for a field that is omitted."""
    kind = MODEL_KINDS[operation["tags"][0]]
    models = resources.get(f"{kind}_model", ())
    if operation["operationId"].startswith("image_classification_train"):
        models = [*resources.get("untrained_model", ()), *models]
    labels, urls, invalid_urls = (resources.get(name, ()) for name in (f"{kind}_label", "image_url", "invalid_url"))
    file = file_schema("nanonets-invalid-file" if invalid else "nanonets-file")
    files = {"type": "array", "minItems": 1, "items": file}
    url_lists: Json = {"type": "array", "minItems": 1, "items": _one_of(urls)}
    if invalid:
        lists = [[*urls[:index], url, *urls[index : index + 1]] for index, url in enumerate(invalid_urls)]
        url_lists = {"type": "array", "enum": lists}
    values = {
        "model_id": _one_of(models),
        "modelId": _one_of(models),
        "id": _one_of(resources.get("page", ()) if operation["tags"] == ["inferences"] else models),
        "request_file_id": _one_of(resources.get("file", ())),
        "category": _one_of(labels),
        "base64_data": _one_of(INVALID_BASE64 if invalid else BASE64),
        "pages_to_process": None,
        "file": files,
        "files": files,
        "urls": url_lists,
    }
    if fuzz_text:
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
    """Return the schema of training data: a JSON array, or a text that contains one.

    schemathesis ignores the schema of a text's content, so the text is one of some serialized arrays.
    """
    labels = (values["category"] or {})["enum"]
    if schema["type"] == "array":
        entry = deepcopy(resolved(document, schema["items"]))
        box = entry["properties"]["object"]["items"] = deepcopy(
            resolved(document, entry["properties"]["object"]["items"])
        )
        box["properties"]["name"] = _one_of(labels)
        return {**schema, "items": entry}
    has_labels = "categories" in resolved(document, schema["contentSchema"]["items"])["properties"]
    files = [*_FILE_NAMES, *(values["urls"] or {}).get("items", {}).get("enum", ())[:_URLS_IN_DATA]]
    return {
        "type": "string",
        "enum": [json.dumps(each) for each in _training_data(files, labels, has_labels=has_labels)],
    }


def _training_data(files: Sequence[str], labels: Sequence[str], *, has_labels: bool) -> Iterator[list[Json]]:
    """Yield no entries, and one entry per file with one label and with all: labels, or boxes that have one each."""
    yield []
    for chosen in (labels[:1], labels):
        if has_labels:
            yield [{"filename": file, "categories": chosen} for file in files]
        else:
            yield [{"filename": file, "object": [_box(label, at) for at, label in enumerate(chosen)]} for file in files]


def _box(label: str, at: int) -> Json:
    return {"name": label, "ocr_text": f"Text {at}", "bndbox": {"xmin": at, "ymin": 1, "xmax": at + 5, "ymax": 9}}
