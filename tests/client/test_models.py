"""Models and resources of every vendor with a handwritten client, imported from `visionapis.<vendor>`."""

from __future__ import annotations

import inspect
import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

from tests.helpers.vendors import VENDORS, of_vendors

HANDWRITTEN = [name for name, each in VENDORS.items() if each.client_module == f"visionapis.{name}"]
each_handwritten = of_vendors("vendor", HANDWRITTEN)
"""The generated packages of other vendors are imported as they are."""


def defined_classes(package: str) -> dict[str, type]:
    """Return the classes that the modules of a generated package define, by name."""
    modules = [
        import_module(f"{package}.{each.name}") for each in pkgutil.iter_modules(import_module(package).__path__)
    ]
    return {
        name: value
        for module in modules
        for name, value in inspect.getmembers(module, inspect.isclass)
        if value.__module__ == module.__name__
    }


@each_handwritten
def test_every_generated_model_is_importable(vendor: str) -> None:
    """`visionapis.<vendor>.models` has every class of the generated package, and lists it in `__all__`."""
    models = import_module(f"visionapis.{vendor}.models")
    classes = defined_classes(f"visionapis_generated.{vendor}.models")

    assert len(classes) > 5
    assert {name: getattr(models, name) for name in classes} == classes
    assert classes.keys() <= set(models.__all__)


@each_handwritten
def test_all_names_of_models_exist(vendor: str) -> None:
    """Every name in `__all__` can be imported; among them are the types that calls share."""
    models = import_module(f"visionapis.{vendor}.models")
    types = import_module("visionapis_generated.types")

    assert None not in [getattr(models, name) for name in models.__all__]
    assert sorted(models.__all__) == dir(models)
    assert (models.File, models.UNSET, models.Unset) == (types.File, types.UNSET, types.Unset)


@each_handwritten
def test_every_resource_is_importable(vendor: str) -> None:
    """`visionapis.<vendor>.resources` has the classes of all resources, and no other names."""
    resources = import_module(f"visionapis.{vendor}.resources")
    classes = defined_classes(f"visionapis_generated.{vendor}.resources")

    assert len(classes) > 1
    assert {name: getattr(resources, name) for name in resources.__all__} == classes
    assert resources.__all__ == dir(resources)


@pytest.mark.parametrize("module", ["models", "resources"])
@each_handwritten
def test_unknown_name_is_an_attribute_error(vendor: str, module: str) -> None:
    """A name that a module does not have raises AttributeError, so that an import of it fails."""
    with pytest.raises(AttributeError, match=f"module 'visionapis.{vendor}.{module}' has no attribute 'Unknown'"):
        _ = import_module(f"visionapis.{vendor}.{module}").Unknown


@each_handwritten
def test_models_are_imported_on_first_use(vendor: str) -> None:
    """Importing a vendor's package loads no model and no resource; importing a model loads it."""
    generated = f"visionapis_generated.{vendor}"
    model = f"{generated}.models.{next(iter(defined_classes(f'{generated}.models')))}"
    program = f"""
import sys
import visionapis.{vendor}
import visionapis.{vendor}.models
import visionapis.{vendor}.resources
loaded = [name for name in sys.modules if name.startswith(("{generated}.models.", "{generated}.resources."))]
assert loaded == [], loaded
from visionapis.{vendor}.models import {model.rpartition(".")[2]} as model
assert model.__module__ in sys.modules
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
