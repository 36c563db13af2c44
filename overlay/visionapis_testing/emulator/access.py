"""Who may use the control API: programs on this machine, and those on networks that were allowed."""

import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network

from starlette.datastructures import Headers
from starlette.types import Scope

from visionapis._transport.hosts import parse_address

Network = IPv4Network | IPv6Network

_HOST = re.compile(r"(?:\[(?P<ipv6>[^]]*)]|(?P<name>[^:]*))(?::\d*)?")


def rejection(scope: Scope, networks: Sequence[Network]) -> str | None:
    """Return why a request may not use the control API; None if it may.

    ``networks`` are those of other machines that may. Web pages may not, wherever they come from: a browser on this
    machine would let every site in. It sends ``Origin`` or ``Sec-Fetch-Site`` with a page's request, except with a GET
    to a host name that the site itself has pointed at this machine (DNS rebinding), so that such names are rejected.
    """
    peer = parse_address((scope.get("client") or ("", 0))[0])
    if peer is None or not (peer.is_loopback or any(peer in network for network in networks)):
        return "the control API serves only programs on this machine and on networks given with --control-from"
    headers = Headers(scope=scope)
    if "origin" in headers or headers.get("sec-fetch-site", "none") != "none":
        return "the control API does not serve web pages"
    if peer.is_loopback and not _is_local(headers.get("host", "localhost")):
        return "the control API is reached by an IP address or as localhost, not by another host name"
    return None


def _is_local(host: str) -> bool:
    """Return whether a Host header has an IP address or ``localhost``, which no site can point elsewhere."""
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    if match["ipv6"] is not None:
        return parse_address(match["ipv6"]) is not None
    name = match["name"].lower()
    return name == "localhost" or name.endswith(".localhost") or parse_address(name) is not None
