"""What Roboflow's server could do wrongly, one line each: the fault, the run that finds it, the check that does."""

import base64
from typing import Any

import httpx

from visionapis_testing.conformance.images import WHOLE
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.vendors.roboflow.conformance.scenarios import SINGLE_LABEL

from .mutants import (
    Fault,
    with_content,
    with_content_type,
    with_header,
    with_json,
    with_parameter,
    with_status,
    with_url,
    without_parameter,
)

_BODY = "roboflow, serverless, picture in body"
_URL = "roboflow, serverless, picture in url"
_LEGACY = "roboflow, classify, picture in url"
_OWN = "roboflow, self-hosted, picture in url"
_BROKEN = "roboflow, serverless, broken picture in body"
_BROKEN_URL = "roboflow, serverless, broken picture in url"
_DRAWING = "roboflow, serverless, drawing in body"

_SCHEMA = "response_schema_conformance"
_MODEL = "answers_for_its_model"
_ACCEPTED = "positive_data_acceptance"
_QUERY = "query_by_contract"
_REJECTED = "negative_data_rejection"

_PNG = base64.b64encode(WHOLE["png"])
_PNG_URL = "https://pictures.example.com/png"


def _drop_class_id(answer: dict[str, Any]) -> None:
    rows = answer["predictions"]
    for row in rows.values() if isinstance(rows, dict) else rows:
        del row["class_id"]


def _scale(answer: dict[str, Any]) -> None:
    rows = answer["predictions"]
    for row in rows.values() if isinstance(rows, dict) else rows:
        row["confidence"] *= 100


def _reverse(answer: dict[str, Any]) -> None:
    if "top" in answer:
        answer["predictions"].reverse()


def _leave_top_empty(answer: dict[str, Any]) -> None:
    if "top" in answer:
        answer["top"] = ""


def _become_multi_label(answer: dict[str, Any]) -> None:
    if "top" in answer:
        del answer["top"], answer["confidence"]
        answer["predictions"] = {row.pop("class"): row for row in answer["predictions"]}
        answer["predicted_classes"] = [*answer["predictions"]]


def _name_every_label(answer: dict[str, Any]) -> None:
    if "predicted_classes" in answer:
        answer["predicted_classes"] = [*answer["predictions"]]


def _add_key(request: httpx.Request) -> httpx.Request:
    return with_url(request, request.url.copy_set_param("api_key", KEY))


def _add_url(request: httpx.Request) -> httpx.Request:
    return with_url(request, request.url.copy_set_param("image", request.url.params.get("image", _PNG_URL)))


def _add_body(request: httpx.Request) -> httpx.Request:
    return request if request.content else _with_text(request)


def _lower_threshold(request: httpx.Request) -> httpx.Request:
    is_number = request.url.params.get("confidence", "").replace(".", "").isdecimal()
    return with_url(request, request.url.copy_set_param("confidence", "0")) if is_number else request


def _serve_one_model(request: httpx.Request) -> httpx.Request:
    return with_url(request, request.url.copy_with(path=f"/{SINGLE_LABEL}"))


def _take_any_text(request: httpx.Request) -> httpx.Request:
    return request if _is_multipart(request) or not request.content else _with_text(request)


def _with_text(request: httpx.Request) -> httpx.Request:
    request.headers.setdefault("content-type", FORM)
    return with_content(request, _PNG)


