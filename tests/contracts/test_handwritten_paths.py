"""Handwritten code takes the paths of operations and the addresses of servers from the contracts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.helpers import vendors
from tests.helpers.contracts import ROOT
from tests.helpers.vendors import each_vendor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def known_parts(vendor: str) -> set[str]:
    """Return the beginnings of paths without parameters, of two segments at least, and the servers' URLs."""
    contract = vendors.contract(vendor)
    heads = (each.path.split("{")[0].rstrip("/") for each in contract.operations())
    urls = (server["url"] for server in contract.document["servers"])
    return {head for head in heads if head.count("/") > 1} | {url for url in urls if url.count("/") > 2}


def texts(path: Path) -> Iterator[str]:
    """Yield the texts of a module that are values, not docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


@each_vendor
def test_no_module_spells_a_path(vendor: str) -> None:
    """No text in `overlay/` or `scripts/` has a path of a contract or its server: one that moves is edited once."""
    known = known_parts(vendor)
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for folder in ("overlay", "scripts")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for text in texts(path)
        if any(part in text for part in known)
    ]

    assert known
    assert found == []
