"""Annotations of the public API can be evaluated, as FastAPI, Sphinx, pydantic and beartype do."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
import typing
from types import FunctionType
from typing import TYPE_CHECKING, Any

import pytest

import visionapis
from tests.helpers.vendors import VENDORS
from visionapis._http.retry import RetryPolicy
from visionapis.options import DEFAULT_TIMEOUT, AsyncClientOptions, ClientOptions, RequestOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = (
    "visionapis",
    "visionapis.errors",
    "visionapis.options",
    "visionapis.types",
    *(each.client_module for each in VENDORS.values()),
)


def public_objects() -> Iterator[tuple[str, Any]]:
    """Yield every public class and function of the package, and the methods and properties of the classes."""
    for module_name in MODULES:
        module = importlib.import_module(module_name)
        for name in getattr(module, "__all__", [each for each in vars(module) if not each.startswith("_")]):
            found = getattr(module, name)
            if not getattr(found, "__module__", "").startswith(("visionapis.", "visionapis_generated.")):
                continue
            if isinstance(found, FunctionType):
                yield f"{module_name}.{name}", found
            elif isinstance(found, type):
                yield f"{module_name}.{name}", found
                yield from (
                    (f"{module_name}.{name}.{method}", function) for method, function in public_functions(found)
                )


def public_functions(kind: type) -> Iterator[tuple[str, FunctionType]]:
    """Yield the constructor, methods and properties that a class has from this package."""
    for name, member in inspect.getmembers(kind):
        function = getattr(member, "fget", member)
        function = getattr(function, "__func__", function)
        public = isinstance(function, FunctionType) and (not name.startswith("_") or name == "__init__")
        if public and function.__module__.startswith("visionapis.") and function.__qualname__ != "__init__":
            yield name, function


PUBLIC = dict(public_objects())


def test_public_api_is_found() -> None:
    """The objects below include clients with their methods, options, results and errors."""
    expected = {
        "visionapis.Roboflow.__init__",
        "visionapis.Ximilar.classify",
        "visionapis.AsyncNanonets.wait_until_trained",
        "visionapis.ClientOptions",
        "visionapis.Attempt",
        "visionapis.Attempt.attributes",
        "visionapis.RawResponse",
        "visionapis.VisionAPIError.as_curl",
        "visionapis.types.make_classification",
    }

    assert expected <= PUBLIC.keys()
    assert len(PUBLIC) > 200


@pytest.mark.parametrize("name", PUBLIC)
def test_hints_can_be_evaluated(name: str) -> None:
    """`typing.get_type_hints` returns a type for each annotation."""
    found = PUBLIC[name]

    assert typing.get_type_hints(found).keys() >= (
        found.__annotations__.keys() if isinstance(found, FunctionType) else set()
    )


@pytest.mark.parametrize("alias", ["ApiKey", "AttemptHook", "Effect", "ImageInput", "OnError"])
def test_aliases_are_types(alias: str) -> None:
    """An alias can be used in an annotation that is evaluated in another module."""
    function = FunctionType((lambda: None).__code__, {})
    function.__annotations__ = {"argument": getattr(visionapis.types, alias)}

    assert typing.get_type_hints(function) == {"argument": getattr(visionapis.types, alias)}


@pytest.mark.parametrize("options", [RequestOptions, ClientOptions, AsyncClientOptions])
def test_help_describes_each_option(options: Any) -> None:
    """`help(ClientOptions)` lists the options by name, each with its default."""
    described = {line.strip().partition(":")[0]: text for line, text in sections(inspect.getdoc(options) or "").items()}

    assert described.keys() == options.__annotations__.keys()
    assert all("Default: " in text for text in described.values())


def test_help_has_the_actual_defaults() -> None:
    """The defaults in the help are those of the code."""
    described = {line.partition(":")[0]: text for line, text in sections(inspect.getdoc(ClientOptions) or "").items()}
    policy = RetryPolicy()

    assert f"Default: {DEFAULT_TIMEOUT:g}." in described["timeout"]
    assert f"Default: {policy.max_retries}." in described["max_retries"]
    assert f"Default: {policy.max_retry_delay:g}." in described["max_retry_delay"]
    assert policy.retry_effects == frozenset()


def test_shared_options_have_the_same_help() -> None:
    """The help of synchronous and asynchronous options differs only in `transport`; calls also have `headers`."""
    texts = [sections(inspect.getdoc(options) or "") for options in (RequestOptions, ClientOptions, AsyncClientOptions)]
    calls, sync, asynchronous = texts

    assert {line for line, text in calls.items() if sync.get(line) != text} == {"headers: dict of str to str"}
    assert {line for line, text in sync.items() if asynchronous.get(line) != text} == {"transport: httpx.BaseTransport"}


def sections(text: str) -> dict[str, str]:
    """Return the indented text under each unindented line, after the first paragraph."""
    found: dict[str, str] = {}
    line = ""
    for each in text.partition("\n\n")[2].splitlines():
        if each.startswith(" "):
            found[line] = f"{found[line]} {each.strip()}".strip()
        else:
            line = each
            found[line] = ""
    return found


@pytest.mark.parametrize("name", sorted({"ApiKey", "ImageInput", "ItemFailure", "PollOptions"}))
def test_types_for_annotations_are_exported(name: str) -> None:
    """Types that users need for annotations are exported from `visionapis`."""
    assert name in visionapis.__all__
    assert getattr(visionapis, name)


def test_package_imports_nothing() -> None:
    """`import visionapis` loads neither httpx nor any module but its version and the names of its clients."""
    code = "import sys, visionapis; print(*(name for name in sys.modules if name.startswith(('visionapis', 'httpx'))))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    index = {"visionapis_generated", "visionapis_generated.clients"}
    assert set(result.stdout.split()) == {"visionapis", "visionapis.version", *index}
