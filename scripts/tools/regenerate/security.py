"""How a client authenticates, from `components.securitySchemes` and `security`: schemes as expressions of Python.

Of the schemes in `security` the first that clients support counts. Extensions of a scheme:

x-prefix:       of an API key in a header, the word before the key, such as `Token`
x-credentials:  of HTTP Basic `user-password`, the default, or `key` for a key without a password;
                of OAuth 2 where a token request has the client's secret: `header`, the default, or `form`

A field of a body that is marked with `x-secret` carries the key of an operation without any other scheme.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .contract import pointer
from .projection import calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .contract import Contract, Finding, Json, Operation
    from .projection import Call

CREDENTIALS = {"http": ("user-password", "key"), "oauth2": ("header", "form")}

BODY_CLASSES = {"multipart/form-data": "FormAuth", "application/json": "BodyAuth"}

BEARER = "list its tokens as `type: http, scheme: bearer`: the caller passes one, or a function that returns one"


@dataclass(frozen=True)
class Scheme:
    """A way in which requests carry a key."""

    expression: str
    place: str
    """Where requests have the key, for docstrings."""
    key: str = "The key"
    """The form of the key, for docstrings."""

    @property
    def class_name(self) -> str:
        """The class of the expression."""
        return self.expression.partition("(")[0].partition(".")[0]


@dataclass(frozen=True)
class Auth:
    """How the calls of a client authenticate."""

    default: Scheme | None
    others: dict[str, Scheme | None]
    """The schemes of calls that differ, by the names of the calls; None for a call without a key."""
    requires_key: bool

    @classmethod
    def of(cls, contract: Contract, calls: list[Call]) -> Auth:
        """Return what the contract says about its calls; the scheme of most calls is the default."""
        schemes = {call.name: _scheme_of(contract, call) for call in calls}
        counts = Counter(scheme for scheme in schemes.values() if scheme)
        default = counts.most_common(1)[0][0] if counts else None
        others = {name: scheme for name, scheme in schemes.items() if scheme != default}
        requires_key = any(schemes[call.name] and {} not in alternatives(contract, call.operation) for call in calls)
        return cls(default, others, requires_key)

    @property
    def classes(self) -> list[str]:
        """The classes of all schemes."""
        return sorted({each.class_name for each in (self.default, *self.others.values()) if each})


def alternatives(contract: Contract, operation: Operation) -> list[Json]:
    """Return the `security` of an operation."""
    data = operation.data if "security" in operation.data else contract.document
    return list(data.get("security", ()))


def security_is_supported(contract: Contract) -> Iterator[Finding]:
    """Every operation has a scheme that clients support, unless it needs no key."""
    schemes = _schemes(contract)
    for operation in contract.operations():
        offered = alternatives(contract, operation)
        unknown = sorted({name for each in offered for name in each} - schemes.keys())
        if unknown:
            yield operation.pointer, f"security: components/securitySchemes has no {', '.join(unknown)}"
        elif any(offered) and _supported(contract, operation) is None and {} not in offered:
            for each in offered:
                if len(each) > 1:
                    yield (
                        operation.pointer,
                        (
                            f"security: clients send one key, not {' and '.join(each)} together: "
                            "keep one, and make the others parameters of the operation"
                        ),
                    )
                else:
                    (name,) = each
                    yield (pointer("components", "securitySchemes", name), str(_read(contract, name)))
    for name, scheme in schemes.items():
        at = pointer("components", "securitySchemes", name)
        choices = CREDENTIALS.get(scheme["type"], ()) if scheme.get("scheme", "basic").lower() == "basic" else ()
        if "x-credentials" in scheme and scheme["x-credentials"] not in choices:
            expected = " or ".join(choices) or "none: only HTTP Basic and OAuth 2 have it"
            yield at, f"x-credentials {scheme['x-credentials']}: expected {expected}"
        if "x-prefix" in scheme and (scheme.get("in") != "header" or not _is_word(scheme["x-prefix"])):
            yield at, "x-prefix: expected the word before an API key in a header, such as Token"
        if scheme["type"] == "apiKey" and not _NAME.fullmatch(scheme["name"]):
            yield at, f"name {scheme['name']!r} of a header, parameter or cookie: expected letters, digits and - . _"
        if flow := scheme.get("flows", {}).get("clientCredentials"):
            url = flow.get("tokenUrl", "")
            if url.startswith("http:"):
                yield at, "tokenUrl is http://, which would send the client's secret unencrypted: expected https://"
            elif not is_token_url(url):
                yield at, f"tokenUrl {url!r}: expected https://host[:port]/path, or a path"
            wanted = {
                scope
                for operation in contract.operations()
                for each in alternatives(contract, operation)
                for scope in each.get(name, ())
            }
            for scope in sorted(wanted.union(flow.get("scopes", {}))):
                if not is_scope(scope):
                    yield at, f"scope {scope!r}: expected ASCII text without spaces, quotes and backslashes"


def key_fields_have_usable_names(contract: Contract) -> Iterator[Finding]:
    """A field that carries the key has a name that needs no quoting in the head of a part."""
    for call in calls(contract):
        name = _secret_field(contract, call)
        if name is not None and _supported(contract, call.operation) is None and not _NAME.fullmatch(name):
            yield call.operation.pointer, f"name {name!r} of a field with a key: expected letters, digits and - . _"


def is_token_url(url: str) -> bool:
    """Return whether clients can request tokens from a URL, or from a path on the server of the API."""
    match = _TOKEN_URL.fullmatch(url)
    return match is not None and int(match["port"] or 0) <= _MAX_PORT


def is_scope(text: str) -> bool:
    """Return whether a text can be a scope: https://www.rfc-editor.org/rfc/rfc6749#section-3.3."""
    return bool(_SCOPE.fullmatch(text))


