"""What ImageRecognize's server could do wrongly, one line each: the fault, its run, the check that finds it."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from visionapis_testing.conformance.proxy import AnswerEdit, RequestEdit
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.contracts.parsing import MULTIPART

from .mutants import Fault, with_content, with_content_type, with_parameter, with_status

_OBJECTS = "imagerecognize, documented, objects in whole pictures"
_BROKEN = "imagerecognize, documented, objects in broken pictures"
_FACES = "imagerecognize, documented, faces in whole pictures"
_NSFW = "imagerecognize, documented, nsfw in whole pictures"
_CACHE = "imagerecognize, documented, cache in whole pictures"
_GET = "imagerecognize, documented, earlier results"
_IN_BODY = "imagerecognize, status-in-body, objects in whole pictures"

_NUMBER = "[1-9][0-9]*"
_NO_NUMBER = "(?s)(?![0-9]+$).*"

_SCHEMA = "response_schema_conformance"
_REJECTED = "negative_data_rejection"
_ACCEPTED = "positive_data_acceptance"
_ORDER = "most_confident_first"


def _body(change: Callable[[dict[str, Any]], object], *, when: int = 200) -> AnswerEdit:
    """Answer with a changed body: `change` alters it in place. Its label stays, which is no JSON's."""

    def edit(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
        body = json.loads(answer.content)
        if body.get("status") != when:
            return answer
        change(body)
        return httpx.Response(answer.status_code, headers=answer.headers, content=json.dumps(body))

    return edit


def _data(change: Callable[[dict[str, Any]], object]) -> AnswerEdit:
    """Answer with changed data."""
    return _body(lambda body: change(body["data"]))


def _entries(change: Callable[[dict[str, Any]], object]) -> AnswerEdit:
    """Answer with each entry changed."""
    return _data(lambda data: [change(each) for each in data.get("objects", ())])


def _field(name: str, value: str, *, where: str | None = None) -> RequestEdit:
    """Take a form for one with another text in a field; with a pattern only where the text that it has fits that."""

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
        content = mark + mark.join(parts) + mark + b"--\r\n"
        return with_content(request, content)

    return edit


def _shift(entry: dict[str, Any]) -> None:
    for box in entry.get("coordinates", ()):
        box["x"] += 1


def _to_fraction(entry: dict[str, Any]) -> None:
    if "confidence" in entry:
        entry["confidence"] /= 100


def _reverse(data: dict[str, Any]) -> None:
    data.get("objects", []).reverse()


def _both_words(body: dict[str, Any]) -> None:
    body["status_message"] = body["message"]


def _any_method(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return answer if request.method in {"GET", "POST"} else httpx.Response(200, headers=answer.headers, content=b"{}")


FAULTS = (
    # what it answers
    Fault("a text for a number", _OBJECTS, _SCHEMA, answer=_data(lambda data: data.update(quota="7"))),
    Fault("no quota", _OBJECTS, _SCHEMA, answer=_data(lambda data: data.pop("quota"))),
    Fault("no name", _OBJECTS, _SCHEMA, answer=_entries(lambda entry: entry.pop("name", None))),
    Fault("no words", _OBJECTS, _SCHEMA, answer=_body(lambda b: b.pop("status_message"), when=430)),
    Fault("a new field", _FACES, "documented_fields", answer=_entries(lambda e: e.update(age=7))),
    Fault("an undocumented status", _GET, "status_code_conformance", answer=with_status(203, when=200)),
    Fault(
        "an undocumented label",
        _GET,
        "content_type_conformance",
        answer=with_content_type("text/plain", when=200),
    ),
    Fault("both kinds of message", _OBJECTS, "envelope", answer=_body(_both_words)),
    Fault("another status in the body", _OBJECTS, "envelope", answer=with_status(400, when=430)),
    Fault("another type", _FACES, _SCHEMA, answer=_data(lambda data: data.update(type="faces"))),
    Fault(
        "the answer to another type",
        _FACES,
        "answers_what_was_asked",
        answer=_data(lambda data: data.update(type="detect_text", objects=[])),
    ),
    Fault("fractions for percent", _OBJECTS, _ORDER, answer=_entries(_to_fraction)),
    Fault(
        "the worst first",
        _OBJECTS,
        _ORDER,
        answer=_data(lambda data: data.get("objects", []).reverse()),
    ),
    Fault(
        "the threshold is not read",
        _NSFW,
        _ORDER,
        request=_field("nsfw_min_confidence", "0", where=_NUMBER),
    ),
    Fault("the limit is not read", _OBJECTS, _ORDER, request=_field("max_labels", "1000", where=_NUMBER)),
    Fault(
        "a box outside",
        _FACES,
        "boxes_inside",
        answer=_entries(_shift),
    ),
    Fault("a stale quota", _OBJECTS, "quota_goes_down", answer=_data(lambda d: d.update(quota=99))),
    # whom and what it takes
    Fault("any key in the form", _OBJECTS, "key_is_demanded", request=_field("apikey", KEY)),
    Fault("any key, status in the body", _IN_BODY, "key_is_demanded", request=_field("apikey", KEY)),
    Fault("any key in the query", _GET, "key_is_demanded", request=with_parameter("apikey", KEY)),
    Fault(
        "any number will do",
        _OBJECTS,
        _REJECTED,
        request=_field("min_confidence", "0", where=_NO_NUMBER),
    ),
    Fault("any type will do", _CACHE, _REJECTED, request=_field("type", "cache")),
    Fault("any method will do", _GET, "unsupported_method", answer=_any_method),
    # what it refuses, and how
    Fault(
        "a broken picture is taken",
        _BROKEN,
        _ACCEPTED,
        answer=lambda request, answer: httpx.Response(200, headers=answer.headers, content=b"{}"),
    ),
    Fault("a valid form is refused", _CACHE, _ACCEPTED, answer=with_status(402, when=200)),
    Fault("failure for a bad field", _OBJECTS, "not_a_server_error", answer=with_status(500, when=430)),
)
