"""A contract as the client generator can read it: one operation a call, one body and one answer an operation.

A contract describes each path once, truthfully. `x-calls` on an operation names what callers do with it:

    method:      the facade's method; `<tag>_<method>` becomes the operation's name
    summary:     one line, where the operation's own does not fit; `description` likewise
    body:        content type of the request body; without it the call has no body
    request:     name of the schema that this call sends, where the body is one of several
    argument:    name of the argument that takes a body without fields
    answer:      content type of the answer
    result:      name of the schema that this call gets, where the answer is one of several
    x-effect:    what this call does, where it does less than the operation
    parameters:  by name: {omit: true}, {required: true}, {fixed: value}, or {values: [...], title: name of their type},
                 with a `description` where the operation's own does not fit

An operation without `x-calls` is one call with its only body and its only answer; an empty list means that the client
does without the operation. `x-name` on a parameter is the name of its argument. Parameters and fields with `x-secret`
are put on by the layer that sends the call and are no arguments.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .contract import Contract, ContractError, Json, Operation, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

# The generator joins files to its endpoints by path: a fragment tells the calls of one path apart. It is cut off again
# before anything is written.
FRAGMENT = "#"

# A body or an answer without fields is bytes to the generator, whatever text they spell.
BYTES = "application/octet-stream"


@dataclass(frozen=True)
class Call:
    """One way to call an operation, as the facade offers it."""

    operation: Operation
    name: str
    tag: str
    method: str
    summary: str
    description: str
    body: str | None
    body_schema: Json
    argument: str
    answer: str | None
    answer_schema: Json
    effects: tuple[str, ...]
    choices: dict[str, Json]
    parameters: list[Json]
    docs: str | None

    @property
    def key(self) -> str:
        """The path under which the projected document holds this call."""
        return f"{self.operation.path}{FRAGMENT}{self.name}"

    @property
    def fixed(self) -> dict[str, Any]:
        """Query parameters that are sent as they stand here."""
        return {name: choice["fixed"] for name, choice in self.choices.items() if "fixed" in choice}

    @property
    def pages(self) -> Json:
        """Where a page has its parts; empty for an answer that is no page."""
        return dict(self.operation.data.get("x-pagination", {}))

    @property
    def iterator(self) -> str:
        """The facade's method that goes through every page: `iterate` for `list`."""
        return iterator(self.method)

    @property
    def statuses(self) -> tuple[int, ...]:
        """Every documented status, ascending."""
        return tuple(sorted(int(status) for status in self.operation.data["responses"]))


def calls(contract: Contract) -> list[Call]:
    """Every call of a contract, in its order."""
    return [call for operation in contract.operations() for call in _calls_of(contract, operation)]


def iterator(method: str) -> str:
    """The name of the method that goes through the pages of another."""
    return f"iterate{method.removeprefix('list')}"


def project(contract: Contract, calls: list[Call]) -> Json:
    """The document for the generator: only successful answers, no defaults, which are the server's business."""
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
            if "values" in choice:
                # A component of its own, because the generator names any other enumeration after its call.
                parameter["schema"] = {"$ref": f"#/components/schemas/{choice['title']}"}
            parameters.append(parameter)
        yield Call(
            operation=operation,
            name=f"{tag}_{entry['method']}",
            tag=tag,
            method=entry["method"],
            summary=str(entry.get("summary", data["summary"])),
            description=str(entry.get("description", data["description"])),
            body=entry.get("body"),
            body_schema=_named(entry.get("request")) or _schema(data.get("requestBody", {}), entry.get("body")),
            argument=entry.get("argument", "body"),
            answer=entry.get("answer"),
            answer_schema=_named(entry.get("result")) or _schema(_success(operation), entry.get("answer")),
            effects=tuple(sorted(entry["x-effect"] if "x-effect" in entry else data["x-effect"])),
            choices=choices,
            parameters=parameters,
            docs=_docs(contract, data),
        )


def _docs(contract: Contract, data: Json) -> str | None:
    """The vendor's page about an operation: its own, its tag's, or that of the whole API."""
    tags = [tag for tag in contract.document["tags"] if tag["name"] in data["tags"]]
    pages = [owner["externalDocs"]["url"] for owner in (data, *tags, contract.document) if "externalDocs" in owner]
    return pages[0] if pages else None


def _titled_values(calls: list[Call]) -> Json:
    """The enumerations that calls make of free parameters, by title."""
    choices = [choice for call in calls for choice in call.choices.values() if "values" in choice]
    return {choice["title"]: {"type": "string", "enum": choice["values"]} for choice in choices}


def _only_call(contract: Contract, operation: Operation) -> Json:
    """The call of an operation that names none."""
    data = operation.data
    bodies = list(data.get("requestBody", {}).get("content", {}))
    answers = list(_success(operation).get("content", {}))
    if len(bodies) > 1 or len(answers) > 1:
        words = f"{len(bodies)} bodies and {len(answers)} answers: name the calls in `x-calls`, each with one of both"
        raise ContractError(contract.finding(operation.pointer, words))
    call: Json = {"method": operation.id.removeprefix(f"{data['tags'][0]}_")}
    if bodies:
        call["body"] = bodies[0]
    if answers:
        call["answer"] = answers[0]
    return call


def _named(name: str | None) -> Json:
    return {"$ref": f"#/components/schemas/{name}"} if name else {}


def _schema(owner: Json, media_type: str | None) -> Json:
    return dict(owner["content"][media_type]["schema"]) if media_type else {}


def _success(operation: Operation) -> Json:
    """The first successful response."""
    responses = operation.data["responses"]
    return dict(responses[min(status for status in responses if status.startswith("2"))])


def _projected(contract: Contract, call: Call) -> Json:
    response: Json = {"description": _success(call.operation)["description"]}
    if call.answer:
        media_type = BYTES if _is_text(contract, call.answer_schema) else "application/json"
        response["content"] = {media_type: {"schema": call.answer_schema}}
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
            required = True  # a call that names this body sends it
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
    """The schemas that the projected operations use, directly or not."""
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
                    f"{reference}: only components can be referenced {pointer('components', 'schemas')}"
                )
            yield reference.rsplit("/", 1)[1]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)
