# Generated from specs by scripts/regenerate. Do not edit.
"""Vendors of APIs: the facts about them that a client needs besides the operations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False, repr=False)
class Vendor:
    """A vendor of an API: its address, environment variables and limits, and where its code is."""

    name: str
    """The name of its packages, for example `roboflow`."""
    title: str
    """The title of its contract."""
    client: str
    """The name of its client; the async client's begins with `Async`, the emulator's ends in `Emulator`."""
    client_module: str
    """The module with its clients."""
    generated: str
    """The package with its models and resources."""
    contract: str
    """The package with its bundled contract and strict models."""
    testing: str | None
    """The package with its emulator and conformance suite; None if it has the generic ones."""
    base_url: str
    """The URL of the API unless `base_url=` or the environment names another."""
    url_variable: str
    """The environment variable for another URL."""
    key_variable: str
    """The environment variable for the key."""
    domains: tuple[str, ...]
    """The domains of the vendor's own hosts, which require a key."""
    image_formats: frozenset[str]
    """The formats of images that the server reads; empty if that is unknown."""
    rejected_formats: frozenset[str] | None = None
    """The formats that it is documented, or was seen, to reject; None if these are all others."""
    image_url_schemes: tuple[str, ...] = ()
    """The schemes of the URLs that the server fetches images from; empty if it fetches none."""
    max_image_bytes: int | None = None
    """The size of the largest image, if the vendor publishes one."""
    max_images: int = 1
    """The number of images that `classify_many` sends in one request."""

    def owns(self, host: str) -> bool:
        """Return whether a host is one of the vendor's own."""
        name = f".{host.rstrip('.').lower()}"
        return any(name.endswith(f".{domain}") for domain in self.domains)
