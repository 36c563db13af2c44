"""Servers that repeat in their answers what they got."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from support.canary import KEY, QUERY_MARK, URL, echoed
from visionapis_testing.faults.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Reply = Callable[[str], Answer]


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


def json_answer(status: int, text: str, headers: Sequence[tuple[str, str]] = ()) -> Answer:
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


def replies() -> Iterator[tuple[str, Reply]]:
    """Servers that do not do well, by name."""
    for status in (400, 401, 402, 403, 404, 405, 409, 413, 415, 420, 422, 423, 429, 430, 500, 502, 503, 520):
        yield f"status {status}", lambda text, status=status: json_answer(status, text, [("x-request-id", KEY)])
    problems = [{"loc": ["query", KEY], "msg": KEY, "input": KEY}]
    yield (
        "a list of problems",
        lambda text: _answer(422, "application/json", json.dumps({"detail": problems, "x": text})),
    )
    yield "a refusal with status 200", lambda text: json_answer(200, text)
    for cut in range(290, 305):
        yield f"words cut after {cut} characters", lambda text, cut=cut: json_answer(400, "." * (cut - 10) + text)
    for status in (200, 500):
        yield f"a web page with status {status}", lambda text, status=status: _answer(status, "text/html", f"<p>{text}")
        yield (
            f"half a document with status {status}",
            lambda text, status=status: _answer(status, "application/json", json.dumps({"message": text})[:-1]),
        )
        yield f"plain text with status {status}", lambda text, status=status: _answer(status, "text/plain", text)
    for status in (301, 302, 307):
        yield (
            f"redirect {status}",
            lambda text, status=status: Answer(
                status, [("location", f"https://{KEY}.example/?next={text}".replace(" ", "&"))], b""
            ),
        )
    yield "a redirect to a port that is none", lambda _: Answer(302, [("location", f"https://u:{KEY}@x:{KEY}/")], b"")
    yield "a picture with status 200", lambda text: _answer(200, "image/jpeg", text)
    yield "odd headers", lambda text: _answer(400, "text/plain", text, ("retry-after", KEY), ("x-request-id", text))


def _answer(status: int, content_type: str, body: str, *headers: tuple[str, str]) -> Answer:
    return Answer(status, [("content-type", content_type), *headers], body.encode())
