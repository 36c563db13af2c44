"""Errors of Roboflow's servers for keys, models, queries, methods and paths: their order and bodies."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing import RoboflowEmulator
from visionapis_testing.vendors.roboflow.errors import LOADING_ERRORS, STUB_WITHOUT_KEY, WRONG_KEY

from .channels import FORM, KEY, RED, new_emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .channels import Channel
    from .fixtures import OpenChannel

ENCODED = base64.b64encode(RED)
MISSING_C = (401, {"status": 401, "message": "Unauthorized api_key"})
WRONG_C = (401, {"status": 401, "message": WRONG_KEY})
MISSING_G = (401, {"message": "Unauthorized"})
FORBIDDEN_G = (403, {"message": "Forbidden"})
UNAUTHORIZED_A = (401, {"message": LOADING_ERRORS[401]})
UNKNOWN_A = (404, {"message": LOADING_ERRORS[404]})
OFFLINE_A = (503, {"message": LOADING_ERRORS[503]})
NO_KEY_A = (400, {"message": STUB_WITHOUT_KEY})
INTERNAL = (500, {"message": "Internal error."})


def query(key: str) -> dict[str, Any]:
    """Return the query parameters with a key."""
    return {"api_key": key}


@pytest.mark.parametrize(
    ("profile", "model", "params", "expected"),
    [
        ("serverless", "colours/1", {}, MISSING_C),
        ("serverless", "colours/1", query("wrong"), WRONG_C),
        ("serverless", "colours/1", query(""), WRONG_C),
        ("serverless", "colours/9", {}, MISSING_C),
        ("serverless", "colours/9", query("wrong"), WRONG_C),
        ("serverless", "colours/9", query(KEY), UNKNOWN_A),
        ("serverless", "colours/abc", query(KEY), UNKNOWN_A),
        ("serverless", "workspace/model-slug", query(KEY), UNKNOWN_A),
        ("classify", "colours/1", {}, MISSING_G),
        ("classify", "colours/1", query("wrong"), FORBIDDEN_G),
        ("classify", "colours/1", query(""), FORBIDDEN_G),
        ("classify", "colours/9", {}, MISSING_G),
        ("classify", "colours/9", query(KEY), FORBIDDEN_G),
        ("classify", "colours/0", query(KEY), FORBIDDEN_G),
        ("self-hosted", "colours/9", {}, UNAUTHORIZED_A),
        ("self-hosted", "colours/9", query("wrong"), UNAUTHORIZED_A),
        ("self-hosted", "colours/9", query(KEY), UNKNOWN_A),
        ("self-hosted", "colours/0", {}, NO_KEY_A),
        ("self-hosted", "colours/0", query("wrong"), UNAUTHORIZED_A),
        ("self-hosted", "colours/00", query(KEY), INTERNAL),
        ("self-hosted", "nosuch/0", query(KEY), UNKNOWN_A),
        ("self-hosted", "colours/%2E%2E", {}, INTERNAL),
        ("self-hosted", "%2E/1", {}, INTERNAL),
        ("self-hosted", "colours/x%5C%2E%2E", {}, INTERNAL),
        ("serverless", "colours/0", query(KEY), INTERNAL),
        ("serverless", "colours/+0", query(KEY), INTERNAL),
        ("offline", "colours/9", {}, OFFLINE_A),
        ("offline", "colours/9", query("wrong"), OFFLINE_A),
        ("offline", "colours/0", query(KEY), OFFLINE_A),
        ("offline", "colours/%2E%2E", query(KEY), INTERNAL),
    ],
)
def test_key_and_model(
    open_shared: OpenChannel,
    profile: ProfileName,
    model: str,
    params: dict[str, Any],
    expected: tuple[int, dict[str, Any]],
) -> None:
    """Each server rejects a wrong key and an unknown model with its own status and body."""
    response = open_shared(profile).infer(model=model, key=None, **params)
    assert (response.status_code, response.json()) == expected


@pytest.mark.parametrize("params", [{}, query("wrong"), query("")])
def test_loaded_model_needs_no_key(open_shared: OpenChannel, params: dict[str, Any]) -> None:
    """A self-hosted server ignores the key for a model that it has loaded."""
    channel = open_shared("self-hosted")
    statuses = [channel.infer(key=None, **each).status_code for each in (query(KEY), params)]
    assert statuses == [200, 200]


@pytest.mark.parametrize(
    ("headers", "params", "status"),
    [
        ({"authorization": f"Bearer {KEY}"}, {}, 200),
        ({"authorization": f"bearer  {KEY}"}, {}, 200),
        ({"authorization": "Bearer wrong"}, {}, 401),
        ({"authorization": "Bearer"}, {}, 401),
        ({"authorization": f"Token {KEY}"}, {}, 401),
        ({"authorization": "Basic dGVzdC1rZXk6"}, {}, 401),
        ({"x-api-key": KEY}, {}, 401),
        ({"authorization": "Bearer wrong"}, query(KEY), 200),
        ({"authorization": f"Bearer {KEY}"}, query("wrong"), 401),
        ({"authorization": f"Bearer {KEY}"}, query(""), 401),
    ],
)
def test_key_sources(channel: Channel, headers: dict[str, str], params: dict[str, Any], status: int) -> None:
    """The key is read from the query, else from a bearer token; an empty key in the query is wrong."""
    assert channel.infer(ENCODED, key=None, headers={**FORM, **headers}, **params).status_code == status


def test_repeated_key(channel: Channel) -> None:
    """Of two keys in the query the last one is used."""
    path = f"/colours/1?api_key=wrong&api_key={KEY}"
    assert channel.request("POST", path, content=ENCODED, headers=FORM).status_code == 200


def test_header_on_legacy_host(open_shared: OpenChannel) -> None:
    """The legacy host ignores bearer tokens; it is not known whether the real one does."""
    response = open_shared("classify").infer()
    assert (response.status_code, response.json()) == MISSING_G


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (json.dumps({"api_key": KEY}), "application/json", 400),  # the key is accepted, but there is no image
        (json.dumps({"api_key": KEY}), "application/json; charset=utf-8", 400),
        (json.dumps({"api_key": "wrong"}), "application/json", 401),
        (json.dumps({"api_key": KEY}), "text/plain", 401),
        (json.dumps({}), "application/json", 401),
        ("[" * 100_000, "application/json", 401),
        (ENCODED.decode(), "application/json", 401),
        ("", "application/json", 401),
    ],
)
def test_key_in_json_body(channel: Channel, body: str, content_type: str, expected: int) -> None:
    """Serverless hosting reads the key from a JSON object if there is no other."""
    response = channel.infer(body.encode(), key=None, headers={"content-type": content_type})
    assert response.status_code == expected


@pytest.mark.parametrize("body", ["[]", "null", "1234", '"text"'])
def test_json_other_than_an_object(channel: Channel, body: str) -> None:
    """JSON other than an object makes serverless hosting fail with plain text, unless there is another key."""
    headers = {"content-type": "application/json"}
    response = channel.infer(body.encode(), key=None, headers=headers)
    assert (response.status_code, response.text) == (500, "Internal Server Error")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert channel.infer(body.encode(), headers=headers).status_code == 400


def entry(kind: str, message: str, location: list[str], value: str, **more: object) -> Mapping[str, object]:
    """Return an entry of a 422 response."""
    return {"type": kind, "loc": ["query", *location], "msg": message, "input": value, **more}


NUMBER = "Input should be a valid number, unable to parse string as a number"
INTEGER = "Input should be a valid integer, unable to parse string as an integer"
BOOLEAN = "Input should be a valid boolean, unable to interpret input"


@pytest.mark.parametrize("value", ["", "abc", "Best", "0,4"])
def test_invalid_confidence(channel: Channel, value: str) -> None:
    """A confidence that is neither a number nor best or default gets an entry for both."""
    response = channel.infer(confidence=value)
    words = {"expected": "'best' or 'default'"}
    assert (response.status_code, response.json()["detail"]) == (
        422,
        [
            entry("float_parsing", NUMBER, ["confidence", "float"], value),
            entry(
                "literal_error",
                "Input should be 'best' or 'default'",
                ["confidence", "literal['best','default']"],
                value,
                ctx=words,
            ),
        ],
    )


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("stroke", "int_parsing", INTEGER),
        ("max_detections", "int_parsing", INTEGER),
        ("overlap", "float_parsing", NUMBER),
        ("keypoint_confidence", "float_parsing", NUMBER),
        ("tradeoff_factor", "float_parsing", NUMBER),
        ("labels", "bool_parsing", BOOLEAN),
        ("countinference", "bool_parsing", BOOLEAN),
        ("disable_model_monitoring", "bool_parsing", BOOLEAN),
        ("disable_active_learning", "bool_parsing", BOOLEAN),
        ("disable_preproc_auto_orient", "bool_parsing", BOOLEAN),
        ("disable_preproc_contrast", "bool_parsing", BOOLEAN),
        ("disable_preproc_grayscale", "bool_parsing", BOOLEAN),
        ("disable_preproc_static_crop", "bool_parsing", BOOLEAN),
    ],
)
def test_invalid_parameter(channel: Channel, name: str, kind: str, message: str) -> None:
    """A parameter of the wrong type is rejected even if it does not affect classification."""
    response = channel.infer(**dict[str, Any]({name: "maybe"}))
    assert (response.status_code, response.json()) == (422, {"detail": [entry(kind, message, [name], "maybe")]})


def test_invalid_mask_format(channel: Channel) -> None:
    """The error of a parameter with an enum lists its values."""
    response = channel.infer(response_mask_format="png")
    expected = entry(
        "literal_error",
        "Input should be 'polygon' or 'rle'",
        ["response_mask_format"],
        "png",
        ctx={"expected": "'polygon' or 'rle'"},
    )
    assert (response.status_code, response.json()) == (422, {"detail": [expected]})


def test_all_problems_at_once(channel: Channel) -> None:
    """All invalid parameters are in one response."""
    detail = channel.infer(stroke="thin", labels="some", confidence="0.5").json()["detail"]
    assert sorted(each["loc"][1] for each in detail) == ["labels", "stroke"]


def test_repeated_parameter(channel: Channel) -> None:
    """Of a repeated parameter the last value is used."""
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    statuses = [
        channel.request("POST", f"/colours/1?{pairs}", content=ENCODED, headers=headers).status_code
        for pairs in ("stroke=x&stroke=1", "stroke=1&stroke=x")
    ]
    assert statuses == [200, 422]


def test_ignored_parameters(channel: Channel) -> None:
    """Parameters that do not affect classification, and unknown ones, are ignored."""
    response = channel.infer(
        name="photo.jpg", labels="on", overlap=30, source="tests", mask_decode_mode="fast", format="xml", nothing="1"
    )
    assert (response.status_code, response.json()["top"]) == (200, "red")


def test_countinference(channel: Channel) -> None:
    """Turning off countinference without the vendor's secret is a server error."""
    response = channel.infer(countinference="false")
    assert (response.status_code, response.json()) == (500, {"message": "Service misconfiguration."})
    assert channel.infer(countinference="yes").status_code == 200


