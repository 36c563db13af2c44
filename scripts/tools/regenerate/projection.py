"""Contracts in a form that the client generator can read: one operation per call, with one body and one response.

A contract describes each path once. `x-calls` on an operation lists the calls that the client has for it:

    method:      method of the resource; `<tag>_<method>` becomes the name of the operation
    summary:     one line, if the operation's own does not fit; `description` likewise
    body:        content type of the request body; without it the call has no body
    request:     name of the schema that this call sends, if the body is a union
    argument:    name of the argument for a body without fields
    response:    content type of the response
    result:      name of the schema that this call receives, if the response is a union
    x-effect:    effects of this call, if they are fewer than those of the operation
    x-classify:  what `classify` of the client needs to make this call; see `classification`
    parameters:  by name: {omit: true}, {required: true}, {fixed: value}, or {values: [...], title: name of their type},
                 with a `description` if the operation's own does not fit

An operation without `x-calls` is one call with its only body and its only response; with an empty list the client does
not have it. `x-name` on a parameter is the name of the argument. Parameters and fields with `x-secret` are set by the
layer that sends the requests and are not arguments.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .contract import Contract, ContractError, Json, Operation, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

# The generator identifies endpoints by path: a fragment distinguishes the calls of one path. It is removed before
# anything is written.
FRAGMENT = "#"

# To the generator, a text body or response is bytes.
BYTES = "application/octet-stream"


@dataclass(frozen=True)
class Call:
    """One way to call an operation, which is one method of the client."""

    operation: Operation
    name: str
    tag: str
    method: str
    summary: str
    description: str
    body: str | None
    body_schema: Json
    argument: str
    response_content_type: str | None
    response_schema: Json
    deprecated: bool
    effects: tuple[str, ...]
    choices: dict[str, Json]
    parameters: list[Json]
    docs: str | None
    classify: Json
    """The `x-classify` of this call; empty for others."""

    @property
    def key(self) -> str:
        """The path of this call in the projected document."""
        return f"{self.operation.path}{FRAGMENT}{self.name}"

    @property
    def fixed(self) -> dict[str, Any]:
        """Query parameters with a fixed value."""
        return {name: choice["fixed"] for name, choice in self.choices.items() if "fixed" in choice}

    @property
    def pagination(self) -> Json:
        """The JSON pointers to the parts of a page; empty for a call without pages."""
        return dict(self.operation.data.get("x-pagination", {}))

    @property
    def iterator(self) -> str:
        """The name of the method that iterates over all pages: `iterate` for `list`."""
        return iterator(self.method)

    @property
    def documented_statuses(self) -> tuple[int, ...]:
        """The documented statuses, in ascending order."""
        return tuple(sorted(int(status) for status in self.operation.data["responses"]))

    @property
    def failures(self) -> dict[int, str]:
        """The descriptions of the documented statuses other than success, in ascending order."""
        responses = self.operation.data["responses"]
        statuses = [status for status in self.documented_statuses if status >= 300]
        return {status: " ".join(responses[str(status)]["description"].split()) for status in statuses}


def calls(contract: Contract) -> list[Call]:
    """Return every call of a contract, in its order."""
    return [call for operation in contract.operations() for call in _calls_of(contract, operation)]


def iterator(method: str) -> str:
    """Return the name of the method that iterates over the pages of another method."""
    return f"iterate{method.removeprefix('list')}"


def project(contract: Contract, calls: list[Call]) -> Json:
    """Return the document for the generator: only successful responses, and no defaults, which the server applies."""
    document = contract.copy()
    document["paths"] = {}
    for call in calls:
        document["paths"][call.key] = {call.operation.method: _projected(contract, call)}
    for parameter in document["components"].get("parameters", {}).values():
        parameter["schema"].pop("default", None)
    document["components"]["schemas"].update(_titled_values(calls))
    document["components"]["schemas"] = _reachable(document)
    for schema in document["components"]["schemas"].values():
        _drop_secrets(schema)
        for field in schema.get("properties", {}).values():
            if field.get("deprecated"):
                field["description"] = _described(field)
    return document


def _calls_of(contract: Contract, operation: Operation) -> Iterator[Call]:
    data = operation.data
    tag = data["tags"][0]
    for entry in data["x-calls"] if "x-calls" in data else [_only_call(contract, operation)]:
        choices = entry.get("parameters", {})
        parameters = []
        for original in operation.parameters:
            choice = choices.get(original["name"], {})
            if "omit" in choice or "fixed" in choice or original.get("x-secret"):
                continue
            parameter = copy.deepcopy(original)
            parameter["schema"] = copy.deepcopy(contract.resolve(original["schema"]))
            parameter["schema"].pop("default", None)
            parameter |= {key: choice[key] for key in ("required", "description") if key in choice}
            parameter["description"] = _described(parameter)
            if "values" in choice:
                # A component, because the generator names an inline enumeration after its call.
                parameter["schema"] = {"$ref": f"#/components/schemas/{choice['title']}"}
            parameters.append(parameter)
        yield Call(
            operation=operation,
            name=f"{tag}_{entry['method']}",
            tag=tag,
            method=entry["method"],
            summary=str(entry.get("summary", data.get("summary", ""))),
            description=str(entry.get("description", data.get("description", ""))),
            body=entry.get("body"),
            body_schema=_named(entry.get("request")) or _schema(data.get("requestBody", {}), entry.get("body")),
            argument=entry.get("argument", "body"),
            response_content_type=entry.get("response"),
            response_schema=_named(entry.get("result")) or _schema(_success(operation), entry.get("response")),
            deprecated=bool(data.get("deprecated")),
            effects=tuple(sorted(entry["x-effect"] if "x-effect" in entry else data.get("x-effect", ()))),
            choices=choices,
            parameters=parameters,
            docs=_docs(contract, data),
            classify=_mapping((entry if "x-calls" in data else data).get("x-classify", {})),
        )


def _mapping(value: object) -> Json:
    """Return an extension; one of another type has none of the keys, which the lint reports."""
    return dict(value) if isinstance(value, dict) else {"": value}


def _described(owner: Json) -> str:
    """Return the description of a parameter or a field, which says if it is deprecated."""
    return f"{owner.get('description', '')}{' Deprecated.' if owner.get('deprecated') else ''}".strip()


def _docs(contract: Contract, data: Json) -> str | None:
    """Return the vendor's page about an operation, its tag, or the API."""
    tags = [tag for tag in contract.document["tags"] if tag["name"] in data["tags"]]
    pages = [owner["externalDocs"]["url"] for owner in (data, *tags, contract.document) if "externalDocs" in owner]
    return pages[0] if pages else None


