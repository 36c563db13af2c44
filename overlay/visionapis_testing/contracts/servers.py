"""The URLs of a contract's servers."""

from typing import Any


def server_url(server: dict[str, Any]) -> str:
    """Return the URL of a server with the defaults of its variables, as clients have it."""
    url: str = server["url"]
    for name, variable in server.get("variables", {}).items():
        url = url.replace(f"{{{name}}}", variable["default"])
    return url
