"""What a schema cannot say of ImageRecognize's answers.

Each check takes what schemathesis passes to one and raises AssertionError. An answer of the wrong shape is left to the
check of schemas.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

import httpx
from schemathesis import CheckContext, Response

from visionapis_testing.conformance.exchanges import is_valid, request_of
from visionapis_testing.conformance.proxy import send_again
from visionapis_testing.conformance.scenarios import Case, Check, require
from visionapis_testing.conformance.scores import require_order, require_range

_PERCENT = 100
_SUCCESS = 200


def envelope(ctx: CheckContext, response: Response, case: Case) -> None:
    """A success has a message and data, a refusal a status message and no data; the body's status is HTTP's."""
    body = _body(response)
    if body is None or "status" not in body:
        return
    require(body["status"] == response.status_code, f"status {body['status']} in the body of a {response.status_code}")
    word, other = "message", "status_message"
    if response.status_code != _SUCCESS:
        word, other = other, word
        require(body.get("data") is None, "a refusal has data")
    require(word in body, f"there is no {word}")
    require(other not in body, f"there is a {other}, too")
    data = body.get("data")
    if isinstance(data, dict):
        failed = cast("dict[str, Any]", data).get("error") != 0
        require(failed != ("objects" in data), "objects and an error, or neither")


def answers_what_was_asked(ctx: CheckContext, response: Response, case: Case) -> None:
    """The answer's type is the request's."""
    data, asked = _data(response), _asked(case)
    if data and "type" in asked:
        require(data.get("type") == asked["type"], f"{data.get('type')}, asked for {asked['type']}")


def most_confident_first(ctx: CheckContext, response: Response, case: Case) -> None:
    """Confidences are percent, the highest first, none below what was asked for; and no more entries than that."""
    data, asked = _data(response), _asked(case)
    if not data or asked.get("type") in {None, "cache"}:
        return
    scores = [float(each["confidence"]) for each in _entries(data) if "confidence" in each]
    least = asked.get("min_confidence", asked.get("nsfw_min_confidence", 0))
    require_range(scores, _PERCENT)
    require_order(scores)
    if isinstance(least, int | float):
        require(all(score >= least for score in scores), f"below {least} percent: {scores}")
    most = asked.get("max_labels")
    if asked["type"] == "objects" and isinstance(most, int):
        require(len(scores) <= most, f"{len(scores)} entries, asked for {most}")


def boxes_inside(ctx: CheckContext, response: Response, case: Case) -> None:
    """Boxes are fractions of the picture, and lie inside it."""
    for entry in _entries(_data(response)):
        for box in entry.get("coordinates", ()):
            for edge, size in (("x", "width"), ("y", "height")):
                holds = box[edge] >= 0 and box[size] >= 0 and box[edge] + box[size] <= 1 + 1e-9
                require(holds, f"{edge} {box[edge]} and {size} {box[size]} leave the picture")


def demanded_key(good: str) -> Check:
    """Make a check that takes the key off requests that succeeded, once for each kind."""
    seen: set[str] = set()

    def key_is_demanded(ctx: CheckContext, response: Response, case: Case) -> None:
        """A wrong key is answered with 401, a missing one with 400: schemathesis would have both be 401 or 403."""
        kind = case.operation.label + str(_asked(case).get("type"))
        if kind in seen or response.status_code != _SUCCESS or not is_valid(case):
            return
        seen.add(kind)
        for bad, status in (("x" * len(good), 401), ("", 400)):
            answer = send_again(case, _with_key(response, good, bad))
            told = (_body_of(answer.content) or {}).get("status")
            require(told == status, f"{told} for {'a wrong' if bad else 'no'} key, in place of {status}")

    return key_is_demanded


def _with_key(response: Response, good: str, bad: str) -> httpx.Request:
    """The request again, with another key where the key was: an empty one counts as missing."""
    sent = request_of(response)
    sent.headers.pop("content-length", None)
    return httpx.Request(
        sent.method,
        str(sent.url).replace(good, bad),
        headers=sent.headers,
        content=sent.content.replace(good.encode(), bad.encode()),
    )


def quota() -> Check:
    """Make a check that follows the account's quota."""
    told: list[int] = []

    def quota_goes_down(ctx: CheckContext, response: Response, case: Case) -> None:
        """Every picture that was looked at costs one: a quota that stays is a stale one."""
        data, asked = _data(response), _asked(case)
        now = data.get("quota")
        if not isinstance(now, int) or not is_valid(case):
            return
        last = told[-1] if told else None
        told[:] = [now]
        if last is not None and asked.get("type") not in {None, "cache"}:
            require(now < last, f"{now} after {last}")

    return quota_goes_down


def _asked(case: Case) -> Mapping[str, Any]:
    """The form's fields; nothing for a request that is not by the contract."""
    if not is_valid(case):
        return {}
    if case.method == "GET":
        return dict(case.query or {})
    return cast("dict[str, Any]", case.body) if isinstance(case.body, dict) else {}


def _entries(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    objects: object = data.get("objects")
    for each in cast("list[object]", objects) if isinstance(objects, list) else ():
        if isinstance(each, dict):
            yield cast("dict[str, Any]", each)


def _data(response: Response) -> Mapping[str, Any]:
    """What was found; nothing for a refusal."""
    body = _body(response)
    data = body.get("data") if body and response.status_code == _SUCCESS else None
    return cast("dict[str, Any]", data) if isinstance(data, dict) else {}


def _body(response: Response) -> dict[str, Any] | None:
    return _body_of(response.content)


def _body_of(content: bytes) -> dict[str, Any] | None:
    try:
        body: object = json.loads(content)
    except ValueError:
        return None
    return cast("dict[str, Any]", body) if isinstance(body, dict) else None
