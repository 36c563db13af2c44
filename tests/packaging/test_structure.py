"""The structure of the code: imports between packages, the size of vendor packages, public names, docstrings."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

import visionapis
from tests.helpers.vendors import key_of
from visionapis._vendors import vendors
from visionapis.roboflow import InferOptions
from visionapis_generated import clients
from visionapis_generated.roboflow.resources.classification import Classification

ROOT = Path(__file__).resolve().parents[2]
OVERLAY = ROOT / "overlay" / "visionapis"

# Lines of code of a vendor package, without blank lines, comments and docstrings: what a contract can say, the contract
# says. Raising it is a commit of its own, with the reason.
MAX_VENDOR_LINES = 360
VENDORS = {path.parent.name for path in OVERLAY.glob("[!_]*/__init__.py")}
CLIENTS: list[tuple[type, type]] = [
    (getattr(visionapis, vendor.client), getattr(visionapis, f"Async{vendor.client}")) for vendor in vendors().values()
]

PACKAGES = {
    "visionapis_generated": ROOT / "generated" / "visionapis_generated",
    "visionapis_contracts": ROOT / "generated" / "visionapis_contracts",
    "visionapis": OVERLAY,
    "visionapis_testing": ROOT / "overlay" / "visionapis_testing",
    "visionapis_bulk": ROOT / "overlay" / "visionapis_bulk",
    "visionapis_cli": ROOT / "overlay" / "visionapis_cli",
}

# The client of a vendor without a handwritten one joins generated resources to handwritten base classes.
CLIENT_MODULES = set(PACKAGES["visionapis_generated"].glob("*/client.py"))
# For type checkers: what they import is not imported when a program runs.
INDEXES = {PACKAGES["visionapis_generated"] / name for name in ("clients.py", "emulators.py")} | CLIENT_MODULES

JSON_TYPES = r"from visionapis_contracts\.\w+ import responses\b"

# The packages that a package may import, besides the standard library.
ALLOWED = {
    "visionapis_generated": {"visionapis_generated", "httpx", "attrs"},
    "visionapis_contracts": {"visionapis_contracts", "pydantic"},
    "visionapis": {
        *("visionapis", "visionapis_generated", "httpx", "httpcore", "aiohttp", "yarl", "PIL"),
        *("jinja2", "markupsafe"),  # for the pages of reports, which no client imports
    },
    "visionapis_bulk": {
        *("visionapis_bulk", "visionapis", "visionapis_generated"),
        *("PIL", "jinja2", "numpy", "scipy", "sklearn"),  # for reports and comparisons
    },
}


def imported(path: Path) -> set[str]:
    """Return the top-level names of all absolute imports in a module, without types of the JSON of responses.

    These are annotations alone, and have no place in a running program.
    """
    names: set[str] = set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        child
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for child in node.body
    }
    for node in ast.walk(tree):
        if node in for_types and re.match(JSON_TYPES, ast.unparse(node)):
            continue
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


# The packages of this project that a package may import.
LAYERS = {
    "visionapis_generated": {"visionapis_generated"},
    "visionapis_contracts": {"visionapis_contracts"},
    "visionapis": {"visionapis", "visionapis_generated"},
    "visionapis_testing": {"visionapis_testing", "visionapis_contracts", "visionapis", "visionapis_generated"},
    "visionapis_bulk": {"visionapis_bulk", "visionapis", "visionapis_generated"},
    "visionapis_cli": {
        "visionapis_cli",
        "visionapis_bulk",
        "visionapis_testing",
        "visionapis",
        "visionapis_generated",
    },
}


@pytest.mark.parametrize("package", LAYERS)
def test_imports_go_one_way(package: str) -> None:
    """visionapis_cli -> visionapis_bulk, visionapis_testing -> visionapis -> visionapis_generated, of one wheel."""
    modules = list(PACKAGES[package].rglob("*.py"))
    found = set().union(*(imported(path) for path in modules if path not in INDEXES))

    assert len(modules) > 1
    assert found & PACKAGES.keys() <= LAYERS[package]


@pytest.mark.parametrize("package", ALLOWED)
def test_dependencies_are_those_of_the_wheel(package: str) -> None:
    """Generated code needs httpx and attrs, the client layer httpx; aiohttp is an extra, Pillow the caller's own."""
    found = set().union(*(imported(path) for path in PACKAGES[package].rglob("*.py") if path not in INDEXES))

    assert found - set(sys.stdlib_module_names) <= ALLOWED[package]


