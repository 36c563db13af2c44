"""Pages of lists, by ``x-pagination``."""

from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from visionapis_testing.contracts.documented import statuses

from .errors import NOT_FOUND, RequestError
from .requests import ReceivedCall

Json = dict[str, Any]

_SIZE_NAMES = ("page_size", "pageSize", "per_page", "perPage", "limit", "size")
_DEFAULT_SIZE = 20


def page_of(call: ReceivedCall, objects: Sequence[Json]) -> tuple[Sequence[Json], Mapping[str, object]]:
    """Return the objects of the requested page, and further values of the response by JSON pointer.

    Without ``x-pagination`` all objects are on one page. A page beyond the last one is empty, unless the contract
    documents a status for it. Raises RequestError for such a page.
    """
    pages: Mapping[str, Any] = call.operation.definition.get("x-pagination", {})
    size = _size(call, paged=bool(pages))
    if not pages:
        return (objects if size is None else objects[:size]), {}
    size = size or _DEFAULT_SIZE
    parameter = pages["page"]
    schema = call.operation.query_parameters.get(parameter, {})
    first = 0 if 0 in {schema.get("default"), schema.get("minimum", 1)} and schema.get("default") != 1 else 1
    sent = call.query.get(parameter, first)
    text = f"{sent:.0f}" if isinstance(sent, float) else str(sent)  # 1e2 is an integer, too
    number = int(text) if text.isdecimal() else first
    start = (number - first) * size
    if start < 0 or (start and start >= len(objects) and {*NOT_FOUND} & {*statuses(call.operation)}):
        raise RequestError(NOT_FOUND, f"page {number} does not exist")
    is_last = start + size >= len(objects)
    others: dict[str, object] = {pages["next"]: None if is_last else _url(call, parameter, number + 1)}
    if "count" in pages:
        others[pages["count"]] = len(objects)
    return objects[start : start + size], others


def _url(call: ReceivedCall, parameter: str, number: int) -> str:
    """Return the URL of another page, without the key that the query of this request may have."""
    known = call.operation.query_parameters
    kept = [(name, text) for name, text in call.parsed.query if name in known and name != parameter]
    return str(call.request.url.replace(query=urlencode([*kept, (parameter, number)])))


def matching(call: ReceivedCall, objects: Iterable[Json], fields: Container[str]) -> list[Json]:
    """Return the objects with the values of those query parameters that have the name of one of the fields.

    A field that an object does not have counts as false.
    """
    filters = [(name, value) for name, value in call.query.items() if name in fields]
    return [each for each in objects if all(each.get(name, False) == value for name, value in filters)]


def _size(call: ReceivedCall, *, paged: bool) -> int | None:
    """Return the number of objects of a page, as requested or by default; None if there is no parameter for it."""
    for name in _SIZE_NAMES:
        schema = call.operation.query_parameters.get(name)
        if schema is None:
            continue
        value = call.query.get(name, schema.get("default") if paged else None)
        if isinstance(value, int | float) and value >= 1:
            return int(value)
    return None
