"""Operations: ids, descriptions, effects, parameters and statuses."""

from __future__ import annotations

import builtins
import keyword
import re
from collections import Counter
from typing import TYPE_CHECKING

from openapi_python_client.strings import PythonIdentifier

from scripts.tools.regenerate.projection import calls, iterator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.tools.regenerate.contract import Contract, Finding

EFFECTS = {"billable", "mutating"}


def operations_are_described(contract: Contract) -> Iterator[Finding]:
    """Each operation has id, tag, description, security, effects and evidence."""
    tags = {tag["name"]: tag.get("description") for tag in contract.document.get("tags", [])}
    for tag, description in tags.items():
        if not description:
            yield "/tags", f"tag {tag} has no description"
        if not re.fullmatch(r"[a-z][a-z0-9_]*", tag):
            name = re.sub(r"\W+", "_", tag).strip("_").lower()
            yield "/tags", f"tag {tag}: its name is that of a module: expected letters in lower case, such as {name}"
    for operation in contract.operations():
        data, at = operation.data, operation.pointer
        missing = {"operationId", "summary", "description", "tags", "security", "x-effect", "x-evidence"} - data.keys()
        for field in sorted(missing):
            yield at, f"{field} is missing"
        if missing:
            continue
        if len(data["tags"]) != 1 or data["tags"][0] not in tags:
            yield f"{at}/tags", "expected one tag, one of those in /tags"
        elif not re.fullmatch(rf"{re.escape(data['tags'][0])}_[a-z][a-z0-9_]*", operation.id):
            method = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|\W+", "_", operation.id).strip("_").lower()
            method = method.removeprefix(f"{data['tags'][0]}_")
            yield (
                f"{at}/operationId",
                f"operationId {operation.id}: expected <tag>_<method>, such as {data['tags'][0]}_{method}",
            )
        if not EFFECTS.issuperset(data["x-effect"]):
            yield f"{at}/x-effect", f"x-effect: expected a list of {' and '.join(sorted(EFFECTS))}, empty for a read"


def parameters_are_described(contract: Contract) -> Iterator[Finding]:
    """Each parameter has a description, and an example unless its schema lists the values or it carries a key."""
    for operation in contract.operations():
        for parameter in operation.parameters:
            at = contract.at(parameter)
            if not parameter.get("description"):
                yield at, "a parameter without a description"
            schema = contract.resolve(parameter["schema"])
            shown = {"example", "examples", "x-secret"} & parameter.keys() or {
                "const",
                "default",
                "enum",
            } & schema.keys()
            if not shown and schema.get("type") != "boolean":
                yield at, "a parameter without an example"


def arguments_have_usable_names(contract: Contract) -> Iterator[Finding]:
    """Each argument of the client has a usable name: that of the parameter, or its `x-name`."""
    for call in calls(contract):
        originals = {(each["in"], each["name"]): each for each in call.operation.parameters}
        for parameter in call.parameters:
            at = contract.at(originals[parameter["in"], parameter["name"]])
            name = parameter.get("x-name") or str(PythonIdentifier(parameter["name"], prefix=""))
            if not re.fullmatch(r"[a-z][a-z0-9_]+", name) or keyword.iskeyword(name) or hasattr(builtins, name):
                yield at, f"{name} cannot be the name of an argument: add an x-name, such as page_id"


def statuses_are_described(contract: Contract) -> Iterator[Finding]:
    """Each status and each header has a description."""
    for operation in contract.operations():
        for response in operation.data["responses"].values():
            if not response.get("description", "").strip():
                yield contract.at(response), "a status without a description"
            for header in map(contract.resolve, response.get("headers", {}).values()):
                if not header.get("description"):
                    yield contract.at(header), "a header without a description"


def ids_are_unique(contract: Contract) -> Iterator[Finding]:
    """No two calls have the same name without underscores: their modules would overwrite each other."""
    names: Counter[str] = Counter()
    for operation in contract.operations():
        tag = operation.data.get("tags", [""])[0]
        entries = operation.data.get("x-calls", [{"method": operation.id.removeprefix(f"{tag}_")}])
        methods = [entry["method"] for entry in entries]
        if "x-pagination" in operation.data:
            methods += [iterator(method) for method in methods]
        names.update(f"{tag}_{method}".replace("_", "") for method in methods)
    for name, count in names.items():
        if count > 1:
            yield "/paths", f"{count} calls are named {name} without underscores; rename all but one"
