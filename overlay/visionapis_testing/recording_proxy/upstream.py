"""The server behind the proxy: where requests are sent, and what they are in its contract."""

from dataclasses import dataclass, field

import httpx

from visionapis._http.auth import SIGNER
from visionapis._http.network_errors import Route
from visionapis._http.request_parts import RequestParts
from visionapis._transport.hosts import parse_address
from visionapis._vendors import find_vendor
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.tokens import token_paths


@dataclass(frozen=True, slots=True)
class _ExactTarget:
    """Puts a target into a request when it is sent, as clients put their keys.

    httpx encodes the paths of URLs anew, and its extension for targets also changes those of requests to proxies.
    """

    target: bytes = field(repr=False)

    def sign(self, _origin: object, parts: RequestParts) -> None:
        """Replace the target of a request that is about to be sent."""
        parts.target = self.target


class Upstream:
    """One server of a vendor's API, which all requests are sent to."""

    def __init__(self, vendor: str, base_url: httpx.URL, proxy: str | None = None) -> None:
        """Describe a server; `proxy` is the origin of the proxy between here and there."""
        self.vendor = vendor
        self.contract = load(vendor)
        self.base_path = base_url.raw_path.rstrip(b"/").decode()
        self.host = base_url.netloc
        """The value of the header Host."""
        self._base_url = base_url
        self._token_paths = frozenset(token_paths(self.contract.document))
        self.route = Route(str(base_url.copy_with(raw_path=b"/")).rstrip("/"), proxy)

    @property
    def is_vendors(self) -> bool:
        """Whether the server is one of the vendor's own."""
        return find_vendor(self.vendor).owns(self._base_url.host)

    def request(
        self, method: str, target: bytes, headers: list[tuple[bytes, bytes]], stream: httpx.AsyncByteStream
    ) -> httpx.Request:
        """Return a request to the server with the target as it was received, below the path of the base URL."""
        headers = [(b"Host", self.host), *headers]
        extensions = {SIGNER: _ExactTarget(self.sent_target(target))}
        return httpx.Request(method, self._base_url, headers=headers, stream=stream, extensions=extensions)

    def sent_target(self, target: bytes) -> bytes:
        """Return a target on the server; one that has the path of the base URL already, or is `*`, stays as it is."""
        is_whole = target == b"*" or _is_below(target.decode(), self.base_path) or self.is_token_request(target)
        return target if is_whole else self.base_path.encode() + target

    def is_token_request(self, target: bytes) -> bool:
        """Return whether a target is that of requests for access tokens, which no contract describes as operations."""
        return target.decode().partition("?")[0] in self._token_paths

    def contract_url(self, target: bytes) -> httpx.URL:
        """Return the URL of a request as the contract has it, without the path of a base URL that is not the vendor's.

        Raises httpx.InvalidURL.
        """
        path, prefixes = self.sent_target(target).decode(), self.contract.prefixes
        if self.base_path not in prefixes:
            path = path.removeprefix(self.base_path)
        if not any(_is_below(path, prefix) for prefix in prefixes):
            path = prefixes[0] + path
        return httpx.URL(find_vendor(self.vendor).base_url).copy_with(raw_path=path.encode())

    def serves(self, authority: str, own_port: int) -> bool:
        """Return whether a request for a host and port is one for this server, or for the proxy itself."""
        try:
            url = httpx.URL(f"http://{authority}/")
        except httpx.InvalidURL:
            return False
        is_own = (url.port or 80) == own_port and is_loopback(url.host)
        return is_own or authority.lower().encode() == self.host

    def is_at(self, host: str, port: int) -> bool:
        """Return whether the server is what listens at a host and port of this machine."""
        own_port = self._base_url.port or {"http": 80, "https": 443}[self._base_url.scheme]
        reaches = is_loopback(host) or _is_any(host)
        is_here = is_loopback(self._base_url.host) or _is_any(self._base_url.host)
        return own_port == port and (self._base_url.host == host or (reaches and is_here))


def is_loopback(host: str) -> bool:
    """Return whether a host is a name or an address that only this machine can reach."""
    address = parse_address(host)
    return host.rstrip(".").lower() == "localhost" if address is None else address.is_loopback


def _is_any(host: str) -> bool:
    address = parse_address(host)
    return address is not None and address.is_unspecified


def _is_below(target: str, base_path: str) -> bool:
    return target.partition("?")[0] == base_path or target.startswith(f"{base_path}/")
