"""Distinguish private hosts from public ones."""

from __future__ import annotations

import ipaddress


def is_private(host: str) -> bool:
    """Return whether a host is this machine or in a private network, by its address or the form of its name."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa"))
    return address.is_private or address.is_loopback or address.is_link_local
