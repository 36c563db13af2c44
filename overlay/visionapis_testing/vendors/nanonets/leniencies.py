"""Requests that the emulator accepts beyond Nanonets' contract because the server is known or believed to."""

from collections.abc import Iterator
from dataclasses import replace

import httpx

from visionapis_testing.contracts.contract import load, other_slash
from visionapis_testing.contracts.leniencies import Leniency
from visionapis_testing.contracts.matching import RejectedRequestError, RequestVariant, matching_variants
from visionapis_testing.contracts.parsing import ParsedRequest, UnreadableBodyError, parse_sent

from .annotations import normalize_annotations
from .calls import move_query_to_body


def _has_other_slash(request: httpx.Request) -> bool:
    path, variants, parsed = request.url.path, list(_variants(request)), _parsed(request)
    if not any(variant.has_path(path) for variant in variants):
        return bool(variants)
    # The contract lists some variants with one form of the slash only.
    return parsed is not None and not _accepts(parsed) and _accepts(replace(parsed, path=other_slash(path)))


def _has_unknown_parameter(request: httpx.Request) -> bool:
    variants, parsed = list(_variants(request)), _parsed(request)
    if parsed is None or not variants:
        return False
    known = {each["name"] for variant in variants for each in variant.parameters if each["in"] == "query"}
    return not known.issuperset(name for name, _ in move_query_to_body(parsed).query)


def _repeats_parameter(request: httpx.Request) -> bool:
    names = [name for name, _ in request.url.params.multi_items() if name in {"id", "modelId"}]
    return any(_variants(request)) and len(names) != len(set(names))


def _has_unread_body(request: httpx.Request) -> bool:
    variants = list(_variants(request))
    return bool(variants and request.content) and not any(variant.body for variant in variants)


def _has_body_fields_in_query(request: httpx.Request) -> bool:
    parsed = _parsed(request)
    if parsed is None or not _accepts(normalize_annotations(move_query_to_body(parsed))):
        return False
    return not _accepts(normalize_annotations(parsed))


def _has_xml_annotations(request: httpx.Request) -> bool:
    parsed = _parsed(request)
    if parsed is None or not _accepts(normalize_annotations(move_query_to_body(parsed))):
        return False
    return not _accepts(move_query_to_body(parsed))


def _parsed(request: httpx.Request) -> ParsedRequest | None:
    try:
        return parse_sent(request)
    except UnreadableBodyError:
        return None


def _accepts(request: ParsedRequest) -> bool:
    try:
        matching_variants(load("nanonets"), request)
    except RejectedRequestError:
        return False
    return True


def _variants(request: httpx.Request) -> Iterator[RequestVariant]:
    """Yield the request variants with a request's method and path, with or without its trailing slash."""
    for operation in load("nanonets").operations:
        for variant in operation.variants:
            paths = (request.url.path, other_slash(request.url.path))
            if variant.method == request.method and any(variant.has_path(path) for path in paths):
                yield variant


LENIENCIES: tuple[Leniency, ...] = (
    Leniency(
        "other-slash",
        "Every path works with and without a trailing slash; clients send most paths in both forms.",
        _has_other_slash,
    ),
    Leniency("unknown-parameter", "Unknown query parameters are ignored.", _has_unknown_parameter),
    Leniency("repeated-parameter", "The last one of repeated model ids counts.", _repeats_parameter),
    Leniency("unread-body", "A body is ignored if the operation reads none.", _has_unread_body),
    Leniency(
        "body-fields-in-query",
        "The model id and the category of a form may be in the query string; clients do so on some paths.",
        _has_body_fields_in_query,
    ),
    Leniency(
        "annotations-from-xml",
        "The vendor's Python client converts XML: a single box is not in a list, and some texts become numbers.",
        _has_xml_annotations,
    ),
)
