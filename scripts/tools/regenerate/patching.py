"""Changes of a YAML text that leave everything else in it as it is: anchors, styles, line breaks and order."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml

from .documents import compose, dump, load

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_PASSES = 8
_ALIAS = re.compile(r"\s*\*[^\s,\]}]+")
_ANCHOR = re.compile(r"\s*(&[^\s,\]}]+)")

# Where it begins and ends, and what is there instead.
Edit = tuple[int, int, str]


def patched(text: str, document: dict[str, Any]) -> str:
    """Return a YAML text changed so that it is read as a document; if that cannot be, the document as new text.

    A change at an anchor also changes its aliases: a further pass then writes those out.
    """
    for _ in range(_MOST_PASSES):
        try:
            found = load(text)
        except yaml.YAMLError:
            break
        if _same(found, document):
            return text
        edits = sorted(_Patch(text).edits(found, document), reverse=True)
        for start, end, new in edits:
            text = text[:start] + new + text[end:]
        if not edits:
            break
    return dump(document)


class _Patch:
    """The edits of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._root = compose(text)
        # Where each node is defined; elsewhere it is an alias.
        self._places: dict[int, tuple[int, int]] = {}
        self._locate(self._root)

    def edits(self, old: Any, new: Any) -> Iterator[Edit]:
        """Yield edits that bring the text nearer to a document; they do not overlap."""
        yield from self._changes(self._root, old, new) or ()

    def _locate(self, node: yaml.Node | None) -> None:
        for index, child in enumerate(_children(node)):
            if id(child) not in self._places:
                self._places[id(child)] = (id(node), index)
                self._locate(child)

    def _changes(self, node: yaml.Node | None, old: Any, new: Any) -> list[Edit] | None:
        """Return the edits inside a node; None if it is to be replaced as a whole."""
        if isinstance(node, yaml.MappingNode) and isinstance(old, dict) and isinstance(new, dict):
            return self._of_mapping(node, old, new)
        if isinstance(node, yaml.SequenceNode) and isinstance(old, list) and isinstance(new, list):
            return self._of_sequence(node, old, new)
        return None

    def _of_mapping(self, node: yaml.MappingNode, old: dict[str, Any], new: dict[str, Any]) -> list[Edit] | None:
        keys = [key.value for key, _ in node.value]
        kept = [name for name in keys if name in new]
        if keys != list(old) or not kept or (node.flow_style and len(kept) < len(keys)):
            return None  # it merges others, or nothing of it stays
        found: list[Edit] = []
        for index, (key, value) in enumerate(node.value):
            name = key.value
            if name not in new:
                if not self._begins_line(key):
                    return None
                found.append((self._line(key.start_mark.index), self._end(node, index), ""))
            elif not _same(old[name], new[name]):
                is_here = self._places[id(value)] == (id(node), index)
                inner = self._changes(value, old[name], new[name]) if is_here else None
                found += [self._replaced(node, index, name, new[name])] if inner is None else inner
        added = {name: value for name, value in new.items() if name not in old}
        if added and node.flow_style:
            at = node.end_mark.index - 1
            found.append((at, at, f", {_flow(added)[1:-1]}"))
        elif added:
            last = len(node.value) - 1
            at = self._end(node, last)
            found.append((at, at, self._block(added, node.value[last][0])))
        return found

    def _of_sequence(self, node: yaml.SequenceNode, old: list[Any], new: list[Any]) -> list[Edit] | None:
        if not old or len(new) < len(old):
            return None
        found: list[Edit] = []
        for index, (value, before, after) in enumerate(zip(node.value, old, new, strict=False)):
            if not _same(before, after):
                is_here = self._places[id(value)] == (id(node), index)
                inner = self._changes(value, before, after) if is_here else None
                if inner is None:
                    return None
                found += inner
        if added := new[len(old) :]:
            if not node.flow_style:
                at = self._after(node.end_mark.index)
                column = node.start_mark.column
                found.append((at, at, _indented(dump({"x": added}).partition("\n")[2], column - 2)))
            else:
                at = node.end_mark.index - 1
                found.append((at, at, f", {_flow(added)[1:-1]}"))
        return found

    def _replaced(self, node: yaml.MappingNode, index: int, name: str, new: Any) -> Edit:
        key, value = node.value[index]
        anchor = _ANCHOR.match(self._text, key.end_mark.index + 1)
        if node.flow_style:
            alias = _ALIAS.match(self._text, key.end_mark.index + 1)
            span = (key.end_mark.index + 1, alias.end()) if alias else (value.start_mark.index, value.end_mark.index)
            return (*span, f"{' ' if alias else ''}{_flow(new)}")
        text = self._block({name: new}, key)
        if anchor:
            colon = text.index(":", len(text) - len(text.lstrip()) + len(name)) + 1
            text = f"{text[:colon]} {anchor[1]}{text[colon:]}"
        if self._begins_line(key):
            return self._line(key.start_mark.index), self._end(node, index), text
        return key.start_mark.index, self._end(node, index), text.lstrip(" ")

    def _block(self, members: dict[str, Any], beside: yaml.Node) -> str:
        return _indented(dump(members), beside.start_mark.column)

    def _end(self, node: yaml.MappingNode, index: int) -> int:
        """Return where the lines of an entry of a block end."""
        key, value = node.value[index]
        is_alias = self._places[id(value)] != (id(node), index)
        return self._after(key.end_mark.index if is_alias else value.end_mark.index)

    def _after(self, index: int) -> int:
        """Return the end of the last line with content before an index, which for a block is that of what follows."""
        start = self._line(index)
        if self._text[start:index].strip():
            end = self._text.find("\n", index)
            return len(self._text) if end < 0 else end + 1
        while self._text[:start].endswith("\n\n"):
            start -= 1
        return start

    def _begins_line(self, key: yaml.Node) -> bool:
        """Return whether a key is the first thing on its line, not behind the dash of an item."""
        return not self._text[self._line(key.start_mark.index) : key.start_mark.index].strip()

    def _line(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1


def _children(node: yaml.Node | None) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return node.value if isinstance(node, yaml.SequenceNode) else []


def _flow(value: Any) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, width=10**9, sort_keys=False, allow_unicode=True)
    return text.removesuffix("\n").removesuffix("\n...")


def _indented(text: str, columns: int) -> str:
    return "".join(f"{' ' * columns}{line}" if line.strip() else line for line in text.splitlines(keepends=True))


def _same(one: Any, other: Any) -> bool:
    """Return whether two values are the same JSON, in which 1 is not true and order says nothing."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
