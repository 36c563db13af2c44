"""Update specs/<vendor>/upstream.yaml from the document that the vendor publishes, or show what changed in it.

The document is read from a file or URL and reduced to its structure: paths, parameters, schemas, types, statuses,
content types, operation ids and security. Prose, examples and code samples never enter the repository.

Exit status: 0 when the structure is unchanged or was written, 1 when --diff finds a change, 2 when the document cannot
be read.
"""

from __future__ import annotations

import argparse
import datetime
import sys
from pathlib import Path
from typing import Any

import httpx
import yaml

from scripts.tools.regenerate.documents import dump, load
from scripts.tools.regenerate.structure import changes, digest, structure

SPECS = Path(__file__).resolve().parents[3] / "specs"


def main() -> int:
    """Print changes to stdout or an error to stderr, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/upstream", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    known = sorted(path.parent.name for path in SPECS.glob("*/upstream.yaml"))
    only = known[0] if len(known) == 1 else None
    parser.add_argument("source", nargs="?", help="file or URL (default: the URL that was read before)")
    parser.add_argument("--vendor", default=only, required=not only, help="default: the only one with such a document")
    parser.add_argument("--diff", action="store_true", help="print what changed in the API, and write nothing")
    options = parser.parse_args()
    target = SPECS / options.vendor / "upstream.yaml"
    if not target.parent.is_dir():
        parser.error(f"there is no folder specs/{options.vendor}")
    old = load(target.read_text(encoding="utf-8")) if target.exists() else {}
    address = old.pop("x-source", {}).get("address")
    given = options.source or address
    if given is None:
        parser.error(f"{options.vendor} has no document yet: name its URL")
    try:
        new = structure(_read(given))
    except (OSError, ValueError, httpx.HTTPError, yaml.YAMLError) as error:
        print(f"{given}: {error}", file=sys.stderr)
        return 2
    if options.diff:
        lines = list(changes(old, new))
        print(*lines, sep="\n", end="\n" if lines else "")
        return 1 if lines else 0
    if new != old:
        source = {
            "address": given if "://" in given else address or given,
            "retrieved": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
            "sha256": digest(new),
        }
        target.write_text(dump({"x-source": source, **new}), encoding="utf-8")
    return 0


def _read(source: str) -> dict[str, Any]:
    if "://" in source:
        text = httpx.get(source, timeout=30, follow_redirects=True).raise_for_status().text
    else:
        text = Path(source).read_text(encoding="utf-8")
    document = load(text)
    if not isinstance(document, dict) or "paths" not in document:
        raise ValueError("not an OpenAPI document: no paths")
    return document


if __name__ == "__main__":
    sys.exit(main())