@pytest.mark.parametrize("profile", ["serverless", "classify", "self-hosted", "offline"])
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("HEAD", "/colours/1", 404),
        ("PUT", "/colours/1", 405),
        ("PATCH", "/colours/1", 405),
        ("DELETE", "/colours/1", 405),
        ("OPTIONS", "/colours/1", 405),
        ("POST", "/colours", 405),
        ("POST", "/colours/1/2", 405),
        ("POST", "/colours/1/", 405),
        ("POST", "/", 405),
        ("POST", "/colours%2F1/2", 405),
        ("GET", "/colours", 404),
        ("GET", "/", 404),
    ],
)
def test_method_and_path(open_shared: OpenChannel, profile: ProfileName, method: str, path: str, status: int) -> None:
    """Only GET and POST on paths of two segments are routed; others get the framework's errors."""
    response = open_shared(profile).request(method, path, params=query(KEY))
    text = {404: "Not Found", 405: "Method Not Allowed"}[status]
    assert (response.status_code, response.headers["content-type"]) == (status, "application/json")
    assert response.headers.get("allow") == ("GET, HEAD" if status == 405 else None)
    assert response.content == b"" if method == "HEAD" else response.json() == {"detail": text}


def test_order_of_checks(open_new: Callable[[RoboflowEmulator], Channel]) -> None:
    """Of several mistakes in a request, the first in the server's order determines the status."""
    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=2_000)
    emulator.register("colours/1", [(RED, "red")])
    channel = open_new(emulator)
    multipart = {"content-type": "multipart/form-data; boundary=x"}
    empty_form = b"--x--\r\n"
    invalid: dict[str, Any] = {"stroke": "x", "countinference": "false", "image_type": "numpy"}
    assert [
        channel.infer(b"a" * 3_000, key=None, model="no/1", headers=multipart, **invalid).status_code,
        channel.infer(empty_form, key=None, model="no/1", headers=multipart, **invalid).status_code,
        channel.infer(empty_form, model="no/1", headers=multipart, **invalid).status_code,
        channel.infer(b"?", model="no/1", headers={}, **invalid).status_code,
        channel.infer(b"?", model="no/1", headers={}, countinference="false", image_type="numpy").status_code,
        channel.infer(b"?", model="no/1", countinference="false", image_type="numpy").status_code,
        channel.infer(b"?", model="no/1", image_type="numpy").status_code,
        channel.infer(b"?", image_type="numpy").status_code,
    ] == [413, 401, 400, 422, 400, 500, 404, 400]


