"""Operations of which one became several, or several one, for the same methods of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate import projection

from . import contracts
from .change import Change, OperationChanges, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Json

Group = tuple[set[str], set[str]]
"""Ids of operations in the older contract, and of those in the newer one that have their methods."""


def groups(before: dict[str, Json], after: dict[str, Json]) -> list[Group]:
    """Return the operations that belong together: those of one id, of a common method, or else of one route."""
    sides = [
        {method: id_ for id_, data in side.items() for method in contracts.methods(data)} for side in (before, after)
    ]
    links = {(name, name) for name in before.keys() & after.keys()}
    links |= {(sides[0][method], sides[1][method]) for method in sides[0].keys() & sides[1].keys()}
    linked = [{link[index] for link in links} for index in (0, 1)]
    routes = {data["x-route"]: id_ for id_, data in after.items() if id_ not in linked[1]}
    links |= {
        (id_, routes[data["x-route"]])
        for id_, data in before.items()
        if id_ not in linked[0] and data["x-route"] in routes
    }
    found: list[Group] = []
    for old, new in sorted(links):
        own = [group for group in found if old in group[0] or new in group[1]]
        found = [group for group in found if group not in own]
        found.append(({old}.union(*(group[0] for group in own)), {new}.union(*(group[1] for group in own))))
    return found


def split(
    old: Contract, new: Contract, before: dict[str, Json], after: dict[str, Json], group: Group
) -> OperationChanges:
    """Replace the operations of a group by one per method, in both contracts, and return what became of them."""
    for contract, side, ids in ((old, before, group[0]), (new, after, group[1])):
        for id_ in ids:
            del side[id_]
        side |= dict(_calls(contract, ids))
    one, other = (", ".join(f"`{id_}`" for id_ in sorted(ids)) for ids in group)
    event = "split" if len(group[0]) == 1 else "merged" if len(group[1]) == 1 else "regrouped"
    change = Change(Severity.INTERNAL, f"{one} -> {other}: other operations for the same methods of the client")
    fact = f"operation{'' if event == 'split' else 's'} {one}"
    methods = sorted({name for ids in (before, after) for name in ids if name in before and name in after})
    own = {call.name for call in _of(new, group[1])}
    return OperationChanges(
        new.vendor, "", event, [change], fact=fact, concerns=[name for name in methods if name in own]
    )


def _of(contract: Contract, ids: set[str]) -> list[projection.Call]:
    return [call for call in projection.calls(contract) if call.operation.id in ids]


def _calls(contract: Contract, ids: set[str]) -> Iterator[tuple[str, Json]]:
    """Yield each call as an operation: only its parameters, its body and its response."""
    for call in _of(contract, ids):
        data = call.operation.data
        responses = {
            status: response
            if int(status) >= 300
            else {**response, "content": _content(call.response_content_type, call.response_schema)}
            for status, response in data["responses"].items()
        }
        made: Json = {
            "tags": [call.tag],
            "security": data.get("security", contract.document.get("security", [])),
            "x-calls": [{"method": call.method}],
            "x-effect": list(call.effects),
            "parameters": [_parameter(each, call.choices.get(each["name"], {})) for each in call.parameters],
            "responses": responses,
            **{key: data[key] for key in ("x-idempotent", "x-pagination") if key in data},
        }
        if call.body:
            made["requestBody"] = {"content": _content(call.body, call.body_schema)}
        yield call.name, contracts.inlined(contract, made)


def _parameter(parameter: Json, choice: Json) -> Json:
    if "values" not in choice:
        return parameter
    return {**parameter, "schema": {"type": "string", "enum": choice["values"], "title": choice["title"]}}


def _content(media_type: str | None, schema: Json) -> Json:
    return {media_type: {"schema": schema}} if media_type else {}
