"""An instance of each kind of fault with a description, for tests and FAULTS.md."""

from __future__ import annotations

from visionapis_testing.faults import (
    AnyKeyAccepted,
    ConnectionDropped,
    ConnectionRefused,
    DocumentedResponse,
    Fault,
    HTMLResponse,
    InvalidJSON,
    Latency,
    MissingField,
    Redirect,
    SlowResponse,
    StaleConnection,
    StatusResponse,
    TruncatedResponse,
    UnknownEnumValue,
    UnknownField,
    WrongContentType,
    WrongType,
)

_ROWS: list[tuple[str, Fault, str]] = [
    ("connection refused", ConnectionRefused(), "no server listens on the address"),
    (
        "reset before the body",
        ConnectionDropped("before_body", "reset"),
        "the connection is reset before the request's body is read",
    ),
    (
        "reset in the body",
        ConnectionDropped("in_body", "reset"),
        "the connection is reset in the middle of the request's body",
    ),
    (
        "reset after the body",
        ConnectionDropped("after_body", "reset"),
        "the server processes the request, then resets the connection",
    ),
    (
        "closed before the body",
        ConnectionDropped("before_body", "close"),
        "the connection is closed before the request's body is read",
    ),
    (
        "closed in the body",
        ConnectionDropped("in_body", "close"),
        "the connection is closed in the middle of the request's body",
    ),
    (
        "closed after the body",
        ConnectionDropped("after_body", "close"),
        "the server processes the request, then closes the connection",
    ),
    (
        "stale connection",
        StaleConnection(),
        "the server closes a reused connection at the next request",
    ),
    ("latency", Latency(0.2), "the server processes the request and responds late"),
    ("slow headers", SlowResponse("headers", 0.002), "the response's headers arrive byte by byte"),
    ("slow body", SlowResponse("body", 0.002), "the response's body arrives byte by byte"),
    ("truncated response", TruncatedResponse(), "the connection is closed after half of the body"),
    ("rate limit", StatusResponse(429, '{"message": "Slow down."}', retry_after="1"), "status 429 with Retry-After"),
    ("unavailable", StatusResponse(503, '{"message": "Busy."}', retry_after="1"), "status 503 with Retry-After"),
    (
        "error after processing",
        StatusResponse(500, '{"message": "Internal error."}', processed=True),
        "the server processes the request and responds with status 500",
    ),
    (
        "status 420",
        StatusResponse(420, '{"message": "Calm."}', retry_after="Wed, 21 Oct 2015 07:28:00 GMT"),
        "an unregistered status, with a date as Retry-After",
    ),
    ("status 430", StatusResponse(430), "an unregistered status without a body"),
    (
        "status 520",
        StatusResponse(520, "<html><body>edge</body></html>", "text/html", {"x-edge": "1"}),
        "an error page of a proxy",
    ),
    ("documented error", DocumentedResponse(401), "a status that the contract documents, with its documented body"),
    ("HTML page", HTMLResponse(), "a login page with status 200"),
    ("redirect", Redirect(), "status 302 to another host"),
    ("invalid JSON", InvalidJSON(), "JSON that is cut off in the middle"),
    ("wrong content type", WrongContentType(), "the server's own body as text/plain"),
    ("unknown field", UnknownField(), "a field that the contract does not have"),
    ("unknown enum value", UnknownEnumValue(pointer="/top"), "a value outside the contract's enum"),
    ("missing field", MissingField(), "a field that the contract requires is missing"),
    ("wrong type", WrongType(), "a number in place of a string"),
    ("any key accepted", AnyKeyAccepted(), "the server accepts any key"),
]

FAULTS = {name: fault for name, fault, _ in _ROWS}
DESCRIPTIONS = {name: description for name, _, description in _ROWS}
