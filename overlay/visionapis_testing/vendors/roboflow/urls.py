"""The rules for the URLs from which servers fetch images."""

from ipaddress import ip_address
from typing import Literal
from urllib.parse import urlsplit

from .errors import UnreadableInputError

URLRules = Literal["public", "any", "offline"]
"""``public`` for https with a public host name, the default of the server; ``any`` for a server whose settings
``ALLOW_NON_HTTPS_URL_INPUT`` and ``ALLOW_URL_INPUT_WITHOUT_FQDN`` are on; ``offline`` for none."""

_MAX_PORT = 65_535

# Top-level domains without public hosts: RFC 2606, RFC 6761, RFC 6762, and ICANN's reservation of 2024.
_PRIVATE_DOMAINS = frozenset({"example", "internal", "invalid", "local", "localhost", "test"})


def check(url: str, rules: URLRules) -> None:
    """Raise RequestError for a URL that the server does not fetch."""
    if rules == "offline":
        raise UnreadableInputError("Cannot load an image from URL while OFFLINE_MODE is enabled.")
    scheme, host = _parse(url)
    if rules == "any":
        return
    if scheme != "https":
        raise UnreadableInputError(
            "Providing images via non https:// URL is not supported in this configuration of `inference`."
        )
    if not _is_public(host):
        raise UnreadableInputError(
            "Providing images via URL without FQDN is not supported in this configuration of `inference`."
        )


def _parse(url: str) -> tuple[str, str]:
    """Return scheme and host. Raises RequestError for what the requests library, which the server uses, rejects."""
    import httpx  # imported here because it takes long

    invalid = UnreadableInputError("Provided image URL is invalid")
    text = url.lstrip()
    try:
        if "\\" in urlsplit(text).netloc:
            raise invalid
        if ":" in text and not text.lower().startswith("http"):
            return urlsplit(text).scheme, ""  # requests leaves other schemes to their handlers
        parsed = httpx.URL(text)
    except (ValueError, httpx.InvalidURL):
        raise invalid from None
    if not parsed.scheme or not parsed.host or parsed.host[0] in "*." or (parsed.port or 0) > _MAX_PORT:
        raise invalid
    return parsed.scheme, parsed.host


def _is_public(host: str) -> bool:
    """Return whether a name could be that of a public host.

    The server consults the list of public suffixes; the emulator checks the form of the name.
    """
    try:
        ip_address(host)
    except ValueError:
        name, dot, domain = host.rstrip(".").rpartition(".")
        return bool(name and dot) and len(domain) > 1 and not domain.isdecimal() and domain not in _PRIVATE_DOMAINS
    return False
