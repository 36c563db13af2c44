"""The outline of a contract: what OpenAPI leaves optional and the other rules rely on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scripts.tools.regenerate.contract import Contract, Finding, Json, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator


def outline_is_whole(contract: Contract) -> Iterator[Finding]:
    """There are paths and schemas; operations have id and tag, statuses, and bodies and responses a schema."""
    document = contract.document
    if not document.get("paths"):
        yield "", "paths is missing"
        return
    if "schemas" not in document.get("components", {}):
        yield "", "components/schemas is missing; it has every body and response that is an object"
    if not all(tag.get("name") for tag in document.get("tags", [])):
        yield "/tags", "a tag without a name"
    for operation in contract.operations():
        data, at = operation.data, operation.pointer
        if not data.get("operationId"):
            yield at, "operationId is missing: <tag>_<method> in lower case"
        if not data.get("tags"):
            yield at, "tags is missing: expected one tag, one of those in /tags"
        for status in data["responses"]:
            if not re.fullmatch("[1-5][0-9]{2}", status):
                yield (
                    f"{at}/responses/{status}",
                    f"status {status}: clients and emulators know single statuses only: list them, such as 400 and 404",
                )
        for owner in (data.get("requestBody", {}), *data["responses"].values()):
            yield from _contents(contract, owner)


def _contents(contract: Contract, owner: Json) -> Iterator[Finding]:
    for content in owner.get("content", {}).values():
        where = contract.at(content)
        if not isinstance(content.get("schema"), (dict, bool)):
            yield where, "schema is missing"
        for name, example in content.get("examples", {}).items():
            if "value" not in example:
                yield where + pointer("examples", name), "value is missing"
