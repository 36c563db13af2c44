"""Parameters: those that the client can send, with names that arguments can have."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from openapi_python_client.strings import PythonIdentifier

from scripts.tools.regenerate.lint.evidence import KEY

from . import scalars
from .references import LostReferenceError, resolve
from .security import SECRET, Security
from .words import is_usable, sentence, singular, snake

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report
    from .schemas import Schemas

SET_BY_CLIENT = {"accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent"}


class UnusableError(Exception):
    """An operation cannot be a call of the client; the message is the reason."""


def renamed_path(path: str) -> tuple[str, dict[str, str]]:
    """Return a path whose parameters have names that arguments can have, and their names by those in the document."""
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        old = match[1]
        if not re.match(r"\w", old):
            raise UnusableError("a parameter in the path with an operator of RFC 6570")
        name = snake(old)
        if KEY.fullmatch(name):
            name = f"{name}_value"
        if not is_usable(name):
            before = re.findall(r"[^/{}]+", path[: match.start()])
            owner = singular(snake(before[-1])) if before else ""
            name = "_".join(each for each in (owner or "path", name or "value") if each)
        number, candidate = 2, name
        while candidate in names.values():
            candidate, number = f"{name}_{number}", number + 1
        names[old] = candidate
        return f"{{{candidate}}}"

    return re.sub(r"\{([^}]*)\}", rename, path), names


class Parameters:
    """Converts the parameters of operations."""

    def __init__(self, document: Json, schemas: Schemas, security: Security, report: Report) -> None:
        self._document = document
        self._schemas = schemas
        self._security = security
        self._report = report

    def convert(
        self, raw: list[Any], names: dict[str, str], requirements: list[Json], place: str
    ) -> list[Json]:  # fmt: skip
        """Return the parameters of an operation; those that carry the key are added to its security instead."""
        found: dict[tuple[str, str], Json] = {}
        for each in raw:
            try:
                parameter, _ = resolve(self._document, each)
            except LostReferenceError as error:
                self._report.lost(f"references that lead nowhere ({error})", place)
                continue
            if isinstance(parameter, dict) and isinstance(parameter.get("name"), str):
                found[parameter["name"], str(parameter.get("in"))] = parameter
        converted: list[Json] = []
        for (name, where), parameter in found.items():
            at = f"{place} {name}"
            if self._security.takes(parameter, requirements):
                self._report.changed("parameters with the key: a security scheme sends it", at)
            elif where == "header" and name.lower() in SET_BY_CLIENT:
                self._report.lost("headers that the client sets itself", at)
            elif where == "path" and name in names:
                converted.append(self._path(parameter, names[name], at))
            elif where in ("query", "header"):
                converted += self._others(parameter, where, at)
            else:
                self._report.lost(f"parameters in {where}", at)
        given = {each["name"] for each in converted if each["in"] == "path"}
        for name in names.values():
            if name not in given:
                self._report.changed("parameters of paths that are not described became strings", f"{place} {name}")
                converted.append(self._path({"schema": {"type": "string"}}, name, place))
        return sorted(converted, key=lambda each: each["in"] != "path")

    def keys(self, raw: list[Json]) -> list[Json]:
        """Return parameters for keys that no security scheme sends."""
        return [self._parameter(each, each["name"], each["in"], each["schema"]) for each in raw]

    def _path(self, raw: Json, name: str, at: str) -> Json:
        schema = self._scalar(_schema(raw), at, name)
        return {"name": name, "in": "path", "required": True, "description": sentence(name), "schema": schema}

    def _others(self, raw: Json, where: str, at: str) -> list[Json]:
        name, schema = raw["name"], _schema(raw)
        merged = self._schemas.merged(self._target(schema), at)
        kinds = [kind for kind in scalars.types(merged) if kind != "null"] if not scalars.is_anything(merged) else []
        style, explode = raw.get("style", "form"), raw.get("explode", raw.get("style", "form") == "form")
        if "content" in raw:
            self._report.changed("parameters with content became strings of JSON", at)
            return [self._parameter(raw, name, where, {"type": "string"})]
        if kinds == ["object"]:
            fields = merged.get("properties") or {}
            if where == "query" and fields and (style == "deepObject" or explode):
                self._report.changed("parameters that are objects became a parameter per field", at)
                required = merged.get("required") or []
                return [
                    self._parameter(
                        {"required": bool(raw.get("required")) and field in required},
                        f"{name}[{field}]" if style == "deepObject" else field,
                        where,
                        self._scalar_or_list(inner, f"{at} {field}", name),
                    )
                    for field, inner in fields.items()
                ]
            self._report.changed("parameters that are objects became strings", at)
            return [self._parameter(raw, name, where, {"type": "string"})]
        if "array" in kinds and (where == "header" or not explode or style != "form"):
            self._report.changed("lists in one parameter became strings with a separator", at)
            return [self._parameter(raw, name, where, {"type": "string"})]
        schema = self._scalar_or_list(schema, at, name) if where == "query" else self._scalar(schema, at, name)
        return [self._parameter(raw, name, where, schema)]

    def _parameter(self, raw: Json, name: str, where: str, schema: Json) -> Json:
        parameter: Json = {"name": name, "in": where}
        if raw.get("required") is True:
            parameter["required"] = True
        parameter["description"] = sentence(name)
        if raw.get("deprecated") is True:
            parameter["deprecated"] = True
        if SECRET.fullmatch(name):
            self._report.changed("secrets in requests stayed arguments; is one the key of the API?", name)
        if "default" in _schema(raw) and "type" in schema and scalars.is_short(_schema(raw)["default"]):
            schema = self._with_default(schema, _schema(raw)["default"])
        example = raw.get("example")
        parameter["schema"] = schema
        if isinstance(example, (str, int, float)) and scalars.is_short(example):
            parameter["example"] = example
        return parameter

    def _with_default(self, schema: Json, default: Any) -> Json:
        kinds = {str: "string", bool: "boolean", int: "integer", float: "number"}
        kind = kinds.get(type(default))
        fits = schema["type"] == kind or (kind == "integer" and schema["type"] == "number")
        schema = {key: value for key, value in schema.items() if key != "examples"} if fits else schema
        return {**schema, "default": default} if fits and default in schema.get("enum", [default]) else schema

    def _target(self, schema: Any) -> Any:
        try:
            return resolve(self._document, schema)[0]
        except LostReferenceError:
            return {}

    def _scalar(self, raw: Any, at: str, name: str) -> Json:
        """Return a schema for a place that holds one value: other types become strings."""
        return self._only_scalar(self._scalar_or_list(raw, at, name), at)

    def _only_scalar(self, plain: Json, at: str) -> Json:
        if plain.get("type") == "array" or "anyOf" in plain:
            self._report.changed("lists and unions in paths, headers and lists became strings", at)
            return {"type": "string"}
        return plain

    def _scalar_or_list(self, raw: Any, at: str, name: str) -> Json:
        return self._plain(self._schemas.place(raw, name), at)

    def _plain(self, placed: Json, at: str) -> Json:
        """Return a placed schema as one that a parameter can have, without references."""
        placed = self._inline(placed)
        if "anyOf" in placed:
            members = [self._inline(each) for each in placed["anyOf"] if each != {"type": "null"}]
            plain = [self._plain(each, at) for each in members if each.get("type") not in ("object", None)]
            if len(plain) < len(members):
                self._report.changed("unions with objects in parameters lost these", at)
            if not plain:
                return {"type": "string"}
            return plain[0] if len(plain) == 1 else {"anyOf": plain}
        if placed.get("type") == "array":
            return {**placed, "items": self._only_scalar(self._plain(placed["items"], at), at)}
        if placed.get("type") == "object":
            self._report.changed("parameters that are objects became strings", at)
            return {"type": "string"}
        if isinstance(placed.get("type"), list):
            kinds = [each for each in placed["type"] if each != "null"]
            return {**placed, "type": kinds[0] if len(kinds) == 1 else "string"}
        return placed

    def _inline(self, schema: Json) -> Json:
        if "$ref" not in schema:
            return schema
        component = self._schemas.component(schema)
        return {key: value for key, value in component.items() if key != "description"}


def argument_names(parameters: list[Json], fields: list[str], report: Report, place: str) -> None:
    """Give a parameter an `x-name` whose own name cannot be that of an argument, or is that of a field of the body."""
    taken = {str(PythonIdentifier(each, prefix="")) for each in fields}
    for parameter in sorted(parameters, key=lambda each: each["in"] != "path"):
        own = str(PythonIdentifier(parameter["name"], prefix=""))
        name = own if is_usable(own) else snake(parameter["name"])
        candidates = [name, f"{name}_value", f"{name}_{parameter['in']}", f"{name}_{parameter['in']}_value"]
        chosen = next((each for each in candidates if is_usable(each) and each not in taken), None)
        if chosen is None:
            raise UnusableError("two arguments of one name")
        taken.add(chosen)
        if chosen != own:
            parameter["x-name"] = chosen
            report.changed("arguments have an `x-name`", f"{place} {parameter['name']}")


def _schema(raw: Json) -> Any:
    content = raw.get("content")
    if isinstance(content, dict) and content:
        return next(iter(content.values())).get("schema", {})
    return raw.get("schema", {})
