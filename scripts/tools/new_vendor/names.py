"""Names of vendors: they are those of modules, commands, fixtures and folders."""

from __future__ import annotations

import keyword
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PLACES = (
    "overlay/visionapis",
    "overlay/visionapis_bulk",
    "overlay/visionapis_cli",
    "overlay/visionapis_testing",
    "overlay/visionapis_testing/vendors",
    "generated/visionapis_generated",
    "generated/visionapis_contracts",
)


def problem(name: str, root: Path) -> str | None:
    """Return why a name cannot be that of a new vendor in a checkout; None if it can."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        proposal = re.sub(r"\W+|_+", "_", name.strip()).strip("_").lower()
        hint = f", such as {proposal}" if re.fullmatch(r"[a-z][a-z0-9_]*", proposal) else ""
        return f"expected letters in lower case, digits and underscores, beginning with a letter{hint}"
    if keyword.iskeyword(name):
        return "a keyword of Python"
    if (root / "specs" / name).exists():
        return f"specs/{name} exists already"
    if name in sys.stdlib_module_names:
        return "the name of a module of Python's standard library"
    for place in PLACES:
        # A package in generated/ may be left of a vendor whose contract was removed.
        for path in (root / place / f"{name}.py", *([root / place / name] if place.startswith("overlay") else [])):
            if path.exists():
                return f"{path.relative_to(root)} exists already"
    if (root / "tests" / "vendors" / f"test_{name}.py").exists():
        return f"tests/vendors/test_{name}.py exists already"
    return None
