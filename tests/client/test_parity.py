"""That the asynchronous clients and resources have the surface of the others, method by method."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

import visionapis
import visionapis_generated
from visionapis import AsyncOptions, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = {"close": "aclose", "__enter__": "__aenter__", "__exit__": "__aexit__"}


def modules() -> Iterator[dict[str, object]]:
    """What is in the package, and in every generated module with resources."""
    yield {name: getattr(visionapis, name) for name in visionapis.__all__}
    for vendor in pkgutil.iter_modules(visionapis_generated.__path__):
        if vendor.ispkg:
            resources = import_module(f"visionapis_generated.{vendor.name}.resources")
            for each in pkgutil.iter_modules(resources.__path__):
                yield vars(import_module(f"{resources.__name__}.{each.name}"))


def is_client(kind: object) -> bool:
    """Whether it is a vendor's client."""
    return inspect.isclass(kind) and hasattr(kind, "with_options")


TWINS: list[tuple[type, type]] = [
    (twin, kind)
    for module in modules()
    for name, kind in module.items()
    if name.startswith("Async") and inspect.isclass(kind) and kind is not AsyncOptions
    if inspect.isclass(twin := module[name.removeprefix("Async")])
]
CLIENTS = [pair for pair in TWINS if is_client(pair[0])]


def public(kind: type) -> dict[str, Callable[..., object]]:
    """The methods of a class, inherited ones too, and what a `with` statement calls."""
    return {
        name: member
        for name, member in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_") or name in {*NAMES, *NAMES.values()}
    }


def as_seen(annotation: str) -> str:
    """A type without what only tells that there is something to await."""
    return annotation.replace("Awaitable[T]", "T").replace(" | AsyncIterable[Picture]", "")


def shape(member: Callable[..., object]) -> tuple[list[tuple[str, str, object, str]], str]:
    """Parameters and result of a method, as a caller who awaits sees them."""
    signature = inspect.signature(member)
    parameters = [
        (each.name, each.kind.name, each.default, as_seen(str(each.annotation)))
        for each in signature.parameters.values()
    ]
    return parameters, str(signature.return_annotation).removeprefix("Async")


def test_every_client_has_a_twin() -> None:
    """Every class with a key is offered in both kinds."""
    clients = {kind for name in visionapis.__all__ if is_client(kind := getattr(visionapis, name))}

    assert len(clients) == 8
    assert clients == {kind for pair in CLIENTS for kind in pair}


@pytest.mark.parametrize(("synchronous", "asynchronous"), TWINS)
def test_both_surfaces_are_equal(synchronous: type, asynchronous: type) -> None:
    """The same attributes, and methods with the same arguments, results and defaults, which are awaited or iterated."""
    ours, theirs = public(synchronous), public(asynchronous)

    assert {NAMES.get(name, name) for name in ours} == set(theirs)
    for name, member in ours.items():
        twin = theirs[NAMES.get(name, name)]
        assert shape(twin) == shape(member), name
        waits = name != "with_options" and not shape(member)[1].startswith("Iterator[")
        assert inspect.iscoroutinefunction(twin) == waits, name
        assert name.startswith("_") or inspect.getdoc(twin), name
    ours_left, theirs_left = (
        {name for name in dir(kind) if not name.startswith("_")} - set(methods)
        for kind, methods in ((synchronous, ours), (asynchronous, theirs))
    )
    assert ours_left == theirs_left


@pytest.mark.parametrize(("synchronous", "asynchronous"), CLIENTS)
def test_clients_are_made_alike(synchronous: type, asynchronous: type) -> None:
    """Only the kind of the transport differs."""
    (ours, _), (theirs, _) = (shape(vars(kind)["__init__"]) for kind in (synchronous, asynchronous))

    assert len(ours) > 2
    assert ours == [(*each[:3], each[3].replace("AsyncOptions", "Options")) for each in theirs]


def test_options_differ_in_the_transport_alone() -> None:
    """What both kinds of client take besides."""
    ours, theirs = dict(Options.__annotations__), dict(AsyncOptions.__annotations__)

    assert ours.pop("transport") != theirs.pop("transport")
    assert ours == theirs
