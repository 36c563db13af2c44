"""Security: the schemes that the client can apply, and parameters and fields that carry a key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.lint.evidence import KEY
from scripts.tools.regenerate.security import is_scope, is_token_url

from .fetching import joined
from .references import LostReferenceError, resolve
from .words import snake

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report

# Names of parameters that carry the key of the API.
CREDENTIAL = re.compile(r"(?i)(x[-_])?(api|auth|access|app|subscription)[-_]?(key|token)|token|(x[-_])?authorization")

# Names of fields with other secrets.
SECRET = re.compile(
    r"(?i)((old|new|current|user|db)[-_]?)?(password|passwd|passphrase)"
    r"|(client|app|api|shared|webhook)[-_]?secret|secret|secret[-_]?key|private[-_]?key"
    r"|((access|api|auth|bearer|refresh|session|id)[-_]?)?token"
)

AUTHS = "bearer, basic, header:NAME, query:NAME, cookie:NAME or none"

PLACES = {"header": "header", "query": "query parameter", "cookie": "cookie"}


def scheme(auth: str) -> dict[str, Json]:
    """Return the security schemes of a value of `--auth`; none for `none`. Raises ValueError."""
    kind, _, name = auth.partition(":")
    if kind in ("bearer", "basic") and not name:
        return {"key": _described({"type": "http", "scheme": kind})}
    if kind in PLACES and re.fullmatch(r"[A-Za-z0-9_.-]+", name):
        return {"key": _described({"type": "apiKey", "in": kind, "name": name})}
    if auth == "none":
        return {}
    raise ValueError(f"--auth {auth}: expected {AUTHS}")


class Security:
    """The security schemes of the contract, and the requirements of its operations."""

    def __init__(self, document: Json, auth: str | None, report: Report) -> None:
        self.schemes: dict[str, Json] = {}
        self._document = document
        self._report = report
        self._default = document.get("security", [])
        self._names: dict[str, str] = {}
        self._fixed: list[Json] | None = None
        if auth is not None:
            self.schemes = scheme(auth)
            self._fixed = [{name: []} for name in self.schemes]
            return
        for name, raw in document.get("components", {}).get("securitySchemes", {}).items():
            try:
                found, _ = resolve(document, raw)
            except LostReferenceError:
                found = {}
            converted = self._converted(found, name)
            if converted:
                own = re.sub(r"[^A-Za-z0-9._-]", "_", name)
                self._names[name] = own
                self.schemes[own] = _described(converted)
            else:
                kind = " ".join(str(found.get(key, "")) for key in ("type", "scheme", "in")).strip()
                report.lost(f"security schemes that the client cannot apply ({kind or 'unknown'})", name)

    def requirements(self, operation: Json, place: str) -> tuple[list[Json], list[Json]]:
        """Return the security of an operation, and parameters for keys that a request has besides the one of a scheme.

        The client sends one key: of several together, the others become parameters.
        """
        if self._fixed is not None:
            return [dict(each) for each in self._fixed], []
        listed = operation.get("security", self._default)
        listed = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        found: list[Json] = []
        for alternative in (each for each in listed if each and each.keys() <= self._names.keys()):
            if len(alternative) == 1:
                ((name, scopes),) = alternative.items()
                own = self._names[name]
                requirement: Json = {
                    own: list(filter(is_scope, scopes)) if self.schemes[own]["type"] == "oauth2" else []
                }
                if requirement not in found:
                    found.append(requirement)
        if found:
            return found + [{} for each in listed if not each][:1], []
        for alternative in (each for each in listed if len(each) > 1 and each.keys() <= self._names.keys()):
            own_names = sorted(map(self._names.__getitem__, alternative), key=self._is_identity)
            own, others = own_names[0], [self.schemes[each] for each in own_names[1:]]
            if all(each["type"] == "apiKey" and each["in"] in ("header", "query") for each in others):
                self._report.changed("of several keys in one request all but one became parameters", place)
                return [{own: []}], [
                    {"name": each["name"], "in": each["in"], "required": True, "schema": {"type": "string"}}
                    for each in others
                ]
        return [], []

    def _is_identity(self, name: str) -> bool:
        """Return whether a scheme rather says who calls than proves it."""
        each = self.schemes[name]
        return each["type"] == "apiKey" and not re.search(r"(?i)key|token|secret", each["name"])

    def takes(self, parameter: Json, requirements: list[Json]) -> bool:
        """Return whether a parameter carries the key, which a security scheme then sends; adds the scheme."""
        name, where = str(parameter.get("name")), parameter.get("in")
        if where not in ("header", "query") or not CREDENTIAL.fullmatch(name):
            return False
        if self._fixed is None and not requirements:
            bearer = name.lower() == "authorization"
            raw = {"type": "http", "scheme": "bearer"} if bearer else {"type": "apiKey", "in": where, "name": name}
            own = next((key for key, each in self.schemes.items() if raw.items() <= each.items()), None)
            if own is None:
                own = snake(name) or "key"
                self.schemes[own] = _described(raw)
            requirements.append({own: []})
        return True

    def _converted(self, raw: Any, name: str) -> Json | None:
        if not isinstance(raw, dict):
            return None
        kind = raw.get("type")
        if kind == "http" and str(raw.get("scheme")).lower() in ("basic", "bearer"):
            return {"type": "http", "scheme": str(raw["scheme"]).lower()}
        if kind == "apiKey" and raw.get("in") in PLACES and raw.get("name"):
            return {"type": "apiKey", "in": raw["in"], "name": raw["name"]}
        flow = (raw.get("flows") or {}).get("clientCredentials") if kind == "oauth2" else None
        if isinstance(flow, dict) and _is_token_url(url := _absolute(self._document, flow.get("tokenUrl"))):
            scopes = dict.fromkeys(filter(is_scope, flow.get("scopes") or {}), "")
            return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": url, "scopes": scopes}}}
        if kind in ("oauth2", "openIdConnect"):
            self._report.changed("OAuth 2 became a bearer token, which the user of the client obtains", name)
            return {"type": "http", "scheme": "bearer"}
        return None


def _is_token_url(url: str) -> bool:
    return url.startswith("https://") and is_token_url(url)


def _absolute(document: Json, url: Any) -> str:
    """Return the URL of a token endpoint; a relative one is relative to the first server."""
    if not isinstance(url, str) or not url:
        return ""
    server = next((each for each in document.get("servers") or [] if isinstance(each, dict)), {})
    base = str(server.get("url", ""))
    for name, each in (server.get("variables") or {}).items():
        base = base.replace(f"{{{name}}}", str(each.get("default", "")))
    return joined(f"{base.rstrip('/')}/", url)


def mark_secrets(schemas: dict[str, Json], requested: set[str], arguments: set[str], report: Report) -> None:
    """Mark the fields of components that carry a secret with `x-secret`; `requested` are those in requests.

    In a request the mark means that the client puts the key of the API there, so other secrets stay arguments, as does
    everything of the same name. `arguments` are the names of parameters.
    """
    names = arguments | {field for name in requested for field in schemas[name].get("properties", {})}
    for name, schema in schemas.items():
        for field, inner in schema.get("properties", {}).items():
            place = f"{name}.{field}"
            if KEY.fullmatch(field):
                inner["x-secret"] = True
                report.changed("fields with the key are marked `x-secret`", place)
                if name in requested and field in schema.get("required", []):
                    _optional(schema, field)
                    report.changed("keys in request bodies are no longer required", place)
            elif _is_text(inner) and (SECRET.fullmatch(field) or inner.get("format") == "password"):
                if field in names:
                    report.changed("secrets in requests stayed arguments; is one the key of the API?", place)
                else:
                    inner["x-secret"] = True
                    report.changed("fields with secrets are marked `x-secret`", place)
            if inner.get("format") == "password":
                del inner["format"]


def _is_text(field: Json) -> bool:
    return bool({"type", "$ref", "anyOf"} & field.keys()) and "string" in str(field.get("type", "string"))


def _optional(schema: Json, field: str) -> None:
    schema["required"] = [each for each in schema["required"] if each != field]
    if not schema["required"]:
        del schema["required"]


def _described(raw: Json) -> Json:
    texts = {
        "apiKey": f"The key as {PLACES.get(raw.get('in', ''), '')}.",
        "http": "The key as bearer token.",
        "oauth2": "Id and secret of the client, for which the server issues tokens.",
    }
    text = "User and password." if raw.get("scheme") == "basic" else texts[raw["type"]]
    return {**raw, "description": text, "x-secret": True}
