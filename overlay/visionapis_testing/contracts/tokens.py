"""The URLs of a contract that issue tokens of OAuth 2 for client credentials."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from .servers import server_url


def token_urls(document: dict[str, Any]) -> Sequence[str]:
    """Return the token URLs of all flows with client credentials; relative ones are relative to the first server."""
    servers: list[dict[str, Any]] = document.get("servers", [])
    base_url = server_url(servers[0]) if servers else ""
    schemes: dict[str, dict[str, Any]] = document.get("components", {}).get("securitySchemes", {})
    found = [_token_url(scheme) for scheme in schemes.values()]
    return list(dict.fromkeys(urljoin(f"{base_url}/", str(url)) for url in found if url))


def token_scopes(document: dict[str, Any]) -> Sequence[str]:
    """Return the scopes that the operations of a contract require of the first token URL, as clients request them."""
    schemes: dict[str, dict[str, Any]] = document.get("components", {}).get("securitySchemes", {})
    name = next((name for name, each in schemes.items() if _token_url(each)), "")
    shared: list[dict[str, list[str]]] = document.get("security", [])
    items: Iterable[dict[str, Any]] = document["paths"].values()
    operations: list[dict[str, Any]] = [each for item in items for each in item.values() if "responses" in each]
    required: list[dict[str, list[str]]] = [one for each in operations for one in each.get("security", shared)]
    return list(dict.fromkeys(scope for each in required for scope in each.get(name, ())))


def token_paths(document: dict[str, Any]) -> Sequence[str]:
    """Return the paths of the token URLs."""
    return list(dict.fromkeys(urlsplit(url).path or "/" for url in token_urls(document)))


def _token_url(scheme: dict[str, Any]) -> object:
    return scheme.get("flows", {}).get("clientCredentials", {}).get("tokenUrl")
