"""Observation of single clients and transports."""

from typing import TYPE_CHECKING, Any, overload

import httpx

from visionapis._http.client import AsyncClient, Client
from visionapis.errors import ConfigurationError

from .httpx_clients import HTTPXClients
from .ledger import Ledger
from .nesting import Nesting
from .own_clients import OwnClients
from .patches import Patches
from .traffic import ContractTraffic
from .transports import AsyncObservedTransport, ObservedTransport, observed

if TYPE_CHECKING:
    import requests


@overload
def observe(
    client: "httpx.Client | httpx.AsyncClient | requests.Session | Client | AsyncClient",
) -> ContractTraffic: ...


@overload
def observe(client: httpx.BaseTransport) -> ObservedTransport: ...


@overload
def observe(client: httpx.AsyncBaseTransport) -> AsyncObservedTransport: ...


def observe(client: Any) -> ContractTraffic | ObservedTransport | AsyncObservedTransport:
    """Compare the requests of a client, and the responses to them, with the contracts of the vendors that they concern.

    Return the traffic of a client of httpx, a session of requests, or a client of this package, until its `close`. For
    a transport of httpx, return another transport to use in its place, whose `traffic` it is. What the client gets is
    the same as before; of a message with more than 4 MiB the body is not compared. Raises ConfigurationError for
    anything else.

    >>> import httpx
    >>> from visionapis_testing import RoboflowEmulator, observe
    >>> with httpx.Client(transport=RoboflowEmulator().transport()) as client:
    ...     traffic = observe(client)
    ...     client.get("https://serverless.roboflow.com/colours/1", params={"api_key": "test-key"}).status_code
    404
    >>> traffic.verify()
    """
    ledger, patches, nesting = Ledger(), Patches(), Nesting()
    traffic = ContractTraffic(ledger, patches)
    if isinstance(client, (httpx.BaseTransport, httpx.AsyncBaseTransport)):
        return observed(client, ledger, traffic)
    if isinstance(client, (httpx.Client, httpx.AsyncClient)):
        HTTPXClients(ledger, patches, nesting).add(client)
    elif isinstance(client, (Client, AsyncClient)):
        OwnClients(ledger, patches, nesting).add(client)
    elif any(each.__module__ == "requests.sessions" for each in type(client).__mro__):
        from .requests_sessions import RequestsSessions  # only now: its library is optional

        RequestsSessions(ledger, patches, nesting).add(client)
    else:
        raise ConfigurationError(
            f"cannot observe {type(client).__module__}.{type(client).__qualname__}",
            hint="pass a client or transport of httpx, or a session of requests; the fixture contract_traffic also "
            "observes urllib3 and aiohttp",
        )
    return traffic
