"""Write the skeleton of a new vendor: its contract in specs/ and a test.

Without --from it is a small contract with one example operation, and comments that say how to go on. With --from it is
made of the structure of a published document (OpenAPI 3.0 or 3.1, or Swagger 2.0, as JSON or YAML); what cannot be
taken over is printed.

Exit status: 0 when the files were written, 2 when not: nothing was written then.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.tools.regenerate import documents
from scripts.tools.regenerate.structure import structure
from scripts.tools.upstream import main as upstream

from . import names, security, source, starter, vendor_test
from .checking import UncheckedError, checked
from .conversion import Conversion
from .files import write
from .references import embed
from .report import Report
from .shapes import shaped
from .source import DocumentError
from .swagger import upgrade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scripts.tools.regenerate.contract import Json

ROOT = Path(__file__).resolve().parents[3]

HEAD = """\
# Made by scripts/new-vendor from {source}. From here on it is edited by hand; specs/README.md has the rules.
# Names of methods, summaries, descriptions and effects are proposals. For `classify()`, add x-classify to an operation:
# x-classify: {{image: file, labels: /labels, name: /name, confidence: /confidence, scale: 1}}
"""

NEXT = """\
Next: read specs/{name}/openapi.yaml, then run scripts/regenerate, then scripts/test tests/vendors/test_{name}.py"""


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Print what was made to stdout or an error to stderr, and return the exit status."""
    options = _options(arguments)
    if words := names.problem(options.name, root):
        print(f"{options.name} cannot be the name of a new vendor: {words}", file=sys.stderr)
        return 2
    try:
        if options.auth:
            security.scheme(options.auth)
        report = Report()
        folder = Path("specs", options.name)
        files: dict[Path, str] = {}
        if options.source:
            reader = source.Reader(options.source)
            published = reader.document()
            address = source.without_secrets(options.source) if source.is_url(options.source) else None
            try:
                files[folder / "openapi.yaml"] = _converted(published, reader, options, report)
            # Of a value that is not of the type that OpenAPI has for its place, such as a list in place of a mapping.
            except (AttributeError, KeyError, RecursionError, TypeError) as error:
                label = source.without_secrets(options.source)
                raise DocumentError(f"{label}: not a valid OpenAPI document: {error}") from error
            files[folder / "upstream.yaml"] = upstream.text(structure(published), address)
        else:
            files[folder / "openapi.yaml"] = starter.contract(
                options.name, options.title, options.base_url, options.auth or "bearer"
            )
        files[Path("tests", "vendors", f"test_{options.name}.py")] = vendor_test.module(options.name)
        write(root, files)
    except (DocumentError, UncheckedError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        print(f"{error.filename}: {error.strerror}; nothing was written", file=sys.stderr)
        return 2
    for path in files:
        print(f"wrote {path}")
    if options.source:
        print(f"{report.operations - report.missing} of {report.operations} operations, {report.calls} methods")
        print(*report.lines(), sep="\n")
    print(NEXT.format(name=options.name))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/new-vendor", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", metavar="NAME", help="name of its packages, such as roboflow")
    parser.add_argument(
        "--from", dest="source", metavar="FILE-OR-URL", help="the published document to make the contract of"
    )
    parser.add_argument("--auth", metavar="SCHEME", help=f"{security.AUTHS} (default: the document's, or bearer)")
    parser.add_argument("--base-url", metavar="URL", help="address of the API (default: the document's)")
    parser.add_argument("--title", help="name of the API for people (default: the document's, or NAME)")
    return parser.parse_args(arguments)


def _converted(published: Json, reader: source.Reader, options: argparse.Namespace, report: Report) -> str:
    """Return the contract as YAML. Raises DocumentError or UncheckedError."""
    if options.base_url:
        starter.check_url(options.base_url)
    document = shaped(embed(published, reader, report), report)
    if "swagger" in document:
        document = upgrade(document, report)
    conversion = Conversion(document, options.source, options.auth, report)
    contract = checked(options.name, conversion.contract(options.name, options.base_url, options.title), report)
    if not contract["paths"]:
        raise DocumentError("no operation can be taken over:\n" + "\n".join(report.lines()))
    return HEAD.format(source=source.without_secrets(options.source)) + documents.dump(contract)


if __name__ == "__main__":
    sys.exit(main())
