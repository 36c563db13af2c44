"""Whose job it is: the vendor, the account and the options, which are the same each time that a job is resumed."""

from __future__ import annotations

import hashlib
import json
import secrets
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from visionapis._http.limits import Limits
from visionapis._vendors import find_vendor

from .errors import JobMismatchError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from visionapis._http.client import AsyncClient
    from visionapis_generated.vendor import Vendor


def vendor_of(client: AsyncClient) -> Vendor:
    """Return the vendor of a client."""
    return find_vendor(_settings(client).vendor)


async def describe_account(client: AsyncClient, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what tells the account of a client from others, with a digest of its key salted as `known` is."""
    settings = _settings(client)
    key = await settings.authenticator.aresolve() if settings.authenticator else None
    salt = known.get("salt") or secrets.token_hex(16)
    digest = None
    if key is not None:
        # Slow on purpose: a short key must not be found from it.
        digest = hashlib.scrypt(key.reveal().encode(), salt=bytes.fromhex(salt), n=2**13, r=8, p=1, dklen=16).hex()
    return {"vendor": settings.vendor, "base_url": settings.root, "salt": salt, "key": digest}


def check_same(known: Mapping[str, Any], account: Mapping[str, Any], arguments: Mapping[str, Any]) -> None:
    """Raise JobMismatchError, with the differences, unless a job was begun with this account and these arguments."""
    begun, differences = known["account"], list[str]()
    differences += [
        f"{name} {begun[name]!r}, not {account[name]!r}"
        for name in ("vendor", "base_url")
        if begun[name] != account[name]
    ]
    if begun["key"] != account["key"]:
        differences.append("another API key")
    names = sorted({*known["arguments"], *arguments})
    differences += [
        f"{name}={known['arguments'].get(name)!r}, not {arguments.get(name)!r}"
        for name in names
        if known["arguments"].get(name) != arguments.get(name)
    ]
    if differences:
        hint = "begin another job, or resume this one as it was begun"
        raise JobMismatchError(f"the job was begun with {'; '.join(differences)}", hint=hint)


def contract_version(vendor: Vendor) -> str:
    """Return the version of a vendor's contract."""
    document = files(vendor.contract).joinpath("openapi.json").read_text(encoding="utf-8")
    return str(json.loads(document)["info"]["version"])


def limits_of(client: AsyncClient) -> Limits:
    """Return the limits of a client."""
    limits: Limits = client._session.connections.limits  # pyright: ignore[reportPrivateUsage]  (see _settings)
    return limits


def set_limits(client: AsyncClient, *, max_concurrency: int | None, requests_per_minute: int | None) -> None:
    """Set the limits of a client that has sent nothing yet."""
    limits = Limits(max_concurrency, requests_per_minute)
    client._session.connections.limit(limits)  # pyright: ignore[reportPrivateUsage]  (see _settings)


def _settings(client: AsyncClient) -> Any:
    return client._session.settings  # pyright: ignore[reportPrivateUsage]  (private to users of the client)
