"""YAML documents: read, and written as this project writes them, in block style and without aliases."""

from __future__ import annotations

from typing import Any

import yaml

# The reader in C, which PyYAML's wheels bring, is ten times as fast.
_Loader: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def dump(document: dict[str, Any]) -> str:
    """The document as YAML, its keys in their order, texts of several lines as they are read."""
    return yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
