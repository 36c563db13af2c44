"""The ways in which requests carry a key: in a header, a cookie, the query or the body."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, quote_plus

from .redaction import Secret, pair_secrets
from .request_parts import RequestParts, add_prefix, header_of

if TYPE_CHECKING:
    from typing import Self

# https://www.rfc-editor.org/rfc/rfc6265#section-4.1.1
_NOT_IN_COOKIES = frozenset('",;\\')


class AuthScheme(Protocol):
    """How requests to a vendor carry the key."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        ...

    def as_curl(self, variable: str, key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl, for a multipart form or another body, with the key in a variable."""
        ...

    @property
    def header(self) -> str | None:
        """The name of the header with the key, in lower case, which a caller cannot set too; None if there is none."""
        return None

    def problem(self, key: object, /) -> str | None:
        """Return what a key must be that cannot be sent, or None if it can be."""
        return None if _is_word(key) else "it must be non-empty ASCII text without whitespace"

    def secrets(self, key: Secret, /) -> list[Secret]:
        """Return the key and those parts of it that a server may repeat alone."""
        return [key]


@dataclass(eq=False, repr=False)
class HeaderAuth(AuthScheme):
    """The key in a header, after a prefix such as `Bearer`, or alone if the prefix is empty."""

    prefix_for: Callable[[str], str]
    name: str = "Authorization"

    @classmethod
    def with_prefix(cls, prefix: str, name: str = "Authorization") -> Self:
        """Make a scheme with the same prefix for every key."""
        return cls(lambda _: prefix, name)

    @property
    def header(self) -> str:
        """The name of the header, in lower case."""
        return self.name.lower()

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        value = f"{self.prefix_for(key)} {key}".lstrip(" ")
        request.headers = [*request.headers, (self.name.encode(), value.encode())]

    def as_curl(self, variable: str, key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        prefix = self.prefix_for(key.reveal())
        return f'-H "{self.name}: {prefix}{" " if prefix else ""}${variable}"'


@dataclass(eq=False, repr=False)
class CookieAuth(AuthScheme):
    """The key in a cookie."""

    name: str

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request, after the caller's own cookies."""
        others = header_of(request, b"cookie")
        value = b"; ".join(filter(None, (others, f"{self.name}={key}".encode())))
        request.headers = [each for each in request.headers if each[0].lower() != b"cookie"] + [(b"Cookie", value)]

    def as_curl(self, variable: str, _key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        return f'-b "{self.name}=${variable}"'

    def problem(self, key: object, /) -> str | None:
        """Return what a key must be that cannot be sent."""
        if isinstance(key, str) and _NOT_IN_COOKIES & set(key):
            return "it is sent in a cookie, which cannot contain a quote, comma, semicolon or backslash"
        return super().problem(key)


@dataclass(eq=False, repr=False)
class BasicAuth(AuthScheme):
    """The key as the user name of HTTP Basic authentication, with an empty password."""

    @property
    def header(self) -> str:
        """The name of the header, in lower case."""
        return "authorization"

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        token = base64.b64encode(f"{key}:".encode())
        request.headers = [*request.headers, (b"Authorization", b"Basic " + token)]

    def as_curl(self, variable: str, _key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        return f'-u "${variable}:"'


class PasswordAuth(BasicAuth):
    """The key as `user:password` of HTTP Basic authentication."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        request.headers = [*request.headers, (b"Authorization", b"Basic " + base64.b64encode(key.encode()))]

    def as_curl(self, variable: str, _key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        return f'-u "${variable}"'

    def problem(self, key: object, /) -> str | None:
        """Return what a key must be that cannot be sent."""
        return None if _is_pair(key) else "it must be user:password, without control characters"

    def secrets(self, key: Secret, /) -> list[Secret]:
        """Return the pair, the password and the user name, each also in base64."""
        return pair_secrets(key)


@dataclass(eq=False, repr=False)
class ClientCredentialsAuth(AuthScheme):
    """A bearer token, which a server issues for the key, `client_id:client_secret`.

    https://www.rfc-editor.org/rfc/rfc6749#section-4.4
    """

    token_url: str
    """The URL that issues tokens, or a path on the server of the API."""
    scopes: tuple[str, ...] = ()
    credentials_in: str = "header"
    """Where the token request carries the key: `header`, as HTTP Basic, or `form`."""

    @property
    def header(self) -> str:
        """The name of the header, in lower case."""
        return "authorization"

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add a token to a request."""
        request.headers = [*request.headers, (b"Authorization", b"Bearer " + key.encode())]

    def as_curl(self, variable: str, _key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl; the token is a placeholder, as the variable has the key."""
        return "-H 'Authorization: Bearer <access token>'"

    def problem(self, key: object, /) -> str | None:
        """Return what a key must be that cannot be sent."""
        return None if _is_pair(key) else "it must be client_id:client_secret, without control characters"

    def secrets(self, key: Secret, /) -> list[Secret]:
        """Return the pair, the secret and the id, each also in base64, and as HTTP Basic has them."""
        return client_secrets(key)


@dataclass(eq=False, repr=False)
class QueryAuth(AuthScheme):
    """The key as a query parameter."""

    name: str

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request, in place of a parameter with its name."""
        path, _, query = request.target.partition(b"?")
        start = f"{self.name}=".encode()
        kept = [pair for pair in query.split(b"&") if pair and not pair.startswith(start)]
        request.target = path + b"?" + b"&".join([*kept, start + quote(key, safe="").encode()])

    def as_curl(self, variable: str, _key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        return f'--url-query "{self.name}=${variable}"'


class FormAuth(QueryAuth):
    """The key as a part of a multipart form; as a query parameter if the request has another body, or none."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        media_type, _, boundary = header_of(request, b"content-type").partition(b"; boundary=")
        if media_type != b"multipart/form-data":
            super().__call__(request, key)
            return
        part = f'--{boundary.decode()}\r\nContent-Disposition: form-data; name="{self.name}"\r\n\r\n{key}\r\n'
        add_prefix(request, part.encode())

    def as_curl(self, variable: str, key: Secret, /, *, multipart: bool = False) -> str:
        """Return the same as an option of curl."""
        in_query = super().as_curl(variable, key, multipart=multipart)
        return f'--form-string "{self.name}=${variable}"' if multipart else in_query


class BodyAuth(QueryAuth):
    """The key as the first field of a JSON object; as a query parameter if the request has another body, or none."""

    def __call__(self, request: RequestParts, key: str, /) -> None:
        """Add the key to a request."""
        if header_of(request, b"content-type") != b"application/json":
            super().__call__(request, key)
            return
        field = json.dumps({self.name: key}, separators=(",", ":"))
        is_empty = int(header_of(request, b"content-length")) == len(b"{}")
        add_prefix(request, f"{field[:-1]}{'' if is_empty else ','}".encode(), replaced=1)

    def add_to_json(self, document: str, variable: str, /) -> str:
        """Return a JSON object that is quoted for the shell with the key in it, from an environment variable."""
        rest = document.removeprefix("'{")
        return f"""'{{"{self.name}": "'"${variable}"'"{"" if rest == "}'" else ", "}{rest}"""


def encode_pair(pair: str) -> str:
    """Return `client_id:client_secret` with both parts encoded: https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1."""
    return ":".join(map(quote_plus, pair.split(":", 1)))


def client_secrets(pair: Secret) -> list[Secret]:
    """Return `client_id:client_secret` and its parts, as they are and encoded as HTTP Basic has them."""
    encoded = Secret(encode_pair(pair.reveal()))
    return [*pair_secrets(pair), *(pair_secrets(encoded) if encoded.reveal() != pair.reveal() else ())]


def _is_word(key: object) -> bool:
    return isinstance(key, str) and key != "" and key.isascii() and key.isprintable() and " " not in key


def _is_pair(key: object) -> bool:
    """Return whether a key is two texts with a colon between; the second may be empty."""
    return isinstance(key, str) and key.isprintable() and bool(key.partition(":")[0]) and ":" in key
