"""The part of a contract that a finding breaks."""

import json
import re
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, unquote

import yaml
from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from visionapis_testing.conformance.report import Exchange, Finding
from visionapis_testing.conformance.scenarios import Document
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.pointers import escaped, unescaped
from visionapis_testing.contracts.schemas import DOCUMENT, Schemas

LINES = 30
"""An excerpt has no more."""

WIDTH = 100
"""A text in an excerpt or a problem has no more characters."""

_ASIDES = re.compile("x-.*|examples?|externalDocs")
_PARAMETER = re.compile(r"^(?P<first>\w+) is |parameter [`'](?P<quoted>\w+)[`']")
_OF_REQUESTS = {
    "missing_required_header",
    "negative_data_rejection",
    "positive_data_acceptance",
    "query_by_contract",
}
_ELSEWHERE = re.compile(r"in (cookies|headers?|path|query)\b")


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of a contract, and how an answer breaks it."""

    pointer: str
    """Where it stands in the contract: a JSON pointer."""
    excerpt: str
    """What stands there, as YAML, without examples and extensions; what lies deep is left out where it is long."""
    place: str = ""
    """Where in the answer it is broken: a JSON pointer; empty for all of it, and where it is no matter of fields."""
    problem: str = ""
    """What is wrong there; empty where the finding's own message says it."""


class Clauses:
    """The parts of one contract."""

    def __init__(self, vendor: str, contract: Document) -> None:
        self._operations = load(vendor)
        self._schemas = Schemas(contract)
        self._validators: dict[str, Draft202012Validator] = {}
        self._excerpts: dict[str, str] = {}

    def of(self, finding: Finding) -> Clause:
        """Return the part that a finding is about: as small a one as is known."""
        found = self._operations.operation(finding.operation_id)
        path = f"/paths/{escaped(found.path)}"
        operation = f"{path}/{found.method.lower()}"
        match finding.check:
            case "content_type_conformance":
                return self._content(operation, finding)
            case "documented_fields":
                return self._fields(operation, finding)
            case "ignored_auth":
                return self._clause(f"{operation}/security") or self._must("/security")
            case "response_headers_conformance":
                answer = self._answer(operation, finding)
                return self._clause(f"{answer.pointer}/headers") or answer
            case "response_schema_conformance":
                return self._schema(operation, finding)
            case "status_code_conformance":
                return self._must(f"{operation}/responses")
            case "unsupported_method":
                return self._must(path)
            case _ if finding.check in _OF_REQUESTS:
                return self._request(path, operation, finding)
            case _:
                return self._answer(operation, finding)

    def _answer(self, operation: str, finding: Finding) -> Clause:
        """What is said of the status that was answered, or else of all statuses."""
        status = finding.exchange.response.status_code if finding.exchange else ""
        return self._clause(f"{operation}/responses/{status}") or self._must(f"{operation}/responses")

    def _content(self, operation: str, finding: Finding) -> Clause:
        answer = self._answer(operation, finding)
        return self._clause(f"{answer.pointer}/content") or answer

    def _schema(self, operation: str, finding: Finding) -> Clause:
        """The schema whose keyword refuses the answer."""
        content = self._content(operation, finding)
        if finding.exchange is None or not content.pointer.endswith("/content"):
            return content
        found = self._schema_of(content.pointer, finding.exchange)
        if found is None:
            return content
        error = self._error(found.pointer, finding.exchange.response.content)
        if error is None:
            return found
        location = unquote(error.absolute_keyword_location or "").removeprefix(f"{DOCUMENT}#")
        place = "".join(f"/{escaped(str(part))}" for part in error.instance_path)
        broken = self._must(location.rpartition("/")[0])
        return Clause(broken.pointer, broken.excerpt, place, _cut(error.message))

    def _fields(self, operation: str, finding: Finding) -> Clause:
        """The schema of the answer; the fields that it does not have are in the message."""
        content = self._content(operation, finding)
        return (finding.exchange and self._schema_of(content.pointer, finding.exchange)) or content

    def _request(self, path: str, operation: str, finding: Finding) -> Clause:
        """The parameter that the message names, or else the body, or else all parameters."""
        named = _PARAMETER.search(finding.message)
        for holder in (operation, path) if named else ():
            parameters, start = self._at(f"{holder}/parameters") or ([], "")
            for index, parameter in enumerate(parameters):
                if named and self._schemas.resolve(parameter)[0]["name"] in named.groups():
                    return self._must(f"{start}/{index}")
        elsewhere = _ELSEWHERE.search(finding.message)
        places = [f"{operation}/requestBody/content", f"{operation}/parameters", f"{path}/parameters", operation]
        found = (self._clause(place) for place in (places[1:] if elsewhere else places))
        return next(clause for clause in found if clause)

    def _schema_of(self, content: str, exchange: Exchange) -> Clause | None:
        """The schema that an answer is judged by: that of its media type, or of the only one."""
        types, start = self._at(content) or ({}, "")
        chosen = exchange.media_types[1] if exchange.media_types[1] in types else next(iter(types), "")
        return self._clause(f"{start}/{escaped(chosen)}/schema")

    def _error(self, schema: str, content: bytes) -> ValidationError | None:
        if schema not in self._validators:
            reference = {"$ref": f"{DOCUMENT}#{quote(schema, safe='/~')}"}
            self._validators[schema] = Draft202012Validator(reference, registry=self._schemas.registry)
        try:
            error = next(iter(self._validators[schema].iter_errors(json.loads(content))), None)
        except ValueError:  # no JSON, or nested more deeply than the validator follows
            return None
        return error and _cause(error)

    def _must(self, pointer: str) -> Clause:
        clause = self._clause(pointer)
        if clause is None:
            raise KeyError(pointer)
        return clause

    def _clause(self, pointer: str) -> Clause | None:
        """The part at a pointer, where references are followed on the way; None when there is none."""
        found = self._at(pointer)
        if found is None:
            return None
        node, place = found
        if place not in self._excerpts:
            self._excerpts[place] = _excerpt(node)
        return Clause(place, self._excerpts[place])

    def _at(self, pointer: str) -> tuple[Any, str] | None:
        """What stands at a pointer, and the pointer to it itself."""
        node: Any = self._schemas.document
        place = ""
        for part in pointer.split("/")[1:]:
            holder = cast("dict[str | int, Any]", node)  # or a list
            name = int(part) if isinstance(node, list) else unescaped(part)
            try:
                node = holder[name]
            except KeyError:
                return None
            place = f"{place}/{part}"
            if isinstance(node, dict) and "$ref" in node:
                node, reference = self._schemas.resolve(cast("dict[str, Any]", node))
                place = reference.removeprefix("#")
        return cast("object", node), place


