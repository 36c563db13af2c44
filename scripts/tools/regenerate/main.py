"""Makes `generated/`, and what is derived in `specs/`, from the contracts; with `--check`, compares instead.

A contract with an `overlays` folder beside it is derived itself: from the vendor's structure in `upstream.yaml`.

A vendor is skipped when its contract, the generators and the files are those that `generated/manifest.json` lists.
Everything is made, imported and type-checked beside the old files, which are exchanged at the very end, all or none.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from . import client, contract, defects, documents, evidence, lint, manifest, overlays, strict_models, tree
from .manifest import SHARED
from .transaction import exchange, workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[3]


def make(root: Path, target: Path, folders: list[Path], *, anew: set[str], wanted: set[str]) -> None:
    """Write everything that belongs into `generated/`, and what is derived in `specs/`, into an empty folder.

    Vendors `anew` are made whatever the manifest says, those that are not `wanted` only if their files are not whole.
    """
    known = manifest.read(root)
    kept = {
        folder.name: known[folder.name]
        for folder in folders
        if folder.name in known.keys() - anew
        and known[folder.name].holds(root)
        and (folder.name not in wanted or known[folder.name].fits(sources(folder)))
    }
    for vendor, entry in kept.items():
        say(f"{vendor}: unchanged")
        # Of what is derived in specs/, so that the new tree has all contracts; the code follows when it is formatted.
        entry.take_over(root, target, "specs/")
    made = [folder for folder in folders if folder.name not in kept]
    if not made and SHARED in known and known[SHARED].holds(root) and known[SHARED].fits(contracts(folders, target)):
        kept[SHARED] = known[SHARED]
    else:
        generate(target, folders, made)
    for entry in kept.values():
        entry.take_over(root, target)
    if SHARED not in kept:
        say("import and type-check")
        cache = root / ".mypy_cache" / "regenerate"  # apart from the one of the project's own options
        with ThreadPoolExecutor() as pool:
            imported = pool.submit(tree.import_all, target / "generated")
            checked = pool.submit(tree.check_types, target / "generated", cache)
            imported.result()
            checked.result()
    entries = {folder.name: manifest.entry(target, folder.name, sources(folder)) for folder in made}
    entries[SHARED] = manifest.entry(target, SHARED, contracts(folders, target))
    manifest.write(target, entries | kept)


def generate(target: Path, folders: list[Path], made: list[Path]) -> None:
    """Write the files of the vendors that are made, and those that all vendors share."""
    clients = target / "generated" / "visionapis_generated"
    models = target / "generated" / "visionapis_contracts"
    clients.mkdir(parents=True)
    models.mkdir()
    with ThreadPoolExecutor() as pool:  # the strict models are made by processes of their own
        waiting: list[Future[None]] = []
        loaded = []
        for folder in made:
            document = derive(folder, target / "specs" / folder.name)
            loaded.append(document)
            waiting.append(pool.submit(strict_models.generate, document, models / document.vendor))
        for document in loaded:
            say(f"{document.vendor}: client")
            client.generate(document, clients / document.vendor)
        say("shared modules and the page of evidence")
        client.render_runtime(clients)
        strict_models.render_package(models)
        for package in (clients, models):
            (package / "py.typed").touch()
        others = [path for path in contracts(folders, target) if path.parent.name not in {each.name for each in made}]
        everything = sorted([*loaded, *map(contract.load, others)], key=lambda each: each.vendor)
        (target / "specs" / "EVIDENCE.md").write_text(evidence.render(everything), encoding="utf-8")
        say("strict models and bundled contracts")
        for each in waiting:
            each.result()
    say("format and stamp")
    tree.finish(target / "generated")


def derive(folder: Path, target: Path) -> contract.Contract:
    """A vendor's contract, clean; where it is derived, written into `target`."""
    source = folder / "openapi.yaml"
    if (folder / "overlays").exists():
        say(f"{folder.name}: overlays")
        target.mkdir()
        source = target / "openapi.yaml"
        source.write_text(documents.dump(overlays.build(folder)), encoding="utf-8")
        corrections = folder / "overlays" / "1-corrections.yaml"
        if corrections.exists():
            (target / "DEFECTS.md").write_text(defects.render(corrections), encoding="utf-8")
    document = contract.load(source)
    say(f"{document.vendor}: lint")
    lint.check(document)
    return document


def sources(folder: Path) -> list[Path]:
    """The files that a vendor's contract is written in."""
    if (folder / "overlays").exists():
        return [folder / "upstream.yaml", *sorted((folder / "overlays").glob("*.yaml"))]
    return [folder / "openapi.yaml"]


def contracts(folders: list[Path], target: Path) -> list[Path]:
    """The contracts as they will stand in `specs/`, derived or not."""
    derived = [(target / "specs" / folder.name / "openapi.yaml", folder / "openapi.yaml") for folder in folders]
    return [new if new.exists() else old for new, old in derived]


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Exit status 0 when everything in the checkout is what the contracts make, 1 when not, or a contract is wrong."""
    specs, generated = root / "specs", root / "generated"
    folders = sorted({path.parent for pattern in ("openapi.yaml", "overlays") for path in specs.glob(f"*/{pattern}")})
    vendors = [folder.name for folder in folders]
    parser = argparse.ArgumentParser(prog="scripts/regenerate", description=__doc__.partition("\n\n")[0])
    parser.add_argument("vendor", nargs="*", help=f"make these alone; by default all: {', '.join(vendors)}")
    parser.add_argument("--check", action="store_true", help="write nothing; fail with a diff if anything differs")
    options = parser.parse_args(arguments)
    wanted = set(options.vendor or vendors)
    if unknown := wanted - set(vendors):
        parser.error(f"no contract in specs/ for {', '.join(sorted(unknown))}; there are {', '.join(vendors)}")
    with workspace(root) as new:
        (new / "specs").mkdir()
        try:
            # A check believes no manifest.
            make(root, new, folders, anew=wanted if options.check else set(), wanted=wanted)
        except contract.ContractError as error:
            print(error, file=sys.stderr)
            return 1
        difference = tree.difference(specs, new / "specs", strays=False) + tree.difference(generated, new / "generated")
        if difference and not options.check:
            say("exchange")
            exchange(root, ["generated", *(f"specs/{name}" for name in tree.differing(specs, new / "specs"))])
            return 0
    if difference:
        print(difference)
        print("The files above are not what specs/ makes: run scripts/regenerate", file=sys.stderr)
        return 1
    say("nothing changed")
    return 0


def say(step: str) -> None:
    """A line of progress."""
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
