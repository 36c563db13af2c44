"""The contract to begin with on a blank page: one example operation, and comments that say how to go on."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from . import security
from .words import pascal, title_text

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

TEMPLATE = Path(__file__).with_name("templates") / "openapi.yaml"

UNAUTHORIZED = """
        '401':
          description: The key is wrong or missing.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Problem'
              examples:
                wrong_key:
                  value: {message: The key is wrong.}"""


def contract(vendor: str, title: str | None, base_url: str | None, auth: str) -> str:
    """Return the contract as YAML. Raises ValueError when the base URL is not an absolute one."""
    url = base_url or f"https://api.{vendor.replace('_', '-')}.example"
    check_url(url)
    schemes = security.scheme(auth)
    return TEMPLATE.read_text(encoding="utf-8").format(
        title=_scalar(title_text(title or "") or pascal(vendor)),
        client=pascal(vendor),
        variable=vendor.upper(),
        domain=".".join(re.sub(r"^\w+://([^/:]*).*", r"\1", url).split(".")[-2:]),
        base_url=_scalar(url.rstrip("/")),
        security="".join(f"\n        - {name}: []" for name in schemes) or " []",
        unauthorized=UNAUTHORIZED if schemes else "",
        schemes=_schemes(schemes),
    )


def check_url(url: str) -> None:
    """Raise ValueError unless a URL is http(s)://host[:port][/path]."""
    if not re.fullmatch(r"https?://[^\s/?#@]+(/[^\s?#]*)?", url):
        raise ValueError("--base-url: expected http(s)://host[:port][/path] without credentials, query or fragment")


def _schemes(schemes: dict[str, Json]) -> str:
    if not schemes:
        return ""
    lines = ["", "  securitySchemes:"]
    for name, each in schemes.items():
        lines += [f"    {name}:", *(f"      {key}: {_scalar(value)}" for key, value in each.items())]
    return "\n".join(lines)


def _scalar(value: object) -> str:
    """Return a value as it can stand in YAML, quoted unless it is a plain word or address."""
    if value is True:
        return "true"
    text = str(value)
    return text if re.fullmatch(r"[A-Za-z][\w ./-]*\.?|https?://[\w./:-]*[\w/]", text) else json.dumps(text)
