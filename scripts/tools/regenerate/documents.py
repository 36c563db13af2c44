"""YAML documents: loading, the lines of their values, and dumping in block style without aliases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from . import limits

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXT = "tag:yaml.org,2002:str"
MERGE = "tag:yaml.org,2002:merge"

Children = dict[str, tuple[yaml.Node, yaml.Node]]

# The loader in C, which PyYAML's wheels include, is ten times as fast.
_Base: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc,valid-type]  # which of the two is known when it runs
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  (the base class's signature)
        """Read keys as strings, also a status such as 200; raise an error for one that the mapping has already."""
        seen = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    words = f"the key {key.value} stands here a second time: leave one out"
                    raise yaml.constructor.ConstructorError(None, None, words, key.start_mark)
                seen.add(key.value)
                if key.tag != MERGE:
                    key.tag = TEXT
        return dict(super().construct_mapping(node, deep=deep))

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merge other mappings into this one; a key that several have stays once, or lists would grow without end."""
        merges = any(key.tag == MERGE for key, _ in node.value)
        super().flatten_mapping(node)
        if merges:
            node.value = list({getattr(key, "value", id(key)): (key, value) for key, value in node.value}.values())


# The scalars of YAML 1.2's JSON schema, which OpenAPI prescribes. PyYAML reads YAML 1.1: there `on` is true, 010 is 8
# and 2026-01-31 a date.
_SCALARS = {
    "bool": (r"true|false", "tf"),
    "null": (r"null|~|", ["n", "~", ""]),
    "int": (r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    "float": (r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?", "-0123456789"),
    "merge": (r"<<", "<"),
}
_Loader.yaml_implicit_resolvers = {}
for _tag, (_pattern, _first) in _SCALARS.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002  (the base class's signature)
        """Indent the items of a list under its key."""
        super().increase_indent(flow=flow, indentless=False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar(TEXT, text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def load(text: str) -> Any:
    """Return the content of a YAML text. Raises yaml.YAMLError when it is not valid, or nested too deeply."""
    limits.check_events(yaml.parse(text, Loader=_Loader))
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506  (both readers are the safe ones)
    except (AttributeError, KeyError, ValueError) as error:  # PyYAML does not expect them
        raise yaml.YAMLError(f"a value does not fit its tag: {error}") from error


def compose(text: str) -> yaml.Node | None:
    """Return the nodes of a YAML text that can be loaded, with their places in it."""
    return yaml.compose(text, Loader=_Loader)


class Lines:
    """The lines of a YAML text on which the values of its document begin."""

    def __init__(self, text: str) -> None:
        self._root = compose(text)
        self._known: dict[int, Children] = {}

    def of(self, parts: Iterable[str]) -> int:
        """Return the line, from 1, of a JSON pointer's target, or of the last part of the pointer that exists.

        An item of a list can be named by its `name` instead of its number.
        """
        node = self._root
        found = 1
        for part in parts:
            if id(node) not in self._known:
                self._known[id(node)] = _children(node)
            entries = self._known[id(node)].get(part)
            if entries is None:
                break
            key, node = entries
            found = key.start_mark.line + 1
        return found


def _children(node: yaml.Node | None) -> Children:
    """Return the children of a node by name, each with the node that marks its start: its key or itself."""
    if isinstance(node, yaml.MappingNode):
        return {key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    if isinstance(node, yaml.SequenceNode):
        numbered = {str(index): (item, item) for index, item in enumerate(node.value)}
        named = [(_children(item).get("name"), item) for item in node.value]
        return {str(name[1].value): (item, item) for name, item in named if name} | numbered
    return {}


def dump(document: dict[str, Any]) -> str:
    """Return a document as YAML, with its keys in order and strings of several lines as block scalars."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
