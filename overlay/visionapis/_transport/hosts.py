"""Distinguish private hosts from public ones."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# Not `is_private` of ipaddress, which is true for every address that is not global, such as the reserved 240.0.0.1.
_PRIVATE = [
    ipaddress.ip_network(each)
    for each in (
        *("0.0.0.0/32", "::/128"),  # this machine, as the address to listen on
        *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        "100.64.0.0/10",  # shared between providers and their customers (RFC 6598), and by Tailscale
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
]


def is_private(host: str) -> bool:
    """Return whether a host is this machine or in a private network, by its address or the form of its name."""
    if address := parse_address(host):
        return any(address in network for network in _PRIVATE)
    name = host.rstrip(".").lower()
    if name[:1].isdigit() and "." not in name:  # an IPv4 address as one number, such as 134744072 or 0x8080808
        return False
    return ("." not in name and name != "") or name.endswith(
        (".localhost", ".local", ".internal", ".lan", ".home.arpa")
    )


def parse_address(host: str) -> IPAddress | None:
    """Return the IP address that a host is, or None for a name; an IPv4 address in IPv6 form is the IPv4 address."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None
    return (isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped) or address


def has_valid_port(url: str) -> bool:
    """Return whether the port of a URL, if it has one, is from 1 to 65535, in digits.

    httpx takes any text that Python's `int` reads, and sockets may take a larger number modulo 65536.
    """
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False
