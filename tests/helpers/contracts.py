"""Contracts with deliberate mistakes."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate import lint
from scripts.tools.regenerate.contract import Contract, load

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
ROBOFLOW = ROOT / "specs" / "roboflow" / "openapi.yaml"

Json = dict[str, Any]


def post(document: Json) -> Json:
    """Return the operation that most tests change."""
    operation: Json = document["paths"]["/{dataset_id}/{version_id}"]["post"]
    return operation


def schema(document: Json, name: str) -> Json:
    """Return a component schema."""
    component: Json = document["components"]["schemas"][name]
    return component


def put(node: Json, key: str, value: object) -> None:
    """Set a value."""
    node[key] = value


def findings(change: Callable[[Json], object]) -> list[str]:
    """Lint Roboflow's contract after a change and return the findings, one per line."""
    document = _roboflow().copy()
    change(document)
    return list(lint.findings(Contract("roboflow", "specs/roboflow/openapi.yaml", document)))


@cache
def _roboflow() -> Contract:
    return load(ROBOFLOW)
