"""Values of the options of `visionapis check`: server, key, rate and resources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import click

from visionapis._vendors import find_vendor

from .errors import CommandError
from .hints import adapt_hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from visionapis._http.auth_schemes import AuthScheme

_RATE = re.compile(r"(?P<count>\d+(\.\d+)?)/(?P<unit>[smh])")
_PER_MINUTE: Mapping[str, float] = {"s": 60, "m": 1, "h": 1 / 60}


def rate(text: str) -> float:
    """Return a rate, such as 60/m, in requests per minute. Raises BadParameter."""
    match = _RATE.fullmatch(text)
    requests_per_minute = float(match["count"]) * _PER_MINUTE[match["unit"]] if match else 0
    if not requests_per_minute:
        raise click.BadParameter(f"{text!r} is not a rate such as 1/s, 60/m or 600/h")
    return requests_per_minute


def resolve_url(vendor: str, url: str | None) -> str:
    """Return the base URL of a server: as given, or as a client finds it. Raises CommandError."""
    from visionapis._http.redaction import Secret
    from visionapis._http.vendor import resolve_base_url
    from visionapis.errors import ConfigurationError

    option = cast("str", Secret(url)) if url else None  # hidden from tracebacks, as clients do it
    try:
        return str(resolve_base_url(find_vendor(vendor), {"base_url": option})).rstrip("/")
    except ConfigurationError as error:
        raise CommandError.of(error) from error


def require_encryption(base_url: str) -> None:
    """Raise CommandError for an http:// URL over which a client would not send a key either."""
    import httpx

    from visionapis._transport.proxies import check_unencrypted, resolve_proxy
    from visionapis.errors import ConfigurationError

    url = httpx.URL(base_url)
    if url.scheme == "https":
        return
    try:
        check_unencrypted(url, resolve_proxy(url, None), from_environment=True)
    except ConfigurationError as error:
        raise CommandError(str(error).replace("base_url", "the URL"), hint=adapt_hint(error.hint)) from error


def resolve_key(vendor: str, scheme: AuthScheme, *, required: bool) -> str:
    """Return the API key in the environment; empty if there is none and none is required. Raises CommandError.

    `scheme` decides what a key can be.
    """
    from visionapis._http.auth import resolve_api_key
    from visionapis._http.redaction import Secret
    from visionapis.errors import ConfigurationError

    variable = find_vendor(vendor).key_variable
    try:
        key = resolve_api_key(None, variable, optional=True, scheme=scheme)
    except ConfigurationError as error:
        raise CommandError.of(error) from error
    if isinstance(key, Secret):
        return key.reveal()
    if required:
        raise CommandError(f"no API key for {vendor}", hint=f"set {variable} in the environment")
    return ""


def parse_resources(arguments: Sequence[str]) -> dict[str, list[str]]:
    """Return the ids of resources by name, from texts NAME=ID. Raises BadParameter."""
    resources: dict[str, list[str]] = {}
    for argument in arguments:
        name, _, id_ = argument.partition("=")
        if not (name and id_):
            raise click.BadParameter(f"{argument!r} is not NAME=ID", param_hint="--resource")
        resources.setdefault(name, []).append(id_)
    return resources
