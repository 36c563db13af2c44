"""The part of a contract that a finding violates."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote, unquote

import yaml
from jsonschema_rs import Draft202012Validator, ValidationError, ValidationErrorKind

from visionapis_testing.conformance.report import Exchange, Finding
from visionapis_testing.conformance.scenarios import Document
from visionapis_testing.contracts.contract import load
from visionapis_testing.contracts.pointers import escape, unescape
from visionapis_testing.contracts.schemas import DOCUMENT, Schemas

MAX_LINES = 30
"""Lines of an excerpt."""

MAX_TEXT = 100
"""Characters of a text in an excerpt or a problem."""

_OMITTED = re.compile("x-.*|examples?|externalDocs")
_PARAMETER = re.compile(r"^(?P<first>\w+) is |parameter [`'](?P<quoted>\w+)[`']")
_REQUEST_CHECKS = {
    "missing_required_header",
    "negative_data_rejection",
    "positive_data_acceptance",
    "query_by_contract",
}
_NOT_IN_BODY = re.compile(r"in (cookies|headers?|path|query)\b")


@dataclass(frozen=True, slots=True)
class ContractExcerpt:
    """A part of a contract, and how a response violates it."""

    pointer: str
    """A JSON pointer into the contract."""
    text: str
    """That part as YAML without examples and extensions; deep levels are omitted where it is long."""
    response_pointer: str = ""
    """A JSON pointer to the violation in the response; empty for the whole response, or when no field is at fault."""
    problem: str = ""
    """The violation; empty if the finding's own message describes it."""


class ContractExcerpts:
    """The excerpts of one contract."""

    def __init__(self, vendor: str, contract: Document) -> None:
        self._contract = load(vendor)
        self._schemas = Schemas(contract)
        self._validators: dict[str, Draft202012Validator] = {}
        self._texts: dict[str, str] = {}

    def of(self, finding: Finding) -> ContractExcerpt:
        """Return the smallest known part of the contract that a finding violates."""
        found = self._contract.operation(finding.operation_id)
        path = f"/paths/{escape(found.path)}"
        operation = f"{path}/{found.method.lower()}"
        match finding.check:
            case "content_type_conformance":
                return self._content(operation, finding)
            case "documented_fields":
                return self._fields(operation, finding)
            case "ignored_auth":
                return self._find(f"{operation}/security") or self._require("/security")
            case "response_headers_conformance":
                response = self._response(operation, finding)
                return self._find(f"{response.pointer}/headers") or response
            case "response_schema_conformance":
                return self._schema(operation, finding)
            case "status_code_conformance":
                return self._require(f"{operation}/responses")
            case "unsupported_method":
                return self._require(path)
            case _ if finding.check in _REQUEST_CHECKS:
                return self._request(path, operation, finding)
            case _:
                return self._response(operation, finding)

    def _response(self, operation: str, finding: Finding) -> ContractExcerpt:
        """Return the definition of the response's status, or else of all responses."""
        status = finding.exchange.response.status_code if finding.exchange else ""
        return self._find(f"{operation}/responses/{status}") or self._require(f"{operation}/responses")

    def _content(self, operation: str, finding: Finding) -> ContractExcerpt:
        response = self._response(operation, finding)
        return self._find(f"{response.pointer}/content") or response

    def _schema(self, operation: str, finding: Finding) -> ContractExcerpt:
        """Return the schema whose keyword rejects the response."""
        content = self._content(operation, finding)
        if finding.exchange is None or not content.pointer.endswith("/content"):
            return content
        found = self._schema_of(content.pointer, finding.exchange)
        if found is None:
            return content
        causes = self._causes(found.pointer, finding.exchange.response.content, finding.place)
        if not causes:
            return found
        location = unquote(causes[0].absolute_keyword_location or "").removeprefix(f"{DOCUMENT}#")
        violated = self._require(location.rpartition("/")[0])
        others = [f"{_pointer(each)}: {_truncated(each.message)}" for each in causes[1:]]
        problem = "\n".join([_truncated(causes[0].message), *others])
        return ContractExcerpt(violated.pointer, violated.text, _pointer(causes[0]), problem)

    def _fields(self, operation: str, finding: Finding) -> ContractExcerpt:
        """Return the schema of the response; the message has the undocumented fields."""
        content = self._content(operation, finding)
        return (finding.exchange and self._schema_of(content.pointer, finding.exchange)) or content

    def _request(self, path: str, operation: str, finding: Finding) -> ContractExcerpt:
        """Return the parameter that the message names, or else the body, or else all parameters."""
        named = _PARAMETER.search(finding.message)
        for holder in (operation, path) if named else ():
            parameters, start = self._at(f"{holder}/parameters") or ([], "")
            for index, parameter in enumerate(parameters):
                if named and self._schemas.resolve(parameter)[0]["name"] in named.groups():
                    return self._require(f"{start}/{index}")
        not_in_body = _NOT_IN_BODY.search(finding.message)
        pointers = [f"{operation}/requestBody/content", f"{operation}/parameters", f"{path}/parameters", operation]
        found = (self._find(pointer) for pointer in (pointers[1:] if not_in_body else pointers))
        return next(excerpt for excerpt in found if excerpt)

    def _schema_of(self, content: str, exchange: Exchange) -> ContractExcerpt | None:
        """Return the schema of the response's media type, or else of the first documented one."""
        types, start = self._at(content) or ({}, "")
        chosen = exchange.media_types[1] if exchange.media_types[1] in types else next(iter(types), "")
        return self._find(f"{start}/{escape(chosen)}/schema")

    def _causes(self, schema: str, content: bytes, place: Sequence[str | int] | None) -> Sequence[ValidationError]:
        """Return the errors of a response at a place, or else the first ones; none if it is not JSON."""
        if schema not in self._validators:
            reference = {"$ref": f"{DOCUMENT}#{quote(schema, safe='/~')}"}
            self._validators[schema] = Draft202012Validator(reference, registry=self._schemas.registry)
        try:
            errors = list(self._validators[schema].iter_errors(json.loads(content)))
        except ValueError:  # not JSON, or nested too deeply for the validator
            return ()
        found = next((error for error in errors if place is not None and error.instance_path == [*place]), None)
        return _causes(found or errors[0]) if errors else ()

    def _require(self, pointer: str) -> ContractExcerpt:
        excerpt = self._find(pointer)
        if excerpt is None:
            raise KeyError(pointer)
        return excerpt

    def _find(self, pointer: str) -> ContractExcerpt | None:
        """Return the part at a pointer, following references on the way; None when there is none."""
        found = self._at(pointer)
        if found is None:
            return None
        node, resolved = found
        if resolved not in self._texts:
            self._texts[resolved] = _text(node)
        return ContractExcerpt(resolved, self._texts[resolved])

    def _at(self, pointer: str) -> tuple[Any, str] | None:
        """Return the value at a pointer, and its pointer without references; None when there is none."""
        node: Any = self._schemas.document
        resolved = ""
        for part in pointer.split("/")[1:]:
            container = cast("dict[str | int, Any]", node)  # or a list
            name = int(part) if isinstance(node, list) else unescape(part)
            try:
                node = container[name]
            except KeyError:
                return None
            resolved = f"{resolved}/{part}"
            if isinstance(node, dict) and "$ref" in node:
                node, reference = self._schemas.resolve(cast("dict[str, Any]", node))
                resolved = reference.removeprefix("#")
        return cast("object", node), resolved


