"""Extensions: their keys are known, and they are where they have an effect."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import pointer
from scripts.tools.regenerate.structure import DATA, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Finding

# Values of the API, in which any key is data.
VALUES = DATA | {"example", "examples"}

EXTENSIONS = {
    "x-calls", "x-classify", "x-client", "x-credentials", "x-effect", "x-evidence", "x-generated", "x-idempotent",
    "x-name", "x-pagination", "x-prefix", "x-secret", "x-source", "x-variants",
}  # fmt: skip


def extensions_are_spelled_right(contract: Contract) -> Iterator[Finding]:
    """No key is nearly that of an extension, which would be ignored; those of other tools are allowed."""
    queue: list[tuple[str, object, bool]] = [("", contract.document, False)]
    while queue:
        at, node, names = queue.pop()
        if isinstance(node, dict):
            for key, value in node.items():
                if not names and key.startswith("x-") and key not in EXTENSIONS:
                    for near in get_close_matches(key.lower(), EXTENSIONS, n=1, cutoff=0.75):
                        yield at + pointer(key), f"unknown extension {key}; did you mean {near}?"
                elif key == "x-name" and not names and not {"name", "in"} <= node.keys():
                    yield at + pointer(key), "x-name renames the argument of a parameter; fields keep their names"
                elif names or key not in VALUES:
                    queue.append((at + pointer(key), value, not names and key in NAMES))
        elif isinstance(node, list):
            queue += [(at + pointer(index), each, False) for index, each in enumerate(node)]
