"""Makes `generated/`, and what is derived in `specs/`, from the contracts; with `--check`, compares instead.

A contract with an `overlays` folder beside it is derived itself: from the vendor's structure in `upstream.yaml`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from codegen import client, contract, defects, documents, evidence, lint, overlays, strict_models, tree

ROOT = Path(__file__).resolve().parent.parent
SPECS = ROOT / "specs"
GENERATED = ROOT / "generated"


def derive(target: Path) -> list[contract.Contract]:
    """Write what is derived in `specs/` into an empty folder; all contracts, clean."""
    loaded = []
    folders = sorted(
        path for path in SPECS.iterdir() if (path / "openapi.yaml").exists() or (path / "overlays").exists()
    )
    for folder in folders:
        source = folder / "openapi.yaml"
        if (folder / "overlays").exists():
            say(f"{folder.name}: overlays")
            source = target / folder.name / "openapi.yaml"
            source.parent.mkdir()
            source.write_text(documents.dump(overlays.build(folder)), encoding="utf-8")
            corrections = folder / "overlays" / "1-corrections.yaml"
            if corrections.exists():
                (source.parent / "DEFECTS.md").write_text(defects.render(corrections), encoding="utf-8")
        document = contract.load(source)
        say(f"{document.vendor}: lint")
        lint.check(document)
        loaded.append(document)
    (target / "EVIDENCE.md").write_text(evidence.render(loaded), encoding="utf-8")
    return loaded


def generate(contracts: list[contract.Contract], target: Path) -> None:
    """Write everything that belongs into `generated/` into an empty folder."""
    clients = target / "visionapis_generated"
    models = target / "visionapis_contracts"
    clients.mkdir()
    models.mkdir()
    client.render_runtime(clients)
    strict_models.render_package(models)
    with ThreadPoolExecutor() as pool:  # the strict models are made by processes of their own
        waiting = [pool.submit(strict_models.generate, each, models / each.vendor) for each in contracts]
        for document in contracts:
            say(f"{document.vendor}: client")
            client.generate(document, clients / document.vendor)
        say("strict models and bundled contracts")
        for each in waiting:
            each.result()
    say("format, stamp, import")
    tree.finish(target)


def main() -> int:
    """Exit status 0 when everything is what the contracts make, 1 when it differs or a contract is wrong."""
    parser = argparse.ArgumentParser(prog="scripts/regenerate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail with a diff if anything differs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".regenerate-") as name:
        specs, generated = Path(name) / "specs", Path(name) / "generated"
        specs.mkdir()
        generated.mkdir()
        try:
            generate(derive(specs), generated)
        except contract.ContractError as error:
            print(error, file=sys.stderr)
            return 1
        if not options.check:
            tree.replace(GENERATED, generated)
            tree.update(SPECS, specs)
            return 0
        difference = tree.difference(SPECS, specs, strays=False) + tree.difference(GENERATED, generated)
    if difference:
        print(difference)
        print("The files above are not what specs/ makes: run scripts/regenerate", file=sys.stderr)
        return 1
    return 0


def say(step: str) -> None:
    """A line of progress."""
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
