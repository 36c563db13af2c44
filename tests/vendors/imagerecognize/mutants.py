"""Mutants of ImageRecognize's server, one per line: name, scenario, check, and fault."""

import re
from collections.abc import Callable

import httpx

from tests.conformance.mutations import (
    Json,
    Mutant,
    drop,
    put,
    with_content,
    with_content_type,
    with_json,
    with_parameter,
    with_status,
)
from visionapis_testing.conformance.proxy import RequestEdit, ResponseEdit
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.contracts.parsing import MULTIPART

_OBJECTS = "imagerecognize, documented, objects in valid images"
_INVALID = "imagerecognize, documented, objects in invalid images"
_FACES = "imagerecognize, documented, faces in valid images"
_NSFW = "imagerecognize, documented, nsfw in valid images"
_CACHE = "imagerecognize, documented, cache in valid images"
_GET = "imagerecognize, documented, cached results"
_IN_BODY = "imagerecognize, status-in-body, objects in valid images"

_NUMBER = "[1-9][0-9]*"
_NOT_A_NUMBER = "(?s)(?![0-9]+$).*"

_SCHEMA = "response_schema_conformance"
_STATUS = "status_code_conformance"
_MEDIA_TYPE = "content_type_conformance"
_REJECTED = "negative_data_rejection"
_ACCEPTED = "positive_data_acceptance"
_ENVELOPE = "envelope_is_consistent"
_TYPE = "type_as_requested"
_ORDER = "confidences_in_order"
_KEY = "key_is_required"


def _data(change: Callable[[Json], object]) -> ResponseEdit:
    """Change the data of a success."""
    return with_json(lambda body: change(body["data"]))


def _entries(change: Callable[[Json], object]) -> ResponseEdit:
    """Change each entry of a success."""
    return _data(lambda data: [change(entry) for entry in data.get("objects", ())])


def _field(name: str, value: str, *, where: str | None = None) -> RequestEdit:
    """Set a field of a form; with a pattern, only where the field's text matches it."""

    def edit(request: httpx.Request) -> httpx.Request:
        content_type = request.headers.get("content-type", "")
        if MULTIPART not in content_type or not (boundary := re.search("boundary=([^;]+)", content_type)):
            return request
        mark, disposition = f"--{boundary[1]}".encode(), f'Content-Disposition: form-data; name="{name}"'.encode()
        parts = request.content.split(mark)[1:-1]
        texts = [part.partition(b"\r\n\r\n")[2][:-2].decode(errors="replace") for part in parts if disposition in part]
        if where is not None and not any(re.fullmatch(where, text) for text in texts):
            return request
        parts = [part for part in parts if disposition not in part]
        parts.append(b"\r\n" + disposition + b"\r\n\r\n" + value.encode() + b"\r\n")
        return with_content(request, mark + mark.join(parts) + mark + b"--\r\n")

    return edit


def _move_out(entry: Json) -> None:
    for box in entry.get("coordinates", ()):
        box["x"] += 1


def _to_fraction(entry: Json) -> None:
    if "confidence" in entry:
        entry["confidence"] /= 100


def _reverse(data: Json) -> None:
    data.get("objects", []).reverse()


def _add_status_message(body: Json) -> None:
    body["status_message"] = body["message"]


def _accept_any_method(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    return response if request.method in {"GET", "POST"} else _accept(request, response)


def _accept(_: httpx.Request, response: httpx.Response) -> httpx.Response:
    return httpx.Response(200, headers=response.headers, content=b"{}")


MUTANTS = (
    # responses
    Mutant("text instead of a number", _OBJECTS, _SCHEMA, response=_data(put(quota="7"))),
    Mutant("no quota", _OBJECTS, _SCHEMA, response=_data(drop("quota"))),
    Mutant("entries without a name", _OBJECTS, _SCHEMA, response=_entries(drop("name"))),
    Mutant("error without a status message", _OBJECTS, _SCHEMA, response=with_json(drop("status_message"), when=430)),
    Mutant("type of another request, with its fields", _FACES, _SCHEMA, response=_data(put(type="faces"))),
    Mutant("undocumented field", _FACES, "documented_fields", response=_entries(put(age=7))),
    Mutant("undocumented status", _GET, _STATUS, response=with_status(203, when=200)),
    Mutant("undocumented content type", _GET, _MEDIA_TYPE, response=with_content_type("text/plain", when=200)),
    Mutant("both message fields", _OBJECTS, _ENVELOPE, response=with_json(_add_status_message)),
    Mutant("different status in the body", _OBJECTS, _ENVELOPE, response=with_status(400, when=430)),
    Mutant("response of another type", _FACES, _TYPE, response=_data(put(type="detect_text", objects=[]))),
    Mutant("fractions instead of percentages", _OBJECTS, _ORDER, response=_entries(_to_fraction)),
    Mutant("ascending confidences", _OBJECTS, _ORDER, response=_data(_reverse)),
    Mutant("minimum confidence ignored", _NSFW, _ORDER, request=_field("nsfw_min_confidence", "0", where=_NUMBER)),
    Mutant("maximum number ignored", _OBJECTS, _ORDER, request=_field("max_labels", "1000", where=_NUMBER)),
    Mutant("box outside the image", _FACES, "boxes_inside_image", response=_entries(_move_out)),
    Mutant("constant quota", _OBJECTS, "quota_decreases", response=_data(put(quota=99))),
    # requests that must be rejected
    Mutant("any key in the query accepted", _GET, _KEY, request=with_parameter("apikey", KEY)),
    Mutant("any key in the form accepted", _OBJECTS, _KEY, request=_field("apikey", KEY)),
    Mutant("any key accepted, status in the body", _IN_BODY, _KEY, request=_field("apikey", KEY)),
    Mutant(
        "text accepted as a number", _OBJECTS, _REJECTED, request=_field("min_confidence", "0", where=_NOT_A_NUMBER)
    ),
    Mutant("any type accepted", _CACHE, _REJECTED, request=_field("type", "cache")),
    Mutant("any method accepted", _GET, "unsupported_method", response=_accept_any_method),
    # requests that must be accepted, and errors
    Mutant("valid form rejected", _CACHE, _ACCEPTED, response=with_status(402, when=200)),
    Mutant("invalid image accepted", _INVALID, _ACCEPTED, response=_accept),
    Mutant("status 500 for an invalid field", _OBJECTS, "not_a_server_error", response=with_status(500, when=430)),
)
