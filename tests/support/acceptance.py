"""Whether a contract accepts a request: which operation it calls, in the canonical form or in another spelling."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codegen.schemas import UNIONS, violations

from .wire import File, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from codegen.contract import Contract, Json, Operation

# As a request is looked at. The form of an operation that it comes furthest with says what is wrong with it.
RULES = ("path", "method", "security", "query", "content type", "body")


class RefusedError(Exception):
    """No operation takes the request; `rule` is one of RULES."""

    def __init__(self, rule: str, text: str) -> None:
        super().__init__(f"{rule}: {text}")
        self.rule = rule


@dataclass(frozen=True)
class Form:
    """A form in which an operation takes requests."""

    contract: Contract
    operation: Operation
    spelling: str | None
    """Name of the other spelling; None for the canonical form."""
    path: str
    method: str
    parameters: list[Json]
    body: Json

    def check(self, request: Request) -> None:
        """Raise RefusedError with the first rule that the request breaks."""
        if not any(re.fullmatch(pattern, request.path) for pattern in self._paths()):
            raise RefusedError("path", f"{request.path} is no path of the contract")
        if request.method.lower() != self.method:
            raise RefusedError("method", f"{request.method}, where {self.method.upper()} is taken")
        requirements = self.operation.data["security"]
        if requirements and not any(
            all(_carries(request, scheme) for scheme in self._schemes(each)) for each in requirements
        ):
            raise RefusedError("security", "no key where one is read")
        self._check_query(request)
        self._check_body(request)

    def _paths(self) -> Iterator[str]:
        """Patterns of the path, one a server."""
        parts = re.split(r"(\{\w+\})", self.path)
        path = "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
        document = self.contract.document
        for owner in (self.operation.data, document["paths"][self.operation.path], document):
            if "servers" in owner:
                for server in owner["servers"]:
                    yield re.escape(re.sub(r"^\w+://[^/]*", "", server["url"]).rstrip("/")) + path
                return

    def _schemes(self, names: Iterable[str]) -> list[Json]:
        return [self.contract.document["components"]["securitySchemes"][name] for name in names]

    def _check_query(self, request: Request) -> None:
        parameters = [each for each in self.parameters if each["in"] == "query"]
        properties = {each["name"]: each["schema"] for each in parameters}
        for each in parameters:
            # The fields of an object are parameters of their own, here named by a pattern.
            fields = self.contract.resolve(each["schema"])
            if "propertyNames" in fields:
                pattern = re.compile(fields["propertyNames"]["pattern"])
                properties |= {
                    name: fields["additionalProperties"] for name, _ in request.query if pattern.search(name)
                }
        schema = {
            "type": "object",
            "properties": properties,
            "required": [each["name"] for each in parameters if each.get("required")],
            "additionalProperties": False,
        }
        keys = {scheme.get("name") for scheme in self._schemes(self.contract.document["components"]["securitySchemes"])}
        for text in self._problems(schema, [(name, value) for name, value in request.query if name not in keys]):
            raise RefusedError("query", text)

    def _check_body(self, request: Request) -> None:
        if request.body is None:
            if self.body.get("required"):
                raise RefusedError("body", "there is none")
            return
        content = self.body.get("content", {}).get(request.media_type)
        if content is None:
            raise RefusedError("content type", f"no body of type {request.media_type} is taken")
        for text in self._body_problems(request, content["schema"]):
            raise RefusedError("body", text)

    def _body_problems(self, request: Request, schema: Json) -> Iterable[str]:
        if isinstance(request.body, list):
            return self._problems(schema, request.body)
        if request.media_type == "application/json":
            try:
                return list(violations(self.contract, schema, json.loads(request.body or "")))
            except ValueError as error:
                return [f"not JSON: {error}"]
        return violations(self.contract, schema, request.body)

    def _problems(self, schema: Json, fields: Iterable[tuple[str, str | File]]) -> list[str]:
        """What is wrong with a form, read as that branch of its schema which fits best."""
        given: defaultdict[str, list[str | File]] = defaultdict(list)
        for name, value in fields:
            given[name].append(value)
        attempts = []
        for properties in self._branches(schema):
            problems, document = [], {}
            for name, values in given.items():
                try:
                    document[name] = self._value(properties.get(name, {"type": "string"}), values)
                except ValueError as error:
                    problems.append(f"{name}: {error}")
            attempts.append(problems or list(violations(self.contract, schema, document)))
        return min(attempts, key=len)

    def _branches(self, schema: Json) -> list[Mapping[str, Json]]:
        """The properties that a form may have, one mapping for each choice in its schema."""
        schema = self.contract.resolve(schema)
        choices: list[Mapping[str, Json]] = [schema.get("properties", {})]
        for each in schema.get("allOf", []):
            choices = [{**choice, **more} for choice in choices for more in self._branches(each)]
        for word in UNIONS:
            if word in schema:
                branches = [branch for each in schema[word] for branch in self._branches(each)]
                choices = [{**choice, **branch} for choice in choices for branch in branches]
        return choices

    def _value(self, schema: Json, values: list[str | File]) -> Any:
        """What the values under one name stand for.

        Raises ValueError when they can stand for nothing that the schema allows.
        """
        schema = self.contract.resolve(schema)
        for word in UNIONS:
            for branch in schema.get(word, []):
                try:
                    return self._value(branch, values)
                except ValueError:
                    continue
        if schema.get("type") == "array":
            return [self._value(schema["items"], [value]) for value in values]
        if len(values) > 1:
            raise ValueError(f"sent {len(values)} times, and no list")
        return self._single(schema, values[0])

    def _single(self, schema: Json, value: str | File) -> Any:
        is_file = schema.get("format") == "binary"
        if isinstance(value, File):
            if not is_file:
                raise ValueError("a file, where a text is read")
            return "(file)"
        if is_file:
            raise ValueError("a text, where a file is read")
        if schema.get("contentMediaType") == "application/json":
            for problem in violations(self.contract, schema.get("contentSchema", {}), json.loads(value)):
                raise ValueError(problem)
        for reading in _readings(value):
            if not list(violations(self.contract, schema, reading)):
                return reading
        raise ValueError(next(violations(self.contract, schema, value)))


def accept(contract: Contract, request: Request) -> list[Form]:
    """The forms that take a request, an operation's canonical form before its other spellings.

    Raises RefusedError when none does.
    """
    taken = []
    refusals = []
    for form in forms(contract):
        try:
            form.check(request)
        except RefusedError as refusal:
            refusals.append(refusal)
        else:
            taken.append(form)
    if not taken:
        raise max(refusals, key=lambda refusal: RULES.index(refusal.rule))
    return taken


def forms(contract: Contract) -> Iterator[Form]:
    """Every form of every operation."""
    for operation in contract.operations():
        own: Json = {"requestBody": operation.data.get("requestBody", {})}
        for spelling in ({}, *operation.data.get("x-other-spellings", [])):
            parameters = spelling.get("parameters", operation.parameters)
            yield Form(
                contract=contract,
                operation=operation,
                spelling=spelling.get("name"),
                path=spelling.get("path", operation.path),
                method=spelling.get("method", operation.method),
                parameters=[contract.resolve(each) for each in parameters],
                body=contract.resolve((own | spelling)["requestBody"] or {}),
            )


def _carries(request: Request, scheme: Json) -> bool:
    """Whether a request has a key where a security scheme reads it."""
    if scheme["type"] == "http":
        return (request.authorization or "").lower().startswith(f"{scheme['scheme']} ".lower())
    if scheme["in"] == "query":
        return any(name == scheme["name"] for name, _ in request.query)
    return scheme["name"].lower() == "authorization" and request.authorization is not None


def _readings(text: str) -> Iterator[str | float | bool]:
    """What a text in a query or a form can stand for."""
    yield text
    try:
        value = json.loads(text)
    except ValueError:
        return
    if isinstance(value, int | float):
        yield value