def test_generated_clients_are_independent() -> None:
    """A generated client imports no module of another vendor."""
    for path in PACKAGES["visionapis_generated"].rglob("*.py"):
        depth = len(path.relative_to(PACKAGES["visionapis_generated"]).parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == depth:
                allowed = (
                    {"types", "vendors"} if path in CLIENT_MODULES else {"operation", "reading", "types", "vendor"}
                )
                assert node.module in allowed, path


@pytest.mark.parametrize("client", [synchronous for synchronous, _ in CLIENTS])
def test_client_loads_no_extra_and_no_model(client: type) -> None:
    """Importing and creating a client loads neither an extra nor a generated model."""
    name = client.__name__
    code = f"import sys; from visionapis import {name}; {name}({key_of(client)!r}).close(); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())

    vendor = f"visionapis_generated.{name.lower()}"
    assert f"{vendor}.resources" in loaded
    assert not {module for module in loaded if module.startswith(f"{vendor}.models.")}
    # httpx itself loads click and rich if they are installed.
    assert not loaded & {
        "PIL",
        "jinja2",
        "numpy",
        "pydantic",
        "starlette",
        "jsonschema_rs",
        "schemathesis",
        "pytest",
        "aiohttp",
        "anyio.to_thread",
    }
    assert not {name for name in loaded if name.split(".")[0] in {"visionapis_testing", "visionapis_contracts"}}


@pytest.mark.parametrize("client", [synchronous for synchronous, _ in CLIENTS])
def test_import_of_a_client_loads_little_more_than_httpx(client: type) -> None:
    """Slow imports wait for the first client, call or response that needs them."""
    # httpx loads more if it finds click, for its command line.
    code = f"""
import sys
sys.modules["click"] = None
import httpx
before = {{*sys.modules}}
from visionapis import {client.__name__}
print(*{{*sys.modules}} - before)
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in result.stdout.split()}

    assert "visionapis_generated" in loaded
    assert not loaded & {"aiohttp", "asyncio", "attr", "attrs", "httpcore", "numpy", "PIL"}


def lines_of_code(path: Path) -> int:
    """Count the lines of code, without blank lines, comments and docstrings."""
    docstrings: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            docstrings.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    lines: set[int] = set()
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            if token.type not in skipped and token.type != tokenize.ENCODING:
                lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - docstrings)


@pytest.mark.parametrize("vendor", sorted(VENDORS))
def test_vendor_package_is_small(vendor: str) -> None:
    """A vendor package has at most MAX_VENDOR_LINES lines of code, besides its lists of names and of options."""
    lists = {"command_line.py", "models.py", "resources.py"}
    paths = [path for path in (OVERLAY / vendor).rglob("*.py") if path.name not in lists]

    assert 0 < sum(map(lines_of_code, paths)) <= MAX_VENDOR_LINES


def test_public_names_are_declared() -> None:
    """`__all__` lists exactly the names that the package provides, sorted."""
    tree = ast.parse((OVERLAY / "__init__.py").read_text(encoding="utf-8"))
    typed = {
        alias.name: node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    own = {"annotations", "TYPE_CHECKING", "import_module", "__version__", "clients", "find_client", "*"}

    assert {name: module for name, module in typed.items() if name not in own} == visionapis._MODULES
    assert sorted([*visionapis._MODULES, "__version__", *clients.__all__]) == sorted(visionapis.__all__)
    assert all(getattr(visionapis, name) for name in visionapis.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Robotflow'"):
        visionapis.Robotflow  # noqa: B018  (the access raises)


def test_everything_public_has_a_docstring() -> None:
    """Each handwritten module, and each public class and function in it, has a docstring."""
    missing = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'name', '')}"
        for folder in (ROOT / "overlay", ROOT / "scripts")
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and not getattr(node, "name", "").startswith("_")
        and not ast.get_docstring(node)
        and not _is_overload(node)
        and not _is_nested(path, node)
    ]

    assert missing == []


def _is_overload(node: ast.AST) -> bool:
    """Return whether a function is one of several signatures of the one that follows them."""
    return any(ast.unparse(each) == "overload" for each in getattr(node, "decorator_list", ()))


def _is_nested(path: Path, node: ast.AST) -> bool:
    """Return whether a function is defined inside another one, where its name is enough."""
    for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = [each for each in ast.walk(outer) if each is not outer]
            if any(getattr(each, "lineno", 0) == getattr(node, "lineno", -1) for each in inner):
                return True
    return False


def test_tree_of_errors_is_complete() -> None:
    """The tree in the docstring of the errors module names every class, and all of them are exported."""
    errors = importlib.import_module("visionapis.errors")
    members = inspect.getmembers(errors, inspect.isclass)
    classes = [kind for _, kind in members if issubclass(kind, Exception) and not issubclass(kind, Warning)]
    tree = (errors.__doc__ or "").split("\n\n")[1].splitlines()
    depths = [(line.index(re.findall("[A-Z]", line)[0]), re.findall(r"\w+", line)[0]) for line in tree]
    bases = {
        name: next((above for depth_above, above in reversed(depths[:row]) if depth_above < depth), "Exception")
        for row, (depth, name) in enumerate(depths)
    }

    assert bases == {kind.__name__: kind.__base__.__name__ for kind in classes if kind.__base__}
    assert {kind.__name__ for kind in classes} <= set(visionapis.__all__)


def test_options_of_infer_are_those_of_the_contract() -> None:
    """The options of `infer` and `render` are exactly the parameters of the generated calls."""
    parameters = set(inspect.signature(Classification.infer_base64).parameters)
    own = {"self", "dataset_id", "version_id", "image_base64", "confidence", "format_"}

    assert set(InferOptions.__annotations__) == parameters - own
