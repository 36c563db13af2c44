"""The evidence for the statements of the contracts: `specs/EVIDENCE.md`, rendered from `x-evidence`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .contract import Contract, Json, Operation, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

KINDS = {
    "vendor-spec": "a document in a machine-readable form that the vendor publishes",
    "vendor-docs": "the vendor's documentation for people",
    "vendor-client": "the vendor's own client library",
    "wire": "requests of real clients, recorded on a loopback server",
    "observed": "responses of the vendor's own software, run locally or, if the source says so, in recorded traffic",
    "user": "public code and reports of users, some with real responses",
    "assumption": "no source says it",
}

TRAFFIC = "traffic: "
"""The beginning of the source of what was observed in recorded traffic."""

# `evidence` is that of a variant of a request.
LISTS = ("x-evidence", "evidence")


def is_evidence(entry: object) -> bool:
    """Return whether an entry has a known kind, a source, and nothing else.

    In YAML an unquoted comma ends the source: what follows becomes keys without values.
    """
    return (
        isinstance(entry, dict)
        and entry.keys() == {"kind", "source"}
        and entry["kind"] in KINDS
        and isinstance(entry["source"], str)
        and bool(entry["source"].strip())
    )


def render(contracts: Iterable[Contract]) -> str:
    """Return the page as Markdown."""
    contracts = list(contracts)
    traffic = {contract.vendor: list(_of_traffic(contract)) for contract in contracts}
    except_for = "Apart from what traffic showed, nothing" if any(traffic.values()) else "Nothing"
    lines = [
        "<!-- Generated from specs/*/openapi.yaml by scripts/regenerate. Do not edit. -->",
        "",
        "# What the contracts rest on",
        "",
        f"{except_for} here was measured on a vendor's live service.",
        "",
        *(f"- **{kind}**: {meaning}" for kind, meaning in KINDS.items()),
        "",
        "● the operation as a whole; ○ some of its parameters, fields, responses or variants.",
    ]
    for contract in contracts:
        lines += ["", f"## {contract.vendor}", "", *_matrix(contract)]
        assumptions = [f"- `{at}`: {text}" for at, text in _assumptions(contract)]
        lines += ["", f"### Assumptions about {contract.vendor}", "", *(assumptions or ["None."])]
        if observed := [f"- `{at}`: {text}" for at, text in traffic[contract.vendor]]:
            lines += ["", f"### Observed in traffic of {contract.vendor}", "", *observed]
    return "\n".join(lines) + "\n"


def _matrix(contract: Contract) -> Iterator[str]:
    yield f"| operation | {' | '.join(KINDS)} |"
    yield "|---" * (len(KINDS) + 1) + "|"
    for operation in contract.operations():
        own = {entry["kind"] for entry in operation.data["x-evidence"]}
        parts = {entry["kind"] for _, _, entry in _reached(contract, operation)}
        marks = ("●" if kind in own else "○" if kind in parts else "" for kind in KINDS)
        yield f"| `{operation.id}` | {' | '.join(marks)} |"


def _assumptions(contract: Contract) -> Iterator[tuple[str, str]]:
    """Yield pointer and text of each assumption, once if several places share it."""
    seen = set()
    for at, node, entry in _entries(contract.document):
        if entry["kind"] == "assumption" and id(entry) not in seen:
            seen.add(id(entry))
            words = [" ".join(str(text).split()) for text in (node.get("description", ""), entry["source"])]
            yield at, " — ".join(filter(None, (_first_sentence(words[0]), words[1])))


def _of_traffic(contract: Contract) -> Iterator[tuple[str, str]]:
    """Yield pointer and source of what was observed in traffic."""
    for at, _, entry in _entries(contract.document):
        if entry["kind"] == "observed" and entry["source"].startswith(TRAFFIC):
            yield at, " ".join(entry["source"].removeprefix(TRAFFIC).split())


def _reached(contract: Contract, operation: Operation) -> Iterator[tuple[str, Json, Json]]:
    """Yield the entries of an operation, its parameters and everything that it refers to."""
    seen: set[str] = set()
    queue: list[object] = [operation.data, operation.parameters]
    while queue:
        node = queue.pop()
        yield from _entries(node)
        for _, each in walk(node):
            if isinstance(each, dict) and isinstance(each.get("$ref"), str) and each["$ref"] not in seen:
                seen.add(each["$ref"])
                queue.append(contract.resolve(each))


def _entries(root: object) -> Iterator[tuple[str, Json, Json]]:
    """Yield every entry with the pointer and the object that it is about."""
    for at, node in walk(root):
        if isinstance(node, dict):
            for key in LISTS:
                entries = node.get(key)
                for entry in entries if isinstance(entries, list) else []:
                    yield at, node, entry


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s", text, maxsplit=1)[0]
