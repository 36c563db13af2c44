"""Requests that the emulator accepts beyond Roboflow's contract because the real server is known to."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import httpx

from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.leniencies import Leniency

from .json_leniencies import JSON_LENIENCIES, is_json_route
from .query import BOOLEAN, INTEGER, NUMBER, UNDOCUMENTED, is_valid

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_JSON_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_PREFIX = re.compile(rb"\Adata:image/[a-z]+;base64,")
_OTHER_CHARACTERS = re.compile(rb"[^A-Za-z0-9+/=]")
_DOCUMENTED_BODIES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def _values(request: httpx.Request, type_name: str) -> Iterator[str]:
    """Yield the values of the contract's parameters of a type; of repeated ones the last."""
    operations = {each.method: each for each in load("roboflow").operations if "{" in each.path}
    operation = operations.get(request.method)
    if operation is None:
        return
    for name, value in dict(request.url.params.multi_items()).items():
        schema = operation.query_parameters.get(name)
        if schema is not None and any(branch.get("type") == type_name for branch in schema.get("anyOf", [schema])):
            yield value


def _uses_boolean_words(request: httpx.Request) -> bool:
    return any(text not in {"true", "false"} and is_valid(BOOLEAN, text) for text in _values(request, "boolean"))


def _uses_integer_forms(request: httpx.Request) -> bool:
    return any(not _JSON_INTEGER.fullmatch(text) and is_valid(INTEGER, text) for text in _values(request, "integer"))


def _uses_number_forms(request: httpx.Request) -> bool:
    return any(not _JSON_NUMBER.fullmatch(text) and is_valid(NUMBER, text) for text in _values(request, "number"))


def _repeats_parameter(request: httpx.Request) -> bool:
    names = [name for name, _ in request.url.params.multi_items()]
    return len(names) != len(set(names))


def _has_unknown_parameter(request: httpx.Request) -> bool:
    documented = {name for operation in load("roboflow").operations for name in operation.query_parameters}
    return not documented.union(UNDOCUMENTED, {"api_key"}).issuperset(request.url.params)


def _has_unread_image_type(request: httpx.Request) -> bool:
    return request.url.params.get("image_type", "base64") != "base64" and (
        "image" in request.url.params or _is_multipart(request)
    )


def _has_image_type_in_capitals(request: httpx.Request) -> bool:
    image_type: str = request.url.params.get("image_type", "base64")
    return image_type != "base64" and image_type.lower() == "base64"


def _has_unread_body(request: httpx.Request) -> bool:
    return "image" in request.url.params and bool(request.content) and not _is_multipart(request)


def _has_body_with_get(request: httpx.Request) -> bool:
    return request.method == "GET" and bool(request.content)


def _has_other_content_type(request: httpx.Request) -> bool:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return bool(media_type and request.content) and media_type not in _DOCUMENTED_BODIES


def _has_other_characters_in_base64(request: httpx.Request) -> bool:
    return not _is_multipart(request) and bool(_OTHER_CHARACTERS.search(_PREFIX.sub(b"", request.content)))


def _has_surplus_padding(request: httpx.Request) -> bool:
    text = _OTHER_CHARACTERS.sub(b"", _PREFIX.sub(b"", request.content))
    return not _is_multipart(request) and text.endswith(b"=") and len(text) % 4 != 0


def _has_data_prefix(request: httpx.Request) -> bool:
    return not _is_multipart(request) and request.content.startswith(b"data:")


def _has_key_in_body(request: httpx.Request) -> bool:
    try:
        document: object = json.loads(request.content)
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and "api_key" in document


def _is_multipart(request: httpx.Request) -> bool:
    return "multipart/form-data" in request.headers.get("content-type", "")


_OF_CLASSIFICATION_ROUTE: tuple[Leniency, ...] = (
    Leniency(
        "boolean-words",
        "Pydantic reads booleans: yes, no, on, off, t, f, y, n, 1 and 0 in any case, besides true and false.",
        _uses_boolean_words,
    ),
    Leniency(
        "integer-forms",
        "Pydantic reads integers: whitespace around, a plus sign, leading zeros, underscores, a fraction of zeros.",
        _uses_integer_forms,
    ),
    Leniency(
        "number-forms",
        "Pydantic reads numbers: nan, inf, whitespace around, a plus sign, underscores, a bare decimal point.",
        _uses_number_forms,
    ),
    Leniency("repeated-parameter", "The last one of repeated parameters counts.", _repeats_parameter),
    Leniency("unknown-parameter", "Unknown query parameters are ignored.", _has_unknown_parameter),
    Leniency(
        "unread-image-type",
        "image_type is the encoding of the body; it is ignored for a multipart file and for a URL.",
        _has_unread_image_type,
    ),
    Leniency("image-type-in-capitals", "image_type is case-insensitive.", _has_image_type_in_capitals),
    Leniency("unread-body", "A URL takes precedence over a body, whatever the body contains.", _has_unread_body),
    Leniency("get-with-body", "GET and POST have the same handler: a body works with both.", _has_body_with_get),
    Leniency(
        "other-content-type",
        "Base64 text needs a content type, but any other than multipart/form-data works.",
        _has_other_content_type,
    ),
    Leniency(
        "other-characters-in-base64",
        "Characters outside the alphabet of base64 are skipped, such as line breaks and quotes.",
        _has_other_characters_in_base64,
    ),
    Leniency("surplus-padding", "Padding beyond that of base64 is ignored.", _has_surplus_padding),
    Leniency("data-prefix", "A data: prefix of base64 text is skipped.", _has_data_prefix),
    Leniency(
        "key-in-body",
        "Serverless hosting reads the key from a JSON object in the body if it is sent nowhere else.",
        _has_key_in_body,
    ),
)


def _covers(leniency: Leniency, request: httpx.Request) -> bool:
    return not is_json_route(request) and leniency.covers(request)


LENIENCIES: tuple[Leniency, ...] = (
    *(replace(leniency, covers=partial(_covers, leniency)) for leniency in _OF_CLASSIFICATION_ROUTE),
    *JSON_LENIENCIES,
)