@pytest.mark.parametrize("chunked", [False, True])
def test_body_limit(open_new: Callable[[RoboflowEmulator], Channel], *, chunked: bool) -> None:
    """A body above the limit is rejected, with and without a Content-Length."""
    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=1_000)
    emulator.register("colours/1", [(RED, "red")])
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    channel = open_new(emulator)
    send = channel.request_in_chunks if chunked else channel.request
    response = send("POST", "/colours/1", content=b"a" * 1_001, headers=headers)
    assert (response.status_code, response.json()) == (413, {"message": "Request Too Long"})
    assert send("POST", "/colours/1", content=ENCODED, headers=headers).status_code == 200
    lengths = [request.headers.get("content-length") for request in emulator.requests]
    assert lengths == ([None, None] if chunked else ["1001", str(len(ENCODED))])


def test_body_limits_of_profiles() -> None:
    """Hosting accepts 20 MB as base64; a self-hosted server accepts more."""
    twenty = base64.b64encode(bytes(20 * 2**20))
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    for profile, statuses in (("serverless", [400, 413]), ("self-hosted", [400, 400])):
        emulator = new_emulator("serverless" if profile == "serverless" else "self-hosted")
        with emulator.serve() as url:
            found = [
                httpx.post(f"{url}/colours/1", content=body, headers=headers).status_code
                for body in (twenty, twenty + b"A" * 200_000)
            ]
        assert found == statuses
