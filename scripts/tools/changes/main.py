"""Print what changed in contracts and generated clients since a revision: one page in Markdown.

It lists every operation added, removed or changed, as breaking, additive or docs only, with the client's methods before
and after, and the version step that the changes require.

Exit status: 0 when the page was printed, 2 when there is nothing to compare with.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from scripts.tools.regenerate.contract import ContractError

from . import compare, contracts, page, revision

ROOT = Path(__file__).resolve().parents[3]


def main() -> int:
    """Write the page to stdout or an error to stderr, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="scripts/changes", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", metavar="REF", default="HEAD", help="the older revision (default: HEAD)")
    parser.add_argument("--revision", metavar="REF", help="the newer revision (default: the working tree)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="changes-") as name:
        old, new = Path(name) / "old", Path(name) / "new"
        try:
            revision.export(ROOT, options.against, old)
            if options.revision:
                revision.export(ROOT, options.revision, new)
            else:
                revision.check(ROOT, "the working tree")
                new = ROOT
            changed = compare.trees(old, new)
        except (revision.RevisionError, ContractError, contracts.DiffError) as error:
            print(error, file=sys.stderr)
            return 2
    print(page.render(changed, options.against, options.revision), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
