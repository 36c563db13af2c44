"""Generate `generated/`, and the derived files in `specs/`, from the contracts.

A contract with an `overlays` folder beside it is derived itself: from the vendor's structure in `upstream.yaml`. With
`--with`, a contract is first changed by what `visionapis drift --propose` wrote.

Everything is written, imported and type-checked in a new folder, which replaces the old one at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from . import client, contract, defects, documents, evidence, lint, origins, overlays, strict_models, tree, vendors
from .project import Project
from .transaction import exchange, workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[3]

MAX_FINDINGS = 100


def generate(project: Project, target: Path, max_findings: int = MAX_FINDINGS) -> None:
    """Write everything that belongs into `generated/`, and what is derived in `specs/`, into a new folder.

    A contract that is there already takes the place of the project's.
    Raises ContractError when a contract cannot be used, or when the code that is made of it is not sound.
    """
    clients = target / "generated" / project.clients
    models = target / "generated" / project.contracts
    clients.mkdir(parents=True)
    models.mkdir()
    loaded = [derive(folder, target / "specs" / folder.name, max_findings) for folder in folders(project.root, target)]
    facts = [vendors.Facts.of(document, project) for document in loaded]
    for document, vendor in zip(loaded, facts, strict=True):
        say(f"{document.vendor}: client")
        client.generate(document, vendor, clients / document.vendor)
        say(f"{document.vendor}: strict models and bundled contract")
        strict_models.generate(document, models / document.vendor)
    say("shared modules and EVIDENCE.md")
    client.render_shared(clients, facts, imported=project.is_other)
    strict_models.render_package(models)
    for package in (clients, models):
        (package / "py.typed").touch()
    (target / "specs" / "EVIDENCE.md").write_text(evidence.render(loaded), encoding="utf-8")
    say("format and stamp")
    tree.finish(target / "generated")
    say("import and type-check")
    # Apart from the one of the project's own options; another project gets no cache.
    cache = (ROOT if project.is_other else project.root) / ".mypy_cache" / "regenerate"
    with ThreadPoolExecutor() as pool:
        imported = pool.submit(tree.import_all, target / "generated")
        checked = pool.submit(tree.check_types, target / "generated", cache)
        imported.result()
        checked.result()


def folders(root: Path, changed: Path) -> list[Path]:
    """Return the folders of all contracts, sorted by vendor; those in `changed` instead of those in `root`."""
    found = {
        path.parent.name: path.parent
        for folder in (root, changed)
        for pattern in ("openapi.yaml", "overlays")
        for path in (folder / "specs").glob(f"*/{pattern}")
    }
    return [folder for _, folder in sorted(found.items())]


def derive(folder: Path, target: Path, max_findings: int) -> contract.Contract:
    """Return a vendor's contract; one that is derived is also written into `target`.

    Prints what the lint finds, and then raises ContractError.
    """
    source, found = folder / "openapi.yaml", None
    if (folder / "overlays").exists():
        say(f"{folder.name}: overlays")
        target.mkdir(exist_ok=True)
        source, found = target / "openapi.yaml", origins.Origins(folder)
        source.write_text(documents.dump(overlays.build(folder)), encoding="utf-8")
        corrections = folder / "overlays" / "1-corrections.yaml"
        if corrections.exists():
            (target / "DEFECTS.md").write_text(defects.render(corrections), encoding="utf-8")
    document = contract.load(source, found)
    say(f"{document.vendor}: lint")
    count = 0
    for count, line in enumerate(lint.findings(document), 1):
        if count > max_findings:
            raise contract.ContractError(f"{document.source}: more than {max_findings} findings; see --max-findings")
        print(line, file=sys.stderr, flush=True)
    if count:
        raise contract.ContractError(f"{document.source}: {count} finding{'s' if count > 1 else ''}")
    return document


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Return 0 when the files in the checkout are what the contracts make, 1 when not or when a contract is wrong."""
    parser = argparse.ArgumentParser(prog="scripts/regenerate", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; print a diff and fail if anything differs")
    parser.add_argument(
        "--max-findings", type=int, default=MAX_FINDINGS, metavar="N", help="stop after N findings (%(default)s)"
    )
    parser.add_argument(
        "--project",
        type=Path,
        metavar="PATH",
        help="another project, with specs/ and a pyproject.toml, to write into",
    )
    parser.add_argument(
        "--with",
        type=Path,
        metavar="OVERLAY",
        dest="proposal",
        help="a file of `visionapis drift --propose`: change the contract in specs/ that it is about, here or in "
        "--project, with its evidence; then generate. With --check, show what would change",
    )
    options = parser.parse_args(arguments)
    root = options.project or root
    try:
        project = Project.at(options.project) if options.project else Project(root)
        return regenerate(project, check=options.check, max_findings=options.max_findings, proposal=options.proposal)
    except (contract.ContractError, tree.ProgramError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        place = os.path.relpath(error.filename, root) if error.filename else "the checkout"
        print(
            f"{place}: {error.strerror}; the old files are in place: make it writable, and run this again",
            file=sys.stderr,
        )
    return 1


def regenerate(project: Project, *, check: bool, max_findings: int, proposal: Path | None = None) -> int:
    """Return the exit status of `main`. Raises ContractError, ProgramError, and OSError of the checkout's files."""
    root = project.root
    with workspace(root) as new:
        (new / "specs").mkdir()
        if proposal:
            from .acceptance import (
                accept,
            )  # it imports what generate() makes, which can be missing before the first run

            say(f"{accept(project, proposal, new / 'specs')}: proposal")
        generate(project, new, max_findings)
        derived = tree.differing(root / "specs", new / "specs")
        difference = tree.difference(root / "specs", new / "specs", strays=False)
        difference += tree.difference(root / "generated", new / "generated")
        if difference and not check:
            say("exchange")
            exchange(root, [f"specs/{name}" for name in derived])
            return 0
    if difference:
        print(difference)
        remedy = "change" if proposal else "are not what specs/ makes: run scripts/regenerate"
        print(f"The files above {remedy}", file=sys.stderr)
        return 1
    say("nothing changed")
    return 0


def say(step: str) -> None:
    """Print a line of progress."""
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
