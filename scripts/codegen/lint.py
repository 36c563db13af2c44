"""What a contract must have, and what it must not have because a generator loses it without a word."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from jsonschema_rs import Draft202012Validator

from .contract import Contract, ContractError, Json, Operation, pointer, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Finding = tuple[str, str]

EFFECTS = {"billable", "mutating"}
EVIDENCE = {"vendor-spec", "vendor-docs", "vendor-client", "wire", "observed", "user", "assumption"}
CHOICES = {"omit", "required", "fixed", "values", "title"}

# Names that the generated `from_dict` and `to_dict` use themselves.
TAKEN = {"d", "cls", "self", "src_dict", "field_dict", "additional_properties", "to_dict", "from_dict", "to_multipart"}

# Formats that turn an answer's text into an object: a value of another form kills the call, a good one changes when it
# is written again.
CONVERTED = {"uuid", "date", "date-time"}

REFERENCE = "#/components/schemas/"

UNREADABLE = {
    "$defs": "the client generator drops models with it; put the schema under /components/schemas",
    "not": "the strict models cannot express it; describe it in words",
    "if": "the strict models cannot express it; use oneOf",
    "prefixItems": "the strict models lose the positions; use an object or items",
}


def check(contract: Contract) -> None:
    """Raise ContractError with every finding, each with file, JSON pointer and remedy."""
    findings = [finding for rule in RULES for finding in rule(contract)]
    if findings:
        raise ContractError("\n".join(f"{contract.source}#{at}: {text}" for at, text in findings))


def operations_are_described(contract: Contract) -> Iterator[Finding]:
    """Ids, tags, words, security, effects and evidence."""
    tags = {tag["name"]: tag.get("description") for tag in contract.document.get("tags", [])}
    for tag, description in tags.items():
        if not description:
            yield "/tags", f"tag {tag} has no description"
    for operation in contract.operations():
        data, at = operation.data, operation.pointer
        missing = {"operationId", "summary", "description", "tags", "security", "x-effect", "x-evidence"} - data.keys()
        for field in sorted(missing):
            yield at, f"{field} is missing"
        if missing:
            continue
        if len(data["tags"]) != 1 or data["tags"][0] not in tags:
            yield at, "one tag an operation, and one that /tags lists"
        elif not re.fullmatch(rf"{data['tags'][0]}_[a-z][a-z0-9_]*", operation.id):
            yield at, f"operationId {operation.id} is not <tag>_<method> in lower case"
        if not EFFECTS.issuperset(data["x-effect"]):
            yield at, f"x-effect is a list of {' and '.join(sorted(EFFECTS))}; an empty list is a read"


def evidence_is_known(contract: Contract) -> Iterator[Finding]:
    """`x-evidence` is a list of kind and source."""
    for at, node in walk(contract.document):
        if isinstance(node, dict):
            for entry in node.get("x-evidence", []):
                if not isinstance(entry, dict) or entry.get("kind") not in EVIDENCE or not entry.get("source"):
                    yield (
                        f"{at}/x-evidence",
                        f"{entry!r}: kind is one of {', '.join(sorted(EVIDENCE))}; source names it",
                    )


def ids_are_unique(contract: Contract) -> Iterator[Finding]:
    """Two calls or operations whose names are equal as file names overwrite each other."""
    names: Counter[str] = Counter()
    for operation in contract.operations():
        tag = operation.data.get("tags", [""])[0]
        entries = operation.data.get("x-calls", [{"method": operation.id.removeprefix(f"{tag}_")}])
        names.update(f"{tag}_{entry['method']}".replace("_", "") for entry in entries)
    for name, count in names.items():
        if count > 1:
            yield "/paths", f"{count} calls are named {name} once underscores are left out; rename all but one"


def calls_fit_their_operation(contract: Contract) -> Iterator[Finding]:
    """`x-calls` names bodies, answers and parameters that the operation has."""
    for operation in contract.operations():
        bodies = operation.data.get("requestBody", {}).get("content", {})
        answers = _successful_content(operation)
        parameters = {parameter["name"] for parameter in operation.parameters}
        for index, call in enumerate(operation.data.get("x-calls", [])):
            at = operation.pointer + pointer("x-calls", index)
            if call.get("body") is not None and call["body"] not in bodies:
                yield at, f"the operation has no body of type {call['body']}"
            if call.get("answer") is not None and call["answer"] not in answers:
                yield at, f"the operation has no answer of type {call['answer']}"
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


def schemas_are_readable(contract: Contract) -> Iterator[Finding]:
    """What the generators drop, or turn into code that does not run."""
    for at, schema in _schemas(contract):
        for word, remedy in UNREADABLE.items():
            if word in schema:
                yield at, f"{word}: {remedy}"
        if not str(schema.get("$ref", REFERENCE)).startswith(REFERENCE):
            yield at, f"$ref {schema['$ref']}: only {REFERENCE}... is read"
        for key in ("items", "contains", "propertyNames"):
            if isinstance(schema.get(key), bool):
                yield at, f"{key} is a boolean schema, at which the client generator refuses the document"
        values = schema.get("enum")
        if values is not None:
            if len({type(value) for value in values if value is not None}) > 1:
                yield at, "the values of an enum have one type"
            if len({str(value).lower() for value in values}) < len(values):
                yield at, "enum values that differ by case alone get one name"
        if _is_untyped(schema):
            yield at, "no type; type every field to the leaf"
        for key in ("anyOf", "oneOf"):
            if any("const" in each for each in schema.get(key, [])):
                yield at, f"{key} with a const: the generator tries the first branch alone; use limits or a pattern"
        if schema.get("type") == "object" and not {"properties", "additionalProperties"} & schema.keys():
            yield at, "an object without properties"


def properties_have_usable_names(contract: Contract) -> Iterator[Finding]:
    """Names that become no attribute, or another one's attribute."""
    for at, schema in _schemas(contract):
        names = schema.get("properties", {})
        for name, value in names.items():
            where = at + pointer("properties", name)
            if name in TAKEN:
                yield where, f"a field named {name} breaks the generated model"
            if not re.match(r"[A-Za-z_]", name):
                yield where, f"{name} does not start with a letter: no attribute can be named so"
            if isinstance(value, bool):
                yield where, "a boolean schema, at which the client generator refuses the document"
        stripped = Counter(re.sub(r"\W+", "_", name).strip("_").lower() for name in names)
        for name, count in stripped.items():
            if count > 1:
                yield at, f"{count} fields become the attribute {name}"


