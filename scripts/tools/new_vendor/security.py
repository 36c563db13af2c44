"""Security: the schemes that the client can apply, and parameters and fields that carry a key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.lint.evidence import KEY

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

AUTHS = "bearer, basic, header:NAME, query:NAME or none"


def scheme(auth: str) -> dict[str, Json]:
    """Return the security schemes of a value of `--auth`; none for `none`. Raises ValueError."""
    kind, _, name = auth.partition(":")
    if kind in ("bearer", "basic") and not name:
        return {"key": _described({"type": "http", "scheme": kind})}
    if kind in ("header", "query") and re.fullmatch(r"[A-Za-z0-9_.-]+", name):
        return {"key": _described({"type": "apiKey", "in": kind, "name": name})}
    if auth == "none":
        return {}
    raise ValueError(f"--auth {auth}: expected {AUTHS}")


class Security:
    """The security schemes of the contract, and the requirements of its operations."""

    def __init__(self, document: Json, auth: str | None, report: Report) -> None:
        self.schemes: dict[str, Json] = {}
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

    def requirements(self, operation: Json, place: str) -> list[Json]:
        """Return the security of an operation, without what the client cannot apply."""
        if self._fixed is not None:
            return [dict(each) for each in self._fixed]
        listed = operation.get("security", self._default)
        listed = listed if isinstance(listed, list) else []
        found: list[Json] = []
        for alternative in listed:
            if isinstance(alternative, dict) and alternative and alternative.keys() <= self._names.keys():
                requirement: Json = {self._names[name]: [] for name in alternative}
                if requirement not in found:
                    found.append(requirement)
        if {} in listed and found:
            self._report.changed("optional security became required", place)
        return found

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
        if kind == "apiKey" and raw.get("in") in ("header", "query") and raw.get("name"):
            return {"type": "apiKey", "in": raw["in"], "name": raw["name"]}
        if kind in ("oauth2", "openIdConnect"):
            self._report.changed("OAuth 2 became a bearer token, which the user of the client obtains", name)
            return {"type": "http", "scheme": "bearer"}
        return None


def mark_secrets(schemas: dict[str, Json], requested: set[str], report: Report) -> None:
    """Mark the fields of components that carry a secret with `x-secret`; `requested` are those in requests.

    A field with `x-secret` is no argument of the client, so one that a request requires stays an argument, unless it is
    the key of the API.
    """
    for name, schema in schemas.items():
        for field, inner in schema.get("properties", {}).items():
            is_key = bool(KEY.fullmatch(field))
            texts = {"type", "$ref", "anyOf"} & inner.keys() and "string" in str(inner.get("type", "string"))
            if not is_key and not (texts and (SECRET.fullmatch(field) or inner.get("format") == "password")):
                continue
            place = f"{name}.{field}"
            if name in requested and field in schema.get("required", []):
                if not is_key:
                    report.changed("secrets that a request requires stayed arguments: is `x-secret` right?", place)
                    continue
                report.changed("keys in request bodies are no longer required", place)
                schema["required"] = [each for each in schema["required"] if each != field]
                if not schema["required"]:
                    del schema["required"]
            inner["x-secret"] = True
            report.changed("fields with secrets are marked `x-secret`", place)
    for schema in schemas.values():
        for inner in schema.get("properties", {}).values():
            if inner.get("format") == "password":
                del inner["format"]


def _described(raw: Json) -> Json:
    texts = {
        "apiKey": f"The key as {'header' if raw.get('in') == 'header' else 'query parameter'}.",
        "http": "User and password." if raw.get("scheme") == "basic" else "The key as bearer token.",
    }
    if raw.get("scheme") == "basic":
        texts["http"] = "The key as the user of HTTP Basic authentication."
    return {**raw, "description": texts[raw["type"]], "x-secret": True}
