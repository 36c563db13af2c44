"""Contracts with planted faults."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate import lint
from scripts.tools.regenerate.contract import Contract, ContractError, load

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
ROBOFLOW = ROOT / "specs" / "roboflow" / "openapi.yaml"

Json = dict[str, Any]


def post(document: Json) -> Json:
    """The operation that most faults are planted in."""
    operation: Json = document["paths"]["/{dataset_id}/{version_id}"]["post"]
    return operation


def schema(document: Json, name: str) -> Json:
    """A component."""
    component: Json = document["components"]["schemas"][name]
    return component


def put(node: Json, key: str, value: object) -> None:
    """Plant a value."""
    node[key] = value


def findings(plant: Callable[[Json], object]) -> list[str]:
    """What the lint says of Roboflow's contract with a fault in it, a line each."""
    document = _roboflow().copy()
    plant(document)
    try:
        lint.check(Contract("roboflow", "specs/roboflow/openapi.yaml", document))
    except ContractError as error:
        return str(error).splitlines()
    return []


@cache
def _roboflow() -> Contract:
    return load(ROBOFLOW)
