"""`generated/manifest.json`: what each vendor's files were made of, and their hashes; unchanged vendors are skipped."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME = "generated/manifest.json"

# What is made of all contracts together stands under this name, which no vendor can have.
SHARED = "(shared)"

STAMP = "From specs/ by scripts/regenerate. Do not edit."

GENERATOR = Path(__file__).parent


@dataclass(frozen=True)
class Entry:
    """What one vendor's files were made of, and the SHA-256 of each by its path in the checkout."""

    contract: str
    generators: dict[str, str]
    files: dict[str, str]

    def fits(self, sources: Iterable[Path]) -> bool:
        """Whether the same contract and the same generators would make the same files again."""
        return self.contract == digest(sources) and self.generators == generators()

    def holds(self, root: Path) -> bool:
        """Whether every file is there and as it was made."""
        return all((root / name).is_file() and digest([root / name]) == known for name, known in self.files.items())

    def take_over(self, root: Path, target: Path, below: str = "") -> None:
        """Copy the files of the checkout, or those below one folder, into the new tree."""
        for name in (name for name in self.files if name.startswith(below)):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(root / name, target / name)


@cache
def generators() -> dict[str, str]:
    """The versions of what makes the files, and the hash of the scripts and templates."""
    tools = ("datamodel-code-generator", "openapi-python-client", "ruff")
    own = sorted(path for path in GENERATOR.rglob("*.*") if path.suffix in {".py", ".jinja"})
    return {**{tool: version(tool) for tool in tools}, "scripts": digest(own)}


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the files' contents, in hexadecimal."""
    total = hashlib.sha256()
    for path in paths:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read(root: Path) -> dict[str, Entry]:
    """The entries by vendor; empty when there is no manifest, or one that cannot be read."""
    try:
        entries = json.loads((root / NAME).read_text(encoding="utf-8"))["made"]
        return {vendor: Entry(**entry) for vendor, entry in entries.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write(target: Path, entries: dict[str, Entry]) -> None:
    """Put the manifest into the new tree."""
    document = {"x-generated": STAMP, "made": {name: asdict(entries[name]) for name in sorted(entries)}}
    (target / NAME).write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


def entry(target: Path, name: str, sources: Iterable[Path]) -> Entry:
    """What stands in the manifest of files that have just been made."""
    made = [path for path in target.rglob("*") if path.is_file()]
    paths = {path.relative_to(target).as_posix(): path for path in sorted(made)}
    files = {path: digest([file]) for path, file in paths.items() if owner(path) == name}
    return Entry(digest(sources), generators(), files)


def owner(path: str) -> str:
    """The vendor that a file belongs to: `generated/<package>/<vendor>/...` or `specs/<vendor>/...`."""
    folder, *rest = path.split("/")
    vendor = rest[1:] if folder == "generated" else rest
    return vendor[0] if len(vendor) > 1 else SHARED
