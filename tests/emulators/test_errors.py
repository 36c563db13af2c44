"""Keys, models, queries, methods and paths: refused in the right order, with each server's own bodies."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from visionapis_testing import RoboflowEmulator

from .channels import FORM, KEY, RED, new_emulator

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from visionapis_testing.vendors.roboflow.profiles import ProfileName

    from .channels import Way
    from .conftest import OpenWay

ENCODED = base64.b64encode(RED)
MISSING_C = (401, {"status": 401, "message": "Unauthorized api_key"})
WRONG_C = (401, {"status": 401, "message": "This api_key is not authorized for serverless inference."})
MISSING_G = (401, {"message": "Unauthorized"})
FORBIDDEN_G = (403, {"message": "Forbidden"})
UNAUTHORIZED_A = (401, {"message": "The API key is missing, wrong, or belongs to another workspace."})
UNKNOWN_A = (
    404,
    {"message": "No such workspace, project or version. Check the model's id and what the key may see."},
)
INTERNAL = (500, {"message": "Internal error."})


def query(key: str) -> dict[str, Any]:
    """Return the query that carries a key."""
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
        ("self-hosted", "colours/0", {}, INTERNAL),
        ("serverless", "colours/0", query(KEY), INTERNAL),
    ],
)
def test_key_and_model(
    open_shared: OpenWay,
    profile: ProfileName,
    model: str,
    params: dict[str, Any],
    expected: tuple[int, dict[str, Any]],
) -> None:
    """Each server refuses a bad key and an unknown model with its own status and body."""
    response = open_shared(profile).infer(model=model, key=None, **params)
    assert (response.status_code, response.json()) == expected


@pytest.mark.parametrize("params", [{}, query("wrong"), query("")])
def test_loaded_model_needs_no_key(open_shared: OpenWay, params: dict[str, Any]) -> None:
    """A self-hosted server looks at no key for a model that it has loaded."""
    assert open_shared("self-hosted").infer(key=None, **params).status_code == 200


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
def test_key_channels(way: Way, headers: dict[str, str], params: dict[str, Any], status: int) -> None:
    """The key is read from the query, else from a bearer token; an empty key in the query counts as a wrong one."""
    assert way.infer(ENCODED, key=None, headers={**FORM, **headers}, **params).status_code == status


def test_repeated_key(way: Way) -> None:
    """Of two keys in the query the last one counts."""
    path = f"/colours/1?api_key=wrong&api_key={KEY}"
    assert way.request("POST", path, content=ENCODED, headers=FORM).status_code == 200


def test_header_on_legacy_host(open_shared: OpenWay) -> None:
    """The legacy host takes no bearer token here: it is not known whether the real one does."""
    response = open_shared("classify").infer()
    assert (response.status_code, response.json()) == MISSING_G


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (json.dumps({"api_key": KEY}), "application/json", 400),  # past the key check, and no picture
        (json.dumps({"api_key": KEY}), "application/json; charset=utf-8", 400),
        (json.dumps({"api_key": "wrong"}), "application/json", 401),
        (json.dumps({"api_key": KEY}), "text/plain", 401),
        (json.dumps({}), "application/json", 401),
        ("[" * 100_000, "application/json", 401),
        (ENCODED.decode(), "application/json", 401),
        ("", "application/json", 401),
    ],
)
def test_key_in_json_body(way: Way, body: str, content_type: str, expected: int) -> None:
    """Without another key, serverless hosting reads it from a JSON object."""
    response = way.infer(body.encode(), key=None, headers={"content-type": content_type})
    assert response.status_code == expected


@pytest.mark.parametrize("body", ["[]", "null", "1234", '"text"'])
def test_json_that_is_no_object(way: Way, body: str) -> None:
    """Other JSON makes the key check of serverless hosting fail, in plain text; not if the key comes another way."""
    headers = {"content-type": "application/json"}
    response = way.infer(body.encode(), key=None, headers=headers)
    assert (response.status_code, response.text) == (500, "Internal Server Error")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert way.infer(body.encode(), headers=headers).status_code == 400


def problem(kind: str, message: str, location: list[str], value: str, **more: object) -> Mapping[str, object]:
    """Return one entry of a 422 body."""
    return {"type": kind, "loc": ["query", *location], "msg": message, "input": value, **more}


NUMBER = "Input should be a valid number, unable to parse string as a number"
INTEGER = "Input should be a valid integer, unable to parse string as an integer"
BOOLEAN = "Input should be a valid boolean, unable to interpret input"


@pytest.mark.parametrize("value", ["", "abc", "Best", "0,4"])
def test_bad_confidence(way: Way, value: str) -> None:
    """A confidence that is neither a number nor one of two words is refused, with a complaint for both."""
    response = way.infer(confidence=value)
    words = {"expected": "'best' or 'default'"}
    assert (response.status_code, response.json()["detail"]) == (
        422,
        [
            problem("float_parsing", NUMBER, ["confidence", "float"], value),
            problem(
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
def test_bad_parameter(way: Way, name: str, kind: str, message: str) -> None:
    """A parameter of the wrong type is refused even where it changes no classification."""
    response = way.infer(**dict[str, Any]({name: "maybe"}))
    assert (response.status_code, response.json()) == (422, {"detail": [problem(kind, message, [name], "maybe")]})


def test_bad_mask_format(way: Way) -> None:
    """A parameter with a list of words names them."""
    response = way.infer(response_mask_format="png")
    expected = problem(
        "literal_error",
        "Input should be 'polygon' or 'rle'",
        ["response_mask_format"],
        "png",
        ctx={"expected": "'polygon' or 'rle'"},
    )
    assert (response.status_code, response.json()) == (422, {"detail": [expected]})


def test_all_problems_at_once(way: Way) -> None:
    """Every bad parameter is named in one answer."""
    detail = way.infer(stroke="thin", labels="some", confidence="0.5").json()["detail"]
    assert sorted(entry["loc"][1] for entry in detail) == ["labels", "stroke"]


def test_repeated_parameter(way: Way) -> None:
    """Of a repeated parameter the last one counts."""
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    statuses = [
        way.request("POST", f"/colours/1?{pairs}", content=ENCODED, headers=headers).status_code
        for pairs in ("stroke=x&stroke=1", "stroke=1&stroke=x")
    ]
    assert statuses == [200, 422]


def test_ignored_parameters(way: Way) -> None:
    """Parameters that do nothing here do nothing, and unknown ones are ignored."""
    response = way.infer(
        name="photo.jpg", labels="on", overlap=30, source="tests", mask_decode_mode="fast", format="xml", nothing="1"
    )
    assert (response.status_code, response.json()["top"]) == (200, "red")


def test_hidden_switch(way: Way) -> None:
    """Switching off the counting of inferences needs the vendor's own secret."""
    response = way.infer(countinference="false")
    assert (response.status_code, response.json()) == (500, {"message": "Service misconfiguration."})
    assert way.infer(countinference="yes").status_code == 200