def _causes(error: ValidationError) -> Sequence[ValidationError]:
    """Return the error or, when all branches of a union failed, the errors of the branch that fits best."""
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.OneOfNotValid | ValidationErrorKind.AnyOf) and kind.context:
        branches = [[cause for each in branch for cause in _causes(each)] for branch in kind.context]
        return min(branches, key=lambda causes: _distance(causes, len(error.instance_path)))
    return [error]


def _distance(causes: Sequence[ValidationError], depth: int) -> tuple[int, int]:
    """Return a sort key for a branch: a wrong type of the value itself, then a wrong tag, then the number of errors."""
    is_other_type = any(
        isinstance(each.kind, ValidationErrorKind.Type) and len(each.instance_path) == depth for each in causes
    )
    is_other_tag = any(
        isinstance(each.kind, ValidationErrorKind.Constant | ValidationErrorKind.Enum)
        and len(each.instance_path) <= depth + 1
        for each in causes
    )
    return 2 * is_other_type + is_other_tag, len(causes)


def _pointer(error: ValidationError) -> str:
    return "".join(f"/{escape(str(part))}" for part in error.instance_path)


def _text(node: object) -> str:
    """Return a part as YAML, with as many levels as fit into MAX_LINES."""
    for depth in (8, 5, 4, 3, 2, 1):
        text = yaml.safe_dump(_shallow(node, depth), sort_keys=False, allow_unicode=True, width=MAX_TEXT)
        if text.count("\n") <= MAX_LINES:
            break
    lines = text.removesuffix("...\n").splitlines()
    return "\n".join(lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES - 1], "..."])


def _shallow(node: object, depth: int) -> object:
    """Return a part down to a depth; deeper objects are replaced by their reference or description."""
    if isinstance(node, dict):
        members = cast("dict[str, object]", node)
        if not depth:
            about = (members.get(name) for name in ("$ref", "summary", "description"))
            return next((_truncated(" ".join(text.split())) for text in about if isinstance(text, str)), "...")
        kept = {name: value for name, value in members.items() if not _OMITTED.fullmatch(name)}
        return {name: _shallow(value, depth - 1) for name, value in kept.items()}
    if isinstance(node, list):
        return [_shallow(value, depth - 1) for value in cast("list[object]", node)] if depth else ["..."]
    return _truncated(" ".join(node.split())) if isinstance(node, str) else node


def _truncated(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 3]}..."
