"""What the name of a host says about it."""

from __future__ import annotations

import ipaddress


def is_private(host: str) -> bool:
    """Whether the host is this machine or in a network of one's own: by address, or by a name unlike public ones."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa"))
    return address.is_private or address.is_loopback or address.is_link_local
