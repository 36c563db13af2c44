"""Servers that repeat in their answers what they got."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from visionapis_testing.faults.response import Answer

from .canary import KEY, QUERY_MARK, URL, echoed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Reply = Callable[[str], Answer]


STATUSES = (400, 401, 402, 403, 404, 405, 409, 413, 415, 420, 422, 423, 429, 430, 500, 502, 503, 520)


class Parrot:
    """The application of a server that repeats in its answers what it got."""

    def __init__(self, reply: Reply) -> None:
        """`reply` makes an answer with a text in it."""
        self.reply = reply

    def __call__(
        self, _method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        """Answer one request."""
        authorization = next((value for name, value in headers if name.lower() == "authorization"), "")
        knows_url = QUERY_MARK in f"{target} {body.decode('latin-1')}"
        answer = self.reply(echoed(target, authorization, *([URL] if knows_url else [])))
        return answer.status, answer.headers, answer.body


def json_answer(status: int, text: str, *headers: tuple[str, str]) -> Answer:
    """A text in every field where a vendor's server explains itself."""
    body = {
        "message": text,
        "detail": text,
        "error": text,
        "errors": [{"message": text, "reason": text}],
        "status": {"code": 400, "text": text},
        "data": {"error": text, text: 1},
        "code": 400,
        "err": {"code": 400, "description": text},
        "description": text,
    }
    return Answer(status, [("content-type", "application/json"), *headers], json.dumps(body).encode())


def repeating(answer: Answer, text: str) -> Answer:
    """An answer with a text at the end of each of its own."""

    def repeat(node: object) -> object:
        if isinstance(node, dict):
            return {name: repeat(value) for name, value in node.items()}
        if isinstance(node, list):
            return [repeat(value) for value in node]
        return f"{node} {text}" if isinstance(node, str) else node

    is_json = dict(answer.headers).get("content-type") == "application/json"
    body = json.dumps(repeat(json.loads(answer.body))).encode() if is_json else answer.body
    return Answer(answer.status, answer.headers, body)


def mistyping(answer: Answer, text: str) -> Answer:
    """An answer with a text in place of each of its numbers."""
    document = json.loads(answer.body, parse_int=lambda _: text, parse_float=lambda _: text)
    return Answer(answer.status, answer.headers, json.dumps(document).encode())


def replies() -> dict[str, Reply]:
    """Servers that do not do well, by name; those that answer with status 200 say so in their names."""
    found: dict[str, Reply] = {f"status {status}": partial(_refusal, status) for status in STATUSES}
    found["a refusal with status 200"] = partial(json_answer, 200)
    found["a list of problems"] = _problems
    found |= {f"words cut after {length} characters": partial(_long, length) for length in range(290, 305)}
    for status in (200, 500):
        for name, content_type in (("a web page", "text/html"), ("text", "text/plain"), ("a picture", "image/jpeg")):
            found[f"{name} with status {status}"] = partial(_text, status, content_type)
        found[f"half a document with status {status}"] = partial(_half, status)
    found |= {f"redirect {status}": partial(_redirect, status) for status in (301, 302, 307)}
    found["odd headers"] = _headers
    return found


def _refusal(status: int, text: str) -> Answer:
    return json_answer(status, text, ("x-request-id", KEY))


def _problems(text: str) -> Answer:
    problem = {"loc": ["query", KEY], "msg": KEY, "input": text}
    return Answer(422, [("content-type", "application/json")], json.dumps({"detail": [problem]}).encode())


def _long(length: int, text: str) -> Answer:
    return json_answer(400, "." * (length - 10) + text)


def _half(status: int, text: str) -> Answer:
    whole = json_answer(status, text)
    return Answer(status, whole.headers, whole.body[:-1])


def _redirect(status: int, text: str) -> Answer:
    return Answer(status, [("location", f"https://{KEY}.example/?next={text}".replace(" ", "&"))], b"")


def _text(status: int, content_type: str, text: str) -> Answer:
    return Answer(status, [("content-type", content_type), ("x-request-id", text)], f"<p>{text}".encode())


def _headers(text: str) -> Answer:
    return Answer(400, [("x-request-id", text), ("retry-after", KEY), ("content-type", KEY)], text.encode())
