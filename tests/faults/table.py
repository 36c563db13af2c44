"""One instance of each kind of fault, with what it says in a line: what tests and tables go through."""

from __future__ import annotations

from visionapis_testing.faults import (
    ConnectionLost,
    ConnectionRefused,
    Drip,
    Fault,
    HalfAnswer,
    InvalidJSON,
    KeepAliveLost,
    Latency,
    MissingField,
    Redirect,
    Status,
    UnknownEnumValue,
    UnknownField,
    WebPage,
    WrongContentType,
    WrongKeyAccepted,
    WrongType,
)

_ROWS: list[tuple[str, Fault, str]] = [
    ("connection refused", ConnectionRefused(), "nothing listens at the address"),
    (
        "reset before the body",
        ConnectionLost("before_body", "reset"),
        "the connection is reset before the request's body is read",
    ),
    (
        "reset in the body",
        ConnectionLost("in_body", "reset"),
        "the connection is reset in the middle of the request's body",
    ),
    (
        "reset after the body",
        ConnectionLost("after_body", "reset"),
        "the server acts, and resets the connection in place of an answer",
    ),
    (
        "closed before the body",
        ConnectionLost("before_body", "close"),
        "the server ends the connection before it reads the request's body",
    ),
    (
        "closed in the body",
        ConnectionLost("in_body", "close"),
        "the server ends the connection in the middle of the request's body",
    ),
    (
        "closed after the body",
        ConnectionLost("after_body", "close"),
        "the server acts, and ends the connection without an answer",
    ),
    ("keep-alive lost", KeepAliveLost(), "the server ends a connection that served before, as the next request comes"),
    ("latency", Latency(0.2), "the server acts, and answers late"),
    ("dripping headers", Drip("headers", 0.002), "the answer's headers come byte by byte"),
    ("dripping body", Drip("body", 0.002), "the answer's body comes byte by byte"),
    ("half an answer", HalfAnswer(), "the connection ends after half of the promised body"),
    ("rate limit", Status(429, '{"message": "Slow down."}', retry_after="1"), "status 429 with Retry-After"),
    ("busy", Status(503, '{"message": "Busy."}', retry_after="1"), "status 503 with Retry-After"),
    (
        "failed after acting",
        Status(500, '{"message": "Internal error."}', acted=True),
        "the server acts, and answers with status 500",
    ),
    (
        "status 420",
        Status(420, '{"message": "Calm."}', retry_after="Wed, 21 Oct 2015 07:28:00 GMT"),
        "a status that no registry has, with a date as Retry-After",
    ),
    ("status 430", Status(430), "a status that no registry has, without a body"),
    (
        "status 520",
        Status(520, "<html><body>edge</body></html>", "text/html", {"x-edge": "1"}),
        "the status of a proxy that got no answer, with its web page",
    ),
    ("web page", WebPage(), "a login page with status 200"),
    ("redirect", Redirect(), "status 302 to another host"),
    ("invalid JSON", InvalidJSON(), "the document ends in the middle"),
    ("wrong content type", WrongContentType(), "the right document as text/plain"),
    ("unknown field", UnknownField(), "a field that the contract does not know"),
    ("unknown enum value", UnknownEnumValue(pointer="/top"), "a value that the contract does not list"),
    ("missing field", MissingField(), "a field is left out that the contract requires"),
    ("wrong type", WrongType(), "a number in place of a text"),
    ("wrong key accepted", WrongKeyAccepted(), "the server takes any key"),
]

FAULTS = {name: fault for name, fault, _ in _ROWS}
DESCRIPTIONS = {name: description for name, _, description in _ROWS}
