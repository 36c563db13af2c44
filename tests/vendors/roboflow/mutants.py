"""Mutants of Roboflow's servers, one per line: name, scenario, check, and fault."""

import base64
import json

import httpx

from tests.conformance.mutations import (
    Json,
    Mutant,
    drop,
    put,
    respond,
    with_content,
    with_content_type,
    with_header,
    with_json,
    with_parameter,
    with_status,
    with_url,
    without_parameter,
)
from visionapis_testing.conformance.images import VALID
from visionapis_testing.conformance.suites import KEY
from visionapis_testing.contracts.parsing import FORM, MULTIPART
from visionapis_testing.vendors.roboflow.conformance.servers import SINGLE_LABEL

_BODY = "roboflow, serverless, image in body"
_URL = "roboflow, serverless, image in url"
_CLASSIFY = "roboflow, classify, image in url"
_SELF_HOSTED = "roboflow, self-hosted, image in url"
_INVALID = "roboflow, serverless, invalid image in body"
_INVALID_URL = "roboflow, serverless, invalid image in url"
_VISUALIZATION = "roboflow, serverless, visualization in body"
_IN_JSON = "roboflow, self-hosted, images in JSON"
_MODELS = "roboflow, self-hosted, models and state"

_SCHEMA = "response_schema_conformance"
_STATUS = "status_code_conformance"
_MEDIA_TYPE = "content_type_conformance"
_SINGLE = "single_label_in_order"
_MODEL = "response_fits_model"
_AUTH = "ignored_auth"
_ACCEPTED = "positive_data_acceptance"
_QUERY = "query_by_contract"
_REJECTED = "negative_data_rejection"
_FAILED = "not_a_server_error"

_PNG = base64.b64encode(VALID["png"])
_PNG_URL = "https://images.example.com/png"
_ERROR = {"message": "No."}


def _drop_class_id(response: Json) -> None:
    rows = response["predictions"]
    for row in rows.values() if isinstance(rows, dict) else rows:
        del row["class_id"]


def _to_percent(response: Json) -> None:
    rows = response["predictions"]
    for row in rows.values() if isinstance(rows, dict) else rows:
        row["confidence"] *= 100


def _to_multi_label(response: Json) -> None:
    if "top" in response:
        del response["top"], response["confidence"]
        response["predictions"] = {row.pop("class"): row for row in response["predictions"]}
        response["predicted_classes"] = [*response["predictions"]]


def _predict_every_class(response: Json) -> None:
    response["predicted_classes"] = [*response["predictions"]]


def _use_one_model(request: httpx.Request) -> httpx.Request:
    return with_url(request, request.url.copy_with(path=f"/{SINGLE_LABEL}"))


def _replace_missing_body(request: httpx.Request) -> httpx.Request:
    return request if request.content else _replace_body(request)


def _replace_text(request: httpx.Request) -> httpx.Request:
    return request if _is_multipart(request) or not request.content else _replace_body(request)


def _replace_body(request: httpx.Request) -> httpx.Request:
    request.headers.setdefault("content-type", FORM)
    return with_content(request, _PNG)


def _is_multipart(request: httpx.Request) -> bool:
    return MULTIPART in request.headers.get("content-type", "")


def _is_malformed(request: httpx.Request, response: httpx.Response) -> bool:
    """Return whether the web framework rejected the body, as one of another content type than that of the header."""
    return response.status_code == 400 and "detail" in response.json()


