"""Evidence, and marks on what carries a key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scripts.tools.regenerate import schemas
from scripts.tools.regenerate.contract import Contract, Finding, pointer, walk
from scripts.tools.regenerate.evidence import KINDS, is_evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = re.compile(r"(?i)(api[_-]?key|authorization|access[_-]?token)")


def evidence_is_known(contract: Contract) -> Iterator[Finding]:
    """`x-evidence`, and `evidence` of a variant, is a list of entries with kind and source."""
    for at, node in walk(contract.document):
        if re.search(r"/x-evidence$|/x-variants/\d+/evidence$", at):
            if not isinstance(node, list) or not node:
                yield at, "expected a list with at least one entry of kind and source"
                continue
            for entry in node:
                if not is_evidence(entry):
                    kinds = ", ".join(sorted(KINDS))
                    yield at, f"{entry!r}: expected kind, one of {kinds}, and source, quoted if it has a comma"


def keys_are_marked(contract: Contract) -> Iterator[Finding]:
    """`x-secret: true` is on what carries a key, and nowhere else."""
    parameters = {
        node_at for node_at, node in walk(contract.document) if isinstance(node, dict) and {"name", "in"} <= node.keys()
    }
    fields = {
        at + pointer("properties", name)
        for at, schema in schemas.every(contract)
        for name in schema.get("properties", {})
    }
    for at, node in walk(contract.document):
        if not isinstance(node, dict):
            continue
        if "x-secret" in node:
            if node["x-secret"] is not True:
                yield at, "x-secret must be true or absent"
            if at not in parameters | fields and not at.startswith("/components/securitySchemes/"):
                yield at, "x-secret is only allowed on a parameter, a field or a security scheme"
        elif at in parameters | fields and re.fullmatch(KEY, str(node.get("name", at.rsplit("/", 1)[1]))):
            yield at, "x-secret is missing: the name is that of a key"