def _refuse_files(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(400, json={"message": "No."}) if _is_multipart(request) else answer


def _refuse_gif(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    return httpx.Response(400, json={"message": "No."}) if request.content.startswith(b"R0lGOD") else answer


def _fail_to_draw(request: httpx.Request, answer: httpx.Response) -> httpx.Response:
    is_drawing = answer.headers["content-type"] == "image/jpeg"
    return httpx.Response(500, json={"message": "No."}) if is_drawing else answer


def _is_multipart(request: httpx.Request) -> bool:
    return MULTIPART in request.headers.get("content-type", "")


FAULTS = (
    # what it answers
    Fault("a number for a text", _BODY, _SCHEMA, answer=with_json(lambda answer: answer.update(top=1))),
    Fault("a field is missing", _BODY, _SCHEMA, answer=with_json(lambda answer: answer.pop("image"))),
    Fault("a nested field is missing", _URL, _SCHEMA, answer=with_json(_drop_class_id)),
    Fault("a null for a field", _URL, _SCHEMA, answer=with_json(lambda answer: answer.update(time=None))),
    Fault("a refusal without words", _OWN, _SCHEMA, answer=with_json(lambda answer: answer.clear(), when=404)),
    Fault("problems as text", _OWN, _SCHEMA, answer=with_json(lambda answer: answer.update(detail=""), when=422)),
    Fault("an undocumented status", _BODY, "status_code_conformance", answer=with_status(202, when=200)),
    Fault("an undocumented refusal", _OWN, "status_code_conformance", answer=with_status(418, when=422)),
    Fault("labels as web page", _URL, "content_type_conformance", answer=with_content_type("text/html", when=200)),
    Fault("labels of no type", _BODY, "content_type_conformance", answer=with_content_type("", when=200)),
    Fault("percent for fractions", _URL, "single_label_in_order", answer=with_json(_scale)),
    Fault("worst label first", _URL, "single_label_in_order", answer=with_json(_reverse)),
    Fault("another label on top", _BODY, "single_label_in_order", answer=with_json(_leave_top_empty)),
    Fault("labels named that do not pass", _OWN, "multi_label_in_order", answer=with_json(_name_every_label)),
    Fault("multi-label shape for a single-label model", _BODY, _MODEL, answer=with_json(_become_multi_label)),
    Fault("a field of the other kind", _URL, _MODEL, answer=with_json(lambda a: a.setdefault("predicted_classes", []))),
    Fault("labels for a drawing", _DRAWING, "format_as_asked", request=without_parameter("format")),
    Fault("a drawing fails", _DRAWING, "not_a_server_error", answer=_fail_to_draw),
    # what it lets in
    Fault("no key is asked for", _URL, "ignored_auth", request=_add_key),
    Fault("any bearer token will do", _BODY, "ignored_auth", request=with_header("authorization", f"Bearer {KEY}")),
    Fault("any key in the query will do", _URL, "ignored_auth", request=with_parameter("api_key", KEY)),
    Fault("any key in the query will do, legacy host", _LEGACY, "ignored_auth", request=with_parameter("api_key", KEY)),
    Fault("a parameter of the wrong type", _URL, _QUERY, request=without_parameter("stroke")),
    Fault("a flag of the wrong type", _URL, _QUERY, request=without_parameter("disable_active_learning")),
    Fault("a URL is missing and not missed", _URL, _QUERY, request=_add_url),
    Fault("a body is missing and not missed", _BODY, _REJECTED, request=_add_body),
    Fault("the threshold is not read", _URL, "single_label_in_order", request=_lower_threshold),
    Fault("another model answers for an unknown one", _OWN, _MODEL, request=_serve_one_model),
    Fault("any text is a picture", _BODY, _REJECTED, request=_take_any_text),
    Fault("a broken picture is read", _BROKEN, _ACCEPTED, request=_take_any_text),
    Fault("any URL is a picture", _BROKEN_URL, _ACCEPTED, request=with_parameter("image", _PNG_URL)),
    Fault("any method is served", _BODY, "unsupported_method", answer=with_status(200, when=405)),
    # what it refuses, and how
    Fault("multipart files are refused", _BODY, _ACCEPTED, answer=_refuse_files),
    Fault("a format is refused", _BODY, _ACCEPTED, answer=_refuse_gif),
    Fault("a valid call is not found", _URL, _ACCEPTED, answer=with_status(404, when=200)),
    Fault("the wrong refusal of an unknown model", _URL, _MODEL, answer=with_status(400, when=404)),
    Fault("the wrong refusal, self-hosted", _OWN, _MODEL, answer=with_status(403, when=404)),
    Fault("failure for a bad parameter", _URL, "not_a_server_error", answer=with_status(500, when=422)),
    Fault("failure for a broken picture", _BROKEN, "not_a_server_error", answer=with_status(500, when=400)),
)
