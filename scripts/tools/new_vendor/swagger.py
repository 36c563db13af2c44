"""Swagger 2.0 documents in the form of OpenAPI 3.0."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.contract import METHODS, split

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON = "application/json"

MOVED = {
    "#/definitions/": "#/components/schemas/",
    "#/responses/": "#/components/responses/",
}

# Of a parameter, what belongs into its schema.
SCHEMA = {
    "type", "format", "items", "default", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength",
    "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "enum", "multipleOf",
}  # fmt: skip

FLOWS = {"accessCode": "authorizationCode", "application": "clientCredentials"}


def upgrade(document: Json, report: Report) -> Json:
    """Return a Swagger 2.0 document as one of OpenAPI 3.0."""
    return Upgrade(document, report).document()


class Upgrade:
    """One document that is upgraded."""

    def __init__(self, old: Json, report: Report) -> None:
        self._old = old
        self._report = report

    def document(self) -> Json:
        """Return the new document."""
        old = self._old
        new: Json = {"openapi": "3.0.3", "info": old.get("info", {}), "paths": {}, "components": {}}
        new |= {key: old[key] for key in ("tags", "security") if key in old}
        if servers := self._servers():
            new["servers"] = servers
        new["components"]["schemas"] = self._moved(old.get("definitions", {}))
        new["components"]["responses"] = {
            name: self._response(each, old.get("produces", [])) for name, each in old.get("responses", {}).items()
        }
        new["components"]["securitySchemes"] = {
            name: _scheme(each) for name, each in old.get("securityDefinitions", {}).items()
        }
        for path, item in old["paths"].items():
            new["paths"][path] = self._item(item)
        return new

    def _servers(self) -> list[Json]:
        host, base = self._old.get("host"), self._old.get("basePath", "")
        if not host:
            return [{"url": base}] if base else []
        schemes = self._old.get("schemes") or ["https"]
        scheme = "https" if "https" in schemes else schemes[0]
        return [{"url": f"{scheme}://{host}{base}".rstrip("/")}]

    def _item(self, item: Any) -> Json:
        if not isinstance(item, dict):
            return {}
        if "$ref" in item:
            item = self._resolved(item)
        shared = [self._resolved(each) for each in item.get("parameters", [])]
        return {method: self._operation(item[method], shared) for method in METHODS if method in item}

    def _operation(self, old: Json, shared: list[Json]) -> Json:
        new: Json = {key: old[key] for key in ("tags", "operationId", "deprecated", "security") if key in old}
        own = [self._resolved(each) for each in old.get("parameters", [])]
        named = {(each.get("in"), each.get("name")) for each in own}
        parameters = own + [each for each in shared if (each.get("in"), each.get("name")) not in named]
        consumes = old.get("consumes", self._old.get("consumes")) or []
        new["parameters"] = [self._parameter(each) for each in parameters if each.get("in") not in ("body", "formData")]
        body = next((each for each in parameters if each.get("in") == "body"), None)
        fields = [each for each in parameters if each.get("in") == "formData" and each.get("name")]
        if body:
            content = {"schema": self._moved(body.get("schema", {}))}
            types = [each for each in consumes if each not in (FORM, MULTIPART)] or [JSON]
            new["requestBody"] = {"required": body.get("required", False), "content": dict.fromkeys(types, content)}
        elif fields:
            new["requestBody"] = self._form(fields, consumes)
        produces = old.get("produces", self._old.get("produces")) or []
        new["responses"] = {
            status: self._response(each, produces)
            for status, each in old.get("responses", {}).items()
            if not status.startswith("x-")
        }
        return new

    def _form(self, fields: list[Json], consumes: list[str]) -> Json:
        files = any(each.get("type") == "file" for each in fields)
        media_type = MULTIPART if files or (MULTIPART in consumes and FORM not in consumes) else FORM
        schema: Json = {
            "type": "object",
            "properties": {each["name"]: self._schema(each) for each in fields},
            "required": [each["name"] for each in fields if each.get("required")],
        }
        return {"required": bool(schema["required"]), "content": {media_type: {"schema": schema}}}

    def _parameter(self, old: Json) -> Json:
        new: Json = {"name": old.get("name"), "in": old.get("in"), "schema": self._schema(old)}
        new["required"] = old.get("required", False) or old.get("in") == "path"
        form = old.get("collectionFormat", "csv")
        if old.get("type") == "array" and old.get("in") == "query":
            if form == "multi":
                new |= {"style": "form", "explode": True}
            else:
                new |= {
                    "style": {"ssv": "spaceDelimited", "pipes": "pipeDelimited"}.get(form, "form"),
                    "explode": False,
                }
        new |= {key: old[key] for key in ("deprecated", "example", "x-example") if key in old}
        return new

    def _schema(self, old: Any) -> Json:
        if not isinstance(old, dict):  # such as a boolean, which only later versions have as a schema
            return {}
        schema = {key: old[key] for key in SCHEMA if key in old}
        if schema.get("type") == "file":
            return {"type": "string", "format": "binary"}
        if "items" in schema:
            schema["items"] = self._schema(schema["items"])
        if old.get("x-nullable"):
            schema["nullable"] = True
        return schema

    def _response(self, old: Json, produces: list[str]) -> Json:
        if "$ref" in old:
            # What it returns depends on the operation: it is written out.
            old = self._resolved(old)
        new: Json = {"headers": {name: {"schema": self._schema(each)} for name, each in old.get("headers", {}).items()}}
        examples = old.get("examples") or {}
        if isinstance(old.get("schema"), dict):
            file = old["schema"].get("type") == "file"
            schema = {"type": "string", "format": "binary"} if file else self._moved(old["schema"])
            types = produces or (["application/octet-stream"] if file else [JSON])
            new["content"] = {each: {"schema": schema} for each in types}
            for media_type in new["content"]:
                if media_type in examples:
                    new["content"][media_type]["example"] = examples[media_type]
        return new

    def _resolved(self, node: Json) -> Json:
        """Return what a reference within the document leads to."""
        for _ in range(20):
            reference = node.get("$ref")
            if not isinstance(reference, str) or not reference.startswith("#"):
                return node
            target: Any = self._old
            for part in split(reference.removeprefix("#")):
                target = target.get(part, {}) if isinstance(target, dict) else {}
            node = target
        return {}

    def _moved(self, node: Any) -> Any:
        """Return a schema, or a mapping of them, with references and keywords of OpenAPI 3.0."""
        if isinstance(node, list):
            return [self._moved(each) for each in node]
        if not isinstance(node, dict):
            return node
        new = {key: self._moved(value) for key, value in node.items()}
        if isinstance(new.get("$ref"), str):
            for old, place in MOVED.items():
                new["$ref"] = re.sub(f"^{re.escape(old)}", place, new["$ref"])
        if new.get("x-nullable") is True:
            new["nullable"] = True
        if isinstance(new.get("discriminator"), str):
            new["discriminator"] = {"propertyName": new["discriminator"]}
        if new.get("type") == "file":
            new |= {"type": "string", "format": "binary"}
        return new


def _scheme(old: Json) -> Json:
    kind = old.get("type")
    if kind == "basic":
        return {"type": "http", "scheme": "basic"}
    if kind == "oauth2":
        flow = FLOWS.get(old.get("flow", ""), old.get("flow", "implicit"))
        urls = {key: old[key] for key in ("authorizationUrl", "tokenUrl") if key in old}
        return {"type": "oauth2", "flows": {flow: {**urls, "scopes": old.get("scopes", {})}}}
    return dict(old)
