"""The hints of clients, read from their code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import visionapis

_ADVICE = re.compile(
    r"(account\.details|add|check|convert|create|decode|download|drop|fill|it is still|leave|load|move|name|omit|open"
    r"|pass|raise|read|remove|rewind|scale|see|send|set|submit|the response may|train|try|upload|use"
    r"|wait|wait_until_trained)\b[^_]"
)
_VARIABLE = "VARIABLE"
"""The stand-in for the value of a variable in a hint."""


def hints() -> list[str]:
    """Return all texts of the handwritten clients that begin like advice."""
    root = Path(visionapis.__file__).parent
    texts = {text for path in root.rglob("*.py") for text in _texts(ast.parse(path.read_text("utf-8")))}
    return sorted(text for text in texts if _ADVICE.match(text))


def _texts(tree: ast.Module) -> list[str]:
    documentation = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    parts = {id(part) for each in ast.walk(tree) if isinstance(each, ast.JoinedStr) for part in each.values}
    skipped = documentation | parts
    return [_text(each) for each in ast.walk(tree) if id(each) not in skipped]


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_text, node.values))
    if isinstance(node, ast.FormattedValue):
        return _VARIABLE
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
