"""A contract as the client generator can read it: one operation a call, one body and one answer an operation.

A contract describes each path once, truthfully. `x-calls` on an operation names what callers do with it:

    method:      the facade's method; `<tag>_<method>` becomes the operation's name
    summary:     one line, where the operation's own does not fit; `description` likewise
    body:        content type of the request body; without it the call has no body
    argument:    name of the argument that takes a body without fields
    answer:      content type of the answer
    parameters:  by name: {omit: true}, {required: true}, {fixed: value}, or {values: [...], title: name of their type}

An operation without `x-calls` is one call with its only body and its only answer; an empty list means that the client
does without the operation.
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
    body_description: str
    argument: str
    answer: str | None
    choices: dict[str, Json]
    parameters: list[Json]

    @property
    def key(self) -> str:
        """The path under which the projected document holds this call."""
        return f"{self.operation.path}{FRAGMENT}{self.name}"

    @property
    def fixed(self) -> dict[str, Any]:
        """Query parameters that are sent as they stand here."""
        return {name: choice["fixed"] for name, choice in self.choices.items() if "fixed" in choice}

    @property
    def statuses(self) -> tuple[int, ...]:
        """Every documented status, ascending."""
        return tuple(sorted(int(status) for status in self.operation.data["responses"]))


def calls(contract: Contract) -> list[Call]:
    """Every call of a contract, in its order."""
    return [call for operation in contract.operations() for call in _calls_of(contract, operation)]


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
    return document


def _calls_of(contract: Contract, operation: Operation) -> Iterator[Call]:
    data = operation.data
    tag = data["tags"][0]
    for entry in data["x-calls"] if "x-calls" in data else [_only_call(operation)]:
        choices = entry.get("parameters", {})
        parameters = []
        for original in operation.parameters:
            choice = choices.get(original["name"], {})
            if "omit" in choice or "fixed" in choice:
                continue
            parameter = copy.deepcopy(original)
            parameter["schema"] = copy.deepcopy(contract.resolve(original["schema"]))
            parameter["schema"].pop("default", None)
            if "required" in choice:
                parameter["required"] = choice["required"]
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
            body_description=_body_description(contract, data, entry.get("body")),
            argument=entry.get("argument", "body"),
            answer=entry.get("answer"),
            choices=choices,
            parameters=parameters,
        )


def _titled_values(calls: list[Call]) -> Json:
    """The enumerations that calls make of free parameters, by title."""
    choices = [choice for call in calls for choice in call.choices.values() if "values" in choice]
    return {choice["title"]: {"type": "string", "enum": choice["values"]} for choice in choices}


def _only_call(operation: Operation) -> Json:
    """The call of an operation that names none."""
    data = operation.data
    bodies = list(data.get("requestBody", {}).get("content", {}))
    answers = list(data["responses"].get(_success(operation), {}).get("content", {}))
    if len(bodies) > 1 or len(answers) > 1:
        raise ContractError(
            f"{operation.pointer}: {len(bodies)} bodies and {len(answers)} answers: name the calls in `x-calls`, "
            "each with one body and one answer"
        )
    call: Json = {"method": operation.id.removeprefix(f"{data['tags'][0]}_")}
    if bodies:
        call["body"] = bodies[0]
    if answers:
        call["answer"] = answers[0]
    return call


def _body_description(contract: Contract, data: Json, media_type: str | None) -> str:
    if media_type is None:
        return ""
    return str(contract.resolve(data["requestBody"]["content"][media_type]["schema"]).get("description", ""))


def _success(operation: Operation) -> str:
    return min(str(status) for status in operation.data["responses"] if status.startswith("2"))


def _projected(contract: Contract, call: Call) -> Json:
    data = call.operation.data
    status = _success(call.operation)
    response: Json = {"description": data["responses"][status]["description"]}
    if call.answer:
        schema = data["responses"][status]["content"][call.answer]["schema"]
        media_type = BYTES if _is_text(contract, schema) else "application/json"
        response["content"] = {media_type: {"schema": schema}}
    projected: Json = {
        "operationId": call.name,
        "tags": [call.tag],
        "parameters": call.parameters,
        "responses": {status: response},
    }
    if call.body:
        schema = data["requestBody"]["content"][call.body]["schema"]
        media_type = call.body
        if _is_text(contract, schema):
            media_type, schema = BYTES, {"type": "string", "format": "binary"}
        projected["requestBody"] = {"required": True, "content": {media_type: {"schema": schema}}}
    return copy.deepcopy(projected)


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
