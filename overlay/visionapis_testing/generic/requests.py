"""Requests read and validated by the contract: parameters in every place, and bodies of every content type."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from starlette.requests import Request

from visionapis_testing.contracts.contract import Operation
from visionapis_testing.contracts.matching import Arguments, RejectedRequestError
from visionapis_testing.contracts.parsing import File, ParsedRequest, UnreadableBodyError, parse
from visionapis_testing.contracts.schemas import Problem, Schemas
from visionapis_testing.contracts.values import InvalidValueError, value_of

from . import outlines
from .errors import INVALID, NOT_FOUND, UNSUPPORTED, RequestError

Json = dict[str, Any]

_MAX_DEPTH = 64
"""How deep lists and objects of a body can be nested."""

_IGNORED_HEADERS = {"accept", "authorization", "content-type"}
"""OpenAPI ignores parameters with these names."""


@dataclass(frozen=True, slots=True)
class ReceivedCall:
    """A valid request to an operation."""

    operation: Operation
    request: Request
    parsed: ParsedRequest
    path: Mapping[str, str]
    """Path parameters as they were sent."""
    query: Mapping[str, Any]
    body: Any
    """The value of JSON, the values of a form by field, else the text; None without a body."""

    @property
    def fields(self) -> Json:
        """The fields of the body; empty unless it is an object or a form."""
        return dict(cast("Json", self.body)) if isinstance(self.body, dict) else {}

    def argument(self, name: str) -> object:
        """Return what was sent for an argument of the client: a field, a parameter, or a whole body that has no fields.

        None if it was not sent.
        """
        for parameter in self.operation.parameters:
            if parameter["in"] == "query" and _plain(name) == _plain(parameter.get("x-name", parameter["name"])):
                return self.query.get(parameter["name"])
        if isinstance(self.body, dict):
            return next(
                (value for field, value in cast("Json", self.body).items() if _plain(field) == _plain(name)), None
            )
        return self.body


async def receive(request: Request, operation: Operation) -> ReceivedCall:
    """Read a request to its end and validate it. Raises RequestError."""
    try:
        parsed = await parse(request)
    except UnreadableBodyError as error:
        raise RequestError(INVALID, str(error)) from None
    path: Mapping[str, str] = request.scope["path_params"]
    for place, problem in _problems(request, operation, path):
        raise RequestError((*INVALID, *NOT_FOUND) if place == "path" else INVALID, problem)
    try:
        arguments = operation.read(parsed)
    except RejectedRequestError as error:
        statuses = UNSUPPORTED if error.rule == "content type" else INVALID
        raise RequestError(statuses, str(error)) from None
    if not _is_shallow(arguments.body):
        raise RequestError(INVALID, f"body: nested more than {_MAX_DEPTH} levels deep")
    choices = list(_alternatives(operation))
    if choices and not any(names <= arguments.query.keys() for names in choices):
        raise RequestError(INVALID, f"missing: {' or '.join(' and '.join(sorted(names)) for names in choices)}")
    for name, wrong in _wrong_formats(operation, parsed, arguments):
        raise RequestError(INVALID, f"{name}: {wrong.text}")
    return ReceivedCall(operation, request, parsed, path, arguments.query, arguments.body)


def _alternatives(operation: Operation) -> Iterator[set[str]]:
    """Yield what each of the ``x-calls`` requires of the query; nothing if one of them requires no more than others."""
    in_query = {each["name"] for each in operation.parameters if each["in"] == "query"}
    calls = [each.get("parameters", {}) for each in operation.definition.get("x-calls", ())]
    required = [{name for name in in_query if given.get(name, {}).get("required")} for given in calls]
    if all(required):
        yield from required


def _wrong_formats(operation: Operation, parsed: ParsedRequest, arguments: Arguments) -> Iterator[tuple[str, Problem]]:
    """Yield the parameters of the query, and the body, that are not of their formats, with what is wrong."""
    for parameter in operation.parameters:
        if parameter["in"] == "query" and parameter["name"] in arguments.query:
            for problem in operation.schemas.format_problems(parameter["schema"], arguments.query[parameter["name"]]):
                yield parameter["name"], problem
    content: Mapping[str, Json] = operation.variants[0].body.get("content", {})
    if arguments.body is not None and parsed.media_type and parsed.media_type in content:
        body: object = arguments.body
        if isinstance(body, dict):
            body = {name: value for name, value in cast("Json", body).items() if not isinstance(value, File)}
        for problem in operation.schemas.format_problems(content[parsed.media_type].get("schema", {}), body):
            yield "body", problem


def _is_shallow(value: object) -> bool:
    """Return whether a JSON value can be copied, stored and sent again without a recursion error."""
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [inner for each in level for inner in _members(each)]
        if not level:
            return True
    return False


def _members(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast("Json", value).values()
    return cast("list[object]", value) if isinstance(value, list) else ()


def secret_arguments(call: ReceivedCall) -> Iterator[tuple[str, object]]:
    """Yield the name and value of each parameter and field that carries a key by ``x-secret``."""
    for parameter in call.operation.parameters:
        if parameter.get("x-secret") and (parameter.get("required") or _sent(call.request, call.path, parameter)):
            yield parameter["name"], _sent(call.request, call.path, parameter)
    content: Mapping[str, Json] = call.operation.variants[0].body.get("content", {})
    media = content.get(call.parsed.media_type or "")
    if media is None or not isinstance(call.body, dict):
        return
    body = cast("Json", call.body)
    yield from ((name, body.get(name)) for name in key_fields(call.operation.schemas, media["schema"], body))


def key_fields(schemas: Schemas, schema: Json, body: Json) -> Iterator[str]:
    """Yield the fields of a body that carry a key: those of its schema, and those of a branch that the body has."""
    own = outlines.properties(schemas, schema, keywords=("allOf",))
    for name, field in outlines.properties(schemas, schema).items():
        if outlines.is_object(field) and schemas.resolve(field)[0].get("x-secret") and (name in own or name in body):
            yield name


def _plain(name: str) -> str:
    """Return the letters and digits of a name, which the client's argument and the name on the wire share."""
    return re.sub(r"[\W_]", "", name).lower()


def _problems(request: Request, operation: Operation, path: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the place of each wrong parameter outside of the query, and what is wrong."""
    variants = [each for each in operation.variants if each.method == request.method]
    matching = [each for each in variants if each.has_path(request.scope["path"])]
    for parameter in (matching or operation.variants)[0].parameters:
        place, name = parameter["in"], parameter["name"]
        if place == "query" or (place == "header" and name.lower() in _IGNORED_HEADERS):
            continue
        text = _sent(request, path, parameter)
        if text is None:
            if parameter.get("required") and not parameter.get("x-secret"):
                yield place, f"{place} parameter {name} is missing"
            continue
        try:
            value_of(operation.schemas, parameter["schema"], list[str | File](_parts(operation, parameter, text)))
        except InvalidValueError as error:
            yield place, f"{place} parameter {name}: {error}"


def _parts(operation: Operation, parameter: Json, text: str) -> list[str]:
    """Return the values of a parameter: a list is joined by commas."""
    schema = operation.schemas.resolve(parameter["schema"])[0]
    return text.split(",") if schema.get("type") == "array" else [text]


def _sent(request: Request, path: Mapping[str, str], parameter: Json) -> str | None:
    name = parameter["name"]
    match parameter["in"]:
        case "path":
            return path.get(name)
        case "header":
            return request.headers.get(name)
        case "cookie":
            return request.cookies.get(name)
        case _:
            return request.query_params.get(name)
