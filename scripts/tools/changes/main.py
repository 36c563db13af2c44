"""Prints one page in Markdown: what changed in contracts and generated client since a revision, and whom it breaks.

Exit status: 0 when the page is printed, whatever it says; 2 when there is nothing to compare with.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from scripts.tools.regenerate.contract import ContractError

from . import compare, page, revision

ROOT = Path(__file__).resolve().parents[3]


def main() -> int:
    """The exit status; the page goes to stdout, failures to stderr."""
    parser = argparse.ArgumentParser(
        prog="scripts/changes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", metavar="REF", default="HEAD", help="the older revision; HEAD without it")
    parser.add_argument("--revision", metavar="REF", help="the newer revision; the files as they are without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="changes-") as name:
        old, new = Path(name) / "old", Path(name) / "new"
        try:
            revision.export(ROOT, options.against, old)
            if options.revision:
                revision.export(ROOT, options.revision, new)
            else:
                revision.check(ROOT, "this folder")
                new = ROOT
            changes = compare.trees(old, new)
        except (revision.RevisionError, ContractError, compare.ComparisonError) as error:
            print(error, file=sys.stderr)
            return 2
    print(page.render(changes, options.against, options.revision), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
