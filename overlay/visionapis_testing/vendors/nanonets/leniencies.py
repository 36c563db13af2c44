"""What the emulator takes beyond Nanonets' contract, because the real server is known, or believed, to take it."""

from collections.abc import Iterator
from dataclasses import replace

import httpx

from visionapis_testing.contracts.contract import load, other_slash
from visionapis_testing.contracts.leniencies import Tolerance
from visionapis_testing.contracts.matching import Form, RefusedError, accept
from visionapis_testing.contracts.parsing import ParsedRequest, UnreadableBodyError, parse_sent

from .annotations import from_xml
from .calls import in_body


def _has_other_slash(request: httpx.Request) -> bool:
    path, forms, parsed = request.url.path, list(_forms(request)), _parsed(request)
    if not any(form.has_path(path) for form in forms):
        return bool(forms)
    # Some forms are listed with one slash only, where others have both.
    return parsed is not None and not _accepts(parsed) and _accepts(replace(parsed, path=other_slash(path)))


def _has_unknown_parameter(request: httpx.Request) -> bool:
    forms, parsed = list(_forms(request)), _parsed(request)
    known = {each["name"] for form in forms for each in form.parameters if each["in"] == "query"}
    return parsed is not None and bool(forms) and not known.issuperset(name for name, _ in in_body(parsed).query)


def _repeats_parameter(request: httpx.Request) -> bool:
    names = [name for name, _ in request.url.params.multi_items() if name in {"id", "modelId"}]
    return any(_forms(request)) and len(names) != len(set(names))


def _has_unread_body(request: httpx.Request) -> bool:
    forms = list(_forms(request))
    return bool(forms and request.content) and not any(form.body for form in forms)


def _has_body_fields_in_query(request: httpx.Request) -> bool:
    parsed = _parsed(request)
    return parsed is not None and _accepts(from_xml(in_body(parsed))) and not _accepts(from_xml(parsed))


def _has_annotations_from_xml(request: httpx.Request) -> bool:
    parsed = _parsed(request)
    return parsed is not None and _accepts(from_xml(in_body(parsed))) and not _accepts(in_body(parsed))


def _parsed(request: httpx.Request) -> ParsedRequest | None:
    try:
        return parse_sent(request)
    except UnreadableBodyError:
        return None


def _accepts(request: ParsedRequest) -> bool:
    try:
        accept(load("nanonets"), request)
    except RefusedError:
        return False
    return True


def _forms(request: httpx.Request) -> Iterator[Form]:
    """Yield the forms whose method and path a request has, whatever slash is at its end."""
    for operation in load("nanonets").operations:
        for form in operation.forms:
            paths = (request.url.path, other_slash(request.url.path))
            if form.method == request.method and any(form.has_path(path) for path in paths):
                yield form


TOLERANCES: tuple[Tolerance, ...] = (
    Tolerance(
        "other-slash",
        "Every path is answered with and without a slash at its end; clients send most in both forms.",
        _has_other_slash,
    ),
    Tolerance("unknown-parameter", "Parameters that the server does not know are ignored.", _has_unknown_parameter),
    Tolerance("repeated-parameter", "Of a model's id that is sent twice the last one counts.", _repeats_parameter),
    Tolerance("unread-body", "Where no body is read, one does no harm.", _has_unread_body),
    Tolerance(
        "body-fields-in-query",
        "The model's id and the category of a form may stand in the query; clients do so on some paths.",
        _has_body_fields_in_query,
    ),
    Tolerance(
        "annotations-from-xml",
        "Boxes may be what the vendor's Python client makes of XML: one alone in no list, texts as numbers.",
        _has_annotations_from_xml,
    ),
)
