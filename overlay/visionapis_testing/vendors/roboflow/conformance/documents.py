"""Roboflow's contract, narrowed to known models and to images in one place.

OpenAPI cannot express that a request has a body or a URL: one document has the bodies, another one the URLs.
"""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

import schemathesis
from hypothesis import strategies as st

from visionapis_testing.conformance.contracts import Json, file_schema
from visionapis_testing.conformance.images import INVALID, VALID
from visionapis_testing.conformance.scenarios import RAW_FORM, Document
from visionapis_testing.contracts.parsing import FORM, MULTIPART

VISUALIZATION_FORMATS = ("image", "image_and_json")

schemathesis.openapi.format("image", st.sampled_from(list(VALID.values())))
schemathesis.openapi.format("invalid-image", st.sampled_from(list(INVALID.values())))


def narrow_models(document: Document, dataset: str, versions: Sequence[str]) -> None:
    """Narrow the dataset and version parameters, which are generated independently, to models of one dataset."""
    parameters = document["components"]["parameters"]
    parameters["DatasetId"] |= {"schema": {"type": "string", "enum": [dataset]}, "example": dataset}
    del parameters["VersionId"]["example"]
    parameters["VersionId"] |= {
        "schema": {"type": "string", "enum": [*versions]},
        "examples": {version: {"value": version} for version in versions},
    }
    known_formats = {"type": "string", "enum": ["json", *VISUALIZATION_FORMATS]}
    parameters["Format"]["schema"] = {"anyOf": [known_formats, {"type": "string"}]}  # the server accepts any text


def put_in_body(document: Document, operation: Json, *, invalid: bool) -> None:
    """Narrow an operation to bodies with valid or with invalid images."""
    operation["parameters"] = []
    body = operation["requestBody"]
    body["required"] = True
    images = INVALID if invalid else VALID
    name, content = next(iter(images.items()))
    body["content"][MULTIPART]["examples"] = {name: {"value": {"file": content}}}
    base64_body = body["content"].pop(FORM)
    base64_body["examples"] = {name: {"value": base64.b64encode(content).decode()}}
    body["content"][RAW_FORM] = base64_body
    schemas = document["components"]["schemas"]
    schemas["Base64Image"] = {"type": "string", "enum": [*(_invalid_base64() if invalid else _base64(VALID))]}
    schemas["ImageUpload"]["properties"]["file"] = file_schema("invalid-image" if invalid else "image")


def put_in_query(document: Document, operation: Json, urls: Sequence[str]) -> None:
    """Narrow an operation to URLs in the query."""
    del operation["requestBody"]
    operation["parameters"] = [{"$ref": "#/components/parameters/RequiredImage"}]
    document["components"]["parameters"]["RequiredImage"] |= {
        "schema": {"type": "string", "enum": [*urls]},
        "example": urls[0],
    }


def require_visualization(document: Document) -> None:
    """Narrow the format to those with a visualization."""
    schema = {"type": "string", "enum": [*VISUALIZATION_FORMATS]}
    document["components"]["parameters"]["Format"] |= {"required": True, "schema": schema}


def _base64(images: Mapping[str, bytes]) -> Iterator[str]:
    return (base64.b64encode(content).decode() for content in images.values())


def _invalid_base64() -> Iterator[str]:
    """Yield invalid images, and valid ones in encodings that the server does not decode."""
    yield from _base64(INVALID)
    text = base64.b64encode(VALID["jpeg"]).decode()
    yield from (quote(text, safe=""), f"image={text}", text.replace("/", "_").replace("+", "-"), text[:-1])
    yield json.dumps({"image": {"type": "base64", "value": text}})
    yield f"{text}\N{LATIN SMALL LETTER E WITH ACUTE}"
