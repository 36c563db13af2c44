"""Asynchronous clients and resources have the same methods as the synchronous ones."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

import visionapis
import visionapis_generated
from tests.helpers.vendors import VENDORS
from visionapis import AsyncClientOptions, ClientOptions
from visionapis_generated import operation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ASYNC_NAMES = {"close": "aclose", "__enter__": "__aenter__", "__exit__": "__aexit__"}


def modules() -> Iterator[dict[str, object]]:
    """Yield the names of the package and of every generated module with resources."""
    yield {name: getattr(visionapis, name) for name in visionapis.__all__}
    for vendor in pkgutil.iter_modules(visionapis_generated.__path__):
        if vendor.ispkg:
            resources = import_module(f"visionapis_generated.{vendor.name}.resources")
            for each in pkgutil.iter_modules(resources.__path__):
                yield vars(import_module(f"{resources.__name__}.{each.name}"))


def is_client(class_: object) -> bool:
    """Return whether a class is a vendor's client."""
    return inspect.isclass(class_) and hasattr(class_, "with_options")


PAIRS: list[tuple[type, type]] = [
    (sync_class, class_)
    for module in modules()
    for name, class_ in module.items()
    if name.startswith("Async") and inspect.isclass(class_) and class_ is not AsyncClientOptions
    if class_.__module__ != operation.__name__  # protocols, imported by every resource
    if inspect.isclass(sync_class := module[name.removeprefix("Async")])
]
CLIENTS = [pair for pair in PAIRS if is_client(pair[0])]


def public_methods(class_: type) -> dict[str, Callable[..., object]]:
    """Return the methods of a class, inherited and context manager methods included."""
    return {
        name: member
        for name, member in inspect.getmembers(class_, inspect.isfunction)
        if not name.startswith("_") or name in {*ASYNC_NAMES, *ASYNC_NAMES.values()}
    }


def normalize(annotation: str) -> str:
    """Return a type without the parts that only asynchronous signatures have."""
    return annotation.replace("Awaitable[T]", "T").replace(" | AsyncIterable[ImageInput]", "")


def signature_of(member: Callable[..., object]) -> tuple[list[tuple[str, str, object, str]], str]:
    """Return parameters and result of a method as its caller sees them."""
    signature = inspect.signature(member)
    parameters = [
        (each.name, each.kind.name, each.default, normalize(str(each.annotation)))
        for each in signature.parameters.values()
    ]
    return parameters, str(signature.return_annotation).removeprefix("Async")


def test_every_client_has_both_classes() -> None:
    """Every vendor has a synchronous and an asynchronous client."""
    clients = {class_ for name in visionapis.__all__ if is_client(class_ := getattr(visionapis, name))}

    assert clients == {class_ for pair in CLIENTS for class_ in pair}
    assert len(clients) == 2 * len(VENDORS)


@pytest.mark.parametrize(("synchronous", "asynchronous"), PAIRS)
def test_methods_are_the_same(synchronous: type, asynchronous: type) -> None:
    """Both classes have the same attributes, and methods with the same parameters, defaults and results."""
    sync, async_ = public_methods(synchronous), public_methods(asynchronous)

    assert {ASYNC_NAMES.get(name, name) for name in sync} == set(async_)
    for name, member in sync.items():
        async_method = async_[ASYNC_NAMES.get(name, name)]
        assert signature_of(async_method) == signature_of(member), name
        awaited = name != "with_options" and not signature_of(member)[1].startswith("Iterator[")
        assert inspect.iscoroutinefunction(async_method) == awaited, name
        assert name.startswith("_") or inspect.getdoc(async_method), name
    sync_attributes, async_attributes = (
        {name for name in dir(class_) if not name.startswith("_")} - set(methods)
        for class_, methods in ((synchronous, sync), (asynchronous, async_))
    )
    assert sync_attributes == async_attributes


@pytest.mark.parametrize(("synchronous", "asynchronous"), CLIENTS)
def test_constructors_are_the_same(synchronous: type, asynchronous: type) -> None:
    """Constructors differ only in the classes of key and options."""
    (sync, _), (async_, _) = (signature_of(vars(class_)["__init__"]) for class_ in (synchronous, asynchronous))

    assert len(sync) > 2
    assert sync == [
        (*each[:3], each[3].replace("AsyncClientOptions", "ClientOptions").replace("AsyncApiKey", "ApiKey"))
        for each in async_
    ]


def test_options_differ_only_in_transport() -> None:
    """ClientOptions and AsyncClientOptions differ only in `transport`."""
    sync, async_ = dict(ClientOptions.__annotations__), dict(AsyncClientOptions.__annotations__)

    assert sync.pop("transport") != async_.pop("transport")
    assert sync == async_
