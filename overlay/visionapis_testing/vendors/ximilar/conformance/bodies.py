"""Ximilar's requests, filled with whole and broken pictures and with what fits together."""

import base64
import json
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import TypeAlias

import schemathesis
from hypothesis import strategies as st
from PIL import Image

from visionapis_testing.conformance.contracts import Json, file_of
from visionapis_testing.conformance.scenarios import Document, Known
from visionapis_testing.contracts.parsing import MULTIPART

from .checks import LISTS
from .documents import body, fields, leave_out, operation, remaining
from .servers import BAD, GOOD

Edit: TypeAlias = Callable[[Document, Known], None]
"""Changes a document that is narrowed to what is known."""


def _texts(pictures: Iterable[bytes]) -> list[str]:
    """Base64 texts, every other one with a prefix."""
    texts = [base64.b64encode(content).decode() for content in pictures]
    return [text if number % 2 else f"data:image/png;base64,{text}" for number, text in enumerate(texts)]


def _new_picture(number: int, image_format: str) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (16, 12), f"#{number:06x}").save(buffer, image_format)
    return buffer.getvalue()


_CHOOSING = {"images", "labels"}

WHOLE_TEXTS = _texts(GOOD.values())
_BROKEN = [*_texts(BAD.values()), WHOLE_TEXTS[1][:-1], f"image={WHOLE_TEXTS[1]}"]

# A server may refuse a picture that it has already: each that is uploaded is another one.
_NEW = st.builds(_new_picture, st.integers(0, 0xFFFFFF), st.sampled_from(["PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP"]))
_OBJECTS = st.dictionaries(st.text("abc", min_size=1), st.none() | st.booleans() | st.integers() | st.text("a\xe4 "))

schemathesis.openapi.format("ximilar-picture", _NEW)
schemathesis.openapi.format("ximilar-picture-text", _NEW.map(lambda content: _texts([content])[0]))
schemathesis.openapi.format("ximilar-broken-picture", st.sampled_from(list(BAD.values())))
schemathesis.openapi.format("ximilar-broken-text", st.sampled_from(_BROKEN))
schemathesis.openapi.format("ximilar-object", _OBJECTS.map(json.dumps))


def classify_whole(document: Document, known: Known) -> None:
    """Have pictures classified."""
    _classify(document, known, {"enum": [*known.get("picture_url", ())]}, {"enum": WHOLE_TEXTS})


def classify_any(document: Document, known: Known) -> None:
    """Put pictures beside what is none: every text is valid by the contract, and its record fails alone."""
    text = {"type": "string", "minLength": 1}
    urls = [*known.get("picture_url", ()), *known.get("broken_url", ())]
    _classify(document, known, {"anyOf": [{"enum": urls}, text]}, {"anyOf": [{"enum": [*WHOLE_TEXTS, *_BROKEN]}, text]})


def classify_and_keep(document: Document, known: Known) -> None:
    """Have pictures classified and kept."""
    keep = fields(document, "recognition_classify")["store_images"]
    classify_whole(document, known)
    fields(document, "recognition_classify")["store_images"] = keep


def upload_whole(document: Document, known: Known) -> None:
    """Upload pictures."""
    _upload(document, known, "ximilar-picture", {"type": "string", "format": "ximilar-picture-text"}, WHOLE_TEXTS[0])


def upload_broken(document: Document, known: Known) -> None:
    """Upload what is no picture."""
    _upload(document, known, "ximilar-broken-picture", {"type": "string", "format": "ximilar-broken-text"}, _BROKEN[0])


def change(document: Document, known: Known) -> None:
    """Give labels of type value, and no others, their numbers."""
    values = known.get("spare_value", ())
    if not values:
        leave_out(document, "images_update_value")
        return
    for id_ in remaining(document, ["images_add_label", "images_update_value"]):
        media = body(document, id_)
        plain = media["schema"]
        properties = {**plain["properties"], "label_id": {"enum": [*values]}}
        valued = {**plain, "required": ["label_id", "value"], "properties": properties}
        media["schema"] = {"anyOf": [plain, valued]} if id_ == "images_add_label" else valued
        media["examples"]["value"] = {"value": {"label_id": values[0], "value": 34.2}}


def change_many(document: Document, known: Known) -> None:
    """Choose pictures by one field that is not empty."""
    media = body(document, "images_update_many")
    plain = media["schema"]
    shapes = [
        {**plain, "required": [name], "properties": {**plain["properties"], name: {**field, "minItems": 1}}}
        for name, field in plain["properties"].items()
        if name in _CHOOSING
    ]
    if shapes:
        media["schema"] = {"anyOf": shapes}
    else:
        leave_out(document, "images_update_many")


def change_any(document: Document, known: Known) -> None:
    """Let what chooses the pictures be any texts: what there is not is not chosen, and nothing refuses it."""
    properties = fields(document, "images_update_many")
    for name in properties.keys() & _CHOOSING:
        properties[name] = {"type": "array", "items": {"anyOf": [properties[name]["items"], {"type": "string"}]}}
    change_many(document, known)


def filter_by_anything(document: Document, known: Known) -> None:
    """Let the filters by label take any text: no picture carries a label that there is not, and nothing refuses it."""
    for parameter in operation(document, "images_list")["parameters"]:
        if parameter["name"] in {"labels", "not_labels"}:
            parameter["schema"] = {"anyOf": [parameter["schema"], {"type": "string", "minLength": 1}]}


def drop_filters(document: Document, known: Known) -> None:
    """Leave out what names things of the default workspace."""
    for id_ in LISTS:
        parameters = operation(document, id_)["parameters"]
        parameters[:] = [each for each in parameters if each["name"] in {"workspace", "page", "page_size"}]


def _classify(document: Document, known: Known, url: Json, text: Json) -> None:
    media, properties = body(document, "recognition_classify"), fields(document, "recognition_classify")
    properties["version"] = {"enum": [None, *map(int, known.get("version", ()))]}
    del properties["store_images"]  # the plan, and the task, have to allow it
    shelf: Json = {"shelf": {}}  # any value of one's own, which comes back
    kinds = {"_base64": text} | ({"_url": url} if known.get("picture_url") else {})
    records = [
        {"type": "object", "required": [name], "properties": {name: kind, **shelf}} for name, kind in kinds.items()
    ]
    properties["records"] = {**properties["records"], "items": {"anyOf": records}}
    example = {"task_id": known["trained"][0], "records": [{"_base64": WHOLE_TEXTS[1], "shelf": "A4"}]}
    media["examples"] = {"one": {"value": example}}


def _upload(document: Document, known: Known, file: str, text: Json, example: str) -> None:
    form = fields(document, "images_upload", MULTIPART)
    form["img_path"] = file_of(file)
    form["meta_data"] = {"type": "string", "format": "ximilar-object"}
    fields(document, "images_upload")["base64"] = text
    body(document, "images_upload")["examples"] = {
        "base64": {"value": {"base64": example, "meta_data": {"shelf": "A4"}}}
    }
