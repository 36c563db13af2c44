"""Matching requests against a contract: which operation they call, in the canonical form or as a variant."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from visionapis_testing.errors import EmulatorError

from .parsing import File, ParsedRequest
from .schemas import Problem, Schemas, distance
from .values import UNIONS, InvalidValueError, read_json, value_of

if TYPE_CHECKING:
    from .contract import Contract

Json = dict[str, Any]

RULES = ("path", "method", "security", "query", "content type", "body")
"""Rules in the order in which they are checked. The variant that fails the latest rule is the closest match."""


class RejectedRequestError(EmulatorError):
    """The request matches no variant of an operation; ``rule`` is the one of RULES that it breaks."""

    def __init__(self, rule: str, problems: Sequence[Problem]) -> None:
        super().__init__(f"{rule}: {'; '.join(problem.text for problem in problems)}")
        self.rule = rule
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a request, in the types of the contract. Files are of type File."""

    variant: str | None
    """The name of the variant; None for the canonical request."""
    query: Mapping[str, Any]
    body: Any
    """Values by field for a form, the value for JSON, else the text; None if no body was sent."""


@dataclass(frozen=True, eq=False)
class RequestVariant:
    """A form of request that an operation accepts: the canonical one, or one of ``x-variants``."""

    schemas: Schemas
    operation_id: str
    name: str | None
    """None for the canonical request."""
    method: str
    paths: Sequence[str]
    """Path templates, one per prefix of a server."""
    security: Sequence[Mapping[str, Any]]
    parameters: Sequence[Json]
    body: Json
    """The request body object of the contract: whether it is required, and schemas by media type."""

    def check(self, request: ParsedRequest) -> None:
        """Raise RejectedRequestError with the first rule that the request breaks."""
        if not self.has_path(request.path):
            raise _rejection("path", f"{request.path} is not a path of the contract")
        if request.method != self.method:
            raise _rejection("method", f"{request.method}, but expected {self.method}")
        if self.security and not any(
            all(_carries(request, scheme) for scheme in self._schemes(each)) for each in self.security
        ):
            raise _rejection("security", "no key in the expected place")
        self._query(request, strict=True)
        self._body(request)

    def has_path(self, path: str) -> bool:
        """Return whether a path matches one of the templates."""
        return path in self.paths or any(pattern.fullmatch(path) for pattern in self._patterns)

    def read(self, request: ParsedRequest) -> Arguments:
        """Return the arguments of a request. Raises RejectedRequestError.

        Unknown query parameters are ignored, as by the vendors' servers.
        """
        return Arguments(self.name, self._query(request, strict=False), self._body(request))

    def _schemes(self, names: Iterable[str]) -> list[Json]:
        return [self.schemas.document["components"]["securitySchemes"][name] for name in names]

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        return [re.compile(path_pattern(template)) for template in self.paths]

    @cached_property
    def _query_schema(self) -> Json:
        parameters = [each for each in self.parameters if each["in"] == "query"]
        # The fields of an object are sent as separate parameters, whose names match a pattern.
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
        schemes = self.schemas.document.get("components", {}).get("securitySchemes", {})
        return frozenset(each["name"] for each in schemes.values() if "name" in each)

    def _query(self, request: ParsedRequest, *, strict: bool) -> Json:
        schema = self._query_schema
        if not request.query and not schema["required"]:
            return {}
        known = dict(schema["properties"])
        for pattern, inner in schema["patternProperties"].items():
            known |= {name: inner for name, _ in request.query if re.search(pattern, name)}
        sent = [(name, value) for name, value in request.query if name not in self._keys and (strict or name in known)]
        document: Json = self._form("query", schema, known, sent)
        return document

    def _body(self, request: ParsedRequest) -> Any:
        if request.body is None:
            if self.body.get("required"):
                raise _rejection("body", "missing")
            return None
        content = self._content(request.media_type or "")
        if content is None:
            raise _rejection("content type", f"a body of type {request.media_type} is not accepted")
        schema = content.get("schema", {})
        if not isinstance(request.body, str):
            if self.schemas.resolve(schema)[0].get("type") == "string":
                return request.body  # one text, such as base64, which was taken for the fields of a form
            rejections: list[RejectedRequestError] = []
            for properties in self._branches(schema):
                try:
                    return self._form("body", schema, properties, request.body)
                except RejectedRequestError as rejection:
                    rejections.append(rejection)
            raise min(rejections, key=lambda rejection: distance(rejection.problems))
        value: Any = request.body
        if is_json(request.media_type or ""):
            try:
                value = read_json(value)
            except (ValueError, RecursionError) as error:
                raise _rejection("body", f"invalid JSON: {error}") from None
        elif _is_binary(self.schemas.resolve(schema)[0]):
            return value
        if problems := list(self.schemas.problems(schema, value)):
            raise RejectedRequestError("body", problems)
        return value

    def _content(self, media_type: str) -> Json | None:
        """Return the content of a media type: the exact one, else that of a range such as `image/*`."""
        content: Json = self.body.get("content", {})
        ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
        return next((content[each] for each in ranges if each in content), None)

    def _form(self, rule: str, schema: Json, properties: Json, fields: Iterable[tuple[str, str | File]]) -> Json:
        """Return a form's values by field, parsed by the schemas of ``properties``."""
        texts: defaultdict[str, list[str | File]] = defaultdict(list)
        for name, value in fields:
            texts[name].append(value)
        problems: list[Problem] = []
        document: Json = {}
        for name, values in texts.items():
            if name not in properties:  # of another branch, or unknown
                document[name] = values if len(values) > 1 else values[0]
                continue
            try:
                document[name] = value_of(self.schemas, properties[name], values)
            except InvalidValueError as error:
                problems.append(Problem((name, *error.problem.path), error.problem.keyword, error.problem.text))
        problems = problems or list(self.schemas.problems(schema, _without_files(document)))
        if problems:
            raise RejectedRequestError(rule, problems)
        return document

    def _branches(self, schema: Json) -> list[Json]:
        """Return the properties of a form, one mapping per combination of branches of its schema."""
        schema = self.schemas.resolve(schema)[0]
        choices: list[Json] = [schema.get("properties", {})]
        for each in schema.get("allOf", []):
            choices = [{**choice, **more} for choice in choices for more in self._branches(each)]
        for word in UNIONS:
            if word in schema:
                branches = [branch for each in schema[word] for branch in self._branches(each)]
                choices = [{**choice, **branch} for choice in choices for branch in branches]
        return choices


