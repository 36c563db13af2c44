"""Observation of all HTTP clients of a process."""

from importlib.util import find_spec

from .httpx_clients import HTTPXClients
from .ledger import Ledger
from .nesting import Nesting
from .own_clients import OwnClients
from .patches import Patches
from .traffic import ContractTraffic


def observe_everything() -> ContractTraffic:
    """Observe all clients of httpx, requests, urllib3 and aiohttp, and those of this package, until `close`."""
    ledger, patches, nesting = Ledger(), Patches(), Nesting()
    HTTPXClients(ledger, patches, nesting).add_all(patches)
    OwnClients(ledger, patches, nesting).add_all()
    if find_spec("requests"):
        import requests

        from .requests_sessions import RequestsSessions

        RequestsSessions(ledger, patches, nesting).add(requests.Session)
    if find_spec("urllib3"):
        from .urllib3_connections import Urllib3Connections

        Urllib3Connections(ledger, patches, nesting).add_all()
    if find_spec("aiohttp"):
        from .aiohttp_sessions import AiohttpSessions

        AiohttpSessions(ledger, patches, nesting).add_all()
    return ContractTraffic(ledger, patches)