@pytest.mark.parametrize("profile", ["serverless", "classify", "self-hosted"])
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
def test_method_and_path(open_shared: OpenWay, profile: ProfileName, method: str, path: str, status: int) -> None:
    """Only GET and POST on two segments are answered; the framework refuses the rest."""
    response = open_shared(profile).request(method, path, params=query(KEY))
    text = {404: "Not Found", 405: "Method Not Allowed"}[status]
    assert response.status_code == status
    assert response.content == b"" if method == "HEAD" else response.json() == {"detail": text}


def test_order_of_checks(open_new: Callable[[RoboflowEmulator], Way]) -> None:
    """Of a request with many mistakes the first one, in the server's order, is answered."""
    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=2_000)
    emulator.register("colours/1", [(RED, "red")])
    way = open_new(emulator)
    multipart = {"content-type": "multipart/form-data; boundary=x"}
    empty_form = b"--x--\r\n"
    wrong: dict[str, Any] = {"stroke": "x", "countinference": "false", "image_type": "numpy"}
    assert [
        way.infer(b"a" * 3_000, key=None, model="no/1", headers=multipart, **wrong).status_code,
        way.infer(empty_form, key=None, model="no/1", headers=multipart, **wrong).status_code,
        way.infer(empty_form, model="no/1", headers=multipart, **wrong).status_code,
        way.infer(b"?", model="no/1", headers={}, **wrong).status_code,
        way.infer(b"?", model="no/1", headers={}, countinference="false", image_type="numpy").status_code,
        way.infer(b"?", model="no/1", countinference="false", image_type="numpy").status_code,
        way.infer(b"?", model="no/1", image_type="numpy").status_code,
        way.infer(b"?", image_type="numpy").status_code,
    ] == [413, 401, 400, 422, 400, 500, 404, 400]


@pytest.mark.parametrize("chunked", [False, True])
def test_body_limit(open_new: Callable[[RoboflowEmulator], Way], *, chunked: bool) -> None:
    """A body above the limit is refused, whether it says how long it is or not."""
    emulator = RoboflowEmulator(api_key=KEY, max_body_bytes=1_000)
    emulator.register("colours/1", [(RED, "red")])
    headers = {**FORM, "authorization": f"Bearer {KEY}"}
    way = open_new(emulator)
    send = way.request_in_chunks if chunked else way.request
    response = send("POST", "/colours/1", content=b"a" * 1_001, headers=headers)
    assert (response.status_code, response.json()) == (413, {"message": "Request Too Long"})
    assert send("POST", "/colours/1", content=ENCODED, headers=headers).status_code == 200
    lengths = [request.headers.get("content-length") for request in emulator.requests]
    assert lengths == ([None, None] if chunked else ["1001", str(len(ENCODED))])


def test_body_limits_of_profiles() -> None:
    """Hosting takes 20 MB as base64; a self-hosted server takes much more."""
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
