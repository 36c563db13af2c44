"""Renews `specs/nanonets/upstream.yaml`, or shows what a new publication changes, from the vendor's published document.

The document is read from a file or an https address and stripped to its structure: paths, parameters, schemas, types,
statuses, content types, operation ids, security. Prose, examples and code samples never enter the repository.

Exit status: 0 when the structure is the committed one or has been written, 1 when --diff finds a change, 2 when the
document cannot be read.
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
ADDRESS = "https://raw.githubusercontent.com/NanoNets/api-docs/main/nanonets_openapi_3.1.0.yaml"


def main() -> int:
    """The exit status; findings go to stdout, failures to stderr."""
    parser = argparse.ArgumentParser(
        prog="scripts/upstream", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("source", nargs="?", default=ADDRESS, help="file or address; by default the vendor's address")
    parser.add_argument("--diff", action="store_true", help="write nothing; print what the document changes in the API")
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
            "address": options.source if "://" in options.source else ADDRESS,
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
        raise ValueError("not an OpenAPI document: it has no paths")
    return document


if __name__ == "__main__":
    sys.exit(main())
