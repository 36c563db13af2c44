"""Annotations of generated code can be evaluated, for example by Sphinx, pydantic and beartype."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest

import visionapis_generated
from tests.helpers.vendors import each_vendor

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = sorted(each.name for each in pkgutil.walk_packages(visionapis_generated.__path__, "visionapis_generated."))


def annotated(module: Any) -> Iterator[Any]:
    """Yield every class and function of a module, and every method and property of its classes.

    Methods that attrs adds are left out: their globals are not those of the module. Hints of the class have the fields.
    """
    for thing in list(vars(module).values()):
        if getattr(thing, "__module__", None) == module.__name__ and isinstance(thing, type):
            yield thing
            for member in vars(thing).values():
                found = member.func if isinstance(member, cached_property) else getattr(member, "__func__", member)
                found = found.fget if isinstance(found, property) else found
                if inspect.isfunction(found) and found.__globals__ is vars(module):
                    yield found
        elif inspect.isfunction(thing) and thing.__module__ == module.__name__:
            yield thing


@pytest.mark.parametrize("name", MODULES)
def test_type_hints_are_found(name: str) -> None:
    """`typing.get_type_hints` works on every class, function, method and property."""
    for thing in annotated(import_module(name)):
        get_type_hints(thing)


def test_type_hints_are_those_of_the_models() -> None:
    """Annotations lead to the classes that calls take and return."""
    resources = import_module("visionapis_generated.ximilar.resources")
    models = import_module("visionapis_generated.ximilar.models")

    assert get_type_hints(resources.Resources.tasks.func) == {"return": resources.Tasks}
    assert get_type_hints(resources.Tasks.create)["return"] is models.Task
    assert get_type_hints(resources.AsyncTasks.create)["type_"] == models.TaskType


@each_vendor
@pytest.mark.parametrize("package", ["models", "resources"])
def test_packages_list_what_they_load_on_demand(package: str, vendor: str) -> None:
    """`import *` and `dir()` have every public name, and importing the package loads none of its modules."""
    name = f"visionapis_generated.{vendor}.{package}"
    code = (
        f"import sys, {name} as package\n"
        f"print(*(each for each in sys.modules if each.startswith('{name}.')))\n"
        "print(set(package.__all__) - set(dir(package)))\n"
        f"from {name} import *\n"
        "print(set(package.__all__) - set(globals()))\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert result.stdout.splitlines() == ["", "set()", "set()"]
