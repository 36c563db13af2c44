"""The proxy of a client: the one of its options, or the one that the environment names for the server."""

from __future__ import annotations

import ipaddress
from base64 import b64decode, b64encode
from contextlib import suppress
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from urllib.request import getproxies, getproxies_environment, proxy_bypass

import httpx

from visionapis._http.redaction import Secret
from visionapis.errors import ConfigurationError

from .hosts import has_valid_port, is_private, parse_address

DEFAULT_PORTS = {"http": 80, "https": 443}

_SCHEMES = ("http", "https", "socks5", "socks5h")


def resolve_proxy(url: httpx.URL, option: Secret | None) -> Secret | None:
    """Return the URL of the proxy for a server, or None. Raises ConfigurationError if it is invalid."""
    proxy = option or _environment_proxy(url)
    if proxy and "://" not in proxy.reveal():
        proxy = Secret(f"http://{proxy.reveal()}")
    if proxy and (problem := _problem(proxy)):
        hint = f"supported are {', '.join(_SCHEMES)}; " if "scheme" in problem else ""
        raise ConfigurationError(problem, hint=f"{hint}check proxy= and {url.scheme.upper()}_PROXY")
    return proxy


def check_unencrypted(url: httpx.URL, proxy: Secret | None, *, from_environment: bool) -> None:
    """Raise ConfigurationError if requests to an http:// URL would be readable outside of private networks.

    Whether the proxy itself is reached by https:// makes no difference: it reads the request, and passes it on
    unencrypted.
    """
    remedy = "use https://, or set allow_http=True if the network is trusted"
    if not is_private(url.host):
        raise ConfigurationError("base_url is http://, which would send the API key unencrypted", hint=remedy)
    if proxy and not is_private(urlsplit(proxy.reveal()).hostname or ""):
        raise ConfigurationError(
            f"base_url is http://, which would send the API key unencrypted to the proxy {proxy_origin(proxy)}",
            hint=f"add {url.host} to NO_PROXY, {remedy}" if from_environment else remedy,
        )


def proxy_of(transport: object) -> Secret | None:
    """Return the URL of the proxy of a transport of httpx that a caller made."""
    pool: Any = getattr(transport, "_pool", None)
    url: Any = getattr(pool, "_proxy_url", None)  # of httpcore, without the password
    if not url:
        return None
    credentials = ":".join(quote(each, safe="") for each in _credentials(pool))
    return Secret(str(url.origin).replace("://", f"://{credentials}@" if credentials else "://"))


def _credentials(pool: Any) -> list[str]:
    """Return the user and password, or the token, that a pool of httpcore sends to its proxy."""
    if socks := getattr(pool, "_proxy_auth", None):
        return [each.decode("latin-1") for each in socks]
    headers: dict[bytes, str] = {
        name.lower(): value.decode("latin-1") for name, value in getattr(pool, "_proxy_headers", ())
    }
    kind, _, token = headers.get(b"proxy-authorization", "").partition(" ")
    if kind.lower() != "basic":
        return [token or kind]
    with suppress(ValueError):
        return b64decode(token).decode().split(":", 1)
    return [token]


def proxy_secrets(proxy: Secret | None) -> list[Secret]:
    """Return the password of a proxy's URL, and the credentials as Basic authentication spells them.

    A user without a password is a token.
    """
    if proxy is None:
        return []
    credentials = urlsplit(proxy.reveal()).netloc.rpartition("@")[0]
    user, _, password = credentials.partition(":")
    token = b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()
    return [Secret(text, stays_in_prose=False) for text in (password or user, token)] if credentials else []


def proxy_origin(proxy: Secret | None) -> str | None:
    """Return the scheme, host and port of a proxy, for messages."""
    if proxy is None:
        return None
    url = urlsplit(proxy.reveal())
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}"


def matches_no_proxy(url: httpx.URL, no_proxy: str) -> bool:
    """Return whether a list of hosts, as `NO_PROXY` has it, exempts a URL.

    Entries are separated by commas or spaces: a host with its subdomains (`example.com`, also `.example.com` and
    `*.example.com`), an address, a network (`10.0.0.0/8`, `fd00::/8`), `*` for every host. A host or address with a
    port, IPv6 in brackets, exempts that port only. As for curl, names are not resolved.
    """
    hosts = {each.rstrip(".").lower() for each in (url.host, url.raw_host.decode())}  # in Unicode and in Punycode
    address, port = parse_address(url.host), url.port or DEFAULT_PORTS[url.scheme]
    for entry in no_proxy.lower().replace(",", " ").split():
        if entry == "*":
            return True
        name, entry_port = _split_port(entry)
        if entry_port not in {None, str(port)}:
            continue
        if address:
            try:
                if address in ipaddress.ip_network(name, strict=False):
                    return True
            except ValueError:
                continue
        else:
            name = name.removeprefix("*").strip(".")
            if name and any(host == name or host.endswith(f".{name}") for host in hosts):
                return True
    return False


def _split_port(entry: str) -> tuple[str, str | None]:
    """Return a host, address or network, without the brackets of IPv6, and the port behind it."""
    if entry.startswith("["):
        name, _, rest = entry[1:].partition("]")
        return (name, rest[1:]) if rest.startswith(":") else (name + rest, None)
    if entry.count(":") != 1:  # a bare IPv6 address, or no port
        return entry, None
    name, _, port = entry.partition(":")
    return name, port


def _problem(proxy: Secret) -> str | None:
    """Return what is wrong with the URL of a proxy; no exception is raised here, where it may be shown."""
    try:
        url = urlsplit(proxy.reveal())
    except ValueError:
        return "the URL of the proxy is invalid"
    if url.scheme not in _SCHEMES:
        return f"the URL of the proxy has an unsupported scheme: {url.scheme!r}"
    if not url.hostname:
        return "the URL of the proxy has no host"
    return None if has_valid_port(proxy.reveal()) else "the port of the proxy is not from 1 to 65535"


def _environment_proxy(url: httpx.URL) -> Secret | None:
    # The environment first, and else the settings of macOS or Windows, as urllib does it. A variable in lower case has
    # priority, even if it is empty.
    proxies = getproxies_environment()
    if proxies:
        exempt = matches_no_proxy(url, proxies.get("no", ""))
    else:
        proxies, exempt = getproxies(), bool(proxy_bypass(url.netloc.decode()))
    proxy = None if exempt else proxies.get(url.scheme) or proxies.get("all")
    return Secret(proxy) if proxy else None
