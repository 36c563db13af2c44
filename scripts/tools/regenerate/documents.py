"""YAML documents: read, and written as this project writes them, in block style and without aliases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

# The reader in C, which PyYAML's wheels bring, is ten times as fast.
_Base: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc,valid-type]  # which of the two is known when it runs
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  (the base class's signature)
        """A key that stands there twice is an error; the base class keeps the last one."""
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    words = f"the key {key.value} stands here a second time: leave one out"
                    raise yaml.constructor.ConstructorError(None, None, words, key.start_mark)
                seen.add(key.value)
        return dict(super().construct_mapping(node, deep=deep))


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002  (the base class's signature)
        """Items of a list stand to the right of its key."""
        super().increase_indent(flow=flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def load(text: str) -> Any:
    """What a YAML text holds; raises yaml.YAMLError when it is none."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506  (both readers are the safe ones)


def line(text: str, parts: Iterable[str]) -> int:
    """The line, from 1, of what a JSON pointer's parts lead to, or of the last part that is there.

    An item of a list can be named by its `name` instead of its number.
    """
    node = yaml.compose(text, Loader=_Loader)
    found = 1
    for part in parts:
        entries = _children(node).get(part)
        if entries is None:
            break
        key, node = entries
        found = key.start_mark.line + 1
    return found


def _children(node: yaml.Node | None) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """The nodes inside one, each with the node that marks where it starts, its key or itself."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        numbered = {str(index): (item, item) for index, item in enumerate(node.value)}
        named = [(_children(item).get("name"), item) for item in node.value]
        return {str(name[1].value): (item, item) for name, item in named if name} | numbered
    return {}


def dump(document: dict[str, Any]) -> str:
    """The document as YAML, its keys in their order, texts of several lines as they are read."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