def matching_variants(contract: "Contract", request: ParsedRequest) -> list[RequestVariant]:
    """Return the variants that match a request, of each operation the canonical one first.

    Raises RejectedRequestError if there is none.
    """
    matching: list[RequestVariant] = []
    rejections: list[RejectedRequestError] = []
    for operation in contract.operations:
        for variant in operation.variants:
            try:
                variant.check(request)
            except RejectedRequestError as rejection:
                rejections.append(rejection)
            else:
                matching.append(variant)
    if not matching:
        raise closest_match(rejections)
    return matching


def closest_match(rejections: Iterable[RejectedRequestError]) -> RejectedRequestError:
    """Return the rejection of the variant that came closest: the one by the latest rule."""
    return max(rejections, key=lambda rejection: RULES.index(rejection.rule))


def path_pattern(template: str) -> str:
    """Return a regular expression for a path template, with a group per parameter."""
    parts = re.split(r"(\{\w+\})", template)
    return "".join(f"(?P<{part[1:-1]}>[^/]+)" if part.startswith("{") else re.escape(part) for part in parts)


def is_json(media_type: str) -> bool:
    """Return whether bodies of a media type are JSON."""
    return media_type == "application/json" or media_type.endswith("+json")


def _is_binary(schema: Json) -> bool:
    """Return whether a body is bytes: OpenAPI 3.1 leaves out the type, or names the content."""
    return not schema or schema.get("format") == "binary" or "contentMediaType" in schema


def _rejection(rule: str, text: str) -> RejectedRequestError:
    return RejectedRequestError(rule, [Problem((), rule, text)])


def _carries(request: ParsedRequest, scheme: Json) -> bool:
    """Return whether a request has a key where the security scheme expects it."""
    if scheme["type"] != "apiKey":  # OAuth 2 and OpenID Connect have bearer tokens
        kind = scheme["scheme"] if scheme["type"] == "http" else "bearer"
        return (request.authorization or "").lower().startswith(f"{kind} ".lower())
    if scheme["in"] == "query":
        return any(name == scheme["name"] for name, _ in request.query)
    if scheme["in"] == "cookie":
        return scheme["name"] in request.cookies
    if scheme["name"].lower() == "authorization":
        return request.authorization is not None
    return scheme["name"] in request.headers


def _without_files(value: Json) -> Json:
    """Return a copy for validation, in which files are texts, as in the schemas."""
    return {name: _as_text(each) for name, each in value.items()}


def _as_text(value: object) -> object:
    if isinstance(value, list):
        return [_as_text(each) for each in cast("list[object]", value)]
    return "(file)" if isinstance(value, File) else value
