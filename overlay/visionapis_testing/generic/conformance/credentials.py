"""Keys where the security schemes of a contract have them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from visionapis._http.auth_schemes import encode_pair
from visionapis._http.token_requests import read_token
from visionapis_testing.conformance.contracts import operations
from visionapis_testing.conformance.errors import TokenError
from visionapis_testing.contracts.tokens import token_scopes, token_urls

Json = dict[str, Any]

_TOKEN_TYPES = ("oauth2", "openIdConnect")


@dataclass
class Credentials:
    """The key of a server, and the token that it was exchanged for."""

    document: Json
    _tokens: dict[str, str] = field(default_factory=dict[str, str])

    def fetch_token(self, client: httpx.Client, key: str) -> None:
        """Exchange a key of the form ``id:secret`` for a token, if the contract says where (RFC 6749, section 4.4).

        For HTTP Basic both parts are encoded before they are joined, as by clients (section 2.3.1). Raises TokenError.
        """
        id_, colon, secret = key.partition(":")
        urls = token_urls(self.document)
        if not urls or not colon:
            return
        sent: dict[str, Any] = {"data": {"grant_type": "client_credentials"}}
        if scopes := token_scopes(self.document):
            sent["data"]["scope"] = " ".join(scopes)
        if any(each.get("x-credentials") == "form" for each in self._schemes.values()):
            sent["data"] |= {"client_id": id_, "client_secret": secret}
        else:
            sent["auth"] = tuple(encode_pair(key).split(":"))
        url, own = httpx.URL(urls[0]), httpx.URL(str(self.document["servers"][0]["url"]))
        target = url if client.base_url.host == own.host else client.base_url.copy_with(raw_path=url.raw_path)
        response = client.post(target, **sent)
        try:
            token = read_token(response.raise_for_status())
        except httpx.HTTPStatusError:
            raise TokenError(f"no access token from {target.host}: status {response.status_code}") from None
        except (LookupError, RecursionError, TypeError, ValueError):  # whose texts may quote the response
            raise TokenError(f"no access token from {target.host}: the response has none that is valid") from None
        self._tokens[key] = token.value.reveal()

    def sent(self, operation: Json, key: str) -> dict[str, dict[str, str]]:
        """Return the headers, query parameters and cookies with the key of an operation."""
        found: dict[str, dict[str, str]] = {"headers": {}, "params": {}, "cookies": {}}
        requirements = [each for each in self._security(operation) if each]
        for name in requirements[0] if requirements else ():
            scheme, value = self._schemes[name], self._value(self._schemes[name], key)
            if scheme["type"] == "apiKey":
                place = {"header": "headers", "query": "params", "cookie": "cookies"}[scheme["in"]]
                found[place][scheme["name"]] = value["api_key"]
            elif "bearer" in value:
                found["headers"]["Authorization"] = f"Bearer {value['bearer']}"
            else:
                auth = httpx.BasicAuth(value["username"], value["password"])
                request = next(auth.auth_flow(httpx.Request("GET", "http://localhost")))
                found["headers"]["Authorization"] = request.headers["authorization"]
        return found

    def place(self, document: Json, key: str) -> Mapping[str, Mapping[str, str]]:
        """Return the keys of schemathesis's configuration, and let each operation of a document have one scheme.

        Schemes whose keys are tokens become those of bearer tokens, since schemathesis sends no others.
        """
        schemes: Mapping[str, Json] = document.get("components", {}).get("securitySchemes", {})
        keys: dict[str, Mapping[str, str]] = {}
        for name, scheme in schemes.items():
            # HTTP Basic of schemathesis encodes texts as Latin-1, where clients and servers expect UTF-8.
            is_basic = scheme["type"] == "http" and scheme["scheme"].lower() == "basic"
            keys[name] = self._value(scheme, key.encode().decode("latin-1") if is_basic else key)
            if scheme["type"] in _TOKEN_TYPES:
                scheme |= {"type": "http", "scheme": "bearer"}
        for _, _, operation in operations(document):
            offered = self._security(operation)
            operation["security"] = [each for each in offered if each][:1] + [each for each in offered if not each]
        used = {name for _, _, operation in operations(document) for each in operation["security"] for name in each}
        return {name: value for name, value in keys.items() if name in used}

    @property
    def _schemes(self) -> Mapping[str, Json]:
        schemes: Mapping[str, Json] = self.document.get("components", {}).get("securitySchemes", {})
        return schemes

    def _security(self, operation: Json) -> list[Json]:
        found: list[Json] = operation["security"] if "security" in operation else self.document.get("security", [])
        return found

    def _value(self, scheme: Json, key: str) -> Mapping[str, str]:
        if scheme["type"] == "apiKey":
            return {"api_key": f"{scheme.get('x-prefix', '')} {key}".strip()}
        if scheme["type"] == "http" and scheme["scheme"].lower() == "basic":
            user, _, password = key.partition(":")
            return {"username": user, "password": password}
        return {"bearer": self._tokens.get(key, key)}
