"""Update specs/nanonets/upstream.yaml from the document that the vendor publishes, or show what changed in it.

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

TARGET = Path(__file__).resolve().parents[3] / "specs" / "nanonets" / "upstream.yaml"
URL = "https://raw.githubusercontent.com/NanoNets/api-docs/main/nanonets_openapi_3.1.0.yaml"


def main() -> int:
    """Print changes to stdout or an error to stderr, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/upstream", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", nargs="?", default=URL, help="file or URL (default: the URL of the vendor)")
    parser.add_argument("--diff", action="store_true", help="print what changed in the API, and write nothing")
    options = parser.parse_args()
    try:
        new = structure(_read(options.source))
    except (OSError, ValueError, httpx.HTTPError, yaml.YAMLError) as error:
        print(f"{options.source}: {error}", file=sys.stderr)
        return 2
    old = load(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    old.pop("x-source", None)
    if options.diff:
        lines = list(changes(old, new))
        print(*lines, sep="\n", end="\n" if lines else "")
        return 1 if lines else 0
    if new != old:
        source = {
            "address": options.source if "://" in options.source else URL,
            "retrieved": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
            "sha256": digest(new),
        }
        TARGET.write_text(dump({"x-source": source, **new}), encoding="utf-8")
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