_TOKEN_URL = re.compile(r"(?=.)(https://[A-Za-z0-9.-]+(:(?P<port>[0-9]{1,5}))?)?(/[A-Za-z0-9._~!$&'()*+,;=:@%/?-]*)?")
_MAX_PORT = 65535
_SCOPE = re.compile(r"[!#-\[\]-~]+")
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def _is_word(text: object) -> bool:
    return isinstance(text, str) and text.isascii() and text.isprintable() and text != "" and " " not in text


def _schemes(contract: Contract) -> dict[str, Json]:
    found = contract.document.get("components", {}).get("securitySchemes", {})
    return {name: contract.resolve(each) for name, each in found.items()}


def _scheme_of(contract: Contract, call: Call) -> Scheme | None:
    """Return how a call authenticates, or None if it gets no key."""
    if name := _supported(contract, call.operation):
        found = _read(contract, name)
        return found if isinstance(found, Scheme) else None
    secret = _secret_field(contract, call)
    if secret is None or call.body not in BODY_CLASSES:
        return None
    return Scheme(f"{BODY_CLASSES[call.body]}({json.dumps(secret)})", f"in the field `{secret}` of the body")


def _secret_field(contract: Contract, call: Call) -> str | None:
    """Return the name of the field of a call's body that has the key; None if there is none."""
    fields: Json = contract.resolve(call.body_schema).get("properties", {}) if call.body else {}
    return next((name for name, each in fields.items() if each.get("x-secret")), None)


def _supported(contract: Contract, operation: Operation) -> str | None:
    """Return the name of the first scheme of an operation that clients support."""
    single = [next(iter(each)) for each in alternatives(contract, operation) if len(each) == 1]
    return next((name for name in single if isinstance(_read(contract, name), Scheme)), None)


def _read(contract: Contract, name: str) -> Scheme | str:
    """Return a scheme, or what is wrong with it and the remedy."""
    scheme = _schemes(contract).get(name, {})
    kind, place, credentials = scheme.get("type"), scheme.get("in"), scheme.get("x-credentials")
    if kind == "http":
        http = scheme["scheme"].lower()
        if http == "bearer":
            return Scheme('HeaderAuth.with_prefix("Bearer")', "as bearer token in the header `Authorization`")
        if http == "basic":
            if credentials == "key":
                return Scheme("BasicAuth()", "as the user name of HTTP Basic authentication")
            return Scheme("PasswordAuth()", "as HTTP Basic authentication", "The text `user:password`")
        return f"clients do not support HTTP authentication of type {http}: expected bearer or basic"
    if kind == "apiKey":
        return _api_key(place, scheme["name"], scheme.get("x-prefix", ""))
    if kind == "oauth2":
        return _client_credentials(contract, name, scheme)
    if kind == "mutualTLS":
        return "mutualTLS: remove it from `security`; the client's certificate is its option cert="
    return f"clients do not support {kind}: {BEARER}"


def _api_key(place: str | None, name: str, prefix: str) -> Scheme:
    text = json.dumps(name)
    if place == "query":
        return Scheme(f"QueryAuth({text})", f"as the query parameter `{name}`")
    if place == "cookie":
        return Scheme(f"CookieAuth({text})", f"in the cookie `{name}`")
    arguments = json.dumps(prefix) if name == "Authorization" else f"{json.dumps(prefix)}, {text}"
    after = f", after the word `{prefix}`" if prefix else ""
    return Scheme(f"HeaderAuth.with_prefix({arguments})", f"in the header `{name}`{after}")


def _client_credentials(contract: Contract, name: str, scheme: Json) -> Scheme | str:
    flow = scheme.get("flows", {}).get("clientCredentials")
    if flow is None:
        return f"clients support the flow clientCredentials of OAuth 2 only: {BEARER}"
    offered = [each for operation in contract.operations() for each in alternatives(contract, operation)]
    scopes = dict.fromkeys(scope for each in offered for scope in each.get(name, ()))
    arguments = [json.dumps(flow["tokenUrl"])]
    if scopes:
        arguments.append(f"scopes=({''.join(f'{json.dumps(each)}, ' for each in scopes)})")
    if scheme.get("x-credentials") == "form":
        arguments.append('credentials_in="form"')
    return Scheme(
        f"ClientCredentialsAuth({', '.join(arguments)})",
        f"to {flow['tokenUrl']}, which issues a token for it, as bearer token",
        "The text `client_id:client_secret`",
    )
