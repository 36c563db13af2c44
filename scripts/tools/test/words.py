"""Check for words that the project has retired, and for docstrings that begin with a relative clause.

Prints a line per finding: the file, the line (none for the file's name) and the word.

Exit status: 0 without findings, else 1.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
PLACES = (
    ".ci", ".redocly.yaml", "README.md", "generated", "overlay", "pyproject.toml", "scripts", "specs", "tests",
)  # fmt: skip
# This list itself, its test, and what vendors' servers sent.
EXEMPT = (
    "scripts/tools/test/words.py",
    "tests/tools/test/test_words.py",
    "tests/captures/*.jsonl",
    "tests/published/*.yaml",
)

# Anywhere, within identifiers too: `image` and `response` are the words.
STEMS = r"picture|answer"

# As whole words, in this case: names of other libraries, and words that a sentence may need, are not among them.
NAMES = """
    AccessDeniedError AsUser AsyncOptions AsyncPagingCaller BreachError CallOptions CallTimeoutError ConnectionLost
    DecodeError Drip Facade InForm InHeader InQuery KeepAliveLost KernelRidgeRegression Keyring Lesson Misfit
    NoPlaceError PagingCaller PagingError PixelBox PlannedFault QuotaError Recognizer RefusedCheckError SilenceError
    StatusError TaskOptions WebPage WrongKeyAccepted base64_text find_key free_calls held_bytes is_cut_short key_in
    max_in_flight max_wait newer_than one_by_one refuses_duplicates turn_back with_raw_response
"""

# Texts of vendors, quoted exactly, in which a stem may stand.
QUOTED: tuple[str, ...] = ()

WORDS = re.compile(rf"(?i:{STEMS})|\b(?:{'|'.join(NAMES.split())})\b")
OPENINGS = re.compile(r"What |Whatever|That which|As `")


def main() -> int:
    """Print the findings, and return the exit status."""
    findings = list(find(ROOT))
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


def find(root: Path) -> Iterator[str]:
    """Yield a line per finding in the names and texts of a checkout's files."""
    for path in sorted(path for place in PLACES for path in (root / place, *(root / place).rglob("*"))):
        name = path.relative_to(root)
        if not path.is_file() or "__pycache__" in name.parts or any(name.match(each) for each in EXEMPT):
            continue
        for word in WORDS.findall(str(name)):
            yield f"{name}: {word}"
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for quoted in QUOTED:
                line = line.replace(quoted, "")
            for word in WORDS.findall(line):
                yield f"{name}:{number}: {word}"
        if path.suffix == ".py" or text.startswith("#!/usr/bin/env python"):
            for number, docstring in _docstrings(ast.parse(text)):
                if opening := OPENINGS.match(docstring):
                    yield f"{name}:{number}: docstring begins with {opening[0].strip()}"


def _docstrings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the strings that stand alone: docstrings, also those of attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value.lstrip()


if __name__ == "__main__":
    sys.exit(main())
