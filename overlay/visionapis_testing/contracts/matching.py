"""Whether a contract takes a request: which operation it calls, in the canonical form or in another spelling."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from visionapis_testing.errors import EmulatorError

from .parsing import File, ParsedRequest
from .schemas import Problem, Schemas, distance
from .values import UNIONS, MisreadError, read_json, value_of

if TYPE_CHECKING:
    from .contract import Contract

Json = dict[str, Any]

RULES = ("path", "method", "security", "query", "content type", "body")
"""As a request is looked at. The form of an operation that it comes furthest with says what is wrong with it."""


class RefusedError(EmulatorError):
    """No form of an operation takes the request; ``rule`` is one of RULES, ``problems`` say where and why."""

    def __init__(self, rule: str, problems: Sequence[Problem]) -> None:
        super().__init__(f"{rule}: {'; '.join(problem.text for problem in problems)}")
        self.rule = rule
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a request says, in the contract's types. Files are of type File."""

    spelling: str | None
    """Name of the other spelling; None for the canonical form."""
    query: Mapping[str, Any]
    body: Any
    """An object by field for a form, what the text says for JSON, else the text; None without one."""


@dataclass(frozen=True, eq=False)
class Form:
    """A form in which an operation takes requests."""

    schemas: Schemas
    operation_id: str
    spelling: str | None
    """Name of the other spelling; None for the canonical form."""
    method: str
    paths: Sequence[str]
    """Templates, one for each server's prefix."""
    security: Sequence[Mapping[str, Any]]
    parameters: Sequence[Json]
    body: Json
    """Whether one is required, and schemas by media type."""

    def check(self, request: ParsedRequest) -> None:
        """Raise RefusedError with the first rule that the request breaks."""
        if not self.has_path(request.path):
            raise _refused("path", f"{request.path} is no path of the contract")
        if request.method != self.method:
            raise _refused("method", f"{request.method}, where {self.method} is taken")
        if self.security and not any(
            all(_carries(request, scheme) for scheme in self._schemes(each)) for each in self.security
        ):
            raise _refused("security", "no key where one is read")
        self._query(request, strict=True)
        self._body(request)

    def has_path(self, path: str) -> bool:
        """Whether a path is this form's, for some values of its parameters."""
        return path in self.paths or any(pattern.fullmatch(path) for pattern in self._patterns)

    def read(self, request: ParsedRequest) -> Arguments:
        """Return what a request of this form says. Raises RefusedError.

        Parameters that the contract does not know are left unread, as servers do.
        """
        return Arguments(self.spelling, self._query(request, strict=False), self._body(request))

    def _schemes(self, names: Iterable[str]) -> list[Json]:
        return [self.schemas.document["components"]["securitySchemes"][name] for name in names]

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        return [re.compile(path_pattern(template)) for template in self.paths]

    @cached_property
    def _query_schema(self) -> Json:
        parameters = [each for each in self.parameters if each["in"] == "query"]
        # The fields of an object are parameters of their own, here named by a pattern.
        objects = [self.schemas.resolve(each["schema"])[0] for each in parameters]
        return {
            "type": "object",
            "properties": {each["name"]: each["schema"] for each in parameters},
            "patternProperties": {
                each["propertyNames"]["pattern"]: each["additionalProperties"]
                for each in objects
                if "propertyNames" in each
            },
            "required": [each["name"] for each in parameters if each.get("required")],
            "additionalProperties": False,
        }

    @cached_property
    def _keys(self) -> frozenset[str]:
        schemes = self.schemas.document["components"].get("securitySchemes", {})
        return frozenset(each["name"] for each in schemes.values() if "name" in each)

    def _query(self, request: ParsedRequest, *, strict: bool) -> Json:
        schema = self._query_schema
        if not request.query and not schema["required"]:
            return {}
        known = dict(schema["properties"])
        for pattern, inner in schema["patternProperties"].items():
            known |= {name: inner for name, _ in request.query if re.search(pattern, name)}
        given = [(name, value) for name, value in request.query if name not in self._keys and (strict or name in known)]
        document: Json = self._form("query", schema, known, given)
        return document

    def _body(self, request: ParsedRequest) -> Any:
        if request.body is None:
            if self.body.get("required"):
                raise _refused("body", "there is none")
            return None
        content = self.body.get("content", {}).get(request.media_type)
        if content is None:
            raise _refused("content type", f"no body of type {request.media_type} is taken")
        schema = content["schema"]
        if not isinstance(request.body, str):
            attempts: list[RefusedError] = []
            for properties in self._branches(schema):
                try:
                    return self._form("body", schema, properties, request.body)
                except RefusedError as refusal:
                    attempts.append(refusal)
            raise min(attempts, key=lambda refusal: distance(refusal.problems))
        value: Any = request.body
        if request.media_type == "application/json":
            try:
                value = read_json(value)
            except (ValueError, RecursionError) as error:
                raise _refused("body", f"not JSON: {error}") from None
        if problems := list(self.schemas.problems(schema, value)):
            raise RefusedError("body", problems)
        return value

    def _form(self, rule: str, schema: Json, properties: Json, fields: Iterable[tuple[str, str | File]]) -> Json:
        """Return a form's values by name, read by the schemas of ``properties``."""
        given: defaultdict[str, list[str | File]] = defaultdict(list)
        for name, value in fields:
            given[name].append(value)
        problems: list[Problem] = []
        document: Json = {}
        for name, values in given.items():
            if name not in properties:  # of another branch, or nothing reads it
                document[name] = values if len(values) > 1 else values[0]
                continue
            try:
                document[name] = value_of(self.schemas, properties[name], values)
            except MisreadError as error:
                problems.append(Problem((name, *error.problem.place), error.problem.keyword, error.problem.text))
        problems = problems or list(self.schemas.problems(schema, _without_files(document)))
        if problems:
            raise RefusedError(rule, problems)
        return document

    def _branches(self, schema: Json) -> list[Json]:
        """The properties that a form may have, one mapping for each choice in its schema."""
        schema = self.schemas.resolve(schema)[0]
        choices: list[Json] = [schema.get("properties", {})]
        for each in schema.get("allOf", []):
            choices = [{**choice, **more} for choice in choices for more in self._branches(each)]
        for word in UNIONS:
            if word in schema:
                branches = [branch for each in schema[word] for branch in self._branches(each)]
                choices = [{**choice, **branch} for choice in choices for branch in branches]
        return choices


