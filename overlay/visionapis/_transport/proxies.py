"""The proxy of a client: the one of its options, or the one that the environment names for the server."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from visionapis._http.redaction import Secret
from visionapis.errors import ConfigurationError

if TYPE_CHECKING:
    import httpx


def resolve_proxy(url: httpx.URL, option: Secret | None) -> Secret | None:
    """Return the URL of the proxy for a server, or None. Raises ConfigurationError if it cannot be parsed."""
    proxy = option or _environment_proxy(url)
    if proxy and "://" not in proxy.reveal():
        proxy = Secret(f"http://{proxy.reveal()}")
    if proxy and not _is_url(proxy):
        raise ConfigurationError("the URL of the proxy is invalid", hint=f"check proxy= and {url.scheme.upper()}_PROXY")
    return proxy


def proxy_secrets(proxy: Secret | None) -> list[Secret]:
    """Return the password of a proxy's URL, and the credentials as Basic authentication spells them."""
    if proxy is None:
        return []
    credentials = urlsplit(proxy.reveal()).netloc.rpartition("@")[0]
    user, _, password = credentials.partition(":")
    token = b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()
    return [Secret(text, stays_in_prose=False) for text in (password, token)] if password else []


def proxy_origin(proxy: Secret | None) -> str | None:
    """Return the scheme, host and port of a proxy, for messages."""
    if proxy is None:
        return None
    url = urlsplit(proxy.reveal())
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}"


def _is_url(proxy: Secret) -> bool:
    try:
        urlsplit(proxy.reveal())
    except ValueError:  # not raised from here, where it may be shown
        return False
    return True


def _environment_proxy(url: httpx.URL) -> Secret | None:
    if proxy_bypass(url.netloc.decode()):
        return None
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    return Secret(proxy) if proxy else None
