"""Update specs/<vendor>/upstream.yaml from the document that the vendor publishes, or show what changed in it.

The document is read from a file or URL, by default from the address that the vendor's files in specs/ record, and
reduced to its structure: paths, parameters, schemas, types, statuses, content types, operation ids and security. Prose,
examples and code samples never enter the repository.

Exit status: 0 when the structure is unchanged or was written, 1 when --diff finds a change, 2 when the document cannot
be used.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from scripts.tools.new_vendor.source import DocumentError, is_url, read, without_secrets
from scripts.tools.regenerate.contract import METHODS
from scripts.tools.regenerate.documents import dump, load
from scripts.tools.regenerate.structure import changes, digest, structure

if TYPE_CHECKING:
    from collections.abc import Sequence

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[3]


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Print changes to stdout or an error to stderr, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/upstream", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("vendor", metavar="VENDOR", help="a folder of specs/")
    parser.add_argument("source", nargs="?", metavar="FILE-OR-URL", help="default: the recorded address")
    parser.add_argument("--url", help="the address to record, for a file of a vendor that has none yet")
    parser.add_argument("--diff", action="store_true", help="print what changed in the API, and write nothing")
    parser.add_argument("--force", action="store_true", help="also if no operation is the same as before")
    options = parser.parse_intermixed_args(arguments)  # options can stand between the two
    try:
        lines = update(root, options)
    except DocumentError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    print(*lines, sep="\n", end="\n" if lines else "")
    return 1 if lines else 0


def update(root: Path, options: argparse.Namespace) -> list[str]:
    """Write the structure if it has changed; with `--diff` return the changes instead. Raises DocumentError."""
    folder = root / "specs" / options.vendor
    target = folder / "upstream.yaml"
    if not re.fullmatch(r"\w+", options.vendor) or not folder.is_dir():
        known = sorted(path.name for path in (root / "specs").iterdir() if path.is_dir())
        raise DocumentError(f"{options.vendor}: no vendor of this name in specs/; there are {', '.join(known)}")
    old = _stored(target)
    recorded = _address(old) or _address(_stored(folder / "openapi.yaml"))
    source = options.source or options.url or recorded
    if source is None:
        raise DocumentError(f"specs/{options.vendor}: no address is recorded; give a file or URL")
    address = options.url or (without_secrets(source) if is_url(source) else recorded)
    if address is None or not is_url(address):
        raise DocumentError(f"specs/{options.vendor}: no address is recorded; give the one of {source} with --url")
    try:
        new = structure(read(source))
    # Of a value that is not of the type that OpenAPI has for its place, such as a list in place of a mapping.
    except (AttributeError, TypeError) as error:
        raise DocumentError(f"{without_secrets(source)}: not a valid OpenAPI document: {error}") from error
    old.pop("x-source", None)
    if old and not options.force and not operations(old) & operations(new):
        raise DocumentError(
            f"{source}: no operation of it is in {target.relative_to(root)}: is it the document of another vendor? "
            "--force takes it nevertheless"
        )
    if options.diff:
        return list(changes(old, new))
    if new != old:
        fresh = target.with_suffix(".new")  # no half of a file replaces the old one
        fresh.write_text(text(new, address), encoding="utf-8")
        fresh.replace(target)
    return []


def text(document: Json, address: str | None) -> str:
    """Return the structure of a document as YAML, with its source; the address of a file may be unknown."""
    source = ({"address": address} if address else {}) | {
        "retrieved": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        "sha256": digest(document),
    }
    return dump({"x-source": source, **document})


def operations(document: Json) -> set[tuple[str, str]]:
    """Return method and path of each operation, without the names of parameters."""
    return {
        (method, re.sub(r"\{[^}]*\}", "{}", path))
        for path, item in document.get("paths", {}).items()
        for method in METHODS
        if isinstance(item, dict) and method in item
    }


def _stored(path: Path) -> Json:
    """Return a file of a vendor; nothing if there is none. Raises DocumentError."""
    name = "/".join(path.parts[-3:])
    try:
        found = load(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise DocumentError(f"{name}: not YAML: {' '.join(str(error).split())[:300]}") from None
    if not isinstance(found, dict):
        raise DocumentError(f"{name}: not YAML: the top level is not a mapping")
    return found


def _address(document: Json) -> str | None:
    source = document.get("x-source")
    return str(source["address"]) if isinstance(source, dict) and "address" in source else None


if __name__ == "__main__":
    sys.exit(main())
