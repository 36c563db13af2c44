"""OpenAPI Overlays (1.1) whose targets are normalized JSONPaths (RFC 9535): reading, writing and applying them."""

import copy
import re
from typing import Any, TypeAlias, cast

from .errors import RecordingError

Json: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]

VERSION = "1.1.0"

_PART = re.compile(r"\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]")


def target(path: Path) -> str:
    """Return a path in a document as a normalized JSONPath."""
    return "$" + "".join(f"[{each}]" if isinstance(each, int) else f"['{_escape(each)}']" for each in path)


def apply(document: Json, overlay: Json) -> Json:
    """Return a document changed by the actions of an overlay, in order.

    Raises RecordingError for a target that is not in the document: then nothing of the overlay can be trusted.
    """
    changed = copy.deepcopy(document)
    for action in cast("list[Json]", overlay["actions"]):
        *parents, last = _parts(action["target"])
        try:
            parent: Any = changed
            for part in parents:
                parent = parent[part]
            found = parent[last]
        except (LookupError, TypeError):
            raise RecordingError(f"the target {action['target']} matches nothing") from None
        if action.get("remove"):
            del parent[last]
        else:
            parent[last] = _merged(found, action["update"])
    return changed


def _merged(old: Any, new: Any) -> Any:
    """Return a value updated as the specification says: objects are merged, lists appended, all else is replaced."""
    if isinstance(old, dict) and isinstance(new, dict):
        known, added = cast("Json", old), cast("Json", new)
        return {
            **known,
            **{name: _merged(known[name], each) if name in known else each for name, each in added.items()},
        }
    if isinstance(old, list) and isinstance(new, list):
        return [*cast("list[object]", old), *cast("list[object]", new)]
    return new


def _parts(text: str) -> Path:
    found = list(_PART.finditer(text))
    if not found or "$" + "".join(each[0] for each in found) != text:
        raise RecordingError(f"the target {text} is not a normalized JSONPath")
    return tuple(int(each[2]) if each[2] else re.sub(r"\\(.)", r"\1", each[1]) for each in found)


def _escape(name: str) -> str:
    return name.replace("\\", "\\\\").replace("'", "\\'")
