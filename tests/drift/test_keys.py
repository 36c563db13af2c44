"""No key that a request carries is kept, wherever it is, and however a server repeats it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.helpers.vendors import VENDORS

from .archives import body_of, objects, put_body, recorded, successes
from .test_findings import judge
from .test_observation import observe

each_vendor = pytest.mark.parametrize("vendor", VENDORS)

KEY = "canarySecretKey"
"""A key that looks like the name of a field."""


def _header(value: str) -> Any:
    return lambda request: request["headers"].append({"name": "Authorization", "value": value})


def _basic(text: str) -> Any:
    return _header(f"Basic {base64.b64encode(text.encode()).decode()}")


def _field(request: dict[str, Any]) -> None:
    text = json.dumps({"records": [{"token": 1, "api_key": KEY}], "password": KEY})
    request["postData"] = {"mimeType": "application/json", "text": text}
    request["headers"] = [{"name": "content-type", "value": "application/json"}]


def _userinfo(request: dict[str, Any]) -> None:
    request["url"] = request["url"].replace("://", f"://{KEY}:x@", 1)


PLACES: dict[str, Any] = {
    "bearer": _header(f"Bearer {KEY}"),
    "token without a scheme": _header(KEY),
    "quoted token": _header(f'Token token="{KEY}"'),
    "user of Basic": _basic(f"{KEY}:"),
    "password of Basic": _basic(f"user:{KEY}"),
    "user of Basic without padding": _header(f"Basic {base64.b64encode(f'{KEY}:'.encode()).decode().rstrip('=')}"),
    "another header": lambda request: request["headers"].append({"name": "X-Auth-Token", "value": KEY}),
    "another parameter": lambda request: request.update(url=f"{request['url'].partition('?')[0]}?access_token={KEY}"),
    "user of a URL": _userinfo,
    "cookie": lambda request: request["headers"].append({"name": "Cookie", "value": f"session={KEY}"}),
}


def echoing(vendor: str, place: str, repeat: Any) -> list[dict[str, Any]]:
    """Return entries whose requests have the key at a place, and whose responses repeat it."""
    found = recorded(vendor)
    for each in found:
        PLACES[place](each["request"])
        repeat(each)
    return found


def _as_field(spelled: str) -> Any:
    def repeat(each: dict[str, Any]) -> None:
        body = body_of(each)
        for _, node in list(objects(body)):
            node[spelled] = 1
        put_body(each, body)

    return repeat


def _as_media_type(each: dict[str, Any]) -> None:
    each["response"]["headers"] = [{"name": "Content-Type", "value": f"text/{KEY}"}]


def _as_method(each: dict[str, Any]) -> None:
    each["request"]["method"] = KEY


def _as_route(each: dict[str, Any]) -> None:
    each["request"]["url"] = f"https://example.com/{KEY}"


REPEATS: dict[str, Any] = {
    "field": _as_field(KEY),
    "field in lower case": _as_field(KEY.lower()),
    "content type": _as_media_type,
    "method": _as_method,
    "route": _as_route,
}


@each_vendor
@pytest.mark.parametrize("place", PLACES)
def test_key_in_any_place_is_not_kept(vendor: str, place: str) -> None:
    """A key is known wherever a request can have it, and in no spelling part of an observation or a finding."""
    for repeat in REPEATS.values():
        found = echoing(vendor, place, repeat)

        assert KEY.lower() not in observe(vendor, found).dumps().lower()
        assert KEY.lower() not in repr(judge(vendor, found)).lower()


def test_key_in_a_field_of_json_is_not_kept() -> None:
    """A key in a field that the contract marks as one is known, at any depth."""
    vendor = "roboflow"
    found = successes(recorded(vendor))[:1]
    for each in found:
        _field(each["request"])
        _as_field(KEY)(each)

    assert KEY.lower() not in observe(vendor, found).dumps().lower()
