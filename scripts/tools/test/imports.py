"""Imports every module of a generated client, and looks for the bodies of its operations; prints what is wrong.

    imports.py PACKAGE OPERATION=PARAMETERS ...

names the operations that have a body, each with the number of its other parameters.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def modules(name: str) -> Iterator[ModuleType]:
    """Import and yield every module of a package; those that fail are printed with their error."""
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(package.__path__, f"{name}.", onerror=lambda _: None):
        try:
            yield importlib.import_module(found.name)
        except Exception as error:  # noqa: BLE001  (a generated module can raise anything)
            print(f"{found.name.partition('.')[2]}: {type(error).__name__}: {error}")


def arguments(module: ModuleType, operation: str) -> list[str] | None:
    """The arguments of an operation, if the module has it.

    openapi-python-client makes a module of an operation, openapi-generator a method of a class for its tag.
    """
    if module.__name__.endswith(f".{operation}"):
        return list(inspect.signature(module._get_kwargs).parameters)
    for _, kind in inspect.getmembers(module, inspect.isclass):
        if kind.__module__ == module.__name__ and hasattr(kind, operation):
            names = inspect.signature(getattr(kind, operation)).parameters
            return [name for name in names if name != "self" and not name.startswith("_")]
    return None


def main() -> None:
    """Import, and look."""
    name, *pairs = sys.argv[1:]
    sought = {operation: int(number) for operation, _, number in (pair.partition("=") for pair in pairs)}
    missing = set(sought)
    for module in modules(name):
        for operation in sorted(missing):
            given = arguments(module, operation)
            if given is not None:
                missing.remove(operation)
                if len(given) <= sought[operation]:
                    print(f"{operation}: no argument for its body")
    for operation in sorted(missing):
        print(f"{operation}: the operation cannot be imported")


if __name__ == "__main__":
    main()
