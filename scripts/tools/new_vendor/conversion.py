"""A published document as a contract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.tools.regenerate.contract import METHODS
from scripts.tools.regenerate.lint.wire import PATH

from . import naming
from .bodies import Bodies, Body
from .fetching import joined
from .finishing import finish
from .inheritance import spread
from .parameters import Parameters, UnusableError, argument_names, renamed_path
from .references import LostReferenceError, resolve
from .responses import JSON, Responses, phrase
from .schemas import Schemas
from .security import Security
from .source import DocumentError, is_url
from .words import parts, pascal, sentence, title_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Json

    from .report import Report

CALLABLE = ("get", "put", "post", "delete", "patch")

LICENSE = {"name": "MIT", "identifier": "MIT"}


class Conversion:
    """One document that becomes a contract."""

    def __init__(self, document: Json, source: str, auth: str | None, report: Report) -> None:
        self._document = document = spread(document, report)
        self._source = source
        self._report = report
        self._security = Security(document, auth, report)
        self._schemas = Schemas(document, report)
        self._parameters = Parameters(document, self._schemas, self._security, report)
        self._bodies = Bodies(document, self._schemas, report)
        self._responses = Responses(document, self._schemas, report)
        self._names = naming.Names()
        self._tags: dict[str, None] = {}

    def contract(self, vendor: str, base_url: str | None, title: str | None) -> Json:
        """Return the contract. Raises DocumentError when no operation can be taken over."""
        info = self._document.get("info") or {}
        own_title = title_text(title or str(info.get("title") or "")) or pascal(vendor)
        version = title_text(str(info.get("version") or "1"))
        servers = self._servers(base_url)
        self._evidence = [
            {"kind": "vendor-spec", "source": f"{own_title} {version}"},
            {"kind": "assumption", "source": "that the effects are those of the HTTP method and the names"},
        ]
        paths = self._paths()
        if not paths:
            raise DocumentError("no operation can be taken over:\n" + "\n".join(self._report.lines()))
        self._schemas.any()
        components: Json = {"schemas": self._schemas.finish()}
        if self._security.schemes:
            components = {"securitySchemes": self._security.schemes, **components}
        document: Json = {
            "openapi": "3.1.0",
            "info": {
                "title": own_title,
                "version": version,
                "summary": f"The operations of {own_title}.",
                "description": f"Made by scripts/new-vendor from the structure of {own_title} {version}.",
                "license": dict(LICENSE),
            },
            "servers": servers,
            "tags": [{"name": tag, "description": sentence(tag)} for tag in self._tags],
            "paths": paths,
            "components": components,
        }
        return finish(vendor, document, self._report)

    def _servers(self, base_url: str | None) -> list[Json]:
        if base_url:
            return [{"url": base_url.rstrip("/"), "description": "The API."}]
        servers: list[Json] = []
        for raw in self._document.get("servers") or []:
            url = str(raw.get("url", ""))
            if not re.match(r"https?://[^/]", url) and is_url(self._source):
                url = joined(self._source, url or "/")
            if not re.fullmatch(r"(?:https?://[^/]|\{)[\w.~:/?#\[\]@!$&'()*+,;=%{}-]*", url, re.ASCII):
                self._report.lost("servers without an absolute address", url or "/")
                continue
            server: Json = {"url": url.rstrip("/"), "description": "The API."}
            variables = {
                name: {"default": _default(each), "description": sentence(name)}
                for name, each in (raw.get("variables") or {}).items()
                if f"{{{name}}}" in url
            }
            if variables:
                server["variables"] = variables
            if server["url"] not in [each["url"] for each in servers]:
                servers.append(server)
        if not servers:
            raise DocumentError("the document names no server: give --base-url, such as https://api.example.com/v1")
        return servers

    def _paths(self) -> Json:
        paths: Json = {}
        shapes: dict[str, str] = {}
        for path, raw in self._document["paths"].items():
            item = {} if path.startswith("x-") else self._found(raw, path)
            for method in METHODS:
                place = f"{method.upper()} {path}"
                data = self._found(item.get(method, {}), place)
                if not data:
                    continue
                self._report.operations += 1
                try:
                    new_path, operation = self._operation(path, method, data, item.get("parameters") or [], place)
                    shape = re.sub(r"\{[^}]*\}", "{}", new_path)
                    if shapes.setdefault(shape, new_path) != new_path:
                        raise UnusableError("a path that differs from another only by the names of its parameters")
                except UnusableError as reason:
                    self._report.left_out(str(reason), place)
                    continue
                paths.setdefault(new_path, {})[method] = operation
        for name in self._document.get("webhooks") or ():
            self._report.lost("webhooks", str(name))
        return paths

    def _found(self, raw: Any, place: str) -> Json:
        """Return a path or an operation, which can be a reference; nothing if it leads nowhere."""
        try:
            found, _ = resolve(self._document, raw)
        except LostReferenceError as error:
            self._report.operations += 1
            self._report.left_out(f"references that lead nowhere ({error})", place)
            return {}
        return found if isinstance(found, dict) else {}

    def _operation(self, path: str, method: str, data: Json, shared: list[Any], place: str) -> tuple[str, Json]:
        if method not in CALLABLE:
            raise UnusableError(f"the method {method.upper()}")
        if not path.startswith("/") or set("?#") & set(path):
            raise UnusableError("a path with a query or a fragment")
        if data.get("callbacks"):
            self._report.lost("callbacks", place)
        if data.get("servers"):
            self._report.lost("servers of one operation", place)
        new_path, names = renamed_path(path)
        if not PATH.fullmatch(new_path):
            raise UnusableError("a path with characters that a URL cannot have")
        tag = naming.tag_of(path, data)
        hint = pascal("_".join([tag, next(naming.methods(new_path, method, tag, data, returns_list=False), method)]))
        requirements, keys = self._security.requirements(data, place)
        listed = [*shared, *(data.get("parameters") or [])]
        parameters = self._parameters.convert(listed, names, requirements, place)
        parameters += self._parameters.keys(keys)
        responses = self._responses.convert(data.get("responses"), hint, place)
        if not any(status.startswith("4") for status in responses):
            self._report.changed("operations without a status 4xx got one", place)
            status = "401" if requirements else "400"
            source = "that the server has this status; the document has none of an error"
            evidence = [{"kind": "assumption", "source": source}]
            responses[status] = {"description": phrase(int(status)), "x-evidence": evidence}
            responses = dict(sorted(responses.items()))
        bodies, required = self._body(method, data, hint, place)
        candidates = naming.methods(new_path, method, tag, data, returns_list=self._returns_list(responses))
        name = self._names.unique(tag, candidates)
        argument_names(parameters, [field for body in bodies for field in body.fields], self._report, place)
        operation: Json = {
            "operationId": f"{tag}_{name}",
            "tags": [tag],
            "summary": naming.summary(name, tag),
            "description": f"Sends `{method.upper()} {new_path}`.",
        }
        self._tags[tag] = None
        if data.get("deprecated") is True:
            operation["deprecated"] = True
        operation |= naming.effects(path, method, data)
        operation["x-evidence"] = [dict(each) for each in self._evidence]
        if len(bodies) > 1 or any(branch for body in bodies for _, branch in body.calls):
            operation["x-calls"] = list(self._calls(tag, name, bodies, responses))
        operation["security"] = requirements
        if parameters:
            operation["parameters"] = parameters
        if bodies:
            operation["requestBody"] = {
                "description": "The request.",
                "required": required,
                "content": {body.media_type: {"schema": body.schema} for body in bodies},
            }
        operation["responses"] = responses
        return new_path, operation

    def _body(self, method: str, data: Json, hint: str, place: str) -> tuple[list[Body], bool]:
        if "requestBody" not in data:
            return [], False
        if method == "get":
            self._report.lost("bodies of GET", place)
            return [], False
        return self._bodies.convert(data["requestBody"], method, hint, place)

    def _calls(self, tag: str, name: str, bodies: list[Body], responses: Json) -> Iterator[Json]:
        success = responses[min(status for status in responses if status.startswith("2"))]
        first = True
        for body in bodies:
            for suffix, branch in body.calls:
                method = name if first else self._names.unique(tag, iter([f"{name}{suffix}"]))
                first = False
                summary = naming.summary(name, tag)
                if method != name or branch:
                    summary = f"{summary.rstrip('.')}: {' '.join(parts(branch or suffix))}."
                call: Json = {"method": method, "summary": summary, "body": body.media_type}
                if branch:
                    call["request"] = branch
                if success.get("content"):
                    call["response"] = next(iter(success["content"]))
                yield call

    def _returns_list(self, responses: Json) -> bool:
        success = responses[min(status for status in responses if status.startswith("2"))]
        schema = success.get("content", {}).get(JSON, {}).get("schema", {})
        whole = self._schemas.component(schema) if "$ref" in schema else schema
        lists = [each for each in whole.get("properties", {}).values() if each.get("type") == "array"]
        return whole.get("type") == "array" or bool(lists and len(whole["properties"]) < 8)


def _default(variable: Json) -> str:
    """Return the default of a server's variable, or of one whose default cannot stand in a URL."""
    text = str(variable.get("default") or "default")
    return text if re.fullmatch(r"[\w.:/%-]+", text, re.ASCII) else "default"
