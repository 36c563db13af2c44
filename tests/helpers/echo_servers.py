"""Servers that repeat requests in their responses."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING

from visionapis_testing.faults.response import PlainResponse

from .canary import KEY, QUERY_MARK, URL, echo, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Reply = Callable[[str], PlainResponse]


STATUSES = (400, 401, 402, 403, 404, 405, 409, 413, 415, 420, 422, 423, 429, 430, 500, 502, 503, 520)


class EchoServer:
    """An application that repeats each request in its response."""

    def __init__(self, reply: Reply) -> None:
        """Build responses with `reply`, which puts a text into one."""
        self.reply = reply

    def __call__(
        self, _method: str, target: str, headers: Sequence[tuple[str, str]], body: bytes
    ) -> tuple[int, Sequence[tuple[str, str]], bytes]:
        """Respond to one request."""
        authorization = next((value for name, value in headers if name.lower() == "authorization"), "")
        has_url = QUERY_MARK in f"{target} {body.decode('latin-1')}"
        response = self.reply(echo(target, authorization, *([URL] if has_url else [])))
        return response.status_code, response.headers, response.body


def json_response(status: int, text: str, *headers: tuple[str, str]) -> PlainResponse:
    """Return a response with a text in every field that vendors use for error messages."""
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
    return PlainResponse(status, [("content-type", "application/json"), *headers], json.dumps(body).encode())


def extend_strings(response: PlainResponse, text: str) -> PlainResponse:
    """Return a response with a text appended to each of its strings."""

    def repeat(node: object) -> object:
        if isinstance(node, dict):
            return {name: repeat(value) for name, value in node.items()}
        if isinstance(node, list):
            return [repeat(value) for value in node]
        return f"{node} {text}" if isinstance(node, str) else node

    is_json = dict(response.headers).get("content-type") == "application/json"
    body = json.dumps(repeat(json.loads(response.body))).encode() if is_json else response.body
    return PlainResponse(response.status_code, response.headers, body)


def replace_numbers(response: PlainResponse, text: str) -> PlainResponse:
    """Return a response with a text in place of each of its numbers."""
    document = json.loads(response.body, parse_int=lambda _: text, parse_float=lambda _: text)
    return PlainResponse(response.status_code, response.headers, json.dumps(document).encode())


def error_replies() -> dict[str, Reply]:
    """Return kinds of error responses by name; those with status 200 say so in their names."""
    kinds: dict[str, Reply] = {f"status {status}": partial(_error, status) for status in STATUSES}
    kinds["error with status 200"] = partial(json_response, 200)
    kinds["validation error"] = _validation_error
    kinds |= {f"long message, {length} characters": partial(_long, length) for length in range(290, 305)}
    for status in (200, 500):
        for name, content_type in (("HTML", "text/html"), ("text", "text/plain"), ("image", "image/jpeg")):
            kinds[f"{name} with status {status}"] = partial(_text, status, content_type)
        kinds[f"truncated JSON with status {status}"] = partial(_truncated, status)
    kinds |= {f"redirect {status}": partial(_redirect, status) for status in (301, 302, 307)}
    kinds["invalid headers"] = _header_echo
    return kinds


def everywhere(status: int, secret: str) -> bytes:
    """Return a response that repeats a secret in its status line, headers, names of headers and body."""
    texts = " ".join(spellings(secret))
    body = json.dumps({"message": texts, secret: secret})
    header_names = [each for each in spellings(secret) if re.fullmatch("[0-9A-Za-z~+-]+", each)]
    lines = [
        f"HTTP/1.1 {status} {texts}",
        f"content-length: {len(body)}",
        f"content-type: application/json; x={texts}",
        f"proxy-authenticate: Basic realm={texts}",
        f"x-request-id: {texts}",
        *(f"{name}: 1" for name in header_names),
    ]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("latin-1")


def _error(status: int, text: str) -> PlainResponse:
    return json_response(status, text, ("x-request-id", KEY))


def _validation_error(text: str) -> PlainResponse:
    problem = {"loc": ["query", KEY], "msg": KEY, "input": text}
    return PlainResponse(422, [("content-type", "application/json")], json.dumps({"detail": [problem]}).encode())


def _long(length: int, text: str) -> PlainResponse:
    return json_response(400, "." * (length - 10) + text)


def _truncated(status: int, text: str) -> PlainResponse:
    whole = json_response(status, text)
    return PlainResponse(status, whole.headers, whole.body[:-1])


def _redirect(status: int, text: str) -> PlainResponse:
    return PlainResponse(status, [("location", f"https://{KEY}.example/?next={text}".replace(" ", "&"))], b"")


def _text(status: int, content_type: str, text: str) -> PlainResponse:
    return PlainResponse(status, [("content-type", content_type), ("x-request-id", text)], f"<p>{text}".encode())


def _header_echo(text: str) -> PlainResponse:
    return PlainResponse(400, [("x-request-id", text), ("retry-after", KEY), ("content-type", KEY)], text.encode())
