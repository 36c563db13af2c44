"""The URLs of a contract that issue tokens of OAuth 2 for client credentials."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from .servers import server_url


def token_urls(document: dict[str, Any]) -> Sequence[str]:
    """Return the token URLs of all flows with client credentials; relative ones are relative to the first server."""
    servers: list[dict[str, Any]] = document.get("servers", [])
    base_url = server_url(servers[0]) if servers else ""
    schemes: dict[str, dict[str, Any]] = document.get("components", {}).get("securitySchemes", {})
    found = [scheme.get("flows", {}).get("clientCredentials", {}).get("tokenUrl") for scheme in schemes.values()]
    return list(dict.fromkeys(urljoin(f"{base_url}/", str(url)) for url in found if url))


def token_paths(document: dict[str, Any]) -> Sequence[str]:
    """Return the paths of the token URLs."""
    return list(dict.fromkeys(urlsplit(url).path or "/" for url in token_urls(document)))
