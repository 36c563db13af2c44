"""How the code hangs together: who imports whom, how much is written by hand, what is public."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
import tokenize
from pathlib import Path

import pytest

import visionapis
from visionapis.roboflow import Preprocessing
from visionapis_generated.roboflow.resources.classification import Classification

ROOT = Path(__file__).resolve().parents[2]
OVERLAY = ROOT / "overlay" / "visionapis"

# Lines of code without blank lines, comments and docstrings. Raising one is a commit of its own, with the reason.
# 3,240 and not 2,000: pictures that are read while they are sent are 500 lines, the sender with its retries, limits and
# transports 1,040, the four vendors 800, and synchronous and asynchronous twins stand side by side in half of it.
BUDGET = 3240
# 240 and not 200: each constructor takes the key out of its frame before anything can fail, and each call says whether
# it draws, twice, because the synchronous and the asynchronous client stand side by side.
VENDOR_BUDGET = 240
VENDORS = {path.parent.name for path in OVERLAY.glob("*/__init__.py")}
CLIENTS: list[tuple[type, type]] = [
    (getattr(visionapis, name), getattr(visionapis, f"Async{name}"))
    for name, module in visionapis._MODULES.items()
    if module in VENDORS and not name.startswith("Async")
]

PACKAGES = {
    "visionapis_generated": ROOT / "generated" / "visionapis_generated",
    "visionapis_contracts": ROOT / "generated" / "visionapis_contracts",
    "visionapis": OVERLAY,
    "visionapis_testing": ROOT / "overlay" / "visionapis_testing",
}

# Imports run one way.
ALLOWED = {
    "visionapis_generated": {"visionapis_generated", "httpx", "attrs"},
    "visionapis_contracts": {"visionapis_contracts", "pydantic"},
    "visionapis": {"visionapis", "visionapis_generated", "httpx", "httpcore", "aiohttp", "yarl"},
}


def imported(path: Path) -> set[str]:
    """The top-level names of the absolute imports of a module, wherever they stand."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("package", ALLOWED)
def test_imports_run_one_way(package: str) -> None:
    """visionapis_testing -> visionapis -> visionapis_generated -> httpx, attrs; nothing else."""
    modules = list(PACKAGES[package].rglob("*.py"))
    found = set().union(*(imported(path) for path in modules))

    assert len(modules) > 1
    assert found - set(sys.stdlib_module_names) <= ALLOWED[package]


def test_generated_code_imports_no_vendor_but_its_own() -> None:
    """One vendor's client can be deleted or loaded without the others."""
    for path in PACKAGES["visionapis_generated"].rglob("*.py"):
        depth = len(path.relative_to(PACKAGES["visionapis_generated"]).parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == depth:
                assert node.module == "operation", path


@pytest.mark.parametrize("client", [synchronous for synchronous, _ in CLIENTS])
def test_client_loads_nothing_of_the_extras(client: type) -> None:
    """Importing the client loads neither an extra nor a model; making one loads neither."""
    name = client.__name__
    code = f"import sys; from visionapis import {name}; {name}('key').close(); print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())

    vendor = f"visionapis_generated.{name.lower()}"
    assert f"{vendor}.facade" in loaded
    assert not {module for module in loaded if module.startswith(f"{vendor}.models.")}
    # httpx itself loads click and rich where it finds them.
    assert not loaded & {
        "PIL",
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
def test_import_loads_no_more_than_httpx_does(client: type) -> None:
    """What takes long and is not needed yet is loaded by the first client, call or answer that needs it."""
    # httpx itself loads more where it finds click, for its command line.
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
    """Lines that hold code: no blank lines, comments and docstrings."""
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


def test_handwritten_layer_is_within_its_budget(capsys: pytest.CaptureFixture[str]) -> None:
    """The client layer stays thin: what a contract can say, the contract says."""
    sizes = {path.relative_to(OVERLAY): lines_of_code(path) for path in OVERLAY.rglob("*.py")}
    vendors = {name: sum(size for path, size in sizes.items() if path.parts[0] == name) for name in VENDORS}
    with capsys.disabled():
        print(f"\nhandwritten client layer: {sum(sizes.values())} of {BUDGET} lines, {vendors}")

    assert 0 < sum(sizes.values()) <= BUDGET
    assert all(0 < size <= VENDOR_BUDGET for size in vendors.values()), vendors


def test_public_names_are_declared() -> None:
    """`__all__` lists exactly what the package offers, sorted; submodules are reached by their own names."""
    tree = ast.parse((OVERLAY / "__init__.py").read_text(encoding="utf-8"))
    typed = {
        alias.name: node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    own = {"annotations", "TYPE_CHECKING", "import_module", "__version__"}

    assert {name: module for name, module in typed.items() if name not in own} == visionapis._MODULES
    assert sorted([*visionapis._MODULES, "__version__"]) == visionapis.__all__
    assert all(getattr(visionapis, name) for name in visionapis.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Robotflow'"):
        visionapis.Robotflow  # noqa: B018  (what is not there is the point)


def test_every_module_says_what_it_is() -> None:
    """Each handwritten module and each public function in it has a docstring."""
    missing = [
        f"{path.relative_to(ROOT)}:{getattr(node, 'name', '')}"
        for folder in (ROOT / "overlay", ROOT / "scripts")
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and not getattr(node, "name", "").startswith("_")
        and not ast.get_docstring(node)
        and not _is_nested(path, node)
    ]

    assert missing == []


def _is_nested(path: Path, node: ast.AST) -> bool:
    """Whether a function stands inside another one, where its name says enough."""
    for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = [each for each in ast.walk(outer) if each is not outer]
            if any(getattr(each, "lineno", 0) == getattr(node, "lineno", -1) for each in inner):
                return True
    return False


def test_errors_are_drawn_as_they_are() -> None:
    """The tree at the top of the errors module names every class, under its real base."""
    errors = importlib.import_module("visionapis.errors")
    classes = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]
    drawn = [line.strip("│├└─ ").split(" ")[0] for line in (errors.__doc__ or "").splitlines() if "Error" in line]

    assert sorted(drawn) == sorted(kind.__name__ for kind in classes)
    assert {kind.__name__ for kind in classes} <= set(visionapis.__all__)


def test_options_are_those_of_the_contract() -> None:
    """What `infer` and `render` take by name is what the contract's calls take, no less and no more."""
    taken = set(inspect.signature(Classification.infer_base64).parameters)
    own = {"self", "dataset_id", "version_id", "base64_text", "confidence", "format_"}

    assert set(Preprocessing.__annotations__) == taken - own
