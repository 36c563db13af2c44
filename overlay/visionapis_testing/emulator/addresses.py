"""The addresses at which the emulators of this process serve."""

from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from typing import TypeAlias
from urllib.parse import urlsplit

Address: TypeAlias = tuple[str, int]
"""A host, in lower case and without a dot at its end, and a port."""

_LOOPBACK = "localhost"
_PORTS = {"http": 80, "https": 443}

_served: dict[Address, str] = {}


def address_of(url: str) -> Address:
    """Return the address of a valid URL; all names of this machine's own address are one."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").lower()
    is_loopback = host in {_LOOPBACK, "::1", "::", "0.0.0.0"} or host.startswith("127.")  # noqa: S104  (is compared)
    return _LOOPBACK if is_loopback else host, parts.port or _PORTS.get(parts.scheme, 0)


def vendor_at(address: Address) -> str | None:
    """Return the vendor of the emulator that serves at an address; None if there is none."""
    return _served.get(address)


@contextmanager
def announced(server: AbstractContextManager[str], vendor: str) -> Generator[str]:
    """Serve, yield the base URL, and let `vendor_at` know the emulator meanwhile."""
    with server as url:
        address = address_of(url)
        _served[address] = vendor
        try:
            yield url
        finally:
            _served.pop(address, None)
