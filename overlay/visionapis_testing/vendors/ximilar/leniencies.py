"""Requests that the emulator accepts beyond Ximilar's contract because the real server is believed to."""

import httpx

from visionapis_testing.contracts.contract import Operation, load, other_slash
from visionapis_testing.contracts.leniencies import Leniency
from visionapis_testing.contracts.matching import RejectedRequestError, matching_variants
from visionapis_testing.contracts.parsing import UnreadableBodyError, parse_sent


def _operation(request: httpx.Request) -> Operation | None:
    path = request.url.path
    for operation in load("ximilar").operations:
        if operation.method == request.method and any(
            variant.has_path(each) for variant in operation.variants for each in (path, other_slash(path))
        ):
            return operation
    return None


def _has_other_slash(request: httpx.Request) -> bool:
    """Return whether a request matches the contract only with, or only without, a trailing slash."""
    # Not decoded, because the decoded path may be invalid in a URL.
    path, mark, query = request.url.raw_path.decode().partition("?")
    other = httpx.Request(
        request.method,
        request.url.copy_with(raw_path=f"{other_slash(path)}{mark}{query}".encode()),
        headers=request.headers,
        content=request.read(),
    )
    return not _is_accepted(request) and _is_accepted(other)


def _is_accepted(request: httpx.Request) -> bool:
    try:
        matching_variants(load("ximilar"), parse_sent(request))
    except (RejectedRequestError, UnreadableBodyError):
        return False
    return True


def _has_unknown_parameter(request: httpx.Request) -> bool:
    operation = _operation(request)
    if operation is None:
        return False
    parsed = parse_sent(httpx.Request(request.method, request.url))
    return any(
        name not in operation.query_parameters and name != "label" and not name.startswith("label_value_")
        for name, _ in parsed.query
    )


def _uses_older_filter(request: httpx.Request) -> bool:
    operation = _operation(request)
    return operation is not None and operation.id == "images_list" and "label" in request.url.params


def _has_unread_body(request: httpx.Request) -> bool:
    operation = _operation(request)
    return operation is not None and bool(request.read()) and not any(variant.body for variant in operation.variants)


LENIENCIES: tuple[Leniency, ...] = (
    Leniency(
        "other-slash",
        "Every variant of a request works with and without a trailing slash, also where the contract lists one form.",
        _has_other_slash,
    ),
    Leniency("unknown-parameter", "Unknown query parameters are ignored.", _has_unknown_parameter),
    Leniency("older-filter", "The older name of the filter by label may accompany all others.", _uses_older_filter),
    Leniency("unread-body", "A body is ignored if the operation reads none.", _has_unread_body),
)
