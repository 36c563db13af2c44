"""Headers that a program adds to the requests of a client."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from visionapis.errors import ConfigurationError

from .redaction import Secret
from .values import describe, describe_name, type_name

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

# Shorter values, such as `true` or the name of a stage, may be words of a message.
MIN_SECRET_LENGTH = 8

# Set by the client and its transports, which also read and compress the bodies.
_RESERVED = frozenset(
    {"accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host"}
    | {"proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"}
)
# https://www.rfc-editor.org/rfc/rfc9110#name-tokens
_NAME = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"


def hide_headers(value: object) -> object:
    """Return headers with a Secret in place of each value; anything else as it is."""
    if not isinstance(value, dict):
        return value
    return {name: Secret(cast("str", each)) for name, each in cast("dict[object, object]", value).items()}


def merge_headers(
    option: str, base: Mapping[str, Secret], added: Mapping[str, Secret], *, key_headers: Collection[str]
) -> dict[str, Secret]:
    """Return headers by their names in lower case; those of `added`, the value of an option, replace others.

    Raises ConfigurationError for a name that the client sets itself, also for the key, and for an invalid name or
    value.
    """
    merged = dict(base)
    for name, value in added.items():
        problem = _problem(name, value, key_headers=key_headers)
        if problem:
            raise ConfigurationError(f"{option}: {problem}")
        merged[name.lower()] = value
    return merged


def _problem(name: object, value: Secret, *, key_headers: Collection[str]) -> str | None:
    if not isinstance(name, str) or not re.fullmatch(_NAME, name):
        return f"a header must have a name such as 'X-Tenant', not {describe(name)}"
    if name.lower() in _RESERVED or name.lower() in key_headers:
        return f"{describe_name(name)} is set by the client"
    text = cast("object", value.reveal())
    if not isinstance(text, str):
        return f"the value of {describe_name(name)} must be a str, not {type_name(text)}"
    if not (text.isascii() and text.isprintable()):
        return f"the value of {describe_name(name)} must be printable ASCII text"
    return None