def accept(contract: "Contract", request: ParsedRequest) -> list[Form]:
    """Return the forms that take a request, an operation's canonical form before its other spellings.

    Raises RefusedError when none does.
    """
    taken: list[Form] = []
    refusals: list[RefusedError] = []
    for operation in contract.operations:
        for form in operation.forms:
            try:
                form.check(request)
            except RefusedError as refusal:
                refusals.append(refusal)
            else:
                taken.append(form)
    if not taken:
        raise furthest(refusals)
    return taken


def furthest(refusals: Iterable[RefusedError]) -> RefusedError:
    """Return the refusal by the last rule."""
    return max(refusals, key=lambda refusal: RULES.index(refusal.rule))


def path_pattern(template: str) -> str:
    """Return the regular expression of a path template, with a group for each parameter."""
    parts = re.split(r"(\{\w+\})", template)
    return "".join(f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in parts)


def _refused(rule: str, text: str) -> RefusedError:
    return RefusedError(rule, [Problem((), rule, text)])


def _carries(request: ParsedRequest, scheme: Json) -> bool:
    """Whether a request has a key where a security scheme reads it."""
    if scheme["type"] == "http":
        return (request.authorization or "").lower().startswith(f"{scheme['scheme']} ".lower())
    if scheme["in"] == "query":
        return any(name == scheme["name"] for name, _ in request.query)
    return scheme["name"].lower() == "authorization" and request.authorization is not None


def _without_files(value: Json) -> Json:
    """A copy that a schema can look at: to a schema a file is a text."""
    return {name: _as_text(each) for name, each in value.items()}


def _as_text(value: object) -> object:
    if isinstance(value, list):
        return [_as_text(each) for each in cast("list[object]", value)]
    return "(file)" if isinstance(value, File) else value
