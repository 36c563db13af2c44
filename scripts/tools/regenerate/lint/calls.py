"""`x-calls`: the calls that the client has for an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import Contract, Finding, Json, Operation, pointer
from scripts.tools.regenerate.schemas import UNIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

CHOICES = {"omit", "required", "fixed", "values", "title", "description"}


def calls_fit_their_operation(contract: Contract) -> Iterator[Finding]:
    """`x-calls` refers to bodies, responses and parameters of the operation."""
    for operation in contract.operations():
        bodies = operation.data.get("requestBody", {}).get("content", {})
        responses = _successful_content(operation)
        parameters = {parameter["name"] for parameter in operation.parameters}
        for index, call in enumerate(operation.data.get("x-calls", [])):
            at = operation.pointer + pointer("x-calls", index)
            if not set(operation.data.get("x-effect", [])).issuperset(call.get("x-effect", [])):
                yield at, f"x-effect {call['x-effect']} has effects that the operation does not have"
            if call.get("body") is not None and call["body"] not in bodies:
                yield at, f"the operation has no body of type {call['body']}"
            if call.get("response") is not None and call["response"] not in responses:
                yield at, f"the operation has no response of type {call['response']}"
            for name in (call[key] for key in ("request", "result") if key in call):
                if name not in contract.document["components"]["schemas"]:
                    yield at, f"there is no schema {name}"
            for name, choice in call.get("parameters", {}).items():
                if name not in parameters:
                    yield at, f"the operation has no parameter {name}"
                if not choice or not CHOICES.issuperset(choice) or ("values" in choice) != ("title" in choice):
                    yield (
                        at,
                        f"{name}: one of omit: true, required: true, fixed: ..., or values: [...] with a title",
                    )


def calls_send_one_body(contract: Contract) -> Iterator[Finding]:
    """A call with a union as its body names the branch that it sends; the client generator would drop the body."""
    for operation in contract.operations():
        bodies = operation.data.get("requestBody", {}).get("content", {})
        only_call = {"body": next(iter(bodies), None)}
        for index, call in enumerate(operation.data.get("x-calls", [only_call])):
            content = bodies.get(call.get("body"))
            if content and "request" not in call and set(UNIONS) & contract.resolve(content["schema"]).keys():
                yield (
                    operation.pointer + (pointer("x-calls", index) if "x-calls" in operation.data else ""),
                    f"the {call['body']} body is a union: name the branch in `request` of x-calls",
                )


def _successful_content(operation: Operation) -> Json:
    responses = operation.data["responses"]
    status = min((status for status in responses if status.startswith("2")), default=None)
    return dict(responses[status].get("content", {})) if status else {}
