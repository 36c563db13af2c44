"""Operations that have another path or HTTP method."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.structure import PROSE

from .change import Change, OperationChanges, Severity
from .renames import template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Json

# What can hold a path without being one.
TEXTS = PROSE | {"x-variants"}

Move = tuple[str, str]


def moved(vendor: str, before: dict[str, Json], after: dict[str, Json]) -> Iterator[OperationChanges]:
    """Yield one fact per part of paths that was replaced; the operations that moved are then equal in this."""
    facts: dict[tuple[str, Move], list[str]] = defaultdict(list)
    common = sorted(before.keys() & after.keys())
    for name in common:
        (method, path), (new_method, new_path) = (
            side[name]["x-route"].split(" ", 1) if "x-route" in side[name] else ("", "") for side in (before, after)
        )
        if template(path) != template(new_path):
            facts["path", _replaced(path, new_path)].append(name)
        if method != new_method:
            facts["HTTP method", (method, new_method)].append(name)
    for (kind, move), names in facts.items():
        lines = [f"{before[name]['x-route']}` -> `{after[name]['x-route']}" for name in names]
        text = f"`{lines[0]}`" if len(lines) == 1 else f"{len(lines)} of {len(common)} operations, such as `{lines[0]}`"
        yield OperationChanges(
            vendor,
            "",
            "moved",
            [Change(Severity.INTERNAL, text)],
            fact=f"{kind} `{move[0]}` -> `{move[1]}`",
            concerns=names,
        )
        if kind == "path":
            for name in names:  # in both: the newer one may still have the old path in some text
                for side in (before, after):
                    side[name] = _rewritten(side[name], move)
    for name in common:
        for side in (before, after):
            side[name] = {key: value for key, value in side[name].items() if key != "x-route"}


def _replaced(old: str, new: str) -> Move:
    """Return the part of a path that differs, in whole segments."""
    one, other = old.split("/")[1:], new.split("/")[1:]
    while one and other and template(one[-1]) == template(other[-1]):
        one.pop()
        other.pop()
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    return "/" + "/".join(one), "/" + "/".join(other)


def _rewritten(node: Any, move: Move, *, text: bool = False) -> Any:
    """Return an operation whose examples, descriptions and variants have the new path."""
    if isinstance(node, dict):
        return {key: _rewritten(value, move, text=text or key in TEXTS) for key, value in node.items()}
    if isinstance(node, list):
        return [_rewritten(each, move, text=text) for each in node]
    if text and isinstance(node, str) and all(len(part) > 1 for part in move):
        return f"{node}\n".replace(f"{move[0]}/", f"{move[1]}/")[:-1]
    return node
