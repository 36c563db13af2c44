"""The places in a vendor's structure and in overlays that a derived contract is made of, for messages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from oas_patch import apply_overlay

from .contract import read
from .documents import Lines
from .overlays import actions, matches, source

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class _Piece:
    """A part of the document: what a file adds at a location, under `within` in the file."""

    source: str
    lines: Lines
    within: list[str]
    location: list[str]
    content: object

    def depth(self, parts: list[str]) -> int:
        """Return how many parts of a JSON pointer this piece knows; 0 if it is about something else."""
        if parts[: len(self.location)] != self.location:
            return 0
        node, depth = self.content, len(self.location)
        for part in parts[depth:]:
            if isinstance(node, dict) and part in node:
                node = node[part]
            elif isinstance(node, list) and part.isdecimal() and int(part) < len(node):
                node = node[int(part)]
            else:
                break
            depth += 1
        return depth


class Origins:
    """Finds what a JSON pointer into a derived contract was made of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, parts: list[str]) -> str:
        """Return file and line: of the last overlay that says most of it, or else of the vendor's structure."""
        best = max(self._pieces, key=lambda piece: (piece.depth(parts), piece.depth(parts) > len(piece.location)))
        known = parts[len(best.location) : best.depth(parts)]
        return f"{best.source}:{best.lines.of([*best.within, *known])}"

    @cached_property
    def _pieces(self) -> list[_Piece]:
        """The pieces of all files, the last one first."""
        upstream = self._folder / "upstream.yaml"
        text, document = read(upstream, source(upstream))
        pieces = [_Piece(source(upstream), Lines(text), [], [], document)]
        for path in sorted((self._folder / "overlays").glob("*.yaml")):
            lines = Lines(read(path, source(path))[0])
            for index, action in enumerate(actions(path)):
                pieces += [
                    _Piece(source(path), lines, ["actions", str(index), "update"], location, action["update"])
                    for location in matches(document, action)
                    if "update" in action
                ]
                document = json.loads(json.dumps(apply_overlay(document, {"actions": [action]})))
        return pieces[::-1]