def _titled_values(calls: list[Call]) -> Json:
    """Return the enumerations that calls define for parameters, by title."""
    choices = [choice for call in calls for choice in call.choices.values() if "values" in choice]
    return {choice["title"]: {"type": "string", "enum": choice["values"]} for choice in choices}


def _only_call(contract: Contract, operation: Operation) -> Json:
    """Return the only call of an operation without `x-calls`."""
    data = operation.data
    bodies = list(data.get("requestBody", {}).get("content", {}))
    responses = list(_success(operation).get("content", {}))
    if len(bodies) > 1 or len(responses) > 1:
        words = f"{len(bodies)} bodies and {len(responses)} responses: add `x-calls` with one of each per call"
        raise ContractError(contract.finding(operation.pointer, words))
    call: Json = {"method": operation.id.removeprefix(f"{data['tags'][0]}_")}
    if bodies:
        call["body"] = bodies[0]
    if responses:
        call["response"] = responses[0]
    return call


def _named(name: str | None) -> Json:
    return {"$ref": f"#/components/schemas/{name}"} if name else {}


def _schema(owner: Json, media_type: str | None) -> Json:
    schema: Json = owner["content"][media_type]["schema"] if media_type else {}
    return schema


def _success(operation: Operation) -> Json:
    """Return the first successful response."""
    responses = operation.data["responses"]
    return dict(responses[min(status for status in responses if status.startswith("2"))])


def _projected(contract: Contract, call: Call) -> Json:
    response: Json = {"description": _success(call.operation)["description"]}
    if call.response_content_type:
        media_type = BYTES if _is_text(contract, call.response_schema) else "application/json"
        response["content"] = {media_type: {"schema": call.response_schema}}
    projected: Json = {
        "operationId": call.name,
        "tags": [call.tag],
        "parameters": call.parameters,
        "responses": {"200": response},
    }
    if call.body:
        media_type, schema = call.body, call.body_schema
        required = call.operation.data["requestBody"].get("required", False)
        if _is_text(contract, schema):
            media_type, schema, required = BYTES, {"type": "string", "format": "binary"}, True
        elif contract.resolve(schema).get("required"):
            required = True  # a call that has this body sends it
        projected["requestBody"] = {"required": required, "content": {media_type: {"schema": schema}}}
    return copy.deepcopy(projected)


def _drop_secrets(schema: Json) -> None:
    properties = schema.get("properties", {})
    secrets = [name for name, each in properties.items() if isinstance(each, dict) and each.get("x-secret")]
    for name in secrets:
        del properties[name]
    if secrets and "required" in schema:
        schema["required"] = [name for name in schema["required"] if name not in secrets]


def _is_text(contract: Contract, schema: Json) -> bool:
    return contract.resolve(schema).get("type") == "string"


def _reachable(document: Json) -> Json:
    """Return the schemas that the projected operations use, directly or not."""
    schemas = document["components"]["schemas"]
    found: set[str] = set()
    queue = list(_references(document["paths"]))
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue.extend(_references(schemas[name]))
    return {name: schema for name, schema in schemas.items() if name in found}


def _references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            if not reference.startswith("#/components/schemas/"):
                raise ContractError(
                    f"{reference}: only components can be referenced: {pointer('components', 'schemas')}"
                )
            yield reference.rsplit("/", 1)[1]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
