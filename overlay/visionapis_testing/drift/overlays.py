"""OpenAPI Overlays (1.1): reading, writing and applying them, strictly.

Targets are normalized JSONPaths (RFC 9535), which may end with a filter that selects a text in a list, such as
`$['required'][?@=='name']`. An index would select another one in another version of the document.
"""

import copy
import json
import re
from textwrap import shorten
from typing import Any, TypeAlias, cast

from .errors import RecordingError

Json: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]

VERSION = "1.1.0"

_STRING = r"'((?:[^'\\]|\\.)*)'"
_PART = re.compile(rf"\[{_STRING}\]|\[(\d+)\]")
_FILTER = re.compile(rf"\[\?@=={_STRING}\]$")

_CONTROL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ESCAPES = {"'": r"\'", "\\": r"\\", **{char: f"\\{name}" for name, char in _CONTROL.items()}}


_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT"}
_COUNT = {"type": "integer", "minimum": 1}
_SCHEMA: Json = {
    "type": "object",
    "required": ["overlay", "info", "actions"],
    "properties": {
        "overlay": {"type": "string", "pattern": r"^1\.1\.\d+$"},
        "info": {
            "type": "object",
            "required": ["title", "version", "x-vendor"],
            "properties": {each: {"type": "string"} for each in ("title", "version", "x-vendor", "x-contract-version")},
        },
        "actions": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["target", "x-evidence"],
                "properties": {
                    "target": {"type": "string"},
                    "description": {"type": "string"},
                    "update": {"type": "object"},
                    "remove": {"const": True},
                    "x-evidence": {
                        "type": "object",
                        "required": ["kind", "count", "of", "first", "last"],
                        "properties": {
                            "kind": {"const": "observed"},
                            "count": _COUNT,
                            "of": _COUNT,
                            "first": _TIME,
                            "last": _TIME,
                        },
                        "additionalProperties": False,
                    },
                },
                "oneOf": [{"required": ["update"]}, {"required": ["remove"]}],
                "patternProperties": {"^x-": True},
                "additionalProperties": False,
            },
        },
    },
}
"""The parts of an Overlay that proposals have, and their own extensions."""


def problem(overlay: object) -> str | None:
    """Return in what a document differs from a proposal; None if it is one."""
    from jsonschema_rs import Draft202012Validator

    for error in Draft202012Validator(_SCHEMA).iter_errors(overlay):
        place = "/".join(map(str, error.instance_path)) or "the document"
        return f"not a proposal of `visionapis drift --propose`: {place}: {shorten(error.message, 200)}"
    return None


def target(path: Path, item: str | None = None) -> str:
    """Return a path in a document as a normalized JSONPath; with `item` that of a text in the list there."""
    found = "$" + "".join(f"[{each}]" if isinstance(each, int) else f"['{_escaped(each)}']" for each in path)
    return found if item is None else f"{found}[?@=='{_escaped(item)}']"


def parse(text: object) -> tuple[Path, str | None]:
    """Return the path of a target, and the text that its filter selects. Raises RecordingError."""
    rest = str(text)
    item = _FILTER.search(rest)
    rest = rest[: item.start()] if item else rest
    found = list(_PART.finditer(rest))
    if not found or "$" + "".join(each[0] for each in found) != rest:
        raise RecordingError(f"the target {text} is not a normalized JSONPath")
    path = tuple(int(each[2]) if each[2] else _unescaped(each[1]) for each in found)
    return path, None if item is None else _unescaped(item[1])


def apply(document: Json, overlay: Json) -> Json:
    """Return a document changed by the actions of an overlay, in order.

    Raises RecordingError for a target that is not in the document, an update of what is there already or that would
    replace something: then the overlay was made for another document.
    """
    changed = unshared(document)
    for action in cast("list[Json]", overlay["actions"]):
        apply_action(changed, action)
    return changed


def unshared(document: Json) -> Json:
    """Return a copy of a document in which no object is at two places, as aliases in YAML are."""
    found: Json = json.loads(json.dumps(document))
    return found


def apply_action(document: Json, action: Json) -> None:
    """Change a document by one action. Raises RecordingError; then nothing is changed."""
    path, item = parse(action["target"])
    *parents, last = path
    try:
        parent: Any = document
        for part in parents:
            parent = parent[part]
        found = parent[last]
        index = None if item is None else found.index(item)
    except (LookupError, TypeError, ValueError, AttributeError):
        raise RecordingError(f"the target {action['target']} matches nothing") from None
    if action.get("remove"):
        if index is None:
            del parent[last]
        else:
            del found[index]
    elif index is not None or "update" not in action:
        raise RecordingError(f"the action on {action['target']} neither updates nor removes")
    else:
        parent[last] = _merged(found, copy.deepcopy(action["update"]), str(action["target"]))


def _merged(old: Any, new: Any, at: str) -> Any:
    """Return a value updated as the specification says, where it adds something: members to objects, items to lists."""
    if isinstance(old, dict) and isinstance(new, dict):
        known, added = cast("Json", old), cast("Json", new)
        both = {name: _merged(known[name], each, f"{at} {name}") for name, each in added.items() if name in known}
        return {**known, **added, **both}
    if isinstance(old, list) and isinstance(new, list):
        items = cast("list[object]", new)
        if all(each not in old for each in items):
            return [*cast("list[object]", old), *items]
    raise RecordingError(f"the update of {at} finds another value, or what it adds: is it accepted already?")


def _escaped(name: str) -> str:
    return "".join(_ESCAPES.get(each) or (each if each >= " " else f"\\u{ord(each):04x}") for each in name)


def _unescaped(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        return chr(int(found[1][1:], 16)) if len(found[1]) > 1 else _CONTROL.get(found[1], found[1])

    return re.sub(r"\\(u[0-9a-f]{4}|.)", character, text)
