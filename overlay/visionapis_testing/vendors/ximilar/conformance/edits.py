"""Edits that fill the requests of Ximilar's contract with images and with values that are valid together."""

import base64
import json
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TypeAlias

import schemathesis
from hypothesis import strategies as st
from PIL import Image

from visionapis_testing.conformance.contracts import Json, file_schema
from visionapis_testing.conformance.scenarios import Document, Resources
from visionapis_testing.contracts.parsing import MULTIPART

from .checks import LISTS
from .documents import body, fields, omit, operation, remaining
from .servers import INVALID_IMAGES, VALID_IMAGES

Edit: TypeAlias = Callable[[Document, Resources], None]
"""Changes a narrowed document in place."""


def _base64(images: Iterable[bytes]) -> list[str]:
    """Return Base64 texts, every other one with a data URL prefix."""
    texts = [base64.b64encode(content).decode() for content in images]
    return [text if number % 2 else f"data:image/png;base64,{text}" for number, text in enumerate(texts)]


def _new_image(colour: int, image_format: str) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (16, 12), f"#{colour:06x}").save(buffer, image_format)
    return buffer.getvalue()


_SELECTORS = {"images", "labels"}

VALID_BASE64 = _base64(VALID_IMAGES.values())
_INVALID_BASE64 = [*_base64(INVALID_IMAGES.values()), VALID_BASE64[1][:-1], f"image={VALID_BASE64[1]}"]

# A server may reject an image that it already has, so each upload has a new one.
_NEW_IMAGES = st.builds(
    _new_image, st.integers(0, 0xFFFFFF), st.sampled_from(["PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP"])
)
_OBJECTS = st.dictionaries(st.text("abc", min_size=1), st.none() | st.booleans() | st.integers() | st.text("a\xe4 "))

schemathesis.openapi.format("ximilar-image", _NEW_IMAGES)
schemathesis.openapi.format("ximilar-base64", _NEW_IMAGES.map(lambda content: _base64([content])[0]))
schemathesis.openapi.format("ximilar-invalid-image", st.sampled_from(list(INVALID_IMAGES.values())))
schemathesis.openapi.format("ximilar-invalid-base64", st.sampled_from(_INVALID_BASE64))
schemathesis.openapi.format("ximilar-object", _OBJECTS.map(json.dumps))


def classify_valid(document: Document, resources: Resources) -> None:
    """Classify valid images."""
    _classify(document, resources, {"enum": [*resources.get("image_url", ())]}, {"enum": VALID_BASE64})


def classify_any(document: Document, resources: Resources) -> None:
    """Classify any text beside valid images: by the contract it is valid, and only its own record fails."""
    text = {"type": "string", "minLength": 1}
    urls = [*resources.get("image_url", ()), *resources.get("invalid_url", ())]
    _classify(
        document,
        resources,
        {"anyOf": [{"enum": urls}, text]},
        {"anyOf": [{"enum": [*VALID_BASE64, *_INVALID_BASE64]}, text]},
    )


def classify_and_store(document: Document, resources: Resources) -> None:
    """Classify valid images, with and without the request to store them."""
    store_images = fields(document, "recognition_classify")["store_images"]
    classify_valid(document, resources)
    fields(document, "recognition_classify")["store_images"] = store_images


def upload_valid(document: Document, resources: Resources) -> None:
    """Upload valid images."""
    _upload(document, resources, "ximilar-image", "ximilar-base64", VALID_BASE64[0])


def upload_invalid(document: Document, resources: Resources) -> None:
    """Upload invalid images."""
    _upload(document, resources, "ximilar-invalid-image", "ximilar-invalid-base64", _INVALID_BASE64[0])


def change(document: Document, resources: Resources) -> None:
    """Send a number with the id of a label of type value, and with no other id."""
    values = resources.get("spare_value", ())
    if not values:
        omit(document, "images_update_value")
        return
    for id_ in remaining(document, ["images_add_label", "images_update_value"]):
        media = body(document, id_)
        schema = media["schema"]
        properties = {**schema["properties"], "label_id": {"enum": [*values]}}
        with_value = {**schema, "required": ["label_id", "value"], "properties": properties}
        media["schema"] = {"anyOf": [schema, with_value]} if id_ == "images_add_label" else with_value
        media["examples"]["value"] = {"value": {"label_id": values[0], "value": 34.2}}


def change_many(document: Document, resources: Resources) -> None:
    """Select images by one field that is not empty."""
    media = body(document, "images_update_many")
    schema = media["schema"]
    shapes = [
        {**schema, "required": [name], "properties": {**schema["properties"], name: {**field, "minItems": 1}}}
        for name, field in schema["properties"].items()
        if name in _SELECTORS
    ]
    if shapes:
        media["schema"] = {"anyOf": shapes}
    else:
        omit(document, "images_update_many")


def change_any(document: Document, resources: Resources) -> None:
    """Select images by any texts: an unknown id selects nothing, and is not an error."""
    properties = fields(document, "images_update_many")
    for name in properties.keys() & _SELECTORS:
        properties[name] = {"type": "array", "items": {"anyOf": [properties[name]["items"], {"type": "string"}]}}
    change_many(document, resources)


def filter_by_any_label(document: Document, resources: Resources) -> None:
    """Filter images by any text: no image has an unknown label, and its id is not an error."""
    for parameter in operation(document, "images_list")["parameters"]:
        if parameter["name"] in {"labels", "not_labels"}:
            parameter["schema"] = {"anyOf": [parameter["schema"], {"type": "string", "minLength": 1}]}


def drop_filters(document: Document, resources: Resources) -> None:
    """Remove the parameters that name resources of the default workspace."""
    for id_ in LISTS:
        parameters = operation(document, id_)["parameters"]
        parameters[:] = [each for each in parameters if each["name"] in {"workspace", "page", "page_size"}]


def _classify(document: Document, resources: Resources, url: Json, text: Json) -> None:
    media, properties = body(document, "recognition_classify"), fields(document, "recognition_classify")
    properties["version"] = {"enum": [None, *map(int, resources.get("version", ()))]}
    del properties["store_images"]  # the plan and the task have to allow it
    own_field: Json = {"shelf": {}}  # the server returns undocumented fields unchanged
    sources = {"_base64": text} | ({"_url": url} if resources.get("image_url") else {})
    records = [
        {"type": "object", "required": [name], "properties": {name: schema, **own_field}}
        for name, schema in sources.items()
    ]
    properties["records"] = {**properties["records"], "items": {"anyOf": records}}
    example = {"task_id": resources["trained"][0], "records": [{"_base64": VALID_BASE64[1], "shelf": "A4"}]}
    media["examples"] = {"one": {"value": example}}


def _upload(document: Document, resources: Resources, file_format: str, base64_format: str, example: str) -> None:
    form = fields(document, "images_upload", MULTIPART)
    form["img_path"] = file_schema(file_format)
    form["meta_data"] = {"type": "string", "format": "ximilar-object"}
    fields(document, "images_upload")["base64"] = {"type": "string", "format": base64_format}
    body(document, "images_upload")["examples"] = {
        "base64": {"value": {"base64": example, "meta_data": {"shelf": "A4"}}}
    }
