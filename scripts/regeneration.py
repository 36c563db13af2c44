"""Makes `generated/` from the contracts in `specs/`; with `--check`, compares instead and shows the difference."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from codegen import client, contract, lint, strict_models, tree

ROOT = Path(__file__).resolve().parent.parent
GENERATED = ROOT / "generated"


def generate(target: Path) -> None:
    """Write everything that belongs into `generated/` into an empty folder."""
    clients = target / "visionapis_generated"
    contracts = target / "visionapis_contracts"
    clients.mkdir()
    contracts.mkdir()
    client.render_runtime(clients)
    strict_models.render_package(contracts)
    sources = sorted(ROOT.glob("specs/*/openapi.yaml"))
    for source in sources:
        document = contract.load(source)
        say(f"{document.vendor}: lint")
        lint.check(document)
        say(f"{document.vendor}: client")
        client.generate(document, clients / document.vendor)
        say(f"{document.vendor}: strict models and bundled contract")
        strict_models.generate(document, contracts / document.vendor)
    say("format, stamp, import")
    tree.finish(target)


def main() -> int:
    """Exit status 0 when `generated/` is what the contracts make, 1 when it differs or a contract is wrong."""
    parser = argparse.ArgumentParser(prog="scripts/regenerate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail with a diff if generated/ differs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".regenerate-") as name:
        fresh = Path(name) / "generated"
        fresh.mkdir()
        try:
            generate(fresh)
        except contract.ContractError as error:
            print(error, file=sys.stderr)
            return 1
        if not options.check:
            tree.replace(GENERATED, fresh)
            return 0
        difference = tree.difference(GENERATED, fresh)
    if difference:
        print(difference)
        print("generated/ is not what specs/ makes: run scripts/regenerate", file=sys.stderr)
        return 1
    return 0


def say(step: str) -> None:
    """A line of progress."""
    print(step, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