def answers_are_open(contract: Contract) -> Iterator[Finding]:
    """Unknown fields and values in an answer are kept, and texts stay texts."""
    for operation in contract.operations():
        for status, response in operation.data["responses"].items():
            for media_type, content in contract.resolve(response).get("content", {}).items():
                at = operation.pointer + pointer("responses", status, "content", media_type)
                for schema in _closure(contract, content["schema"]):
                    if schema.get("format") in CONVERTED:
                        yield at, f"format {schema['format']} on an answer converts it; leave the text as it is"
                    if schema.get("additionalProperties") is False:
                        yield at, "an answer that allows no further fields loses what a vendor adds"
                    if "enum" in schema:
                        yield at, "an enum on an answer fails on a new value; anyOf with the plain type beside it"


def everything_has_examples(contract: Contract) -> Iterator[Finding]:
    """Bodies and answers have examples, and every example is valid."""
    for operation in contract.operations():
        body = operation.data.get("requestBody", {}).get("content", {})
        places: list[tuple[tuple[str, ...], Json]] = [(("requestBody", "content"), body)]
        for status, response in operation.data["responses"].items():
            places.append((("responses", status, "content"), contract.resolve(response).get("content", {})))
        for parts, contents in places:
            for media_type, content in contents.items():
                at = operation.pointer + pointer(*parts, media_type)
                examples = content.get("examples", {})
                if not examples and contract.resolve(content["schema"]).get("format") != "binary":
                    yield at, "no example"
                for name, example in examples.items():
                    for text in _violations(contract, content["schema"], example["value"]):
                        yield at + pointer("examples", name), text
        for parameter in operation.parameters:
            if "example" in parameter:
                for text in _violations(contract, parameter["schema"], parameter["example"]):
                    yield operation.pointer + pointer("parameters", parameter["name"]), text


RULES: list[Callable[[Contract], Iterator[Finding]]] = [
    operations_are_described,
    evidence_is_known,
    ids_are_unique,
    calls_fit_their_operation,
    schemas_are_readable,
    properties_have_usable_names,
    answers_are_open,
    everything_has_examples,
]


def _successful_content(operation: Operation) -> Json:
    responses = operation.data["responses"]
    status = min((status for status in responses if status.startswith("2")), default=None)
    return dict(responses[status].get("content", {})) if status else {}


def _schemas(contract: Contract) -> Iterator[tuple[str, Json]]:
    """Every schema of the document, components and inline ones."""
    roots = [
        (pointer("components", "schemas", name), each)
        for name, each in contract.document["components"]["schemas"].items()
    ]
    roots += [
        (f"{at}/schema", node["schema"])
        for at, node in walk(contract.document)
        if isinstance(node, dict) and isinstance(node.get("schema"), dict)
    ]
    for at, root in roots:
        yield from _subschemas(at, root)


def _subschemas(at: str, schema: Json) -> Iterator[tuple[str, Json]]:
    yield at, schema
    for key in ("items", "additionalProperties", "not"):
        if isinstance(schema.get(key), dict):
            yield from _subschemas(at + pointer(key), schema[key])
    for key in ("anyOf", "oneOf", "allOf"):
        for index, each in enumerate(schema.get(key, [])):
            yield from _subschemas(at + pointer(key, index), each)
    for name, each in schema.get("properties", {}).items():
        if isinstance(each, dict):
            yield from _subschemas(at + pointer("properties", name), each)


def _closure(contract: Contract, schema: Json) -> list[Json]:
    """A schema with everything that it refers to."""
    found: list[Json] = []
    queue = [schema]
    while queue:
        node = contract.resolve(queue.pop())
        if not any(node is each for each in found):
            found.append(node)
            queue.extend(each for at, each in _subschemas("", node) if at)
    return found


def _is_untyped(schema: Json) -> bool:
    return not {"type", "$ref", "anyOf", "oneOf", "allOf", "const", "enum"} & schema.keys()


def _violations(contract: Contract, schema: Json, value: object) -> Iterator[str]:
    # The schema's references start at the document's root.
    rooted = {"components": contract.document["components"], **schema}
    for error in Draft202012Validator(rooted).iter_errors(value):
        yield f"the example is not valid: {error.message}"
