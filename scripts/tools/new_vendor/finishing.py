"""The last steps of a contract: secrets, open responses, examples, and only what is used."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import Contract, walk
from scripts.tools.regenerate.schemas import REFERENCE

from .directions import separate
from .examples import fill
from .openness import open_responses
from .scalars import ANY
from .schemas import FREE_FORM
from .security import mark_secrets
from .words import pascal

if TYPE_CHECKING:
    from scripts.tools.regenerate.contract import Json

    from .report import Report


def finish(vendor: str, document: Json, report: Report) -> Json:
    """Return a contract with secrets marked, responses opened, examples, and only the components that it uses."""
    document = json.loads(json.dumps(document))  # no object is in two places
    spare = {name: document["components"]["schemas"][name] for name in (ANY, FREE_FORM)}
    prune(document)
    contract = Contract(vendor, f"specs/{vendor}/openapi.yaml", document)
    requested = separate(contract, report)
    schemas = document["components"]["schemas"]
    arguments = {parameter["name"] for operation in contract.operations() for parameter in operation.parameters}
    mark_secrets(schemas, requested, arguments, report)
    schemas |= {name: each for name, each in spare.items() if name not in schemas}
    open_responses(Contract(vendor, contract.source, document), {"$ref": REFERENCE + ANY}, report)
    document = json.loads(json.dumps(document))
    prune(document)
    fill(Contract(vendor, contract.source, document), report)
    for schema in document["components"]["schemas"].values():
        for field in schema.get("properties", {}).values():
            for mark in ("readOnly", "writeOnly"):
                field.pop(mark, None)
    return share_responses(document)


def prune(document: Json) -> None:
    """Remove the components and tags that no operation uses."""
    components = document["components"]
    queue: list[object] = [document["paths"]]
    used: set[str] = set()
    while queue:
        for _, node in walk(queue.pop()):
            names = [f"{REFERENCE}{node[key]}" for key in ("request", "result") if key in node] if isinstance(
                node, dict) and "method" in node and "summary" in node else []  # fmt: skip
            if isinstance(node, dict) and isinstance(node.get("$ref"), str):
                names.append(node["$ref"])
            for reference in names:
                if reference not in used:
                    used.add(reference)
                    kind, name = reference.split("/")[2:4]
                    queue.append(components[kind].get(name))
    for kind in ("schemas", "responses"):
        if kind in components:
            components[kind] = {
                name: each for name, each in components[kind].items() if f"#/components/{kind}/{name}" in used
            }
    operations = [each for item in document["paths"].values() for each in item.values()]
    needed = {name for each in operations for one in each["security"] for name in one}
    if "securitySchemes" in components:
        schemes = {name: each for name, each in components.pop("securitySchemes").items() if name in needed}
        if schemes:
            document["components"] = {"securitySchemes": schemes, **components}
    tags = {tag for each in operations for tag in each["tags"]}
    document["tags"] = [tag for tag in document["tags"] if tag["name"] in tags]


def share_responses(document: Json) -> Json:
    """Make a component of every failure that several operations share."""
    owners = [each["responses"] for item in document["paths"].values() for each in item.values()]
    keys = {(id(owner), status): json.dumps([status, response], sort_keys=True) for owner in owners
            for status, response in owner.items() if status >= "300" and "$ref" not in response}  # fmt: skip
    counts = Counter(keys.values())
    names: dict[str, str] = {}
    responses = document["components"].get("responses", {})
    for owner in owners:
        for status, response in list(owner.items()):
            key = keys.get((id(owner), status), "")
            if counts[key] < 2:
                continue
            if key not in names:
                base = pascal(response["description"].rstrip("."))
                name, number = base, 2
                while name in responses:
                    name, number = f"{base}{number}", number + 1
                names[key], responses[name] = name, response
            owner[status] = {"$ref": f"#/components/responses/{names[key]}"}
    if responses:
        schemas = document["components"].pop("schemas")
        document["components"] |= {"responses": responses, "schemas": schemas}
    return document
