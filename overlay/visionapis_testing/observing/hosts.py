"""The hosts of an API: those of its vendor, emulators of this process, and others that a test names."""

import re
from dataclasses import dataclass, replace
from functools import cache

import httpx

from visionapis._vendors import find_vendor, vendors
from visionapis.errors import ConfigurationError
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.parsing import ParsedRequest
from visionapis_testing.emulator.addresses import Address, address_of, vendor_at


@dataclass(frozen=True, slots=True)
class Mount:
    """A vendor's API at an address."""

    vendor: str
    base_path: str = ""
    """The path that stands for that of the contract's first server; empty if paths are those of the contract."""
    is_api: bool = True
    """Whether nothing but the API is there; a vendor can have hosts for other purposes."""

    def localized(self, request: ParsedRequest) -> ParsedRequest:
        """Return a request with the path that it has in the contract."""
        if not self.base_path or not f"{request.path}/".startswith(f"{self.base_path}/"):
            return request
        return replace(request, path=load(self.vendor).prefixes[0] + request.path.removeprefix(self.base_path))


class Hosts:
    """The hosts that are observed, and whose APIs they serve."""

    def __init__(self) -> None:
        self._mounts: dict[Address, Mount] = {}

    def add(self, url: str, vendor: str) -> None:
        """Add a host by its URL, which can have the path under which the API is served. Raises ConfigurationError."""
        try:
            find_vendor(vendor)
        except KeyError:
            known = ", ".join(sorted(vendors()))
            raise ConfigurationError(f"unknown vendor {vendor!r}", hint=f"name one of {known}") from None
        try:
            parsed = httpx.URL(url)
        except (httpx.InvalidURL, TypeError):
            parsed = httpx.URL()
        if parsed.scheme not in ("http", "https") or not parsed.host:
            raise ConfigurationError(
                "the URL of a host must be absolute", hint="pass its scheme and port too, as in http://localhost:9001"
            )
        path = parsed.path.rstrip("/")
        is_documented = path in load(vendor).prefixes
        self._mounts[address_of(str(parsed))] = Mount(vendor, "" if is_documented else path)

    def find(self, url: httpx.URL) -> Mount | None:
        """Return what is served at a URL; None if that is not known."""
        address = address_of(str(url))
        if address in self._mounts:
            return self._mounts[address]
        if emulated := vendor_at(address):
            return Mount(emulated)
        name = next((name for name, each in vendors().items() if each.owns(url.host)), None)
        return Mount(name, is_api=any(each.fullmatch(url.host) for each in _hosts(name))) if name else None


@cache
def _hosts(vendor: str) -> list[re.Pattern[str]]:
    """Return patterns of the hosts of a contract's servers; a variable of a server is a label of the host."""
    urls = [str(each["url"]) for each in load(vendor).document.get("servers", ())]
    names = [url.partition("://")[2].partition("/")[0].partition(":")[0] for url in urls]
    return [re.compile(re.sub(r"\\\{\w+\\\}", r"[^.]+", re.escape(name)), re.IGNORECASE) for name in names]
