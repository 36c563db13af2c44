"""What the emulator takes beyond Ximilar's contract, because the real server is believed to take it."""

import httpx

from visionapis_testing.contracts.contract import Operation, load, other_slash
from visionapis_testing.contracts.leniencies import Tolerance
from visionapis_testing.contracts.matching import RefusedError, accept
from visionapis_testing.contracts.parsing import UnreadableBodyError, parse_sent


def _operation(request: httpx.Request) -> Operation | None:
    path = request.url.path
    for operation in load("ximilar").operations:
        if operation.method == request.method and any(
            form.has_path(each) for form in operation.forms for each in (path, other_slash(path))
        ):
            return operation
    return None


def _mixes_slash_and_form(request: httpx.Request) -> bool:
    """Whether a request is one of the contract with the other slash alone."""
    path, mark, query = request.url.raw_path.decode().partition("?")  # as it was sent: decoded, it may be no path
    other = httpx.Request(
        request.method,
        request.url.copy_with(raw_path=f"{other_slash(path)}{mark}{query}".encode()),
        headers=request.headers,
        content=request.read(),
    )
    return not _is_taken(request) and _is_taken(other)


def _is_taken(request: httpx.Request) -> bool:
    try:
        accept(load("ximilar"), parse_sent(request))
    except (RefusedError, UnreadableBodyError):
        return False
    return True


def _has_unread_parameter(request: httpx.Request) -> bool:
    operation = _operation(request)
    if operation is None:
        return False
    parsed = parse_sent(httpx.Request(request.method, request.url))
    return any(
        name not in operation.query_parameters and name != "label" and not name.startswith("label_value_")
        for name, _ in parsed.query
    )


def _filters_by_older_name(request: httpx.Request) -> bool:
    operation = _operation(request)
    return operation is not None and operation.id == "images_list" and "label" in request.url.params


def _has_unread_body(request: httpx.Request) -> bool:
    operation = _operation(request)
    return operation is not None and bool(request.read()) and not any(form.body for form in operation.forms)


TOLERANCES: tuple[Tolerance, ...] = (
    Tolerance(
        "slash-and-form",
        "Both slash forms are taken with every kind of body and every filter, also where only one is listed.",
        _mixes_slash_and_form,
    ),
    Tolerance("unread-parameter", "Parameters that the server does not know are ignored.", _has_unread_parameter),
    Tolerance(
        "older-filter", "The older name of the filter by label stands beside all others.", _filters_by_older_name
    ),
    Tolerance("unread-body", "A body is left unread where none is looked for.", _has_unread_body),
)