def _without_allow(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    response.headers.pop("allow", None)
    return response


def _is_number(value: str | None) -> bool:
    return (value or "").replace(".", "").isdecimal()


def _without_threshold(request: httpx.Request) -> httpx.Request:
    try:
        body = json.loads(request.content)
    except ValueError:
        return request
    if not isinstance(body, dict):
        return request
    body["confidence"] = 0.0
    return with_content(request, json.dumps(body).encode())


def _keep_first_result(request: httpx.Request, response: httpx.Response) -> httpx.Response:
    results = response.json() if response.status_code == 200 else None
    return httpx.Response(200, json=results[:1]) if isinstance(results, list) else response


MUTANTS = (
    # responses
    Mutant("number instead of text", _BODY, _SCHEMA, response=with_json(put(top=1))),
    Mutant("missing field", _BODY, _SCHEMA, response=with_json(drop("image"))),
    Mutant("missing nested field", _URL, _SCHEMA, response=with_json(_drop_class_id)),
    Mutant("null field", _URL, _SCHEMA, response=with_json(put(time=None))),
    Mutant("empty error response", _SELF_HOSTED, _SCHEMA, response=with_json(lambda body: body.clear(), when=404)),
    Mutant("text instead of error details", _SELF_HOSTED, _SCHEMA, response=with_json(put(detail=""), when=422)),
    Mutant("undocumented status", _BODY, _STATUS, response=with_status(202, when=200)),
    Mutant("undocumented error status", _SELF_HOSTED, _STATUS, response=with_status(418, when=422)),
    Mutant("JSON labelled as HTML", _URL, _MEDIA_TYPE, response=with_content_type("text/html", when=200)),
    Mutant("no content type", _BODY, _MEDIA_TYPE, response=with_content_type("", when=200)),
    Mutant("percentages instead of fractions", _URL, _SCHEMA, response=with_json(_to_percent)),
    Mutant("worst label first", _URL, _SINGLE, response=with_json(lambda a: a["predictions"].reverse(), having="top")),
    Mutant("different top label", _BODY, _SINGLE, response=with_json(put(top=""), having="top")),
    Mutant("threshold ignored", _URL, _SINGLE, request=with_parameter("confidence", "0", where=_is_number)),
    Mutant(
        "every class predicted",
        _SELF_HOSTED,
        "multi_label_in_order",
        response=with_json(_predict_every_class, having="predicted_classes"),
    ),
    Mutant("multi-label response of a single-label model", _BODY, _MODEL, response=with_json(_to_multi_label)),
    Mutant(
        "field of the other kind", _URL, _MODEL, response=with_json(lambda a: a.setdefault("predicted_classes", []))
    ),
    Mutant("labels instead of an image", _VISUALIZATION, "format_as_requested", request=without_parameter("format")),
    Mutant(
        "status 500 for a visualization",
        _VISUALIZATION,
        _FAILED,
        response=respond(500, _ERROR, when=lambda _, response: response.headers["content-type"] == "image/jpeg"),
    ),
    # requests that must be rejected
    Mutant("no key required", _URL, _AUTH, request=with_parameter("api_key", KEY, where=lambda _: True)),
    Mutant("any bearer token accepted", _BODY, _AUTH, request=with_header("authorization", f"Bearer {KEY}")),
    Mutant("any key in the query accepted", _URL, _AUTH, request=with_parameter("api_key", KEY)),
    Mutant("any key in the query accepted, classify", _CLASSIFY, _AUTH, request=with_parameter("api_key", KEY)),
    Mutant("any parameter type accepted", _URL, _QUERY, request=without_parameter("stroke")),
    Mutant("any flag accepted", _URL, _QUERY, request=without_parameter("disable_active_learning")),
    Mutant(
        "missing URL accepted", _URL, _QUERY, request=with_parameter("image", _PNG_URL, where=lambda url: url is None)
    ),
    Mutant("missing body accepted", _BODY, _REJECTED, request=_replace_missing_body),
    Mutant("any text accepted as an image", _BODY, _REJECTED, request=_replace_text),
    Mutant("unknown model replaced by another", _SELF_HOSTED, _MODEL, request=_use_one_model),
    Mutant("invalid image accepted", _INVALID, _ACCEPTED, request=_replace_text),
    Mutant("any URL accepted", _INVALID_URL, _ACCEPTED, request=with_parameter("image", _PNG_URL)),
    Mutant(
        "error of another shape for a malformed body",
        _BODY,
        "response_to_malformed_request",
        response=respond(400, {"error": "No."}, when=_is_malformed),
    ),
    Mutant("no Allow header", _SELF_HOSTED, "unsupported_method", response=_without_allow),
    Mutant("any method accepted", _BODY, "unsupported_method", response=with_status(200, when=405)),
    # requests that must be accepted, and errors
    Mutant(
        "multipart rejected",
        _BODY,
        _ACCEPTED,
        response=respond(400, _ERROR, when=lambda request, _: _is_multipart(request)),
    ),
    Mutant(
        "GIF rejected",
        _BODY,
        _ACCEPTED,
        response=respond(400, _ERROR, when=lambda request, _: request.content.startswith(b"R0lGOD")),
    ),
    Mutant("valid request not found", _URL, _ACCEPTED, response=with_status(404, when=200)),
    Mutant("wrong status for an unknown model", _URL, _MODEL, response=with_status(400, when=404)),
    Mutant("wrong status for an unknown model, self-hosted", _SELF_HOSTED, _MODEL, response=with_status(403, when=404)),
    Mutant("status 500 for an invalid parameter", _URL, _FAILED, response=with_status(500, when=422)),
    Mutant("status 500 for an invalid image", _INVALID, _FAILED, response=with_status(500, when=400)),
    # routes with JSON bodies
    Mutant("one result for several images", _IN_JSON, "labels_fit_request", response=_keep_first_result),
    Mutant("threshold in JSON ignored", _IN_JSON, "labels_fit_request", request=_without_threshold),
    Mutant("images in JSON rejected", _IN_JSON, _ACCEPTED, response=with_status(400, when=200)),
    Mutant(
        "loaded model not listed",
        _MODELS,
        "models_fit_request",
        operations=["models_add"],
        response=with_json(put(models=[])),
    ),
    Mutant(
        "unloaded model listed",
        _MODELS,
        "models_fit_request",
        operations=["models_clear"],
        response=with_json(lambda body: body["models"].append({"model_id": "images/1", "task_type": "classification"})),
    ),
    Mutant(
        "health without a status", _MODELS, _SCHEMA, operations=["server_health"], response=with_json(drop("status"))
    ),
)
