"""What an emulator received, without the keys."""

from collections.abc import Iterable
from dataclasses import dataclass

from starlette.requests import Request

REDACTED = "[redacted]"

# Beside those that a contract marks: what clients put a key in by mistake, and a parameter for a vendor's own services.
_SECRETS = frozenset({"authorization", "cookie", "proxy-authorization", "service_secret", "x-api-key"})


@dataclass(frozen=True, slots=True)
class ReceivedRequest:
    """One request and the status that it got. Keys are replaced; the body is described, not kept."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    """Names and values in the order of the URL."""
    headers: tuple[tuple[str, str], ...]
    """Names in lower case, with values, in the order of arrival."""
    media_type: str | None
    """The content type without its parameters; None when there was no such header."""
    body_bytes: int
    """Bytes of the body that the emulator read; what it has no use for it leaves unread."""
    operation_id: str | None
    """The contract's operation; None when the request matches none."""
    status: int | None
    """HTTP status of the answer; None when a fault broke the connection before."""


def describe(
    request: Request, *, secrets: Iterable[str], body_bytes: int, operation_id: str | None, status: int | None
) -> ReceivedRequest:
    """Return the record of a request. ``secrets`` are names of parameters and headers in lower case."""
    hidden = _SECRETS.union(secrets)
    content_type = request.headers.get("content-type")
    return ReceivedRequest(
        method=request.method,
        path=request.scope["path"],
        query=tuple(_redact(request.query_params.multi_items(), hidden)),
        headers=tuple(_redact(request.headers.items(), hidden)),
        media_type=None if content_type is None else content_type.partition(";")[0].strip(),
        body_bytes=body_bytes,
        operation_id=operation_id,
        status=status,
    )


def _redact(pairs: Iterable[tuple[str, str]], hidden: frozenset[str]) -> Iterable[tuple[str, str]]:
    return ((name, REDACTED if name.lower() in hidden else value) for name, value in pairs)
