"""Limits of a document, which aliases of YAML and nesting make endless in a few lines."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

# The largest published documents have under a million values, and no more than some dozen levels.
MOST_VALUES = 3_000_000
MOST_LEVELS = 100

TOO_DEEP = f"nested more than {MOST_LEVELS} levels deep"


class LimitError(yaml.YAMLError):
    """A document is nested too deeply, has too many values, or one that JSON does not have; the message says which."""


def check_events(events: Iterable[yaml.Event]) -> None:
    """Raise LimitError for a text of YAML that is nested too deeply: libyaml would crash on 100,000 levels."""
    levels = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            levels += 1
            if levels > MOST_LEVELS:
                raise LimitError(TOO_DEEP)
        elif isinstance(event, yaml.CollectionEndEvent):
            levels -= 1


def check(document: object, most: int = MOST_VALUES) -> int:
    """Return the number of values in a document, with what aliases lead to counted each time. Raises LimitError."""
    left, pending = most, [iter((document,))]
    while pending:
        for node in pending[-1]:
            left -= 1
            if left < 0:
                raise LimitError(f"more than {MOST_VALUES} values")
            if isinstance(node, (dict, list)):
                if len(pending) > MOST_LEVELS:
                    raise LimitError(TOO_DEEP)
                pending.append(iter(node.values() if isinstance(node, dict) else node))
                break
        else:
            pending.pop()
    return most - left


def check_json(node: Any) -> None:
    """Raise LimitError for a value that JSON does not have. The document must be within the other limits."""
    if isinstance(node, dict):
        for key, value in node.items():
            _check_text(key)
            check_json(value)
    elif isinstance(node, list):
        for value in node:
            check_json(value)
    elif isinstance(node, str):
        _check_text(node)
    elif isinstance(node, float):
        if not isfinite(node):
            raise LimitError(f"the number {node}, which JSON does not have")
    elif not isinstance(node, (int, type(None))):
        raise LimitError(f"a value of type {type(node).__name__}, which JSON does not have: {node}"[:200])


def _check_text(text: object) -> None:
    if not isinstance(text, str):
        raise LimitError(f"a key of type {type(text).__name__}, which JSON does not have: {text}"[:200])
    if "\0" in text:  # which no source code can hold
        raise LimitError("a text with a null character")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise LimitError("a text with half a character: a lone surrogate") from None
