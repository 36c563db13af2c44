"""Observation of all HTTP clients of a process."""

import warnings
from importlib import import_module
from typing import Any

from .httpx_clients import HTTPXClients
from .ledger import Ledger
from .nesting import Nesting
from .own_clients import OwnClients
from .patches import Patches
from .traffic import ContractTraffic


def observe_everything() -> ContractTraffic:
    """Observe all clients of httpx, requests, urllib3 and aiohttp, and those of this package, until `close`."""
    ledger, patches = Ledger(is_of_tests=True), Patches()
    try:
        _observe_all(ledger, patches, Nesting())
    except BaseException:
        patches.undo()
        raise
    return ContractTraffic(ledger, patches)


def _observe_all(ledger: Ledger, patches: Patches, nesting: Nesting) -> None:
    HTTPXClients(ledger, patches, nesting).add_all(patches)
    OwnClients(ledger, patches, nesting).add_all()
    if _imported("requests"):
        import requests

        from .requests_sessions import RequestsSessions

        RequestsSessions(ledger, patches, nesting).add(requests.Session)
    if (urllib3 := _imported("urllib3")) and not urllib3.__version__.startswith("1."):
        from .urllib3_connections import Urllib3Connections

        Urllib3Connections(ledger, patches, nesting).add_all()
    if _imported("aiohttp"):
        from .aiohttp_sessions import AiohttpSessions

        AiohttpSessions(ledger, patches, nesting).add_all()


def _imported(name: str) -> Any:
    """Return a module; None if it is not installed, or cannot be imported."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its dependencies, which are no concern of a test that does not use it
        try:
            return import_module(name)
        except Exception:  # noqa: BLE001  (another package may raise anything)
            return None