def _cause(error: ValidationError) -> ValidationError:
    """The error itself or, where several branches all failed, the first one in the branch that has the fewest."""
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.OneOfNotValid | ValidationErrorKind.AnyOf) and kind.context:
        branch = min(kind.context, key=len)
        return _cause(branch[0])
    return error


def _excerpt(node: object) -> str:
    """As much of a part as fits: where it is too long, less of what lies deep."""
    for depth in (8, 5, 4, 3, 2, 1):
        text = yaml.safe_dump(_shallow(node, depth), sort_keys=False, allow_unicode=True, width=WIDTH)
        if text.count("\n") <= LINES:
            break
    lines = text.removesuffix("...\n").splitlines()
    return "\n".join(lines if len(lines) <= LINES else [*lines[: LINES - 1], "..."])


def _shallow(node: object, depth: int) -> object:
    """A part down to a depth; below that what an object says of itself, or what it refers to."""
    if isinstance(node, dict):
        members = cast("dict[str, object]", node)
        if not depth:
            about = (members.get(name) for name in ("$ref", "summary", "description"))
            return next((_cut(" ".join(text.split())) for text in about if isinstance(text, str)), "...")
        kept = {name: value for name, value in members.items() if not _ASIDES.fullmatch(name)}
        return {name: _shallow(value, depth - 1) for name, value in kept.items()}
    if isinstance(node, list):
        return [_shallow(value, depth - 1) for value in cast("list[object]", node)] if depth else ["..."]
    return _cut(" ".join(node.split())) if isinstance(node, str) else node


def _cut(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."
