"""What the emulator takes beyond Roboflow's contract, because the real server is known to take it."""

import json
import re
from collections.abc import Callable, Iterator

import httpx

from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.leniencies import Tolerance

from .query import UNDOCUMENTED, read_boolean, read_integer, read_number

_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_JSON_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]*)")
_DOCUMENTED_BODIES = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def _texts(request: httpx.Request, type_name: str) -> Iterator[str]:
    """Yield the values that count (the last of each name) of the contract's parameters of a type."""
    operations = {operation.method: operation for operation in load("roboflow").operations}
    operation = operations.get(request.method)
    if operation is None:
        return
    for name, value in dict(request.url.params.multi_items()).items():
        schema = operation.query_parameters.get(name)
        if schema is not None and any(branch.get("type") == type_name for branch in schema.get("anyOf", [schema])):
            yield value


def _readable(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _uses_boolean_words(request: httpx.Request) -> bool:
    return any(text not in {"true", "false"} and _readable(read_boolean, text) for text in _texts(request, "boolean"))


def _uses_integer_forms(request: httpx.Request) -> bool:
    return any(
        not _JSON_INTEGER.fullmatch(text) and _readable(read_integer, text) for text in _texts(request, "integer")
    )


def _uses_number_forms(request: httpx.Request) -> bool:
    return any(not _JSON_NUMBER.fullmatch(text) and _readable(read_number, text) for text in _texts(request, "number"))


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


def _has_blanks_in_base64(request: httpx.Request) -> bool:
    return not _is_multipart(request) and len(request.content.split()) > 1


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


TOLERANCES: tuple[Tolerance, ...] = (
    Tolerance(
        "boolean-words",
        "Booleans are read by pydantic: yes, no, on, off, t, f, y, n, 1 and 0 in any case, beside true and false.",
        _uses_boolean_words,
    ),
    Tolerance(
        "integer-forms",
        "Integers are read by pydantic: blanks around, a plus sign, leading zeros, underscores, a fraction of zeros.",
        _uses_integer_forms,
    ),
    Tolerance(
        "number-forms",
        "Numbers are read by pydantic: nan, inf, blanks around, a plus sign, underscores, a bare decimal point.",
        _uses_number_forms,
    ),
    Tolerance("repeated-parameter", "Of a parameter that is sent twice the last one counts.", _repeats_parameter),
    Tolerance("unknown-parameter", "Parameters that the server does not know are ignored.", _has_unknown_parameter),
    Tolerance(
        "unread-image-type",
        "image_type says how the body is encoded; nothing reads it for a multipart file or a URL.",
        _has_unread_image_type,
    ),
    Tolerance("image-type-in-capitals", "The case of image_type does not matter.", _has_image_type_in_capitals),
    Tolerance("unread-body", "A URL wins over a body, whatever that holds.", _has_unread_body),
    Tolerance("get-with-body", "GET and POST have one handler: a body works with both.", _has_body_with_get),
    Tolerance(
        "other-content-type",
        "The content type of base64 text has to be there, but only multipart/form-data is looked for in it.",
        _has_other_content_type,
    ),
    Tolerance("blanks-in-base64", "Line breaks in base64 text are skipped.", _has_blanks_in_base64),
    Tolerance("data-prefix", "A data: prefix of base64 text is skipped.", _has_data_prefix),
    Tolerance(
        "key-in-body",
        "Serverless hosting takes the key from a JSON object in the body when it comes no other way.",
        _has_key_in_body,
    ),
)
