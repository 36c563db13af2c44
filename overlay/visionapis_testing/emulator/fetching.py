"""Images fetched from the URLs of requests: from public addresses only, unless private ones are allowed."""

import asyncio
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from visionapis._transport.tls import default_ssl_context  # shared: a new one takes 20 ms

from .images import UnreachableImageError

_TIMEOUT = 10.0
_MAX_BYTES = 2**26
_PORTS = {"http": 80, "https": 443}

IPAddress = IPv4Address | IPv6Address

# Translated to IPv4 by a gateway (RFC 6052, RFC 3056, RFC 4380): the address in it may be any.
_TRANSLATED = [ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


def is_public(address: IPAddress) -> bool:
    """Return whether an address is routed on the internet, and not one of this machine or a private network."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _TRANSLATED):
            return False
    return address.is_global and not address.is_multicast


async def fetch(url: str, allowed: Callable[[IPAddress], bool] | None = is_public) -> bytes:
    """Return the bytes at a URL, after redirects; only addresses that are ``allowed`` are connected to.

    With None every address is, and proxies of the environment are used. Raises UnreachableImageError.
    """
    context = default_ssl_context()
    transport = _CheckedTransport(allowed, verify=context) if allowed else None
    client = httpx.AsyncClient(
        transport=transport, verify=context, trust_env=transport is None, timeout=_TIMEOUT, follow_redirects=True
    )
    try:
        async with asyncio.timeout(_TIMEOUT), client, client.stream("GET", url) as response:
            response.raise_for_status()
            content = bytearray()
            async for chunk in response.aiter_bytes():
                content += chunk
                if len(content) > _MAX_BYTES:
                    raise UnreachableImageError(f"the image at the URL has more than {_MAX_BYTES:,} bytes")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, TimeoutError) as error:  # ValueError: a redirect to http://[
        raise UnreachableImageError(f"the URL cannot be fetched: {type(error).__name__}") from None
    return bytes(content)


class _CheckedTransport(httpx.AsyncHTTPTransport):
    """Connects to the address that was checked: the name of the host could be resolved to another one a moment later.

    A client sends the request of each redirect through it, too.
    """

    def __init__(self, allowed: Callable[[IPAddress], bool], *, verify: object) -> None:
        super().__init__(verify=verify)  # type: ignore[arg-type]  # an SSL context
        self._allowed = allowed

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises UnreachableImageError if the host has an address that is not allowed."""
        host = request.url.raw_host.decode("ascii")
        addresses = await _resolve(host, request.url.port or _PORTS.get(request.url.scheme, 0))
        if not all(map(self._allowed, addresses)):
            raise UnreachableImageError("the URL leads to a private address, and fetch_private is off")
        checked = httpx.Request(
            request.method,
            request.url.copy_with(host=str(addresses[0])),
            headers=request.headers,  # with the name of the host
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return await super().handle_async_request(checked)


async def _resolve(host: str, port: int) -> list[IPAddress]:
    """Return the addresses of a host, those of IPv4 first. Raises httpx.ConnectError."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpx.ConnectError(str(error)) from None
    return sorted((ip_address(each[4][0]) for each in found), key=lambda address: address.version)
