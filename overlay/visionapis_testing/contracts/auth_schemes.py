"""How requests carry the key by a contract, as clients do it."""

from typing import TYPE_CHECKING, Any

from visionapis._http.auth_schemes import (
    AuthScheme,
    BasicAuth,
    ClientCredentialsAuth,
    CookieAuth,
    HeaderAuth,
    PasswordAuth,
    QueryAuth,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]


def auth_scheme(scheme: Json) -> AuthScheme:
    """Return a security scheme as clients apply it; one that they do not support counts as a bearer token."""
    match scheme:
        case {"type": "apiKey", "in": "header", "name": str(name)}:
            return HeaderAuth.with_prefix(scheme.get("x-prefix", ""), name)
        case {"type": "apiKey", "in": "query", "name": str(name)}:
            return QueryAuth(name)
        case {"type": "apiKey", "name": str(name)}:
            return CookieAuth(name)
        case {"type": "http", "scheme": str(name)} if name.lower() == "basic":
            return BasicAuth() if scheme.get("x-credentials") == "key" else PasswordAuth()
        case {"type": "oauth2"}:
            return ClientCredentialsAuth("")
        case _:
            return HeaderAuth.with_prefix("Bearer")


def key_scheme(document: Json) -> AuthScheme:
    """Return the scheme whose form the key of a contract has: the first that takes a pair, else the first."""
    schemes: Mapping[str, Json] = document.get("components", {}).get("securitySchemes", {})
    found = [auth_scheme(each) for each in schemes.values()]
    pairs = [each for each in found if isinstance(each, PasswordAuth | ClientCredentialsAuth)]
    return next(iter([*pairs, *found]), HeaderAuth.with_prefix(""))
